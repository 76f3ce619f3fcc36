"""query/server/protocol: an HTTP request in, the query operation it asks for out (SPARQL 1.1 Protocol)."""

from collections.abc import Mapping
from urllib.parse import parse_qsl

from kg.query.server.messages import QueryJob, Reply, refusal

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
_UPDATE_REFUSED = "this endpoint is read-only: updates are refused"
_MOST_FIELDS = 10_000


class Fields:
    """The fields of a URL's query or of a form: names may repeat, their order stays."""

    def __init__(self, encoded: bytes) -> None:
        self._pairs = parse_qsl(
            encoded.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=_MOST_FIELDS,
        )

    def every(self, name: str) -> tuple[str, ...]:
        """Give the values of every field called `name`."""
        return tuple(value for key, value in self._pairs if key == name)

    def __bool__(self) -> bool:
        return bool(self._pairs)


def read_fields(encoded: bytes) -> Fields | Reply:
    """Read encoded fields; a refusal if they are not ASCII that stands for UTF-8."""
    try:
        return Fields(encoded)
    except ValueError:  # also UnicodeDecodeError, and too many fields
        return refusal(400, "the request is not percent-encoded UTF-8")


def operation(
    method: str, url_fields: bytes, headers: Mapping[str, str], body: bytes
) -> QueryJob | Reply:
    """Give the query operation that a GET, HEAD or POST asks for, or the refusal that it deserves."""
    fields = read_fields(url_fields)
    if isinstance(fields, Reply):
        return fields
    accept = headers.get("accept", "")
    if method in ("GET", "HEAD"):
        return _job(fields, accept)
    media_type, charset = _content_type(headers.get("content-type", ""))
    if charset not in ("utf-8", "utf8", ""):
        return refusal(415, f"the charset is {charset}; send UTF-8")
    if media_type == FORM:
        form = read_fields(body)
        return form if isinstance(form, Reply) else _job(form, accept)
    if media_type == QUERY:
        try:
            query = body.decode("utf-8")
        except UnicodeDecodeError:
            return refusal(400, "the query is not UTF-8")
        if fields.every("query"):
            return refusal(400, "give the query either in the body or in the URL")
        return _checked(query, fields, accept)
    if media_type == UPDATE:
        return refusal(403, _UPDATE_REFUSED)
    return refusal(
        415, f"send the query as {QUERY} or as {FORM}, not as {media_type or 'nothing'}"
    )


def _job(fields: Fields, accept: str) -> QueryJob | Reply:
    queries = fields.every("query")
    if fields.every("update"):
        return refusal(403, _UPDATE_REFUSED)
    if len(queries) != 1:
        return refusal(400, f"expected one query parameter, found {len(queries)}")
    return _checked(queries[0], fields, accept)


def _checked(query: str, dataset: Fields, accept: str) -> QueryJob | Reply:
    if not query.strip():
        return refusal(400, "the query is empty")
    return QueryJob(
        query=query,
        default_graphs=dataset.every("default-graph-uri"),
        named_graphs=dataset.every("named-graph-uri"),
        accept=accept,
    )


def _content_type(header: str) -> tuple[str, str]:
    media_type, *parameters = header.split(";")
    charset = ""
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            charset = value.strip().strip('"').lower()
    return media_type.strip().lower(), charset
