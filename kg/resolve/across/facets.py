"""facets: a `Thing` in, what two mentions of one thing must not differ in out."""

from typing import NamedTuple

from kg.resolve.across.thing import Thing
from kg.resolve.names import company_name, numbers, phases
from kg.resolve.within import projects
from kg.vocab import EntityClass

_WHOLE = frozenset({"no phase"})


class Facets(NamedTuple):
    """Legal names, codes, figures, phases and the sector of a person's posts."""

    identities: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    phases: frozenset[str] = frozenset()
    sectors: frozenset[str] = frozenset()

    def merged(self, other: "Facets") -> "Facets":
        """Give the facets of two things that are one."""
        return Facets(*(a | b for a, b in zip(self, other, strict=True)))


_WHAT = ("name or code", "figures", "phase", "the sector of their posts")


def conflict(a: Facets, b: Facets) -> str | None:
    """Say what sets two things apart, if anything does."""
    for field, what, mine, theirs in zip(Facets._fields, _WHAT, a, b, strict=True):
        if not mine or not theirs:
            continue
        if field == "numbers":
            apart = not (mine <= theirs or theirs <= mine)
        else:
            apart = mine.isdisjoint(theirs)
        if apart:
            return (
                f"they differ in {what}: {'、'.join(sorted(mine))} and {'、'.join(sorted(theirs))}"
            )
    return None


def facets_of(thing: Thing) -> Facets:
    """Give what must not differ between a thing and its like."""
    match thing.kind:
        case EntityClass.COMPANY:
            return Facets(
                frozenset(company_name(n).whole for n in thing.names if company_name(n).legal)
            )
        case EntityClass.PLACE:
            return Facets(frozenset({thing.division.code}) if thing.division else frozenset())
        case EntityClass.PARK | EntityClass.ORGANIZATION:
            return Facets(frozenset({thing.seat.code}) if thing.seat else frozenset())
        case EntityClass.PROJECT:
            main = projects.core(thing.label)
            return Facets(numbers=numbers(main), phases=phases(main) or _WHOLE)
        case EntityClass.PERSON:
            return Facets(sectors=_sectors(thing))
        case _:
            return Facets()


def _sectors(thing: Thing) -> frozenset[str]:
    bodies = thing.scene.bodies_of({m.id for m in thing.mentions})
    return frozenset("business" if kind is EntityClass.COMPANY else "public" for _, kind in bodies)
