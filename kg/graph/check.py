"""graph/check: a built folder in, what is wrong or contradictory in it out, each with the passages to look at."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
import pyoxigraph as ox

from kg.errors import GraphError, KGError
from kg.graph.conflicts import Conflict, conflicts
from kg.graph.iris import ORG, PREFIXES, RDFS, SKOS, path_of
from kg.graph.ontology import ontology_path
from kg.graph.reader import DEFAULT, INFERRED, TYPE, Graph, open_graph
from kg.graph.validate import Violation, validate
from kg.model import ArticleNode
from kg.vocab import PARK, PARKID, LiteralPredicate, Predicate, Record

TURTLE_FILE = "graph.ttl"
#: Passages shown of a node whose class is wrong, which every passage about it could show.
FEW = 3
_HAN = re.compile("[\u4e00-\u9fff]")

#: Kind of conflict -> what it means, in Chinese and in English.
_CONFLICTS = {
    "amount": ("各来源的总投资不同", "sources give different total investments"),
    "figure": ("各来源的数值不同", "sources give different values"),
    "stage": ("项目阶段倒退", "the project goes back to an earlier stage"),
    "post": ("同一时间有两人担任同一职务", "two people hold one post at one time"),
}
_MISREAD = (
    "同一段文字读出不同的值，多半是误读",
    "one passage was read in two ways, probably a misreading",
)


class Passage(msgspec.Struct, frozen=True, kw_only=True):
    """A passage to look at: where it stands, and what it says."""

    value: str | None
    file: str
    headline: str | None
    published: str | None
    start: int
    end: int
    quote: str


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """Something to look at: a statement that breaks a shape, a fact without evidence, or a conflict."""

    kind: str  #: shape, evidence or conflict
    rule: str  #: the constraint broken, or the kind of conflict
    subject: str
    subject_label: str | None
    predicate: str | None
    value: str | None
    message: str  #: in English
    message_zh: str
    passages: tuple[Passage, ...]

    @property
    def is_fault(self) -> bool:
        """Tell whether the graph itself is wrong, rather than its sources at odds."""
        return self.kind != "conflict"


def check(folder: Path) -> Iterator[Finding]:
    """Give all findings: first what breaks a shape, then facts without evidence, then conflicts of sources.

    Raises GraphError when the folder holds no graph.
    """
    graph = open_graph(folder)
    data = folder / TURTLE_FILE
    if not data.is_file():
        raise GraphError(f"{folder}: no {TURTLE_FILE} here; build the graph anew")
    reporter = _Reporter(graph)
    for violation in validate(data, ontology_path("shapes.ttl")):
        yield reporter.violation(violation)
    for subject, predicate, value in _unproved(graph.store):
        yield reporter.unproved(subject, predicate, value)
    try:
        for conflict in conflicts(graph):
            yield reporter.conflict(conflict)
    except KGError as fault:
        # A record without its parts, reported above, can keep the rest from being compared.
        yield reporter.unread(fault)


#: Statements with one of these properties are facts; so are all statements about the three records.
_FACTS = [ox.NamedNode(PARK + name) for name in (*Predicate, *LiteralPredicate)]
_RECORDS = [
    ox.NamedNode(ORG + "Membership"),
    ox.NamedNode(PARK + Record.STAGE_EVENT),
    ox.NamedNode(PARK + Record.OBSERVATION),
]


def _unproved(store: ox.Store) -> list[tuple[str, str, str]]:
    """Give the facts of the default graph that no evidence states, as terms, sorted."""
    evidence = {
        quad.subject
        for quad in store.quads_for_pattern(
            None, TYPE, ox.NamedNode(PARK + Record.EVIDENCE), DEFAULT
        )
    }
    patterns: list[tuple[ox.NamedNode | None, ox.NamedNode | None]]
    patterns = [(None, predicate) for predicate in _FACTS]
    patterns += [
        (quad.subject, None)
        for kind in _RECORDS
        for quad in store.quads_for_pattern(None, TYPE, kind, DEFAULT)
        if isinstance(quad.subject, ox.NamedNode)
    ]
    lone: list[tuple[str, str, str]] = []
    for subject, predicate in patterns:
        stated: set[tuple[str, str, str]] = set()
        proved: set[tuple[str, str, str]] = set()
        for quad in store.quads_for_pattern(subject, predicate, None, None):
            triple = str(quad.subject), str(quad.predicate), str(quad.object)
            if quad.graph_name == DEFAULT:
                stated.add(triple)
            elif quad.graph_name in evidence:
                proved.add(triple)
        lone += stated - proved
    return sorted(lone)


#: How a record points at the entity that it is about, and how things are named.
_ABOUT = [
    ox.NamedNode(iri)
    for iri in (ORG + "member", PARK + "ofProject", PARK + "subject", PARK + "ofEntity")
]
_NAMES = [ox.NamedNode(SKOS + "prefLabel"), ox.NamedNode(RDFS + "label")]


class _Reporter:
    """Turns what is wrong into findings, with labels and passages looked up in the graph."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.articles: dict[str, ArticleNode] = {a.id: a for a in graph.articles()}

    def violation(self, found: Violation) -> Finding:
        if found.path and found.path.startswith("^") and found.value:
            # Seen from the object; people read a fact from its subject.
            found = found._replace(focus=found.value, path=found.path[1:], value=found.focus)
        chinese = [text for text in found.messages if _HAN.search(text)]
        english = [text for text in found.messages if not _HAN.search(text)]
        return Finding(
            kind="shape",
            rule=found.component.removesuffix("ConstraintComponent"),
            subject=_short(found.focus),
            subject_label=self._label(found.focus),
            predicate=_short(found.path) if found.path else None,
            value=_short(found.value) if found.value else None,
            message=" ".join(english) or found.component,
            message_zh=" ".join(chinese) or found.component,
            passages=self._passages_of(found.focus, found.path, found.value),
        )

    def unproved(self, subject: str, predicate: str, value: str) -> Finding:
        return Finding(
            kind="evidence",
            rule="NoEvidence",
            subject=_short(subject),
            subject_label=self._label(subject),
            predicate=_short(predicate),
            value=_short(value),
            message="No passage states this fact.",
            message_zh="没有任何原文支持这一事实。",
            passages=(),
        )

    def conflict(self, found: Conflict) -> Finding:
        chinese, english = _CONFLICTS[found.kind]
        passages = tuple(
            passage
            for side in found.sides
            for passage in self._passages(side.evidence, value=side.value)
        )
        if len({(p.file, p.start, p.end) for p in passages}) == 1:
            chinese, english = _MISREAD
        return Finding(
            kind="conflict",
            rule=found.kind,
            subject=found.subject,
            subject_label=self._label(f"<{PARKID}{found.subject}>"),
            predicate=found.what,
            value=None,
            message=english,
            message_zh=chinese,
            passages=passages,
        )

    def unread(self, fault: KGError) -> Finding:
        return Finding(
            kind="conflict",
            rule="unread",
            subject="graph",
            subject_label=None,
            predicate=None,
            value=None,
            message=f"Not all conflicts could be looked for: {fault}",
            message_zh="未能查找全部矛盾，请先修复上面的问题。",
            passages=(),
        )

    def _label(self, term: str) -> str | None:
        """Give the label of a node, or of the entity that a record is about."""
        if not term.startswith("<"):
            return None
        node = ox.NamedNode(term[1:-1])
        about = [q.object for p in _ABOUT for q in self._of(node, p)]
        names = [
            quad.object.value
            for name in _NAMES
            for subject in (node, *about)
            if isinstance(subject, ox.NamedNode)
            for quad in self._of(subject, name)
            if isinstance(quad.object, ox.Literal)
        ]
        return names[0] if names else None

    def _of(self, node: ox.NamedNode, predicate: ox.NamedNode) -> list[ox.Quad]:
        quads = self.graph.store.quads_for_pattern(node, predicate, None, DEFAULT)
        return sorted(quads, key=str)

    def _passages_of(self, focus: str, path: str | None, value: str | None) -> tuple[Passage, ...]:
        """Give the passages that state what is wrong, or else all that is said of the node."""
        if not focus.startswith("<"):
            return ()
        node = ox.NamedNode(focus[1:-1])
        if node.value.startswith(f"{PARKID}evidence/"):
            return self._passages([path_of(node.value)])
        predicate = ox.NamedNode(path[1:-1]) if path and path.startswith("<") else None
        quads = [*self.graph.store.quads_for_pattern(node, predicate, None, None)]
        exact = [quad for quad in quads if value is None or str(quad.object) == value]
        for found in (exact, quads, [*self.graph.store.quads_for_pattern(node, None, None, None)]):
            graphs = {q.graph_name for q in found if q.graph_name not in (DEFAULT, INFERRED)}
            if graphs:
                paths = sorted(path_of(g.value) for g in graphs if isinstance(g, ox.NamedNode))
                return self._passages(paths[: None if path else FEW])
        return ()

    def _passages(self, paths: Iterable[str], *, value: str | None = None) -> tuple[Passage, ...]:
        found = [self.graph.evidence_of(path) for path in paths]
        return tuple(
            Passage(
                value=value,
                file=article.source_file if article else evidence.article,
                headline=article.headline if article else None,
                published=article.published if article else None,
                start=evidence.start,
                end=evidence.end,
                quote=evidence.quote,
            )
            for evidence in found
            for article in (self.articles.get(evidence.article),)
        )


def _short(term: str) -> str:
    """Give a term as people write it: an id, a prefixed name, or a literal's text."""
    if term.startswith(f"<{PARKID}"):
        return path_of(term[1:-1])
    if term.startswith("<"):
        for prefix, namespace in PREFIXES.items():
            if term[1:].startswith(namespace):
                return f"{prefix}:{term[1 + len(namespace) : -1]}"
    return term
