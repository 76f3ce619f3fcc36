"""The layout: every node in its place, and the same place every time."""

import math
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.layout import Layout, arrange


def _two_stars() -> dict[tuple[int, int], float]:
    links = {(0, i): 1.0 for i in range(1, 9)}
    links |= {(9, i): 1.0 for i in range(10, 16)}
    return links | {(0, 9): 0.3}


def test_groups_become_discs_and_strangers_stand_apart() -> None:
    """Two stars give two discs named by their centres; nodes without links come last."""
    layout = arrange(18, _two_stars(), [9.0] + [1.0] * 8 + [7.0] + [1.0] * 8)
    assert [c.nodes[0] for c in layout.communities] == [0, 9, 16]
    assert layout.communities[-1].radius == 0
    lowest = max(y for x, y in layout.places[:16])
    assert all(y > lowest for x, y in layout.places[16:])


def test_the_order_of_the_links_does_not_matter() -> None:
    """The same graph told in another order gives the same map."""
    links = _two_stars()
    turned = dict(reversed(links.items()))
    assert arrange(16, links, [1.0] * 16) == arrange(16, turned, [1.0] * 16)


def test_an_empty_graph_has_an_empty_map() -> None:
    """Nothing in, nothing out."""
    assert arrange(0, {}, []) == Layout((), ())


_LINKS = st.dictionaries(
    st.tuples(st.integers(0, 39), st.integers(0, 39)).filter(lambda pair: pair[0] < pair[1]),
    st.sampled_from([0.35, 1.0, 2.0]),
    max_size=60,
)


@settings(max_examples=25, deadline=None)
@given(links=_LINKS)
def test_every_node_stands_inside_its_disc_and_discs_do_not_overlap(
    links: dict[tuple[int, int], float],
) -> None:
    """Whatever the graph, each node has one place, within its community, apart from the others."""
    layout = arrange(40, links, [1.0 + i % 5 for i in range(40)])
    assert sorted(n for c in layout.communities for n in c.nodes) == list(range(40))
    discs = [c for c in layout.communities if c.radius]
    for disc in discs:
        for node in disc.nodes:
            x, y = layout.places[node]
            assert math.hypot(x - disc.x, y - disc.y) <= disc.radius + 2
    for a, b in combinations(discs, 2):
        assert math.hypot(a.x - b.x, a.y - b.y) >= a.radius + b.radius - 3
