"""json: crawlers' dumps as JSON lines or as one JSON document in, an article a record out."""

import io
from collections.abc import Iterator, Mapping

import msgspec

from kg.errors import ReadError
from kg.read.decode import decode
from kg.read.fields import no_stream, record_article
from kg.read.source import Desk, Item, ReadSettings, Source

#: Keys under which a document keeps its list of records.
_LISTS = (
    "data",
    "items",
    "articles",
    "records",
    "rows",
    "list",
    "results",
    "news",
    "docs",
    "hits",
)
#: Keys that mark the annotations of `kg eval`, which often lie beside the articles they annotate.
_ANNOTATION = frozenset({"doc", "entities", "facts"})
_CHUNK = 1 << 20


def read_jsonl(source: Source, desk: Desk) -> Iterator[Item]:
    """Yield an article a line; a line that holds none is rejected, and the next is read."""
    for number, line in enumerate(_lines(source, desk.settings), 1):
        here = source.inside(f"line {number}", no_stream())
        if line is None:
            yield here.rejected(
                f"longer than {desk.settings.most_bytes >> 20} MiB, too long for one article"
            )
        elif line.strip():
            yield from read_json(source.inside(f"line {number}", io.BytesIO(line)), desk)


def _lines(source: Source, settings: ReadSettings) -> Iterator[bytes | None]:
    """Yield line by line; None for one that is too long, which is passed over in pieces."""
    while line := source.stream.readline(settings.most_bytes + 1):
        if len(line) <= settings.most_bytes:
            yield line
            continue
        yield None
        while not line.endswith(b"\n") and (line := source.stream.readline(_CHUNK)):
            pass


def read_json(source: Source, desk: Desk) -> Iterator[Item]:
    """Yield the article of a record, or of each record in a list of them; annotations hold none."""
    text, _, _ = decode(source.data(desk.settings))
    try:
        value = msgspec.json.decode(text.lstrip("\ufeff"))
    except (msgspec.DecodeError, RecursionError) as fault:
        yield source.rejected(f"not JSON: {fault}")
        return
    if isinstance(value, Mapping) and value.keys() >= _ANNOTATION:
        return
    yield from _records(source, value, desk)


def _records(source: Source, value: object, desk: Desk) -> Iterator[Item]:
    if isinstance(value, Mapping):
        listed = [value[key] for key in _LISTS if isinstance(value.get(key), list)]
        if listed and any(isinstance(item, Mapping) for item in listed[0]):
            value = listed[0]
    if not isinstance(value, list):
        value = [value]
        places = [""]
    else:
        places = [f"record {number}" for number in range(1, len(value) + 1)]
    for place, record in zip(places, value, strict=True):
        here = source.inside(place, no_stream()) if place else source
        try:
            yield record_article(
                here, record if isinstance(record, Mapping) else {}, desk.settings
            )
        except ReadError as fault:
            yield here.rejected(fault)
