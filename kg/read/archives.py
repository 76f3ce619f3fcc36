"""archives: zip, gzip and WARC files in, the articles of what they hold out; nothing is written to disk."""

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO, cast

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from kg.errors import ReadError
from kg.read.html import read_html
from kg.read.source import MIB, Desk, Item, Source
from kg.read.text import read_text

_FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError)


class _Rationed(io.RawIOBase):
    """A stream that ends in a ReadError once more has come out than is allowed."""

    def __init__(self, stream: BinaryIO, most: int) -> None:
        self._stream = stream
        self._left = most

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._stream.read(len(buffer))
        self._left -= len(data)
        if self._left < 0:
            raise ReadError("unpacks to more than an archive may hold; unpack it first")
        buffer[: len(data)] = data
        return len(data)

    def taken(self, most: int) -> int:
        """Give how many bytes have come out."""
        return most - self._left


def read_zip(source: Source, desk: Desk) -> Iterator[Item]:
    """Yield the articles of every member that can be read, by name."""
    inner = desk.deeper()
    stream = source.stream if source.stream.seekable() else io.BytesIO(source.data(desk.settings))
    left = desk.settings.most_unpacked
    try:
        archive = zipfile.ZipFile(stream)
    except _FAULTS as fault:
        raise ReadError(f"not a zip file, or a damaged one: {fault}") from fault
    with archive:
        for member in sorted(archive.infolist(), key=lambda member: member.filename):
            if member.is_dir() or _is_litter(member.filename):
                continue
            place = f"member {_shown(member.filename)}"
            if member.flag_bits & 1:
                yield source.inside(place, io.BytesIO()).rejected(
                    "locked with a password; unpack it first"
                )
                continue
            try:
                with archive.open(member) as opened:
                    ration = _Rationed(cast(BinaryIO, opened), left)
                    yield from inner.read(
                        source.inside(place, cast(BinaryIO, io.BufferedReader(ration))), inner
                    )
                    left = left - ration.taken(left)
            except _FAULTS as fault:
                yield source.inside(place, io.BytesIO()).rejected(f"damaged: {fault}")


def _is_litter(name: str) -> bool:
    return any(
        part.startswith((".", "__MACOSX")) for part in PurePosixPath(name).parts if part != ".."
    )


def _shown(name: str) -> str:
    """Give a member's name for people; a zip of a Chinese Windows keeps GBK names as CP437."""
    try:
        return name.encode("cp437").decode("gbk") if not name.isascii() else name
    except (UnicodeEncodeError, UnicodeDecodeError):
        return name


def read_gzip(source: Source, desk: Desk) -> Iterator[Item]:
    """Yield the articles of the one file inside."""
    inner = desk.deeper()
    unpacked = cast(BinaryIO, gzip.GzipFile(fileobj=source.stream, mode="rb"))
    ration = _Rationed(unpacked, desk.settings.most_unpacked)
    within = Source(
        source.name,
        cast(BinaryIO, io.BufferedReader(ration)),
        (*source.place, f"member {_gzip_member(source)}"),
    )
    try:
        yield from inner.read(within, inner)
    except _FAULTS as fault:
        raise ReadError(f"not a gzip file, or a damaged one: {fault}") from fault


def _gzip_member(source: Source) -> str:
    outer = source.place[-1].removeprefix("member ") if source.place else source.name
    return PurePosixPath(outer).name.removesuffix(".gz").removesuffix(".GZ")


def read_warc(source: Source, desk: Desk) -> Iterator[Item]:
    """Yield an article for every page that the crawler was answered with."""
    number = 0
    try:
        for record in ArchiveIterator(source.stream):
            number += 1
            kind, charset = _content_type(record)
            if record.rec_type not in ("response", "resource") or kind not in _PAGES:
                continue
            here = source.inside(
                f"record {number}",
                cast(BinaryIO, record.content_stream()),
                charset=charset,
                url=record.rec_headers.get_header("WARC-Target-URI"),
            )
            try:
                yield from _PAGES[kind](here, desk)
            except ReadError as fault:
                yield here.rejected(fault)
    except (ArchiveLoadFailed, *_FAULTS) as fault:
        raise ReadError(f"damaged after record {number}: {fault}") from fault


_PAGES = {"text/html": read_html, "application/xhtml+xml": read_html, "text/plain": read_text}


def _content_type(record: object) -> tuple[str, str | None]:
    headers = getattr(record, "http_headers", None) or getattr(record, "rec_headers")  # noqa: B009
    value = (headers.get_header("Content-Type") or "").lower()
    kind, _, rest = value.partition(";")
    charset = rest.partition("charset=")[2].strip(" \"'") or None
    return kind.strip(), charset


__all__ = ["MIB", "read_gzip", "read_warc", "read_zip"]
