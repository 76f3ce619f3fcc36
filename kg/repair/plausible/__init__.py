"""plausible: a stretch of Chinese in, how likely it is as writing (a log probability) out.

A model of characters after the two before them, and one of words: only large enough to tell what was
written from what is garbled. How they were counted is in `count.py` beside them.
"""

from array import array
from bisect import bisect_left
from collections import Counter
from functools import cache
from importlib.resources import files
from math import exp, inf, log
from typing import Protocol, Self

import msgspec
import numpy as np
import numpy.typing as npt

#: Marks count as one, wide or narrow: pages mix them.
WIDEN = str.maketrans(",;:!?()", "，；：！？（）")
OUTSIDE = "\n"  #: stands for the begin and the end of a line
STEP = 16.0  #: log probabilities are kept in steps of one part of this
_CACHED = 1 << 18


class Model(Protocol):
    """Anything that knows how likely a character is after others."""

    def step(self, before: str, character: str) -> float:
        """Give the log probability of a character after those before it, of which two count."""


def score(model: Model, text: str, *, before: str = OUTSIDE) -> float:
    """Give the log probability of a text after what stands before it."""
    total = 0.0
    before = before.translate(WIDEN)[-2:]
    for character in text.translate(WIDEN):
        total += model.step(before, character)
        before = before[-1:] + character
    return total


class Trigrams(msgspec.Struct, frozen=True):
    """Log probabilities after two characters, one and none, and what it costs to look at fewer."""

    place: dict[str, int]
    alone: list[float]
    alone_cost: list[float]
    pairs: (
        "array[int]"  #: place of the first x number of characters + place of the second, in order
    )
    after: list[float]
    after_cost: list[float]
    triples: (
        "array[int]"  #: place in `pairs` x number of characters + place of the third, in order
    )
    after_two: list[float]
    known: dict[str, float]  #: what was asked before

    @classmethod
    def load(cls) -> Self:
        """Read the table that ships with the package."""
        with (
            files(__package__).joinpath("trigrams.npz").open("rb") as file,
            np.load(file) as table,
        ):
            characters = str(table["characters"])
            columns = {name: _logs(table[name]) for name in table.files if name.startswith("log_")}
            return cls(
                {character: place for place, character in enumerate(characters)},
                columns["log_alone"],
                columns["log_alone_cost"],
                _running(table["pair_gaps"]),
                columns["log_after"],
                columns["log_after_cost"],
                _running(table["triple_gaps"]),
                columns["log_after_two"],
                {},
            )

    def step(self, before: str, character: str) -> float:
        """Give the log probability of a character after those before it, of which two count."""
        asked = before[-2:] + character
        if len(asked) == 2 and before == OUTSIDE:
            asked = OUTSIDE + asked
        value = self.known.get(asked)
        if value is None:
            if len(self.known) > _CACHED:
                self.known.clear()
            value = self.known[asked] = self._step(asked)
        return value

    def _step(self, asked: str) -> float:
        third = self.place.get(asked[-1])
        if third is None:
            return self.alone[0]  # the place of what is not known
        second = self.place.get(asked[-2]) if len(asked) > 1 else None
        if second is None:
            return self.alone[third]
        cost = self.alone_cost[second]
        first = self.place.get(asked[-3]) if len(asked) > 2 else None
        if first is not None:
            pair = self._find(self.pairs, first * len(self.place) + second)
            if pair is not None:
                triple = self._find(self.triples, pair * len(self.place) + third)
                if triple is not None:
                    return self.after_two[triple]
                cost_of_two = self.after_cost[pair]
            else:
                cost_of_two = 0.0
        else:
            cost_of_two = 0.0
        pair = self._find(self.pairs, second * len(self.place) + third)
        value = self.after[pair] if pair is not None else cost + self.alone[third]
        return cost_of_two + value

    @staticmethod
    def _find(keys: "array[int]", key: int) -> int | None:
        place = bisect_left(keys, key)
        return place if place < len(keys) and keys[place] == key else None


def _logs(steps: npt.NDArray[np.uint8]) -> list[float]:
    values: list[float] = (steps / -STEP).tolist()
    return values


def _running(gaps: npt.NDArray[np.uint32]) -> "array[int]":
    return array("q", np.cumsum(gaps, dtype=np.int64).tobytes())


@cache
def trigrams() -> Trigrams:
    """Give the model, loaded once."""
    return Trigrams.load()


class Words(msgspec.Struct, frozen=True):
    """Log probabilities of words, marks and single characters."""

    likely: dict[str, float]
    unknown: float
    longest: int

    @classmethod
    def load(cls) -> Self:
        """Read the table that ships with the package."""
        with files(__package__).joinpath("words.npz").open("rb") as file, np.load(file) as table:
            words = str(table["words"]).split(" ")
            likely = dict(zip(words, _logs(table["log_likely"]), strict=True))
        return cls(likely, min(likely.values()), max(map(len, words)))

    def score(self, text: str) -> float:
        """Give the log probability of a text as its likeliest row of words."""
        best = [0.0] + [-inf] * len(text)
        for start in range(len(text)):
            for end in range(start + 1, min(start + self.longest, len(text)) + 1):
                value = self.likely.get(text[start:end])
                if value is None:
                    if end > start + 1:
                        continue
                    value = self.unknown
                best[end] = max(best[end], best[start] + value)
        return best[-1]


@cache
def words() -> Words:
    """Give the words, loaded once."""
    return Words.load()


class Familiar:
    """The model, with what one article says besides: a name it has elsewhere is likely here too."""

    #: How much of the belief goes to the article, and how many sightings it takes for half of that.
    _SHARE_ONE, _SIGHTINGS_ONE = 0.3, 2.0
    _SHARE_TWO, _SIGHTINGS_TWO = 0.6, 1.0

    def __init__(self, text: str, foreign: frozenset[str] = frozenset()) -> None:
        self.foreign = foreign  #: characters of the script that the article is not in
        text = text.translate(WIDEN)
        self._after = Counter(text)
        self._pairs = Counter(map(str.__add__, text, text[1:]))
        self._triples = Counter(map("".join, zip(text, text[1:], text[2:], strict=False)))
        self._known: dict[str, float] = {}

    def step(self, before: str, character: str) -> float:
        """Give the log probability of a character after those before it, of which two count."""
        asked = before[-2:] + character
        value = self._known.get(asked)
        if value is None:
            value = self._known[asked] = self._step(before[-2:], character)
        return value

    def _step(self, before: str, character: str) -> float:
        usual = trigrams().step(before, character)
        if not (one := self._after[before[-1:]]):
            return usual
        share = self._SHARE_ONE * one / (one + self._SIGHTINGS_ONE)
        value = (1 - share) * exp(usual) + share * self._pairs[before[-1:] + character] / one
        if two := self._pairs[before] if len(before) == 2 else 0:
            share = self._SHARE_TWO * two / (two + self._SIGHTINGS_TWO)
            value = (1 - share) * value + share * self._triples[before + character] / two
        return log(value)
