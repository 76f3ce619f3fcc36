"""query/passages: a quote and its article in, the words around it out."""

import re
from pathlib import Path
from typing import NamedTuple

import msgspec

from kg.errors import GraphError

EXTRACTIONS_FILE = "extractions.jsonl"
_STOP = re.compile(r"[。！？；\n]")
_WIDEST = 60  #: characters shown at most on either side of a quote


class Around(NamedTuple):
    """What stands before and after a quote in its sentence; empty if the quote is not found."""

    before: str = ""
    after: str = ""


class _ArticleId(msgspec.Struct):
    id: str


class _Text(msgspec.Struct):
    """The two fields of an extraction that are needed here; the others are not decoded."""

    article: _ArticleId
    text: str


def read_texts(folder: Path) -> dict[str, str]:
    """Give the repaired text of each article of a built folder by its id, `article/…`.

    A folder without extractions.jsonl gives none; raises `GraphError` for a damaged one.
    """
    path = folder / EXTRACTIONS_FILE
    if not path.is_file():
        return {}
    decoder = msgspec.json.Decoder(_Text)
    texts = {}
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                found = decoder.decode(line)
            except msgspec.MsgspecError as fault:
                raise GraphError(
                    f"{path}, line {number}: damaged ({fault}); build anew"
                ) from fault
            texts[f"article/{found.article.id}"] = found.text
    return texts


def around(text: str, quote: str, *, near: int = 0) -> Around:
    """Give the rest of the sentence around the occurrence of `quote` that is closest to `near`.

    The text is the repaired one and the quote the source's, so a damaged quote is not found.
    """
    start = _closest(text, quote, near)
    if start is None:
        return Around()
    end = start + len(quote)
    before = text[max(start - _WIDEST, 0) : start]
    after = text[end : end + _WIDEST]
    stops = [match.end() for match in _STOP.finditer(before)]
    # A quote that ends its sentence is followed by the next one, which says something else.
    stop = 0 if _STOP.match(quote[-1]) else _first_stop(after)
    return Around(before[stops[-1] if stops else 0 :].lstrip(), after[:stop].rstrip())


def _first_stop(text: str) -> int:
    match = _STOP.search(text)
    return match.end() if match else len(text)


def _closest(text: str, quote: str, near: int) -> int | None:
    if not quote:
        return None
    places = [match.start() for match in re.finditer(re.escape(quote), text)]
    return min(places, key=lambda place: abs(place - near), default=None)
