"""simplify: a text in, the same text in Simplified characters out."""

from functools import cache, lru_cache

import opencc
import regex

from kg.repair.draft import Edit

_HAN = ((0x2E80, 0x2FDF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF))
# GB 2312 has these although OpenCC's tables change them: they are Simplified characters too, so
# they change only in a line that is Traditional otherwise.
_SHARED = "乾菸薹拚捱摺吒後徵夥榘於袷麴醣麽"
# 乾 is read qián in names (乾縣, 乾照光電) and stays; it means dry, and becomes 干, in these words.
_DRY = regex.compile(
    r"(?<=[餅饼晒曬烘風风晾陰阴肉果豆])乾|乾(?=[燥淨净旱涸貨货粉洗冰脆糧粮果癟瘪枯爽濕湿衣杯脆性式法])"
)


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def simplify(text: str) -> str | list[Edit]:
    """Convert Traditional characters by phrase; a Simplified text stays as it is."""
    converted = _converter().convert(text)
    if converted == text:
        return text
    lines = zip(text.split("\n"), converted.split("\n"), strict=True)
    return "\n".join(_line(old, new) for old, new in lines)


def _line(old: str, new: str) -> str:
    if old == new:
        return old
    if len(old) != len(new):
        raise AssertionError
    changed = [index for index, (a, b) in enumerate(zip(old, new, strict=True)) if a != b]
    if all(old[index] in _SHARED for index in changed):
        return old
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
    new = _converter().convert("\n".join(characters)).split("\n")
    return "".join(a for a, b in zip(characters, new, strict=True) if a != b)
