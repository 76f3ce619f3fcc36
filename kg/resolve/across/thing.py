"""thing: the identity of one article in, its things with all that comparing across articles needs out."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from kg.model import Mention, MentionId
from kg.resolve.authority import Division, divisions, divisions_by_name
from kg.resolve.names import bare, company_name, park_core, place_readings, split_places
from kg.resolve.within import Identity, bodies, is_generic
from kg.resolve.within.parks import is_bare
from kg.resolve.within.scene import Scene
from kg.vocab import EntityClass


@dataclass(frozen=True, eq=False)
class Thing:
    """What one article names by some mentions."""

    scene: Scene
    kind: EntityClass
    mentions: tuple[Mention, ...]
    park: "Thing | None" = None  #: the park that the article names most, if it names any

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
        if self.kind is not EntityClass.PLACE:
            return None
        found = (self.scene.division(bare(n)) for n in sorted(self.names, key=len, reverse=True))
        return next((d for d in found if d), None)

    @cached_property
    def city(self) -> Division | None:
        """The prefecture that the article is about, or its province."""
        homes = self.scene.home
        home = homes.get(2) or homes.get(3) or homes.get(1)
        return city_of(home) if home else None

    @cached_property
    def seat(self) -> Division | None:
        """The division that a park's or a body's name says, or that the article gives to a bare one."""
        if self.kind is EntityClass.PARK:
            named = self._named_seat([park_core(n) for n in self.names])
            return named or (self.scene.focus if all(is_bare(n) for n in self.names) else None)
        if self.kind is EntityClass.ORGANIZATION:
            named = self._named_seat([bodies.wording(n) for n in self.names])
            return named or next(
                (s for n in self.names if (e := bodies.elided(n)) and (s := self.scene.seat(e))),
                None,
            )
        return None

    def _named_seat(self, names: list[str]) -> Division | None:
        for name in sorted(names, key=lambda n: (-len(n), n)):
            places, rest = split_places(name)
            if not places or not rest:
                continue
            named = "".join(places)
            readings = place_readings(named)
            division = self.scene.division(named) or (readings[0] if len(readings) == 1 else None)
            if division and (division.name == places[-1] or self.scene.vouches_for(division)):
                return division
        return None


def city_of(division: Division) -> Division:
    """Give the prefecture of a division, or the division itself where there is none between."""
    known = divisions()
    for code in (division.code[:4] + "00", division.code[:2] + "0000"):
        if code in known and (
            code.endswith("0000") is division.code.startswith(("11", "12", "31", "50"))
        ):
            return known[code]
    return division


def fullest(kind: EntityClass, names: tuple[str, ...]) -> str:
    """Choose the name that says most: a legal name, an official place name, else the longest."""

    def rank(name: str) -> tuple[bool, int, str]:
        proper = False
        if kind is EntityClass.COMPANY:
            proper = company_name(name).legal
        elif kind is EntityClass.PLACE:
            proper = any(d.name == name for d in divisions_by_name().get(name, ()))
        elif kind is EntityClass.PARK:
            proper = not is_bare(name)
        return proper, len(name), name

    return max(names, key=rank)


def things_of(identity: Identity) -> Iterator[Thing]:
    """Give the things of an article."""
    parks = [g for g in identity.groups if g[0].kind is EntityClass.PARK]
    main = max(parks, key=lambda g: (len(g), -g[0].span.start), default=None)
    park = Thing(identity.scene, EntityClass.PARK, main) if main else None
    for mentions in identity.groups:
        yield Thing(identity.scene, mentions[0].kind, mentions, park)
