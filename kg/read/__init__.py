"""read: paths in, an `Article` for each article they hold out, or a `Rejection` that says why not."""

import hashlib
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec

from kg.errors import ReadError
from kg.model import Article, ArticleId, Rejection
from kg.read.decode import decode

__all__ = ["READERS", "ReadSettings", "read"]


class ReadSettings(msgspec.Struct, frozen=True, kw_only=True):
    """How to read."""


def _id(text: str, record: str | None = None) -> ArticleId:
    return ArticleId(
        hashlib.sha256(f"{record or ''}\0{text}".encode("utf-8", "surrogatepass")).hexdigest()[:16]
    )


def _text(data: bytes, name: str) -> Iterator[Article]:
    text, encoding, notes = decode(data, name=name)
    if not text.strip():
        raise ReadError(f"{name}: the file is empty")
    yield Article(id=_id(text), source_file=name, source_text=text, encoding=encoding, notes=notes)


def _html(data: bytes, name: str) -> Iterator[Article]:
    for article in _text(data, name):
        yield msgspec.structs.replace(article, markup=True)


def _jsonl(data: bytes, name: str) -> Iterator[Article]:
    text, encoding, notes = decode(data, name=name)
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        record = json.loads(line)
        body = record.get("text") or record.get("content") or ""
        place = f"line {number}"
        yield Article(
            id=_id(body, place),
            source_file=name,
            record=place,
            source_text=body,
            headline=record.get("title"),
            url=record.get("url"),
            encoding=encoding,
            notes=notes,
        )


#: File name ending -> reader of such a file.
READERS: dict[str, Callable[[bytes, str], Iterator[Article]]] = {
    ".txt": _text,
    ".html": _html,
    ".htm": _html,
    ".jsonl": _jsonl,
}


def read(
    inputs: Sequence[str | Path], *, settings: ReadSettings = ReadSettings()
) -> Iterator[Article | Rejection]:
    """Yield the articles of files, folders and stdin ("-"), sorted by path."""
    for path in _files(inputs):
        reader = READERS.get(path.suffix.lower())
        try:
            data = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
            yield from (reader or _text)(data, path.name)
        except (ReadError, OSError) as fault:
            yield Rejection(source=str(path), reason=str(fault))


def _files(inputs: Sequence[str | Path]) -> Iterator[Path]:
    for path in sorted({Path(given) for given in inputs}):
        if path.is_dir():
            yield from sorted(p for p in path.rglob("*") if p.suffix.lower() in READERS)
        else:
            yield path
