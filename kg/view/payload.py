"""payload: a built graph in, the records that the page draws and reads out."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from kg.graph.iris import PREFIXES, article_id
from kg.graph.reader import Graph
from kg.layout import Layout, Link, arrange, tie, weigh
from kg.model import Entity, Extraction, Fact, Observation, Post, StageEvent
from kg.view.pinyin import initials, spelling
from kg.view.reading import names_in_articles, passage_rows, text_row
from kg.view.records import (
    ArticleRow,
    DiscRow,
    FactRow,
    FigureRow,
    Network,
    NodeRow,
    Payload,
    PostRow,
    QuestionRow,
    Reading,
    StageRow,
)
from kg.vocab import EntityClass

#: A community is named after a park or place among this many of its most important nodes.
NAMESAKES = 12


def make_payload(
    graph: Graph,
    *,
    title: str,
    keep: frozenset[str] | None = None,
    focus: str | None = None,
    questions: Sequence[QuestionRow] = (),
) -> Payload:
    """Give the page's data for a graph.

    `keep` limits it to these entity ids, for focused views; `focus` is the entity to open on.
    """
    said = _Said(graph, keep)
    importance = said.importance()
    layout = arrange(len(said.entities), said.links(), importance)
    texts = {
        article_id(e.article.id): e
        for e in graph.extractions()
        if article_id(e.article.id) in said.article_row
    }
    named = names_in_articles(said.entities)
    network = Network(
        title=title,
        nodes=tuple(
            _node(entity, layout.places[row], int(importance[row]), said.article_row)
            for row, entity in enumerate(said.entities)
        ),
        facts=said.fact_rows(),
        posts=said.post_rows(),
        stages=said.stage_rows(),
        figures=said.figure_rows(),
        articles=said.article_rows(texts),
        discs=_discs(layout, said.entities),
        evidence_article=tuple(said.article_row[e.article] for e in said.evidence),
        evidence_confidence=tuple(round(e.confidence * 100) for e in said.evidence),
        questions=tuple(questions),
        prefixes=tuple(sorted(PREFIXES.items())),
        focus=-1 if focus is None else said.row.get(focus, -1),
    )
    reading = Reading(
        passages=tuple(passage_rows(said.evidence, texts)),
        texts=tuple(
            text_row(texts[a.id], named.get(a.id, {}), said.row) if a.id in texts else None
            for a in said.articles
        ),
    )
    return Payload(network, reading)


class _Said:
    """What a graph says of the kept entities, everything numbered by its row."""

    def __init__(self, graph: Graph, keep: frozenset[str] | None) -> None:
        self.entities = [e for e in graph.entities() if keep is None or e.id in keep]
        self.row = row = {e.id: i for i, e in enumerate(self.entities)}
        self.facts = [
            f for f in graph.facts() if f.subject in row and (f.object is None or f.object in row)
        ]
        self.posts = [p for p in graph.posts() if p.person in row and p.body in row]
        self.stages = [s for s in graph.stage_events() if s.project in row]
        self.figures = [o for o in graph.observations() if o.subject in row]
        said: Iterable[Fact | Post | StageEvent | Observation] = chain(
            self.facts, self.posts, self.stages, self.figures
        )
        cited = {evidence for statement in said for evidence in statement.evidence}
        self.evidence = [e for e in graph.evidence() if e.id in cited]
        self.evidence_row = {e.id: i for i, e in enumerate(self.evidence)}
        told = {e.article for e in self.evidence} | {a for e in self.entities for a in e.articles}
        self.articles = [a for a in graph.articles() if a.id in told]
        self.article_row = {a.id: i for i, a in enumerate(self.articles)}

    def _rows(self, evidence: Iterable[str]) -> tuple[int, ...]:
        return tuple(self.evidence_row[e] for e in evidence if e in self.evidence_row)

    def fact_rows(self) -> tuple[FactRow, ...]:
        row = self.row
        return tuple(
            FactRow(
                subject=row[f.subject],
                predicate=f.predicate,
                object=-1 if f.object is None else row[f.object],
                value=f.value,
                evidence=self._rows(f.evidence),
                inferred=f.inferred,
            )
            for f in self.facts
        )

    def post_rows(self) -> tuple[PostRow, ...]:
        return tuple(
            PostRow(self.row[p.person], self.row[p.body], p.title, p.as_of, self._rows(p.evidence))
            for p in self.posts
        )

    def stage_rows(self) -> tuple[StageRow, ...]:
        return tuple(
            StageRow(self.row[s.project], s.stage, s.date, self._rows(s.evidence))
            for s in self.stages
        )

    def figure_rows(self) -> tuple[FigureRow, ...]:
        return tuple(
            FigureRow(
                subject=self.row[o.subject],
                indicator=o.indicator,
                value=o.value + (o.qualifier or ""),
                unit=o.unit,
                period=o.period,
                year_on_year=o.year_on_year,
                evidence=self._rows(o.evidence),
            )
            for o in self.figures
        )

    def article_rows(self, texts: Mapping[str, Extraction]) -> tuple[ArticleRow, ...]:
        return tuple(
            ArticleRow(
                id=a.id,
                title=a.headline or _first_line(texts.get(a.id)) or a.source_file,
                published=a.published,
                publisher=a.publisher,
                authors=a.authors,
                url=a.url,
                file=a.source_file,
            )
            for a in self.articles
        )

    def importance(self) -> list[float]:
        """Count what is said of each entity: statements that touch it and articles that name it."""
        touched = chain(
            (f.subject for f in self.facts),
            (f.object for f in self.facts if f.object is not None),
            (end for p in self.posts for end in (p.person, p.body)),
            (s.project for s in self.stages),
            (o.subject for o in self.figures),
        )
        return weigh(self.entities, touched)

    def links(self) -> dict[Link, float]:
        """Sum up how strongly each pair of nodes belongs together."""
        places = frozenset(e.id for e in self.entities if e.kind is EntityClass.PLACE)
        return tie(self.row, places, self.facts, self.posts)


def _node(
    entity: Entity, place: tuple[int, int], importance: int, article_row: Mapping[str, int]
) -> NodeRow:
    codes = {
        "adcode": entity.adcode,
        "zoneCode": entity.zone_code,
        "stockCode": entity.stock_code,
    }
    short = dict.fromkeys(initials(name) for name in (entity.label, *entity.names))
    return NodeRow(
        id=entity.id,
        kind=entity.kind,
        subclasses=tuple(entity.subclasses),
        label=entity.label,
        names=entity.names,
        typed=(spelling(entity.label), *short),
        x=place[0],
        y=place[1],
        importance=importance,
        articles=tuple(article_row[a] for a in entity.articles if a in article_row),
        codes=tuple((name, code) for name, code in codes.items() if code),
    )


def _discs(layout: Layout, entities: Sequence[Entity]) -> tuple[DiscRow, ...]:
    """Give the communities, each with its most important park, else place, else member as its name."""

    def namesake(nodes: Sequence[int]) -> int:
        for kind in (EntityClass.PARK, EntityClass.PLACE):
            for node in nodes[:NAMESAKES]:
                if entities[node].kind is kind:
                    return node
        return nodes[0]

    return tuple(
        DiscRow(c.x, c.y, c.radius, namesake(c.nodes) if c.radius else -1, len(c.nodes))
        for c in layout.communities
    )


def _first_line(extraction: Extraction | None) -> str | None:
    if extraction is None:
        return None
    return next((line.strip() for line in extraction.text.splitlines() if line.strip()), None)
