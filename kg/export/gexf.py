"""export/gexf: the built graph in, a GEXF 1.3 file out, styled and dated for Gephi.

The format is https://gexf.net/1.3/: nodes come with class, colour, size and position, edges with
type, weight and the interval in which their passages say they hold. Written as a stream.
"""

import math
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from kg.export import property_graph as pg
from kg.export.spool import Source
from kg.export.text import clean
from kg.vocab import EntityClass

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
_XSD = {"totalInvestment": "double", "confidence": "double", "articles": "integer"}


def write_gexf(graph: Source, target: Path) -> None:
    """Write entities and the facts between them to the file `target`."""
    degrees, dates = _degrees_and_dates(graph)
    target.parent.mkdir(parents=True, exist_ok=True)
    dynamic = {"defaultedgetype": "directed", "mode": "dynamic", "timeformat": "date"}
    with etree.xmlfile(str(target), encoding="utf-8") as xml:
        xml.write_declaration()
        with (
            xml.element(f"{{{GEXF}}}gexf", nsmap={None: GEXF, "viz": VIZ}, version="1.3"),
            xml.element(f"{{{GEXF}}}graph", dynamic),
        ):
            xml.write(_schema("node", NODE_ATTRIBUTES))
            xml.write(_schema("edge", EDGE_ATTRIBUTES))
            with xml.element(f"{{{GEXF}}}nodes"):
                for number, node in enumerate(pg.entity_nodes(graph)):
                    xml.write(_node(node, degrees[node.id], number, dates.get(node.id)))
            with xml.element(f"{{{GEXF}}}edges"):
                for edge in pg.entity_edges(graph):
                    xml.write(_edge(edge))


def _degrees_and_dates(graph: Source) -> tuple[Counter[str], dict[str, str]]:
    """Count the edges of each entity, and find the first date that a project's stages carry."""
    degrees: Counter[str] = Counter()
    for edge in pg.entity_edges(graph):
        degrees[edge.source] += 1
        degrees[edge.target] += 1
    dates: dict[str, str] = {}
    for event in graph.stage_events():
        if event.date:
            dates[event.project] = min(event.date, dates.get(event.project, event.date))
    return degrees, dates


def _schema(kind: str, names: tuple[str, ...]) -> etree._Element:
    # Not `id` and `label`: networkx and Gephi keep those for themselves.
    schema = etree.Element(f"{{{GEXF}}}attributes", {"class": kind})
    for name in names:
        etree.SubElement(
            schema, f"{{{GEXF}}}attribute", id=name, title=name, type=_XSD.get(name, "string")
        )
    return schema


def _node(node: pg.Node, degree: int, number: int, start: str | None) -> etree._Element:
    element = etree.Element(
        f"{{{GEXF}}}node", id=clean(node.id), label=clean(str(node.properties["name"]))
    )
    if start:
        element.set("start", _day(start))
    values = {
        **node.properties,
        "class": node.kind,
        "articles": node.properties.get("nArticles", 0),
    }
    _values(element, values, NODE_ATTRIBUTES)
    red, green, blue = COLOURS[EntityClass(node.kind)]
    x, y = _sunflower(number)
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
        label=str(edge.properties.get("title", edge.type)),
    )
    if date := edge.properties.get("date"):
        element.set("start", _day(str(date)))
    articles = edge.properties.get("articles", ())
    values = {
        **edge.properties,
        "relation": edge.type,
        "articles": len(set(articles)) if isinstance(articles, tuple) else 0,
    }
    _values(element, values, EDGE_ATTRIBUTES)
    return element


def _values(element: etree._Element, values: pg.Properties, names: tuple[str, ...]) -> None:
    holder = etree.SubElement(element, f"{{{GEXF}}}attvalues")
    for name, value in _texts(values, names):
        etree.SubElement(holder, f"{{{GEXF}}}attvalue", {"for": name, "value": value})


def _texts(values: pg.Properties, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for name in names:
        value = values.get(name)
        if value is not None and value != ():
            text = " | ".join(map(str, value)) if isinstance(value, tuple) else str(value)
            yield name, clean(text)


def _day(date: str) -> str:
    """Give the first day of a date of any precision, as timeformat="date" asks.

    >>> _day("2022"), _day("2022-05"), _day("2022-05-18"), _day("2022-Q3"), _day("2022-H2")
    ('2022-01-01', '2022-05-01', '2022-05-18', '2022-07-01', '2022-07-01')
    """
    first = date.partition("/")[0]
    year, _, rest = first.partition("-")
    if rest.startswith("Q"):
        rest = f"{3 * int(rest[1]) - 2:02}"
    elif rest.startswith("H"):
        rest = f"{6 * int(rest[1]) - 5:02}"
    month, _, day = rest.partition("-")
    return f"{year}-{month or '01'}-{day[:2] or '01'}"


def _sunflower(number: int) -> tuple[float, float]:
    """Spread nodes evenly so that Gephi's first picture is a disc, not a point (Vogel 1979)."""
    radius, angle = 12 * math.sqrt(number + 0.5), number * math.pi * (3 - math.sqrt(5))
    return radius * math.cos(angle), radius * math.sin(angle)
