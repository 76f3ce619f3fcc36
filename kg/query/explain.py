"""query/explain: an entity in; all that the graph says of it, with the passages that say so, out."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

import msgspec
from pyoxigraph import DefaultGraph, NamedNode

from kg.errors import GraphError, UsageError
from kg.graph.iris import INFERRED, ORG, SCHEMA, SKOS, fact_id, iri_of, path_of
from kg.graph.reader import Graph
from kg.model import ArticleNode, Entity, Evidence
from kg.query.decisions import Decision, Decisions
from kg.query.passages import Around, around
from kg.vocab import PARK, PARKID, STAGE, LiteralPredicate, Predicate

#: Properties whose statements are facts of their own; posts, stage events and figures are nodes.
FACT_WORDS = (*Predicate, *LiteralPredicate, "stage")
#: What a claim can be -> the properties that lead from its node to the entities it is about.
NODE_WORDS = {
    "post": (ORG + "member", ORG + "organization"),
    "event": (PARK + "ofProject",),
    "observation": (PARK + "subject",),
}
_DEFAULT = DefaultGraph()
_INFERRED = iri_of(INFERRED)


class Name(NamedTuple):
    """A thing to read about and to follow: its id below parkid: and its label."""

    id: str
    label: str


class Quoted(NamedTuple):
    """A passage, its article, and the rest of its sentence where the repaired text is at hand."""

    evidence: Evidence
    article: ArticleNode
    around: Around


class Claim(NamedTuple):
    """Something that is stated, and every passage that states it."""

    id: str
    subject: Name
    word: str  #: a property of the ontology; for a post its title, for a figure its indicator
    object: Name | None = None
    value: str = ""
    when: str = ""
    passages: tuple[Quoted, ...] = ()
    inferred: bool = False


class Account(NamedTuple):
    """All that a graph says of one entity, each part sorted."""

    entity: Entity
    articles: tuple[ArticleNode, ...]
    facts: tuple[Claim, ...]
    posts: tuple[Claim, ...]
    stages: tuple[Claim, ...]
    figures: tuple[Claim, ...]
    decisions: tuple[Decision, ...]
    left_out: int = 0  #: claims and articles beyond the limit

    def claims(self) -> tuple[Claim, ...]:
        """Give the claims of every kind."""
        return self.facts + self.posts + self.stages + self.figures


class _Triple(NamedTuple):
    subject: str
    word: str
    object: str
    is_node: bool


class Explainer:
    """Tells of entities; a look-up costs as much as the entity has statements."""

    def __init__(
        self,
        graph: Graph,
        *,
        texts: Mapping[str, str] | None = None,
        decisions: Decisions | None = None,
    ) -> None:
        self.graph = graph
        self._texts = texts or {}
        self._decisions = decisions or Decisions()

    def account(self, entity: Entity, *, limit: int = 1000) -> Account:
        """Give what the graph says of `entity`, at most `limit` claims and articles of each kind."""
        facts = self._facts_about(entity.id)
        nodes = {kind: self._nodes_about(entity.id, words) for kind, words in NODE_WORDS.items()}
        sizes = [len(facts), len(entity.articles), *map(len, nodes.values())]
        return Account(
            entity=entity,
            articles=tuple(
                sorted(
                    map(self._article, entity.articles[:limit]),
                    key=lambda a: (a.published or "", a.id),
                )
            ),
            facts=tuple(
                self._fact(triple, facts[triple])
                for triple in sorted(facts, key=lambda t: (_rank(t), t))[:limit]
            ),
            posts=_by_time(map(self._post, nodes["post"][:limit])),
            stages=_by_time(map(self._stage_event, nodes["event"][:limit])),
            figures=_by_time(map(self._figure, nodes["observation"][:limit])),
            decisions=tuple(self._decisions.about({entity.label, *entity.names})),
            left_out=sum(max(size - limit, 0) for size in sizes),
        )

    # ---- what a claim is made of ------------------------------------------------------------------

    def _facts_about(self, path: str) -> dict[_Triple, set[str]]:
        """Give each fact that the entity takes part in, with the graphs that state it ("" the default)."""
        node = NamedNode(iri_of(path))
        facts: dict[_Triple, set[str]] = defaultdict(set)
        for pattern in ((node, None), (None, node)):
            for quad in self.graph.store.quads_for_pattern(pattern[0], None, pattern[1], None):
                word = quad.predicate.value.removeprefix(PARK)
                subject = str(getattr(quad.subject, "value", ""))
                # park:stage is also said of stage events, which are told apart below.
                if word in FACT_WORDS and not subject.startswith(f"{PARKID}event/"):
                    is_node = isinstance(quad.object, NamedNode)
                    value = str(getattr(quad.object, "value", ""))
                    triple = _Triple(subject, word, value, is_node)
                    facts[triple].add(str(getattr(quad.graph_name, "value", "")))
        return facts

    def _nodes_about(self, path: str, words: Iterable[str]) -> list[str]:
        node = NamedNode(iri_of(path))
        return sorted(
            {
                path_of(str(getattr(quad.subject, "value", "")))
                for word in words
                for quad in self.graph.store.quads_for_pattern(
                    None, NamedNode(word), node, _DEFAULT
                )
            }
        )

    def _fact(self, triple: _Triple, graphs: set[str]) -> Claim:
        is_entity = triple.is_node and triple.object.startswith(PARKID)
        value = path_of(triple.object) if is_entity else triple.object.removeprefix(STAGE)
        subject = path_of(triple.subject)
        return Claim(
            id=fact_id(subject, triple.word, value),
            subject=self._name(subject),
            word=triple.word,
            object=self._name(value) if is_entity else None,
            value="" if is_entity else value,
            passages=self._passages(graphs),
            inferred="" not in graphs,
        )

    def _post(self, path: str) -> Claim:
        said = self._properties(path)
        return Claim(
            id=path,
            subject=self._name(path_of(said[ORG + "member"][0])),
            word=_one(said, PARK + "title"),
            object=self._name(path_of(said[ORG + "organization"][0])),
            when=" ".join(said.get(PARK + "asOf", ())),
            passages=self._passages(self._graphs_of(path)),
        )

    def _stage_event(self, path: str) -> Claim:
        said = self._properties(path)
        return Claim(
            id=path,
            subject=self._name(path_of(said[PARK + "ofProject"][0])),
            word="stage",
            value=_one(said, PARK + "stage").removeprefix(STAGE),
            when=_one(said, PARK + "date"),
            passages=self._passages(self._graphs_of(path)),
        )

    def _figure(self, path: str) -> Claim:
        said = self._properties(path)
        growth = _one(said, PARK + "yearOnYear")
        value = "".join(_one(said, PARK + part) for part in ("value", "unit", "qualifier"))
        return Claim(
            id=path,
            subject=self._name(path_of(said[PARK + "subject"][0])),
            word=_one(said, PARK + "indicator"),
            value=f"{value} ({_signed(growth)}%)" if growth else value,
            when=_one(said, PARK + "period"),
            passages=self._passages(self._graphs_of(path)),
        )

    def _passages(self, graphs: Iterable[str]) -> tuple[Quoted, ...]:
        evidence = [
            self.graph.evidence_of(path_of(graph))
            for graph in graphs
            if graph not in ("", _INFERRED)
        ]
        quoted = [
            Quoted(
                each,
                self._article(each.article),
                around(self._texts.get(each.article, ""), each.quote, near=each.start),
            )
            for each in evidence
        ]
        return tuple(
            sorted(
                quoted, key=lambda q: (q.article.published or "", q.article.id, q.evidence.start)
            )
        )

    # ---- the store ----------------------------------------------------------------------------

    def _properties(self, path: str) -> dict[str, list[str]]:
        said: dict[str, list[str]] = defaultdict(list)
        node = NamedNode(iri_of(path))
        for quad in self.graph.store.quads_for_pattern(node, None, None, _DEFAULT):
            said[quad.predicate.value].append(str(getattr(quad.object, "value", "")))
        return {word: sorted(values) for word, values in said.items()}

    def _graphs_of(self, path: str) -> set[str]:
        node = NamedNode(iri_of(path))
        quads = self.graph.store.quads_for_pattern(node, None, None, None)
        return {str(getattr(quad.graph_name, "value", "")) for quad in quads}

    def _name(self, path: str) -> Name:
        said = self._properties(path)
        return Name(path, _one(said, SKOS + "prefLabel") or path)

    def _article(self, path: str) -> ArticleNode:
        said = self._properties(path)
        return ArticleNode(
            id=path,
            source_file=_one(said, PARK + "sourceFile"),
            headline=_one(said, SCHEMA + "headline") or None,
            published=_one(said, SCHEMA + "datePublished") or None,
            publisher=_one(said, SCHEMA + "publisher") or None,
            authors=tuple(said.get(SCHEMA + "author", ())),
            url=_one(said, SCHEMA + "url") or None,
        )


def subject_of(folder: Path, claim: str) -> str:
    """Give the id of the entity that a claim is about; raises `UsageError` for an unknown claim."""
    path = folder / "facts.jsonl"
    if not path.is_file():
        raise GraphError(f"{folder}: no facts.jsonl here; build the graph anew")
    decoder = msgspec.json.Decoder(_Line)
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                found = decoder.decode(line)
            except msgspec.MsgspecError as fault:
                raise GraphError(
                    f"{path}, line {number}: damaged ({fault}); build anew"
                ) from fault
            if found.id == claim:
                return found.subject
    raise UsageError(f"no claim {claim} in {path}")


class _Line(msgspec.Struct):
    """What is needed here of a line of facts.jsonl."""

    id: str
    subject: str


def _by_time(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    return tuple(sorted(claims, key=lambda claim: (claim.when, claim.word, claim.id)))


def _rank(triple: _Triple) -> int:
    return FACT_WORDS.index(triple.word)


def _one(said: Mapping[str, list[str]], word: str) -> str:
    return next(iter(said.get(word, ())), "")


def _signed(growth: str) -> str:
    return growth if growth.startswith("-") else f"+{growth}"
