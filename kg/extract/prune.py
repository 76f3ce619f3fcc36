"""prune: findings in, those out that are not merely a part of another name."""

import re
from collections.abc import Iterable

from kg.extract.reading import Found
from kg.vocab import EntityClass

_E = EntityClass
#: Within a name of the classes on the right, a name of the class on the left is no name by itself.
_SWALLOWED: dict[EntityClass, tuple[EntityClass, ...]] = {
    _E.PLACE: (_E.COMPANY, _E.ORGANIZATION, _E.PARK, _E.HONOR),
    _E.COMPANY: (_E.COMPANY, _E.ORGANIZATION),
    _E.INDUSTRY: (_E.COMPANY, _E.PROJECT, _E.PARK, _E.ORGANIZATION, _E.HONOR),
    _E.PERSON: (_E.COMPANY, _E.ORGANIZATION, _E.PARK, _E.PROJECT),
    _E.PARK: (_E.COMPANY, _E.PARK),
    _E.PROJECT: (_E.PROJECT,),
    _E.ORGANIZATION: (_E.ORGANIZATION, _E.COMPANY),
    _E.INITIATIVE: (_E.INITIATIVE,),
    _E.HONOR: (_E.HONOR,),
}


#: A body that a park's name was run into: 市场监督管理局|工业园区(分局).
_BODY = re.compile(r"(?:局|委员会|管委会|公司)(?=.)")


def prune(found: Iterable[Found]) -> list[Found]:
    """Drop names that only stand inside a longer one: 上海 in 上海华谊, 涂料 in 中国涂料工业协会."""
    whole = (f for f in found if f.kind is not _E.PARK or not _BODY.search(f.name))
    items = sorted(whole, key=lambda f: (f.span.start, -f.span.end))
    kept = []
    for index, item in enumerate(items):
        if not any(
            other.kind in _SWALLOWED[item.kind]
            and other.span.covers(item.span)
            and len(other.span) > len(item.span)
            for other in _near(items, index)
        ):
            kept.append(item)
    return sorted(kept, key=lambda f: (f.span, f.kind, f.name))


def _near(items: list[Found], index: int) -> Iterable[Found]:
    """Yield the findings that may cover one: those that start at most 60 characters before it."""
    start = items[index].span.start
    at = index - 1
    while at >= 0 and items[at].span.start >= start - 60:
        yield items[at]
        at -= 1
    at = index + 1
    while at < len(items) and items[at].span.start == start:
        yield items[at]
        at += 1
