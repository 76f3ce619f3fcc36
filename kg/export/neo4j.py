"""export/neo4j: the built graph in, a folder that Neo4j imports without a word of help out.

Two ways in one folder: CSV for `neo4j-admin database import full` (an empty database, any size)
and Cypher for a running one (idempotent: MERGE by id). `import.sh` holds the exact commands.
The header syntax is that of the Neo4j Operations Manual, "Import: CSV header format".
"""

import csv
import json
import re
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kg.export import property_graph as pg
from kg.export.spool import Source
from kg.export.text import ROW_END, clean

if TYPE_CHECKING:
    from _csv import Writer

Item = TypeVar("Item")
Shape = TypeVar("Shape", bound=Hashable)

#: Between the items of an array. The default `;` stands inside Chinese passages, this never does.
ARRAY_DELIMITER = "\x1f"
#: Rows that one Cypher statement carries: large enough to be fast, small enough for the heap.
BATCH = 500

#: What stands otherwise in a Cypher string; most strings have none of it.
_NEEDS_ESCAPE = re.compile("[\\\\'\x00-\x1f\x7f]")

#: For a running server, before anything is merged: MERGE by id is a scan without them.
CONSTRAINT_STATEMENTS = (
    *(
        f"CREATE CONSTRAINT {kind.lower()}_id IF NOT EXISTS FOR (n:{kind}) REQUIRE n.id IS UNIQUE"
        for kind in ("Entity", *pg.RECORD_KINDS)
    ),
    "CREATE FULLTEXT INDEX entity_names IF NOT EXISTS FOR (n:Entity) ON EACH [n.name, n.names]",
    "CREATE INDEX project_stage IF NOT EXISTS FOR (n:Project) ON (n.stage)",
    "CREATE INDEX observation_indicator IF NOT EXISTS FOR (n:Observation) ON (n.indicator)",
)

IMPORT = """\
#!/bin/sh
# Neo4j 5 and 2025+: a new, empty database from the CSV files beside this script.
#   NEO4J_HOME=/path/to/neo4j sh import.sh [DATABASE]
# A running server instead:  cypher-shell -f constraints.cypher && cypher-shell -f graph.cypher
set -eu
cd "$(dirname "$0")"
"${{NEO4J_HOME:+$NEO4J_HOME/bin/}}neo4j-admin" database import full "${{1:-neo4j}}" \\
  --array-delimiter=U+001F --multiline-fields=true --overwrite-destination \\
{arguments}
"""


def write_neo4j(graph: Source, target: Path) -> None:
    """Write CSV files, Cypher scripts, `import.sh` and example questions into the folder `target`."""
    target.mkdir(parents=True, exist_ok=True)
    nodes = _write_nodes(graph, target)
    edges = _write_edges(graph, target)
    arguments = [f"  --nodes={name}" for name in nodes] + [
        f"  --relationships={name}" for name in edges
    ]
    _write(target / "import.sh", IMPORT.format(arguments=" \\\n".join(arguments)))
    _write(target / "constraints.cypher", "".join(f"{line};\n" for line in CONSTRAINT_STATEMENTS))
    with (target / "graph.cypher").open("w", encoding="utf-8", newline="\n") as file:
        for query, rows in statements(graph):
            file.write(f"UNWIND {literal(rows)} AS row\n{query};\n")
    _write(target / "examples.cypher", EXAMPLES)


def statements(graph: Source) -> Iterator[tuple[str, list[dict[str, object]]]]:
    """Yield (Cypher over `row`, rows) in batches: all nodes first, then all edges.

    The queries speak of `row.id`, `row.properties`, `row.source` and `row.target`, so that a
    driver can send the rows as a parameter and a script can spell them out.
    """
    for node_labels, nodes in _batches(_all_nodes(graph), shape=lambda n: n.labels):
        base = "Entity" if "Entity" in node_labels else node_labels[0]
        more = "".join(f" SET n:{label}" for label in node_labels if label != base)
        query = f"MERGE (n:{base} {{id: row.id}}) SET n += row.properties{more}"
        yield query, [{"id": n.id, "properties": _plain(n.properties)} for n in nodes]
    for (kind, source, target), edges in _batches(_all_edges(graph), shape=_edge_shape):
        query = (
            f"MATCH (a:{source} {{id: row.source}}) MATCH (b:{target} {{id: row.target}}) "
            f"MERGE (a)-[r:{kind} {{id: row.id}}]->(b) SET r += row.properties"
        )
        rows: list[dict[str, object]] = [
            {
                "source": e.source,
                "target": e.target,
                "id": e.id,
                "properties": _plain(e.properties),
            }
            for e in edges
        ]
        yield query, rows


def _batches(
    items: Iterable[Item], *, shape: Callable[[Item], Shape]
) -> Iterator[tuple[Shape, list[Item]]]:
    """Collect items of one shape; at most a batch of each is held at a time."""
    waiting: dict[Shape, list[Item]] = {}
    for item in items:
        batch = waiting.setdefault(shape(item), [])
        batch.append(item)
        if len(batch) == BATCH:
            yield shape(item), waiting.pop(shape(item))
    yield from waiting.items()


def literal(value: object) -> str:
    """Spell a value as a Cypher literal (openCypher 9, "Literals").

    >>> literal({"name": "三'棵\\n树", "n": 1, "names": ("a",)})
    "{name: '三\\\\'棵\\\\n树', n: 1, names: ['a']}"
    """
    match value:
        case bool():
            return "true" if value else "false"
        case str() if not _NEEDS_ESCAPE.search(value):
            return f"'{value}'"
        case str():
            # JSON escapes newlines, quotes and backslashes as Cypher does, but for its own quote.
            inner = (
                json.dumps(value, ensure_ascii=False)[1:-1].replace('\\"', '"').replace("'", "\\'")
            )
            return f"'{inner}'"
        case int() | float():
            return repr(value)
        case dict():
            return "{" + ", ".join(f"{key}: {literal(item)}" for key, item in value.items()) + "}"
        case list() | tuple():
            return "[" + ", ".join(literal(item) for item in value) + "]"
        case _:
            raise TypeError(f"no Cypher literal for {type(value).__name__}")


def _all_nodes(graph: Source) -> Iterator[pg.Node]:
    yield from pg.entity_nodes(graph)
    yield from pg.record_nodes(graph)


def _all_edges(graph: Source) -> Iterator[pg.Edge]:
    yield from pg.entity_edges(graph)
    yield from pg.record_edges(graph)


def _edge_shape(edge: pg.Edge) -> tuple[str, str, str]:
    """The type, and the labels that MATCH finds its ends by."""
    return edge.type, edge.source_label, edge.target_label


def _plain(properties: pg.Properties) -> dict[str, object]:
    return {name: _storable(value) for name, value in properties.items() if name != "id"}


def _storable(value: pg.PropertyValue) -> object:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, tuple):
        return [clean(item) if isinstance(item, str) else item for item in value]
    return value


def _write_nodes(graph: Source, target: Path) -> list[str]:
    with ExitStack() as files:
        writers = {
            kind: _csv(files, target / f"nodes-{kind}.csv", ["id:ID", *_columns(types), ":LABEL"])
            for kind, types in pg.NODE_KINDS.items()
        }
        for node in _all_nodes(graph):
            row = _row(node.properties, pg.NODE_KINDS[node.kind])
            writers[node.kind].writerow([node.id, *row, ARRAY_DELIMITER.join(node.labels)])
    return [f"nodes-{kind}.csv" for kind in pg.NODE_KINDS]


def _write_edges(graph: Source, target: Path) -> list[str]:
    with ExitStack() as files:
        writers = {
            kind: _csv(
                files,
                target / f"edges-{kind}.csv",
                [":START_ID", ":END_ID", *_columns(pg.EDGE_PROPERTIES), ":TYPE"],
            )
            for kind in pg.EDGE_TYPES
        }
        for edge in _all_edges(graph):
            row = _row(edge.properties, pg.EDGE_PROPERTIES)
            writers[edge.type].writerow([edge.source, edge.target, *row, edge.type])
    return [f"edges-{kind}.csv" for kind in pg.EDGE_TYPES]


def _csv(files: ExitStack, path: Path, header: list[str]) -> "Writer":
    writer = csv.writer(
        files.enter_context(path.open("w", encoding="utf-8", newline="")), lineterminator=ROW_END
    )
    writer.writerow(header)
    return writer


def _columns(types: dict[str, str]) -> list[str]:
    return [f"{name}:{kind}" for name, kind in types.items()]


def _row(properties: pg.Properties, types: dict[str, str]) -> list[str]:
    return [_field(properties.get(name)) for name in types]


def _field(value: pg.PropertyValue | None) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case tuple():
            return ARRAY_DELIMITER.join(clean(str(item)) for item in value)
        case _:
            return clean(str(value))


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


EXAMPLES = """\
// 1 Who leads this park? 谁在主持这个园区?
MATCH (p:Person)-[r:HOLDS_POST]->(b:Park {name: '濮阳工业园区'}) RETURN p.name, r.title, r.date ORDER BY p.name, r.title;
// 2 Which companies are in it? 园区有哪些企业?
MATCH (c:Company)-[:LOCATED_IN]->(:Park {name: '濮阳工业园区'}) RETURN c.name ORDER BY c.name;
// 3 Projects of a park by stage and investment 园区项目:阶段与投资
MATCH (j:Project)-[:LOCATED_IN]->(:Park {name: '濮阳工业园区'}) RETURN j.name, j.stage, j.totalInvestment ORDER BY j.totalInvestment DESC, j.name;
// 4 Who undertakes which project? 项目由谁承建?
MATCH (j:Project)-[:UNDERTAKEN_BY]->(c) RETURN j.name, c.name ORDER BY j.name, c.name;
// 5 Where does it say so? 出处是哪句话?
MATCH (:Company {name: '三棵树'})-[r:LOCATED_IN]->(p) UNWIND r.quotes AS quote RETURN p.name, quote ORDER BY p.name, quote;
// 6 What has been signed? 签约了什么?
MATCH (p)-[:SIGNED]->(x) RETURN p.name, x.name ORDER BY p.name, x.name;
// 7 Who is only being courted? 只是在洽谈的企业
MATCH (p)-[:ENGAGED_WITH]->(c) WHERE NOT (c)-[:LOCATED_IN]->(:Park) RETURN p.name, c.name ORDER BY p.name, c.name;
// 8 Companies in several parks 落户多个园区的企业
MATCH (c:Company)-[:LOCATED_IN]->(p:Park) WITH c, count(DISTINCT p) AS n WHERE n > 1 RETURN c.name, n ORDER BY n DESC, c.name;
// 9 Honours of a park 园区荣誉
MATCH (:Park {name: '濮阳工业园区'})-[:RECEIVED]->(h:Honor) RETURN h.name ORDER BY h.name;
// 10 Its figures 园区指标
MATCH (:Park {name: '濮阳工业园区'})-[:HAS_OBSERVATION]->(o) RETURN o.indicator, o.valueText, o.period, o.yearOnYear ORDER BY o.indicator, o.period;
// 11 Its industries 园区产业
MATCH (:Park {name: '濮阳工业园区'})-[:HAS_INDUSTRY]->(i) RETURN i.name ORDER BY i.name;
// 12 Subsidiaries 母公司与子公司
MATCH (c:Company)-[:SUBSIDIARY_OF]->(p:Company) RETURN c.name, p.name ORDER BY c.name;
// 13 A person's posts 任职
MATCH (p:Person)-[r:HOLDS_POST]->(b) RETURN p.name, r.title, b.name ORDER BY p.name, r.title, b.name;
// 14 Stages a project has passed 项目进展
MATCH (j:Project)-[:REACHED]->(e:StageEvent) RETURN j.name, e.stage, e.date ORDER BY j.name, e.date, e.stage;
// 15 Everything one article says 一篇报道说了什么
MATCH (e:Entity)-[:MENTIONED_IN]->(a:Article) RETURN a.name, collect(DISTINCT e.name) ORDER BY a.name;
"""
