"""Tests of the named questions."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import QuerySolutions, Store
from typer.testing import CliRunner

from kg.cli import app
from kg.errors import OntologyError, UsageError
from kg.graph.reader import Graph, open_graph
from kg.query.questions import Kind, Question, arguments, parse, question, questions
from kg.query.results import Rows, to_read
from kg.query.run import run
from kg.query.tokens import tokens

NAMES = sorted(questions())


@pytest.fixture(scope="module")
def graph(world: Path) -> Graph:
    """Give the small world as values."""
    return open_graph(world)


def answered(asked: Question, graph: Graph, given: dict[str, str]) -> list[list[str]]:
    """Give the rows of a question's answer."""
    text = asked.bound(given, lambda name: [found.id for found in graph.find(name)])
    answer = to_read(run(graph.store, text))
    assert isinstance(answer, Rows)
    return answer.rows


def test_there_are_at_least_twenty() -> None:
    """The issue asks for twenty questions."""
    assert len(NAMES) >= 20


@pytest.mark.parametrize("name", NAMES)
def test_a_question_has_an_answer_in_the_small_world(name: str, graph: Graph) -> None:
    """With its example, each question has an answer, in an order that the query itself fixes."""
    asked = question(name)
    found = answered(asked, graph, dict(asked.example))
    assert found
    assert found == answered(asked, graph, dict(asked.example))
    assert "ORDER BY" in asked.text


@pytest.mark.parametrize("name", NAMES)
def test_a_question_runs_without_arguments_unless_it_needs_them(name: str, graph: Graph) -> None:
    """Defaults mean "any", so that a question without arguments answers for the whole graph."""
    asked = question(name)
    needed = {parameter.name: "恒越电子" for parameter in asked.parameters if parameter.needed}
    answered(asked, graph, needed)
    if needed:
        with pytest.raises(UsageError, match="needs"):
            answered(asked, graph, {})


@pytest.mark.parametrize(
    ("name", "given", "row"),
    [
        ("park-leaders", {"park": "清河工业园区"}, ["清河工业园区", "管委会主任", "顾承平", "2022", "2022-04-18"]),
        ("conflicting-posts", {}, ["清河工业园区", "党工委书记", "2023", "孟书岚", "许闻笛"]),
        ("companies-in-several-parks", {}, ["恒越电子", "临江经开区", "by a project or a contract"]),
        ("moved", {}, ["顾承平", "2022-04-18", "管委会主任", "清河工业园区", "2023-06-20", "党工委书记"]),
        ("leads", {}, ["清河工业园区", "上海云帆科技"]),
        ("subsidiaries", {"parent": "蓝桥新材"}, ["蓝桥新材", "江东蓝桥新材料有限公司", "清河工业园区"]),
        ("stages-going-back", {}, ["恒越电子二期项目", "2023-01", "stage:inProduction", "2023-02"]),
    ],
)  # fmt: skip
def test_answers_are_right(name: str, given: dict[str, str], row: list[str], graph: Graph) -> None:
    """Some answers, as a reader of the four articles would give them."""
    assert row in [found[: len(row)] for found in answered(question(name), graph, given)]


def test_conflicting_amounts_name_both_sources(graph: Graph) -> None:
    """A project with two amounts is listed once for each, with the words that say so."""
    found = answered(question("conflicting-amounts"), graph, {"project": "恒越电子二期项目"})
    assert [(line[1], line[2]) for line in found] == [
        ("320000000", "2023-02-07"),
        ("400000000", "2023-02-07"),
    ]


def test_arguments_that_do_not_fit_are_refused(graph: Graph) -> None:
    """A wrong name, stage, number or entity is refused with what would fit."""
    for name, wrong, says in (
        ("park-leaders", {"parc": "x"}, "has park, not parc"),
        ("park-leaders", {"park": "无此园"}, "nothing in the graph is called"),
        ("projects-by-stage", {"stage": "done"}, "choose planned"),
        ("projects-by-stage", {"min": "NaN"}, "no number"),
        ("projects-by-stage", {"min": "much"}, "no number"),
        ("most-mentioned", {"class": "Firm"}, "choose Company"),
    ):
        with pytest.raises(UsageError, match=says):
            answered(question(name), graph, wrong)
    with pytest.raises(UsageError, match="name=value"):
        arguments(["park"])
    with pytest.raises(UsageError, match="there are article"):
        question("nothing")


@given(value=st.text(max_size=30))
def test_no_argument_can_change_a_query(value: str) -> None:
    """Whatever a text argument holds, the query keeps its tokens but for that one string."""
    asked = parse(
        "t", '# zh: 问\n# en: q\n# param s text: s\nSELECT ?s { VALUES ?s { "x" } ?s ?p ?o }'
    )
    text = asked.bound({"s": value}, lambda _: ())
    before, after = tokens(asked.text), tokens(text)
    assert [token.kind for token in before] == [token.kind for token in after]
    answer = run(Store(), "SELECT ?s { " + text[text.index("VALUES") : text.index("?s ?p")] + "}")
    assert isinstance(answer, QuerySolutions)
    assert [solution["s"].value for solution in answer] == [value]


def test_broken_question_files_are_named() -> None:
    """A header that does not fit its query is a fault of the ontology."""
    with pytest.raises(OntologyError, match="title is missing"):
        parse("t", "SELECT * {}")
    with pytest.raises(OntologyError, match="one VALUES block"):
        parse("t", "# zh: 问\n# en: q\n# param s text: s\nSELECT * {}")
    assert {parameter.kind for name in NAMES for parameter in question(name).parameters} == set(
        Kind
    )


def test_the_command_lists_and_answers(world: Path) -> None:
    """`kg ask` lists the questions; with a name it answers, or prints the whole query."""
    runner = CliRunner()
    listing = runner.invoke(app, ["ask"])
    assert "谁领导这个园区？ Who leads this park?" in listing.output
    asked = ["ask", "park-leaders", "park=临江经开区", "--graph", str(world)]
    assert "临江经开区,党工委书记,顾承平,2023-06-20" in runner.invoke(app, asked).output
    printed = runner.invoke(app, [*asked, "--sparql"])
    assert "PREFIX park:" in printed.output
    assert "VALUES ?park { <https://w3id.org/parkgraph/id/park/临江经开区> }" in printed.output
