"""plausible: a stretch of Chinese in, how likely it is as writing (a log probability) out.

A character bigram model, only large enough to tell a restored sentence from a garbled one; how it
was counted is in `count.py` beside it.
"""

from functools import cache
from importlib.resources import files
from typing import Self

import msgspec
import numpy as np

#: Marks count as one, wide or narrow: pages mix them.
WIDEN = str.maketrans(",;:!?()", "，；：！？（）")
OUTSIDE = (
    "\n"  #: stands for the begin and the end of a line and for every character that is not known
)
_PAIR_WEIGHT = 0.85
_NEVER_TWICE = "。，、；：“”！"


class Bigrams(msgspec.Struct, frozen=True):
    """Log probabilities of characters, alone and after another."""

    alone: dict[str, float]
    after: dict[str, float]
    unknown: float

    @classmethod
    def load(cls) -> Self:
        """Read the counts that ship with the package."""
        with files(__package__).joinpath("bigrams.npz").open("rb") as file, np.load(file) as table:
            characters = str(table["characters"])
            singles = np.exp(table["singles"] / 16.0)
            first, second = np.divmod(np.cumsum(table["gaps"], dtype=np.int64), len(characters))
            pairs = np.exp(table["pairs"] / 16.0)
        single_share = singles / singles.sum()
        alone = dict(zip(characters, np.log(single_share).tolist(), strict=True))
        share = _PAIR_WEIGHT * pairs / np.maximum(singles[first], pairs)
        share += (1 - _PAIR_WEIGHT) * single_share[second]
        after = {
            characters[a] + characters[b]: value
            for a, b, value in zip(
                first.tolist(), second.tolist(), np.log(share).tolist(), strict=True
            )
        }
        return cls(alone, after, float(np.log(single_share.min())) - 2.0)

    def step(self, before: str, character: str) -> float:
        """Give the log probability of a character after the one before it."""
        if before == character and character in _NEVER_TWICE:
            return self.unknown
        known = self.after.get(before + character)
        if known is not None:
            return known
        return self.alone.get(character, self.unknown) + _REST

    def score(self, text: str, *, before: str = OUTSIDE) -> float:
        """Give the log probability of a whole text."""
        total = 0.0
        for character in text.translate(WIDEN):
            total += self.step(before, character)
            before = character
        return total


_REST = float(np.log(1 - _PAIR_WEIGHT))


@cache
def bigrams() -> Bigrams:
    """Give the model, loaded once."""
    return Bigrams.load()
