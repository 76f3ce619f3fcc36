"""query/server/negotiate: an Accept header and what is on offer in, the best of it out."""

from collections.abc import Sequence
from typing import NamedTuple


class _Range(NamedTuple):
    """A media range of an Accept header."""

    kind: str
    subtype: str
    quality: float

    def fit(self, media_type: str) -> int:
        """Give how exactly the range names `media_type`: 0 not at all, 3 in full."""
        kind, _, subtype = media_type.partition("/")
        if self.kind == "*" and self.subtype == "*":
            return 1
        if self.kind != kind:
            return 0
        return {"*": 2, subtype: 3}.get(self.subtype, 0)


def best(accept: str, offered: Sequence[str]) -> str | None:
    """Give the offered media type that `accept` likes best, the first among equals; None if none.

    An empty header accepts everything. Parameters other than q make no difference here.
    """
    ranges = [found for part in accept.split(",") if (found := _range(part)) is not None]
    if not accept.strip():
        return offered[0]
    liked = [(_quality(ranges, media_type), -place) for place, media_type in enumerate(offered)]
    quality, place = max(liked)
    return offered[-place] if quality > 0 else None


def _quality(ranges: list[_Range], media_type: str) -> float:
    fits = [(found.fit(media_type), found.quality) for found in ranges if found.fit(media_type)]
    return max(fits)[1] if fits else 0.0


def _range(part: str) -> _Range | None:
    media, *parameters = (word.strip() for word in part.split(";"))
    kind, slash, subtype = media.lower().partition("/")
    if not (kind and slash and subtype):
        return None
    quality = 1.0
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "q":
            try:
                quality = min(max(float(value), 0.0), 1.0)
            except ValueError:
                return None
    return _Range(kind, subtype, quality)
