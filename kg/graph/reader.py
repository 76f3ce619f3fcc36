"""graph/reader: a built folder in, what its graph holds out, one value at a time, sorted by id."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path

import msgspec
import pyoxigraph as ox

from kg.errors import GraphError, UsageError
from kg.graph import iris
from kg.graph.iris import ORG, PROV, RDF, SCHEMA, SKOS, iri_of, path_of
from kg.graph.storage import open_store
from kg.graph.tables import Named
from kg.model import (
    ArticleNode,
    Entity,
    EntityId,
    Evidence,
    Extraction,
    Fact,
    MentionId,
    Observation,
    Post,
    StageEvent,
)
from kg.vocab import PARK, PARKID, STAGE, EntityClass, LiteralPredicate, Predicate, Stage, Subclass

DEFAULT = ox.DefaultGraph()
INFERRED = ox.NamedNode(iri_of(iris.INFERRED))
TYPE = ox.NamedNode(RDF + "type")
MEMBERSHIP = ox.NamedNode(ORG + "Membership")
#: What `Fact.predicate` can be.
FACT_PREDICATES: tuple[str, ...] = (*Predicate, *LiteralPredicate, "stage")
EXTRACTIONS_FILE = "extractions.jsonl"
MENTIONS_FILE = "mentions.jsonl"

#: Property IRI -> its values, as text: a literal's form, an id below parkid:, else an IRI.
_Properties = dict[str, list[str]]


def open_graph(folder: Path) -> "Graph":
    """Open a built folder for reading.

    Raises GraphError when the folder holds no graph or a damaged one.
    """
    return Graph(open_store(folder), folder)


class Graph:
    """A graph as the values of the model; each iterator gives them sorted by id."""

    def __init__(self, store: ox.Store, folder: Path) -> None:
        self.store = store
        self.folder = folder

    def articles(self) -> Iterator[ArticleNode]:
        """Give each article."""
        for article in self._members(_park("Article")):
            yield self._article(article)

    def entities(self) -> Iterator[Entity]:
        """Give each entity of the nine classes."""
        found = [(path, kind) for kind in EntityClass for path in self._members(_park(kind))]
        for path, kind in sorted(found):
            yield self._entity(path, kind)

    def facts(self) -> Iterator[Fact]:
        """Give each plain fact, sorted by subject, predicate and value; what rules concluded is marked."""
        found = {key for name in FACT_PREDICATES for key in self._statements(name)}
        for subject, predicate, value in sorted(found, key=lambda x: (x[0], x[1], _text(x[2]))):
            yield self._fact(subject, predicate, value)

    def posts(self) -> Iterator[Post]:
        """Give each post that a person holds or held."""
        for path in self._members(MEMBERSHIP):
            yield self._post(path)

    def stage_events(self) -> Iterator[StageEvent]:
        """Give each reaching of a stage."""
        for path in self._members(_park("StageEvent")):
            yield self._stage_event(path)

    def observations(self) -> Iterator[Observation]:
        """Give each figure."""
        for path in self._members(_park("Observation")):
            yield self._observation(path)

    def evidence(self) -> Iterator[Evidence]:
        """Give each passage that states something."""
        for path in self._members(_park("Evidence")):
            yield self._evidence(path)

    def extractions(self) -> Iterator[Extraction]:
        """Give each article as it was read, with the spans of its mentions, sorted by article id."""
        path = self.folder / EXTRACTIONS_FILE
        if not path.is_file():
            raise GraphError(f"{self.folder}: no {EXTRACTIONS_FILE} here; build the graph anew")
        decoder = msgspec.json.Decoder(Extraction)
        with path.open("rb") as lines:
            for number, line in enumerate(lines, start=1):
                try:
                    yield decoder.decode(line)
                except msgspec.MsgspecError as fault:
                    raise GraphError(
                        f"{path}, line {number}: damaged ({fault}); build the graph anew"
                    ) from fault

    def entity_of(self) -> dict[MentionId, EntityId]:
        """Map each mention of the extractions to the entity that it names; words that name none are left out."""
        path = self.folder / MENTIONS_FILE
        if not path.is_file():
            raise GraphError(f"{self.folder}: no {MENTIONS_FILE} here; build the graph anew")
        try:
            lines = msgspec.json.Decoder(Named).decode_lines(path.read_bytes())
        except msgspec.MsgspecError as fault:
            raise GraphError(f"{path}: damaged ({fault}); build the graph anew") from fault
        return {line.mention: line.entity for line in lines}

    def entity(self, path: str) -> Entity:
        """Give the entity of an id; UsageError when the graph has none."""
        types = {q.object for q in self.store.quads_for_pattern(_node(path), TYPE, None, DEFAULT)}
        for kind in EntityClass:
            if _park(kind) in types:
                return self._entity(path, kind)
        raise UsageError(f"no entity {path} in {self.folder}; look for its name with kg explain")

    def evidence_of(self, path: str) -> Evidence:
        """Give the evidence of an id; UsageError when the graph has none."""
        found = self.store.quads_for_pattern(_node(path), TYPE, _park("Evidence"), DEFAULT)
        if next(found, None) is None:
            raise UsageError(f"no evidence {path} in {self.folder}")
        return self._evidence(path)

    def find(self, name: str) -> list[Entity]:
        """Give the entities that a name may mean, sorted by id.

        An id, an exact label and an exact other name are tried in that order, then names that contain
        the words; spaces, case and full-width forms make no difference.
        """
        wanted = name.removeprefix("parkid:")
        exact = self._names.get(_folded(wanted), {})
        for rank in _RANKS:
            if paths := sorted(path for path, found in exact.items() if found == rank):
                return [self.entity(path) for path in paths]
        inside = {
            path
            for known, paths in self._names.items()
            if wanted and _folded(wanted) in known
            for path, rank in paths.items()
            if rank != "id"
        }
        return [self.entity(path) for path in sorted(inside)]

    @cached_property
    def _names(self) -> dict[str, dict[str, str]]:
        """Folded name -> entity id -> the best rank under which it bears that name."""
        names: dict[str, dict[str, str]] = defaultdict(dict)
        for entity in self.entities():
            ranked = [("id", entity.id), ("label", entity.label)]
            ranked += [("other", other) for other in entity.names]
            for rank, name in ranked:
                names[_folded(name)].setdefault(entity.id, rank)
        return dict(names)

    # ---- one value each -------------------------------------------------------------------------

    def _article(self, path: str) -> ArticleNode:
        found = self._properties(path)
        return ArticleNode(
            id=path,
            source_file=_first(found, PARK + "sourceFile") or "",
            headline=_first(found, SCHEMA + "headline"),
            published=_first(found, SCHEMA + "datePublished"),
            publisher=_first(found, SCHEMA + "publisher"),
            authors=tuple(found.get(SCHEMA + "author", ())),
            url=_first(found, SCHEMA + "url"),
        )

    def _entity(self, path: str, kind: EntityClass) -> Entity:
        found = self._properties(path)
        types = set(found[RDF + "type"])
        return Entity(
            id=path,
            kind=kind,
            subclasses=tuple(sorted(name for name in Subclass if PARK + name in types)),
            label=_first(found, SKOS + "prefLabel") or path,
            names=tuple(found.get(SKOS + "altLabel", ())),
            articles=tuple(found.get(PARK + "mentionedIn", ())),
            adcode=_first(found, PARK + "adcode"),
            zone_code=_first(found, PARK + "zoneCode"),
            stock_code=_first(found, PARK + "stockCode"),
        )

    def _fact(self, subject: str, predicate: str, value: ox.NamedNode | ox.Literal) -> Fact:
        quads = self.store.quads_for_pattern(_node(subject), _park(predicate), value, None)
        graphs = {quad.graph_name for quad in quads}
        entity = isinstance(value, ox.NamedNode) and predicate != "stage"
        return Fact(
            subject=subject,
            predicate=predicate,
            object=_text(value) if entity else None,
            value=None if entity else _text(value),
            evidence=_paths(graphs),
            inferred=DEFAULT not in graphs,
        )

    def _post(self, path: str) -> Post:
        found = self._properties(path)
        dates = tuple(found.get(PARK + "asOf", ()))
        return Post(
            id=path,
            person=_need(found, ORG + "member", path),
            body=_need(found, ORG + "organization", path),
            title=_need(found, PARK + "title", path),
            as_of=max(dates, default=None),
            dates=dates,
            evidence=self._graphs_of(path),
        )

    def _stage_event(self, path: str) -> StageEvent:
        found = self._properties(path)
        return StageEvent(
            id=path,
            project=_need(found, PARK + "ofProject", path),
            stage=Stage(_need(found, PARK + "stage", path)),
            date=_first(found, PARK + "date"),
            evidence=self._graphs_of(path),
        )

    def _observation(self, path: str) -> Observation:
        found = self._properties(path)
        return Observation(
            id=path,
            subject=_need(found, PARK + "subject", path),
            indicator=_need(found, PARK + "indicator", path),
            value=_need(found, PARK + "value", path),
            unit=_first(found, PARK + "unit") or "",
            period=_first(found, PARK + "period"),
            year_on_year=_first(found, PARK + "yearOnYear"),
            qualifier=_first(found, PARK + "qualifier"),
            evidence=self._graphs_of(path),
        )

    def _evidence(self, path: str) -> Evidence:
        found = self._properties(path)
        return Evidence(
            id=path,
            article=_need(found, PROV + "wasDerivedFrom", path),
            quote=_need(found, PARK + "quote", path),
            start=int(_need(found, PARK + "start", path)),
            end=int(_need(found, PARK + "end", path)),
            confidence=float(_need(found, PARK + "confidence", path)),
            by=_need(found, PROV + "wasGeneratedBy", path).removeprefix(iris.rule_id("")),
        )

    # ---- the store ------------------------------------------------------------------------------

    def _members(self, kind: ox.NamedNode) -> list[str]:
        quads = self.store.quads_for_pattern(None, TYPE, kind, DEFAULT)
        return sorted(_text(quad.subject) for quad in quads)

    def _statements(self, name: str) -> Iterator[tuple[str, str, ox.NamedNode | ox.Literal]]:
        for graph in (DEFAULT, INFERRED):
            for quad in self.store.quads_for_pattern(None, _park(name), None, graph):
                # park:stage stands on stage events too, and they are not facts of a project.
                if (subject := _text(quad.subject)).startswith("event/"):
                    continue
                if isinstance(quad.object, ox.NamedNode | ox.Literal):
                    yield subject, name, quad.object

    def _properties(self, path: str) -> _Properties:
        found: _Properties = defaultdict(list)
        for quad in self.store.quads_for_pattern(_node(path), None, None, DEFAULT):
            found[quad.predicate.value].append(_text(quad.object))
        return {name: sorted(values) for name, values in found.items()}

    def _graphs_of(self, path: str) -> tuple[str, ...]:
        quads = self.store.quads_for_pattern(_node(path), TYPE, None, None)
        return _paths({quad.graph_name for quad in quads})


#: From the best way in which a name can point at an entity to the weakest.
_RANKS = ("id", "label", "other")


def _folded(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def _park(name: str) -> ox.NamedNode:
    return ox.NamedNode(PARK + name)


def _node(path: str) -> ox.NamedNode:
    return ox.NamedNode(iri_of(path))


def _text(term: object) -> str:
    """Give a term as the values of the model hold it: ids and stages bare, other IRIs whole."""
    value = str(getattr(term, "value", term))
    if isinstance(term, ox.NamedNode):
        if value.startswith(PARKID):
            return path_of(value)
        return value.removeprefix(STAGE)
    return value


def _first(found: _Properties, name: str) -> str | None:
    values = found.get(name)
    return values[0] if values else None


def _need(found: _Properties, name: str, path: str) -> str:
    value = _first(found, name)
    if value is None:
        raise GraphError(f"{path} has no {name}; the graph is damaged: kg check tells more")
    return value


def _paths(graphs: Iterable[object]) -> tuple[str, ...]:
    """Give the sorted ids of the evidence among the graphs that hold a statement."""
    return tuple(sorted(_text(g) for g in graphs if g not in (DEFAULT, INFERRED)))
