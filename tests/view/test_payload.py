"""The payload: what the page gets to know, and that it is the same every time."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from kg.graph.reader import Graph
from kg.model import Article, ArticleId, Evidence, Extraction, Mention, MentionId, Passage, Span
from kg.view.payload import make_payload
from kg.view.reading import passage_rows, text_row
from kg.view.records import Payload
from kg.view.words import read_words
from kg.vocab import EntityClass, LiteralPredicate, Predicate, Stage, Subclass


@pytest.fixture(scope="module")
def payload(graph: Graph) -> Payload:
    """Give the payload of the small world."""
    return make_payload(graph, title="小世界")


def test_rows_stand_for_what_the_graph_holds(payload: Payload, graph: Graph) -> None:
    """Every entity, fact, post, stage event and figure of the graph has its row."""
    network = payload.network
    assert [n.id for n in network.nodes] == [e.id for e in graph.entities()]
    assert len(network.facts) == len(list(graph.facts()))
    assert len(network.posts) == len(list(graph.posts()))
    assert len(network.stages) == len(list(graph.stage_events()))
    assert len(network.figures) == len(list(graph.observations()))
    assert {a.title for a in network.articles} == {a.headline for a in graph.articles()}


def test_a_passage_is_found_in_the_text_that_is_shown(payload: Payload) -> None:
    """The marked stretch of the article is the passage itself."""
    network, reading = payload.network, payload.reading
    assert reading.passages
    for row, passage in enumerate(reading.passages):
        text = reading.texts[network.evidence_article[row]]
        assert text is not None
        assert text.text[passage.start : passage.end] == passage.quote.strip()


def test_mentions_lead_to_the_nodes_that_they_name(payload: Payload) -> None:
    """The characters of a mention are a name of its node."""
    nodes = payload.network.nodes
    for text in payload.reading.texts:
        assert text is not None
        for mention in text.mentions:
            node = nodes[mention.node]
            assert text.text[mention.start : mention.end] in {node.label, *node.names}


def test_a_part_holds_nothing_of_the_rest(graph: Graph) -> None:
    """A focused payload names only what was kept, and the articles that tell of it."""
    kept = frozenset(e.id for e in graph.find("恒越电子"))
    network = make_payload(graph, title="", keep=kept, focus=min(kept)).network
    assert {n.id for n in network.nodes} == kept
    assert network.focus == 0
    assert all(f.object == -1 for f in network.facts)
    assert network.posts == ()


def _article(text: str, mentions: tuple[Mention, ...]) -> Extraction:
    article = Article(id=ArticleId("a"), source_file="a.txt", source_text="")
    return Extraction(article=article, text=text, mentions=mentions, statements=())


def _evidence(quote: str, start: int) -> Evidence:
    return Evidence(
        id="e", article="a", quote=quote, start=start, end=start + len(quote), confidence=1, by="r"
    )


def _mention(start: int, text: str, *, source: int) -> Mention:
    return Mention(
        id=MentionId("m"), span=Span(start, start + len(text)), text=text, name=text,
        passage=Passage(start=source, end=source + len(text), quote=text),
        kind=EntityClass.COMPANY, by="r",
    )  # fmt: skip


def test_of_two_equal_passages_the_one_meant_is_marked() -> None:
    """The same words twice in an article: the place in the source decides."""
    text = "园区好。别的话。园区好。"
    (row,) = passage_rows([_evidence("园区好。", 8)], {"a": _article(text, ())})
    assert (row.start, row.end) == (8, 12)


def test_a_repaired_passage_is_found_by_its_mentions() -> None:
    """Where the source reads otherwise than the repaired text, the sentence of its mentions stands."""
    text = "第一句。恒越电子落户。第三句。"
    extraction = _article(text, (_mention(4, "恒越电子", source=6),))
    (row,) = passage_rows([_evidence("恒越电子落戶。", 6)], {"a": extraction})
    assert text[row.start : row.end] == "恒越电子落户。"


def test_a_passage_without_a_trace_says_so() -> None:
    """A quote that cannot be placed is shown as it is, without an article around it."""
    (row,) = passage_rows([_evidence("无处可寻", 0)], {"a": _article("别的话。", ())})
    assert (row.start, row.end, row.quote) == (-1, -1, "无处可寻")


def test_offsets_count_as_browsers_do() -> None:
    """A character outside the basic plane counts two for JavaScript, and for us."""
    extraction = _article("🏭恒越电子", (_mention(1, "恒越电子", source=1),))
    row = text_row(extraction, {(EntityClass.COMPANY, "恒越电子"): "company/x"}, {"company/x": 0})
    assert [(m.start, m.end, m.node) for m in row.mentions] == [(2, 6, 0)]


def test_the_page_has_words_for_every_term() -> None:
    """No term of the vocabulary reaches a reader as a bare identifier."""
    words = read_words()
    assert set(words.classes) == set(EntityClass)
    assert set(words.subclasses) == set(Subclass)
    assert set(words.stages) == set(Stage)
    assert set(words.predicates) >= {*Predicate, *LiteralPredicate}
    for section in (words.classes, words.subclasses, words.predicates, words.groups, words.stages):
        assert all(word["zh"] and word["en"] for word in section.values())


def _digest(payload: Payload) -> str:
    return hashlib.sha256(msgspec.json.encode(payload)).hexdigest()


def test_the_same_graph_gives_the_same_bytes(payload: Payload, folder: Path) -> None:
    """Another run with another hash seed writes the very same data."""
    program = (
        "import sys, hashlib, msgspec; from pathlib import Path\n"
        "from kg.graph.reader import open_graph; from kg.view.payload import make_payload\n"
        "payload = make_payload(open_graph(Path(sys.argv[1])), title='小世界')\n"
        "print(hashlib.sha256(msgspec.json.encode(payload)).hexdigest())"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(folder)],
        env={**os.environ, "PYTHONHASHSEED": "77"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == _digest(payload)
