"""recode: a text in, edits that undo the reading of one encoding as another out.

    园区 in UTF-8 read as Latin-1 or Windows-1252   å›­åŒº
    园区 in GBK read as Latin-1                     Ô°Çø
    工业园区 in UTF-8 read as GBK                     宸ヤ笟鍥尯

Each is undone only where the bytes can be written again and are all text in the right encoding.
"""

from collections.abc import Callable

import regex

from kg.repair.draft import Edit
from kg.repair.plausible import score, trigrams
from kg.repair.simplify import simple_character

_CP1252_ONLY = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_WESTERN = regex.compile(rf"[\u0080-\u00ff{_CP1252_ONLY}]{{4,}}")
# What the bytes E4-E9 80-BF 80-BF of UTF-8 become in GBK: rare characters, never news.
_HAN_RUN = regex.compile(r"[\p{Han}\p{Co}\u2010-\u2bff\u3000-\u30ff\uff01-\uffee€]{3,}")
# The bytes E4-E9 80-BF begin nearly every Chinese character in UTF-8; GBK has rare ones there.
_TELLTALES = "".join(
    bytes((a, b)).decode("gbk") for a in range(0xE4, 0xEA) for b in range(0x80, 0xC0)
)
_TELLTALE = regex.compile(rf"[{_TELLTALES}].{{0,2}}[{_TELLTALES}]")
_ACCENTED = regex.compile("[\u00b0-\u00ff]{2}")
_LEAST_HAN = 2


def recode_signs() -> str:
    """Give the characters without any of which nothing was read in another encoding."""
    return _TELLTALES + "".join(map(chr, range(0xB0, 0x100)))


def recode(text: str) -> list[Edit]:
    """Undo UTF-8 or GBK read as Latin-1, and UTF-8 read as GBK, where nothing was lost."""
    edits: list[Edit] = []
    if _ACCENTED.search(text):
        edits = _undone(text, _WESTERN, _from_western)
    if _TELLTALE.search(text):
        edits = sorted([*edits, *_undone(text, _HAN_RUN, _from_gbk)])
    return edits


def _undone(text: str, runs: regex.Pattern[str], undo: Callable[[str], str | None]) -> list[Edit]:
    return [
        Edit(run.start(), run.end(), new) for run in runs.finditer(text) if (new := undo(run[0]))
    ]


def _from_western(run: str) -> str | None:
    if 2 * sum(character >= "\u00b0" for character in run) < len(run):
        return None  # a row of no-break spaces and the like
    data = b"".join(_western_byte(character) for character in run)
    for encoding in ("utf-8", "gbk"):
        try:
            new = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _is_chinese(new):
            return new
    return None


def _western_byte(character: str) -> bytes:
    if ord(character) <= 0xFF:
        return bytes((ord(character),))
    return character.encode("cp1252")


def _from_gbk(run: str) -> str | None:
    """Undo UTF-8 read as GBK; a character that was split at the run's end is not guessed."""
    try:
        new = run.encode("gb18030").decode("utf-8")
    except UnicodeError:
        return None
    return new if _is_chinese(new) and _likelier(new, run) else None


def _is_chinese(text: str) -> bool:
    han = sum("\u3400" <= character <= "\u9fff" for character in text)
    return han >= _LEAST_HAN and all(ord(c) >= 0x2010 or c.isascii() for c in text)


def _likelier(new: str, old: str) -> bool:
    before = score(trigrams(), "".join(map(simple_character, old))) / len(old)
    return score(trigrams(), "".join(map(simple_character, new))) / len(new) > before + 1
