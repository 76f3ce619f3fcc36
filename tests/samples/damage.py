"""Clean Simplified text in, the same text damaged as news sites damage it out: sample s12.

Three faults on top of each other, in the order in which they happen to real articles: conversion to
Traditional characters, pinyin in brackets after some of them, and bytes of GBK read one byte late.
"""

import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from opencc import OpenCC
from pypinyin import Style, lazy_pinyin

HERE = Path(__file__).parent
CLEAN = HERE / "s12_clean.txt"
DAMAGED = HERE.parents[1] / "samples" / "s12_damaged.txt"

#: Where the reading slips in the sample, in Traditional characters.
SLIPS = ("。總投資", "“簽約", "模化發", "保”白名單")

_TO_TRADITIONAL = OpenCC("s2t")


def damage(clean: str, *, slips: Sequence[str] = SLIPS) -> str:
    """Give `clean` with all three faults.

    >>> damage("总投资。总投资")
    '總(zǒng)投資?？偼顿Y'
    >>> damage("规模化发展")
    '規(guī)?；l(fā)展'
    """
    traditional = _TO_TRADITIONAL.convert(clean)
    if len(traditional) != len(clean):
        raise ValueError("the conversion changed the number of characters; reword the text")
    readings = lazy_pinyin(list(clean), style=Style.TONE)
    cuts = sorted(_cuts(traditional, slips) | {0, len(clean)})
    return "".join(
        _part(clean[start:end], traditional[start:end], readings[start:end], slips)
        for start, end in pairwise(cuts)
    )


def _part(clean: str, traditional: str, readings: Sequence[str], slips: Sequence[str]) -> str:
    if traditional not in slips:
        return _gloss(clean, traditional, readings)
    read = shift(traditional)
    if read.endswith("?"):
        return read
    # The reading fell into step within the last character, and its gloss stays behind that.
    return read + _gloss(clean, traditional, readings).rpartition(traditional[-1])[2]


def shift(text: str) -> str:
    """Give the GBK bytes of `text` as they read when the first one is lost.

    Reading falls into step again at a second byte that is ASCII, or where the text ends.

    >>> shift("“簽約")
    '?昂灱s'
    """
    late = text.encode("gbk")[1:]
    read = ["?"]
    at = 0
    while at < len(late):
        if late[at] < 0x80:  # in step again; as in the real damage, what follows is whole
            read.append(late[at:].decode("gbk"))
            break
        pair = late[at : at + 2]
        # A last half character is shown as a question mark, a pair without a character not at all.
        read.append("?" if len(pair) == 1 else pair.decode("gbk", errors="ignore"))
        at += 2
    return "".join(read)


def _cuts(text: str, slips: Sequence[str]) -> set[int]:
    cuts: set[int] = set()
    for slip in slips:
        at = text.find(slip)
        while at >= 0:
            cuts |= {at, at + len(slip)}
            at = text.find(slip, at + len(slip))
    return cuts


def _gloss(clean: str, traditional: str, readings: Sequence[str]) -> str:
    return "".join(
        f"{new}({reading})" if new != old and _is_glossed(new) else new
        for old, new, reading in zip(clean, traditional, readings, strict=True)
    )


def _is_glossed(character: str) -> bool:
    """Real pages gloss some of the converted characters and not others, always the same ones."""
    return ord(character) % 3 != 0


if __name__ == "__main__":
    DAMAGED.write_text(damage(CLEAN.read_text(encoding="utf-8")), encoding="utf-8")
    sys.exit()
