"""facts: an article with its names in, what its sentences claim of them out.

To add a kind of fact, write a file with one function `Scene -> Iterator[Claim]` and a line below.
"""

from collections.abc import Callable, Iterable

from kg.extract.facts.dealings import (
    find_aid,
    find_cooperation,
    find_signings,
    find_subsidiaries,
    find_talks,
)
from kg.extract.facts.figures import find_figures
from kg.extract.facts.locations import find_locations, find_parts
from kg.extract.facts.posts import find_posts
from kg.extract.facts.projects import (
    find_capacities,
    find_investments,
    find_stages,
    find_undertakers,
)
from kg.extract.facts.standing import find_honours, find_programmes, find_trades
from kg.extract.scene import Claim, Scene

Finder = Callable[[Scene], Iterable[Claim]]

FINDERS: dict[str, Finder] = {
    "posts": find_posts,
    "undertakers": find_undertakers,
    "investments": find_investments,
    "capacities": find_capacities,
    "stages": find_stages,
    "locations": find_locations,
    "parts": find_parts,
    "signings": find_signings,
    "talks": find_talks,
    "cooperation": find_cooperation,
    "subsidiaries": find_subsidiaries,
    "aid": find_aid,
    "honours": find_honours,
    "programmes": find_programmes,
    "trades": find_trades,
    "figures": find_figures,
}


def find_facts(scene: Scene) -> list[Claim]:
    """Run every finder over an article."""
    return [claim for find in FINDERS.values() for claim in find(scene)]
