"""Tests of the pages for people: entities, search, the query page, the log."""

import json
import re
import time
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import RdfFormat, parse

from kg.graph.reader import open_graph
from kg.query.search import Index, build_index
from kg.vocab import PARKID
from tests.query.conftest import Endpoint

HENGYUE = "/id/company/恒越电子"


def test_an_entity_has_a_page_with_its_passages(endpoint: Endpoint) -> None:
    """A browser gets names, facts, marked passages, articles, and links to the other entities."""
    page = endpoint.ask(HENGYUE, Accept="text/html,application/xhtml+xml,*/*;q=0.8")
    assert page.media_type == "text/html"
    assert "<h1>恒越电子</h1>" in page.text
    assert (
        "<mark>在清河工业园区，恒越电子二期项目已于2023年1月建成投产，总投资3.2亿元。</mark>"
        in page.text
    )
    assert 'href="/id/park/%E6%B8%85%E6%B2%B3' in page.text
    assert "02-qinghe-projects.txt [32:71]" in page.text
    assert "两处名称完全相同" in page.text


@pytest.mark.parametrize(
    ("accept", "form", "parser"),
    [
        ("text/turtle", "ttl", RdfFormat.TURTLE),
        ("application/n-triples", "nt", RdfFormat.N_TRIPLES),
        ("application/ld+json", "jsonld", RdfFormat.JSON_LD),
        ("application/rdf+xml", "rdf", RdfFormat.RDF_XML),
    ],
)
def test_an_entity_is_rdf_for_programs(
    endpoint: Endpoint, accept: str, form: str, parser: RdfFormat
) -> None:
    """The same address gives RDF by Accept, or by ?format= in a browser's address line."""
    by_accept = endpoint.ask(HENGYUE, Accept=accept)
    by_format = endpoint.ask(f"{HENGYUE}?format={form}", Accept="text/html")
    assert by_accept.media_type == by_format.media_type == accept
    assert by_accept.body == by_format.body
    triples = {quad.triple for quad in parse(by_accept.body, parser)}
    subjects = {getattr(triple.subject, "value", "") for triple in triples}
    assert PARKID + "company/恒越电子" in subjects
    assert (
        PARKID + "park/临江经开区" in subjects
    )  # signed it: what leads to a thing is about it too


def test_every_address_in_the_graph_has_a_page(endpoint: Endpoint, world: Path) -> None:
    """Entities, articles, posts, passages, rules: each id that the graph names can be looked at."""
    seen = {HENGYUE}
    queue = [HENGYUE]
    while queue and len(seen) < 60:
        page = endpoint.ask(queue.pop(), Accept="text/html")
        assert page.status == 200
        found = {path.partition("?")[0] for path in re.findall(r'href="(/id/[^"]+)"', page.text)}
        queue += sorted(found - seen)
        seen |= found
    assert {path.split("/")[2] for path in seen} >= {"company", "park", "article"}
    for evidence in list(open_graph(world).evidence())[:2]:
        assert evidence.quote[:8] in endpoint.ask(f"/id/{evidence.id}", Accept="text/html").text


def test_unknown_things_are_not_found(endpoint: Endpoint) -> None:
    """An id that the graph does not hold is a 404, whatever the client accepts."""
    for path in ("/id/company/无此企业", "/id/", "/id/..", "/id/%2e%2e", f"{HENGYUE}?format=docx"):
        assert endpoint.ask(path).status == 404
    assert endpoint.ask(HENGYUE, Accept="image/png").status == 406


def test_search_finds_names_and_passages(endpoint: Endpoint) -> None:
    """Long words, short ones, several at once, other width and case: names first, then passages."""
    for words in ("恒越电子", "恒越", "恒", "恒越 电子"):
        found = json.loads(endpoint.ask(f"/search?q={words}", Accept="application/json").body)
        assert found["entities"][0]["target"] == "company/恒越电子"
        assert all("恒越电子" in hit["shown"] for hit in found["passages"])
    found = json.loads(endpoint.ask("/search?q=１２.５％", Accept="application/json").body)
    assert "12.5%" in found["passages"][0]["shown"]
    page = endpoint.ask("/search?q=恒越", Accept="text/html")
    assert 'href="/id/company/%E6%81%92%E8%B6%8A%E7%94%B5%E5%AD%90"' in page.text


@pytest.mark.parametrize(
    "words", ["", " ", "%", "_", '"', "a AND b", "NEAR(", "x*", "'; DROP TABLE", "\x00恒越"]
)
def test_search_takes_any_words(world: Path, tmp_path: Path, words: str) -> None:
    """Operators and quotation marks are words like others, and nothing is found by nothing."""
    build_index(open_graph(world), tmp_path / "search.sqlite")
    found = Index(tmp_path / "search.sqlite").search(words)
    assert bool(found.entities) == ("恒越" in words)


def test_the_query_page_offers_the_named_questions(endpoint: Endpoint) -> None:
    """The page holds the questions in both languages and loads nothing from elsewhere."""
    page = endpoint.ask("/", Accept="text/html")
    assert "谁领导这个园区？" in page.text
    assert "Who leads this park?" in page.text
    for link in re.findall(r'(?:src|href|action)="([^"]+)"', page.text):
        if link == "data:,":  # no icon
            continue
        assert link.startswith("/")
        assert endpoint.ask(link, Accept="*/*").status in (200, 400, 303)
    assert page.headers["content-security-policy"].startswith("default-src 'none'")


def test_names_are_shown_as_text(endpoint: Endpoint) -> None:
    """Markup in what a user typed is shown, not run."""
    page = endpoint.ask("/search?q=<script>alert(1)</script>", Accept="text/html")
    assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert" in page.text


def test_requests_are_logged_one_a_line(endpoint: Endpoint) -> None:
    """The log tells when, what, with which outcome, how long and how much."""
    endpoint.query("SELECT ('logged' AS ?x) {}  # one\n# two\u2028three")
    found: list[dict[str, Any]] = []
    for _ in range(100):  # the line is written once the answer is out
        text = endpoint.log.read_text(encoding="utf-8")
        lines = text[: text.rfind("\n") + 1].splitlines()  # at every line end that Unicode knows
        found = [line for line in map(json.loads, lines) if "'logged'" in line.get("query", "")]
        if found:
            break
        time.sleep(0.05)
    (line,) = found
    assert (line["method"], line["path"], line["status"]) == ("POST", "/sparql", 200)
    assert line["ms"] > 0
    assert line["bytes"] > 0
    assert line["at"].endswith("+00:00")
