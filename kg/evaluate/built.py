"""evaluate/built: graph.nq in, what it says in comparable form (`Built`) out.

The file is read for itself, not through the graph room: what measures a graph should not share the
code that wrote it. Statements are read from the union of all named graphs.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec
import pyoxigraph as ox

from kg.errors import GraphError
from kg.evaluate.compare import as_number, bare
from kg.evaluate.values import Claim, Figure
from kg.vocab import PARK, EntityClass, Predicate

_RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_PREFERRED = "http://www.w3.org/2004/02/skos/core#prefLabel"
_LABELS = (
    _PREFERRED,
    "http://www.w3.org/2004/02/skos/core#altLabel",
    "http://www.w3.org/2000/01/rdf-schema#label",
)
_MEMBERSHIP = "http://www.w3.org/ns/org#Membership"
_MEMBER = "http://www.w3.org/ns/org#member"
_ORGANIZATION = "http://www.w3.org/ns/org#organization"
_DERIVED_FROM = "http://www.w3.org/ns/prov#wasDerivedFrom"

#: Facts that must have evidence: edges between entities, and amounts.
_GROUNDED = frozenset(PARK + name for name in (*Predicate, "totalInvestment"))

_Rows = Mapping[str, Mapping[str, list[str]]]  #: subject -> predicate -> sorted values


class Citation(msgspec.Struct, frozen=True):
    """A passage as the graph cites it; a field is None if the graph does not state it."""

    evidence: str
    source_file: str | None
    record: str | None  #: place inside a container, such as "line 3"
    start: str | None
    end: str | None
    quote: str | None


class Built(msgspec.Struct, frozen=True):
    """What a graph says, in IRIs and bare names."""

    kinds: Mapping[str, EntityClass]
    labels: Mapping[str, frozenset[str]]
    preferred: Mapping[str, str]
    claims: tuple[Claim, ...]
    observations: tuple[Figure, ...]
    citations: tuple[Citation, ...]
    graphs_of_facts: Mapping[tuple[str, str, str], frozenset[str]]  #: fact -> graphs that state it

    def of_kind(self, kind: EntityClass) -> set[str]:
        """Give the named entities of one class."""
        return {iri for iri in self.named() if self.kinds[iri] == kind}

    def named(self) -> set[str]:
        """Give the entities that have a name to be matched by."""
        return {iri for iri in self.kinds if self.labels[iri]}


def read_built(graph_nq: Path) -> Built:
    """Read the N-Quads of a built folder.

    Raises:
        GraphError: there is no such file, or it is no N-Quads.
    """
    rows: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    graphs: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for quad in _quads(graph_nq):
        predicate = quad.predicate.value
        rows[_text(quad.subject)][predicate].add(_text(quad.object))
        if predicate in _GROUNDED:
            fact = (str(quad.subject), predicate, str(quad.object))
            graphs[fact].add(_text(quad.graph_name))
    table = {
        subject: {predicate: sorted(values) for predicate, values in columns.items()}
        for subject, columns in sorted(rows.items())
    }
    return _built(table, {fact: frozenset(names) for fact, names in graphs.items()})


def _quads(path: Path) -> Iterator[ox.Quad]:
    try:
        with path.open("rb") as stream:
            yield from ox.parse(stream, format=ox.RdfFormat.N_QUADS)
    except OSError as fault:
        raise GraphError(
            f"cannot read {path}: {fault.strerror}; build it with `kg build`"
        ) from fault
    except SyntaxError as fault:
        raise GraphError(f"{path} is no N-Quads file: {fault}") from fault


def _text(term: object) -> str:
    return str(getattr(term, "value", term))


def _built(table: _Rows, graphs: Mapping[tuple[str, str, str], frozenset[str]]) -> Built:
    kinds = {iri: kind for iri, row in table.items() if (kind := _kind(row)) is not None}
    claims = {claim for iri, row in table.items() for claim in _claims(iri, row, iri in kinds)}
    return Built(
        kinds=kinds,
        labels={iri: _names(table[iri], *_LABELS) for iri in kinds},
        preferred={iri: min(names) for iri in kinds if (names := _names(table[iri], _PREFERRED))},
        # The order decides who is matched first, so it must not depend on hashes.
        claims=tuple(sorted(claims, key=repr)),
        observations=tuple(
            _figure(row) for row in table.values() if PARK + "Observation" in _types(row)
        ),
        citations=tuple(
            _citation(iri, table) for iri, row in table.items() if PARK + "Evidence" in _types(row)
        ),
        graphs_of_facts=graphs,
    )


def _types(row: Mapping[str, list[str]]) -> list[str]:
    return row.get(_RDF_TYPE, [])


def _kind(row: Mapping[str, list[str]]) -> EntityClass | None:
    types = _types(row)
    return next((kind for kind in EntityClass if PARK + kind in types), None)


def _names(row: Mapping[str, list[str]], *properties: str) -> frozenset[str]:
    written = (bare(value) for name in properties for value in row.get(name, []))
    return frozenset(name for name in written if name)


def _claims(iri: str, row: Mapping[str, list[str]], is_entity: bool) -> Iterator[Claim]:
    if is_entity:
        for predicate in Predicate:
            for other in row.get(PARK + predicate, []):
                yield Claim(iri, str(predicate), other)
        for amount in row.get(PARK + "totalInvestment", []):
            yield Claim(iri, "totalInvestment", as_number(amount))
        for stage in row.get(PARK + "stage", []):
            yield Claim(iri, "stage", _last_part(stage))
    if _MEMBERSHIP in _types(row):
        yield from _posts(row)
    if PARK + "StageEvent" in _types(row):
        for project in row.get(PARK + "ofProject", []):
            for stage in row.get(PARK + "stage", []):
                yield Claim(project, "stage", _last_part(stage))


def _posts(row: Mapping[str, list[str]]) -> Iterator[Claim]:
    title = _first(row, PARK + "title") or ""
    for person in row.get(_MEMBER, []):
        for body in row.get(_ORGANIZATION, []):
            yield Claim(person, "holdsPost", body, title)


def _last_part(iri: str) -> str:
    return iri.replace("#", "/").rpartition("/")[2]


def _first(row: Mapping[str, list[str]], name: str) -> str | None:
    values = row.get(name, [])
    return values[0] if values else None


def _figure(row: Mapping[str, list[str]]) -> Figure:
    subject = _first(row, PARK + "subject")
    return Figure(
        subjects=frozenset([subject] if subject else []),
        indicator=_first(row, PARK + "indicator") or "",
        value=as_number(_first(row, PARK + "value")),
        unit=_first(row, PARK + "unit") or "",
    )


def _citation(iri: str, table: _Rows) -> Citation:
    row = table[iri]
    article = table.get(_first(row, _DERIVED_FROM) or "", {})
    return Citation(
        evidence=iri,
        source_file=_first(article, PARK + "sourceFile"),
        record=_first(article, PARK + "record"),
        start=_first(row, PARK + "start"),
        end=_first(row, PARK + "end"),
        quote=_first(row, PARK + "quote"),
    )
