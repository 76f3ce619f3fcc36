"""pinyin: a text in, edits that drop the readings which stand in brackets after their character."""

from functools import lru_cache

import regex
from pypinyin import Style, pinyin
from pypinyin.style import convert as style

from kg.repair.draft import Edit

_GLOSS = regex.compile(
    r"(?<=(\p{Han}))[ \u3000]?[(（]([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿê\u0300-\u030c]{1,7})[)）]"
)


@lru_cache(maxsize=8192)
def readings(character: str) -> frozenset[str]:
    """Give every reading of a character, with its tone mark and without."""
    marked = pinyin(character, style=Style.TONE, heteronym=True)[0]
    return frozenset(marked) | frozenset(toneless(reading) for reading in marked)


def toneless(reading: str) -> str:
    """Give a reading without its tone mark."""
    return str(style(reading, Style.NORMAL, strict=False))


def drop_pinyin(text: str) -> list[Edit]:
    """Drop 計(jì) to 計; brackets stay where they hold no reading of the character before them."""
    return [
        Edit(match.start(), match.end(), "")
        for match in _GLOSS.finditer(text)
        if match[2] in readings(match[1])
    ]
