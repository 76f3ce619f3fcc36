"""export/graphml: the built graph in, a GraphML file out, for networkx, yEd and Cytoscape.

http://graphml.graphdrawing.org/primer/graphml-primer.html; arrays are joined by " | ", since the
format has none. Written as a stream.
"""

from pathlib import Path

from lxml import etree

from kg.export import property_graph as pg
from kg.export.spool import Source
from kg.export.text import clean

GRAPHML = "http://graphml.graphdrawing.org/xmlns"
_TYPES = {"int": "long", "double": "double", "boolean": "boolean"}
_NODE_KEYS = {"class": "string", **pg.ENTITY_PROPERTIES}
_EDGE_KEYS = {"relation": "string", **pg.EDGE_PROPERTIES}


def write_graphml(graph: Source, target: Path) -> None:
    """Write entities and the facts between them to the file `target`."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with etree.xmlfile(str(target), encoding="utf-8") as xml:
        xml.write_declaration()
        with xml.element(f"{{{GRAPHML}}}graphml", nsmap={None: GRAPHML}):
            for domain, keys in (("node", _NODE_KEYS), ("edge", _EDGE_KEYS)):
                for name, kind in keys.items():
                    attributes = {
                        "id": f"{domain}_{name}",
                        "for": domain,
                        "attr.name": name,
                        "attr.type": _TYPES.get(kind, "string"),
                    }
                    xml.write(etree.Element(f"{{{GRAPHML}}}key", attributes))
            with xml.element(f"{{{GRAPHML}}}graph", id="parkgraph", edgedefault="directed"):
                for node in pg.entity_nodes(graph):
                    element = etree.Element(f"{{{GRAPHML}}}node", id=clean(node.id))
                    _data(element, "node", {"class": node.kind, **node.properties}, _NODE_KEYS)
                    xml.write(element)
                for edge in pg.entity_edges(graph):
                    ends = {
                        "id": clean(edge.id),
                        "source": clean(edge.source),
                        "target": clean(edge.target),
                    }
                    element = etree.Element(f"{{{GRAPHML}}}edge", ends)
                    _data(element, "edge", {"relation": edge.type, **edge.properties}, _EDGE_KEYS)
                    xml.write(element)


def _data(
    element: etree._Element, domain: str, values: pg.Properties, keys: dict[str, str]
) -> None:
    for name in keys:
        if (value := values.get(name)) is not None:
            child = etree.SubElement(element, f"{{{GRAPHML}}}data", key=f"{domain}_{name}")
            child.text = _text(value)


def _text(value: pg.PropertyValue) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return clean(" | ".join(map(str, value)) if isinstance(value, tuple) else str(value))
