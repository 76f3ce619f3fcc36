"""export/measures: the built graph in, what network analysis says of it out."""

from collections import Counter
from typing import NamedTuple

import networkx as nx

from kg.export.frames import OpenGraph

#: Louvain visits nodes in random order; one seed makes one answer.
SEED = 20220613


class Ranked(NamedTuple):
    """An entity with its score."""

    id: str
    label: str
    kind: str
    score: float


class Measures(NamedTuple):
    """A graph in figures."""

    entities: dict[str, int]  #: per class
    facts: dict[str, int]  #: per relation
    articles: int
    evidence: int
    degree: tuple[Ranked, ...]  #: share of other entities that a fact ties it to (Freeman 1978)
    betweenness: tuple[Ranked, ...]  #: share of shortest paths that pass through it (Brandes 2001)
    communities: tuple[tuple[str, ...], ...]  #: labels, largest first (Blondel et al. 2008)


def measure(graph: OpenGraph, *, top: int = 10) -> Measures:
    """Count, rank and group the entities of a graph; rankings hold the first `top`."""
    network = graph.to_networkx()
    plain: nx.Graph[str] = nx.Graph()
    plain.add_nodes_from(network)
    plain.add_edges_from((a, b) for a, b, _ in network.edges if a != b)
    groups = nx.community.louvain_communities(plain, seed=SEED) if plain else []
    labels = [tuple(sorted(str(network.nodes[n]["name"]) for n in group)) for group in groups]
    return Measures(
        entities=dict(
            sorted(Counter(str(kind) for _, kind in network.nodes(data="kind")).items())
        ),
        facts=dict(
            sorted(
                Counter(str(data["relation"]) for _, _, data in network.edges(data=True)).items()
            )
        ),
        articles=sum(1 for _ in graph.articles()),
        evidence=sum(1 for _ in graph.evidence()),
        degree=_top(network, nx.degree_centrality(plain), top),
        betweenness=_top(network, nx.betweenness_centrality(plain), top),
        communities=tuple(sorted((g for g in labels if len(g) > 1), key=lambda g: (-len(g), g))),
    )


def _top(
    network: "nx.MultiDiGraph[str]", scores: dict[str, float], top: int
) -> tuple[Ranked, ...]:
    ranked = sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))[:top]
    nodes = network.nodes
    return tuple(
        Ranked(key, str(nodes[key]["name"]), str(nodes[key]["kind"]), score)
        for key, score in ranked
    )
