"""block: a `Thing` in, the keys under which it meets its like in other articles, and what sets it apart, out.

A key holds the evidence together with the name: 天能 in an article on 濮阳 gives "天能 @ 410900". Two things
that share a key are the same by that evidence, so nothing needs comparing pair by pair, and the work grows
with the number of things, not of pairs.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from kg.model import Relation
from kg.resolve.authority import Division, divisions, listed_by_full, listed_by_short
from kg.resolve.names import (
    bare,
    company_name,
    numbers,
    park_core,
    phases,
    place_readings,
    split_places,
)  # fmt: skip
from kg.resolve.thing import Thing
from kg.resolve.within import bodies, projects, titles
from kg.resolve.within.parks import is_bare
from kg.vocab import EntityClass

#: Names shorter than this are shared by chance: they need evidence of a place or a person, not of a trade.
SHORT_NAME = 3
#: A project's or a programme's name of this length says whose it is.
TELLING = 8

# Bodies that exist once under their name; any other body needs a place.
_UNIQUE_BODY = re.compile(
    r"(?:大学|学院|研究院|研究所|科学院|实验室|协会|联合会|学会|商会|银行|日报|晚报|电视台|通讯社)$"
)
_CENTRAL_BODY = re.compile(r"^(?:中国|国家|全国|中央|国务院|中共中央|最高)")
_ELIDED = re.compile(r"^([省市县区州旗])(?=.)")


class Key(NamedTuple):
    """A name with the evidence that makes it telling."""

    kind: EntityClass
    text: str
    score: float
    by: str
    reason: str  #: a sentence about two things that share the key


class Facets(NamedTuple):
    """What two things must not differ in."""

    identities: frozenset[str] = (
        frozenset()
    )  #: legal names, codes: disjoint ones tell things apart
    numbers: frozenset[str] = frozenset()
    phases: frozenset[str] = frozenset()

    def merged(self, other: "Facets") -> "Facets":
        """Give the facets of two things that are one."""
        return Facets(*(a | b for a, b in zip(self, other, strict=True)))


def conflict(a: Facets, b: Facets) -> str | None:
    """Say what sets two things apart, if anything does."""
    for what, mine, theirs in zip(("identity", "numbers", "phase"), a, b, strict=True):
        apart = (
            mine.isdisjoint(theirs)
            if what == "identity"
            else not (mine <= theirs or theirs <= mine)
        )
        if mine and theirs and apart:
            return (
                f"they differ in {what}: {'、'.join(sorted(mine))} and {'、'.join(sorted(theirs))}"
            )
    return None


def facets(thing: Thing) -> Facets:
    """Give what must not differ between a thing and its like."""
    match thing.kind:
        case EntityClass.COMPANY:
            legal = {company_name(n).whole for n in thing.names if company_name(n).legal}
            return Facets(identities=frozenset(legal))
        case EntityClass.PLACE:
            return Facets(frozenset({thing.division.code}) if thing.division else frozenset())
        case EntityClass.PARK | EntityClass.ORGANIZATION:
            seat = _seat(thing)
            return Facets(frozenset({seat.code}) if seat else frozenset())
        case EntityClass.PROJECT:
            main = projects.core(thing.label)
            return Facets(numbers=numbers(main), phases=phases(main) or frozenset({"whole"}))
        case _:
            return Facets()


def keys(thing: Thing) -> Iterator[Key]:
    """Give the keys of a thing, each once."""
    maker = _MAKERS.get(thing.kind, _titles)
    seen = set()
    for key in maker(thing):
        if key.text not in seen:
            seen.add(key.text)
            yield key


def city_of(division: Division) -> Division:
    """Give the prefecture of a division, or the division itself where there is none between."""
    known = divisions()
    prefecture = division.code[:4] + "00"
    if prefecture in known:
        return known[prefecture]
    if division.code[:2] in ("11", "12", "31", "50"):
        return known[division.code[:2] + "0000"]
    return division


def _places(thing: Thing) -> Iterator[Key]:
    if thing.division:
        d = thing.division
        yield Key(thing.kind, d.code, 0.98, "place-code", f"both are {d.name}, code {d.code}")
        return
    home = thing.scene.home.get(3) or thing.home
    for name in thing.names:
        if re.search(r"[镇乡村区县市]$|街道$|社区$", name):
            if home:
                yield _at(thing, bare(name), home, 0.85, "place-name")
        else:
            yield Key(thing.kind, bare(name), 0.85, "place-name", f"both articles name {name}")


def _at(thing: Thing, name: str, where: Division, score: float, by: str) -> Key:
    return Key(
        thing.kind, f"{name}@{where.code}", score, by,
        f"both are called {name} in articles on {where.name}",
    )  # fmt: skip


def _seat(thing: Thing) -> Division | None:
    """Give the division that a park's or a body's name says, or that the article gives to a bare one."""
    for name in sorted(thing.names, key=lambda n: (-len(n), n)):
        text = bodies.wording(name) if thing.kind is EntityClass.ORGANIZATION else park_core(name)
        places, rest = split_places(text)
        if places and rest:
            readings = place_readings("".join(places))
            known = thing.scene.division("".join(places))
            if known:
                return known
            if len(readings) == 1:
                return readings[0]
    if thing.kind is EntityClass.PARK and all(is_bare(n) for n in thing.names):
        return thing.scene.home.get(2) or thing.home
    if thing.kind is EntityClass.ORGANIZATION:
        for name in thing.names:
            if m := _ELIDED.match(name):
                return thing.scene.seat(m[1])
    return None


def _parks(thing: Thing) -> Iterator[Key]:
    seat = _seat(thing)
    for name in thing.names:
        rest = split_places(park_core(name))[1] or park_core(name)
        if seat:
            score = 0.8 if is_bare(name) else 0.93
            yield _at(thing, rest, seat, score, "park-seat")
        if len(rest) >= 5 and not is_bare(name):
            where = city_of(seat) if seat else thing.home and city_of(thing.home)
            if where:
                yield _at(thing, rest, where, 0.9, "park-name")
            yield Key(
                thing.kind, park_core(name), 0.86, "park-name", f"both are called {name} in full"
            )


def _bodies(thing: Thing) -> Iterator[Key]:
    seat = _seat(thing)
    for name in thing.names:
        text = bodies.wording(name)
        rest = split_places(text)[1] or text
        if seat:
            rest = _ELIDED.sub("", rest) if _ELIDED.match(name) else rest
            rest = rest if len(rest) > 1 else text[-2:]
            yield _at(thing, rest, seat, 0.93, "body-seat")
        if (_UNIQUE_BODY.search(text) and len(text) >= 4) or _CENTRAL_BODY.match(text):
            yield Key(thing.kind, text, 0.93, "body-name", f"both are called {name}")
        elif not seat and thing.home and not is_bare(name):
            yield _at(thing, text, city_of(thing.home), 0.8, "body-city")


def _companies(thing: Thing) -> Iterator[Key]:
    shorts: dict[str, float] = {}
    for name in thing.names:
        parts = company_name(name)
        if parts.legal:
            yield Key(
                thing.kind,
                f"={parts.whole}",
                0.99,
                "legal-name",
                f"both carry the legal name {name}",
            )
            for implied in _implied(name):
                shorts.setdefault(implied, 0.82)
        else:
            shorts[re.sub(r"(?<=..)(?:集团)?公司$|(?<=..)集团$", "", parts.whole)] = 0.88
    for short, score in sorted(shorts.items()):
        if thing.home:
            yield _at(thing, short, city_of(thing.home), score, "firm-city")
        for by, what, said in _company(thing):
            if len(short) >= SHORT_NAME or by != "firm-trade":
                yield Key(
                    thing.kind, f"{short}&{what}", score - (0.08 if by == "firm-trade" else 0.02), by,
                    f"both are called {short}, and {said}",
                )  # fmt: skip


def _implied(full: str) -> set[str]:
    """Give the short names by which other articles may call a firm, if no listed firm owns them.

    >>> sorted(_implied("濮阳市恩赢高分子材料有限公司")), _implied("河南三棵树新材料科技有限公司")
    (['恩赢', '恩赢高分子材料'], set())
    """
    parts = company_name(full)
    owner = listed_by_short().get(parts.brand)
    if owner and owner.full != parts.whole and parts.whole not in listed_by_full():
        return set()
    return {s for s in (parts.brand, parts.core) if len(s) >= 2 and not place_readings(s)}


def _company(thing: Thing) -> Iterator[tuple[str, str, str]]:
    """Give the evidence beside its place that an article has on a firm: parks, people, trade."""
    scene = thing.scene
    ids = {m.id for m in thing.mentions}
    for statement in scene.extraction.statements:
        if isinstance(statement, Relation) and statement.subject in ids:
            other = scene.mention(statement.object)
            if other and other.kind is EntityClass.PARK and not is_bare(other.name):
                yield (
                    "firm-park",
                    f"park:{park_core(other.name)}",
                    f"both are located in {other.name}",
                )
    for person in scene.namings(EntityClass.PERSON):
        yield (
            "firm-person",
            f"person:{bare(person.name)}",
            f"both articles name {person.name} beside it",
        )
    for trade in scene.namings(EntityClass.INDUSTRY):
        word = titles.core(trade.name, EntityClass.INDUSTRY)
        if len(word) >= 2 and any(
            abs(t.span.start - m.span.start) <= 60 for t in trade.mentions for m in thing.mentions
        ):
            yield "firm-trade", f"trade:{word}", f"both stand beside the industry {trade.name}"


def _people(thing: Thing) -> Iterator[Key]:
    scene, ids = thing.scene, {m.id for m in thing.mentions}
    for name in thing.names:
        if thing.home:
            yield _at(thing, bare(name), city_of(thing.home), 0.86, "person-city")
        for body in scene.bodies_of(ids):
            text = bodies.wording(body)
            if split_places(text)[0] or company_name(body).legal or _CENTRAL_BODY.match(text):
                yield Key(
                    thing.kind, f"{bare(name)}&{text}", 0.93, "person-post",
                    f"both are called {name} and hold a post at {body}",
                )  # fmt: skip


def _projects(thing: Thing) -> Iterator[Key]:
    home = city_of(thing.home) if thing.home else None
    for name in thing.names:
        if projects.is_phase(name):
            continue
        text = projects.core(name)
        if home and len(text) >= 2:
            yield _at(thing, text, home, 0.86, "project-city")
        if len(text) >= TELLING:
            yield Key(thing.kind, text, 0.84, "project-name", f"both are called {name}")


def _titles(thing: Thing) -> Iterator[Key]:
    province = thing.scene.home.get(1)
    for name in thing.names:
        text = titles.core(name, thing.kind)
        if thing.kind is not EntityClass.INITIATIVE or len(text) >= TELLING:
            yield Key(thing.kind, text, 0.9, "title", f"both are called {name}")
        elif province:
            yield _at(thing, text, province, 0.85, "title-province")


_MAKERS = {
    EntityClass.COMPANY: _companies,
    EntityClass.PARK: _parks,
    EntityClass.PLACE: _places,
    EntityClass.ORGANIZATION: _bodies,
    EntityClass.PERSON: _people,
    EntityClass.PROJECT: _projects,
}
