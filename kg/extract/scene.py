"""scene: an article with its names settled in, what the fact finders look at out: who stands where, what is talked of."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, wraps
from typing import TypeVar, cast

import msgspec

from kg.extract.reading import Found, Reading
from kg.model import Span
from kg.vocab import EntityClass, LiteralPredicate, Predicate, Stage

_E = EntityClass
_T = TypeVar("_T")


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """What a rule or the model takes an article to say, in terms of findings."""

    subject: Found
    by: str
    confidence: float
    span: Span  #: the passage that says it
    predicate: Predicate | LiteralPredicate | None = None
    object: Found | None = None
    value: str | None = None  #: yuan, capacity, indicator value or title
    as_written: str = ""
    stage: Stage | None = None
    date: str | None = None
    title: str | None = None
    indicator: str | None = None
    unit: str = ""
    year_on_year: str | None = None
    qualifier: str | None = None


def once(find: Callable[["Scene"], Iterator[_T]]) -> Callable[["Scene"], list[_T]]:
    """Let a finder that several others ask run once per article."""

    @wraps(find)
    def found(scene: "Scene") -> list[_T]:
        if find.__name__ not in scene.memory:
            scene.memory[find.__name__] = list(find(scene))
        return cast(list[_T], scene.memory[find.__name__])

    return found


class Scene:
    """The names of an article in order, with quick answers about nearness, lists and topics."""

    def __init__(self, reading: Reading, names: Iterable[Found]) -> None:
        self.reading = reading
        self.text = reading.text
        self.memory: dict[str, object] = {}  #: what `once` keeps
        self.names = sorted(names, key=lambda f: (f.span, f.kind))
        self._by_kind: dict[EntityClass, list[Found]] = {kind: [] for kind in _E}
        for name in self.names:
            self._by_kind[name.kind].append(name)
        self._starts = {
            kind: [f.span.start for f in items] for kind, items in self._by_kind.items()
        }

    def of(self, *kinds: EntityClass) -> list[Found]:
        """Give the names of these classes in text order."""
        if len(kinds) == 1:
            return self._by_kind[kinds[0]]
        return sorted((f for k in kinds for f in self._by_kind[k]), key=lambda f: f.span)

    def inside(self, span: Span, *kinds: EntityClass) -> list[Found]:
        """Give the names of these classes that lie within a span."""
        result = []
        for kind in kinds:
            starts = self._starts[kind]
            low, high = bisect_left(starts, span.start), bisect_left(starts, span.end)
            result += [f for f in self._by_kind[kind][low:high] if f.span.end <= span.end]
        return result if len(kinds) == 1 else sorted(result, key=lambda f: f.span)

    def outermost(self, span: Span, *kinds: EntityClass) -> list[Found]:
        """Give the names within a span that no other name of these classes covers."""
        found = self.inside(span, *kinds)
        return [
            f
            for f in found
            if not any(
                o is not f and len(o.span) > len(f.span) and o.span.covers(f.span) for o in found
            )
        ]

    def last_before(self, position: int, *kinds: EntityClass, reach: int = 0) -> Found | None:
        """Give the last name of these classes that ends before a position, `reach` characters back at most."""
        best: Found | None = None
        for kind in kinds:
            index = bisect_right(self._starts[kind], position) - 1
            while index >= 0 and self._by_kind[kind][index].span.end > position:
                index -= 1
            if index >= 0:
                found = self._by_kind[kind][index]
                if best is None or found.span.end > best.span.end:
                    best = found
        return None if best is None or (reach and position - best.span.end > reach) else best

    def first_after(self, position: int, *kinds: EntityClass, reach: int = 0) -> Found | None:
        """Give the first name of these classes that starts at or after a position."""
        best: Found | None = None
        for kind in kinds:
            index = bisect_left(self._starts[kind], position)
            if index < len(self._starts[kind]):
                found = self._by_kind[kind][index]
                if best is None or found.span.start < best.span.start:
                    best = found
        return None if best is None or (reach and best.span.start - position > reach) else best

    def between(self, left: Found, right: Found) -> str:
        """Give the text between two names."""
        return self.text[
            min(left.span.end, right.span.end) : max(left.span.start, right.span.start)
        ]

    @cached_property
    def main_park(self) -> Found | None:
        """The park that the article is about: the one named most, the first on a tie."""
        return self._main(_E.PARK, least=1)

    @cached_property
    def main_place(self) -> Found | None:
        """The place that the article is about."""
        return self._main(_E.PLACE, least=1)

    def _main(self, kind: EntityClass, *, least: int) -> Found | None:
        items = [f for f in self._by_kind[kind] if not self.covered(f)]
        counts = Counter(f.name for f in items)
        if not counts:
            return None
        heading = {f.name for f in items if f.span.start < 80}
        name = max(
            counts,
            key=lambda n: (
                counts[n] + 2 * (n in heading),
                -next(i for i, f in enumerate(items) if f.name == n),
            ),
        )
        return next(f for f in items if f.name == name) if counts[name] >= least else None

    def covered(self, name: Found) -> bool:
        """Tell whether a place is only part of a longer name (上海 in 上海华谊)."""
        return any(
            other.span.covers(name.span) and len(other.span) > len(name.span)
            for other in self.around(name.span)
            if other.kind in (_E.COMPANY, _E.ORGANIZATION, _E.PARK)
        )

    def around(self, span: Span) -> list[Found]:
        """Give the names that overlap a span."""
        low = bisect_left(self._all_starts, span.start - 60)
        high = bisect_left(self._all_starts, span.end)
        return [f for f in self.names[low:high] if f.span.overlaps(span)]

    @cached_property
    def _all_starts(self) -> list[int]:
        return [f.span.start for f in self.names]

    def topic(self, position: int, *kinds: EntityClass, sentences: int = 3) -> Found | None:
        """Give what the sentence is about if it does not say itself: the last name of these classes, not far back."""
        found = self.last_before(position, *kinds)
        if found is None:
            return None
        index = self.reading.sentence_index(position)
        return (
            found if index - self.reading.sentence_index(found.span.start) <= sentences else None
        )

    def lists(self, *kinds: EntityClass) -> list[list[Found]]:
        """Give the runs of names joined by 、, 和, 与 or 及."""
        runs: list[list[Found]] = []
        for found in self._maximal(kinds):
            if runs and _JOINED.fullmatch(self.text[runs[-1][-1].span.end : found.span.start]):
                runs[-1].append(found)
            else:
                runs.append([found])
        return runs

    def _maximal(self, kinds: Sequence[EntityClass]) -> list[Found]:
        items = self.of(*kinds)
        kept: list[Found] = []
        for item in items:
            if kept and kept[-1].span.overlaps(item.span):
                if len(item.span) > len(kept[-1].span):
                    kept[-1] = item
            else:
                kept.append(item)
        return kept


_JOINED = re.compile(r"[”’）)]?(?:、|和|与|以及|及|，|/|；)[“‘（(]?")
