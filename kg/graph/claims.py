"""graph/claims: what articles say of mentions and who is who in, what is said of entities out.

A claim is one statement of one passage, told of entities: a `Fact`, `Post`, `StageEvent` or
`Observation` of the model whose `evidence` names exactly that passage. Several passages that say the
same give several claims with the same id; writing makes one node of them.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple, assert_never

from kg.graph import iris
from kg.graph.terms import moment, plain_decimal
from kg.model import (
    AnyStatement,
    Article,
    Attribute,
    Cluster,
    Entity,
    EntityId,
    Evidence,
    Extraction,
    Fact,
    Figure,
    Holding,
    MentionId,
    Observation,
    Post,
    Relation,
    Resolution,
    StageEvent,
    StageReport,
)
from kg.vocab import LiteralPredicate, Stage

#: What a claim can say.
Said = Fact | Post | StageEvent | Observation
#: In the order in which a project passes them.
STAGES = tuple(Stage)


class Claim(NamedTuple):
    """What one passage says of entities."""

    said: Said
    evidence: Evidence
    as_written: str | None = (
        None  #: an amount in the text's own words, where a number was made of it
    )


def id_of(said: Said) -> str:
    """Give the id under which several passages' claims are one."""
    if isinstance(said, Fact):
        return iris.fact_id(said.subject, said.predicate, said.object or said.value or "")
    return said.id


@dataclass(frozen=True)
class Content:
    """All that a graph holds, before it is spelt as quads."""

    articles: Sequence[
        Article
    ]  #: sorted by id, then by file; an id stands twice if two files hold one text
    clusters: Sequence[Cluster]
    entities: Sequence[Entity]  #: sorted by id
    claims: Sequence[Claim]
    left_out: Mapping[str, int] = field(default_factory=dict)  #: reason -> how many statements


def gather(extractions: Iterable[Extraction], resolution: Resolution) -> Content:
    """Give all that the graph will hold; statements that cannot be told of entities are counted by reason."""
    # Sorting here makes all that follows independent of the order of the input.
    ordered = sorted(extractions, key=lambda e: (e.article.id, e.article.source_file))
    distinct: dict[str, Extraction] = {e.article.id: e for e in reversed(ordered)}
    teller = _Teller(distinct, resolution)
    claims = [*teller.claims()]
    claims += _latest_stages(claims)
    return Content(
        articles=[e.article for e in ordered],
        clusters=resolution.clusters,
        entities=[*_entities(resolution.clusters, teller.article_of)],
        claims=claims,
        left_out=dict(sorted(teller.left_out.items())),
    )


def _entities(
    clusters: Iterable[Cluster], article_of: Mapping[MentionId, Article]
) -> Iterator[Entity]:
    for cluster in sorted(clusters, key=lambda c: c.id):
        codes = {link.property: link.code for link in cluster.links if link.certain}
        found = {article_of[m].id for m in cluster.mentions if m in article_of}
        yield Entity(
            id=cluster.id,
            kind=cluster.kind,
            subclasses=tuple(sorted(set(cluster.subclasses))),
            label=cluster.label,
            names=tuple(sorted(set(cluster.names) - {cluster.label})),
            articles=tuple(sorted(map(iris.article_id, found))),
            adcode=codes.get("adcode"),
            zone_code=codes.get("zoneCode"),
            stock_code=codes.get("stockCode"),
        )


def _latest_stages(claims: Iterable[Claim]) -> list[Claim]:
    """Claim for each project the latest stage that any passage reports, with those passages."""
    reports = [(c.said, c.evidence) for c in claims if isinstance(c.said, StageEvent)]
    latest: dict[str, Stage] = {}
    for event, _ in reports:
        best = latest.get(event.project, event.stage)
        latest[event.project] = max(best, event.stage, key=STAGES.index)
    return [
        Claim(
            Fact(
                subject=event.project,
                predicate="stage",
                value=event.stage,
                evidence=event.evidence,
            ),
            evidence,
        )
        for event, evidence in reports
        if latest[event.project] == event.stage
    ]


class _Teller:
    """Tells statements about mentions as claims about entities, and counts those it cannot tell."""

    def __init__(self, extractions: Mapping[str, Extraction], resolution: Resolution) -> None:
        self.extractions = extractions
        self.resolution = resolution
        self.entity_of: Mapping[MentionId, EntityId] = resolution.entity_of()
        self.article_of: dict[MentionId, Article] = {
            mention.id: e.article for e in extractions.values() for mention in e.mentions
        }
        self.left_out: Counter[str] = Counter()

    def claims(self) -> Iterator[Claim]:
        for extraction in self.extractions.values():
            for statement in extraction.statements:
                yield from self._tell(statement)
        for relation in self.resolution.statements:
            yield from self._tell(relation)

    def _tell(self, statement: AnyStatement) -> Iterator[Claim]:
        article = self.article_of.get(statement.subject)
        subject = self.entity_of.get(statement.subject)
        if article is None or subject is None:
            self.left_out["subject is no resolved mention"] += 1
            return
        evidence = _evidence(statement, article)
        try:
            said = self._said(statement, subject, article, evidence.id)
        except ValueError:
            self.left_out["value is no decimal number"] += 1
            return
        if said is not None:
            written = statement.as_written if isinstance(statement, Attribute) else None
            yield Claim(said, evidence, written)

    def _said(
        self, statement: AnyStatement, subject: EntityId, article: Article, evidence: str
    ) -> Said | None:
        proof = (evidence,)
        match statement:
            case Relation():
                other = self._other(statement.object, subject)
                if other is None:
                    return None
                return Fact(
                    subject=subject, predicate=statement.predicate, object=other, evidence=proof
                )
            case Attribute():
                return _literal_fact(statement, subject, proof)
            case Holding():
                body = self._other(statement.body, subject)
                # A text that gives no date speaks of its own day.
                date = self._date(statement.as_of) or day_of(article.published)
                return None if body is None else _post(statement, subject, body, date, proof)
            case StageReport():
                return _stage_event(statement, subject, self._date(statement.date), proof)
            case Figure():
                return _observation(statement, subject, proof)
            case _:
                assert_never(statement)

    def _date(self, value: str | None) -> str | None:
        """Give a date that XML Schema can hold; a statement is not lost with its ill-formed date."""
        try:
            if value:
                moment(value)
        except ValueError:
            self.left_out["date is no date (the statement stands without it)"] += 1
            return None
        return value or None

    def _other(self, mention: MentionId, subject: EntityId) -> EntityId | None:
        """Give the entity at a statement's other end, unless there is none or it is the subject itself."""
        other = self.entity_of.get(mention)
        if other is None:
            self.left_out["object is no resolved mention"] += 1
        elif other == subject:
            # Two mentions that identity found to be one thing: "三棵树 is a subsidiary of 三棵树".
            self.left_out["both ends are one entity"] += 1
            return None
        return other


def _evidence(statement: AnyStatement, article: Article) -> Evidence:
    passage = statement.passage
    # Two digits are what a confidence means; more would make ids depend on the processor's rounding.
    confidence = plain_decimal(f"{statement.confidence:.2f}")
    return Evidence(
        id=iris.evidence_id(article.id, passage.start, passage.end, statement.by, confidence),
        article=iris.article_id(article.id),
        quote=passage.quote,
        start=passage.start,
        end=passage.end,
        confidence=float(confidence),
        by=statement.by,
    )


def _literal_fact(statement: Attribute, subject: str, proof: tuple[str, ...]) -> Fact:
    number = statement.predicate is LiteralPredicate.TOTAL_INVESTMENT
    value = plain_decimal(statement.value) if number else statement.value
    return Fact(subject=subject, predicate=statement.predicate, value=value, evidence=proof)


def _post(
    statement: Holding, person: str, body: str, as_of: str | None, proof: tuple[str, ...]
) -> Post:
    return Post(
        id=iris.post_id(person, body, statement.title),
        person=person,
        body=body,
        title=statement.title,
        as_of=as_of,
        dates=(as_of,) if as_of else (),
        evidence=proof,
    )


def day_of(published: str | None) -> str | None:
    """Give the day of an ISO 8601 date or date-time, or None when it has none."""
    try:
        return datetime.fromisoformat(published).date().isoformat() if published else None
    except ValueError:
        return None


def _stage_event(
    statement: StageReport, project: str, date: str | None, proof: tuple[str, ...]
) -> StageEvent:
    return StageEvent(
        id=iris.stage_event_id(project, statement.stage, date),
        project=project,
        stage=statement.stage,
        date=date,
        evidence=proof,
    )


def _observation(statement: Figure, subject: str, proof: tuple[str, ...]) -> Observation:
    value = plain_decimal(statement.value)
    growth = statement.year_on_year
    return Observation(
        id=iris.observation_id(
            subject, statement.indicator, value, statement.unit, statement.period
        ),
        subject=subject,
        indicator=statement.indicator,
        value=value,
        unit=statement.unit,
        period=statement.period,
        year_on_year=None if growth is None else plain_decimal(growth),
        qualifier=statement.qualifier,
        evidence=proof,
    )
