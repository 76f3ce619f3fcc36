"""simplify: a text in, the same text in Simplified characters out."""

from functools import cache, lru_cache

import opencc
import regex

_HAN = ((0x2E80, 0x2FDF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF))
# GB 2312 has these although OpenCC's tables change them: they are Simplified characters too, so
# they change only in a line that is Traditional otherwise.
_SHARED = "乾菸薹拚捱摺吒後徵夥榘於袷麴醣麽"
# 乾 is read qián in names (乾縣, 乾照光電) and stays; it means dry, and becomes 干, in these words.
_DRY = regex.compile(
    r"(?<=[餅饼晒曬烘風风晾陰阴肉果豆])乾|乾(?=[燥淨净旱涸貨货粉洗冰脆糧粮果癟瘪枯爽濕湿衣杯脆性式法])"
)


# Taiwan writes 著 for the particle 着; these words are written with it everywhere.
_PARTICLE = regex.compile(
    r"(?<![名原专專论論译譯土显顯昭卓编編合所遗遺拙巨新旧舊])著(?![名作者书書述称稱录錄])"
)
#: Forms of Hong Kong and Taiwan that OpenCC's table from Traditional to Simplified leaves.
_VARIANTS = str.maketrans("衞牠粧砲", "卫它妆炮")


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def simplify(text: str) -> str:
    """Convert Traditional characters by phrase, character for character; a Simplified text stays as it is."""
    converted = str(_converter().convert(text)).translate(_VARIANTS)
    if converted == text:
        return text
    lines = zip(text.split("\n"), converted.split("\n"), strict=True)
    return "\n".join(_line(old, new) for old, new in lines)


def _line(old: str, new: str) -> str:
    """Choose what of a line's conversion to take: all of it, or nothing where no character calls for it."""
    if old == new:
        return old
    if len(old) != len(new):
        raise ValueError("OpenCC's t2s converts character for character")
    changed = {a for a, b in zip(old, new, strict=True) if a != b}
    if changed.issubset(_SHARED):
        return old
    new = _PARTICLE.sub("着", new) if "著" in old and "着" not in old else new
    if "乾" not in old:
        return new
    kept = list(new)
    for match in regex.finditer("乾", old):
        kept[match.start()] = "干" if _DRY.match(old, match.start()) else "乾"
    return "".join(kept)


@lru_cache(maxsize=16384)
def simple_character(character: str) -> str:
    """Give one character's Simplified form."""
    return str(_converter().convert(character))


@cache
def traditional_characters() -> str:
    """Give every character that OpenCC changes by itself; without one, it changes no phrase either."""
    characters = [chr(code) for first, last in _HAN for code in range(first, last + 1)]
    new = str(_converter().convert("\n".join(characters))).translate(_VARIANTS).split("\n")
    return "".join(a for a, b in zip(characters, new, strict=True) if a != b)


@cache
def simplified_characters() -> str:
    """Give every character that stands in Simplified texts alone."""
    old = traditional_characters()
    simple = sorted(set(map(simple_character, old)) - set(old))
    new = str(opencc.OpenCC("s2t").convert("\n".join(simple))).split("\n")
    return "".join(a for a, b in zip(simple, new, strict=True) if a != b)
