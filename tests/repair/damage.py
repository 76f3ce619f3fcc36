"""damage: clean text in, the same text as careless programs leave it out."""

from random import Random

import opencc
from pypinyin import Style, pinyin

_TO_TRADITIONAL = {name: opencc.OpenCC(name) for name in ("s2t", "s2tw", "s2hk")}


def traditional(text: str, *, kind: str = "s2t") -> str:
    """Write Simplified text in Traditional characters of a kind that OpenCC knows."""
    return str(_TO_TRADITIONAL[kind].convert(text))


def is_han(character: str) -> bool:
    """Tell whether a character is a Chinese one."""
    return "\u4e00" <= character <= "\u9fff"


def glossed(text: str, *, share: float, random: Random) -> str:
    """Put a reading in brackets after a share of the characters: 計(jì)."""
    return "".join(
        f"{c}({pinyin(c, style=Style.TONE)[0][0]})" if is_han(c) and random.random() < share else c
        for c in text
    )


def spaced(text: str, *, share: float, random: Random) -> str:
    """Put a blank between a share of the neighbouring Chinese characters: 新型功能 材料."""
    pairs = zip(text, text[1:] + "\n", strict=True)
    return "".join(
        c + " " if is_han(c) and is_han(d) and random.random() < share else c for c, d in pairs
    )


def shifted(text: str, place: int, *, mark: str = "?") -> str:
    """Lose the first byte of the character at `place`, and read on in GBK one byte late."""
    return text[:place] + mark + misread(text[place:].encode("gbk")[1:], mark=mark)


def misread(data: bytes, *, mark: str = "?") -> str:
    """Read GBK as a lenient decoder does: private codes vanish, a wrong byte becomes a mark."""
    out: list[str] = []
    place = 0
    while place < len(data):
        if data[place] < 0x80:
            out.append(chr(data[place]))
            place += 1
            continue
        try:
            out.append(data[place : place + 2].decode("gbk"))
            place += 2
        except UnicodeDecodeError:
            if _is_private(data[place : place + 2]):
                place += 2
            elif data[place + 1 : place + 2] == b"(":  # it takes an opening bracket for the second
                out.append(mark)
                place += 2
            else:
                out.append(mark)
                place += 1
    return "".join(out)


def _is_private(pair: bytes) -> bool:
    if len(pair) < 2:
        return False
    first, second = pair
    if 0xAA <= first <= 0xAF or 0xF8 <= first <= 0xFE:
        return 0xA1 <= second <= 0xFE
    return 0xA1 <= first <= 0xA7 and (0x40 <= second <= 0x7E or 0x80 <= second <= 0xA0)


def bytewise(text: str, *, glossed: frozenset[str], marks: str = "！？；，") -> str:
    """Narrow marks and write readings by searching and replacing bytes, whatever they belong to.

    This is what happened to article 004 of the corpus: 。“ (A1A3 A1B0) holds ！ (A3A1) across its
    border, and 目傾 (C4BF 8341) holds 績 (BF83).
    """
    data = text.encode("gbk")
    for mark in marks:
        data = data.replace(mark.encode("gbk"), chr(ord(mark) - 0xFEE0).encode())
    for character in sorted(glossed):
        reading = pinyin(character, style=Style.TONE)[0][0].encode("gbk")
        code = character.encode("gbk")
        data = data.replace(code, code + b"(" + reading + b")")
    return misread(data)


def misplaced_gloss(text: str, place: int) -> str | None:
    """Write the reading of the character that the bytes across two others spell between them.

    The second of the two loses its first byte and the bracket; None where no character is spelled.
    """
    first, second = (c.encode("gbk") for c in text[place : place + 2])
    if len(first) != 2 or len(second) != 2:
        return None
    try:
        across = bytes((first[1], second[0])).decode("gbk")
    except UnicodeDecodeError:
        return None
    if not is_han(across):
        return None
    reading = pinyin(across, style=Style.TONE)[0][0]
    rest = misread(second[1:] + text[place + 2 :].encode("gbk"))
    return f"{text[: place + 1]}?{reading}){rest}"
