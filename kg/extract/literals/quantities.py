"""literals/quantities: text in, numbers with their units out."""

import re
from decimal import Decimal

import msgspec

from kg.extract.literals.numerals import ARABIC, CHINESE, SCALE, parse_number, parse_scale, plain
from kg.model import Span

_FOREIGN = "美元|欧元|日元|港元|港币|英镑|韩元|新台币|新加坡元|澳元"
_MEASURES = (
    "平方公里|平方千米|平方米|立方米|公顷|公里|千米|海里|毫米|厘米|纳米|微米|"
    "千瓦时|千瓦|兆瓦时|兆瓦|吉瓦时|吉瓦|千伏安|千伏|千安|伏|瓦|GWh|GW|MWh|MW|KW|kW|kWp|MWp|度|"
    "标准箱|标箱|TEU|吨标准煤|吨|公斤|千克|升|亩|米|方"
)
_COUNTERS = (
    r"个百分点|个点|个月|个工作日|个小时|个车间|人次|车次|批次|班次|台[（(]套[)）]|台套|套[（(]台[)）]|瓶[（(]罐[)）]|"
    r"工作日|小时|分钟|组|家|个|项|条|台|套|辆|人|名|户|件|次|位|份|座|栋|幢|期|天|年|倍|所|宗|张|只|块|"
    r"片|瓶|罐|箱|袋|支|枚|颗|头|羽|株|棵|门|类|批|轮|趟|场|届|村|口|盏|艘|架|对|路|字|平|单|例|起|部|层|间|笔|款|种|级|包|双|匹|卷|把|眼|处|步"
)
#: Counters that make a phrase rather than a count after 一 ("一个", "一批").
_CASUAL = re.compile(r"^[一几]$")

_BEFORE = (
    "不少于|不低于|不超过|不到|不足|高达|多达|超过|突破|至少|大约|将近|接近|超|近|约|逾|过|达"
)
_QUANTITY = re.compile(
    rf"(?P<ordinal>第)?(?P<before>{_BEFORE})?"
    rf"(?:(?P<low>{ARABIC}|{CHINESE})(?P<lowscale>{SCALE})?(?:亿元|万元|吨|%|％)?(?:-|—|–|~|～|至|到))?"
    rf"(?P<number>{ARABIC}|{CHINESE})"
    rf"(?P<q1>余|多|来)?(?P<scale>{SCALE})?(?P<q2>余|多|来)?"
    rf"(?P<unit>元人民币|元|{_FOREIGN}|{_MEASURES}|%|％|‰|{_COUNTERS}|(?<=[亿万])(?!级|象|众|物|里|州))"
    r"(?P<q3>余|多)?(?P<after>以上|左右|上下|以内|以下|之多)?"
)
_PERCENT_WORDS = re.compile(rf"百分之(?P<number>{ARABIC}|{CHINESE})")
_SIZE_CLASS = re.compile(
    r"(?:级|以上(?:的)?(?:重[点大]|产业|工业|制造业|高质量)*(?:项目|企业|大项目))"
)
_YEAR = re.compile(r"(?:19|20)\d\d$")


class Quantity(msgspec.Struct, frozen=True, kw_only=True):
    """A number with its unit, as it is written."""

    span: Span
    value: str  #: plain decimal in terms of `unit`; the lower end of a range
    unit: str  #: as written, with its scale: 亿元, 万吨, 家, %
    high: str | None = None  #: upper end of a range
    qualifier: str | None = None  #: 余, 多, 近, 约, 逾, 超, 以上…
    factor: Decimal = Decimal(1)  #: what the scale in `unit` stands for
    foreign: bool = False  #: an amount in another currency than yuan
    ordinal: bool = False  #: 第3位
    size_class: bool = False  #: "6个10亿元以上项目": a class of projects, no amount of one

    @property
    def money(self) -> bool:
        """Tell whether this is an amount in yuan."""
        return not self.foreign and (self.unit.endswith(("元", "元人民币")) or self.unit in _BARE)

    @property
    def yuan(self) -> str | None:
        """Give the amount in yuan as a plain decimal, `None` for any other quantity."""
        return plain(Decimal(self.value) * self.factor) if self.money else None


_BARE = ("亿", "万亿", "千亿", "百亿")


def find_quantities(text: str) -> list[Quantity]:
    """Find every number that counts or measures something, in order.

    >>> [(q.value, q.unit, q.qualifier) for q in find_quantities("总投资近15.1亿元，占地300余亩")]
    [('15.1', '亿元', '近'), ('300', '亩', '余')]
    >>> [(q.value, q.unit, q.size_class) for q in find_quantities("8个亿元以上项目，6个10亿元以上项目")]
    [('8', '个', False), ('6', '个', False), ('10', '亿元', True)]
    """
    found = [q for m in _QUANTITY.finditer(text) if (q := _read(text, m)) is not None]
    found += [_read_percent(m) for m in _PERCENT_WORDS.finditer(text)]
    return sorted(found, key=lambda q: q.span)


def _read(text: str, match: re.Match[str]) -> Quantity | None:
    number, scale, unit = match["number"], match["scale"] or "", match["unit"]
    first = match.start("low") if match["low"] else match.start("number")
    if _is_no_quantity(text, match, first):
        return None
    start = match.start("before") if match["before"] else first
    end = (
        match.end("after")
        if match["after"]
        else match.end("q3")
        if match["q3"]
        else match.end("unit")
    )
    # 以上 is no part of the amount in "10亿元以上项目"; the class is what counts there.
    size_class = bool(_SIZE_CLASS.match(text, match.end("unit")))
    value = parse_number(match["low"] or number)
    if match["low"] and match["lowscale"] and match["lowscale"] != scale:
        value = value * parse_scale(match["lowscale"]) / parse_scale(scale)
    qualifiers = (match["before"], match["q1"], match["q2"], match["q3"], match["after"])
    return Quantity(
        span=Span(start, end),
        value=plain(value),
        unit=(scale + unit).replace("％", "%"),
        high=plain(parse_number(number)) if match["low"] else None,
        qualifier=next((q for q in qualifiers if q and q not in ("达", "高达", "多达")), None),
        factor=parse_scale(scale),
        foreign=bool(re.fullmatch(_FOREIGN, unit)),
        ordinal=bool(match["ordinal"]),
        size_class=size_class,
    )


def _is_no_quantity(text: str, match: re.Match[str], first: int) -> bool:
    """Tell years, dates, model numbers and phrases such as 一个 from quantities."""
    number, unit = match["number"], match["unit"]
    before = text[first - 1] if first else " "
    if before in ".×#/-" or (before.isascii() and before.isalnum()):
        return True
    if unit == "年" and (_YEAR.fullmatch(number) or not number[0].isdigit()):
        return True
    if number[0].isdigit():
        return False
    if not unit:  # 百亿, 千万 as bare words: a manner of speaking
        return True
    if _CASUAL.match(number) and not match["scale"] and unit not in ("亿元", "万元", "%", "位"):
        return True
    # 百家, 千万元, 万元 without a digit are manners of speaking; 一百家 is a count.
    return not any(c in "零〇一二两三四五六七八九十" for c in number)


def _read_percent(match: re.Match[str]) -> Quantity:
    return Quantity(
        span=Span(match.start(), match.end()), value=plain(parse_number(match["number"])), unit="%"
    )
