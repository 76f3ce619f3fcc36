"""layout: entities and what ties them in, a place on the map for each out: the page's map and Gephi's.

A force layout of the whole graph is a hairball with its loose ends flung far out. So nodes are grouped
by community, each community is laid out on its own, and the communities are packed as discs, related
ones near each other. Everything is seeded and works on sorted integers: same graph, same map.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec
import networkx as nx
import numpy as np
import numpy.typing as npt
import rustworkx as rx

from kg.model import Entity, Fact, Post
from kg.vocab import Predicate

Points = npt.NDArray[np.float64]
Link = tuple[int, int]

#: How strongly a fact draws its two ends together on the map; others count 1. A province or a big
#: industry ties hundreds of things loosely, a project and its company belong together.
PULL = {
    Predicate.UNDERTAKEN_BY: 2.0,
    Predicate.SUBSIDIARY_OF: 2.0,
    Predicate.PART_OF: 1.5,
    Predicate.HAS_INDUSTRY: 0.4,
    Predicate.ENGAGED_WITH: 0.7,
    Predicate.COOPERATES_WITH: 0.7,
}
PULL_OF_PLACE = 0.35

SEED = 7
#: Map units that one node of size 1 needs around it, so that its label has a chance to be read.
ROOM = 34.0
#: Gap between two communities.
GAP = 30.0
#: Communities up to this size get no disc of their own.
LOOSE = 2
#: Above this, the pairwise step that moves nodes apart would need too much memory.
MAX_SPREAD = 1500
#: A disc is first tried around this many of the discs that stand nearest to where it wants to be.
NEAREST = 24
#: Pages are wider than high: a step up or down counts more than one sideways.
UPRIGHT_COST = 1.2


class Community(msgspec.Struct, frozen=True):
    """A disc of the map: its centre, radius and nodes, the most important first."""

    x: int
    y: int
    radius: int
    nodes: tuple[int, ...]


class Layout(msgspec.Struct, frozen=True):
    """A place for each node, and the discs that hold them; loose nodes are the last one, of radius 0."""

    places: tuple[tuple[int, int], ...]
    communities: tuple[Community, ...]


def weigh(entities: Iterable[Entity], touched: Iterable[str]) -> list[float]:
    """Give the importance of each entity: the articles that name it, and each time that `touched` has its id."""
    count = {e.id: float(len(e.articles)) for e in entities}
    for path in touched:
        count[path] += 1
    return list(count.values())


def tie(
    row: Mapping[str, int], places: frozenset[str], facts: Iterable[Fact], posts: Iterable[Post]
) -> dict[Link, float]:
    """Sum up how strongly each pair belongs together; `row` numbers the ids, `places` are those of places."""
    links: dict[Link, float] = defaultdict(float)
    for fact in facts:
        if fact.object is None or fact.object == fact.subject or fact.inferred:
            continue
        pull = PULL_OF_PLACE if fact.object in places else PULL.get(Predicate(fact.predicate), 1.0)
        links[_pair(row[fact.subject], row[fact.object])] += pull
    for post in posts:
        if post.person != post.body:
            links[_pair(row[post.person], row[post.body])] += 1.0
    return dict(links)


def _pair(a: int, b: int) -> Link:
    return (a, b) if a < b else (b, a)


def arrange(n_nodes: int, links: Mapping[Link, float], importance: Sequence[float]) -> Layout:
    """Place nodes `0..n_nodes-1` so that what belongs together stands together.

    `links` maps a pair of nodes to its strength, `importance` gives each node its weight.
    """
    firm, loose = _communities(n_nodes, links, importance)
    home = {node: index for index, group in enumerate(firm) for node in group}
    inside = _inside(links, home)
    inner = [
        _spread(_spring(group, inside[index]), _radii(group, importance))
        for index, group in enumerate(firm)
    ]
    discs = [_enclose(points) for points in inner]
    centres = _pack([radius for _, radius in discs], _affinity(links, home))

    places: dict[int, tuple[float, float]] = {}
    communities = []
    for group, points, (middle, radius), centre in zip(firm, inner, discs, centres, strict=True):
        for node, point in zip(group, points - middle + centre, strict=True):
            places[node] = (float(point[0]), float(point[1]))
        communities.append(
            Community(round(centre[0]), round(centre[1]), round(radius), tuple(group))
        )
    if loose:
        communities.append(_place_loose(loose, communities, places))
    return Layout(
        tuple((round(places[n][0]), round(places[n][1])) for n in range(n_nodes)),
        tuple(communities),
    )


def _communities(
    n_nodes: int, links: Mapping[Link, float], importance: Sequence[float]
) -> tuple[list[list[int]], list[int]]:
    """Group the nodes by Louvain; what is too small for a disc joins the group it is tied to.

    Gives the groups by size, nodes in a group by importance, and the nodes that are tied to no group.
    """
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(n_nodes))
    graph.add_weighted_edges_from((a, b, links[a, b]) for a, b in sorted(links))
    found = nx.community.louvain_communities(graph, weight="weight", seed=SEED)
    groups = sorted(map(sorted, found), key=lambda g: (-len(g), g[0]))
    firm = [g for g in groups if len(g) > LOOSE]
    home = {node: index for index, group in enumerate(firm) for node in group}
    loose = []
    for group in groups[len(firm) :]:
        ties: dict[int, float] = defaultdict(float)
        for node in group:
            for other, tie in graph[node].items():
                if other in home:
                    ties[home[other]] += tie["weight"]
        if ties:
            firm[min(ties, key=lambda index: (-ties[index], index))] += group
        else:
            loose += group

    def rank(node: int) -> tuple[float, int]:
        return -importance[node], node

    firm = [sorted(group, key=rank) for group in firm]
    return sorted(firm, key=lambda g: (-len(g), g[0])), sorted(loose, key=rank)


def _radii(group: Sequence[int], importance: Sequence[float]) -> Points:
    return np.array([ROOM * (0.7 + 0.3 * math.sqrt(importance[n])) / 2 for n in group])


def _inside(
    links: Mapping[Link, float], home: Mapping[int, int]
) -> Mapping[int, list[tuple[int, int, float]]]:
    """Give the links within each community, in order."""
    inside: dict[int, list[tuple[int, int, float]]] = defaultdict(list)
    for (a, b), strength in sorted(links.items()):
        if a in home and home[a] == home.get(b):
            inside[home[a]].append((a, b, strength))
    return inside


def _spring(group: Sequence[int], links: Iterable[tuple[int, int, float]]) -> Points:
    """Lay out one community by force, its links pulling and its nodes pushing."""
    index = {node: i for i, node in enumerate(group)}
    graph: rx.PyGraph[int, float] = rx.PyGraph()
    graph.add_nodes_from(list(group))
    graph.add_edges_from([(index[a], index[b], w) for a, b, w in links])
    size = len(group)
    found = rx.spring_layout(
        graph, k=1.6 / math.sqrt(size), num_iter=120, weight_fn=float, seed=SEED, scale=1
    )
    points = np.array([found[i] for i in range(size)])
    return points * ROOM * math.sqrt(size) * 0.8


def _spread(points: Points, radii: Points, rounds: int = 40) -> Points:
    """Push nodes apart until none stands on another."""
    if len(points) > MAX_SPREAD:
        return points
    points = points.copy()
    for _ in range(rounds):
        step = points[:, None, :] - points[None, :, :]
        distance = np.sqrt((step**2).sum(axis=2))
        overlap = radii[:, None] + radii[None, :] - distance
        np.fill_diagonal(overlap, 0.0)
        overlap = np.maximum(overlap, 0.0)
        if not overlap.any():
            break
        push = step / np.maximum(distance, 1e-6)[:, :, None] * overlap[:, :, None] / 2
        points += push.sum(axis=1) * 0.6
    return points


def _enclose(points: Points) -> tuple[Points, float]:
    """Give the middle of some points and the radius of a disc around all of them."""
    middle: Points = (points.min(axis=0) + points.max(axis=0)) / 2
    reach = np.sqrt(((points - middle) ** 2).sum(axis=1)).max()
    return middle, float(reach) + ROOM


def _affinity(links: Mapping[Link, float], home: Mapping[int, int]) -> list[dict[int, float]]:
    """Tell for each community how strongly it is tied to which others."""
    ties: dict[int, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for (a, b), strength in sorted(links.items()):
        left, right = home.get(a), home.get(b)
        if left is not None and right is not None and left != right:
            ties[left][right] += strength
            ties[right][left] += strength
    return [dict(ties[i]) for i in range(len(set(home.values())))]


def _pack(radii: Sequence[float], affinity: Sequence[Mapping[int, float]]) -> list[Points]:
    """Place discs without overlap: the largest in the middle, each next one near its relations."""
    angles = np.linspace(0, 2 * math.pi, 48, endpoint=False)
    rays = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    centres: list[Points] = []
    for index, radius in enumerate(radii):
        if not centres:
            centres.append(np.zeros(2))
            continue
        placed = np.array(centres)
        keep_off = np.array(radii[:index]) + radius + GAP
        target = _target(placed, affinity[index])
        # Spots that touch a placed disc are the candidates; the free one nearest to the target wins.
        # Most discs find one around the discs nearest to their target; else look around all of them.
        order = np.argsort(np.round(_cost(placed - target), 3), kind="stable")
        for near in (order[:NEAREST], order):
            reach = keep_off[near][:, None, None]
            spots = (placed[near][:, None, :] + rays[None, :, :] * reach).reshape(-1, 2)
            gaps = np.linalg.norm(spots[:, None, :] - placed[None, :, :], axis=2) - keep_off
            free = spots[(gaps > -1e-6).all(axis=1)]
            if len(free):
                centres.append(free[int(np.argmin(np.round(_cost(free - target), 3)))])
                break
    return centres


def _cost(steps: Points) -> Points:
    """Measure steps for a page that is wider than high."""
    cost: Points = np.hypot(steps[:, 0], UPRIGHT_COST * steps[:, 1])
    return cost


def _target(placed: Points, ties: Mapping[int, float]) -> Points:
    """Give the spot a community is drawn to: its relations, and always a little the middle."""
    known = [(i, w) for i, w in sorted(ties.items()) if i < len(placed)]
    if not known:
        return np.zeros(2)
    weights = np.array([w for _, w in known])
    points: Points = placed[[i for i, _ in known]]
    target: Points = (points * weights[:, None]).sum(axis=0) / weights.sum() * 0.7
    return target


def _place_loose(
    loose: Sequence[int], communities: Sequence[Community], places: dict[int, tuple[float, float]]
) -> Community:
    """Set nodes without company in rows below all communities."""
    left = min((c.x - c.radius for c in communities), default=0)
    right = max((c.x + c.radius for c in communities), default=0)
    top = max((c.y + c.radius for c in communities), default=0) + 3 * GAP
    widest = max(right - left, math.sqrt(len(loose)) * ROOM * 2)
    columns = min(len(loose), max(1, int(widest / ROOM)))
    start = (left + right) / 2 - (columns - 1) * ROOM / 2
    for i, node in enumerate(loose):
        places[node] = (start + i % columns * ROOM, top + i // columns * ROOM)
    bottom = top + math.ceil(len(loose) / columns) * ROOM
    return Community(round((left + right) / 2), round(bottom), 0, tuple(loose))
