"""draft: a text under repair; edits in, the next draft with its ties to the source out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Self

import numpy as np
import numpy.typing as npt

from kg.model import Alignment, Article, Span

#: Stands between the parts of a page until its markup is gone, in which a line's end means nothing.
PART_END = "\u2029"
Column = npt.NDArray[np.int32]


class Edit(NamedTuple):
    """Put `new` in the place of `text[start:end]`, which is never empty: repair invents nothing."""

    start: int
    end: int
    new: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A text whose character `i` stands for `source[starts[i]:ends[i]]`."""

    text: str
    starts: Column
    ends: Column

    @classmethod
    def of(cls, article: Article) -> Self:
        """Give the parts of the source that hold the article, each ended by PART_END, before any repair."""
        source = article.source_text
        parts = article.body or (Span(0, len(source)),)
        starts: list[Column] = []
        ends: list[Column] = []
        for part in parts:
            place = np.arange(part.start, part.end + 1, dtype=np.int32)
            starts.append(place)  # one more than the part: the line break after it ...
            ends.append(np.append(place[1:], place[-1:]))  # ... which has no width
        text = PART_END.join(source[part.start : part.end] for part in parts)
        return cls(text, np.concatenate(starts)[:-1], np.concatenate(ends)[:-1])

    def recoloured(self, text: str) -> Self:
        """Give the draft with each character replaced by the one at its place in `text`."""
        if len(text) != len(self.text):
            raise ValueError(
                f"{len(text)} characters cannot stand for {len(self.text)} one by one"
            )
        return type(self)(text, self.starts, self.ends)

    def edited(self, edits: Sequence[Edit]) -> Self:
        """Give the draft after edits that are in order and do not overlap.

        A new text as long as the old is matched to it character by character; each character of
        any other new text stands for the whole of the old.
        """
        if not edits:
            return self
        spans = np.array([(edit.start, edit.end, len(edit.new)) for edit in edits], np.int64)
        first, last, new = spans.T
        change = new - (last - first)
        # How often each old character is taken over: once, not at all, or more when a text grows.
        times = np.ones(len(self.text), np.int64)
        shrinks = change < 0
        bounds = np.zeros(len(self.text) + 1, np.int64)
        bounds[(first + new)[shrinks]] += 1
        bounds[last[shrinks]] -= 1
        times[np.cumsum(bounds[:-1]) > 0] = 0
        times[(last - 1)[change > 0]] += change[change > 0]
        taken = np.repeat(np.arange(len(self.text)), times)
        starts, ends = self.starts[taken], self.ends[taken]
        moved = np.cumsum(change) - change  # how far the edits before each have moved it
        for edit in np.flatnonzero((change != 0) & (new > 0)):
            place = slice(first[edit] + moved[edit], first[edit] + moved[edit] + new[edit])
            starts[place] = self.starts[first[edit]]
            ends[place] = self.ends[last[edit] - 1]
        return type(self)(self._spliced(edits), starts, ends)

    def _spliced(self, edits: Sequence[Edit]) -> str:
        done = 0
        pieces: list[str] = []
        for start, end, new in edits:
            pieces += (self.text[done:start], new)
            done = end
        return "".join((*pieces, self.text[done:]))

    def alignment(self) -> Alignment:
        """Give the ties to the source as runs."""
        if not self.text:
            return Alignment.identity(0)
        widths = self.ends - self.starts
        copied = (np.diff(self.starts) == 1) & (widths[1:] == 1) & (widths[:-1] == 1)
        at = np.concatenate(([0], np.flatnonzero(~copied) + 1))
        return Alignment(
            len(self.text),
            tuple(at.tolist()),
            tuple(self.starts[at].tolist()),
            tuple(widths[at].tolist()),
        )
