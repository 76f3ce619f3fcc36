"""export/gexf: the built graph in, a GEXF 1.3 file out, styled and dated for Gephi.

The format is https://gexf.net/1.3/: nodes come with class, colour, size and the place they have on
the page's map, projects with the stages they passed, edges with type, weight and, for posts, the
day since when they are reported. Written as a stream.
"""

import math
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import zip_longest
from pathlib import Path

from lxml import etree

from kg.export import property_graph as pg
from kg.export.spool import Source
from kg.export.text import clean
from kg.layout import arrange, tie, weigh
from kg.vocab import EntityClass, Stage

#: As gexf.net's 1.3 files and networkx have it. Gephi writes www.gexf.net and reads any: it looks at
#: the names of elements alone.
GEXF = "http://gexf.net/1.3"
VIZ = "http://gexf.net/1.3/viz"

#: Colour of each class, the page's own.
COLOURS = {
    EntityClass.COMPANY: (37, 99, 168),
    EntityClass.PARK: (46, 125, 80),
    EntityClass.PERSON: (190, 90, 40),
    EntityClass.PROJECT: (128, 74, 160),
    EntityClass.ORGANIZATION: (94, 108, 132),
    EntityClass.PLACE: (150, 128, 60),
    EntityClass.INITIATIVE: (20, 140, 150),
    EntityClass.HONOR: (196, 150, 20),
    EntityClass.INDUSTRY: (160, 60, 100),
}

NODE_ATTRIBUTES = (
    "class",
    "names",
    "articles",
    "stage",
    "totalInvestment",
    "adcode",
    "zoneCode",
    "stockCode",
)
EDGE_ATTRIBUTES = ("relation", "title", "confidence", "quotes", "articles")
#: The stage that a project was at in a span of time, for Gephi's timeline.
STAGE_AT = "stageAt"
#: Above so many entities the map takes minutes to lay out, and Gephi's own layouts are the better tool.
MAX_ARRANGED = 20_000
_XSD = {"totalInvestment": "double", "confidence": "double", "articles": "integer"}


def write_gexf(graph: Source, target: Path) -> None:
    """Write entities and the facts between them to the file `target`."""
    degrees = _degrees(graph)
    stages = _stages(graph)
    target.parent.mkdir(parents=True, exist_ok=True)
    dynamic = {
        "defaultedgetype": "directed",
        "mode": "dynamic",
        "timeformat": "date",
        "timerepresentation": "interval",
    }
    with etree.xmlfile(str(target), encoding="utf-8") as xml:
        xml.write_declaration()
        with (
            xml.element(f"{{{GEXF}}}gexf", nsmap={None: GEXF, "viz": VIZ}, version="1.3"),
            xml.element(f"{{{GEXF}}}graph", dynamic),
        ):
            xml.write(_schema("node", "static", NODE_ATTRIBUTES))
            xml.write(_schema("node", "dynamic", (STAGE_AT,)))
            xml.write(_schema("edge", "static", EDGE_ATTRIBUTES))
            with xml.element(f"{{{GEXF}}}nodes"):
                for node, place in zip(pg.entity_nodes(graph), _places(graph), strict=True):
                    xml.write(_node(node, degrees[node.id], place, stages.get(node.id, ())))
            with xml.element(f"{{{GEXF}}}edges"):
                for edge in pg.entity_edges(graph):
                    xml.write(_edge(edge))


def _degrees(graph: Source) -> Counter[str]:
    """Count the edges of each entity."""
    degrees: Counter[str] = Counter()
    for fact in graph.facts():
        if fact.object is not None:
            degrees.update((fact.subject, fact.object))
    for post in graph.posts():
        degrees.update((post.person, post.body))
    return degrees


def _stages(graph: Source) -> dict[str, tuple[tuple[str, str], ...]]:
    """Give the days on which each project reached a stage, the furthest stage of a day, in order."""
    reached: dict[str, dict[str, str]] = {}
    rank = {stage: number for number, stage in enumerate(Stage)}
    for event in sorted(graph.stage_events(), key=lambda e: rank[e.stage]):
        if event.date:
            reached.setdefault(event.project, {})[_day(event.date)] = event.stage.value
    return {project: tuple(sorted(days.items())) for project, days in reached.items()}


def _places(graph: Source) -> Iterator[tuple[float, float]]:
    """Give each entity its place: that of the page's map, or a disc where there are too many for it."""
    row = {entity.id: number for number, entity in enumerate(graph.entities())}
    if len(row) > MAX_ARRANGED:
        yield from map(_sunflower, range(len(row)))
        return
    places = frozenset(e.id for e in graph.entities() if e.kind is EntityClass.PLACE)
    importance = weigh(graph.entities(), _touched(graph))
    for x, y in arrange(
        len(row), tie(row, places, graph.facts(), graph.posts()), importance
    ).places:
        yield x, -y  # on a page y grows downwards, in Gephi upwards


def _touched(graph: Source) -> Iterator[str]:
    for fact in graph.facts():
        yield from (fact.subject,) if fact.object is None else (fact.subject, fact.object)
    for post in graph.posts():
        yield from (post.person, post.body)
    yield from (event.project for event in graph.stage_events())
    yield from (observation.subject for observation in graph.observations())


def _schema(kind: str, mode: str, names: tuple[str, ...]) -> etree._Element:
    # Not `id` and `label`: networkx and Gephi keep those for themselves.
    schema = etree.Element(f"{{{GEXF}}}attributes", {"class": kind, "mode": mode})
    for name in names:
        etree.SubElement(
            schema, f"{{{GEXF}}}attribute", id=name, title=name, type=_XSD.get(name, "string")
        )
    return schema


def _node(
    node: pg.Node, degree: int, place: tuple[float, float], stages: tuple[tuple[str, str], ...]
) -> etree._Element:
    element = etree.Element(
        f"{{{GEXF}}}node", id=clean(node.id), label=clean(str(node.properties["name"]))
    )
    if stages:
        element.set("start", stages[0][0])
    values = {
        **node.properties,
        "class": node.kind,
        "articles": node.properties.get("nArticles", 0),
    }
    holder = _values(element, values, NODE_ATTRIBUTES)
    # Intervals are closed and must not overlap: a stage lasts until the day before the next one.
    ends = [_day_before(day) for day, _ in stages[1:]]
    for (day, stage), end in zip_longest(stages, ends):
        spell = {"for": STAGE_AT, "value": stage, "start": day} | ({"end": end} if end else {})
        etree.SubElement(holder, f"{{{GEXF}}}attvalue", spell)
    red, green, blue = COLOURS[EntityClass(node.kind)]
    x, y = place
    etree.SubElement(element, f"{{{VIZ}}}size", value=f"{4 + 3 * math.sqrt(degree):.2f}")
    etree.SubElement(element, f"{{{VIZ}}}position", x=f"{x:.2f}", y=f"{y:.2f}", z="0.0")
    etree.SubElement(element, f"{{{VIZ}}}color", r=str(red), g=str(green), b=str(blue))
    return element


def _edge(edge: pg.Edge) -> etree._Element:
    quotes = edge.properties.get("quotes", ())
    element = etree.Element(
        f"{{{GEXF}}}edge",
        id=clean(edge.id),
        source=clean(edge.source),
        target=clean(edge.target),
        weight=str(float(max(1, len(quotes) if isinstance(quotes, tuple) else 1))),
        kind=edge.type,
        label=clean(str(edge.properties.get("title", edge.type))),
    )
    if since := edge.properties.get("since"):
        element.set("start", _day(str(since)))
    articles = edge.properties.get("articles", ())
    values = {
        **edge.properties,
        "relation": edge.type,
        "articles": len(set(articles)) if isinstance(articles, tuple) else 0,
    }
    _values(element, values, EDGE_ATTRIBUTES)
    return element


def _values(
    element: etree._Element, values: pg.Properties, names: tuple[str, ...]
) -> etree._Element:
    holder = etree.SubElement(element, f"{{{GEXF}}}attvalues")
    for name, value in _texts(values, names):
        etree.SubElement(holder, f"{{{GEXF}}}attvalue", {"for": name, "value": value})
    return holder


def _texts(values: pg.Properties, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for name in names:
        value = values.get(name)
        if value is not None and value != ():
            text = " | ".join(map(str, value)) if isinstance(value, tuple) else str(value)
            yield name, clean(text)


def _day(moment: str) -> str:
    """Give the first day of a date of any precision, as timeformat="date" asks.

    >>> _day("2022"), _day("2022-05"), _day("2022-05-18"), _day("2022-Q3"), _day("2022-H2")
    ('2022-01-01', '2022-05-01', '2022-05-18', '2022-07-01', '2022-07-01')
    """
    first = moment.partition("/")[0]
    year, _, rest = first.partition("-")
    if rest.startswith("Q"):
        rest = f"{3 * int(rest[1]) - 2:02}"
    elif rest.startswith("H"):
        rest = f"{6 * int(rest[1]) - 5:02}"
    month, _, day = rest.partition("-")
    return f"{year}-{month or '01'}-{day[:2] or '01'}"


def _day_before(day: str) -> str:
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()


def _sunflower(number: int) -> tuple[float, float]:
    """Spread nodes evenly so that Gephi's first picture is a disc, not a point (Vogel 1979)."""
    radius, angle = 12 * math.sqrt(number + 0.5), number * math.pi * (3 - math.sqrt(5))
    return radius * math.cos(angle), radius * math.sin(angle)
