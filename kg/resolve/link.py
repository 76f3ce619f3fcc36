"""link: the things that are one in, its place in the authority tables out."""

from collections.abc import Iterator, Sequence
from functools import cache

from kg.model import Link
from kg.resolve.across.keys import SHORT_NAME
from kg.resolve.across.thing import Thing
from kg.resolve.authority import Division, Zone, divisions, stem_of, zones
from kg.resolve.listed import named_as
from kg.resolve.names import bare, company_name, park_core, split_places
from kg.vocab import EntityClass

#: A zone's name of this length says where it is.
_FULL_ZONE = 6
#: Zones with a code as long as a county's are counted as one; the longer codes are of zones inside a county.
_COUNTED_APART = 6


def links(things: Sequence[Thing]) -> tuple[Link, ...]:
    """Give the codes of what some things name together, with how sure they are and why."""
    match things[0].kind:
        case EntityClass.PLACE:
            found = _adcode(things)
        case EntityClass.PARK:
            found = _zone_code(things)
        case EntityClass.COMPANY:
            found = _stock_code(things)
        case _:
            return ()
    return tuple(found)


def _names(things: Sequence[Thing]) -> list[str]:
    return sorted({bare(n) for t in things for n in t.names})


def _adcode(things: Sequence[Thing]) -> Iterator[Link]:
    codes = {t.division.code for t in things if t.division}
    if len(codes) == 1:
        code = codes.pop()
        name = divisions()[code].name
        sure = name in _names(things)
        yield Link(
            property="adcode", code=code, certain=sure, confidence=0.98 if sure else 0.9,
            reason=f"{name} in GB/T 2260, {'by its full name' if sure else 'chosen by what the articles name around it'}",
        )  # fmt: skip


def _zone_code(things: Sequence[Thing]) -> Iterator[Link]:
    names = _names(things)
    cities = {t.city for t in things if t.city}
    exact = {
        z
        for n in names
        if len(n) >= _FULL_ZONE
        for z in zones().get(n, ())
        if split_places(n)[0] or any(z.code.startswith(c.code.rstrip("0")) for c in cities)
    }
    seats = {t.seat for t in things if t.seat}
    near = {
        z
        for n in names
        for seat in seats
        for z in _zones_like().get(_place_free(n), ())
        if _lies_in(z, seat)
    }
    if len(exact) == 1:
        zone = exact.pop()
        reason = f"{zone.name} is the name of one zone in the statistics office's list of 2023"
        yield Link(
            property="zoneCode", code=zone.code, certain=True, confidence=0.95, reason=reason
        )
    elif len(near) == 1:
        zone = near.pop()
        reason = (
            f"{zone.name} in the statistics office's list of 2023 is this name in another wording"
        )
        yield Link(
            property="zoneCode", code=zone.code, certain=False, confidence=0.8, reason=reason
        )


def _place_free(name: str) -> str:
    """Give a park's name in one wording without its places: 濮阳工业园区 and 河南濮阳工业园区 are one."""
    core = park_core(name)
    return split_places(core)[1] or core


@cache
def _zones_like() -> dict[str, list[Zone]]:
    found: dict[str, list[Zone]] = {}
    for name, those in zones().items():
        found.setdefault(_place_free(name), []).extend(those)
    return found


def _lies_in(zone: Zone, seat: Division) -> bool:
    """Tell whether a zone is one of the division itself: of the prefecture 濮阳, not of a county in it."""
    if not zone.code.startswith(seat.code.rstrip("0") if seat.level < 3 else seat.code):
        return False
    if seat.level == 3:
        return True
    places, _ = split_places(park_core(zone.name))
    if places:
        return stem_of(places[-1]) == seat.stem
    return len(zone.code) == _COUNTED_APART


def _stock_code(things: Sequence[Thing]) -> Iterator[Link]:
    names = _names(things)
    firms = {firm for n in names if (firm := named_as(n))}
    full = [firm for firm in firms if firm.full in names]
    if len(full) == 1:
        reason = f"{full[0].full} is the full name of the listed company {full[0].short}"
        yield Link(
            property="stockCode", code=full[0].code, certain=True, confidence=0.99, reason=reason
        )
    elif len(firms) == 1 and not any(company_name(n).legal for n in names):
        # a full name that is not in the table is another firm; a brand alone may mean a subsidiary
        firm = firms.pop()
        if any(len(n) >= SHORT_NAME for n in names if named_as(n)):
            reason = f"{firm.short} is the short name of the listed {firm.full}; the texts may mean a subsidiary"
            yield Link(
                property="stockCode", code=firm.code, certain=False, confidence=0.6, reason=reason
            )
