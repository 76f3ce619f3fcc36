"""bench/query: a made-up graph of 100,000 quads in, seconds of our store and of rdflib out, as ratios.

Seconds are those of the CPU, which neighbours disturb least.
The graph has the contract's shape: every fact in the default graph and again in one named graph for
each passage. Both engines read the same file, and must give equally many rows.
"""

import io
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from pyoxigraph import RdfFormat, Store
from rdflib import Dataset

from bench.corpus import Corpus
from bench.measuring import Row
from kg.graph.iris import PROV, RDF, SKOS, iri_of
from kg.graph.storage import load
from kg.graph.terms import decimal, integer, iri, node, park, string, text
from kg.query.prefixes import declarations
from kg.query.results import Rows, to_read
from kg.query.run import run

QUADS = 100_000
_PER_PROJECT = 35.5  #: quads, about
_RDFLIB_NAMES = {RdfFormat.N_QUADS: "nquads", RdfFormat.TRIG: "trig"}

#: The six shapes: what people ask of such a graph, from a join to a search in the passages.
SHAPES = {
    "join of five": """SELECT ?company ?project ?park ?place ?yuan {
        ?project park:undertakenBy ?company ; park:locatedIn ?park ; park:totalInvestment ?yuan .
        ?company park:hasIndustry <https://w3id.org/parkgraph/id/industry/3> . ?park park:locatedIn ?place }""",
    "two OPTIONAL": """SELECT ?project ?yuan ?capacity { ?project a park:Project
        OPTIONAL { ?project park:totalInvestment ?yuan } OPTIONAL { ?project park:capacity ?capacity } }""",
    "aggregate": """SELECT ?park (COUNT(?project) AS ?n) (SUM(?yuan) AS ?sum) {
        ?project park:locatedIn ?park ; park:totalInvestment ?yuan } GROUP BY ?park""",
    "path": "SELECT ?child ?parent { ?child park:subsidiaryOf+ ?parent }",
    "evidence": """SELECT ?project ?company ?quote {
        ?evidence prov:wasDerivedFrom <https://w3id.org/parkgraph/id/article/7> ; park:quote ?quote
        GRAPH ?evidence { ?project park:undertakenBy ?company } }""",
    "words in passages": 'SELECT ?e ?quote { ?e park:quote ?quote FILTER(CONTAINS(?quote, "第42号")) }',
}


def measure(_: Corpus) -> Iterator[Row]:
    """Yield the ratios of loading, of the six shapes, and of writing."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "graph.nq"
        path.write_text(
            "\n".join(sorted(_lines(round(QUADS / _PER_PROJECT)))) + "\n", encoding="utf-8"
        )
        yield from compare(path)


def compare(path: Path) -> Iterator[Row]:
    """Yield the ratios over one N-Quads file; raises AssertionError when the engines disagree."""
    store, dataset = Store(), Dataset()
    ours = _seconds(partial(load, store, path))
    theirs = _seconds(partial(dataset.parse, path, format="nquads"))
    yield _row(f"load {len(store):,} quads", ours, theirs)
    for name, query in SHAPES.items():
        asked = declarations() + query
        ours, n_ours = _answered(partial(_rows, store, asked), times=3)
        theirs, n_theirs = _answered(partial(_rdflib_rows, dataset, asked))
        assert n_ours == n_theirs, f"{name}: {n_ours} rows, rdflib {n_theirs}"
        yield _row(f"{name}, {n_ours:,} rows", ours, theirs)
    for form in (RdfFormat.N_QUADS, RdfFormat.TRIG):
        ours = _seconds(partial(store.dump, io.BytesIO(), form))
        theirs = _seconds(partial(dataset.serialize, format=_RDFLIB_NAMES[form]))
        yield _row(f"write {form.name}", ours, theirs)


def _row(name: str, ours: float, theirs: float) -> Row:
    return Row(
        name, {"CPU ms": 1000 * ours, "CPU ms rdflib": 1000 * theirs, "times": theirs / ours}
    )


def _rows(store: Store, query: str) -> int:
    answer = to_read(run(store, query))
    assert isinstance(answer, Rows)
    return len(answer.rows)


def _rdflib_rows(dataset: Dataset, query: str) -> int:
    return len(list(dataset.query(query)))


def _answered(ask: Callable[[], int], *, times: int = 1) -> tuple[float, int]:
    """Give the best of some runs, and how many rows there were."""
    seconds = []
    for _ in range(times):
        started = time.process_time()
        count = ask()
        seconds.append(time.process_time() - started)
    return min(seconds), count


def _seconds(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def _lines(projects: int) -> Iterator[str]:
    """Give the lines of a graph around so many projects, the same on every machine; some repeat."""
    for number in range(projects):
        yield from _project(number, projects)


def _project(number: int, projects: int) -> Iterator[str]:
    project, company = f"project/{number}", f"company/{number * 7 % (projects // 2)}"
    zone, city = f"park/{number * 11 % 200}", f"place/{number * 11 % 200 % 40}"
    article = f"article/{number // 6}"
    things = {"Project": project, "Company": company, "Park": zone, "Place": city}
    for kind, thing in things.items():
        yield _quad(node(thing), iri(RDF + "type"), park(kind))
        yield _quad(node(thing), iri(SKOS + "prefLabel"), text(f"第{thing.split('/')[1]}号{kind}"))
        yield _quad(node(thing), park("mentionedIn"), node(article))
    facts = [
        (project, "undertakenBy", node(company)),
        (project, "locatedIn", node(zone)),
        (project, "totalInvestment", decimal(str(10_000_000 * (1 + number * 13 % 97)))),
        (company, "hasIndustry", node(f"industry/{number % 20}")),
        (zone, "locatedIn", node(city)),
    ]
    if number % 3 == 0:
        facts.append((project, "capacity", string(f"年产{number}万吨")))
    if number % 5 == 0:
        facts.append(
            (company, "subsidiaryOf", node(f"company/{number * 7 % (projects // 2) // 3}"))
        )
    for place, (subject, word, value) in enumerate(facts):
        evidence = f"evidence/{number}-{place}"
        yield _quad(node(subject), park(word), value)
        yield _quad(node(subject), park(word), value, evidence)
        yield _quad(node(evidence), park("quote"), string(f"第{number}号项目的第{place}句话。"))
        yield _quad(node(evidence), park("start"), integer(number * 10 + place))
        yield _quad(node(evidence), iri(PROV + "wasDerivedFrom"), node(article))


def _quad(subject: str, predicate: str, value: str, graph: str = "") -> str:
    where = f" <{iri_of(graph)}>" if graph else ""
    return f"{subject} {predicate} {value}{where} ."
