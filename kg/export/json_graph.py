"""export/json_graph: the built graph in, JSON for d3, networkx (node-link) or Cytoscape out, as a stream."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.export import property_graph as pg
from kg.export.spool import Source


def write_node_link(graph: Source, target: Path) -> None:
    """Write node-link JSON, as networkx.node_link_graph and d3-force read it."""
    _write(
        target,
        '{"directed": true, "multigraph": true, "graph": {},\n"nodes": [',
        ({"id": n.id, "class": n.kind, **n.properties} for n in pg.entity_nodes(graph)),
        '],\n"edges": [',
        (
            {
                **e.properties,
                "source": e.source,
                "target": e.target,
                "key": e.id,
                "relation": e.type,
            }
            for e in pg.entity_edges(graph)
        ),
        "]}\n",
    )


def write_cytoscape(graph: Source, target: Path) -> None:
    """Write Cytoscape JSON, as cytoscape.js and Cytoscape's "Import network from file" read it."""
    _write(
        target,
        '{"data": {"name": "ParkGraph"}, "elements": {\n"nodes": [',
        ({"data": {**n.properties, "id": n.id, "class": n.kind}} for n in pg.entity_nodes(graph)),
        '],\n"edges": [',
        (
            {
                "data": {
                    **e.properties,
                    "id": e.id,
                    "source": e.source,
                    "target": e.target,
                    "relation": e.type,
                }
            }
            for e in pg.entity_edges(graph)
        ),
        "]}}\n",
    )


def _write(
    target: Path,
    head: str,
    nodes: Iterable[dict[str, object]],
    middle: str,
    edges: Iterable[dict[str, object]],
    tail: str,
) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("w", encoding="utf-8", newline="\n") as file:
        for part in (head, _items(nodes), middle, _items(edges), tail):
            file.writelines(part)


def _items(items: Iterable[dict[str, object]]) -> Iterator[str]:
    for number, item in enumerate(items):
        yield (",\n" if number else "\n") + json.dumps(item, ensure_ascii=False)
