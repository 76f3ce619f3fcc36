"""Tests of the endpoint against the SPARQL 1.1 Protocol: the W3C's cases for a read-only service, and more.

https://www.w3.org/2009/sparql/docs/tests/data-sparql11/protocol/ names the cases; their data sets are
graphs of the small world here, since a read-only service cannot be given others.
"""

import json
from urllib.parse import quote_plus, urlencode

import pytest
from pyoxigraph import NamedNode, Store

from tests.query.conftest import Endpoint

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
SELECT = "SELECT ?n { ?p a park:Park ; skos:prefLabel ?n } ORDER BY ?n"
NAMES = [{"n": "临江经开区"}, {"n": "清河工业园区"}]
CONSTRUCT = "CONSTRUCT { ?s a park:Park } WHERE { ?s a park:Park }"
ANY = "ASK { ?s ?p ?o }"


def of(query: str, *graphs: tuple[str, str]) -> str:
    """Give the fields of a query operation, encoded."""
    return urlencode([("query", query), *graphs])


@pytest.fixture(scope="module")
def graphs(store: Store) -> list[str]:
    """Give the names of the evidence graphs, sorted."""
    return sorted(graph.value for graph in store.named_graphs() if isinstance(graph, NamedNode))


def test_query_get(endpoint: Endpoint) -> None:
    """query_get: a query in the URL is answered."""
    assert endpoint.ask(f"/sparql?{of(SELECT)}").bindings == NAMES


def test_query_post_form(endpoint: Endpoint) -> None:
    """query_post_form: a query in a form is answered, and decoded once only."""
    answer = endpoint.ask(method="POST", body=of(SELECT).encode(), Content_Type=FORM)
    assert answer.bindings == NAMES
    escaped = 'SELECT ?x { BIND("%E5%8D%8E" AS ?x) }'
    answer = endpoint.ask(method="POST", body=of(escaped).encode(), Content_Type=FORM)
    assert answer.bindings == [{"x": "%E5%8D%8E"}]


def test_query_post_direct(endpoint: Endpoint) -> None:
    """query_post_direct: a query as the body is answered, with or without a charset."""
    assert endpoint.query(SELECT).bindings == NAMES
    assert endpoint.query(SELECT, Content_Type=f"{QUERY}; charset=UTF-8").bindings == NAMES


@pytest.mark.parametrize(
    ("query", "accept", "media_type"),
    [
        (SELECT, "", "application/sparql-results+json"),
        (SELECT, "*/*", "application/sparql-results+json"),
        (SELECT, "application/sparql-results+xml", "application/sparql-results+xml"),
        (SELECT, "text/csv", "text/csv"),
        (SELECT, "text/tab-separated-values", "text/tab-separated-values"),
        (SELECT, "application/json", "application/json"),
        (SELECT, "text/csv;q=0.1, application/sparql-results+xml;q=0.9", "application/sparql-results+xml"),
        (SELECT, "text/*", "text/csv"),
        (SELECT, "*/*;q=0.1, text/csv", "text/csv"),
        (SELECT, "application/*, application/sparql-results+json;q=0", "application/sparql-results+xml"),
        (ANY, "", "application/sparql-results+json"),
        (ANY, "application/sparql-results+xml", "application/sparql-results+xml"),
        (CONSTRUCT, "", "text/turtle"),
        (CONSTRUCT, "application/n-triples", "application/n-triples"),
        (CONSTRUCT, "application/ld+json", "application/ld+json"),
        (CONSTRUCT, "application/rdf+xml", "application/rdf+xml"),
        ("DESCRIBE ?p { ?p a park:Park }", "text/turtle", "text/turtle"),
    ],
)  # fmt: skip
def test_query_content_type(endpoint: Endpoint, query: str, accept: str, media_type: str) -> None:
    """query_content_type_*: each kind of answer comes in the type that the client likes best."""
    answer = endpoint.query(query, Accept=accept) if accept else endpoint.query(query)
    assert (answer.status, answer.media_type) == (200, media_type)
    assert answer.body


@pytest.mark.parametrize(
    ("query", "accept"),
    [(SELECT, "image/png"), (SELECT, "text/turtle"), (CONSTRUCT, "text/csv"), (ANY, "*/*;q=0")],
)
def test_what_is_not_on_offer_is_not_acceptable(
    endpoint: Endpoint, query: str, accept: str
) -> None:
    """A client that accepts nothing that the answer can be gets 406 and the list of types."""
    answer = endpoint.query(query, Accept=accept)
    assert answer.status == 406
    assert "/" in answer.text


def test_query_dataset_default_graphs(endpoint: Endpoint, graphs: list[str]) -> None:
    """query_dataset_default_graphs_get and _post: default-graph-uri sets the default graph, merged."""
    fields = [("default-graph-uri", graph) for graph in graphs]
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    distinct = "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } } }"
    merged = endpoint.query(distinct).bindings
    assert endpoint.ask(f"/sparql?{of(count, *fields)}").bindings == merged
    body = of(count, *fields).encode()
    assert endpoint.ask(method="POST", body=body, Content_Type=FORM).bindings == merged
    direct = endpoint.ask(
        f"/sparql?{urlencode(fields)}", method="POST", body=count.encode(), Content_Type=QUERY
    )
    assert direct.bindings == merged


def test_query_dataset_named_graphs(endpoint: Endpoint, graphs: list[str]) -> None:
    """query_dataset_named_graphs_*: named-graph-uri says what GRAPH may see; the default is empty."""
    fields = [("named-graph-uri", graph) for graph in graphs[:2]]
    seen = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g"
    assert endpoint.ask(f"/sparql?{of(seen, *fields)}").bindings == [{"g": g} for g in graphs[:2]]
    assert json.loads(endpoint.ask(f"/sparql?{of(ANY, *fields)}").body)["boolean"] is False


def test_query_dataset_full(endpoint: Endpoint, graphs: list[str]) -> None:
    """query_dataset_full: default and named graphs together."""
    fields = (("default-graph-uri", graphs[0]), ("named-graph-uri", graphs[1]))
    query = "SELECT DISTINCT ?g { ?a ?b ?c . GRAPH ?g { ?s ?p ?o } }"
    assert endpoint.ask(f"/sparql?{of(query, *fields)}").bindings == [{"g": graphs[1]}]


def test_query_multiple_dataset(endpoint: Endpoint, graphs: list[str]) -> None:
    """query_multiple_dataset: the protocol's dataset wins over the query's."""
    query = f"SELECT DISTINCT ?g FROM NAMED <{graphs[0]}> {{ GRAPH ?g {{ ?s ?p ?o }} }}"
    assert endpoint.query(query).bindings == [{"g": graphs[0]}]
    fields = ("named-graph-uri", graphs[1])
    assert endpoint.ask(f"/sparql?{of(query, fields)}").bindings == [{"g": graphs[1]}]


@pytest.mark.parametrize(
    ("case", "method", "path", "content_type", "body", "status"),
    [
        ("bad_query_method", "PUT", f"/sparql?{of(ANY)}", "", b"", 405),
        ("bad_query_method", "DELETE", f"/sparql?{of(ANY)}", "", b"", 405),
        ("bad_multiple_queries", "GET", f"/sparql?{of(ANY)}&{of(ANY)}", "", b"", 400),
        ("bad_multiple_queries", "POST", "/sparql", FORM, f"{of(ANY)}&{of(ANY)}".encode(), 400),
        ("bad_query_wrong_media_type", "POST", "/sparql", "text/plain", ANY.encode(), 415),
        ("bad_query_missing_form_type", "POST", "/sparql", "", of(ANY).encode(), 415),
        ("bad_query_missing_direct_type", "POST", "/sparql", "", ANY.encode(), 415),
        ("bad_query_non_utf8", "POST", "/sparql", QUERY, ANY.encode("utf-16"), 400),
        ("bad_query_non_utf8", "POST", "/sparql", f"{QUERY}; charset=UTF-16", ANY.encode("utf-16"), 415),
        ("bad_query_non_utf8", "POST", "/sparql", FORM, b"query=%ff%fe", 400),
        ("bad_query_non_utf8", "GET", "/sparql?query=%ff", "", b"", 400),
        ("bad_query_syntax", "GET", f"/sparql?{of('ASK {')}", "", b"", 400),
        ("no query", "GET", "/sparql?query=", "", b"", 400),
        ("no query", "GET", "/sparql?default-graph-uri=http%3A%2F%2Fe", "", b"", 400),
        ("no query", "POST", "/sparql", FORM, b"", 400),
        ("no query", "POST", "/sparql", QUERY, b" ", 400),
        ("query twice", "POST", f"/sparql?{of(ANY)}", QUERY, ANY.encode(), 400),
        ("update_get", "GET", f"/sparql?{urlencode({'update': 'CLEAR ALL'})}", "", b"", 403),
        ("update_post_form", "POST", "/sparql", FORM, urlencode({"update": "CLEAR ALL"}).encode(), 403),
        ("update_post_direct", "POST", "/sparql", "application/sparql-update", b"CLEAR ALL", 403),
        ("update as query", "POST", "/sparql", QUERY, b"CLEAR ALL", 400),
        ("LOAD", "POST", "/sparql", QUERY, b"LOAD <http://127.0.0.1/>", 400),
        ("SERVICE", "POST", "/sparql", QUERY, b"ASK { SERVICE <http://127.0.0.1/> {} }", 400),
        ("FROM outside", "POST", "/sparql", QUERY, b"ASK FROM <http://127.0.0.1/> {}", 400),
        ("FROM a file", "POST", "/sparql", QUERY, b"ASK FROM <file:///etc/hosts> {}", 400),
        ("FROM outside", "GET", f"/sparql?{of(ANY, ('default-graph-uri', 'http://e/'))}", "", b"", 400),
        ("FROM nonsense", "GET", f"/sparql?{of(ANY, ('named-graph-uri', 'no iri'))}", "", b"", 400),
        ("too long", "POST", "/sparql", QUERY, b"#" * 2**19, 413),
        ("unknown path", "GET", "/nothing", "", b"", 404),
    ],
)  # fmt: skip
def test_bad_requests(
    endpoint: Endpoint, case: str, method: str, path: str, content_type: str, body: bytes, status: int
) -> None:  # fmt: skip
    """bad_* and update_*: what is wrong or would change the graph is refused with a 4xx and a reason."""
    answer = endpoint.ask(path, method=method, body=body, Content_Type=content_type)
    assert answer.status == status, case
    assert answer.body


def test_a_syntax_error_points_at_the_place(endpoint: Endpoint) -> None:
    """The text of a 400 shows the line and the caret."""
    assert "(line 1, column 30)\n  SELECT ?x { ?x a park:Park } ORDR BY ?x\n" in (
        endpoint.query("SELECT ?x { ?x a park:Park } ORDR BY ?x").text
    )


def test_head_has_the_headers_of_get_and_no_body(endpoint: Endpoint) -> None:
    """HEAD tells type and length of what GET would give."""
    get, head = (
        endpoint.ask(f"/sparql?{of(SELECT)}", method=method) for method in ("GET", "HEAD")
    )
    assert (head.status, head.body) == (200, b"")
    assert head.headers["content-length"] == get.headers["content-length"] == str(len(get.body))
    assert head.media_type == get.media_type


def test_cors_allows_any_page_without_credentials(endpoint: Endpoint) -> None:
    """Any origin may ask; credentials are never allowed, also in a preflight."""
    get = endpoint.query(SELECT, Origin="http://example.org")
    preflight = endpoint.ask(
        method="OPTIONS",
        Origin="http://example.org",
        Access_Control_Request_Method="POST",
        Access_Control_Request_Headers="content-type",
    )
    for answer in (get, preflight):
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in answer.headers
    assert preflight.status == 200
    assert "POST" in preflight.headers["access-control-allow-methods"]
    plain = endpoint.ask(method="OPTIONS")
    assert (plain.status, plain.headers["allow"]) == (204, "GET, HEAD, POST, OPTIONS")


def test_the_service_describes_itself(endpoint: Endpoint) -> None:
    """Without a query, a program gets the service description and a person the query page."""
    description = endpoint.ask("/sparql", Accept="text/turtle")
    assert "sparql-service-description#SPARQL11Query" in description.text
    assert len(description.body) < 4000
    page = endpoint.ask("/sparql", Accept="text/html")
    assert (page.status, page.headers["location"]) == (303, "/")


def test_spaces_as_plus_signs(endpoint: Endpoint) -> None:
    """A form's plus signs are spaces."""
    assert endpoint.ask(f"/sparql?query={quote_plus(SELECT)}").bindings == NAMES
