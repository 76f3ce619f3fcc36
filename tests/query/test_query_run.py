"""Tests of answering SPARQL over a built folder."""

import contextlib
import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode, QueryBoolean, Store
from typer.testing import CliRunner

import kg.query
from kg.cli import app
from kg.errors import GraphError, KGError, QueryError, UsageError
from kg.query.folder import open_folder
from kg.query.prefixes import shorten
from kg.query.results import Format, Rows, to_read, write_answer
from kg.query.run import run
from kg.query.tokens import find_service
from kg.vocab import PARKID

REPEATED = "?post org:member <https://w3id.org/parkgraph/id/person/孟书岚>"  # in two passages
COUNT = f"SELECT (COUNT(*) AS ?n) WHERE {{ {REPEATED} }}"
PARKS = "CONSTRUCT { ?s a park:Park } WHERE { ?s a park:Park }"
QINGHE = "https://w3id.org/parkgraph/id/place/清河市"


def table(store: Store, query: str, **graphs: list[str]) -> list[list[str]]:
    """Give the rows of a SELECT query as people read them."""
    answer = to_read(run(store, query, **graphs))
    assert isinstance(answer, Rows)
    return answer.rows


def written(store: Store, query: str, form: Format | None) -> str:
    """Give an answer as text in `form`."""
    output = io.BytesIO()
    write_answer(run(store, query), form, output)
    return output.getvalue().decode("utf-8")


def test_prefixes_need_no_declaration(store: Store) -> None:
    """The contract's prefixes may be used undeclared, and declared anew."""
    assert table(store, "SELECT ?p { ?p a park:Park } ORDER BY ?p") == [
        ["parkid:park/临江经开区"],
        ["parkid:park/清河工业园区"],
    ]
    assert table(store, "PREFIX park: <https://schema.org/> SELECT ?h { ?a park:headline ?h }")


def test_a_fact_counts_once_however_many_passages_state_it(store: Store) -> None:
    """Counting over the default graph, or over several graphs named as default, counts facts."""
    assert table(store, COUNT) == [["1"]]
    graphs = [graph for (graph,) in table(store, f"SELECT ?g {{ GRAPH ?g {{ {REPEATED} }} }}")]
    assert len(graphs) == 2
    graphs = [PARKID + graph.removeprefix("parkid:") for graph in graphs]
    assert table(store, COUNT, default_graphs=graphs) == [["1"]]
    clauses = " ".join(f"FROM <{graph}>" for graph in graphs)
    assert table(store, COUNT.replace("WHERE", f"{clauses} WHERE")) == [["1"]]
    everything = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    distinct = "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } } }"
    every = [graph.value for graph in store.named_graphs() if isinstance(graph, NamedNode)]
    assert table(store, everything, default_graphs=every) == table(store, distinct)


def test_the_union_flag_is_never_used() -> None:
    """No file of the room names the store's union flag, which counts a fact once per passage."""
    folder = Path(kg.query.__file__).parent
    users = [
        path.name
        for path in folder.rglob("*.py")
        if "as_union" in path.read_text(encoding="utf-8")
    ]
    assert users == []


def test_protocol_graphs_take_the_place_of_from(store: Store) -> None:
    """Graphs given beside the query replace its FROM clauses, as the SPARQL protocol says."""
    first, second, *_ = sorted(
        graph.value for graph in store.named_graphs() if isinstance(graph, NamedNode)
    )
    query = f"SELECT DISTINCT ?g FROM NAMED <{first}> {{ GRAPH ?g {{ ?s ?p ?o }} }}"
    assert table(store, query) == [[shorten(first)]]
    assert table(store, query, named_graphs=[second]) == [[shorten(second)]]
    assert table(store, query, default_graphs=[second]) == []
    assert table(store, f"SELECT ?g FROM <{first}> {{ GRAPH ?g {{ ?s ?p ?o }} }}") == []


@pytest.mark.parametrize(
    ("query", "line", "column", "says"),
    [
        ("SELECT ?x\nWHERE { ?x a foaf2:Person }", 2, 14, "prefix foaf2: is not declared"),
        ("SELECT ?x WHERE { ?x a park:Park ", 1, 33, "too early; { at line 1, column 17 is"),
        ('SELECT ?x {\n ?x rdfs:label "东湾" . FILTER( }', 2, 31, "unexpected }; ( at line 2"),
        ("SELECT ?x { ?x a park:Park } ORDR BY ?x", 1, 30, "unexpected ORDR"),
        ("SELECT ?x {\r\n?x rdfs:label '东湾 }", 2, 15, "string that starts here is not closed"),
        ("SELECT ?x { ?x a <Park> }", 1, 18, "relative IRI"),
        ("", 0, 0, "the query is empty"),
        ("# only a comment", 0, 0, "the query is empty"),
        ("DELETE WHERE { ?s ?p ?o }", 1, 1, "read-only"),
        ("LOAD <http://example.org/>", 1, 1, "read-only"),
        ("SELECT (COUNT(?x) AS ?n) ?y { ?x ?p ?y }", 0, 0, "a variable that is unbound"),
        ("SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }", 1, 12, "SERVICE is refused"),
        ("SELECT * FROM <http://example.org/> { ?s ?p ?o }", 0, 0, "not in this store"),
    ],
)
def test_a_bad_query_says_where_and_what(
    store: Store, query: str, line: int, column: int, says: str
) -> None:
    """A query that cannot be answered raises an error that names the place and the remedy."""
    with pytest.raises(QueryError) as caught:
        run(store, query)
    message = str(caught.value)
    assert says in message
    if line:
        assert f"(line {line}, column {column})" in message
        shown, caret = message.splitlines()[1:3]
        assert shown == "  " + query.splitlines()[line - 1]
        assert caret.rstrip("^").strip() == ""


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://e/> { ?s ?p ?o } }",
        "select * { service silent ?x { ?s ?p ?o } }",
        "SELECT * { SERV\\u0049CE <http://e/> { ?s ?p ?o } }",
        "PREFIX e: <http://e/> SELECT * { ?s e:a\\'b ?o . SERVICE e:x { ?s ?p 'o' } }",
        "SELECT * { ?s ?p ?o FILTER(?s<?o) SERVICE<http://e/>{ ?s ?p ?o } FILTER(?o>?s) }",
        "SELECT * { # a comment\r SERVICE <http://e/> { ?s ?p ?o } }",
        "SELECT * { BIND('''it's''' AS ?x) SERVICE <http://e/> { ?s ?p ?o } }",
        'SELECT * { BIND("\\"" AS ?x) SERVICE <http://e/> { ?s ?p ?o } #"\n }',
    ],
)
def test_service_is_found_however_it_is_written(store: Store, query: str) -> None:
    """A call to another server is refused whatever stands around it."""
    with pytest.raises(QueryError, match="SERVICE"):
        run(store, query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s rdfs:label 'SERVICE <http://e/> {' }",
        "SELECT * { ?service ?p ?o } # SERVICE <http://e/>",
        "SELECT * { <http://e/SERVICE> ?p ?o }",
        "SELECT * { ?s park:SERVICE ?o }",
        'SELECT * { ?s ?p """one " SERVICE """ }',
    ],
)
def test_service_as_content_is_no_call(store: Store, query: str) -> None:
    """The word in a string, a comment, a variable or a name is only a word."""
    assert find_service(query) is None
    run(store, query)


@given(
    st.text(alphabet="SELECTASKFROMserviceWHERE{}<>?x:\"'\\#@ \n_.park*()u0049东1", max_size=60)
)
def test_any_text_is_answered_or_refused(query: str) -> None:
    """Whatever is asked, the outcome is an answer or a `QueryError`."""
    with contextlib.suppress(QueryError):
        run(Store(), query)


def test_answers_in_every_format(store: Store) -> None:
    """Rows come as csv, tsv, json and xml; triples as Turtle, N-Triples, JSON-LD and RDF/XML."""
    select = 'SELECT ?x { ?x skos:prefLabel "清河市"@zh-Hans }'
    assert written(store, select, None) == f"x\r\n{QINGHE}\r\n"
    assert written(store, select, Format.TSV) == f"?x\n<{QINGHE}>\n"
    assert QINGHE in written(store, select, Format.JSON)
    assert QINGHE in written(store, select, Format.XML)
    assert written(store, "ASK { ?s a park:Park }", Format.JSON) == '{"head":{},"boolean":true}'
    turtle = written(store, PARKS, None)
    assert "@prefix park: <https://w3id.org/parkgraph/ontology#>" in turtle
    assert turtle.count("a park:Park .") == 2
    assert len(written(store, PARKS, Format.NTRIPLES).splitlines()) == 2
    assert len(json.loads(written(store, PARKS, Format.JSONLD))) == 2
    assert "rdf:RDF" in written(store, PARKS, Format.XML)


def test_a_format_that_cannot_hold_the_answer_is_refused(store: Store) -> None:
    """Asking for rows in Turtle names the formats that would do."""
    with pytest.raises(UsageError, match="csv, tsv, json, xml"):
        write_answer(run(store, "SELECT * { ?s ?p ?o }"), Format.TURTLE, io.BytesIO())


def test_ask_and_describe(store: Store) -> None:
    """ASK gives a truth value; DESCRIBE gives the triples of a node."""
    answer = run(store, "ASK { parkid:none ?p ?o }")
    assert isinstance(answer, QueryBoolean)
    assert not answer
    assert "skos:prefLabel" in written(store, f"DESCRIBE <{QINGHE}>", None)


def test_conclusions_stand_apart(tmp_path: Path) -> None:
    """What `kg infer` wrote is seen in its own graph, and not among what texts state."""
    line = "<http://e/s> <http://e/p> <http://e/o>"
    (tmp_path / "graph.nq").write_text(f"{line} .\n", encoding="utf-8")
    inferred = line.replace("/s>", "/t>")
    (tmp_path / "inferred.nq").write_text(f"{inferred} <{PARKID}inferred> .\n", encoding="utf-8")
    store = open_folder(tmp_path).store
    assert table(store, "SELECT ?s { ?s ?p ?o }") == [["http://e/s"]]
    assert table(store, "SELECT ?s { GRAPH parkid:inferred { ?s ?p ?o } }") == [["http://e/t"]]


def test_a_folder_without_a_graph_says_what_to_do(tmp_path: Path) -> None:
    """Opening a folder that holds no graph, or a damaged one, names the remedy."""
    with pytest.raises(GraphError, match="kg build"):
        open_folder(tmp_path)
    (tmp_path / "graph.nq").write_text("<a> <b> nonsense", encoding="utf-8")
    with pytest.raises(GraphError, match="build the graph anew"):
        open_folder(tmp_path)


def test_the_command_answers_text_files_and_stdin(world: Path, tmp_path: Path) -> None:
    """`kg query` takes the text of a query, a file, or - for stdin, and prints the chosen format."""
    runner = CliRunner()
    path = tmp_path / "parks.rq"
    path.write_text(
        "SELECT ?n { ?p a park:Park ; skos:prefLabel ?n } ORDER BY ?n", encoding="utf-8-sig"
    )
    options = ["--graph", str(world), "--format"]
    csv = "n\n临江经开区\n清河工业园区\n"  # the runner shows every line end as \n
    assert runner.invoke(app, ["query", str(path), *options, "csv"]).output == csv
    text = path.read_text(encoding="utf-8-sig")
    assert runner.invoke(app, ["query", text, *options, "csv"]).output == csv
    assert runner.invoke(app, ["query", "-", *options, "csv"], input=text).output == csv
    table = runner.invoke(app, ["query", text, *options, "table"]).output
    assert "清河工业园区" in table
    assert "2 rows" in table
    assert runner.invoke(app, ["query", "ASK {}", *options, "table"]).output == "yes\n"
    assert "a park:Park" in runner.invoke(app, ["query", PARKS, *options, "table"]).output


def test_the_command_refuses_what_it_cannot_read(world: Path, tmp_path: Path) -> None:
    """A missing file, a foreign encoding and an unknown format are faults that say what to do."""
    runner = CliRunner()
    gbk = tmp_path / "gbk.rq"
    gbk.write_bytes("ASK { ?s ?p '清河工业园区' }".encode("gbk"))
    for arguments, says in (
        (["none.rq"], "no such file"),
        ([str(gbk)], "UTF-8"),
        (["ASK {}", "--format", "ods"], "choose table"),
    ):
        result = runner.invoke(app, ["query", *arguments, "--graph", str(world)])
        assert isinstance(result.exception, KGError)
        assert says in str(result.exception)


def test_the_same_query_gives_the_same_bytes(world: Path) -> None:
    """Two runs of a query without an order give the same bytes, whatever the hash seed."""
    command = [sys.executable, "-m", "kg", "query", "SELECT * { ?s ?p ?o }", "--graph", str(world)]
    outputs = {
        subprocess.run(
            command, env=os.environ | {"PYTHONHASHSEED": seed}, check=True, capture_output=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


def test_a_long_query_ends_with_ctrl_c(world: Path) -> None:
    """A signal ends a query that would take for ever, though the store does not listen to it."""
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    # Tells when the query is about to run, so that the signal does not come before.
    code = (
        "import kg.query.run as room; from kg.cli import main; ask = room.run\n"
        "def telling(*given): print('asked', flush=True); return ask(*given)\n"
        "room.run = telling; main()"
    )
    command = [sys.executable, "-c", code, "query", endless, "--graph", str(world)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "asked\n"
        process.send_signal(signal.SIGINT)
        process.wait(30)
        assert process.returncode == -signal.SIGINT


def test_a_reader_may_have_enough(world: Path) -> None:
    """`kg query … | head -1` ends without a word on stderr."""
    command = [
        sys.executable,
        "-m",
        "kg",
        "query",
        "SELECT * { ?s ?p ?o . ?a ?b ?c }",
        "--graph",
        str(world),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == b"a,b,c,o,p,s\r\n"
        process.stdout.close()
        assert process.stderr.read() == b""
