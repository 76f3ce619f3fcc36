"""names/known: findings in, quick questions about them out: what lies here, what is named so."""

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator

from kg.extract.reading import Found
from kg.model import Span
from kg.vocab import EntityClass


class Known:
    """What the extractors that ran before have found in one article."""

    def __init__(self) -> None:
        self._by_kind: dict[EntityClass, list[Found]] = {kind: [] for kind in EntityClass}
        self._seen: set[tuple[EntityClass, Span]] = set()

    def add(self, found: Iterable[Found]) -> None:
        """Take in what an extractor found; of two findings for one span and class the first stays."""
        for item in found:
            if (item.kind, item.span) not in self._seen:
                self._seen.add((item.kind, item.span))
                insort(self._by_kind[item.kind], item, key=lambda f: f.span)

    def __iter__(self) -> Iterator[Found]:
        return iter(
            sorted(
                (f for items in self._by_kind.values() for f in items),
                key=lambda f: (f.span, f.kind),
            )
        )

    def of(self, kind: EntityClass) -> list[Found]:
        """Give the findings of a class in text order."""
        return self._by_kind[kind]

    def names(self, kind: EntityClass) -> set[str]:
        """Give the names found for a class."""
        return {f.name for f in self._by_kind[kind]}

    def inside(self, kind: EntityClass, span: Span) -> list[Found]:
        """Give the findings of a class that lie within a span."""
        items = self._by_kind[kind]
        low = bisect_left(items, span.start, key=lambda f: f.span.start)
        high = bisect_left(items, span.end, key=lambda f: f.span.start)
        return [f for f in items[low:high] if f.span.end <= span.end]

    def covering(self, kind: EntityClass, span: Span) -> Found | None:
        """Give a finding of a class that covers a span."""
        items = self._by_kind[kind]
        low = bisect_left(items, span.start - 60, key=lambda f: f.span.start)
        return next(
            (f for f in items[low:] if f.span.start <= span.start and span.end <= f.span.end), None
        )
