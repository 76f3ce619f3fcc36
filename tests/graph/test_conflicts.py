"""Conflicts: what counts as one, and what only looks like one."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from kg.graph import write_graph
from kg.graph.conflicts import Conflict, conflicts
from kg.graph.reader import open_graph
from kg.model import (
    AnyStatement,
    Article,
    ArticleId,
    Attribute,
    Cluster,
    EntityId,
    Extraction,
    Figure,
    Holding,
    Mention,
    MentionId,
    Passage,
    Resolution,
    Span,
    StageReport,
)
from kg.vocab import EntityClass, LiteralPredicate, Stage

PEOPLE = ("甲", "乙")


def told(folder: Path, *days: tuple[str | None, list[AnyStatement]]) -> list[Conflict]:
    """Write articles of the given days and statements, and give the conflicts of their graph."""
    kinds = {
        "p": EntityClass.PROJECT,
        "g": EntityClass.PARK,
        **dict.fromkeys(PEOPLE, EntityClass.PERSON),
    }
    extractions, clusters = [], []
    for name, kind in kinds.items():
        mentions = tuple(MentionId(f"{index}{name}") for index in range(len(days)))
        clusters.append(
            Cluster(
                id=EntityId(f"{kind.lower()}/{name}"),
                kind=kind,
                label=name,
                names=(name,),
                mentions=mentions,
            )
        )
    for index, (day, statements) in enumerate(days):
        article = Article(
            id=ArticleId(f"a{index}"), source_file=f"{index}.txt", source_text="", published=day
        )
        mentions_here = tuple(
            Mention(
                id=MentionId(f"{index}{name}"),
                span=Span(0, 1),
                passage=at(0),
                text=name,
                name=name,
                kind=kind,
                by="t",
            )
            for name, kind in kinds.items()
        )
        extractions.append(
            Extraction(
                article=article,
                text="",
                mentions=mentions_here,
                statements=tuple(_of(s, index) for s in statements),
            )
        )
    write_graph(extractions, Resolution(clusters=tuple(clusters), judgements=()), folder)
    return list(conflicts(open_graph(folder)))


def _of(statement: AnyStatement, index: int) -> AnyStatement:
    """Give a statement as one about the mentions of one article."""
    changed = replace(statement, subject=MentionId(f"{index}{statement.subject}"))
    if isinstance(changed, Holding):
        changed = replace(changed, body=MentionId(f"{index}{changed.body}"))
    return changed


def at(start: int) -> Passage:
    """Give some passage."""
    return Passage(start=start, end=start + 1, quote="文")


def amount(value: str) -> Attribute:
    """Say what the project costs."""
    return Attribute(
        subject=MentionId("p"),
        passage=at(0),
        by="t",
        predicate=LiteralPredicate.TOTAL_INVESTMENT,
        value=value,
        as_written=value,
    )


def reached(stage: Stage, date: str | None = None) -> StageReport:
    """Say that the project is at a stage."""
    return StageReport(subject=MentionId("p"), passage=at(0), by="t", stage=stage, date=date)


def holds(person: str, title: str = "党工委书记", as_of: str | None = None) -> Holding:
    """Say that somebody holds a post at the park."""
    return Holding(
        subject=MentionId(person),
        passage=at(0),
        by="t",
        body=MentionId("g"),
        title=title,
        as_of=as_of,
    )


def figure(value: str, period: str | None = "2022", start: int = 0) -> Figure:
    """Say what the park produced."""
    return Figure(
        subject=MentionId("g"),
        passage=at(start),
        by="t",
        indicator="产值",
        value=value,
        unit="亿元",
        period=period,
    )


def test_rounding_is_no_conflict(tmp_path: Path) -> None:
    """6 and 6.02 are one amount, 6 and 6.5 are two."""
    assert told(tmp_path, (None, [amount("600000000")]), (None, [amount("602000000")])) == []
    (found,) = told(tmp_path, (None, [amount("600000000")]), (None, [amount("650000000")]))
    assert (found.kind, found.subject) == ("amount", "project/p")
    assert [side.value for side in found.sides] == ["600000000", "650000000"]


@pytest.mark.parametrize(
    ("first", "second", "kinds"),
    [
        (("2022-01-01", reached(Stage.SIGNED)), ("2022-06-01", reached(Stage.IN_PRODUCTION)), []),
        (("2022-01-01", reached(Stage.IN_PRODUCTION)), ("2022-06-01", reached(Stage.SIGNED)), ["stage"]),
        (("2022-01-01", reached(Stage.IN_PRODUCTION)), ("2022-01-01", reached(Stage.SIGNED)), []),
        # Its own date counts, not that of the article.
        (("2022-01-01", reached(Stage.IN_PRODUCTION)), ("2022-06-01", reached(Stage.SIGNED, "2020")), []),
        # The year may hold the month.
        (("2022-01-01", reached(Stage.IN_PRODUCTION)), ("2022-06-01", reached(Stage.SIGNED, "2022")), []),
        ((None, reached(Stage.IN_PRODUCTION)), (None, reached(Stage.SIGNED)), []),
    ],
)  # fmt: skip
def test_a_stage_goes_back_only_in_time(
    tmp_path: Path,
    first: tuple[str | None, StageReport],
    second: tuple[str | None, StageReport],
    kinds: list[str],
) -> None:
    """Only a report that is surely later, of a stage that is earlier, contradicts one before it."""
    found = told(tmp_path, (first[0], [first[1]]), (second[0], [second[1]]))
    assert [conflict.kind for conflict in found] == kinds


@pytest.mark.parametrize(
    ("title", "days", "kinds"),
    [
        ("党工委书记", ("2022-01-01", "2022-01-01"), ["post"]),
        ("党工委书记", ("2022-01-01", "2022-02-01"), []),
        ("党工委副书记", ("2022-01-01", "2022-01-01"), []),
        ("管委会主任助理", ("2022-01-01", "2022-01-01"), []),
        ("职工", ("2022-01-01", "2022-01-01"), []),
        ("党工委书记", (None, None), []),
    ],
)
def test_only_a_single_post_can_have_too_many_holders(
    tmp_path: Path, title: str, days: tuple[str | None, str | None], kinds: list[str]
) -> None:
    """One secretary at a time, any number of deputies, and successors on different days."""
    found = told(tmp_path, (days[0], [holds("甲", title)]), (days[1], [holds("乙", title)]))
    assert [conflict.kind for conflict in found] == kinds


def test_a_holder_between_two_reports_of_another_is_a_conflict(tmp_path: Path) -> None:
    """甲 in January and March, 乙 in February: one of them is wrong."""
    (found,) = told(
        tmp_path,
        ("2022-01-01", [holds("甲")]),
        ("2022-02-01", [holds("乙")]),
        ("2022-03-01", [holds("甲")]),
    )
    assert (found.kind, found.what) == ("post", "党工委书记")


def test_figures_conflict_within_a_period(tmp_path: Path) -> None:
    """Two values for one period do, for two periods or none they do not."""
    (found,) = told(tmp_path, (None, [figure("42.6")]), (None, [figure("43.9")]))
    assert (found.kind, found.what) == ("figure", "产值（亿元），2022")
    assert told(tmp_path, (None, [figure("42.6")]), (None, [figure("43.9", "2021")])) == []
    assert told(tmp_path, (None, [figure("42.6", None)]), (None, [figure("43.9", None)])) == []
