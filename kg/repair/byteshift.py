"""byteshift: a text in, edits that mend GBK bytes which were read one byte late out.

Programs that search and replace in GBK text byte by byte, or cut it into blocks, lose the first
byte of a character, and all that follows is read one byte late until an ASCII byte sets it right:

    元 。   “   簽   約          D4AA A1A3 A1B0 BA9E BC73
    元 ? ！   昂   灱   s        D4AA   A3A1 B0BA 9EBC 73    the lost byte shows as '?' or U+FFFD

A tool that writes readings after characters does worse. It finds 績 (BF83) across the border of
目傾 (C4BF 8341), puts "(jī)" into the middle of 傾, and 83 is lost with the bracket: 目?jī)A. Here
the reading tells the lost byte: 83 is the one that makes a character read jī with BF.

Both are undone by writing the bytes again with the lost one unknown. The character model chooses
it; a character that it does not choose clearly becomes U+FFFD, and is reported.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

import regex

from kg.repair.draft import Edit
from kg.repair.pinyin import SYLLABLE, readings
from kg.repair.plausible import OUTSIDE, bigrams
from kg.repair.simplify import simple_character

LOST = "?"  #: what most decoders put for a byte
IN_DOUBT = "\ufffd"  #: what stands for a character that could not be told
_MARK = regex.compile(rf"[?\ufffd](?:(?P<reading>{SYLLABLE})\))?(?=[^\s”’」』）》】])")
_GLOSS = regex.compile(rf"\({SYLLABLE}\)")
_PIECE = regex.compile(
    rf"(?P<gloss>\((?P<aligned>{SYLLABLE})\))"
    rf"|(?P<lost>[?\ufffd](?:(?P<misplaced>{SYLLABLE})\))?)"
    r"|."
)
_LONGEST = 90  #: characters of text that a shift may run before it is given up
_WAYS = 24  #: ways to read the bytes that are followed at a time
_PRIVATE_WAYS = 6  #: of them through a code that left no trace
_CLEAR = 1.5  #: log probability by which a character must beat its rivals
_GAIN = 5.0  #: log probability that a repair must gain over what is shown
_GLANCE = 8  #: characters after a place that tell whether it reads well
_GARBLED = -7.0  #: log probability a character of what may be garbled; news has -4 to -6
_PRIVATE_SHARE = -2.0  #: log probability that two bytes fall on a private code
_STUMP = regex.compile("“[^“”]{1,2}。”")  #: a quoted word takes no full stop
_ODD = -8.0
_NARROWED = ",;:!?()."  #: full-width marks that a later hand may have narrowed
# GBK leaves these codes to the user, and converters drop them without a trace: first -> second bytes.
_PRIVATE = {
    **dict.fromkeys((*range(0xAA, 0xB0), *range(0xF8, 0xFF)), tuple(range(0xA1, 0xFF))),
    **dict.fromkeys(range(0xA1, 0xA8), (*range(0x40, 0x7F), *range(0x80, 0xA1))),
}


class _Way(NamedTuple):
    """One way to read the bytes so far."""

    text: str  #: with the glosses that stand between its characters
    last: str  #: the last character read, simplified
    score: float
    length: int  #: characters read
    pending: tuple[int, ...]  #: what the first byte of the next character may be; empty when even

    def plus(self, character: str, pending: tuple[int, ...] = (), gloss: str = "") -> "_Way":
        simple = simple_character(character)
        score = self.score + bigrams().step(self.last, simple)
        return _Way(self.text + character + gloss, simple, score, self.length + 1, pending)


def mend_shifts(text: str) -> list[Edit]:
    """Restore what was read one byte late, as far as the character model is sure of it."""
    edits: list[Edit] = []
    if LOST in text or "\ufffd" in text:
        done = 0
        for mark in _MARK.finditer(text):
            if mark.start() >= done and (edit := _mend(text, mark)):
                edits.append(edit)
                done = edit.end
    return edits


def _mend(text: str, mark: regex.Match[str]) -> Edit | None:
    neighbour = _before(text, mark.start())
    before = simple_character(neighbour)
    if not mark["reading"] and _reads_well(text, mark.end()):
        return None  # a question mark
    leads = _leads_after(neighbour, mark["reading"]) if mark["reading"] else tuple(_characters())
    found = _finished(text, mark.end(), _Way("", before, 0.0, 0, leads))
    if not found:
        return None
    horizon = max(found) + _GLANCE
    left = text[max(0, mark.start() - _GLANCE) : mark.start()]
    best, ways = max(
        ((end, _in_place(left, text[end:horizon], ways)) for end, ways in found.items()),
        key=lambda item: item[1][0].score,
    )
    if not mark["reading"]:  # which would prove the damage
        shown = _simple(text[mark.start() : horizon])
        gain = 0.0 if text[mark.end()] in "!;！；" else _GAIN  # hardly a question mark
        if ways[0].score < bigrams().score(shown, before=before) + gain:
            return None
    new = _agreed([way.text for way in ways if way.score > ways[0].score - _CLEAR])
    return Edit(mark.start(), best, new) if new.strip(IN_DOUBT) else None


def _reads_well(text: str, place: int) -> bool:
    """Tell cheaply that no damage begins at a place; a mark after a mark may always be one."""
    line = _simple(text[place : place + _GLANCE].split("\n", 1)[0])
    if not line or line[0] in _NARROWED or (line[0].isascii() and line[0].isalpha()):
        return not line
    return bigrams().score(line, before=line[0]) / len(line) > _GARBLED


def _in_place(left: str, rest: str, ways: list[_Way]) -> list[_Way]:
    """Weigh each way together with the text around it, so that ways of any length compare."""
    rest = _simple(rest) or OUTSIDE
    first, tail = rest[0], rest[1:]
    after = bigrams().score(tail, before=first)
    placed = []
    for way in ways:
        odd = _ODD if _STUMP.search(left + way.text) else 0.0
        score = way.score + bigrams().step(way.last, first) + after + odd
        placed.append(way._replace(score=score))
    return sorted(placed, key=lambda way: (-way.score, way.text))


def _simple(text: str) -> str:
    """Give a text as the model scores it: simplified, and without glosses."""
    return "".join(map(simple_character, _GLOSS.sub("", text)))


def _agreed(texts: list[str]) -> str:
    """Give what all ways share; a character in dispute is left as lost."""
    if len({len(text) for text in texts}) > 1:
        return ""
    columns = zip(*texts, strict=True)
    return "".join(c[0] if len(set(map(simple_character, c))) == 1 else IN_DOUBT for c in columns)


def _finished(text: str, place: int, begun: _Way) -> dict[int, list[_Way]]:
    """Give the ways that come out even, likeliest first, by the place where they do."""
    found: dict[int, list[_Way]] = {}
    live = [begun]
    for piece in _PIECE.finditer(text, place, place + _LONGEST):
        live += _likeliest(longer for way in live for longer in _through_private(way))[
            :_PRIVATE_WAYS
        ]
        ways = [longer for way in live for longer in _read_on(way, piece)]
        follower = _PIECE.match(text, piece.end())
        gloss = follower["aligned"] if follower else None
        even = [way for way in ways if not way.pending]
        if even := [way for way in even if not gloss or gloss in readings(way.text[-1])]:
            found[piece.end()] = _likeliest(even)
        live = _likeliest(way for way in ways if way.pending)
        if not live:
            break
    return found


def _read_on(way: _Way, piece: regex.Match[str]) -> Iterator[_Way]:
    """Read one more piece of the text."""
    if piece["gloss"]:
        yield way  # the reading of a character that never was
        return
    if piece["lost"]:
        # Both bytes unknown would be a free guess, unless a reading tells of the character.
        if len(way.pending) == 1 or piece["misplaced"]:
            yield from _closed(way, piece["misplaced"])
        if piece["lost"] != LOST:
            return
    data = _gbk(piece[0])
    for lead in way.pending if data else ():
        character = _characters()[lead].get(data[0])
        if character is None:
            continue
        if len(data) == 1:
            yield way.plus(character)
        elif data[1] < 0x80:
            yield way.plus(character).plus(chr(data[1]))
        elif data[1] in _characters():
            yield way.plus(character, (data[1],))


def _closed(way: _Way, reading: str | None) -> Iterator[_Way]:
    """Read a character whose second byte is lost."""
    for lead in way.pending:
        for character in _characters()[lead].values():
            if not reading:
                yield way.plus(character)
            elif reading in readings(character):
                yield way.plus(character, gloss=f"({reading})")


def _through_private(way: _Way) -> Iterator[_Way]:
    """Read through a code that left no trace: its first byte ends one character, its second begins one."""
    if len(way.pending) == 1:
        ends = _characters()[way.pending[0]]
        for first, pending in _private().items():
            if first in ends:
                longer = way.plus(ends[first], pending)
                yield longer._replace(score=longer.score + _PRIVATE_SHARE)


def _likeliest(ways: Iterable[_Way]) -> list[_Way]:
    return sorted(ways, key=lambda way: (-way.score, way.text))[:_WAYS]


def _before(text: str, place: int) -> str:
    """Give the character before a place, past its gloss."""
    gloss = regex.search(rf"\({SYLLABLE}\)\Z", text[max(0, place - 9) : place])
    place -= len(gloss[0]) if gloss else 0
    return text[place - 1] if place else OUTSIDE


def _leads_after(before: str, reading: str) -> tuple[int, ...]:
    """Give the bytes that make, with the last byte of a character, one of the given reading."""
    data = _gbk(before)
    row = _characters().get(data[1], {}) if len(data) == 2 else {}
    return tuple(
        lead for lead, c in row.items() if lead in _characters() and reading in readings(c)
    )


def _gbk(character: str) -> bytes:
    """Give the bytes of a character of two bytes, or of an ASCII one that may be a second byte."""
    if character in _NARROWED:
        return bytes((0xA3, ord(character) + 0x80))
    try:
        data = character.encode("gbk")
    except UnicodeEncodeError:
        return b""
    return data if len(data) == 2 or data[0] >= 0x40 else b""


@cache
def _private() -> dict[int, tuple[int, ...]]:
    """Give the private codes whose second byte may begin a character, first -> second bytes."""
    known = _characters()
    return {first: tuple(b for b in seconds if b in known) for first, seconds in _PRIVATE.items()}


@cache
def _characters() -> dict[int, dict[int, str]]:
    """Give first byte -> second byte -> character, for the whole of GBK."""
    table: dict[int, dict[int, str]] = {}
    for lead in range(0x81, 0xFF):
        for trail in range(0x40, 0xFF):
            try:
                table.setdefault(lead, {})[trail] = bytes((lead, trail)).decode("gbk")
            except UnicodeDecodeError:
                continue
    return {lead: row for lead, row in table.items() if row}
