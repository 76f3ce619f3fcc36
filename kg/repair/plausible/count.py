"""count: word lists and running text in, the table `bigrams.npz` out.

    python -m kg.repair.plausible.count WORDS TEXT... > /dev/null

WORDS has a word and its frequency a line (jieba's dict.txt, MIT); TEXT is running text, one
sentence a line (FinRE, MIT; and the project's own training articles). The table holds counts of
characters and of pairs only: no sentence can be read from it.
"""

import sys
from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

import numpy as np
import opencc

from kg.repair.plausible import WIDEN

Counts = dict[str, float]
#: Short forms of policies, numbers with a verb, which word lists lack and news is full of.
_TERMS = [
    "一保",
    "两保",
    "三保",
    "四保",
    "五保",
    "六保",
    "双保",
    "两稳",
    "三稳",
    "四稳",
    "五稳",
    "六稳",
    "双减",
    "双碳",
    "双创",
    "双招双引",
    "三农",
    "三高",
    "四新",
    "五新",
    "四好",
    "三优",
    "四优",
    "五优",
    "两新",
    "两重",
    "三大",
    "四大",
    "五大",
    "六大",
    "七大",
    "八大",
    "三化",
    "四化",
    "五化",
    "六化",
    "三强",
    "四强",
    "五强",
    "百强",
    "三清",
    "四清",
    "三通",
    "五通",
    "七通",
    "九通",
    "三免",
    "两免",
]
_TERM_WEIGHT = 30.0
_LEAST = 2.0  #: pairs counted less often are left out
_WORD_WEIGHT = 0.02  #: a word list's frequency counts this much of running text


def count(words: Iterable[str], texts: Iterable[str]) -> tuple[Counts, Counts]:
    """Count characters and pairs, in Simplified characters."""
    simplify = opencc.OpenCC("t2s").convert
    singles: Counts = defaultdict(float)
    pairs: Counts = defaultdict(float)
    for entry in words:
        word, frequency, *_ = entry.split(" ")
        weight = float(frequency) * _WORD_WEIGHT
        for character in word:
            singles[character] += weight
        for first, second in pairwise(word):
            pairs[first + second] += weight
    for term in _TERMS:
        for first, second in pairwise(term):
            singles[first] += _TERM_WEIGHT
            pairs[first + second] += _TERM_WEIGHT
    for text in texts:
        for line in simplify(text).translate(WIDEN).splitlines():
            for first, second in pairwise(f"\n{line.strip()}\n"):
                singles[first] += 1.0
                pairs[first + second] += 1.0
    return singles, pairs


def write(singles: Counts, pairs: Counts, path: Path) -> None:
    """Write the counts as logarithms in steps of a sixteenth."""
    kept = {pair: n for pair, n in pairs.items() if n >= _LEAST}
    known = sorted(
        {c for pair in kept for c in pair} | {c for c, n in singles.items() if n >= _LEAST}
    )
    place = {character: index for index, character in enumerate(known)}
    keys = sorted((place[p[0]] * len(known) + place[p[1]], n) for p, n in kept.items())
    np.savez_compressed(
        path,
        characters=np.array("".join(known)),
        singles=_logs(max(singles[c], 1.0) for c in known),
        gaps=np.diff([key for key, _ in keys], prepend=0).astype(np.uint32),
        pairs=_logs(n for _, n in keys),
    )


def _logs(values: Iterable[float]) -> np.typing.NDArray[np.uint8]:
    logs = np.log(np.fromiter(values, np.float64))
    return np.clip(np.round(logs * 16), 0, 255).astype(np.uint8)


if __name__ == "__main__":
    lists, *bodies = (Path(name).read_text(encoding="utf-8") for name in sys.argv[1:])
    write(*count(lists.splitlines(), bodies), Path(__file__).with_name("bigrams.npz"))
