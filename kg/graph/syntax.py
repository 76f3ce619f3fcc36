"""graph/syntax: sorted quads in, the text of N-Quads, Turtle, TriG and JSON-LD out.

Every writer streams: it takes quads in the order it needs and holds one subject at a time.
"""

import json
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby
from pathlib import Path

import msgspec

from kg.errors import GraphError
from kg.graph.iris import PREFIXES, RDF, XSD
from kg.graph.terms import Quad, Term

#: Terms repeat (classes, predicates, parks); this many abbreviations are remembered.
_REMEMBERED = 65_536
_TYPE = f"<{RDF}type>"
_NUMBERS = {
    f"<{XSD}integer>": re.compile(r"[+-]?\d+"),
    f"<{XSD}decimal>": re.compile(r"[+-]?\d*\.\d+"),
}
#: A cautious part of PN_LOCAL (https://www.w3.org/TR/turtle/#grammar-production-PN_LOCAL): letters,
#: digits, Han and what may be escaped by a backslash; any other IRI is written in full.
_LOCAL = re.compile(
    "[A-Za-z0-9_\u3400-\u9fff](?:[A-Za-z0-9_\u3400-\u9fff/+-]*[A-Za-z0-9_\u3400-\u9fff])?"
)
_ESCAPED = re.compile("[/+]")
#: Longest first, so that park: wins over a shorter namespace that contains it.
_NAMESPACES = sorted(((iri, prefix) for prefix, iri in PREFIXES.items()), key=lambda x: -len(x[0]))
_LITERAL = re.compile(r'"(.*)"(?:@(.+)|\^\^(<.+>))?', re.DOTALL)


def nquads(ordered: Iterable[Quad]) -> Iterator[str]:
    """Give the lines of canonical N-Quads for quads in tuple order.

    Tuple order is line order: no term is the beginning of another but a plain literal of the same
    literal with a language or datatype, and there a space sorts before `@` and `^` as well.
    """
    for s, p, o, graph in ordered:
        yield f"{s} {p} {o} {graph} .\n" if graph else f"{s} {p} {o} .\n"


#: One line of ours: three terms and, in a named graph, a fourth.
_LINE = re.compile(
    r'(<[^>]*>) (<[^>]*>) (<[^>]*>|"(?:[^"\\]|\\.)*"(?:@[A-Za-z0-9-]+|\^\^<[^>]*>)?)(?: (<[^>]*>))? \.\n?'
)


def read_nquads(path: Path) -> Iterator[Quad]:
    """Give the quads of a file that `nquads` wrote, term for term; GraphError names a line that is none."""
    with path.open(encoding="utf-8", newline="\n") as lines:
        for number, line in enumerate(lines, start=1):
            found = _LINE.fullmatch(line)
            if found is None:
                raise GraphError(f"{path}, line {number}: not as kg build writes it; build anew")
            yield Quad(found[1], found[2], found[3], found[4] or "")


def turtle(ordered: Iterable[Quad]) -> Iterator[str]:
    """Give the text of Turtle for quads sorted by subject; their graphs are left out."""
    yield from _prefixes()
    yield from _subjects(ordered, indent="")


def trig(ordered: Iterable[Quad]) -> Iterator[str]:
    """Give the text of TriG for quads sorted by graph, then by subject."""
    yield from _prefixes()
    for graph, group in groupby(ordered, key=lambda q: q.graph):
        if not graph:
            yield from _subjects(group, indent="")
            continue
        yield f"{_short(graph)} {{\n"
        yield from _subjects(group, indent="  ")
        yield "}\n"


def _prefixes() -> Iterator[str]:
    for prefix, namespace in sorted(PREFIXES.items()):
        yield f"@prefix {prefix}: <{namespace}> .\n"
    yield "\n"


def _subjects(ordered: Iterable[Quad], *, indent: str) -> Iterator[str]:
    for subject, quads in groupby(ordered, key=lambda q: q.subject):
        lines = [
            f"{'a' if predicate == _TYPE else _short(predicate)} {', '.join(map(_short, values))}"
            for predicate, values in _by_predicate(quads)
        ]
        yield f"{indent}{_short(subject)} {f' ;{chr(10)}{indent}    '.join(lines)} .\n"


def _by_predicate(quads: Iterable[Quad]) -> list[tuple[Term, list[Term]]]:
    """Group one subject's sorted quads by predicate, the type first: it is what a reader looks for."""
    groups = [
        (predicate, [quad.object for quad in group])
        for predicate, group in groupby(quads, key=lambda q: q.predicate)
    ]
    groups.sort(key=lambda group: group[0] != _TYPE)
    return groups


@lru_cache(_REMEMBERED)
def _short(term: Term) -> str:
    """Give a term as Turtle abbreviates it.

    >>> _short("<https://w3id.org/parkgraph/id/company/三棵树>")
    'parkid:company\\\\/三棵树'
    """
    if term[0] == "<":
        return _short_iri(term)
    body, at, datatype = term.rpartition("^^")
    if not at or not datatype.startswith("<"):
        return term
    pattern = _NUMBERS.get(datatype)
    if pattern and pattern.fullmatch(body[1:-1]):
        return body[1:-1]
    return f"{body}^^{_short_iri(datatype)}"


def _short_iri(term: Term) -> str:
    iri = term[1:-1]
    for namespace, prefix in _NAMESPACES:
        if iri.startswith(namespace) and _LOCAL.fullmatch(local := iri[len(namespace) :]):
            return f"{prefix}:{_ESCAPED.sub(lambda found: chr(92) + found[0], local)}"
    return term


# ---- JSON-LD ------------------------------------------------------------------------------------

Json = dict[str, object]


def jsonld(ordered: Iterable[Quad], context: Json) -> Iterator[str]:
    """Give the text of JSON-LD for quads sorted by graph, one node a line, in the words of a context.

    `context` must tie each of its terms to one namespace, as ontology/context.jsonld does.
    """
    words = _Words(context)
    yield f'{{"@context":{_compact(context)},\n"@graph":['
    mark = "\n"
    for graph, group in groupby(ordered, key=lambda q: q.graph):
        nodes: Iterable[Json] = (
            words.node(s, quads) for s, quads in groupby(group, key=lambda q: q.subject)
        )
        if graph:
            nodes = ({"@id": words.name(graph), "@graph": [*nodes]},)
        for found in nodes:
            yield mark + _compact(found)
            mark = ",\n"
    yield "\n]}\n"


def _compact(value: object) -> str:
    return msgspec.json.encode(value).decode()


class _Words:
    """A JSON-LD context, turned round: from IRIs and datatypes to the words that stand for them."""

    def __init__(self, context: Json) -> None:
        self.prefixes = {k: v for k, v in context.items() if isinstance(v, str)}
        # Longest first, as in _NAMESPACES.
        self.namespaces = sorted(
            ((ns, prefix) for prefix, ns in self.prefixes.items()), key=lambda x: -len(x[0])
        )
        self.terms: dict[str, tuple[str, Json]] = {}
        for word, meaning in context.items():
            if isinstance(meaning, dict):
                self.terms[self._expand(str(meaning["@id"]))] = (word, meaning)

    def _expand(self, name: str) -> str:
        prefix, _, local = name.partition(":")
        return self.prefixes[prefix] + local

    def name(self, term: Term) -> str:
        """Give an IRI as `prefix:rest`, where a prefix of the context fits."""
        iri = term[1:-1]
        for namespace, prefix in self.namespaces:
            if iri.startswith(namespace):
                return f"{prefix}:{iri[len(namespace) :]}"
        return iri

    def node(self, subject: Term, quads: Iterable[Quad]) -> Json:
        found: Json = {"@id": self.name(subject)}
        for predicate, terms in _by_predicate(quads):
            values: list[object]
            if predicate == _TYPE:
                word, values = "@type", [self.name(term) for term in terms]
            else:
                word, meaning = self.terms.get(predicate[1:-1]) or (self.name(predicate), {})
                values = [self._value(term, meaning) for term in terms]
            found[word] = values[0] if len(values) == 1 else values
        return found

    def _value(self, term: Term, meaning: Json) -> object:
        if term[0] == "<":
            name = self.name(term)
            return name if meaning.get("@type") == "@id" else {"@id": name}
        parts = _LITERAL.fullmatch(term)
        if parts is None:
            raise ValueError(f"{term!r} is no N-Quads term")
        value: str = parts[1]
        if "\\" in value:
            value = json.loads(f'"{value}"')  # N-Quads escapes are a part of JSON's
        kind: Json = {}
        if parts[2]:
            kind = {"@language": parts[2]}
        elif parts[3]:
            kind = {"@type": self.name(parts[3])}
        # Bare where the context says the rest.
        return (
            value if meaning == {"@id": meaning.get("@id"), **kind} else {"@value": value, **kind}
        )
