"""export/property_graph: the built graph in, typed nodes and edges out, one at a time.

The middle step that every property-graph exporter shares: which labels a node has, which
properties an edge has and of which type, is said here once. Values are str, int, float, bool or a
tuple of str or int; None is a property that is not there.
"""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from kg.export.spool import Source
from kg.model import Entity, Evidence, Fact
from kg.vocab import EntityClass, Predicate

Scalar = str | int | float | bool
PropertyValue = Scalar | tuple[str, ...] | tuple[int, ...]
Properties = dict[str, PropertyValue]

#: Property -> type, as `neo4j-admin` names them; the order is that of the columns.
ENTITY_PROPERTIES = {
    "name": "string",
    "names": "string[]",
    "articles": "string[]",
    "nArticles": "int",
    "adcode": "string",
    "zoneCode": "string",
    "stockCode": "string",
    "totalInvestment": "double",
    "totalInvestmentText": "string",
    "capacity": "string[]",
    "stage": "string",
}
ARTICLE_PROPERTIES = {
    "name": "string",
    "sourceFile": "string",
    "published": "string",
    "publisher": "string",
    "authors": "string[]",
    "url": "string",
}
POST_PROPERTIES = {"name": "string", "title": "string", "asOf": "string"}
STAGE_PROPERTIES = {"name": "string", "stage": "string", "date": "string"}
OBSERVATION_PROPERTIES = {
    "name": "string",
    "indicator": "string",
    "value": "double",
    "valueText": "string",
    "qualifier": "string",
    "unit": "string",
    "period": "string",
    "yearOnYear": "double",
}
EVIDENCE_PROPERTIES = {
    "confidence": "double",
    "quotes": "string[]",
    "articles": "string[]",
    "starts": "int[]",
    "ends": "int[]",
    "rules": "string[]",
}
EDGE_PROPERTIES = {
    "id": "string",
    **EVIDENCE_PROPERTIES,
    "inferred": "boolean",
    "title": "string",
    "date": "string",  #: of a post: the latest that it is reported for
    "since": "string",  #: of a post: the first
}

#: Kinds of node beside the nine entity classes.
RECORD_KINDS = {
    "Article": ARTICLE_PROPERTIES,
    "Post": {**POST_PROPERTIES, **EVIDENCE_PROPERTIES},
    "StageEvent": {**STAGE_PROPERTIES, **EVIDENCE_PROPERTIES},
    "Observation": {**OBSERVATION_PROPERTIES, **EVIDENCE_PROPERTIES},
}
NODE_KINDS: dict[str, dict[str, str]] = {
    **{kind.value: ENTITY_PROPERTIES for kind in EntityClass},
    **RECORD_KINDS,
}


class Node(NamedTuple):
    """A node: `kind` is the one class that decides its properties, `labels` all that it carries."""

    id: str
    kind: str
    labels: tuple[str, ...]
    properties: Properties


class Edge(NamedTuple):
    """A directed edge with its evidence in its properties."""

    id: str
    type: str
    source: str
    target: str
    properties: Properties
    source_label: str = "Entity"  #: the label whose id is unique, to find the end by
    target_label: str = "Entity"


def edge_type(name: str) -> str:
    """Give the relationship type of a property, as Neo4j's style has it.

    >>> edge_type("locatedIn")
    'LOCATED_IN'
    """
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).upper()


#: All relationship types, in a fixed order.
EDGE_TYPES = (
    *(edge_type(p.value) for p in Predicate),
    "HOLDS_POST",
    "MENTIONED_IN",
    "HOLDS",
    "AT",
    "REACHED",
    "HAS_OBSERVATION",
)


def entity_nodes(graph: Source) -> Iterator[Node]:
    """Yield each entity with its literals (amount, capacity, latest stage), sorted by id."""
    said = _literals(graph)
    subject, literals = next(said, _NOTHING)
    for entity in graph.entities():
        while subject < entity.id and subject:
            subject, literals = next(said, _NOTHING)
        yield _entity_node(entity, literals if subject == entity.id else {})


def record_nodes(graph: Source) -> Iterator[Node]:
    """Yield articles, posts, stage events and observations as nodes."""
    for a in graph.articles():
        yield _node(
            a.id,
            "Article",
            name=a.headline or a.source_file,
            sourceFile=a.source_file,
            published=a.published,
            publisher=a.publisher,
            authors=a.authors,
            url=a.url,
        )
    for p in graph.posts():
        yield _node(
            p.id, "Post", name=p.title, title=p.title, asOf=p.as_of, **_proof(graph, p.evidence)
        )
    for e in graph.stage_events():
        yield _node(
            e.id,
            "StageEvent",
            name=e.stage.value,
            stage=e.stage.value,
            date=e.date,
            **_proof(graph, e.evidence),
        )
    for o in graph.observations():
        yield _node(
            o.id,
            "Observation",
            name=o.indicator,
            indicator=o.indicator,
            value=float(o.value),
            valueText=f"{o.value}{o.qualifier or ''}{o.unit}",
            qualifier=o.qualifier,
            unit=o.unit,
            period=o.period,
            yearOnYear=None if o.year_on_year is None else float(o.year_on_year),
            **_proof(graph, o.evidence),
        )


def entity_edges(graph: Source) -> Iterator[Edge]:
    """Yield the edges between entities: facts, and posts as HOLDS_POST."""
    for fact in graph.facts():
        if fact.object is not None:
            yield _fact_edge(graph, fact, fact.object)
    for p in graph.posts():
        properties = _present(
            id=f"{p.id}#edge",
            title=p.title,
            date=p.as_of,
            since=min(p.dates, default=None),
            **_proof(graph, p.evidence),
        )
        yield _edge("HOLDS_POST", p.person, p.body, properties)


def record_edges(graph: Source) -> Iterator[Edge]:
    """Yield the edges that tie entities to articles, posts, stage events and observations."""
    for entity in graph.entities():
        for article in entity.articles:
            about = _present(id=f"{entity.id}|{article}")
            yield _edge("MENTIONED_IN", entity.id, article, about, to="Article")
    for p in graph.posts():
        yield _edge("HOLDS", p.person, p.id, {"id": f"{p.id}#holder"}, to="Post")
        yield _edge("AT", p.id, p.body, {"id": f"{p.id}#body"}, start="Post")
    for e in graph.stage_events():
        about = _present(id=f"{e.id}#of", date=e.date)
        yield _edge("REACHED", e.project, e.id, about, to="StageEvent")
    for o in graph.observations():
        yield _edge("HAS_OBSERVATION", o.subject, o.id, {"id": f"{o.id}#of"}, to="Observation")


#: What comes after the last subject.
_NOTHING: tuple[str, Properties] = ("", {})


def _literals(graph: Source) -> Iterator[tuple[str, Properties]]:
    """Yield each subject that has literals, in the order of the entities, with them."""
    valued = (fact for fact in graph.facts() if fact.value is not None)
    for subject, facts in groupby(valued, key=lambda fact: fact.subject):
        yield subject, _properties_of(facts)


def _properties_of(facts: Iterable[Fact]) -> Properties:
    amounts: list[str] = []
    capacities: list[str] = []
    found: Properties = {}
    for fact in facts:
        value = fact.value or ""
        match fact.predicate:
            case "totalInvestment":
                amounts.append(value)
            case "capacity":
                capacities.append(value)
            case _:
                found[fact.predicate] = value
    if amounts:
        # Two sources may disagree; the larger is kept here, all of them stand in the RDF.
        largest = max(amounts, key=Decimal)
        found |= {"totalInvestment": float(largest), "totalInvestmentText": largest}
    if capacities:
        found["capacity"] = tuple(capacities)
    return found


def _entity_node(entity: Entity, literals: Properties) -> Node:
    labels = (entity.kind.value, *(s.value for s in entity.subclasses), "Entity")
    properties = _present(
        name=entity.label,
        names=entity.names,
        articles=entity.articles,
        nArticles=len(entity.articles),
        adcode=entity.adcode,
        zoneCode=entity.zone_code,
        stockCode=entity.stock_code,
        **literals,
    )
    return Node(entity.id, entity.kind.value, labels, properties)


def _fact_edge(graph: Source, fact: Fact, target: str) -> Edge:
    properties = _present(
        id=f"{fact.subject}|{fact.predicate}|{target}",
        inferred=fact.inferred,
        **_proof(graph, fact.evidence),
    )
    return _edge(edge_type(fact.predicate), fact.subject, target, properties)


def _proof(graph: Source, ids: tuple[str, ...]) -> Properties:
    found: list[Evidence] = [graph.evidence_of(key) for key in ids]
    if not found:
        return {}
    return {
        "confidence": max(e.confidence for e in found),
        "quotes": tuple(e.quote for e in found),
        "articles": tuple(e.article for e in found),
        "starts": tuple(e.start for e in found),
        "ends": tuple(e.end for e in found),
        "rules": tuple(e.by for e in found),
    }


def _node(node_id: str, kind: str, **properties: PropertyValue | None) -> Node:
    return Node(node_id, kind, (kind,), _present(**properties))


def _edge(
    kind: str,
    source: str,
    target: str,
    about: Properties,
    *,
    start: str = "Entity",
    to: str = "Entity",
) -> Edge:
    return Edge(str(about["id"]), kind, source, target, about, start, to)


def _present(**properties: PropertyValue | None) -> Properties:
    return {name: value for name, value in properties.items() if value is not None and value != ()}
