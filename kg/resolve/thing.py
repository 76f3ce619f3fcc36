"""thing: the identity of one article in, its things with all that comparing across articles needs out."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from kg.model import Mention, MentionId
from kg.resolve.authority import Division, divisions
from kg.resolve.names import bare, company_name
from kg.resolve.within import Identity, is_generic
from kg.resolve.within.parks import is_bare
from kg.resolve.within.scene import Scene
from kg.vocab import EntityClass


@dataclass(frozen=True, eq=False)
class Thing:
    """What one article names by some mentions."""

    scene: Scene
    kind: EntityClass
    mentions: tuple[Mention, ...]

    @cached_property
    def id(self) -> MentionId:
        """The first mention, which stands for the thing in judgements."""
        return min(self.mentions, key=lambda m: (m.span, m.id)).id

    @cached_property
    def names(self) -> tuple[str, ...]:
        """All names that are more than a word for a kind, sorted."""
        return tuple(sorted({m.name for m in self.mentions if not is_generic(self.kind, m.name)}))

    @cached_property
    def label(self) -> str:
        """The fullest name."""
        return fullest(self.kind, self.names)

    @cached_property
    def division(self) -> Division | None:
        """The administrative division that a place is."""
        found = (self.scene.division(bare(n)) for n in sorted(self.names, key=len, reverse=True))
        return next((d for d in found if d), None)

    @property
    def home(self) -> Division | None:
        """The prefecture that the article is about, or its province."""
        homes = self.scene.home
        return homes.get(2) or homes.get(3) or homes.get(1)


def fullest(kind: EntityClass, names: tuple[str, ...]) -> str:
    """Choose the name that says most: a legal name, an official place name, else the longest."""

    def rank(name: str) -> tuple[int, int, str]:
        first = 0
        if kind is EntityClass.COMPANY:
            first = company_name(name).legal
        elif kind is EntityClass.PLACE:
            first = any(d.name == name for d in divisions().values()) if len(name) < 12 else 0
        elif kind is EntityClass.PARK:
            first = not is_bare(name)
        return first, len(name), name

    return max(names, key=rank)


def things_of(identity: Identity) -> Iterator[Thing]:
    """Give the things of an article."""
    for mentions in identity.groups:
        yield Thing(identity.scene, mentions[0].kind, mentions)
