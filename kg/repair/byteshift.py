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
from functools import cache, lru_cache
from typing import NamedTuple

import regex

from kg.repair.draft import Edit
from kg.repair.pinyin import SYLLABLE, readings
from kg.repair.plausible import OUTSIDE, WIDEN, Familiar, score, trigrams, words
from kg.repair.simplify import simple_character, simplified_characters, traditional_characters

LOST = "?"  #: what most decoders put for a byte
IN_DOUBT = "\ufffd"  #: what stands for a character that could not be told
_MARK = regex.compile(rf"[?\ufffd](?:(?P<reading>{SYLLABLE})\))?(?=[^\s”’」』）》】])")
_GLOSS = regex.compile(rf"\({SYLLABLE}\)")
_PIECE = regex.compile(
    rf"(?P<gloss>\((?P<aligned>{SYLLABLE})\))"
    rf"|(?P<lost>[?\ufffd](?:(?P<misplaced>{SYLLABLE})\))?)"
    r"|."
)
_LONGEST = 300  #: characters of text that a shift may run before it is given up
_WAYS = 24  #: ways to read the bytes that are followed at a time
_PRIVATE_WAYS = 6  #: of them through a code that left no trace
_CLEAR = 2.0  #: log probability by which a character must beat its rivals
_WORDS = 0.5  #: how much the words count beside the characters
_GAIN = 5.0  #: log probability that a repair must gain over what is shown
_GLANCE_BACK = 200  #: characters before and after a place in which quotations are looked at
_GLANCE = 8  #: characters after a place that tell whether it reads well
_GLIMPSE = 3  #: characters after a place that tell whether it may be damaged
_GARBLED = (
    -6.2
)  #: log probability a character of what is: 96 of 100 shifted texts, 30 of clean ones
_CLASH = regex.compile("[。，、；：][。，、；：！？]|。”[。，、]|[“《（][。，、；：！？”》）]")
_STUMP = regex.compile("“[^“”]{1,2}。”")  #: a quoted word takes no full stop
_ODD = -5.0  #: log probability of what no writer does
_FOREIGN = (
    -3.0
)  #: log probability of a Simplified character in a Traditional article, or the reverse
_MAYBE_RUN = regex.compile(r"[?\ufffd]+[,;:!?]?[^\x00-\x40]*")
_MOST_REMEMBERED = 50_000  #: characters of an article whose wording is remembered
_NARROWED = ",;:!?()."  #: full-width marks that a later hand may have narrowed
# GBK leaves these codes to the user, and converters drop them without a trace: first -> second bytes.
_PRIVATE = {
    **dict.fromkeys((*range(0xAA, 0xB0), *range(0xF8, 0xFF)), tuple(range(0xA1, 0xFF))),
    **dict.fromkeys(range(0xA1, 0xA8), (*range(0x40, 0x7F), *range(0x80, 0xA1))),
}


class _Way(NamedTuple):
    """One way to read the bytes so far."""

    text: str  #: with the glosses that stand between its characters
    recent: str  #: the last two characters read, as the model knows them
    score: float
    pending: tuple[int, ...]  #: what the first byte of the next character may be; empty when even

    def plus(
        self, model: Familiar, character: str, pending: tuple[int, ...] = (), gloss: str = ""
    ) -> "_Way":
        known = _known(character)
        score = self.score + model.step(self.recent, known)
        if character in model.foreign:
            score += _FOREIGN
        return _Way(self.text + character + gloss, self.recent[-1:] + known, score, pending)


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
    if not mark["reading"] and _reads_well(text, mark.end()):
        return None  # a question mark
    model = _familiar(text)
    line = text.rfind("\n", 0, mark.start()) + 1
    left = _as_known(text[max(line, mark.start() - _GLANCE_BACK) : mark.start()])
    begun = _Way("", (OUTSIDE + OUTSIDE + left)[-2:], 0.0, _leads(text, mark))
    found = _finished(model, text, mark.end(), begun)
    if not found:
        return None
    horizon = max(found) + _GLANCE
    ways = sorted(
        (
            _in_place(model, text, end, horizon, left, way)
            for end, ways in found.items()
            for way in ways
        ),
        key=lambda way: (-way.score, way.whole),
    )
    best = ways[0]
    if not mark["reading"]:  # which would prove the damage
        as_shown = _as_known(text[mark.start() : horizon])
        shown = score(model, as_shown, before=begun.recent)
        shown += _WORDS * words().score(left[-_GLANCE:] + as_shown)
        gain = 0.0 if text[mark.end()] in "!;?！；？" else _GAIN  # hardly a question mark
        if best.score < shown + gain:
            return None
    rivals = [way.whole for way in ways[1:] if way.score > best.score - _CLEAR]
    new = _undisputed(best.whole, rivals)[: best.length]
    return Edit(mark.start(), best.end, new) if new.strip(IN_DOUBT) else None


class _Placed(NamedTuple):
    """A way to read a run of bytes, weighed together with the text around it."""

    score: float
    whole: str  #: what was read, and the text after it up to the horizon
    length: int  #: how much of it was read
    end: int


def _in_place(model: Familiar, text: str, end: int, horizon: int, left: str, way: _Way) -> _Placed:
    rest = text[end:horizon]
    after = score(model, _as_known(rest) or OUTSIDE, before=way.recent)
    line_end = text.find("\n", end) % (len(text) + 1)
    right = text[end : min(line_end, end + _GLANCE_BACK)]
    odd = _ODD * _oddities(left, _as_known(way.text), right)
    worded = _WORDS * words().score(left[-_GLANCE:] + _as_known(way.text + rest))
    return _Placed(way.score + after + odd + worded, way.text + rest, len(way.text), end)


def _oddities(left: str, read: str, right: str) -> int:
    """Count what no writer does: marks that exclude each other, quotations in themselves or half ones."""
    count = bool(_STUMP.search(left + read)) + len(_CLASH.findall(left[-2:] + read + right[:1]))
    for opener, closer in ("“”", "《》", "（）"):
        if opener not in read and closer not in read:
            continue
        is_open = left.rfind(opener) > left.rfind(closer)
        for character in read:
            if character in (opener, closer):
                count += is_open == (character == opener)
                is_open = character == opener
        after = next((c for c in right if c in (opener, closer)), None)
        unsure = after is None and LOST in right
        count += not unsure and is_open != (after == closer)
    return count


def _undisputed(best: str, rivals: list[str]) -> str:
    """Give the best reading, with what its rivals read otherwise as lost."""
    disputed: set[int] = set()
    mine = [*map(_known, best)]
    for rival in rivals:
        theirs = [*map(_known, rival)]
        most = min(len(mine), len(theirs))
        first = next((n for n in range(most) if mine[n] != theirs[n]), most)
        last = next(
            (n for n in range(most - first) if mine[-1 - n] != theirs[-1 - n]), most - first
        )
        if len(mine) == len(theirs):
            disputed.update(n for n in range(most) if mine[n] != theirs[n])
        else:
            disputed.update(range(first, max(first + 1, len(mine) - last)))
    return "".join(IN_DOUBT if n in disputed else c for n, c in enumerate(best))


def _reads_well(text: str, place: int) -> bool:
    """Tell cheaply that no damage begins at a place; a mark after a mark may always be one."""
    line = _as_known(text[place : place + _GLANCE].split("\n", 1)[0])[:_GLIMPSE]
    if not line or text[place] in _NARROWED or (line[0].isascii() and line[0].isalpha()):
        return not line
    return score(trigrams(), line, before="？") / len(line) > _GARBLED


@lru_cache(maxsize=16384)
def _known(character: str) -> str:
    return simple_character(character).translate(WIDEN)


def _as_known(text: str) -> str:
    """Give a text as the model knows it: simplified, marks wide, and without glosses."""
    return "".join(map(_known, _GLOSS.sub("", text)))


@lru_cache(maxsize=2)
def _familiar(text: str) -> Familiar:
    """Give the model with what this article says where it was not damaged."""
    said = _MAYBE_RUN.sub("\n", text[:_MOST_REMEMBERED])
    traditional, simplified = _scripts()
    old, new = (sum(c in script for c in said) for script in (traditional, simplified))
    foreign = simplified if old > 2 * new else traditional if new > 2 * old else frozenset()
    return Familiar(_as_known(said), foreign)


@cache
def _scripts() -> tuple[frozenset[str], frozenset[str]]:
    """Give the characters that are of Traditional texts alone, and those of Simplified ones alone."""
    return frozenset(traditional_characters()), frozenset(simplified_characters())


def _leads(text: str, mark: regex.Match[str]) -> tuple[int, ...]:
    """Give what the lost byte may be."""
    if not mark["reading"]:
        return tuple(_characters())
    return _leads_after(_before(text, mark.start()), mark["reading"])


def _finished(model: Familiar, text: str, place: int, begun: _Way) -> dict[int, list[_Way]]:
    """Give the ways that come out even, likeliest first, by the place where they do."""
    found: dict[int, list[_Way]] = {}
    live = [begun]
    for piece in _PIECE.finditer(text, place, place + _LONGEST):
        live += _likeliest(longer for way in live for longer in _through_private(model, way))[
            :_PRIVATE_WAYS
        ]
        follower = _PIECE.match(text, piece.end())
        next_one = follower[0] if follower else ""
        following = b"" if len(next_one) != 1 or next_one in _NARROWED else _gbk(next_one)[:1]
        ways = [longer for way in live for longer in _read_on(model, way, piece, following)]
        gloss = follower["aligned"] if follower else None
        even = [way for way in ways if not way.pending]
        if even := [way for way in even if not gloss or gloss in readings(way.text[-1])]:
            found[piece.end()] = _likeliest(even)
        live = _likeliest(way for way in ways if way.pending)
        if not live:
            break
    return found


def _read_on(
    model: Familiar, way: _Way, piece: regex.Match[str], following: bytes
) -> Iterator[_Way]:
    """Read one more piece of the text, before a byte that is known if it is of a character of two."""
    if piece["gloss"]:
        yield way  # the reading of a character that never was
        return
    if piece["lost"]:
        # Both bytes unknown would be a free guess, unless a reading tells of the character.
        if len(way.pending) == 1 or piece["misplaced"]:
            yield from _closed(model, way, piece["misplaced"], following)
        if piece["lost"] != LOST:
            return
    data = _gbk(piece[0])
    for lead in way.pending if data else ():
        character = _characters()[lead].get(data[0])
        if character is None:
            continue
        if len(data) == 1:
            yield way.plus(model, character)
        elif data[1] < 0x80:
            yield way.plus(model, character).plus(model, chr(data[1]))
        elif data[1] in _characters():
            yield way.plus(model, character, (data[1],))


def _closed(model: Familiar, way: _Way, reading: str | None, following: bytes) -> Iterator[_Way]:
    """Read a character whose second byte is lost: one that begins no character with the next byte."""
    for lead in way.pending:
        for trail, character in _characters()[lead].items():
            if reading:  # the byte was lost with the bracket
                if reading in readings(character):
                    yield way.plus(model, character, gloss=f"({reading})")
            elif trail >= 0x80 and not (following > b"\x80" and _begins(trail, following[0])):
                yield way.plus(model, character)


def _begins(first: int, second: int) -> bool:
    return second in _characters().get(first, ()) or second in _PRIVATE.get(first, ())


def _through_private(model: Familiar, way: _Way) -> Iterator[_Way]:
    """Read through a code that left no trace: its first byte ends one character, its second begins one."""
    if len(way.pending) == 1:
        ends = _characters()[way.pending[0]]
        for first, pending in _private().items():
            if first in ends:
                yield way.plus(model, ends[first], pending)


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
