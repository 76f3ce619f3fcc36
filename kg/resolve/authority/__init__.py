"""authority: small public tables in, divisions, zones and listed companies by code and by name out.

What each table is, where it comes from and under which licence: README.md beside this file.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

# Autonomous divisions carry the names of peoples between their own name and 自治…: 文山壮族苗族自治州 is 文山.
_PEOPLES = (
    "蒙古族|蒙古|回族|藏族|维吾尔|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克族|哈萨克|傣族|黎族"
    "|傈僳族|佤族|畲族|拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜族|柯尔克孜|土族|达斡尔族|仫佬族|羌族|布朗族|撒拉族"
    "|毛南族|仡佬族|锡伯族|锡伯|塔吉克族|塔吉克|怒族|普米族|鄂温克族|裕固族|保安族|独龙族|鄂伦春族|各族"
)
_AUTONOMOUS = re.compile(rf"(?:{_PEOPLES})*自治[区州县旗]$")
_TAIL = re.compile(r"(?:地区|林区|特区|新区|[省市县区州盟旗])$")
_SHORT_STEMS = {
    "内蒙古自治区": "内蒙古", "新疆维吾尔自治区": "新疆",
    "香港特别行政区": "香港", "澳门特别行政区": "澳门",
}  # fmt: skip
# Marks of the exchanges in a short name: *ST, share classes, -U for firms without profit.
_MARKS = re.compile(r"^\*?ST|-[A-Z]+$|[AB]$")
#: One-character names of provinces, as news texts use them for the whole (云 alone is no name in a text).
PROVINCE_SIGNS = {
    "京": "110000", "津": "120000", "冀": "130000", "晋": "140000", "蒙": "150000", "辽": "210000",
    "吉": "220000", "黑": "230000", "沪": "310000", "苏": "320000", "浙": "330000", "皖": "340000",
    "闽": "350000", "赣": "360000", "鲁": "370000", "豫": "410000", "鄂": "420000", "湘": "430000",
    "粤": "440000", "桂": "450000", "琼": "460000", "渝": "500000", "川": "510000", "蜀": "510000",
    "黔": "520000", "贵": "520000", "滇": "530000", "藏": "540000", "陕": "610000", "甘": "620000",
    "青": "630000", "宁": "640000", "新": "650000",
}  # fmt: skip


class Division(NamedTuple):
    """One administrative division."""

    code: str
    name: str
    stem: str  #: the name without its level: 濮阳 of 濮阳市

    @property
    def level(self) -> int:
        """Give 1 for provinces, 2 for prefectures, 3 for counties."""
        if self.code.endswith("0000"):
            return 1
        return 2 if self.code.endswith("00") else 3

    def within(self, code: str) -> bool:
        """Tell whether this division is the one of `code` or lies in it."""
        return self.code.startswith(code.rstrip("0") if code.endswith("00") else code)


class Zone(NamedTuple):
    """One development zone that the statistics office counts apart."""

    code: str
    name: str


class Listed(NamedTuple):
    """One company listed in Shanghai, Shenzhen or Beijing."""

    code: str
    short: str
    full: str

    @property
    def brand(self) -> str:
        """What newspapers call it: the short name without the exchange's marks and without 股份."""
        short = _MARKS.sub("", self.short)
        return short.removesuffix("股份") if len(short) >= 4 else short


def stem_of(name: str) -> str:
    """Give a division's name without its level.

    >>> stem_of("濮阳市"), stem_of("文山壮族苗族自治州"), stem_of("广西壮族自治区"), stem_of("沙县区")
    ('濮阳', '文山', '广西', '沙县')
    """
    if name in _SHORT_STEMS:
        return _SHORT_STEMS[name]
    for pattern in (_AUTONOMOUS, _TAIL):
        stem = pattern.sub("", name)
        if stem != name and len(stem) >= 2:
            return stem
    return name


def _rows(table: str) -> Iterator[list[str]]:
    text = files(__package__).joinpath(table).read_text(encoding="utf-8")
    rows = csv.reader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    next(rows)
    yield from rows


@cache
def divisions() -> dict[str, Division]:
    """Give the administrative divisions by code, provinces to counties."""
    return {code: Division(code, name, stem_of(name)) for code, name in _rows("divisions.tsv")}


@cache
def divisions_by_name() -> dict[str, tuple[Division, ...]]:
    """Give the divisions that a full name, a former name or a stem can mean, highest level first."""
    found: dict[str, set[Division]] = defaultdict(set)
    for division in divisions().values():
        found[division.name].add(division)
        found[division.stem].add(division)
        found[division.stem + division.name[-1]].add(division)  # 文山州
    for former, _, code, _ in _rows("former.tsv"):
        found[former].add(divisions()[code])
        found[stem_of(former)].add(divisions()[code])
    return {
        name: tuple(sorted(those, key=lambda d: (d.level, d.code)))
        for name, those in found.items()
    }


@cache
def zones() -> dict[str, tuple[Zone, ...]]:
    """Give the development zones by name."""
    found: dict[str, list[Zone]] = defaultdict(list)
    for code, name in _rows("zones.tsv"):
        found[name].append(Zone(code, name))
    return {name: tuple(those) for name, those in found.items()}


@cache
def listed_by_short() -> dict[str, Listed]:
    """Give the listed companies by short name, without class letters and also without 股份: 恩捷 is 恩捷股份."""
    firms = [Listed(*row) for row in _rows("listed.tsv")]
    return {f.brand: f for f in firms} | {_MARKS.sub("", f.short): f for f in firms}


@cache
def listed_by_full() -> dict[str, Listed]:
    """Give the listed companies by full legal name."""
    return {row[2]: Listed(*row) for row in _rows("listed.tsv")}
