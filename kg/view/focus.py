"""focus: a graph and a name in, the part of the graph that is about it out."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

import msgspec

from kg.errors import UsageError
from kg.graph.reader import Graph
from kg.model import Entity
from kg.vocab import EntityClass, Predicate

#: Facts that put their subject inside their object.
_INSIDE = frozenset({Predicate.LOCATED_IN, Predicate.PART_OF})


class Focus(msgspec.Struct, frozen=True):
    """A part of a graph: its entities, and the one to open on, if there is one."""

    entities: frozenset[str]
    middle: str | None = None


def ego(graph: Graph, name: str, *, depth: int = 2) -> Focus:
    """Give what is within `depth` steps of the entity called `name`.

    Provinces, cities and industries are reached but not passed: through 河南省 everything is near.
    """
    middle = entity_named(graph, name)
    through = {
        e.id
        for e in graph.entities()
        if e.kind not in (EntityClass.PLACE, EntityClass.INDUSTRY) or e.id == middle.id
    }
    neighbours = _neighbours(graph)
    reached = {middle.id}
    for _ in range(depth):
        reached |= {n for e in reached & through for n in neighbours[e]}
    return Focus(frozenset(reached), middle.id)


def park(graph: Graph, name: str) -> Focus:
    """Give what lies in the park called `name`, however deep, and what that is directly related to."""
    middle = entity_named(graph, name, is_wanted=lambda e: e.kind is EntityClass.PARK)
    members: dict[str, list[str]] = defaultdict(list)
    for fact in graph.facts():
        if fact.predicate in _INSIDE and fact.object is not None:
            members[fact.object].append(fact.subject)
    inside = {middle.id}
    rest = [middle.id]
    while rest:
        found = [m for m in members[rest.pop()] if m not in inside]
        inside.update(found)
        rest += found
    neighbours = _neighbours(graph)
    return Focus(frozenset(inside | {n for e in inside for n in neighbours[e]}), middle.id)


def among(graph: Graph, terms: Iterable[str]) -> Focus:
    """Give the entities that the answer of a query names, by id or by label.

    Raises UsageError when it names none.
    """
    named = set(terms)
    found = frozenset(e.id for e in graph.entities() if e.id in named or e.label in named)
    if not found:
        raise UsageError("the query names no entity of the graph: select an entity or its label")
    return Focus(found)


def entity_named(
    graph: Graph, name: str, *, is_wanted: Callable[[Entity], bool] = lambda _: True
) -> Entity:
    """Give the one entity that has this id, label or other name.

    Raises UsageError when there is none or more than one, and says which there are.
    """
    found = [e for e in graph.find(name) if is_wanted(e)]
    by_label = [e for e in found if name in (e.label, e.id)]
    best = by_label or found
    if len(best) == 1:
        return best[0]
    if best:
        ids = ", ".join(e.id for e in best[:8])
        raise UsageError(f"{name} names {len(best)} things: give one of {ids}")
    raise UsageError(
        f"the graph has nothing of that kind called {name}; search for it in the page"
    )


def _neighbours(graph: Graph) -> dict[str, list[str]]:
    beside: dict[str, list[str]] = defaultdict(list)
    for a, b in _edges(graph):
        beside[a].append(b)
        beside[b].append(a)
    return beside


def _edges(graph: Graph) -> Iterator[tuple[str, str]]:
    for fact in graph.facts():
        if fact.object is not None:
            yield fact.subject, fact.object
    for post in graph.posts():
        yield post.person, post.body
