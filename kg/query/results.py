"""query/results: an answer of the store in, bytes in a format that other programs read out."""

import io
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import IO, NamedTuple, TypeVar

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Triple,
    serialize,
)

from kg.errors import UsageError
from kg.query.prefixes import PREFIXES, shorten
from kg.query.run import Answer, evaluating

Term = NamedNode | BlankNode | Literal | Triple
F = TypeVar("F")


class Format(StrEnum):
    """The formats of `kg query`; `table` is for eyes, the others for programs."""

    TABLE = "table"
    CSV = "csv"
    TSV = "tsv"
    JSON = "json"
    XML = "xml"
    TURTLE = "turtle"
    NTRIPLES = "ntriples"
    JSONLD = "jsonld"


#: Formats of SELECT and ASK.
RESULT_FORMATS: Mapping[Format, QueryResultsFormat] = MappingProxyType(
    {
        Format.CSV: QueryResultsFormat.CSV,
        Format.TSV: QueryResultsFormat.TSV,
        Format.JSON: QueryResultsFormat.JSON,
        Format.XML: QueryResultsFormat.XML,
    }
)
#: Formats of CONSTRUCT and DESCRIBE.
GRAPH_FORMATS: Mapping[Format, RdfFormat] = MappingProxyType(
    {
        Format.TURTLE: RdfFormat.TURTLE,
        Format.NTRIPLES: RdfFormat.N_TRIPLES,
        Format.JSONLD: RdfFormat.JSON_LD,
        Format.XML: RdfFormat.RDF_XML,
    }
)


def write_answer(answer: Answer, form: Format | None, output: IO[bytes]) -> None:
    """Write `answer` in `form`; None is csv for rows and truth values, Turtle for triples.

    Raises `UsageError` for a format that cannot hold such an answer. Triples are sorted.
    """
    if isinstance(answer, QueryTriples):
        graph_format = _pick(GRAPH_FORMATS, form or Format.TURTLE, "CONSTRUCT and DESCRIBE")
        with evaluating():
            triples = sorted(set(answer), key=str)
            serialize(triples, output, graph_format, prefixes=_used(triples, graph_format))
        return
    results_format = _pick(RESULT_FORMATS, form or Format.CSV, "SELECT and ASK")
    with evaluating():
        answer.serialize(output, results_format)


class Rows(NamedTuple):
    """The rows of an answer as people read them: short names, bare values."""

    variables: list[str]
    rows: list[list[str]]


def to_read(answer: Answer) -> Rows | str:
    """Give an answer for a person: rows of a SELECT, else text (yes or no, or Turtle)."""
    if isinstance(answer, QuerySolutions):
        variables = [variable.value for variable in answer.variables]
        with evaluating():
            return Rows(variables, [[readable(row[name]) for name in variables] for row in answer])
    if isinstance(answer, QueryBoolean):
        return "yes\n" if answer else "no\n"
    output = io.BytesIO()
    write_answer(answer, Format.TURTLE, output)
    return output.getvalue().decode("utf-8")


def readable(term: Term | None) -> str:
    """Write a term as people read it: a short name, or the bare value of a literal."""
    if term is None:
        return ""
    if isinstance(term, NamedNode):
        return shorten(term.value)
    return term.value if isinstance(term, Literal) else str(term)


def _pick(formats: Mapping[Format, F], form: Format, what: str) -> F:
    if form not in formats:
        raise UsageError(f"{form} cannot hold the answer of {what}; choose {', '.join(formats)}")
    return formats[form]


def _used(triples: list[Triple], form: RdfFormat) -> dict[str, str]:
    """Give the prefixes that occur in `triples`, so that a small answer has a small head."""
    if form not in (RdfFormat.TURTLE, RdfFormat.RDF_XML):
        return {}
    text = "\n".join(map(str, triples))
    return {prefix: iri for prefix, iri in PREFIXES.items() if f"<{iri}" in text}
