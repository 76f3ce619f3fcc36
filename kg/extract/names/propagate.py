"""names/propagate: confirmed names in, their other places and shorter forms in the article out."""

import re
from collections.abc import Iterable, Iterator

from kg.extract.gazetteers import find_words
from kg.extract.names.companies import TRADES
from kg.extract.names.parks import shortened
from kg.extract.reading import Found, Reading
from kg.model import Span
from kg.vocab import EntityClass

_E = EntityClass
_SPREADING = (_E.COMPANY, _E.PARK, _E.PROJECT, _E.PERSON, _E.ORGANIZATION, _E.INITIATIVE)
_LEGAL = re.compile(
    r"(?:股份|控股|集团|投资|实业|责任|（集团）|\(集团\))*(?:有限责任公司|有限公司|公司|集团)$"
)
_BRACKET = re.compile(r"[（(][一-鿿]{2,8}[）)]")
_TRADE_TAIL = re.compile(
    rf"(?:{TRADES}|工程|技术|工业|实业|制造|设备|产业|环境|管理|发展|供应链|贸易|服务)+$"
)
_DEFINED = re.compile(
    r"[（(](?:以下|下)?(?:简称|统称)(?:为|：|:)?[“\"]?(?P<short>[^”\"）)，。]{2,16}?)[”\"]?[）)]"
)
#: Beginnings of firms' names that are words of their own and never a short name.
_EVERYDAY = re.compile(
    r"^(?:中国|国家|新能源|新材料|国际|环球|东方|绿色|创新|先进|科技|华东|华南|华北|华中|西部|北方|南方|第一|建设|投资|发展|生物|医药|汽车|石油|石化|化工|能源|电力|交通|城市|城投|水务|农业|食品|工业|旅游|文化|新|大)$"
)


def propagate(reading: Reading, found: Iterable[Found]) -> list[Found]:
    """Find every further occurrence of the names in `found`, in full and in the forms they are cut to."""
    found = list(found)
    taken: dict[EntityClass, list[Span]] = {kind: [] for kind in _E}
    for item in found:
        taken[item.kind].append(item.span)
    result = list(found)
    forms = sorted(_forms(reading.text, found), key=lambda f: (-len(f[0]), f[0], f[1].span))
    seen: set[tuple[str, EntityClass]] = set()
    for form, source in forms:
        if (form, source.kind) in seen:
            continue
        seen.add((form, source.kind))
        for span in _occurrences(reading.text, form):
            if any(t.overlaps(span) for t in taken[source.kind]):
                continue
            taken[source.kind].append(span)
            result.append(
                Found(
                    span=span,
                    kind=source.kind,
                    name=source.name,
                    by=source.by,
                    confidence=source.confidence,
                    subclass=source.subclass,
                )
            )
    return sorted(result, key=lambda f: (f.span, f.kind, f.name))


def _forms(text: str, found: list[Found]) -> Iterator[tuple[str, Found]]:
    best: dict[tuple[EntityClass, str], Found] = {}
    for item in found:
        if item.kind in _SPREADING and len(item.name) >= 2:
            key = (item.kind, item.name)
            if key not in best or best[key].confidence < item.confidence:
                best[key] = item
    for item in best.values():
        if item.confidence >= 0.5 and (len(item.name) > 2 or item.kind is _E.COMPANY):
            yield item.name, item
        if item.kind is _E.PARK:
            for form in shortened(item.name):
                yield form, item
        elif item.kind is _E.COMPANY and _LEGAL.search(item.name):
            for form in short_names(item.name, text):
                yield form, item
    for item in found:
        if match := _DEFINED.match(text, item.span.end):
            yield match["short"], item


def short_names(name: str, text: str) -> Iterator[str]:
    """Yield the short forms of a firm's full name that the text uses elsewhere: its brand, with or without trade.

    >>> list(short_names("河北百瑞尔包装材料有限公司", "河北百瑞尔包装材料有限公司的百瑞尔员工"))
    ['百瑞尔']
    """
    core = _BRACKET.sub("", _LEGAL.sub("", name))
    place = next((word for at, word in find_words("places", core) if at == 0), "")
    rest = core[len(place) :]
    for candidate in dict.fromkeys((rest, core)):
        elsewhere = text.replace(name, "\n")
        form = _longest_used(candidate, elsewhere, start=len(place) if candidate == core else 0)
        if form and form != name:
            yield form


def _longest_used(core: str, text: str, *, start: int) -> str | None:
    """Give the longest beginning of `core` of at least two characters after its place that `text` uses."""
    shortest = start + 2
    if (
        len(core) < shortest
        or core[:shortest] not in text
        or _EVERYDAY.match(core[start:shortest])
    ):
        return None
    length = shortest
    while length < len(core) and core[: length + 1] in text:
        length += 1
    form = core[:length]
    # A form that breaks off inside a word is no name: 百瑞 of 百瑞尔 where the text never says 百瑞尔.
    tail = core[length:]
    return form if not tail or _TRADE_TAIL.search(form) or length >= shortest else None


def _occurrences(text: str, form: str) -> Iterator[Span]:
    at = text.find(form)
    while at >= 0:
        yield Span(at, at + len(form))
        at = text.find(form, at + len(form))
