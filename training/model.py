"""training/model: an article's characters in, scores of spans and of pairs of spans out.

One encoder; a banded span pointer; a head that judges pairs of typed spans from the two spans,
the words around and between them (an attention that both spans steer), and where they stand to
each other. The same arithmetic is written in numpy in `kg.extract.neural.heads`.
"""

from collections.abc import Sequence

import numpy as np
import torch
from encoder import END, HIDDEN, PAD, START, WINDOW, Characters, Encoder, _angles, _rotate
from torch import Tensor, nn

from kg.extract.neural import labels as L
from kg.extract.neural.geometry import (
    FEATURES,
    REGIONS,
    PairTable,
    pair_features,
    regions,
    windows,
)
from kg.extract.neural.labels import TypedSpan

WINDOWS = 8  #: that the encoder takes at once
WIDTH = 64  #: longest span in characters
POINTER, REP, CONTEXT_HEADS, CONTEXT_WIDTH = 64, 256, 2, 64


class SpanPointer(nn.Module):
    """Score each span of up to `WIDTH` characters for each span label."""

    def __init__(self) -> None:
        super().__init__()
        self.ends = nn.Linear(HIDDEN, 2 * POINTER)
        self.bias = nn.Linear(HIDDEN, 2 * len(L.SPAN_LABELS))

    def forward(self, states: Tensor) -> Tensor:
        """Give scores (start, width - 1, label) for an article's states (length, hidden)."""
        length = len(states)
        q, k = self.ends(states).chunk(2, -1)
        angle = _angles(length, POINTER)
        q, k = _rotate(q, angle), _rotate(k, angle)
        reach = nn.functional.pad(k, (0, 0, 0, WIDTH - 1)).unfold(0, WIDTH, 1)
        pair = torch.einsum("ld,ldw->lw", q, reach) * POINTER**-0.5
        start, end = self.bias(states).chunk(2, -1)
        ends = nn.functional.pad(end, (0, 0, 0, WIDTH - 1), value=-1e4).unfold(0, WIDTH, 1)
        return pair[..., None] + start[:, None] + ends.transpose(1, 2)


class PairHead(nn.Module):
    """Score what holds between two typed spans, both ways round."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.ground = nn.LayerNorm(HIDDEN)
        self.span = nn.Linear(3 * HIDDEN, REP)
        self.kind = nn.Embedding(len(L.INPUT_LABELS), REP)
        self.norm = nn.LayerNorm(REP)
        self.first, self.second = nn.Linear(REP, REP), nn.Linear(REP, REP, bias=False)
        self.query = nn.Linear(REP, 2 * CONTEXT_HEADS * CONTEXT_WIDTH)
        self.keys = nn.Linear(HIDDEN, 2 * CONTEXT_HEADS * CONTEXT_WIDTH)
        self.region = nn.Parameter(torch.zeros(CONTEXT_HEADS, REGIONS))
        self.context = nn.Linear(CONTEXT_HEADS * CONTEXT_WIDTH, REP, bias=False)
        self.product = nn.Linear(REP, REP, bias=False)
        self.features = nn.ModuleList(nn.Embedding(size, REP) for size in FEATURES)
        self.mix = nn.Linear(REP, REP)
        self.out = nn.Linear(REP, 2 * len(L.PAIR_LABELS))
        self.drop = nn.Dropout(dropout)
        for table in self.features:
            nn.init.normal_(table.weight, std=0.05)
        nn.init.normal_(self.kind.weight, std=0.2)
        nn.init.constant_(self.out.bias, -4.0)

    def represent(self, states: Tensor, spans: Sequence[TypedSpan]) -> Tensor:
        """Give a vector per span from its two ends, its mean and its label."""
        starts = torch.tensor([s.start for s in spans])
        ends = torch.tensor([s.end for s in spans])
        sums = nn.functional.pad(states.cumsum(0), (0, 0, 1, 0))
        mean = (sums[ends] - sums[starts]) / (ends - starts)[:, None]
        kinds = torch.tensor([L.INPUT_LABELS.index(s.label) for s in spans])
        x = self.span(torch.cat((states[starts], states[ends - 1], mean), -1)) + self.kind(kinds)
        return self.drop(nn.functional.gelu(self.norm(x)))

    def forward(self, states: Tensor, spans: Sequence[TypedSpan], table: PairTable) -> Tensor:
        """Give scores (pair, 2, label): as the pair stands in the text, and the other way round."""
        states = self.ground(states)
        reps = self.represent(states, spans)
        left, right = torch.from_numpy(table.first), torch.from_numpy(table.second)
        a, b = reps.index_select(0, left), reps.index_select(0, right)
        hidden = self.first(reps).index_select(0, left) + self.second(reps).index_select(0, right)
        hidden = hidden + self.product(a * b)
        hidden = hidden + self.context(self.drop(self._around(states, reps, spans, table)))
        for column, weights in zip(table.features.T, self.features, strict=True):
            hidden = hidden + weights(torch.from_numpy(column))
        hidden = self.drop(nn.functional.gelu(hidden))
        hidden = hidden + self.drop(nn.functional.gelu(self.mix(hidden)))
        out: Tensor = self.out(hidden)
        return out.view(len(left), 2, len(L.PAIR_LABELS))

    def _around(
        self, states: Tensor, reps: Tensor, spans: Sequence[TypedSpan], table: PairTable
    ) -> Tensor:
        left, right = torch.from_numpy(table.first), torch.from_numpy(table.second)
        size = CONTEXT_HEADS, CONTEXT_WIDTH
        keys, values = (t.view(-1, *size) for t in self.keys(states).chunk(2, -1))
        as_first, as_second = (t.view(-1, *size) for t in self.query(reps).chunk(2, -1))
        first = torch.einsum("shw,thw->sht", as_first, keys) * CONTEXT_WIDTH**-0.5
        second = torch.einsum("shw,thw->sht", as_second, keys) * CONTEXT_WIDTH**-0.5
        region = torch.from_numpy(regions(spans, table, len(states)).astype(np.int64))
        bias = torch.cat((torch.full((CONTEXT_HEADS, 1), -1e4), self.region[:, 1:]), 1)
        logits = first.index_select(0, left) + second.index_select(0, right)
        logits = logits + torch.stack([row.take(region) for row in bias], 1)
        return torch.einsum("pht,thw->phw", logits.softmax(-1), values).flatten(1)


class Joint(nn.Module):
    """Encoder, span pointer and pair head."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder
        self.pointer = SpanPointer()
        self.pairs = PairHead()
        self.drop = nn.Dropout(0.1)

    def states(
        self,
        texts: Sequence[str],
        cuts: Sequence[Sequence[tuple[int, int]]],
        characters: Characters,
    ) -> list[Tensor]:
        """Encode articles window by window and join the states of each."""
        plans = [windows(len(text), cut) for text, cut in zip(texts, cuts, strict=True)]
        pieces = [
            (text[w.start : w.end]) for text, plan in zip(texts, plans, strict=True) for w in plan
        ]
        encoded: dict[int, Tensor] = {}
        # Windows of like length go together: padding is a fifth of the work otherwise.
        order = sorted(range(len(pieces)), key=lambda i: len(pieces[i]))
        for first in range(0, len(order), WINDOWS):
            group = order[first : first + WINDOWS]
            ids = torch.full((len(group), len(pieces[group[-1]]) + 2), PAD)
            for row, i in enumerate(group):
                rows = [START, *characters.rows(pieces[i]), END]
                ids[row, : len(rows)] = torch.tensor(rows)
            with torch.autocast("cpu", torch.bfloat16, enabled=self.training):
                states = self.encoder(ids)
            encoded |= dict(zip(group, self.drop(states.float()), strict=True))
        row, joined = 0, []
        for plan in plans:
            parts = []
            for w in plan:
                parts.append(encoded[row][1 + w.keep_from - w.start : 1 + w.keep_to - w.start])
                row += 1
            joined.append(torch.cat(parts))
        return joined


__all__ = ["WIDTH", "WINDOW", "Joint", "PairHead", "SpanPointer", "np", "pair_features"]
