"""damage: a repaired text in, the spans that no step could restore out."""

from collections.abc import Iterator

import regex

from kg.model import Span
from kg.repair.pinyin import SYLLABLE

_BEYOND_REPAIR = regex.compile(
    r"\ufffd+"  # lost when the file was decoded, here or before
    r"|(?:锟斤拷|锟斤|斤拷)+"  # the same, through UTF-8 into GBK
    r"|\p{Co}+"  # a character that only one font knows
    rf"|\?{SYLLABLE}\)\S?"  # a misplaced reading
    r"|\?(?=[!;:]\p{Han})|(?<=\p{Han})\?\?(?=\p{Han})|(?<=\p{Han})\?(?=[a-z]\p{Han})"  # a lost byte
    r"|[\u00c0-\u00ff\u0080-\u009f]{4,}"  # bytes taken for Latin letters
)


def find_damage(text: str) -> Iterator[Span]:
    """Yield what is plainly damaged and could not be restored."""
    for match in _BEYOND_REPAIR.finditer(text):
        yield Span(match.start(), match.end())
