"""Test that no request, however odd, gets a 500 or no answer."""

import socket
import string
from urllib.parse import quote

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.query.conftest import LIMIT_SECONDS, Endpoint
from tests.query.test_equal_answers import QUERIES

PATIENCE = 40 * LIMIT_SECONDS  # far beyond any limit: whoever waits so long was forgotten

FUZZ = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
FIELDS = st.lists(
    st.tuples(
        st.sampled_from(["query", "update", "default-graph-uri", "named-graph-uri", "q", "format", "x"]),
        st.one_of(
            st.text(max_size=30),
            st.sampled_from([*QUERIES.values(), "ttl", "http://e/", "file:///etc/hosts", "{{7*7}}"]),
        ),
    ),
    max_size=4,
)  # fmt: skip
PATHS = st.one_of(
    st.sampled_from(
        ["/", "/sparql", "/search", "/id/company/恒越电子", "/id/", "/static/style.css"]
    ),
    st.text(max_size=20).map(lambda text: f"/id/{text}"),
    st.text(max_size=20).map(lambda text: f"/{text}"),
    st.sampled_from(["/static/../app.py", "/static/%2e%2e/app.py", "//", "/id/../../etc/passwd"]),
)
TYPES = st.sampled_from(
    [
        "",
        "application/sparql-query",
        "application/x-www-form-urlencoded",
        "application/sparql-query; charset=utf-8",
        "application/sparql-query; charset=latin-1",
        "multipart/form-data; boundary=x",
        "text/html;;;=",
    ]
)
HEADER = st.text(alphabet=string.printable[:95], max_size=40)
#: Words of SPARQL in any order: most are no query, some are, and a few are costly.
SPARQL = st.lists(
    st.sampled_from(
        [
            "SELECT",
            "ASK",
            "CONSTRUCT",
            "DESCRIBE",
            "WHERE",
            "FROM",
            "NAMED",
            "GRAPH",
            "OPTIONAL",
            "FILTER",
            "BIND",
            "AS",
            "UNION",
            "MINUS",
            "VALUES",
            "COUNT",
            "(",
            ")",
            "{",
            "}",
            "[",
            "]",
            "*",
            "+",
            "^",
            "/",
            "|",
            ";",
            ",",
            ".",
            "?s",
            "?p",
            "?o",
            "?g",
            "a",
            "1",
            "1.5",
            "'x'",
            '"东"@zh',
            "<http://e/>",
            "park:Park",
            "parkid:x",
            "SERVICE",
            "LIMIT",
            "1",
            "ORDER",
            "BY",
            "DISTINCT",
            "GROUP",
            "HAVING",
            "\\",
            "\x00",
            "#",
            "\u2028",
        ]
    ),
    max_size=25,
).map(" ".join)


@FUZZ
@given(
    method=st.sampled_from(
        ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "X"]
    ),
    path=PATHS,
    fields=FIELDS,
    content_type=TYPES,
    accept=HEADER,
    body=st.binary(max_size=200),
)
def test_any_request_is_answered(
    endpoint: Endpoint, method: str, path: str, fields: list[tuple[str, str]], content_type: str,
    accept: str, body: bytes,
) -> None:  # fmt: skip
    """Whatever the method, path, fields, types and body, there is an answer, and it is no 500."""
    encoded = "&".join(f"{quote(name)}={quote(value)}" for name, value in fields)
    answer = endpoint.ask(
        f"{path}?{encoded}" if encoded else path,
        method=method,
        body=body,
        patience=PATIENCE,
        Content_Type=content_type,
        Accept=accept.strip(),
    )
    assert answer.status not in (500, 501, 502)
    assert answer.status < 500 or b"stopped" in answer.body


@FUZZ
@given(query=SPARQL)
@example(query="SELECT * { ?s ?p ?o } LIMIT 99999999999999999999")
@example(query="SELECT * { ?s ?p ?o } OFFSET 18446744073709551615")
@example(query="{" * 20_000)
@example(query="SELECT * {" + "{" * 20_000 + "}" * 20_001)
@example(query="ASK { FILTER(" + "(" * 20_000 + "1" + ")" * 20_001 + "}")
@example(query="ASK { ?s (" + "^" * 20_000 + "park:x) ?o }")
@example(query="SELECT (1/0 AS ?x) (STRDT('x', <http://e/>) AS ?y) {}")
@example(query="ASK { FILTER(REGEX('a', '(' )) }")
@example(query="ASK { FILTER(REGEX('" + "a" * 5000 + "', '(a*)*b')) }")
@example(query="CONSTRUCT { 'x' ?p _:b } WHERE { ?s ?p ?o }")
@example(query="CONSTRUCT { ?s ?p _:b . _:b ?p ?o } WHERE { ?s ?p ?o }")
def test_any_query_is_answered(endpoint: Endpoint, query: str) -> None:
    """Whatever the words of a query, deep nesting and huge numbers included, there is an answer."""
    answer = endpoint.query(query, patience=PATIENCE)
    assert answer.status in (200, 400, 413, 422, 503, 504)
    assert answer.body or answer.status == 200


@FUZZ
@given(raw=st.binary(max_size=300))
@example(raw=b"GET /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n")
@example(raw=b"POST /sparql HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n")
@example(raw=b"GET /id/%ff%fe HTTP/1.0\r\n\r\n")
@example(raw=b"GET /sparql?query=%00 HTTP/1.0\r\n\r\n")
@example(raw=b"GET /\xff HTTP/1.0\r\n\r\n")
def test_bytes_that_are_no_http_do_no_harm(endpoint: Endpoint, raw: bytes) -> None:
    """After any bytes on a connection, the server still answers on others."""
    with socket.create_connection(("127.0.0.1", endpoint.port), timeout=PATIENCE) as connection:
        connection.sendall(raw)
        connection.shutdown(socket.SHUT_WR)
        first = connection.recv(100)
    assert b" 500 " not in first
    assert endpoint.query("ASK {}").status == 200
