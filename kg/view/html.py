"""html: the page's data and the bundled page in, one self-contained HTML text out."""

import gzip
import hashlib
import re
from base64 import b64encode
from html import escape
from pathlib import Path

import msgspec

from kg.errors import UsageError
from kg.view.records import Payload

#: What `web/build.mjs` makes; in an installed package it is there, in a checkout `make` puts it there.
BUNDLE = Path(__file__).parent / "bundle"
_PLACE = re.compile(r"\{\{(\w+)\}\}")
_FILES = ("page.html", "page.js", "page.css", "sparql.js", "oxigraph.wasm")


def render(payload: Payload, *, quads: bytes | None = None) -> str:
    """Give the page; with `quads` (N-Quads) it answers SPARQL too.

    Raises UsageError when the bundled page is missing.
    """
    missing = [name for name in _FILES if not (BUNDLE / name).is_file()]
    if missing:
        raise UsageError(
            f"the page's program is not built ({', '.join(missing)} missing in {BUNDLE}); "
            "in a checkout run make page, else install the package anew"
        )
    script, style = _bundled("page.js"), _bundled("page.css")
    blocks = [
        _block("network", msgspec.json.encode(payload.network)),
        _block("reading", msgspec.json.encode(payload.reading)),
    ]
    if quads is not None:
        blocks.append(_block("quads", quads))
        blocks.append(_block("wasm", (BUNDLE / "oxigraph.wasm").read_bytes()))
        # A type that no browser runs: the page starts it as a worker, from a blob.
        blocks.append(f'<script type="text/plain" id="worker">{_bundled("sparql.js")}</script>')
    parts = {
        "policy": _policy(script, style),
        "title": escape(payload.network.title),
        "style": style,
        "blocks": "\n".join(blocks),
        "script": script,
    }
    return _PLACE.sub(lambda place: parts[place[1]], _bundled("page.html"))


def _bundled(name: str) -> str:
    return (BUNDLE / name).read_text(encoding="utf-8")


def _block(name: str, content: bytes) -> str:
    """Pack data so that no character of it means anything in HTML; the time is left out of the gzip."""
    packed = b64encode(gzip.compress(content, 9, mtime=0)).decode("ascii")
    return f'<script type="application/octet-stream" id="{name}">{packed}</script>'


def _policy(script: str, style: str) -> str:
    """Allow this script and this style alone, a worker of ours, and nothing from any address."""
    rules = {
        "default-src": "'none'",
        "script-src": f"'{digest(script)}' 'wasm-unsafe-eval'",
        "style-src": f"'{digest(style)}'",
        "worker-src": "blob:",
        "img-src": "blob: data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def digest(text: str) -> str:
    """Give the hash by which a policy names an inline text (CSP 3, section 2.3.1)."""
    return "sha256-" + b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")
