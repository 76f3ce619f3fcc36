"""literals/dates: text and the article's date in, ISO dates and periods out."""

import re
from collections.abc import Callable

import msgspec

from kg.extract.literals.numerals import parse_number
from kg.model import Span

_Y = r"(?P<year>(?:19|20)\d\d|[二一][〇零九][〇零一二三四五六七八九]{2})年"
_RELATIVE_YEAR = r"(?P<rel>今年|去年|前年|明年|后年|当年|同年|本年度?|上年|上一年)"
_DATE = re.compile(
    rf"(?P<iso>(?:19|20)\d\d[-./]\d{{1,2}}(?:[-./]\d{{1,2}})?)(?!\d)"
    rf"|(?P<plan>“?十[二三四五]五”?)(?:期间|时期|以来|末)"
    rf"|(?:{_Y}|{_RELATIVE_YEAR})?的?(?:"
    r"(?P<half>上半年|下半年)"
    r"|(?P<quarter>第?[一二三四1-4]季度|前[三二]季度|前[三二]个季度)"
    r"|(?:前(?P<months>十一|十|[一二两三四五六七八九]|1[01]|[2-9])个月)"
    r"|(?P<m1>1[0-2]|[1-9])(?:月份?)?[-—–~～至到](?P<m2>1[0-2]|[1-9])月份?(?!\d|日)"
    r"|(?P<month>1[0-2]|0?[1-9])月(?:(?P<day>3[01]|[12]\d|0?[1-9])[日号]|份?(?P<part>上旬|中旬|下旬|初|中|底|末)?)"
    r"|(?P<end>年底|年末|年初|年中|岁末|岁尾|(?<=年)(?:底|末|初))"
    r"|(?P<since>以来)"
    r")?"
    rf"|(?P<today>当日|当天|今日|今天|同日)|(?P<now>截至目前|目前|眼下|如今|截至发稿)"
)
_PLANS = {
    "十二五": "2011/2015",
    "十三五": "2016/2020",
    "十四五": "2021/2025",
    "十五五": "2026/2030",
}
_OFFSETS = {
    "今年": 0,
    "本年": 0,
    "本年度": 0,
    "去年": -1,
    "上年": -1,
    "上一年": -1,
    "前年": -2,
    "明年": 1,
    "后年": 2,
}


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """A date or a period that the text names."""

    span: Span
    iso: str | None  #: 2022, 2022-H1, 2022-Q1, 2022-01/2022-04, 2022-05 or 2022-05-18
    is_date: bool = (
        False  #: a day, month or year at which something happens; else a stretch of time
    )


#: Characters within which a bare month goes on from a year (2022年3月签约，5月开工).
_SAME_SENTENCE = 30


class _Calendar:
    """What the reading so far says of the year and the day that a bare date belongs to."""

    def __init__(self, published: str | None) -> None:
        self.published = published[:10] if published else None
        self.this_year = int(published[:4]) if published else None
        self.last_year_named: int | None = None
        self.named_until = 0  #: where the last named year ends
        self.last_day: str | None = self.published

    def year(self, match: re.Match[str]) -> int | None:
        """Give the year that a match names itself."""
        if match["year"]:
            named = match["year"]
            self.last_year_named = int(named) if named.isdigit() else int(parse_number(named))
            self.named_until = match.end()
            return self.last_year_named
        if match["rel"] in ("当年", "同年"):
            return self.last_year_named or self.this_year
        if match["rel"] and self.this_year is not None:
            return self.this_year + _OFFSETS[match["rel"]]
        return None

    def year_of_month(self, match: re.Match[str], month: int, day: int) -> int | None:
        """Give the year of a bare month: the article's own, or the year before if it would lie ahead.

        An undated article gives one only right after it named a year itself, never for 今年.
        """
        if self.published is None or self.this_year is None:
            near = match.start() - self.named_until <= _SAME_SENTENCE and not match["rel"]
            return self.last_year_named if near else None
        ahead = (month, day) > (int(self.published[5:7] or 12), int(self.published[8:10] or 31))
        return self.this_year - 1 if ahead else self.this_year


def find_dates(text: str, *, published: str | None = None) -> list[Moment]:
    """Find every date and period, in order, resolved against the article's date.

    >>> [m.iso for m in find_dates("今年1-4月份，同比增长；5月18日开工，去年底投产", published="2022-06-13")]
    ['2022-01/2022-04', '2022-05-18', '2021-12']
    """
    calendar = _Calendar(published)
    return [
        moment
        for match in _DATE.finditer(text)
        if match.end() > match.start() and (moment := _read(match, calendar))
    ]


def _read(match: re.Match[str], calendar: _Calendar) -> Moment | None:
    span = Span(match.start(), match.end())
    if match["iso"]:
        iso = "-".join(part.zfill(2) for part in re.split(r"[-./]", match["iso"]))
        return Moment(span=span, iso=iso, is_date=True) if _is_real(iso) else None
    if match["plan"]:
        return Moment(span=span, iso=_PLANS.get(match["plan"].strip("“”")))
    if match["today"]:
        return Moment(span=span, iso=calendar.last_day, is_date=True)
    if match["now"]:
        return Moment(span=span, iso=None)
    year = calendar.year(match)
    for group, reading in _READINGS:
        if match[group]:
            return reading(match, year, calendar, span)
    if match["since"]:
        return Moment(span=span, iso=str(year)) if year else None
    return Moment(span=span, iso=str(year) if year else None, is_date=True)


def _is_real(iso: str) -> bool:
    parts = [int(p) for p in iso.split("-")]
    return 1 <= parts[1] <= 12 and (len(parts) < 3 or 1 <= parts[2] <= 31)


_Reading = Callable[[re.Match[str], int | None, _Calendar, Span], Moment]


def _stretch(suffix: Callable[[int], str]) -> Callable[[int | None, _Calendar, Span], Moment]:
    def moment(year: int | None, calendar: _Calendar, span: Span) -> Moment:
        year = year or calendar.this_year
        return Moment(span=span, iso=suffix(year) if year else None)

    return moment


def _read_half(match: re.Match[str], year: int | None, calendar: _Calendar, span: Span) -> Moment:
    half = 1 if match["half"] == "上半年" else 2
    return _stretch(lambda y: f"{y}-H{half}")(year, calendar, span)


def _read_quarter(
    match: re.Match[str], year: int | None, calendar: _Calendar, span: Span
) -> Moment:
    text = match["quarter"]
    number = next(int(parse_number(c)) for c in text if c in "一二三四1234")
    if text.startswith("前"):
        return _stretch(lambda y: f"{y}-01/{y}-{number * 3:02d}")(year, calendar, span)
    return _stretch(lambda y: f"{y}-Q{number}")(year, calendar, span)


def _read_months(
    match: re.Match[str], year: int | None, calendar: _Calendar, span: Span
) -> Moment:
    last = int(parse_number(match["months"]))
    return _stretch(lambda y: f"{y}-01/{y}-{last:02d}")(year, calendar, span)


def _read_month_range(
    match: re.Match[str], year: int | None, calendar: _Calendar, span: Span
) -> Moment:
    first, last = int(match["m1"]), int(match["m2"])
    year = year or calendar.year_of_month(match, last, 1)
    return Moment(span=span, iso=f"{year}-{first:02d}/{year}-{last:02d}" if year else None)


def _read_month(match: re.Match[str], year: int | None, calendar: _Calendar, span: Span) -> Moment:
    month, day = int(match["month"]), int(match["day"] or 0)
    year = year or calendar.year_of_month(match, month, day or 1)
    iso = f"{year}-{month:02d}" + (f"-{day:02d}" if day else "") if year else None
    if day and iso:
        calendar.last_day = iso
    return Moment(span=span, iso=iso, is_date=True)


def _read_year_end(
    match: re.Match[str], year: int | None, calendar: _Calendar, span: Span
) -> Moment:
    year = year or calendar.this_year
    month = {"年初": "-01", "初": "-01", "年中": ""}.get(match["end"], "-12")
    return Moment(span=span, iso=f"{year}{month}" if year else None, is_date=True)


_READINGS: tuple[tuple[str, _Reading], ...] = (
    ("half", _read_half),
    ("quarter", _read_quarter),
    ("months", _read_months),
    ("m1", _read_month_range),
    ("month", _read_month),
    ("end", _read_year_end),
)
