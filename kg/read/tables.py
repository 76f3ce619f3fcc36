"""tables: crawlers' dumps as CSV, TSV or Parquet in, an article a row out."""

import csv
import io
from collections.abc import Iterator, Mapping

from kg.errors import ReadError
from kg.read.decode import decode
from kg.read.fields import no_stream, record_article
from kg.read.source import Desk, Item, Source

_SNIFFED = 1 << 16
_BATCH = 256


def read_csv(source: Source, desk: Desk) -> Iterator[Item]:
    """Yield an article a row; the first row names the fields."""
    head = source.stream.read(_SNIFFED)
    # The encoding is told by whole lines: a character may be cut where the sample ends.
    encoding = decode(head[: head.rfind(b"\n") + 1] or head).encoding
    lines = _decoded_lines(head, source, encoding.replace("utf-8", "utf-8-sig"), desk)
    csv.field_size_limit(desk.settings.most_bytes)
    first = head[: head.find(b"\n")].decode(encoding, errors="replace") if b"\n" in head else ""
    delimiter = max(",\t;|", key=first.count)
    rows = csv.DictReader(lines, delimiter=delimiter, strict=False)
    try:
        for number, row in enumerate(rows, 1):
            yield _row(source, f"row {number}", {k: v for k, v in row.items() if k}, desk)
    except csv.Error as fault:
        raise ReadError(f"row {rows.line_num}: {fault}") from fault


def _decoded_lines(head: bytes, source: Source, encoding: str, desk: Desk) -> Iterator[str]:
    stream = io.BufferedReader(_Chained(head, source))
    text = io.TextIOWrapper(stream, encoding=encoding, errors="strict", newline="")
    try:
        while line := text.readline(desk.settings.most_bytes + 1):
            if len(line) > desk.settings.most_bytes:
                raise ReadError(
                    f"a line longer than {desk.settings.most_bytes >> 20} MiB; split it"
                )
            yield line
    except UnicodeDecodeError as fault:
        raise ReadError(
            f"byte {fault.start} of a block is not {encoding}; convert the file to UTF-8"
        ) from fault


class _Chained(io.RawIOBase):
    """The bytes already read, then the rest of the stream."""

    def __init__(self, head: bytes, source: Source) -> None:
        self._head = memoryview(head)
        self._source = source

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._head[: len(buffer)] or self._source.stream.read(len(buffer))
        self._head = self._head[len(data) :]
        buffer[: len(data)] = data
        return len(data)


def read_parquet(source: Source, desk: Desk) -> Iterator[Item]:
    """Yield an article a row; needs the extra `tables`."""
    try:
        import pyarrow as arrow
        from pyarrow import parquet
    except ImportError as fault:
        raise ReadError("Parquet files need pyarrow: pip install 'parkgraph[tables]'") from fault
    try:
        table = parquet.ParquetFile(source.stream)
        number = 0
        for batch in table.iter_batches(batch_size=_BATCH):
            for row in batch.to_pylist():
                number += 1
                yield _row(source, f"row {number}", row, desk)
    except arrow.ArrowException as fault:
        raise ReadError(
            f"not a Parquet file, or a damaged one: {str(fault).splitlines()[0]}"
        ) from fault


def _row(source: Source, place: str, row: Mapping[str, object], desk: Desk) -> Item:
    here = source.inside(place, no_stream())
    try:
        return record_article(here, row, desk.settings)
    except ReadError as fault:
        return here.rejected(fault)
