"""evaluate/matching: built entities and gold entities in, who is who (one to one) out.

Three rounds, from the surest evidence to the weakest: the preferred label is the fullest gold
name; it is one of the gold names; any label is. Within a round as many as possible are paired.
"""

from collections.abc import Iterable, Mapping

from kg.evaluate.built import Built


def match_entities(
    built: Built, iris: Iterable[str], gold: Mapping[str, frozenset[str]]
) -> dict[str, str]:
    """Pair each of `iris` with at most one gold key and the other way round."""
    fullest = {
        key: max(names, key=lambda name: (len(name), name)) for key, names in gold.items() if names
    }

    def is_fullest(iri: str, key: str) -> bool:
        return built.preferred.get(iri) == fullest.get(key, "")

    def is_preferred(iri: str, key: str) -> bool:
        return built.preferred.get(iri) in gold[key]

    def is_any(iri: str, key: str) -> bool:
        return not built.labels[iri].isdisjoint(gold[key])

    pairs: dict[str, str] = {}
    waiting = set(iris)
    free = list(gold)
    for fits in (is_fullest, is_preferred, is_any):
        edges = {iri: [key for key in free if fits(iri, key)] for iri in waiting - pairs.keys()}
        found = _most_pairs(edges)
        pairs |= found
        taken = set(found.values())
        free = [key for key in free if key not in taken]
    return pairs


def _most_pairs(edges: Mapping[str, list[str]]) -> dict[str, str]:
    """Give a largest matching by augmenting paths; those with the fewest choices choose first."""
    owner: dict[str, str] = {}

    def place(iri: str, seen: set[str]) -> bool:
        for key in edges[iri]:
            if key in seen:
                continue
            seen.add(key)
            if key not in owner or place(owner[key], seen):
                owner[key] = iri
                return True
        return False

    for iri in sorted(edges, key=lambda iri: (len(edges[iri]), iri)):
        place(iri, set())
    return {iri: key for key, iri in owner.items()}
