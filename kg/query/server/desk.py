"""query/server/desk: a job in, the reply out, over the open graph of one worker."""

import io
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import (
    DefaultGraph,
    Literal,
    NamedNode,
    QueryResultsFormat,
    QueryTriples,
    RdfFormat,
    Triple,
    serialize,
)

from kg.errors import KGError, QueryError, UsageError
from kg.graph.iris import RDF, VOID, iri_of
from kg.graph.reader import Graph
from kg.query.decisions import Decisions, read_judgements
from kg.query.explain import Explainer
from kg.query.folder import open_folder
from kg.query.passages import read_texts
from kg.query.prefixes import PREFIXES
from kg.query.questions import questions
from kg.query.run import evaluating, run
from kg.query.search import Index, build_index
from kg.query.server import pages
from kg.query.server.messages import (
    DescriptionJob,
    HomeJob,
    Job,
    Limits,
    QueryJob,
    Reply,
    SearchJob,
    ThingJob,
    refusal,
)
from kg.query.server.negotiate import best

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_HTML = "text/html"
_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_MOST_ON_A_PAGE = 300

#: What a client may ask for -> how it is written; the first is for clients that do not care.
RESULTS = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
    "text/csv": QueryResultsFormat.CSV,
    "text/tab-separated-values": QueryResultsFormat.TSV,
    "application/json": QueryResultsFormat.JSON,
    "application/xml": QueryResultsFormat.XML,
}
GRAPHS = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/rdf+xml": RdfFormat.RDF_XML,
}


class Desk:
    """Answers jobs over one graph, which it opens once."""

    def __init__(self, folder: Path, temporary: Path, limits: Limits) -> None:
        self._graph: Graph = open_folder(folder)
        self._explainer = Explainer(
            self._graph,
            texts=read_texts(folder),
            decisions=Decisions(read_judgements(folder)),
        )
        index = temporary / "search.sqlite"
        if not index.exists():
            build_index(self._graph, index)
        self._index = Index(index)
        self._limits = limits

    def answer(self, job: Job) -> Reply:
        """Give the reply to `job`; what the client did wrong is a reply too."""
        try:
            match job:
                case QueryJob():
                    return self._query(job)
                case ThingJob():
                    return self._thing(job)
                case SearchJob():
                    return self._search(job)
                case HomeJob():
                    return _page(pages.home(questions().values()))
                case DescriptionJob():
                    return _triples(_description(job.endpoint), job.accept, self._limits)
        except _TooMuch:
            return refusal(
                422, f"the answer is larger than {self._limits.result_mib} MiB; add a LIMIT"
            )
        except QueryError as fault:
            return refusal(400, str(fault))
        except UsageError as fault:
            return refusal(404, str(fault))
        except KGError as fault:
            return refusal(500, str(fault))

    def _query(self, job: QueryJob) -> Reply:
        answer = run(
            self._graph.store,
            job.query,
            default_graphs=job.default_graphs,
            named_graphs=job.named_graphs,
        )
        if isinstance(answer, QueryTriples):
            return _triples(answer, job.accept, self._limits)
        media_type = best(job.accept, list(RESULTS))
        if media_type is None:
            return _not_acceptable(RESULTS)
        output = _Bounded(self._limits)
        with evaluating():
            answer.serialize(output, RESULTS[media_type])
        return Reply(status=200, media_type=_with_charset(media_type), body=output.getvalue())

    def _thing(self, job: ThingJob) -> Reply:
        node = NamedNode(iri_of(job.path))
        store = self._graph.store
        if next(store.quads_for_pattern(node, None, None, DefaultGraph()), None) is None:
            raise UsageError(f"there is no {job.path} in this graph")
        media_type = best(job.accept, [_HTML, *GRAPHS])
        if media_type is None:
            return _not_acceptable([_HTML, *GRAPHS])
        if media_type != _HTML:
            return _triples(_about(self._graph, node), job.accept, self._limits)
        try:
            entity = self._graph.entity(job.path)
        except UsageError:  # an article, a passage, a post: no entity, but something to look at
            return _page(pages.thing(job.path, self._triples_to_read(node)))
        return _page(pages.entity(self._explainer.account(entity, limit=_MOST_ON_A_PAGE)))

    def _search(self, job: SearchJob) -> Reply:
        media_type = best(job.accept, [_HTML, "application/json"])
        if media_type is None:
            return _not_acceptable([_HTML, "application/json"])
        found = self._index.search(job.words)
        if media_type == _HTML:
            return _page(pages.search(job.words, found))
        hits = {kind: [hit._asdict() for hit in getattr(found, kind)] for kind in found._fields}
        return Reply(
            status=200,
            media_type=media_type,
            body=json.dumps(hits, ensure_ascii=False).encode(),
        )

    def _triples_to_read(self, node: NamedNode) -> pages.Properties:
        said = sorted(
            self._graph.store.quads_for_pattern(node, None, None, DefaultGraph()), key=str
        )
        back = sorted(
            self._graph.store.quads_for_pattern(None, None, node, DefaultGraph()), key=str
        )
        return pages.Properties(
            [(quad.predicate.value, _text(quad.object)) for quad in said[:_MOST_ON_A_PAGE]],
            [(_text(quad.subject), quad.predicate.value) for quad in back[:_MOST_ON_A_PAGE]],
        )


class _TooMuch(Exception):
    """The answer is larger than the limit."""


class _Bounded(io.BytesIO):
    """Bytes in memory that refuse to grow beyond the limit of an answer."""

    def __init__(self, limits: Limits) -> None:
        super().__init__()
        self._most = limits.result_mib * 2**20

    def write(self, data: "ReadableBuffer", /) -> int:
        """Add `data`; raises `_TooMuch` beyond the limit."""
        written = super().write(data)
        if self.tell() > self._most:
            raise _TooMuch
        return written


def _triples(triples: Iterable[Triple], accept: str, limits: Limits) -> Reply:
    media_type = best(accept, list(GRAPHS))
    if media_type is None:
        return _not_acceptable(GRAPHS)
    output = _Bounded(limits)
    form = GRAPHS[media_type]
    prefixes = PREFIXES if form in (RdfFormat.TURTLE, RdfFormat.RDF_XML) else {}
    with evaluating():
        serialize(triples, output, form, prefixes=dict(prefixes))
    return Reply(status=200, media_type=_with_charset(media_type), body=output.getvalue())


def _about(graph: Graph, node: NamedNode) -> Iterator[Triple]:
    """Give what the default graph says of a node, and of others with it as object."""
    for pattern in ((node, None), (None, node)):
        for quad in graph.store.quads_for_pattern(pattern[0], None, pattern[1], DefaultGraph()):
            yield quad.triple


def _description(endpoint: str) -> Iterator[Triple]:
    """Describe the service in the words of SPARQL 1.1 Service Description."""
    service = NamedNode(endpoint)

    def say(word: str, value: NamedNode | Literal) -> Triple:
        return Triple(service, NamedNode(word), value)

    yield say(f"{RDF}type", NamedNode(f"{_SD}Service"))
    yield say(f"{_SD}endpoint", service)
    yield say(f"{_SD}supportedLanguage", NamedNode(f"{_SD}SPARQL11Query"))
    yield say(f"{_SD}defaultDataset", NamedNode(iri_of("dataset")))
    for name in ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV"):
        yield say(f"{_SD}resultFormat", NamedNode(_FORMATS + name))
    for name in ("SPARQL_Results_TSV", "Turtle", "N-Triples", "JSON-LD", "RDF_XML"):
        yield say(f"{_SD}resultFormat", NamedNode(_FORMATS + name))
    dataset = NamedNode(iri_of("dataset"))
    yield Triple(dataset, NamedNode(f"{RDF}type"), NamedNode(f"{_SD}Dataset"))
    yield Triple(dataset, NamedNode(f"{RDF}type"), NamedNode(f"{VOID}Dataset"))


def _page(html: str) -> Reply:
    return Reply(status=200, media_type=f"{_HTML}; charset=utf-8", body=html.encode())


def _not_acceptable(offered: Iterable[str]) -> Reply:
    return refusal(406, f"none of the accepted media types is on offer: {', '.join(offered)}")


def _with_charset(media_type: str) -> str:
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


def _text(term: object) -> str:
    return str(getattr(term, "value", term))
