"""gazetteers: tables of places, zones and surnames in, Aho-Corasick automata and sets out."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import ahocorasick

#: Short names of counties that are everyday words as well; they count only where the full name stands too.
_EVERYDAY = frozenset(
    [
        "万年",
        "东山",
        "东方",
        "中方",
        "互助",
        "五华",
        "会同",
        "保康",
        "公安",
        "共和",
        "兴业",
        "兴国",
        "兴安",
        "凤凰",
        "南部",
        "友谊",
        "合作",
        "同心",
        "和平",
        "大安",
        "大方",
        "大通",
        "太湖",
        "孟连",
        "宁安",
        "宁海",
        "安图",
        "安宁",
        "安福",
        "安远",
        "富民",
        "师宗",
        "平原",
        "平和",
        "开化",
        "开平",
        "开江",
        "开鲁",
        "新兴",
        "新和",
        "新安",
        "新民",
        "昌乐",
        "朝阳",
        "正安",
        "武功",
        "武定",
        "民和",
        "水富",
        "永丰",
        "永兴",
        "永和",
        "永新",
        "永昌",
        "永顺",
        "江城",
        "江山",
        "河口",
        "清原",
        "清水",
        "清河",
        "清流",
        "滨海",
        "玉山",
        "比如",
        "和政",
        "惠民",
        "来宾",
        "资兴",
        "富裕",
        "万源",
        "商城",
        "太和",
        "三江",
        "三台",
        "锦屏",
        "玉龙",
        "宁国",
        "海伦",
        "建平",
        "全州",
        "江口",
        "临海",
        "龙江",
        "成安",
        "永胜",
        "黄平",
        "木里",
        "交口",
        "东光",
        "祥云",
        "龙泉",
        "白水",
        "石林",
        "石柱",
        "石门",
        "衡山",
        "资源",
        "通道",
        "长海",
        "马山",
        "龙山",
        "龙港",
        "龙门",
    ]
)


@cache
def _lines(name: str) -> tuple[str, ...]:
    return tuple(files(__name__).joinpath(name).read_text(encoding="utf-8").splitlines())


@cache
def divisions() -> dict[str, str]:
    """Map every full name of an administrative division to its level: province, city or county."""
    return {row.split("\t")[0]: row.split("\t")[2] for row in _lines("divisions.tsv")}


@cache
def short_divisions() -> dict[str, tuple[str, ...]]:
    """Map every usual short name of a division to the full names that it may stand for."""
    table: dict[str, list[str]] = {}
    for row in _lines("divisions.tsv"):
        full, short, _ = row.split("\t")
        if short:
            table.setdefault(short, []).append(full)
    return {short: tuple(full) for short, full in table.items()}


@cache
def trusted_short_divisions() -> frozenset[str]:
    """Give the short names that may be read as places where the full name does not stand nearby.

    Provinces, cities and counties do; districts (朝阳, 和平) do not, nor do everyday words.
    """
    levels = divisions()
    return frozenset(
        short
        for short, full in short_divisions().items()
        if short not in _EVERYDAY
        and any(levels[name] != "county" or not name.endswith("区") for name in full)
    )


@cache
def _automaton(table: str) -> "ahocorasick.Automaton":
    words = {"places": (*divisions(), *short_divisions()), "zones": _lines("zones.txt")}[table]
    automaton = ahocorasick.Automaton()
    for word in sorted(set(words)):
        automaton.add_word(word, word)
    automaton.make_automaton()
    return automaton


def find_words(table: str, text: str) -> Iterator[tuple[int, str]]:
    """Yield start and word for the longest entries of a table ("places", "zones") in `text`, left to right."""
    for end, word in _automaton(table).iter_long(text):
        yield end + 1 - len(word), word


@cache
def surnames() -> tuple[frozenset[str], frozenset[str]]:
    """Give the single and the double surnames."""
    single, double = _lines("surnames.txt")[0], _lines("surnames.txt")[1]
    return frozenset(single), frozenset(double.split())
