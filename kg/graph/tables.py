"""graph/tables: what a graph holds in, tables of one JSON object a line out, for people with pandas."""

from collections.abc import Iterable, Iterator
from itertools import groupby

import msgspec

from kg.graph.claims import Claim, Content, Said, id_of
from kg.graph.iris import article_id
from kg.model import (
    Article,
    Entity,
    EntityId,
    Extraction,
    Fact,
    Judgement,
    MentionId,
    Observation,
    Post,
    Resolution,
    StageEvent,
)


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """A passage that states a fact."""

    id: str
    article: str
    file: str
    headline: str | None
    published: str | None
    start: int
    end: int
    quote: str
    confidence: float
    by: str
    as_written: str | None = None


class FactLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line of facts.jsonl: every line has every column, so that a table comes out even."""

    id: str
    kind: str  #: relation, value, post, stage or observation
    subject: str
    subject_label: str
    subject_class: str
    predicate: str
    object: str | None = None
    object_label: str | None = None
    object_class: str | None = None
    value: str | None = None  #: amount, capacity, title, stage or figure
    unit: str | None = None
    indicator: str | None = None
    date: str | None = None  #: of a stage; of a post, the latest day it is reported for
    period: str | None = None
    year_on_year: str | None = None
    qualifier: str | None = None
    evidence: tuple[Proof, ...] = ()


def fact_lines(content: Content) -> Iterator[str]:
    """Give facts.jsonl: relations, amounts, posts, stages and figures, sorted by kind, subject and predicate.

    A project's latest stage is left out: its stage events are there, with their dates.
    """
    entities = {entity.id: entity for entity in content.entities}
    articles = {article_id(a.id): a for a in reversed(content.articles)}
    claims = [(id_of(c.said), c) for c in content.claims if not _is_latest_stage(c.said)]
    claims.sort(key=lambda pair: (pair[0], pair[1].evidence.id))
    lines = [
        _fact_line(path, [claim for _, claim in group], entities, articles)
        for path, group in groupby(claims, key=lambda pair: pair[0])
    ]
    lines.sort(key=lambda line: (line.kind, line.subject, line.predicate, line.id))
    yield from map(_line, lines)


def extraction_lines(extractions: Iterable[Extraction]) -> Iterator[str]:
    """Give extractions.jsonl: each article as it was read, with its mentions, sorted by article."""
    yield from map(_line, sorted(extractions, key=lambda e: (e.article.id, e.article.source_file)))


def judgement_lines(judgements: Iterable[Judgement]) -> Iterator[str]:
    """Give judgements.jsonl: who is who and why, sorted by the mentions judged."""
    yield from map(_line, sorted(judgements, key=lambda j: (j.left, j.right, j.by, j.verdict)))


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """A line of mentions.jsonl: a mention of extractions.jsonl and the entity that it names."""

    mention: MentionId
    entity: EntityId


def mention_lines(resolution: Resolution) -> Iterator[str]:
    """Give mentions.jsonl: which entity each mention was taken for, sorted by mention; 园区 of no park is left out."""
    for mention, entity in sorted(resolution.entity_of().items()):
        yield _line(Named(mention=mention, entity=entity))


def _line(value: msgspec.Struct) -> str:
    return msgspec.json.encode(value).decode() + "\n"


def _is_latest_stage(said: Said) -> bool:
    return isinstance(said, Fact) and said.predicate == "stage"


def _fact_line(
    path: str, claims: list[Claim], entities: dict[str, Entity], articles: dict[str, Article]
) -> FactLine:
    first = _Columns.of(claims[0].said)
    subject = entities[first.subject]
    other = entities[first.object] if first.object else None
    dates = [date for claim in claims if (date := _Columns.of(claim.said).date)]
    growth = {g for c in claims if isinstance(c.said, Observation) and (g := c.said.year_on_year)}
    proofs = {claim.evidence.id: _proof(claim, articles) for claim in claims}
    return FactLine(
        id=path,
        kind=first.kind,
        subject=subject.id,
        subject_label=subject.label,
        subject_class=subject.kind,
        predicate=first.predicate,
        object=other.id if other else None,
        object_label=other.label if other else None,
        object_class=other.kind if other else None,
        value=first.value,
        unit=first.unit,
        indicator=first.indicator,
        date=max(dates, default=None),
        period=first.period,
        year_on_year=min(growth, default=None),
        qualifier=first.qualifier,
        evidence=tuple(proofs[key] for key in sorted(proofs)),
    )


class _Columns(msgspec.Struct, frozen=True, kw_only=True):
    """The columns of a line that what is said fills by itself."""

    kind: str
    subject: str
    predicate: str
    object: str | None = None
    value: str | None = None
    unit: str | None = None
    indicator: str | None = None
    date: str | None = None
    period: str | None = None
    qualifier: str | None = None

    @staticmethod
    def of(said: Said) -> "_Columns":
        match said:
            case Fact():
                return _Columns(
                    kind="relation" if said.object else "value",
                    subject=said.subject,
                    predicate=said.predicate,
                    object=said.object,
                    value=said.value,
                )
            case Post():
                return _Columns(
                    kind="post",
                    subject=said.person,
                    predicate="holdsPost",
                    object=said.body,
                    value=said.title,
                    date=said.as_of,
                )
            case StageEvent():
                return _Columns(
                    kind="stage",
                    subject=said.project,
                    predicate="stage",
                    value=said.stage,
                    date=said.date,
                )
            case Observation():
                return _Columns(
                    kind="observation",
                    subject=said.subject,
                    predicate="observed",
                    value=said.value,
                    unit=said.unit or None,
                    indicator=said.indicator,
                    period=said.period,
                    qualifier=said.qualifier,
                )


def _proof(claim: Claim, articles: dict[str, Article]) -> Proof:
    evidence = claim.evidence
    article = articles[evidence.article]
    return Proof(
        id=evidence.id,
        article=evidence.article,
        file=article.source_file,
        headline=article.headline,
        published=article.published,
        start=evidence.start,
        end=evidence.end,
        quote=evidence.quote,
        confidence=evidence.confidence,
        by=evidence.by,
        as_written=claim.as_written,
    )
