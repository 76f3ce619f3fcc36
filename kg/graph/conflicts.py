"""graph/conflicts: a graph in, the places where its sources contradict each other out, with both passages.

Nothing is chosen here: the graph keeps what each text says, and a reader decides.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import NamedTuple

from kg.graph.reader import Graph
from kg.model import Observation, Post
from kg.vocab import LiteralPredicate, Stage

#: Amounts closer than this are one amount, rounded differently: 6亿元 and 6.02亿元.
SAME_AMOUNT = 0.01
#: Posts that one person holds at a time; deputies, assistants and former holders are many.
_SINGLE = re.compile(
    r"(?:书记|主任|[省市州县区镇乡村]长|董事长|总经理|总裁|校长|院长|局长|厅长|会长|主席|理事长|首席执行官)$"
)
_MANY = re.compile(r"副|助理|兼职|原|前任|名誉|第一书记")
_STAGES = tuple(Stage)


class Claimed(NamedTuple):
    """One side of a conflict: what is said, and the evidence that says it."""

    value: str
    evidence: tuple[str, ...]


class Conflict(NamedTuple):
    """Two or more statements that cannot all be true."""

    kind: str  #: amount, stage, post or figure
    subject: str  #: id of the entity
    what: str  #: the property, title or indicator at issue
    sides: tuple[Claimed, ...]


def conflicts(graph: Graph) -> Iterator[Conflict]:
    """Give every conflict: amounts, stages that go backwards, posts with two holders, figures."""
    yield from _amounts(graph)
    yield from _stages(graph)
    yield from _holders(graph.posts())
    yield from _figures(graph.observations())


def _amounts(graph: Graph) -> Iterator[Conflict]:
    """A project has one total investment."""
    stated: dict[str, list[Claimed]] = defaultdict(list)
    for fact in graph.facts():
        if fact.predicate == LiteralPredicate.TOTAL_INVESTMENT and fact.value:
            stated[fact.subject].append(Claimed(fact.value, fact.evidence))
    for project, sides in stated.items():
        if _differ(sides):
            yield Conflict("amount", project, LiteralPredicate.TOTAL_INVESTMENT, tuple(sides))


def _figures(observations: Iterable[Observation]) -> Iterator[Conflict]:
    """An indicator has one value in a period; figures without a period may be of different times."""
    stated: dict[tuple[str, str, str, str], list[Claimed]] = defaultdict(list)
    for seen in observations:
        if seen.period:
            key = seen.subject, seen.indicator, seen.unit, seen.period
            stated[key].append(Claimed(seen.value, seen.evidence))
    for (subject, indicator, unit, period), sides in sorted(stated.items()):
        if _differ(sides) and len({side.evidence for side in sides}) > 1:
            yield Conflict("figure", subject, f"{indicator}（{unit}），{period}", tuple(sides))


def _differ(sides: list[Claimed]) -> bool:
    amounts = [float(side.value) for side in sides]
    return max(amounts) - min(amounts) > SAME_AMOUNT * max(map(abs, amounts))


class _Report(NamedTuple):
    """A stage, when a project was said to be at it, and who said so."""

    when: str
    stage: Stage
    evidence: str


def _stages(graph: Graph) -> Iterator[Conflict]:
    """A project does not go back: what was in production is not under construction later."""
    published = {article.id: (article.published or "")[:10] for article in graph.articles()}
    reports: dict[str, list[_Report]] = defaultdict(list)
    for event in graph.stage_events():
        for path in event.evidence:
            # A stage without a date of its own is that of the day of the article.
            when = event.date or published.get(graph.evidence_of(path).article, "")
            if when:
                reports[event.project].append(_Report(when, event.stage, path))
    for project, found in sorted(reports.items()):
        for before, after in _backwards(sorted(set(found))):
            sides = tuple(
                Claimed(f"{report.stage} ({report.when})", (report.evidence,))
                for report in (before, after)
            )
            yield Conflict("stage", project, "stage", sides)


def _backwards(reports: list[_Report]) -> Iterator[tuple[_Report, _Report]]:
    """Give each report of an earlier stage than one before it, with the last such one before it."""
    for index, after in enumerate(reports):
        ahead = [
            before
            for before in reports[:index]
            if _is_before(before.when, after.when)
            and _STAGES.index(before.stage) > _STAGES.index(after.stage)
        ]
        if ahead:
            yield ahead[-1], after


def _is_before(a: str, b: str) -> bool:
    """Tell whether one date is surely before another: 2022 is not surely before 2022-05."""
    shared = min(len(a), len(b))
    return a[:shared] < b[:shared]


def _holders(posts: Iterable[Post]) -> Iterator[Conflict]:
    """A single post has one holder at a time."""
    held: dict[tuple[str, str], list[Post]] = defaultdict(list)
    for post in posts:
        if _SINGLE.search(post.title) and not _MANY.search(post.title):
            held[post.body, post.title].append(post)
    for (body, title), holders in sorted(held.items()):
        for a, b in combinations(holders, 2):
            if a.person != b.person and _at_one_time(a.dates, b.dates):
                sides = tuple(
                    Claimed(f"{post.person} ({'、'.join(post.dates)})", post.evidence)
                    for post in (a, b)
                )
                yield Conflict("post", body, title, sides)


def _at_one_time(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Tell whether two holders share a date, or one is reported between two dates of the other."""
    if set(a) & set(b):
        return True
    return any(
        _is_before(outer[0], date) and _is_before(date, outer[-1])
        for outer, inner in ((a, b), (b, a))
        if outer
        for date in inner
    )
