"""graph/terms: Python values in, RDF terms in their canonical N-Quads spelling out.

A term is the string that stands in an N-Quads line, and a quad is four of them: sorting and joining
such strings is all that writing a graph takes, and no parser stands between us and the bytes.
(pyoxigraph would fold `@zh-Hans` to `@zh-hans`, which is why it does not write our files.)
"""

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import NamedTuple

from kg.graph.iris import RDF, RDFS, XSD, iri_of
from kg.vocab import PARK

Term = str
#: Parks, rules and words come again and again; one string for each is less to hold and to compare.
_REMEMBERED = 65_536
#: Simplified Chinese, the language of every label.
CHINESE = "zh-Hans"


class Quad(NamedTuple):
    """One statement; the default graph is the empty string, which sorts before all others."""

    subject: Term
    predicate: Term
    object: Term
    graph: Term = ""


# https://www.w3.org/TR/rdf12-n-quads/#canonical-quads: these seven by name, other controls by number.
_ESCAPES = {code: f"\\u{code:04X}" for code in (*range(0x20), 0x7F)} | {
    ord(char): written
    for char, written in {
        "\b": "\\b",
        "\t": "\\t",
        "\n": "\\n",
        "\f": "\\f",
        "\r": "\\r",
        '"': '\\"',
        "\\": "\\\\",
    }.items()
}
_NEEDS_ESCAPE = re.compile(r'[\x00-\x1f\x7f"\\]')


def iri(value: str) -> Term:
    """Give the term of a whole IRI."""
    return f"<{value}>"


@lru_cache(_REMEMBERED)
def node(path: str) -> Term:
    """Give the term of an id below parkid:."""
    return iri(iri_of(path))


@lru_cache(_REMEMBERED)
def park(name: str) -> Term:
    """Give the term of a word of the ontology."""
    return iri(PARK + name)


def text(value: str, language: str = CHINESE) -> Term:
    """Give a literal in a language.

    >>> text('招商"引资"')
    '"招商\\\\"引资\\\\""@zh-Hans'
    """
    return f'"{_escape(value)}"@{language}'


def string(value: str) -> Term:
    """Give a literal without a language: codes, file names, quotes."""
    return f'"{_escape(value)}"'


def typed(lexical: str, datatype: str) -> Term:
    """Give a literal of an XML Schema datatype, such as "integer"."""
    return f'"{_escape(lexical)}"^^<{XSD}{datatype}>'


def integer(value: int) -> Term:
    """Give a whole number."""
    return typed(str(value), "integer")


def decimal(value: str | Decimal) -> Term:
    """Give a decimal; ValueError if it is none."""
    return typed(plain_decimal(value), "decimal")


def plain_decimal(value: str | Decimal) -> str:
    """Give the one canonical spelling of a decimal (XSD 1.1: no exponent, no idle zero); ValueError if none.

    >>> plain_decimal("65.180"), plain_decimal("5E+8"), plain_decimal("-0.0")
    ('65.18', '500000000', '0')
    """
    try:
        number = Decimal(value)
    except InvalidOperation as fault:
        raise ValueError(f"{value!r} is not a decimal") from fault
    if not number.is_finite():
        raise ValueError(f"{value!r} is not a finite decimal")
    if number == 0:
        return "0"
    plain = f"{number:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


_PARTIAL_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2]))?")


def moment(value: str) -> Term:
    """Give a year, month, day or time of day by its precision; ValueError for what is no date.

    >>> moment("2022-05")
    '"2022-05"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>'
    """
    if partial := _PARTIAL_DATE.fullmatch(value):
        return typed(value, "gYearMonth" if partial[1] else "gYear")
    if len(value) == len("2022-05-01"):
        return typed(date.fromisoformat(value).isoformat(), "date")
    return typed(datetime.fromisoformat(value).isoformat(timespec="seconds"), "dateTime")


def _escape(value: str) -> str:
    # Most literals have nothing to escape, and looking is five times cheaper than translating.
    return value.translate(_ESCAPES) if _NEEDS_ESCAPE.search(value) else value


def spelt(term: Term) -> Term:
    """Give a term that a parser wrote as we write it: it folds language tags to lower case."""
    return term.replace(_FOLDED, _TAG) if term.endswith(_FOLDED) else term


_TAG = f'"@{CHINESE}'
_FOLDED = _TAG.lower()

TYPE = iri(RDF + "type")
LABEL = iri(RDFS + "label")
