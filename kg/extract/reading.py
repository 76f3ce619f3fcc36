"""reading: a repaired article in, what every extractor looks at out: its text, sentences and literals."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Protocol, TypeVar

import msgspec

from kg.extract.literals import (
    Growth,
    Moment,
    Quantity,
    StageWord,
    find_dates,
    find_growths,
    find_quantities,
    find_stages,
)
from kg.model import RepairedArticle, Span
from kg.vocab import EntityClass, Subclass


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of text that an extractor takes for a name."""

    span: Span
    kind: EntityClass
    name: str  #: what it names in full
    by: str
    confidence: float = 0.8
    subclass: Subclass | None = None


class _Placed(Protocol):
    @property
    def span(self) -> Span: ...


_P = TypeVar("_P", bound=_Placed)


class Reading:
    """One article as the extractors see it; everything is found once and in one place."""

    def __init__(self, repaired: RepairedArticle) -> None:
        self.repaired = repaired
        self.published = repaired.article.published
        # Furniture is blanked rather than cut, so that all spans count in the repaired text.
        self.text = _widen(_blank(repaired.text, repaired.furniture))
        self.sentences = tuple(s for s in repaired.sentences if self.text[s.start : s.end].strip())
        self.headings = repaired.headings
        self._starts = [s.start for s in self.sentences]

    @cached_property
    def quantities(self) -> list[Quantity]:
        """Every number with its unit."""
        return find_quantities(self.text)

    @cached_property
    def moments(self) -> list[Moment]:
        """Every date and period."""
        return find_dates(self.text, published=self.published)

    @cached_property
    def growths(self) -> list[Growth]:
        """Every rate of growth or decline."""
        return find_growths(self.text)

    @cached_property
    def stages(self) -> list[StageWord]:
        """Every word that tells a project's stage."""
        return find_stages(self.text)

    def sentence_index(self, position: int) -> int:
        """Give the number of the sentence that holds a position (or that stands before it)."""
        return max(0, bisect_right(self._starts, position) - 1)

    def sentence(self, position: int) -> Span:
        """Give the sentence that holds a position."""
        if not self.sentences:
            return Span(0, len(self.text))
        sentence = self.sentences[self.sentence_index(position)]
        return (
            sentence if sentence.start <= position < sentence.end else Span(position, position + 1)
        )

    def clause(self, position: int) -> Span:
        """Give the stretch around a position up to the next ，；。 or line end on both sides."""
        sentence = self.sentence(position)
        start = max(self.text.rfind(c, sentence.start, position) for c in "，；,;：:。")
        ends = [e for c in "，；,;。" if (e := self.text.find(c, position, sentence.end)) >= 0]
        return Span(max(start + 1, sentence.start), min([*ends, sentence.end]))

    def passage_span(self, first: Span, second: Span) -> Span:
        """Give the sentence of both spans, or the stretch from the first's sentence to the second's."""
        left, right = (
            self.sentence(min(first.start, second.start)),
            self.sentence(max(first.start, second.start)),
        )
        start, end = (
            min(left.start, first.start, second.start),
            max(right.end, first.end, second.end),
        )
        text = self.text[start:end]
        return Span(start + len(text) - len(text.lstrip()), end - (len(text) - len(text.rstrip())))


def within(items: Sequence[_P], span: Span) -> Sequence[_P]:
    """Give the items, sorted by span, that start inside `span`."""
    low = bisect_left(items, span.start, key=lambda item: item.span.start)
    high = bisect_left(items, span.end, key=lambda item: item.span.start)
    return items[low:high]


_NARROW = re.compile(r"(?<!\d)[,;:?!]|[,;:?!](?!\d)")
_WIDE = str.maketrans(",;:?!", "，；：？！")


def _widen(text: str) -> str:
    """Give a text of the same length in which Chinese punctuation typed on a Latin keyboard is Chinese."""
    return _NARROW.sub(lambda match: match.group().translate(_WIDE), text)


def _blank(text: str, spans: Iterable[Span]) -> str:
    pieces, done = [], 0
    for span in sorted(spans):
        if span.start > done:
            pieces.append(text[done : span.start])
        pieces.append("\n" * max(0, span.end - max(done, span.start)))
        done = max(done, span.end)
    pieces.append(text[done:])
    return "".join(pieces)
