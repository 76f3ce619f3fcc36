"""keys: a `Thing` in, the keys under which it meets its like in other articles out.

A key holds the evidence together with the name: 天能 in an article on 濮阳 gives "天能@410900". Two things
that share such a key are the same by that evidence, so nothing needs comparing pair by pair, and the work
grows with the number of things and not with that of pairs. A few keys are wider and only say that two
things deserve a comparison of their names (`Key.compare`).
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from kg.model import Relation
from kg.resolve.across.thing import Thing
from kg.resolve.authority import Division, Listed, listed_by_short
from kg.resolve.listed import brand_owner, named_as
from kg.resolve.names import bare, company_name, park_core, place_readings, split_places, trades_in
from kg.resolve.within import bodies, companies, projects, titles
from kg.resolve.within.parks import is_bare
from kg.resolve.within.scene import Naming
from kg.vocab import EntityClass

#: Names shorter than this are shared by chance: being in one trade or listed does not join them.
SHORT_NAME = 3
#: A project's or a programme's name of this length says whose it is.
TELLING = 8
#: How far an industry may stand from a firm's name to count as its trade, in characters.
NEAR = 60

# Bodies that exist once under their name; any other body needs a place.
_UNIQUE_BODY = re.compile(
    r"(?:大学|学院|研究院|研究所|科学院|实验室|协会|联合会|学会|商会|银行|报|网|电视台|通讯社|新华社)$"
)
_CENTRAL_BODY = re.compile(r"^(?:中国|国家|全国|中央|国务院|中共中央|最高)")
_PARK_BODY = re.compile(
    r"(?:园区|开发区|工业园区|产业园|经开区|高新区|新区|示范区|集聚区|区)?(?:管委会|党工委|纪工委|工委|党政办|工会|管理局)"
)


_DEPARTMENT = re.compile(r"(?:局|办|办公室|中心|处|科|站|专班)$")


class Key(NamedTuple):
    """A name with the evidence that makes it telling."""

    kind: EntityClass
    text: str
    score: float
    by: str
    reason: str  #: what two things that share the key have in common, as a clause
    compare: bool = False  #: whether the names must be compared before anything is joined

    @property
    def block(self) -> tuple[EntityClass, str]:
        """What two keys share when the things meet."""
        return self.kind, self.text


def keys_of(thing: Thing) -> Iterator[Key]:
    """Give the keys of a thing, each once."""
    seen = set()
    for key in _MAKERS[thing.kind](thing):
        if key.text not in seen:
            seen.add(key.text)
            yield key


def _at(thing: Thing, name: str, where: Division, score: float, by: str) -> Key:
    return Key(thing.kind, f"{name}@{where.code}", score, by, f"both name {name} of {where.name}")


def _in(thing: Thing, name: str, where: Division, score: float, by: str) -> Key:
    reason = f"both articles name {name} and are about {where.name}"
    return Key(thing.kind, f"{name}@{where.code}", score, by, reason)


def _places(thing: Thing) -> Iterator[Key]:
    if d := thing.division:
        yield Key(thing.kind, d.code, 0.98, "place-code", f"both are {d.name}, code {d.code}")
        return
    home = thing.scene.home.get(3) or thing.city
    for name in thing.names:
        if not re.search(r"[镇乡村区县市旗]$|街道$|社区$", name):
            yield Key(thing.kind, bare(name), 0.85, "place-name", f"both articles name {name}")
        elif home:
            yield _in(thing, bare(name), home, 0.85, "place-name")


def _parks(thing: Thing) -> Iterator[Key]:
    seat, city = thing.seat, thing.city
    for name in thing.names:
        core = park_core(name)
        rest = (split_places(core)[1] if seat else "") or core
        if seat:
            yield _at(thing, rest, seat, 0.8 if is_bare(name) else 0.93, "park-seat")
            if rest == "经开区":  # 东光开发区 is how people call 东光经济开发区
                yield _at(thing, "开发区", seat, 0.78, "park-seat")
        if is_bare(name) or len(rest) < 4:
            continue
        if city:
            yield _in(thing, rest, city, 0.88, "park-city")
            yield _candidate(thing, f"~{rest[:2]}@{city.code}", "park-name")
        if rest != core and len(core) >= TELLING - 2:
            yield Key(thing.kind, core, 0.86, "park-name", f"both are called {name} in full")


def _candidate(thing: Thing, text: str, by: str) -> Key:
    return Key(thing.kind, text, 0.0, by, "", compare=True)


def _bodies(thing: Thing) -> Iterator[Key]:
    for name in thing.names:
        text = bodies.wording(name)
        rest = split_places(text)[1] or text
        if thing.seat:
            level = bodies.elided(rest) if rest == text else None
            yield _at(thing, rest.removeprefix(level or ""), thing.seat, 0.93, "body-seat")
        elif (_UNIQUE_BODY.search(text) and len(text) >= SHORT_NAME) or _CENTRAL_BODY.match(text):
            yield Key(thing.kind, text, 0.93, "body-name", f"both are called {name}")
        elif _PARK_BODY.fullmatch(text):
            if park := thing.park:
                where = park.seat or park.city
                owner = f"{park_core(park.label)}@{where.code if where else ''}"
                reason = f"both are the {rest} of {park.label}"
                yield Key(thing.kind, f"{text[-2:]}&{owner}", 0.8, "body-park", reason)
        elif _DEPARTMENT.search(text) and thing.park:  # each park of a city has its own
            where = thing.park.seat or thing.park.city
            owner = f"{park_core(thing.park.label)}@{where.code if where else ''}"
            reason = f"both articles name {text} and are most about {thing.park.label}"
            yield Key(thing.kind, f"{text}&{owner}", 0.8, "body-park", reason)
        elif thing.city:
            where = (_DEPARTMENT.search(text) and thing.scene.focus) or thing.city
            yield _in(thing, text, where, 0.8, "body-city")


def _companies(thing: Thing) -> Iterator[Key]:
    stated: set[str] = set()
    implied: set[str] = set()
    regional: set[str] = set()  # of 某牌(忻州)有限公司: the brand alone may be its parent
    for name in thing.names:
        parts = company_name(name)
        if parts.legal:
            reason = f"both carry the legal name {name}"
            yield Key(thing.kind, f"={parts.whole}", 0.99, "legal-name", reason)
            (regional if companies.is_regional(name) else implied).update(implied_names(name))
        else:
            stated.add(re.sub(r"(?<=..)(?:集团)?公司$|(?<=..)集团$", "", parts.whole))
            if firm := named_as(name):  # 上海保立佳 is what others call 保立佳
                implied.add(firm.brand)
        if thing.city and len(parts.brand) >= 2:
            yield _candidate(thing, f"~{parts.brand}@{thing.city.code}", "firm-name")
    for short in sorted(stated | implied | regional):
        score = 0.88 if short in stated else 0.82
        if thing.city and short in stated | implied:
            yield _in(thing, short, thing.city, score, "firm-city")
        for by, weight, what, reason in _circumstances(thing, short):
            text = f"{short}&{what}"
            yield Key(
                thing.kind, text, score - weight, by, f"both are called {short}, and {reason}"
            )


def implied_names(full: str) -> set[str]:
    """Give the short names by which other articles may call a firm, unless a listed firm owns them.

    >>> sorted(implied_names("濮阳市恩赢高分子材料有限公司")), implied_names("河南三棵树新材料科技有限公司")
    (['恩赢', '恩赢高分子材料'], set())
    """
    parts = company_name(full)
    if brand_owner(full) or companies.is_branch(full, parts.core):
        return set()
    return {s for s in (parts.brand, parts.core) if len(s) >= 2 and not place_readings(s)}


def _circumstances(thing: Thing, short: str) -> Iterator[tuple[str, float, str, str]]:
    """Give the evidence beside its city that an article has on a firm: rule, what it takes off, key, clause."""
    scene = thing.scene
    ids = {m.id for m in thing.mentions}
    for statement in scene.extraction.statements:
        if isinstance(statement, Relation) and statement.subject in ids:
            other = scene.mention(statement.object)
            if other and other.kind is EntityClass.PARK and not is_bare(other.name):
                yield (
                    "firm-park",
                    0.0,
                    f"park:{park_core(other.name)}",
                    f"both are in {other.name}",
                )
    for project in _undertaken(thing):
        yield "firm-project", 0.02, f"project:{project}", f"both undertake {project}"
    for person in scene.namings(EntityClass.PERSON):
        if _beside(person, thing):  # one whom articles on any city quote shows nothing
            reason = f"{person.name} stands beside both"
            yield "firm-person", 0.02, f"person:{bare(person.name)}", reason
    if len(short) < SHORT_NAME:
        return
    if (listed := listed_by_short().get(short)) and (trade := _trade_beside(listed, thing)):
        reason = f"{trade}, the trade of the listed {listed.full}, stands beside it"
        yield "firm-listed", 0.08, "listed", reason
    for industry in scene.namings(EntityClass.INDUSTRY):
        word = titles.core(industry.name, EntityClass.INDUSTRY)
        if len(word) >= 2 and _beside(industry, thing):
            yield "firm-trade", 0.08, f"trade:{word}", f"{industry.name} stands beside both"


def _undertaken(thing: Thing) -> list[str]:
    """Give the names of the projects that an article says a firm undertakes, those that say which."""
    ids, found = {m.id for m in thing.mentions}, set()
    for statement in thing.scene.extraction.statements:
        if isinstance(statement, Relation) and statement.object in ids:
            project = thing.scene.mention(statement.subject)
            if project and project.kind is EntityClass.PROJECT:
                found.add(projects.core(project.name))
    return sorted(p for p in found if len(p) >= TELLING)


def _beside(naming: Naming, thing: Thing) -> bool:
    """Tell whether a name stands near a thing in its article."""
    return any(
        abs(n.span.start - m.span.start) <= NEAR for n in naming.mentions for m in thing.mentions
    )


def _trade_beside(listed: Listed, thing: Thing) -> str | None:
    """Give a word for the trade in a listed firm's full name, if it stands near the firm in the article."""
    text = thing.scene.extraction.text
    near = "".join(
        text[max(0, m.span.start - NEAR) : m.span.start] + text[m.span.end : m.span.end + NEAR]
        for m in thing.mentions
    )
    return next((word for word in trades_in(listed.full) if word in near), None)


def _people(thing: Thing) -> Iterator[Key]:
    ids = {m.id for m in thing.mentions}
    for name in thing.names:
        if thing.city:
            yield _in(thing, bare(name), thing.city, 0.86, "person-city")
        for body, _ in thing.scene.bodies_of(ids):
            text = bodies.wording(body)
            if split_places(text)[0] or company_name(body).legal or _CENTRAL_BODY.match(text):
                reason = f"both are called {name} and hold a post at {body}"
                yield Key(thing.kind, f"{bare(name)}&{text}", 0.93, "person-post", reason)


def _projects(thing: Thing) -> Iterator[Key]:
    for name in thing.names:
        text = projects.core(name)
        if projects.is_phase(name) or len(text) < 2:
            continue
        if thing.city:
            yield _in(thing, text, thing.city, 0.86, "project-city")
        if len(text) >= TELLING:
            yield Key(thing.kind, text, 0.84, "project-name", f"both are called {name}")


def _titles(thing: Thing) -> Iterator[Key]:
    province = thing.scene.home.get(1)
    for name in thing.names:
        text = titles.core(name, thing.kind)
        if thing.kind is not EntityClass.INITIATIVE or len(text) >= TELLING:
            yield Key(thing.kind, text, 0.9, "title", f"both are called {name}")
        elif province:
            yield _in(thing, text, province, 0.85, "title-province")


_MAKERS: dict[EntityClass, Callable[[Thing], Iterator[Key]]] = {
    EntityClass.COMPANY: _companies,
    EntityClass.PARK: _parks,
    EntityClass.PLACE: _places,
    EntityClass.ORGANIZATION: _bodies,
    EntityClass.PERSON: _people,
    EntityClass.PROJECT: _projects,
    EntityClass.INITIATIVE: _titles,
    EntityClass.HONOR: _titles,
    EntityClass.INDUSTRY: _titles,
}
