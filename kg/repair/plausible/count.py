"""count: a word list and running text in, the tables `trigrams.npz` and `words.npz` out.

    python -m kg.repair.plausible.count WORDS TEXT...

WORDS has a word and its frequency a line (jieba's dict.txt, MIT). TEXT is of any of these forms:
lines of text, of which the last column counts (FinRE, MIT); a character and its label a line
(People's Daily and MSRA names); a JSON object with a "text" a line (CLUENER, DuIE); the project's
own articles (training/articles). Only characters, pairs and threes that were met at least twice are
kept, with how likely they are: no sentence can be read from the table.

The shares are those of interpolated Kneser-Ney smoothing (Chen and Goodman, 1999): what was not
seen after two characters is as likely as in how many places it was seen after one.
"""

import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from math import log
from pathlib import Path

import numpy as np
import numpy.typing as npt
import opencc

from kg.repair.plausible import OUTSIDE, STEP, WIDEN

Counts = dict[str, float]
_DISCOUNT = 0.8  #: taken off each count, for what was not met
_LEAST_PAIR, _LEAST_TRIPLE = 1.0, 2.0  #: what is counted less often is left out
_WORD_WEIGHT = 0.02  #: a word list's frequency counts this much of running text
_LEAST_WORD, _LONGEST_WORD = 5.0, 5
_MARK_SHARES = {"，": 0.05, "。": 0.01, "、": 0.01, "“": 0.006, "”": 0.006, "：": 0.005}
#: Short forms of policies, a number with a verb or a noun, which word lists lack and news is full of.
_TERMS = (
    "一保 两保 三保 四保 五保 六保 双保 两稳 三稳 四稳 五稳 六稳 双减 双碳 双创 双招双引 三农 三高 四新 五新 四好"
    " 三优 四优 五优 两新 两重 三大 四大 五大 六大 七大 八大 三化 四化 五化 六化 三强 四强 五强 百强 三清 四清 三通 五通 七通 九通 三免 两免"
)
_TERM_WEIGHT = 30.0
_ANYTHING = "\1"  #: what may stand before a word of the list
_UNKNOWN = "\0"  #: stands for every character that is not known
_UNKNOWN_COUNT = 0.5
#: Lines that are articles as they were found, to be learnt to repair: not to be learnt from.
_DAMAGED = re.compile("\ufffd|\\?[^\\s”]|[(（][a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,6}[)）]")


def count(words: Iterable[str], lines: Iterable[str]) -> Counts:
    """Count how often each character follows on two others, in Simplified characters."""
    simplify = opencc.OpenCC("t2s").convert
    triples: Counts = defaultdict(float)
    for entry in words:
        word, frequency, *_ = entry.split(" ")
        _add(triples, 2 * _ANYTHING + word, float(frequency) * _WORD_WEIGHT)
    for term in _TERMS.split():
        _add(triples, 2 * _ANYTHING + term, _TERM_WEIGHT)
        _add(triples, f"“{term}”", _TERM_WEIGHT)
    for line in dict.fromkeys(line for line in lines if not _DAMAGED.search(line)):
        text = simplify(line).translate(WIDEN).strip()
        _add(triples, f"{OUTSIDE}{OUTSIDE}{text}{OUTSIDE}", 1.0)
    return triples


def _add(triples: Counts, text: str, weight: float) -> None:
    for place in range(len(text) - 2):
        triples[text[place : place + 3]] += weight


class _Shares:
    """What follows on the same characters: how likely, and what is left for all that was not met."""

    def __init__(self, counts: Counts, shorter: "_Shares | None", *, least: float) -> None:
        self._shorter = shorter
        self._total: Counts = defaultdict(float)
        kept_back: Counts = defaultdict(float)
        for key, n in counts.items():
            self._total[key[:-1]] += n
            kept_back[key[:-1]] += min(n, _DISCOUNT) if n >= least else n
        self._left = {before: kept_back[before] / n for before, n in self._total.items()}
        self._kept = {key: n for key, n in counts.items() if n >= least}

    def known(self) -> set[str]:
        return set(self._kept)

    def likely(self, key: str) -> float:
        if self._shorter is None:
            return self._kept[key] / self._total[""]
        share = max(self._kept.get(key, 0.0) - _DISCOUNT, 0.0) / self._total.get(key[:-1], 1.0)
        return share + self.left(key[:-1]) * self._shorter.likely(key[1:])

    def left(self, before: str) -> float:
        return self._left.get(before, 1.0)


def write(triples: Counts, path: Path) -> None:
    """Write what the counts tell, logarithms in steps of a sixteenth."""
    pairs: Counts = defaultdict(float)
    singles: Counts = defaultdict(float)
    for triple, n in triples.items():
        pairs[triple[1:]] += min(n, 1.0)
    for pair, n in pairs.items():
        singles[pair[1]] += min(n, 1.0)
    singles[_UNKNOWN] = _UNKNOWN_COUNT
    singles[OUTSIDE] += 0.0  # as a first character
    alone = _Shares(singles, None, least=0.0)
    after = _Shares(_met(pairs), alone, least=_LEAST_PAIR)
    after_two = _Shares(_met(triples), after, least=_LEAST_TRIPLE)
    characters = sorted(alone.known())
    place = {character: index for index, character in enumerate(characters)}
    known_pairs = after.known() | {triple[:2] for triple in after_two.known()}
    pair_keys = sorted((place[p[0]] * len(place) + place[p[1]], p) for p in known_pairs)
    pair_place = {pair: index for index, (_, pair) in enumerate(pair_keys)}
    triple_keys = sorted(
        (pair_place[t[:2]] * len(place) + place[t[2]], t) for t in after_two.known()
    )
    np.savez_compressed(
        path,
        characters=np.array("".join(characters)),
        log_alone=_logs(alone.likely(c) for c in characters),
        log_alone_cost=_logs(after.left(c) for c in characters),
        pair_gaps=_gaps(key for key, _ in pair_keys),
        log_after=_logs(after.likely(pair) for _, pair in pair_keys),
        log_after_cost=_logs(after_two.left(pair) for _, pair in pair_keys),
        triple_gaps=_gaps(key for key, _ in triple_keys),
        log_after_two=_logs(after_two.likely(triple) for _, triple in triple_keys),
    )


def _met(counts: Counts) -> Counts:
    """Leave out what only tells that a word may begin anywhere."""
    return {key: n for key, n in counts.items() if key[0] != _ANYTHING}


def write_words(entries: Iterable[str], path: Path) -> None:
    """Write how likely each word of a list is, marks as often as news has them."""
    simplify = opencc.OpenCC("t2s").convert
    counts: Counts = defaultdict(float)
    for entry in entries:
        word, frequency, *_ = entry.split(" ")
        if float(frequency) >= _LEAST_WORD or len(word) == 1:
            counts[simplify(word)] += float(frequency)
    total = sum(counts.values())
    for term in _TERMS.split():
        counts[term] += _TERM_WEIGHT / _WORD_WEIGHT
    counts |= {mark: share * total for mark, share in _MARK_SHARES.items()}
    known = sorted(word for word in counts if len(word) <= _LONGEST_WORD)
    np.savez_compressed(
        path,
        words=np.array(" ".join(known)),
        log_likely=_logs(counts[word] / total for word in known),
    )


def _gaps(keys: Iterable[int]) -> npt.NDArray[np.uint32]:
    return np.diff(np.fromiter(keys, np.int64), prepend=0).astype(np.uint32)


def _logs(shares: Iterable[float]) -> npt.NDArray[np.uint8]:
    steps = [min(255, round(-STEP * log(max(share, 1e-9)))) for share in shares]
    return np.array(steps, np.uint8)


def _lines(path: Path) -> Iterator[str]:
    """Yield the lines of running text of a file in any of the forms above."""
    lines = path.read_text(encoding="utf-8").splitlines()
    if lines[0].startswith("{"):
        yield from (json.loads(line)["text"] for line in lines)
    elif lines[0].startswith("==="):
        yield from _articles(lines)
    elif len(lines[0].split(" ")) == 2 and len(lines[0].split(" ")[0]) == 1:
        labelled = "\n".join(
            line[:1] for line in lines
        )  # a line without a character ends a sentence
        yield from (sentence.replace("\n", "") for sentence in labelled.split("\n\n"))
    else:
        yield from (line.split("\t")[-1] for line in lines)


def _articles(lines: Iterable[str]) -> Iterator[str]:
    is_text = False
    for line in lines:
        if line.startswith(("===", "---")):
            is_text = line.startswith("===")
        elif is_text:
            yield line


if __name__ == "__main__":
    word_list, *texts = map(Path, sys.argv[1:])
    entries = word_list.read_text(encoding="utf-8").splitlines()
    lines = (line for path in texts for line in _lines(path))
    here = Path(__file__)
    write(count(entries, lines), here.with_name("trigrams.npz"))
    write_words(entries, here.with_name("words.npz"))
