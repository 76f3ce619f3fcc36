"""training/encoder: characters in, one state per character out (PyTorch twin of the shipped ONNX graph).

The encoder is multilingual-e5-small with its vocabulary cut to single characters: one token a
character, so spans are read straight off the rows.
"""

import json
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

HIDDEN, HEADS, FFN, LAYERS = 384, 12, 1536, 12
START, PAD, END, UNKNOWN = 0, 1, 2, 3
WINDOW = 510  #: characters a window holds; `<s>` and `</s>` take the other two positions


class Characters:
    """Turn text into rows of the embedding table, one row per character."""

    def __init__(self, folder: Path) -> None:
        pieces = json.loads((folder / "vocab.json").read_text(encoding="utf-8"))
        normal = json.loads((folder / "normalise.json").read_text(encoding="utf-8"))
        rows = {piece: row for row, piece in enumerate(pieces) if len(piece) == 1}
        space = rows["▁"]
        self.table = dict(rows)
        for character, form in normal.items():
            if len(form) == 1 and form in rows:
                self.table[character] = rows[form]
        for blank in " \n\t\r\u3000\u00a0":
            self.table[blank] = space

    def rows(self, text: str) -> list[int]:
        """Give one row per character, `UNKNOWN` for those outside the table."""
        return [self.table.get(character, UNKNOWN) for character in text]


class Channels(nn.Module):
    """Dropout of whole channels of a text: random numbers are dear on a CPU."""

    def __init__(self, rate: float) -> None:
        super().__init__()
        self.rate = rate

    def forward(self, x: Tensor) -> Tensor:
        if not self.training or not self.rate:
            return x
        kept = (torch.rand(x.shape[0], 1, x.shape[2]) >= self.rate) / (1 - self.rate)
        return x * kept.to(x.dtype)


class Layer(nn.Module):
    """A post-norm transformer layer."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.q, self.k, self.v, self.ao = (nn.Linear(HIDDEN, HIDDEN) for _ in range(4))
        self.fi, self.fo = nn.Linear(HIDDEN, FFN), nn.Linear(FFN, HIDDEN)
        self.aln, self.oln = nn.LayerNorm(HIDDEN, 1e-12), nn.LayerNorm(HIDDEN, 1e-12)
        self.drop = Channels(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        batch, length, _ = x.shape

        def split(y: Tensor) -> Tensor:
            return y.view(batch, length, HEADS, HIDDEN // HEADS).transpose(1, 2)

        q, k, v = split(self.q(x)), split(self.k(x)), split(self.v(x))
        # Spelled out: on a CPU the fused operator takes three times as long to train.
        scores = (q * (HIDDEN // HEADS) ** -0.5) @ k.transpose(-1, -2)
        weights = (scores.float() + mask).softmax(-1).to(v.dtype)
        mixed = (weights @ v).transpose(1, 2).reshape(batch, length, HIDDEN)
        x = self.aln(x + self.drop(self.ao(mixed)))
        inner: Tensor = self.fo(nn.functional.gelu(self.fi(x)))
        out: Tensor = self.oln(x + self.drop(inner))
        return out


class Encoder(nn.Module):
    """The character encoder; `layers` below 12 keeps the first ones."""

    def __init__(self, *, layers: int = LAYERS, dropout: float = 0.1, rows: int = 8929) -> None:
        super().__init__()
        self.word = nn.Embedding(rows, HIDDEN)
        self.pos = nn.Embedding(WINDOW + 2, HIDDEN)
        self.typ = nn.Parameter(torch.zeros(HIDDEN))
        self.eln = nn.LayerNorm(HIDDEN, 1e-12)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(layers))
        self.drop = nn.Dropout(dropout)

    @classmethod
    def pretrained(cls, weights: Path, *, layers: int = LAYERS, dropout: float = 0.1) -> "Encoder":
        """Load the published weights from a safetensors file."""
        encoder = cls(layers=layers, dropout=dropout)
        state = {name: tensor.float() for name, tensor in load_file(weights).items()}
        names = set(encoder.state_dict())
        encoder.load_state_dict({name: t for name, t in state.items() if name in names})
        return encoder

    def forward(self, ids: Tensor) -> Tensor:
        """Give a state per token of `ids` (batch, length); `PAD` is not attended to."""
        mask = torch.zeros(ids.shape).masked_fill(ids == PAD, -1e4)[:, None, None, :]
        x = self.word(ids) + self.pos.weight[: ids.shape[1]] + self.typ
        x = self.drop(self.eln(x))
        for layer in self.layers:
            x = layer(x, mask)
        return x


def _angles(length: int, width: int) -> Tensor:
    frequency = 10000 ** (-torch.arange(0, width, 2).float() / width)
    return torch.arange(length).float()[:, None] * frequency


def _rotate(x: Tensor, angle: Tensor) -> Tensor:
    even, odd = x[..., ::2], x[..., 1::2]
    cos, sin = angle.cos(), angle.sin()
    return torch.stack((even * cos - odd * sin, even * sin + odd * cos), -1).flatten(-2)
