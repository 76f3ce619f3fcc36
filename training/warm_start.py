"""training/warm_start: public NER sets in, a character encoder that knows names out.

Each set keeps its own labels (their conventions differ); encoder and span detector are shared.
"""

import argparse
import json
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import torch
from encoder import END, HIDDEN, PAD, START, Characters, Encoder, Pointer, pointer_loss
from torch import Tensor, nn

LABELS = {
    "cluener": [
        "name",
        "organization",
        "position",
        "company",
        "address",
        "game",
        "government",
        "scene",
        "book",
        "movie",
    ],
    "resume": ["TITLE", "ORG", "NAME", "EDU", "PRO", "CONT", "RACE", "LOC"],
    "people": ["PER", "LOC", "ORG"],
}
SEED = 20260701


class Sentence(NamedTuple):
    """A sentence and its spans (start, last character, label)."""

    text: str
    spans: list[tuple[int, int, str]]


def read_cluener(path: Path) -> list[Sentence]:
    """Read CLUENER's JSON lines."""
    sentences = []
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        spans = [
            (start, end, label)
            for label, names in record["label"].items()
            for places in names.values()
            for start, end in places
        ]
        sentences.append(Sentence(record["text"], spans))
    return sentences


def read_columns(path: Path) -> list[Sentence]:
    """Read one-character-a-line files in BIO or BMES."""
    sentences = []
    for block in path.read_text(encoding="utf-8").replace("\r", "").split("\n\n"):
        rows = [line.split() for line in block.splitlines() if line.strip()]
        rows = [row for row in rows if len(row) == 2 and len(row[0]) == 1]
        if not 2 <= len(rows) <= 250:
            continue
        spans: list[tuple[int, int, str]] = []
        begun = None
        for i, (_, tag) in enumerate([*rows, ["", "O"]]):
            head, _, label = tag.partition("-")
            if begun is not None and (head in "OBS" or label != begun[1]):
                spans.append((begun[0], i - 1, begun[1]))
                begun = None
            if head in ("B", "S") or (head != "O" and begun is None):
                begun = (i, label)
        sentences.append(Sentence("".join(row[0] for row in rows), spans))
    return sentences


def read_public(folder: Path) -> dict[str, list[Sentence]]:
    """Read the public sets that a model may learn from."""
    ner, people = folder / "ner", folder / "peopledaily"
    return {
        "cluener": read_cluener(ner / "cluener_train.json"),
        "resume": read_columns(ner / "resume_train.char.bmes"),
        "people": [
            *read_columns(people / "example.dev"),
            *read_columns(people / "example.test"),
            *read_columns(folder / "msra" / "msra_test_bio.txt"),
        ],
    }


def batches(sentences: list[Sentence], budget: int, rng: random.Random) -> list[list[Sentence]]:
    """Group sentences of like length into batches of at most `budget` tokens."""
    order = sorted(sentences, key=lambda s: len(s.text) + rng.random() * 8)
    groups: list[list[Sentence]] = [[]]
    for sentence in order:
        if groups[-1] and (len(groups[-1]) + 1) * (len(sentence.text) + 2) > budget:
            groups.append([])
        groups[-1].append(sentence)
    return groups


def tensors(
    group: list[Sentence], characters: Characters, labels: list[str]
) -> tuple[Tensor, Tensor]:
    """Give token ids and the gold span tensor of a batch."""
    length = max(len(s.text) for s in group) + 2
    ids = torch.full((len(group), length), PAD)
    gold = torch.zeros(len(group), len(labels), length, length, dtype=torch.bool)
    for i, (text, spans) in enumerate(group):
        ids[i, : len(text) + 2] = torch.tensor([START, *characters.rows(text), END])
        for start, end, label in spans:
            gold[i, labels.index(label), start + 1, end + 1] = True
    return ids, gold


class Reader(nn.Module):
    """The shared encoder and span detector, with the class scorers of each set."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder
        self.pointer = Pointer(1)
        self.biases = nn.ModuleDict(
            {name: nn.Linear(HIDDEN, 2 * len(ls)) for name, ls in LABELS.items()}
        )

    def forward(self, ids: Tensor, name: str) -> Tensor:
        with torch.autocast("cpu", torch.bfloat16):
            states = self.encoder(ids)
        self.pointer.bias = self.biases[name]
        scores: Tensor = self.pointer(states.float())
        edge = (ids == PAD) | (ids == START) | (ids == END)
        return scores.masked_fill((edge[:, None, :] | edge[:, :, None])[:, None], -1e4)


def measure(reader: Reader, sentences: list[Sentence], characters: Characters) -> dict[str, float]:
    """Give exact span F1 on CLUENER dev, per label and over all."""
    reader.eval()
    labels = LABELS["cluener"]
    hit, said, true = ([0] * len(labels) for _ in range(3))
    with torch.inference_mode():
        for group in batches(sentences, 4000, random.Random(0)):
            ids, gold = tensors(group, characters, labels)
            found = reader(ids, "cluener") > 0
            for k in range(len(labels)):
                hit[k] += int((found[:, k] & gold[:, k]).sum())
                said[k] += int(found[:, k].sum())
                true[k] += int(gold[:, k].sum())
    reader.train()
    result = {label: 2 * hit[k] / max(1, said[k] + true[k]) for k, label in enumerate(labels)}
    result["all"] = 2 * sum(hit) / (sum(said) + sum(true))
    return result


def schedule(
    data: dict[str, list[Sentence]], epochs: dict[str, int], budget: int
) -> Iterator[tuple[str, list[Sentence]]]:
    """Mix the sets' batches; the last third of the way is CLUENER alone."""
    rng = random.Random(SEED)
    mixed = [
        (n, g)
        for n, times in epochs.items()
        for _ in range(times)
        for g in batches(data[n], budget, rng)
    ]
    rng.shuffle(mixed)
    last = [("cluener", group) for group in batches(data["cluener"], budget, rng)]
    rng.shuffle(last)
    yield from mixed + last


def main() -> None:
    """Train and save."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--layers", type=int, default=12)
    parser.add_argument("--cluener-epochs", type=int, default=3)
    options = parser.parse_args()
    torch.manual_seed(SEED)
    torch.set_num_threads(2)
    characters = Characters(options.data / "encoder")
    ner = options.data / "ner"
    data = read_public(options.data)
    dev = read_cluener(ner / "cluener_dev.json")
    reader = Reader(
        Encoder.pretrained(
            options.data / "encoder" / "e5-small-zh-chars.safetensors", layers=options.layers
        )
    )
    plan = list(
        schedule(data, {"cluener": options.cluener_epochs - 1, "resume": 1, "people": 1}, 3000)
    )
    fresh = [p for n, p in reader.named_parameters() if not n.startswith("encoder.")]
    optimiser = torch.optim.AdamW(
        [{"params": reader.encoder.parameters(), "lr": 1.5e-4}, {"params": fresh, "lr": 1e-3}],
        weight_decay=0.01,
        fused=True,
    )
    rise = len(plan) // 12
    rates = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / rise, (len(plan) - step) / (len(plan) - rise))
    )
    begun, total = time.time(), 0.0
    for step, (name, group) in enumerate(plan, 1):
        ids, gold = tensors(group, characters, LABELS[name])
        loss = pointer_loss(reader(ids, name), gold)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
        optimiser.step()
        rates.step()
        total += loss.item()
        if step % 50 == 0:
            print(
                f"{step}/{len(plan)} loss {total / 50:.3f} {time.time() - begun:.0f} s", flush=True
            )
            total = 0.0
        if step % (len(plan) // 3) == 0 or step == len(plan):
            torch.save(reader.state_dict(), options.out)
            print(
                {k: round(v, 3) for k, v in measure(reader, dev, characters).items()}, flush=True
            )


if __name__ == "__main__":
    main()
