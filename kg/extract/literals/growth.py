"""literals/growth: text in, growth expressions with their signed percentage out."""

import re
from decimal import Decimal

import msgspec

from kg.extract.literals.numerals import ARABIC, plain
from kg.model import Span

_UP = "增长|增加|上升|提高|提升|上涨|多出|增幅|增速|涨幅|攀升|递增|多|涨|增|高"
_DOWN = "下降|减少|降低|下滑|回落|下跌|降幅|缩减|负增长|少|降|跌"
_BASE = "同比|环比|较上年同期|比上年同期|较上年|比上年|较去年同期|比去年同期|较去年|比去年|比前一年|同口径|可比口径|按可比价格计算|名义|年均"
_GROWTH = re.compile(
    rf"(?P<base>{_BASE})?(?:[，,]|分别|实现|实际|大幅|又|还|累计|全部|均|各|再)*(?P<verb>{_DOWN}|{_UP})(?:了|为|达到|达|到|约|超过|超|近|高达|幅度达|幅度为|\s)*"
    rf"(?P<number>{ARABIC})(?P<more>余|多)?(?P<unit>%|％|倍)"
)
_DOUBLED = re.compile(r"(?P<base>同比|比上年|较上年)?(?:实现)?翻(?:了)?一?番")


class Growth(msgspec.Struct, frozen=True, kw_only=True):
    """A change against an earlier period."""

    span: Span
    percent: str  #: signed plain decimal; 增长1.5倍 is 150
    year_on_year: bool  #: the text says against which period, or it is usual for year on year
    verb: str  #: 增长, 下降, 增速…


def find_growths(text: str) -> list[Growth]:
    """Find every statement of growth or decline by a percentage, in order.

    >>> [(g.percent, g.year_on_year) for g in find_growths("工业增加值同比增长29.2%，税收下降3%，环比增长1%")]
    [('29.2', True), ('-3', True), ('1', False)]
    """
    found = [_read(m) for m in _GROWTH.finditer(text) if m["base"] or len(m["verb"]) > 1]
    found += [
        Growth(span=Span(m.start(), m.end()), percent="100", year_on_year=True, verb="翻番")
        for m in _DOUBLED.finditer(text)
    ]
    return sorted(found, key=lambda g: g.span)


def _read(match: re.Match[str]) -> Growth:
    number = Decimal(re.sub("[,，]", "", match["number"]))
    if match["unit"] == "倍":
        number *= 100
    if re.fullmatch(_DOWN, match["verb"]):
        number = -number
    return Growth(
        span=Span(match.start(), match.end()),
        percent=plain(number),
        year_on_year=match["base"] not in ("环比", "年均"),
        verb=match["verb"],
    )
