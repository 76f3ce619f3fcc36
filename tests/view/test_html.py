"""The HTML around the page: nothing from outside, nothing that data could break out of."""

import base64
import gzip
import hashlib
import re
from pathlib import Path

import pytest

from kg.errors import UsageError
from kg.graph.reader import Graph
from kg.view import html as room
from kg.view import write_view
from kg.view.html import render
from kg.view.payload import make_payload


def test_the_policy_names_this_script_and_style_and_no_address(page_file: Path) -> None:
    """Scripts and styles are allowed by their hashes alone; nothing may be fetched."""
    page = page_file.read_text(encoding="utf-8")
    found = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert found is not None
    policy = found[1]
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy
    assert "http" not in policy
    for tag in ("style", "script"):
        (text,) = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        assert (
            f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}" in policy
        )


def test_the_page_carries_its_graph(page_file: Path, folder: Path) -> None:
    """The N-Quads of the folder are in the page, to the byte."""
    page = page_file.read_text(encoding="utf-8")
    found = re.search(r'id="quads">([^<]*)<', page)
    assert found is not None
    quads = gzip.decompress(base64.b64decode(found[1]))
    assert quads == (folder / "graph.nq").read_bytes()


def test_the_same_graph_gives_the_same_page(page_file: Path, folder: Path, tmp_path: Path) -> None:
    """Written twice, the file is the same byte for byte."""
    again = write_view(folder, tmp_path)
    assert again.read_bytes() == page_file.read_bytes()


def test_a_missing_bundle_is_said_with_its_remedy(
    graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the built program of the page the user learns what to run."""
    monkeypatch.setattr(room, "BUNDLE", tmp_path)
    with pytest.raises(UsageError, match="make page"):
        render(make_payload(graph, title=""))
