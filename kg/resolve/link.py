"""link: the things that are one in, its place in the authority tables out."""

from collections.abc import Iterator, Sequence

from kg.model import Link
from kg.resolve.across.keys import SHORT_NAME
from kg.resolve.across.thing import Thing
from kg.resolve.authority import Zone, divisions, zones
from kg.resolve.listed import named_as
from kg.resolve.names import bare, company_name, park_core
from kg.vocab import EntityClass


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
    table = zones()
    for name in _names(things):
        if name in table and len(table[name]) == 1 and len(name) >= 6:
            yield Link(
                property="zoneCode", code=table[name][0].code, certain=True, confidence=0.95,
                reason=f"{name} is the name of one zone in the statistics office's list of 2023",
            )  # fmt: skip
            return
    home = next((t.city for t in things if t.city), None)
    near: set[Zone] = set()
    for name in _names(things):
        for zone in _zones_by_core().get(park_core(name), ()):
            if home and zone.code.startswith(home.code.rstrip("0")):
                near.add(zone)
    if len(near) == 1:
        zone = near.pop()
        yield Link(
            property="zoneCode", code=zone.code, certain=False, confidence=0.8,
            reason=f"{zone.name} in the statistics office's list of 2023 is the same name in another wording",
        )  # fmt: skip


_CORES: dict[str, list[Zone]] = {}


def _zones_by_core() -> dict[str, list[Zone]]:
    if not _CORES:
        for name, those in zones().items():
            _CORES.setdefault(park_core(name), []).extend(those)
    return _CORES


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
        if len(firm.short) >= SHORT_NAME:
            reason = f"{firm.short} is the short name of the listed {firm.full}; the texts may mean a subsidiary"
            yield Link(
                property="stockCode", code=firm.code, certain=False, confidence=0.6, reason=reason
            )
