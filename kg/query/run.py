"""query/run: a store and the text of a SPARQL query in, its answer out.

The default graph holds every fact once; the named graphs repeat them, one for each passage. A union
of all graphs would therefore count a fact once per passage, so the store's union flag is never used,
and a query that names several default graphs is answered over their true merge.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from pyoxigraph import (
    DefaultGraph,
    NamedNode,
    Quad,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    Store,
)

from kg.errors import QueryError
from kg.query.faults import at, explain_syntax
from kg.query.prefixes import PREFIXES
from kg.query.tokens import GraphNames, find_service, graph_names, tokens

Answer = QuerySolutions | QueryBoolean | QueryTriples


def run(
    store: Store,
    query: str,
    *,
    default_graphs: Sequence[str] = (),
    named_graphs: Sequence[str] = (),
) -> Answer:
    """Answer `query` over `store`; the graphs given here take the place of its FROM clauses.

    Raises `QueryError` for a query that cannot be read, names an unknown graph or calls SERVICE.
    """
    refuse_service(query)
    names = GraphNames(tuple(default_graphs), tuple(named_graphs))
    if not any(names):
        names = graph_names(tokens(query))
    try:
        with evaluating():
            return _answer(store, query, names)
    except SyntaxError as fault:
        raise explain_syntax(query, str(fault)) from None


@contextmanager
def evaluating() -> Iterator[None]:
    """Turn what goes wrong while an answer is drawn from the store into `QueryError`."""
    try:
        yield
    except BrokenPipeError:  # the reader has had enough, which is no fault of the query
        raise
    except (ValueError, RuntimeError, OSError) as fault:
        raise QueryError(f"the query could not be answered: {fault}") from fault


def refuse_service(query: str) -> None:
    """Raise `QueryError` if `query` would make the store call another server."""
    if (token := find_service(query)) is not None:
        raise at(query, token.start, "SERVICE is refused: a query never leaves this machine")


def _answer(store: Store, query: str, names: GraphNames) -> Answer:
    prefixes = dict(PREFIXES)
    if not any(names):
        return store.query(query, prefixes=prefixes)
    default, named = _known(store, names.default), _known(store, names.named)
    if len(default) < 2:
        return store.query(
            query, prefixes=prefixes, default_graph=[*default], named_graphs=[*named]
        )
    return _merged(store, default, named).query(
        query, prefixes=prefixes, default_graph=DefaultGraph(), named_graphs=[*named]
    )


def _known(store: Store, iris: Iterable[str]) -> list[NamedNode]:
    graphs: list[NamedNode] = [NamedNode(iri) for iri in dict.fromkeys(iris)]
    for graph in graphs:
        if not store.contains_named_graph(graph):
            raise QueryError(
                f"graph <{graph.value}> is not in this store, and nothing is fetched from outside"
            )
    return graphs


def _merged(store: Store, default: Iterable[NamedNode], named: Iterable[NamedNode]) -> Store:
    """Copy the graphs into a store where the default ones are one set: a fact counts once."""
    merged = Store()
    for graph in default:
        merged.extend(
            Quad(quad.subject, quad.predicate, quad.object)
            for quad in store.quads_for_pattern(None, None, None, graph)
        )
    for graph in named:
        merged.add_graph(graph)
        merged.extend(store.quads_for_pattern(None, None, None, graph))
    return merged
