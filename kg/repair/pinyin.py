"""pinyin: a text in, edits that drop the readings which stand in brackets after their character."""

import unicodedata
from functools import cache

import regex
from pypinyin.constants import PINYIN_DICT

from kg.repair.draft import Edit

#: Shape of a reading, with or without its tone mark.
SYLLABLE = r"[a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿê\u0300-\u030c]{1,7}"
_GLOSS = regex.compile(rf"(?<=(\p{{Han}}))[ \u3000]?[(（]({SYLLABLE})[)）]")


@cache
def readings(character: str) -> frozenset[str]:
    """Give every reading of a character, with its tone mark and without."""
    marked = PINYIN_DICT.get(ord(character), "").split(",")
    return frozenset((*marked, *map(_toneless, marked)))


def _toneless(reading: str) -> str:
    bare = unicodedata.normalize("NFD", reading).replace("u\u0308", "ü")
    return "".join(c for c in bare if not unicodedata.combining(c))


def drop_pinyin(text: str) -> list[Edit]:
    """Drop 計(jì) to 計; brackets stay where they hold no reading of the character before them."""
    return [
        Edit(match.start(), match.end(), "")
        for match in _GLOSS.finditer(text)
        if match[2] in readings(match[1])
    ]
