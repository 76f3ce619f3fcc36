"""query/server/messages: what the server asks of a worker, and what the worker answers."""

import msgspec


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What one request may cost."""

    seconds: float = 10.0
    memory_mib: int = 1024  #: on top of what the open graph takes
    result_mib: int = 32
    query_kib: int = 256
    waiting: int = 1000  #: requests that may wait for a worker before more are turned away


LIMITS = Limits()


class QueryJob(msgspec.Struct, frozen=True, kw_only=True, tag="query"):
    """A SPARQL query with the dataset of the protocol, and what the client accepts."""

    query: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    accept: str = ""


class ThingJob(msgspec.Struct, frozen=True, kw_only=True, tag="thing"):
    """A look at the thing with this id, as a page or as RDF by what the client accepts."""

    path: str
    accept: str = ""


class SearchJob(msgspec.Struct, frozen=True, kw_only=True, tag="search"):
    """A search for words in names and passages, as a page or as JSON."""

    words: str
    accept: str = ""


class HomeJob(msgspec.Struct, frozen=True, kw_only=True, tag="home"):
    """The page with the query editor and the named questions."""


class DescriptionJob(msgspec.Struct, frozen=True, kw_only=True, tag="description"):
    """The description of the service, in RDF."""

    endpoint: str
    accept: str = ""


Job = QueryJob | ThingJob | SearchJob | HomeJob | DescriptionJob


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """An HTTP answer without its wrapping."""

    status: int
    media_type: str
    body: bytes


class Ready(msgspec.Struct, frozen=True, kw_only=True, tag="ready"):
    """A worker's first word: it has opened the graph."""

    isolated: bool  #: whether it could be cut off from the network


class Failed(msgspec.Struct, frozen=True, kw_only=True, tag="failed"):
    """A worker's first and last word: it could not open the graph."""

    reason: str


def refusal(status: int, reason: str) -> Reply:
    """Make an answer that says in plain text why there is none."""
    return Reply(
        status=status, media_type="text/plain; charset=utf-8", body=f"{reason}\n".encode()
    )
