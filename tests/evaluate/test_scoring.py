"""evaluate: what counts as right, wrong and neither, on one small article."""

import json
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from kg.errors import GraphError, UsageError
from kg.evaluate import Scores, Tally, add_up, read_gold, score
from kg.evaluate.compare import bare, in_base_unit, indicators_agree, same_number, titles_agree
from kg.vocab import PARK, PARKID
from tests.evaluate.graph_from_gold import GraphFromGold

DOC: dict[str, Any] = {
    "doc": "t1",
    "title": "甲公司落户甲园区",
    "entities": [
        {"id": "k1", "type": "Park", "name": "甲园区", "aliases": ["园区"]},
        {"id": "l1", "type": "Place", "name": "乙市", "aliases": ["乙"]},
        {"id": "l2", "type": "Place", "name": "丙省"},
        {"id": "c1", "type": "Company", "name": "甲公司"},
        {"id": "c2", "type": "Company", "name": "丁公司"},
        {"id": "o1", "type": "Organization", "name": "甲园区管委会"},
        {"id": "m1", "type": "Organization", "name": "乙市日报", "optional": True},
        {"id": "j1", "type": "Project", "name": "甲公司项目"},
        {"id": "p1", "type": "Person", "name": "赵试"},
    ],
    "facts": [
        {"s": "c1", "p": "locatedIn", "o": "k1"},
        {"s": "k1", "p": "locatedIn", "o": "l1"},
        {"s": "l1", "p": "locatedIn", "o": "l2"},
        {"s": "c2", "p": "locatedIn", "o": "k1", "optional": True},
        {"s": "p1", "p": "holdsPost", "o": "k1", "alt_o": "o1", "title": "管委会主任"},
        {"s": "c1", "p": "cooperatesWith", "o": "c2"},
        {"s": "j1", "p": "undertakenBy", "o": "c1"},
        {"s": "j1", "p": "totalInvestment", "value": 500000000},
        {"s": "j1", "p": "stage", "o": "signed"},
        {"s": "j1", "p": "capacity", "text": "年产3万吨"},
    ],
    "observations": [
        {"s": "k1", "indicator": "规上工业总产值", "value": 65.18, "unit": "亿元"},
        {"s": "k1", "alt_s": "l1", "indicator": "签约项目数", "value": 5, "unit": "个"},
        {"s": "k1", "indicator": "走访次数", "value": 1, "unit": "次", "optional": True},
    ],
}


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """The gold file of the small article."""
    return write_gold(tmp_path, DOC)


def write_gold(folder: Path, doc: dict[str, Any]) -> Path:
    """Write one gold file."""
    path = folder / f"{doc['doc']}.json"
    path.write_text(json.dumps(doc, ensure_ascii=False), encoding="utf-8")
    return path


def graph_of(folder: Path, doc: dict[str, Any]) -> Path:
    """Write the graph that says what `doc` says."""
    return GraphFromGold().write([write_gold(folder, doc | {"doc": "built"})], folder / "graph.nq")


def with_facts(*facts: dict[str, Any]) -> dict[str, Any]:
    """The small article with other facts and no figures."""
    return DOC | {"facts": list(facts), "observations": []}


def test_a_graph_that_says_what_gold_says_is_perfect(gold: Path, tmp_path: Path) -> None:
    """Everything annotated and nothing else gives 1.0 throughout, and no misses."""
    scores = score(graph_of(tmp_path, DOC), [gold])
    assert scores.all_entities == Tally(right=8, predicted=8, gold=8)
    assert scores.core_facts == Tally(right=8, predicted=8, gold=8)
    assert scores.observations == Tally(right=2, predicted=2, gold=2)
    assert scores.misses == ()


def test_an_empty_graph_is_all_missed(gold: Path, tmp_path: Path) -> None:
    """A graph that says nothing gets zeros, not a division by zero."""
    empty = tmp_path / "graph.nq"
    empty.touch()
    scores = score(empty, [gold])
    assert scores.core_facts == Tally(right=0, predicted=0, gold=8)
    assert scores.core_facts.f1 == 0.0


@pytest.mark.parametrize(
    ("fact", "tally"),
    [
        ({"s": "c1", "p": "locatedIn", "o": "k1"}, (1, 1)),
        ({"s": "c1", "p": "locatedIn", "o": "l2"}, (0, 0)),  # follows by containment
        ({"s": "c2", "p": "locatedIn", "o": "k1"}, (0, 0)),  # optional
        ({"s": "l1", "p": "locatedIn", "o": "k1"}, (0, 1)),  # the wrong way round
        ({"s": "p1", "p": "holdsPost", "o": "o1", "title": "主任"}, (1, 1)),  # equally good
        ({"s": "p1", "p": "holdsPost", "o": "k1", "title": "书记"}, (0, 1)),
        ({"s": "c2", "p": "cooperatesWith", "o": "c1"}, (1, 1)),  # goes both ways
        ({"s": "c1", "p": "undertakenBy", "o": "j1"}, (0, 1)),  # goes one way
        ({"s": "j1", "p": "totalInvestment", "value": 501000000}, (1, 1)),  # rounding
        ({"s": "j1", "p": "totalInvestment", "value": 600000000}, (0, 1)),
        ({"s": "j1", "p": "stage", "o": "inProduction"}, (0, 1)),
        ({"s": "c1", "p": "received", "o": "m1"}, (0, 0)),  # about something optional
    ],
)
def test_one_fact(
    gold: Path, tmp_path: Path, fact: dict[str, Any], tally: tuple[int, int]
) -> None:
    """Each way to state a fact counts as right, as wrong, or not at all."""
    facts = score(graph_of(tmp_path, with_facts(fact)), [gold]).core_facts
    assert (facts.right, facts.predicted) == tally


def test_saying_a_fact_twice_is_no_fault(gold: Path, tmp_path: Path) -> None:
    """Two posts whose titles both fit one in gold count once."""
    post = {"s": "p1", "p": "holdsPost", "o": "k1"}
    doc = with_facts(post | {"title": "主任"}, post | {"title": "管委会主任"})
    facts = score(graph_of(tmp_path, doc), [gold]).facts["holdsPost"]
    assert (facts.right, facts.predicted) == (1, 1)


def test_a_thing_under_another_class_is_wrong_but_its_facts_can_be_right(
    gold: Path, tmp_path: Path
) -> None:
    """甲公司 read as an organization is a wrong entity, yet it is in 甲园区."""
    entities = [e | {"type": "Organization"} if e["id"] == "c1" else e for e in DOC["entities"]]
    doc = with_facts({"s": "c1", "p": "locatedIn", "o": "k1"}) | {"entities": entities}
    scores = score(graph_of(tmp_path, doc), [gold])
    assert scores.entities["Organization"] == Tally(right=1, predicted=2, gold=1)
    assert scores.facts["locatedIn"].right == 1


def test_figures_agree_in_value_whatever_the_unit(gold: Path, tmp_path: Path) -> None:
    """651800 万元 is 65.18 亿元, and an equally good subject is as good."""
    observations = [
        {"s": "k1", "indicator": "工业总产值", "value": 651800, "unit": "万元"},
        {"s": "l1", "indicator": "新签约项目", "value": 5, "unit": "个"},
        {"s": "k1", "indicator": "走访企业次数", "value": 1, "unit": "次"},
        {"s": "k1", "indicator": "税收", "value": 2, "unit": "亿元"},
    ]
    doc = with_facts() | {"observations": observations}
    assert score(graph_of(tmp_path, doc), [gold]).observations == Tally(
        right=2, predicted=3, gold=2
    )


def test_misses_name_what_is_missing_and_what_is_wrong(gold: Path, tmp_path: Path) -> None:
    """A miss tells its part, its verdict and the names."""
    doc = with_facts({"s": "j1", "p": "undertakenBy", "o": "c2"})
    told = {(m.part, m.verdict, m.what) for m in score(graph_of(tmp_path, doc), [gold]).misses}
    assert ("undertakenBy", "missed", "甲公司项目 -> 甲公司") in told
    assert ("undertakenBy", "wrong", "甲公司项目 -> 丁公司") in told


def test_gold_files_are_merged_by_name(gold: Path, tmp_path: Path) -> None:
    """甲园区 of two files is one, and required if either requires it."""
    other = DOC | {
        "doc": "t2",
        "entities": [
            {"id": "x", "type": "Park", "name": "园区", "optional": True},
            {"id": "y", "type": "Company", "name": "戊公司"},
        ],
        "facts": [{"s": "y", "p": "locatedIn", "o": "x"}],
        "observations": [],
    }
    merged = read_gold([gold, write_gold(tmp_path, other)])
    assert sum(kind == "Park" for kind in merged.kinds.values()) == 1
    assert len([f for f in merged.facts if f.predicate == "locatedIn"]) == 4


def test_counts_add_up(gold: Path, tmp_path: Path) -> None:
    """The scores of two articles are the sum of their counts."""
    scores = score(graph_of(tmp_path, DOC), [gold])
    total = add_up([scores, scores])
    assert total.core_facts.gold == 2 * scores.core_facts.gold
    assert add_up([]) + scores == Scores(
        entities=scores.entities, facts=scores.facts, observations=scores.observations
    )


def test_grounding(gold: Path, tmp_path: Path) -> None:
    """Passages are compared with the source at their offsets, and facts without one are counted."""
    (tmp_path / "t1.txt").write_text("甲公司落户甲园区。", encoding="utf-8")
    lines = [
        evidence("e1", 0, 3, "甲公司"),
        evidence("e2", 3, 5, "甲园区"),
        "<{id}c> <{park}locatedIn> <{id}k> <{id}e1> .",
        "<{id}c> <{park}locatedIn> <{id}l> .",
        '<{id}a> <{park}sourceFile> "t1.txt" .',
    ]
    graph = tmp_path / "graph.nq"
    text = "\n".join(lines).replace("{id}", PARKID).replace("{park}", PARK)
    graph.write_text(text + "\n", encoding="utf-8")
    ground = score(graph, [gold], texts=tmp_path).grounding
    assert ground is not None
    assert (ground.evidence, ground.exact) == (2, 1)
    assert (ground.facts, ground.facts_without_evidence) == (2, 1)
    assert "甲园区" in ground.bad[0]


def test_grounding_in_a_container(gold: Path, tmp_path: Path) -> None:
    """Offsets of a record count in its own text, on its own line."""
    record = json.dumps({"title": "题", "text": "甲公司落户"}, ensure_ascii=False)
    (tmp_path / "t1.jsonl").write_text("{}\n" + record + "\n", encoding="utf-8")
    place = '<{id}a> <{park}record> "line 2" .'
    named = '<{id}a> <{park}sourceFile> "t1.jsonl" .'
    lines = [evidence("e1", 0, 3, "甲公司"), evidence("e2", 1, 3, "甲公"), named, place]
    graph = tmp_path / "graph.nq"
    text = "\n".join(lines).replace("{id}", PARKID).replace("{park}", PARK)
    graph.write_text(text + "\n", encoding="utf-8")
    ground = score(graph, [gold], texts=tmp_path).grounding
    assert ground is not None
    assert (ground.evidence, ground.exact) == (2, 1)


def evidence(name: str, start: int, end: int, quote: str) -> str:
    """The lines of one Evidence, with places for the namespaces."""
    return (
        f"<{{id}}{name}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{{park}}Evidence> .\n"
        f"<{{id}}{name}> <http://www.w3.org/ns/prov#wasDerivedFrom> <{{id}}a> .\n"
        f'<{{id}}{name}> <{{park}}start> "{start}" .\n'
        f'<{{id}}{name}> <{{park}}end> "{end}" .\n'
        f'<{{id}}{name}> <{{park}}quote> "{quote}" .'
    )


def test_faults_are_told(gold: Path, tmp_path: Path) -> None:
    """A missing graph, a broken graph, a missing gold and a broken gold each name the file."""
    broken = tmp_path / "broken"
    broken.write_text("{oops", encoding="utf-8")
    with pytest.raises(GraphError, match=r"nowhere\.nq"):
        score(tmp_path / "nowhere.nq", [gold])
    with pytest.raises(GraphError, match="no N-Quads"):
        score(broken, [gold])
    with pytest.raises(UsageError, match=r"nowhere\.json"):
        score(graph_of(tmp_path, DOC), [tmp_path / "nowhere.json"])
    with pytest.raises(UsageError, match="no gold annotation"):
        score(graph_of(tmp_path, DOC), [broken])


def test_the_order_of_lines_does_not_matter(gold: Path, tmp_path: Path) -> None:
    """A graph with its lines turned round gets the same figures."""
    graph = GraphFromGold(noise=0.4, seed=3).write([gold], tmp_path / "graph.nq")
    quads = list(ox.parse(path=graph, format=ox.RdfFormat.N_QUADS))
    turned = tmp_path / "turned.nq"
    ox.serialize(reversed(quads), str(turned), format=ox.RdfFormat.N_QUADS)
    assert score(turned, [gold]) == score(graph, [gold])


@pytest.mark.parametrize(
    ("left", "right", "agree"),
    [
        ("党工委书记", "书记", True),
        ("董事长", "总经理", False),
        ("", "书记", False),
    ],
)
def test_titles(left: str, right: str, agree: bool) -> None:
    """One title contains the other; an empty title agrees with nothing."""
    assert titles_agree(left, right) is agree


def test_numbers_and_names() -> None:
    """Rounding, units, widths and quotes make no difference; absence does."""
    assert same_number(40.6, 40.58)
    assert not same_number(None, None)
    assert in_base_unit(2517, "万元") == pytest.approx(25170000)
    assert in_base_unit(None, "万元") is None
    assert bare("“Ａ Ｂ”（1）") == "ab1"
    assert indicators_agree("规上工业增加值", "增加值")
    assert not indicators_agree("税收", "用电量")
