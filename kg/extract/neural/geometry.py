"""neural/geometry: where windows, spans and pairs lie; numbers in, tables for the heads out."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from kg.extract.neural.labels import INPUT_LABELS, PAIRS, TypedSpan
from kg.vocab import EntityClass

Ints = npt.NDArray[np.int64]
Regions = npt.NDArray[np.uint8]

WINDOW, OVERLAP = 254, 56  #: characters that the encoder takes at once, and that windows share
REACH = 400  #: characters that may lie between two related spans
AROUND, NEAR = 96, 12  #: characters of context outside a pair, and those that count as near

_GAPS = (0, 1, 2, 4, 8, 16, 32, 64, 128, 256)
_FEW = 4
#: Sizes of the feature columns: gap, nesting, sentences between, lines between, spans of either
#: label between, commas between, place in the article, likeness of the words.
FEATURES = (len(_GAPS) + 2, 4, 6, 5, _FEW, _FEW, 5, 3, 5)
REGIONS = 7


class Window(NamedTuple):
    """Characters `start`..`end` go through the encoder; `keep_from`..`keep_to` are taken from it."""

    start: int
    end: int
    keep_from: int
    keep_to: int


def windows(length: int, sentences: Sequence[tuple[int, int]]) -> list[Window]:
    """Cut an article into windows that end with sentences and share some characters."""
    ends = sorted({end for _, end in sentences if 0 < end < length} | {length})
    cuts: list[tuple[int, int]] = []
    start = 0
    while True:
        limit = start + WINDOW
        fitting = [end for end in ends if start + OVERLAP < end <= limit]
        end = length if length <= limit else (fitting[-1] if fitting else limit)
        cuts.append((start, end))
        if end >= length:
            break
        starts = [s for s, _ in sentences if end - OVERLAP <= s < end]
        start = starts[0] if starts else end - OVERLAP
    borders = [0, *((a[1] + b[0]) // 2 for a, b in pairwise(cuts)), length]
    return [Window(s, e, borders[i], borders[i + 1]) for i, (s, e) in enumerate(cuts)]


class PairTable(NamedTuple):
    """Pairs of spans in text order, with their features."""

    first: Ints
    second: Ints
    features: Ints


_ENTITIES = frozenset(c.value for c in EntityClass)
_ALLOWED = np.zeros((len(INPUT_LABELS), len(INPUT_LABELS), len(PAIRS)), dtype=bool)
for _k, (_subjects, _objects) in enumerate(PAIRS.values()):
    for _s in _subjects:
        for _o in _objects:
            _ALLOWED[INPUT_LABELS.index(_s), INPUT_LABELS.index(_o), _k] = True
_SAME = list(PAIRS).index("same")
for _i in range(len(INPUT_LABELS)):
    for _j in range(len(INPUT_LABELS)):
        _ALLOWED[_i, _j, _SAME] &= _i == _j


def label_ids(spans: Sequence[TypedSpan]) -> Ints:
    """Give each span's place in `INPUT_LABELS`."""
    place = {label: i for i, label in enumerate(INPUT_LABELS)}
    return np.array([place[s.label] for s in spans], dtype=np.int64)


def allowed(spans: Sequence[TypedSpan], table: PairTable) -> npt.NDArray[np.bool_]:
    """Tell for each pair, both ways round, which pair labels its spans' labels permit."""
    kinds = label_ids(spans)
    there = _ALLOWED[kinds[table.first], kinds[table.second]]
    back = _ALLOWED[kinds[table.second], kinds[table.first]]
    return np.stack((there, back), 1)


def pair_features(
    spans: Sequence[TypedSpan], text: str, sentences: Sequence[tuple[int, int]]
) -> PairTable:
    """List the pairs that could be related, by label and distance, with their features.

    `spans` are in text order.
    """
    starts = np.array([s.start for s in spans], dtype=np.int64)
    ends = np.array([s.end for s in spans], dtype=np.int64)
    kinds = label_ids(spans)
    first, second = np.triu_indices(len(spans), 1)
    gap = starts[second] - ends[first]
    fits: npt.NDArray[np.bool_] = np.asarray(_ALLOWED.any(-1))
    possible = fits[kinds[first], kinds[second]] | fits[kinds[second], kinds[first]]
    keep = possible & (gap <= REACH)
    first, second, gap = first[keep], second[keep], gap[keep]
    before = [s for s, _ in sentences]
    sentence = np.array([bisect_right(before, s) for s in starts], dtype=np.int64)
    line = _running(text, "\n")[starts]
    commas = _running(text, "，,；;。、")
    nested = np.select(
        [
            gap >= 0,
            (starts[first] == starts[second]) & (ends[first] == ends[second]),
            ends[second] <= ends[first],
        ],
        [0, 1, 2],
        3,
    )
    columns = (
        np.where(gap < 0, 0, 1 + np.searchsorted(_GAPS, gap, side="left")),
        nested,
        np.minimum(sentence[second] - sentence[first], 5),
        np.minimum(line[second] - line[first], 4),
        _between(kinds, first, second, of_first=True),
        _between(kinds, first, second, of_first=False),
        np.minimum(
            np.maximum(commas[starts[second]] - commas[np.minimum(ends[first], len(text))], 0), 4
        ),
        np.minimum(line[first], 2),
        _likeness(spans, text, first, second),
    )
    return PairTable(first, second, np.stack(columns, 1).astype(np.int64))


def _likeness(spans: Sequence[TypedSpan], text: str, first: Ints, second: Ints) -> Ints:
    """Say how far the words of two entities are the same.

    0 not at all, 1 equal, 2 one in the other, 3 one left out characters of the other, 4 the same head.
    """
    words = [text[s.start : s.end] if s.label in _ENTITIES else "" for s in spans]
    kinds = {word: i for i, word in enumerate(sorted(set(words)))}
    table = np.full((len(kinds), len(kinds)), -1, dtype=np.int64)
    numbers = np.array([kinds[word] for word in words], dtype=np.int64)
    a, b = numbers[first], numbers[second]
    names = list(kinds)
    for i, j in np.unique(np.stack((a, b), 1), axis=0):
        table[i, j] = _compare(names[i], names[j])
    return table[a, b]


def _compare(left: str, right: str) -> int:
    if not left or not right:
        return 0
    if left == right:
        return 1
    short, long = sorted((left, right), key=len)
    if short in long:
        return 2
    rest = iter(long)
    if all(character in rest for character in short):
        return 3
    return 4 if left[:2] == right[:2] else 0


def _running(text: str, marks: str) -> Ints:
    """Give for each place how many of `marks` stand before it."""
    hits = np.array([character in marks for character in text], dtype=np.int64)
    before: Ints = np.concatenate((np.zeros(1, dtype=np.int64), hits.cumsum()))
    return before


def _between(kinds: Ints, first: Ints, second: Ints, *, of_first: bool) -> Ints:
    """Count the spans between the two of a pair that bear the label of one of them."""
    counts = np.zeros((len(kinds) + 1, len(INPUT_LABELS)), dtype=np.int64)
    for i, kind in enumerate(kinds):
        counts[i + 1] = counts[i]
        counts[i + 1, kind] += 1
    kind = kinds[first if of_first else second]
    between: Ints = np.minimum(counts[second, kind] - counts[first + 1, kind], _FEW - 1)
    return between


def regions(spans: Sequence[TypedSpan], table: PairTable, length: int, offset: int = 0) -> Regions:
    """Say for each pair and each character of `offset`..`offset + length` where it lies to the pair.

    0 out of sight, 1 before, 2 close before, 3 in one of the spans, 4 between, 5 close after, 6 after.
    """
    starts = np.array([s.start for s in spans], dtype=np.int64)
    ends = np.array([s.end for s in spans], dtype=np.int64)
    a, b, c, d = (
        x[:, None]
        for x in (starts[table.first], ends[table.first], starts[table.second], ends[table.second])
    )
    low, high = a, np.maximum(b, d)  # spans are in text order
    t = np.arange(offset, offset + length)[None]
    # Each border passed counts one: 0, 1, 2, then 3 within the pair, and on the far side 4, 5, 6.
    passed = sum(
        (t >= border).view(np.uint8)
        for border in (low - AROUND, low - NEAR, low, high, high + NEAR, high + AROUND)
    )
    region = np.array([0, 1, 2, 4, 5, 6, 0], dtype=np.uint8)[passed]
    region[((t >= a) & (t < b)) | ((t >= c) & (t < d))] = 3
    return region
