"""neural/heads: the encoder's states in, scores of spans and of pairs of spans out.

The numpy twin of `training/model.py`; the names of the arrays are those of the trained weights.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import cast

import numpy as np
import numpy.typing as npt

from kg.extract.neural.geometry import AROUND, Ints, PairTable, label_ids, regions
from kg.extract.neural.labels import PAIR_LABELS, SPAN_LABELS, TypedSpan

Floats = npt.NDArray[np.float32]

WIDTH = 64  #: longest span in characters
_CONTEXT_HEADS, _CONTEXT_WIDTH = 2, 64
_BLOCK = 128  #: pairs that start and end in the same blocks of text share their context
_FAINT = np.float32(-40)  #: what is wanted less counts as this, so that no sum is zero
_NEVER = np.float32(-1e4)


class Heads:
    """The span pointer and the pair head, over named arrays."""

    def __init__(self, weights: Mapping[str, Floats]) -> None:
        self._weights = {name: np.asarray(w, dtype=np.float32) for name, w in weights.items()}

    def _linear(self, name: str, x: Floats) -> Floats:
        out = x @ self._weights[f"{name}.weight"].T
        bias = self._weights.get(f"{name}.bias")
        return out if bias is None else out + bias

    # ---- spans ----

    def score_spans(self, states: Floats) -> Floats:
        """Give scores (start, width - 1, label) of the spans of an article."""
        length = len(states)
        ends = self._linear("pointer.ends", states)
        half = ends.shape[1] // 2
        q, k = _rotate(ends[:, :half]), _rotate(ends[:, half:])
        bias = self._linear("pointer.bias", states)
        start, end = bias[:, : len(SPAN_LABELS)], bias[:, len(SPAN_LABELS) :]
        scores = np.full((length, WIDTH, len(SPAN_LABELS)), _NEVER, dtype=np.float32)
        scale = np.float32(half**-0.5)
        for width in range(min(WIDTH, length)):
            stop = length - width
            pair = np.einsum("ld,ld->l", q[:stop], k[width:]) * scale
            scores[:stop, width] = pair[:, None] + start[:stop] + end[width:]
        return scores

    # ---- pairs ----

    def score_pairs(self, states: Floats, spans: Sequence[TypedSpan], table: PairTable) -> Floats:
        """Give scores (pair, 2, label): as the pair stands in the text, and the other way round."""
        states = self._norm("pairs.ground", states)
        reps = self._represent(states, spans)
        left, right = table.first, table.second
        hidden = (
            self._linear("pairs.first", reps)[left] + self._linear("pairs.second", reps)[right]
        )
        hidden += self._linear("pairs.product", reps[left] * reps[right])
        hidden += self._linear("pairs.context", self._around(states, reps, spans, table))
        for column in range(table.features.shape[1]):
            hidden += self._weights[f"pairs.features.{column}.weight"][table.features[:, column]]
        hidden = _gelu(hidden)
        hidden = hidden + _gelu(self._linear("pairs.mix", hidden))
        return self._linear("pairs.out", hidden).reshape(len(left), 2, len(PAIR_LABELS))

    def _represent(self, states: Floats, spans: Sequence[TypedSpan]) -> Floats:
        starts = np.array([s.start for s in spans])
        ends = np.array([s.end for s in spans])
        mean = np.stack([states[s.start : s.end].mean(0) for s in spans])
        x = self._linear("pairs.span", np.concatenate((states[starts], states[ends - 1], mean), 1))
        x = x + self._weights["pairs.kind.weight"][label_ids(spans)]
        return _gelu(self._norm("pairs.norm", x))

    def _norm(self, name: str, x: Floats) -> Floats:
        centred = x - x.mean(-1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(-1, keepdims=True) + np.float32(1e-5))
        return cast(
            Floats, scaled * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"]
        )

    def _around(
        self, states: Floats, reps: Floats, spans: Sequence[TypedSpan], table: PairTable
    ) -> Floats:
        """Give each pair what its words and those around them say, as both spans ask for it.

        The weight of a character is exp(first's interest + second's interest + its region's bias);
        the exponentials are taken once per span, not once per pair.
        """
        size = (-1, _CONTEXT_HEADS, _CONTEXT_WIDTH)
        keys, values = (
            half.reshape(size) for half in np.split(self._linear("pairs.keys", states), 2, axis=1)
        )
        queries = np.split(self._linear("pairs.query", reps), 2, axis=1)
        as_first, as_second = (half.reshape(size) for half in queries)
        bias = np.exp(self._weights["pairs.region"])
        bias[:, 0] = 0  # out of sight
        out = np.empty((len(table.first), _CONTEXT_HEADS * _CONTEXT_WIDTH), dtype=np.float32)
        for rows, low, high in _neighbourhoods(spans, table, len(states)):
            part = PairTable(table.first[rows], table.second[rows], table.features[rows])
            region = regions(spans, part, high - low, low)
            for head in range(_CONTEXT_HEADS):
                near = keys[low:high, head].T
                weights = _interest(as_first[:, head], near, part.first)
                weights *= _interest(as_second[:, head], near, part.second)
                weights *= bias[head].take(region)
                columns = slice(head * _CONTEXT_WIDTH, (head + 1) * _CONTEXT_WIDTH)
                total = weights.sum(1, keepdims=True)
                out[rows, columns] = (weights @ values[low:high, head]) / total
        return out


def _interest(queries: Floats, keys: Floats, spans: Ints) -> Floats:
    """Give exp(how much each span wants each character), scaled so that the most wanted has 1."""
    used, place = np.unique(spans, return_inverse=True)
    logits = (queries[used] @ keys) * np.float32(_CONTEXT_WIDTH**-0.5)
    logits -= logits.max(1, keepdims=True)
    return cast(Floats, np.exp(np.maximum(logits, _FAINT))[place])


def _neighbourhoods(
    spans: Sequence[TypedSpan], table: PairTable, length: int
) -> Iterator[tuple[Ints, int, int]]:
    """Group pairs that lie close together; give their rows and the stretch of text they look at."""
    starts = np.array([s.start for s in spans], dtype=np.int64)[table.first]
    all_ends = np.array([s.end for s in spans], dtype=np.int64)
    ends = np.maximum(all_ends[table.first], all_ends[table.second])
    key = (starts // _BLOCK) * (length + 1) + ends // _BLOCK
    order = np.argsort(key, kind="stable")
    borders = np.nonzero(np.diff(key[order]))[0] + 1
    for rows in np.split(order, borders):
        low = max(0, int(starts[rows].min()) - AROUND)
        yield rows, low, min(length, int(ends[rows].max()) + AROUND)


def _rotate(x: Floats) -> Floats:
    """Turn each pair of columns by an angle that grows with the row: rotary positions."""
    width = x.shape[1]
    frequency = 10000 ** (-np.arange(0, width, 2, dtype=np.float32) / width)
    angle = np.arange(len(x), dtype=np.float32)[:, None] * frequency
    even, odd = x[:, ::2], x[:, 1::2]
    turned = np.empty_like(x)
    turned[:, ::2] = even * np.cos(angle) - odd * np.sin(angle)
    turned[:, 1::2] = even * np.sin(angle) + odd * np.cos(angle)
    return turned


def _gelu(x: Floats) -> Floats:
    return x * np.float32(0.5) * (1 + _erf(x * np.float32(2**-0.5)))


def _erf(x: Floats) -> Floats:
    """Approximate the error function to 1.5e-7 (Abramowitz and Stegun 7.1.26): numpy has none."""
    size = np.abs(x)
    t = 1 / (1 + np.float32(0.3275911) * size)
    series = t * (
        0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)))
    )
    return cast(Floats, np.sign(x) * (1 - series * np.exp(-size * size)))
