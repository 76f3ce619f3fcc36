"""facts: an article with its names in, what its sentences claim of them out.

To add a kind of fact, write a file with one function `Scene -> Iterator[Claim]` and a line below.
"""

from collections.abc import Callable, Iterator

from kg.extract.scene import Claim, Scene

Finder = Callable[[Scene], Iterator[Claim]]

FINDERS: dict[str, Finder] = {}


def find_facts(scene: Scene) -> list[Claim]:
    """Run every finder over an article."""
    return [claim for find in FINDERS.values() for claim in find(scene)]
