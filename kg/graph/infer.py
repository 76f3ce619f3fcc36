"""graph/infer: a built folder in, what the ontology's rules conclude from it out, apart from what texts state.

Rules are the CONSTRUCT queries of ontology/rules. Each may use what the others concluded, so all of
them are run until none has anything to add. What a text states is never concluded again.
"""

from collections.abc import Container
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from kg.errors import OntologyError
from kg.graph.iris import INFERRED
from kg.graph.ontology import ontology_path, read_triples
from kg.graph.reader import DEFAULT
from kg.graph.storage import GRAPH_FILE, INFERRED_FILE, STORE_FOLDER, make_store, open_store
from kg.graph.syntax import nquads, read_nquads
from kg.graph.terms import Quad, node, spelt
from kg.graph.write import write_quads, write_text

RULES = "rules"


class Rule(NamedTuple):
    """A rule: its name, what it says in one line of Chinese and one of English, and its query."""

    name: str
    title_zh: str
    title: str
    query: str


def rules() -> list[Rule]:
    """Give the ontology's rules, sorted by name; OntologyError when one lacks its two title lines."""
    found = []
    for path in sorted(ontology_path(RULES).glob("*.rq")):
        text = path.read_text(encoding="utf-8")
        titles = [line[1:].strip() for line in text.splitlines()[:2] if line.startswith("#")]
        if len(titles) < 2:
            raise OntologyError(f"{path}: a rule begins with a line of Chinese and one of English")
        found.append(Rule(path.stem, titles[0], titles[1], text))
    return found


def infer(folder: Path, *, into_graph: bool = False) -> dict[str, int]:
    """Write what the rules conclude to inferred.nq, and give how much each was the first to conclude.

    With `into_graph`, graph.nq, graph.trig, graph.jsonld and an on-disk store hold it as well, always in
    the graph parkid:inferred alone. Raises GraphError when the folder holds no graph.
    """
    concluded, counts = _conclude(_stated(folder))
    graph = node(INFERRED)
    quads = sorted(
        Quad(spelt(str(t.subject)), str(t.predicate), spelt(str(t.object)), graph)
        for t in concluded
    )
    write_text(folder / INFERRED_FILE, nquads(quads))
    if into_graph:
        stated = (q for q in read_nquads(folder / GRAPH_FILE) if q.graph != graph)
        write_quads(sorted([*stated, *quads]), folder)
        if (folder / STORE_FOLDER).is_dir():
            make_store(folder)
    return counts


def _stated(folder: Path) -> ox.Store:
    """Give a store to work in: what texts state, and what the ontology says of its words."""
    work = ox.Store()
    source = open_store(folder)
    work.bulk_extend(source.quads_for_pattern(None, None, None, DEFAULT))
    return work


def _conclude(work: ox.Store) -> tuple[set[ox.Triple], dict[str, int]]:
    known = read_triples("parkgraph.ttl")
    # What the ontology says of its own words is no conclusion about the world.
    words = {triple.subject for triple in known}
    work.extend(ox.Quad(t.subject, t.predicate, t.object) for t in known)
    concluded: set[ox.Triple] = set()
    counts = {rule.name: 0 for rule in rules()}
    grew = True
    while grew:
        grew = False
        for rule in rules():
            fresh = _fresh(work, rule, words)
            work.extend(ox.Quad(t.subject, t.predicate, t.object) for t in fresh)
            concluded |= fresh
            counts[rule.name] += len(fresh)
            grew = grew or bool(fresh)
    return concluded, counts


def _fresh(work: ox.Store, rule: Rule, words: Container[object]) -> set[ox.Triple]:
    """Run one rule, and give what nothing said before it."""
    try:
        result = work.query(rule.query)
    except SyntaxError as fault:
        raise OntologyError(f"rule {rule.name}: not SPARQL: {fault}") from fault
    if not isinstance(result, ox.QueryTriples):
        raise OntologyError(f"rule {rule.name}: expected a CONSTRUCT query")
    return {
        triple
        for triple in set(result)
        if triple.subject not in words
        and ox.Quad(triple.subject, triple.predicate, triple.object) not in work
    }
