"""Reading back: what was written is what the windows see, from memory and from disk."""

import shutil
from itertools import pairwise
from pathlib import Path

import pytest

from kg.errors import GraphError, UsageError
from kg.graph.claims import gather
from kg.graph.reader import Graph, open_graph
from kg.graph.storage import make_store
from kg.model import Fact
from tests.world import built_world, small_world


@pytest.fixture(scope="module", params=["in memory", "on disk"])
def graph(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """Give the small world's graph, opened in both ways."""
    folder = built_world(tmp_path_factory.mktemp("world"))
    if request.param == "on disk":
        assert make_store(folder) == len(open_graph(folder).store)
    return open_graph(folder)


def test_entities_come_back_as_they_went_in(graph: Graph) -> None:
    """Label, names, classes, codes and articles survive the way through RDF."""
    assert list(graph.entities()) == list(gather(*small_world()).entities)


def test_facts_come_back_with_all_their_passages(graph: Graph) -> None:
    """Each plain fact is there once, with every evidence that states it."""
    said: dict[tuple[str, str, str], set[str]] = {}
    for claim in gather(*small_world()).claims:
        if isinstance(fact := claim.said, Fact):
            key = fact.subject, str(fact.predicate), fact.object or fact.value or ""
            said.setdefault(key, set()).update(fact.evidence)
    read = {(f.subject, f.predicate, f.object or f.value or ""): f for f in graph.facts()}
    assert {key: set(fact.evidence) for key, fact in read.items()} == said
    assert not any(fact.inferred for fact in read.values())


def test_mentions_come_back_with_their_entities(graph: Graph) -> None:
    """Each mention of the extractions leads to an entity of the graph, or names none."""
    extractions, resolution = small_world()
    of = graph.entity_of()
    assert of == resolution.entity_of()
    assert set(of) <= {m.id for e in extractions for m in e.mentions}
    assert set(of.values()) == {e.id for e in graph.entities()}


def test_every_iterator_is_sorted(graph: Graph) -> None:
    """Windows can rely on the order of ids."""
    for iterate in (
        graph.articles,
        graph.entities,
        graph.posts,
        graph.stage_events,
        graph.observations,
        graph.evidence,
    ):
        ids = [value.id for value in iterate()]
        assert ids
        assert all(a < b for a, b in pairwise(ids))
    keys = [(f.subject, f.predicate, f.object or f.value or "") for f in graph.facts()]
    assert keys == sorted(keys)


def test_posts_stages_and_figures_come_back(graph: Graph) -> None:
    """A post knows its dates, a stage event its month, a figure its growth."""
    (post,) = [p for p in graph.posts() if p.person == "person/孟书岚"]
    assert (post.body, post.title) == ("park/清河工业园区", "党工委书记")
    assert (post.as_of, post.dates) == ("2023-02-07", ("2022-04-18", "2023-02-07"))
    assert len(post.evidence) == 2
    (event,) = [e for e in graph.stage_events() if e.date == "2022-03"]
    assert (event.project, event.stage) == ("project/年产10万吨水性涂料项目", "underConstruction")
    (figure,) = [o for o in graph.observations() if o.value == "42.6"]
    assert (figure.indicator, figure.unit) == ("规上工业总产值", "亿元")
    assert (figure.period, figure.year_on_year) == ("2022-Q1", "12.5")


def test_evidence_leads_to_its_article(graph: Graph) -> None:
    """From a figure to its passage, rule and article."""
    (figure,) = [o for o in graph.observations() if o.value == "42.6"]
    evidence = graph.evidence_of(figure.evidence[0])
    assert "42.6亿元" in evidence.quote
    assert (evidence.by, evidence.confidence) == ("gold", 1.0)
    articles = {article.id: article for article in graph.articles()}
    assert articles[evidence.article].source_file == "01-qinghe-visit.txt"
    assert articles[evidence.article].published == "2022-04-18"


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("清河工业园区", ["park/清河工业园区"]),
        ("园区", ["park/清河工业园区"]),
        ("parkid:company/恒越电子", ["company/恒越电子"]),
        ("恒 越电子", ["company/恒越电子"]),
        ("蓝桥新材", ["company/蓝桥新材"]),
        ("蓝桥", ["company/江东蓝桥新材料有限公司", "company/蓝桥新材"]),
        ("没有这个名字", []),
        ("", []),
    ],
)
def test_names_lead_to_entities(graph: Graph, name: str, found: list[str]) -> None:
    """An id, a label, another name or a part of one finds what bears it; an exact name finds nothing else."""
    assert [entity.id for entity in graph.find(name)] == found


def test_an_entity_is_found_by_its_id(graph: Graph) -> None:
    """A known id gives its entity, an unknown one an error that says what to do."""
    assert graph.entity("place/清河市").adcode == "990100"
    with pytest.raises(UsageError, match="kg explain"):
        graph.entity("place/无")
    with pytest.raises(UsageError, match="no evidence"):
        graph.evidence_of("evidence/0")


def test_articles_come_back_as_they_were_read(graph: Graph) -> None:
    """extractions.jsonl gives the repaired texts and mentions, sorted by article."""
    extractions, _ = small_world()
    assert list(graph.extractions()) == sorted(extractions, key=lambda e: e.article.id)


def test_a_folder_without_a_graph_says_what_to_do(tmp_path: Path) -> None:
    """An empty folder and a damaged graph are faults that their owner can mend."""
    with pytest.raises(GraphError, match="kg build"):
        open_graph(tmp_path)
    (tmp_path / "graph.nq").write_text("this is no quad\n", encoding="utf-8")
    with pytest.raises(GraphError, match="build the graph anew"):
        open_graph(tmp_path)


def test_damaged_articles_are_named_by_line(tmp_path: Path) -> None:
    """A cut extractions.jsonl is reported with its line, not half read."""
    folder = built_world(tmp_path)
    path = folder / "extractions.jsonl"
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(GraphError, match="line 4"):
        list(open_graph(folder).extractions())
    path.unlink()
    with pytest.raises(GraphError, match="build the graph anew"):
        list(open_graph(folder).extractions())


def test_a_store_can_be_made_again(tmp_path: Path) -> None:
    """Making the store twice replaces it; a foreign folder in its place is reported."""
    folder = built_world(tmp_path)
    assert make_store(folder) == make_store(folder)
    shutil.rmtree(folder / "store")
    (folder / "store").mkdir()
    with pytest.raises(GraphError, match="kg store"):
        open_graph(folder)
