"""read: paths in, an `Article` for each article they hold out, or a `Rejection` that says why not."""

import glob
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from kg.errors import ReadError
from kg.model import Article, Rejection
from kg.read.archives import read_gzip, read_warc, read_zip
from kg.read.html import read_html
from kg.read.json import read_json, read_jsonl
from kg.read.mhtml import read_mhtml
from kg.read.office import read_docx, read_pdf
from kg.read.source import Desk, Item, Reader, ReadSettings, Source
from kg.read.tables import read_csv, read_parquet
from kg.read.text import read_text

__all__ = ["READERS", "ReadSettings", "read"]

#: End of a file's name -> the reader of such files.
READERS: dict[str, Reader] = {
    ".txt": read_text,
    ".text": read_text,
    ".html": read_html,
    ".htm": read_html,
    ".xhtml": read_html,
    ".shtml": read_html,
    ".mhtml": read_mhtml,
    ".mht": read_mhtml,
    ".jsonl": read_jsonl,
    ".ndjson": read_jsonl,
    ".json": read_json,
    ".csv": read_csv,
    ".tsv": read_csv,
    ".parquet": read_parquet,
    ".docx": read_docx,
    ".pdf": read_pdf,
    ".warc": read_warc,
    ".warc.gz": read_warc,
    ".zip": read_zip,
    ".gz": read_gzip,
}
#: First bytes -> reader, for what has no telling name.
_SIGNATURES: tuple[tuple[bytes, Reader], ...] = (
    (b"%PDF", read_pdf),
    (b"PK\x03\x04", read_zip),
    (b"\x1f\x8b", read_gzip),
    (b"WARC/", read_warc),
    (b"PAR1", read_parquet),
    (b"{", read_jsonl),
    (b"[", read_json),
    (b"<", read_html),
)
_PEEKED = 256
_DEFAULT = ReadSettings()


def read(
    inputs: Sequence[str | Path], *, settings: ReadSettings = _DEFAULT
) -> Iterator[Article | Rejection]:
    """Yield the articles of files, folders, globs and standard input ("-"), in order of their paths.

    Of a folder, the files are read whose names end as `READERS` lists; hidden ones are passed over.
    """
    desk = Desk(settings, _read_source)
    for given in sorted(set(map(str, inputs))):
        if given == "-":
            yield from _read_source(Source("stdin", sys.stdin.buffer), desk)
            continue
        paths = list(_files(Path(given)))
        if not paths:
            yield Rejection(source=given, reason=_why_none(given))
        for path in paths:
            yield from _read_file(path, desk)


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        inside = (p for p in path.rglob("*") if _ending(p.name) and p.is_file())
        yield from sorted(p for p in inside if not _is_hidden(p.relative_to(path)))
    elif path.exists() or path.is_symlink():
        yield path
    else:
        for found in sorted(glob.glob(str(path), recursive=True)):  # noqa: PTH207 - absolute patterns too
            yield from _files(Path(found))


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def _why_none(given: str) -> str:
    if Path(given).is_dir():
        return f"a folder without files that can be read ({', '.join(READERS)})"
    if any(mark in given for mark in "*?["):
        return "no file has a name like this"
    return "no such file or folder"


def _read_file(path: Path, desk: Desk) -> Iterator[Item]:
    if not path.is_file():
        reason = "not a file; name a file, a folder or - for standard input"
        yield Rejection(source=str(path), reason=reason)
        return
    try:
        with path.open("rb") as stream:
            yield from _read_source(Source(path.name, stream), desk, shown=str(path))
    except (ReadError, OSError) as fault:
        reason = fault.strerror if isinstance(fault, OSError) and fault.strerror else str(fault)
        yield Rejection(source=str(path), reason=reason)


def _read_source(source: Source, desk: Desk, *, shown: str | None = None) -> Iterator[Item]:
    """Read one source by the end of its name, else by its first bytes."""
    try:
        yield from _reader(source)(source, desk)
    except ReadError as fault:
        where = ", ".join((shown or source.name, *source.place))
        yield Rejection(source=where, reason=str(fault))


def _reader(source: Source) -> Reader:
    name = source.place[-1].removeprefix("member ") if source.place else source.name
    if ending := _ending(name):
        return READERS[ending]
    peek = getattr(source.stream, "peek", None)
    head = bytes(peek(_PEEKED)) if peek else b""
    head = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return next((reader for mark, reader in _SIGNATURES if head.startswith(mark)), read_text)


def _ending(name: str) -> str | None:
    """Give the longest end of a name that a reader is for."""
    suffixes = PurePosixPath(name.lower()).suffixes
    return next((e for n in (2, 1) if (e := "".join(suffixes[-n:])) in READERS), None)
