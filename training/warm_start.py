"""training/warm_start: public NER sets in, a character encoder that knows names out.

Each set keeps its own labels (their conventions differ) and its own tagger; the encoder is shared.
Their names do not overlap, so a softmax over BIOES tags does, and learns in half the steps that a
score per span takes.
"""

import argparse
import json
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import torch
from encoder import END, HIDDEN, PAD, START, Characters, Encoder
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
SKIP = -100


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
    """Give token ids and tags of a batch, `SKIP` where there is no character.

    Tag 0 is no name; label k has 4k + 1 to 4k + 4 for begin, inside, end, single.
    """
    length = max(len(s.text) for s in group) + 2
    ids = torch.full((len(group), length), PAD)
    tags = torch.full((len(group), length), SKIP)
    for i, (text, spans) in enumerate(group):
        ids[i, : len(text) + 2] = torch.tensor([START, *characters.rows(text), END])
        tags[i, 1 : len(text) + 1] = 0
        for first, last, label in spans:
            tag = 4 * labels.index(label)
            tags[i, first + 1 : last + 2] = tag + 2
            tags[i, first + 1], tags[i, last + 1] = tag + 1, tag + 3
            if first == last:
                tags[i, first + 1] = tag + 4
    return ids, tags


def spans_of(tags: list[int]) -> set[tuple[int, int, int]]:
    """Give (first, last, label) of the names that a row of tags spells out whole."""
    found, begun = set(), None
    for i, tag in enumerate(tags):
        label, part = divmod(tag - 1, 4)
        if part == 3:
            found.add((i, i, label))
        if part == 2 and begun is not None and begun[1] == label:
            found.add((begun[0], i, label))
        if part == 0:
            begun = (i, label)
        elif part != 1 or begun is None or begun[1] != label:
            begun = None
    return found


class Taggers(nn.Module):
    """One linear tagger per public set, over the states of a shared encoder."""

    def __init__(self) -> None:
        super().__init__()
        self.linear = nn.ModuleDict(
            {name: nn.Linear(HIDDEN, 4 * len(ls) + 1) for name, ls in LABELS.items()}
        )

    def forward(self, encoder: Encoder, ids: Tensor, name: str) -> Tensor:
        with torch.autocast("cpu", torch.bfloat16):
            states = encoder(ids)
        scores: Tensor = self.linear[name](states.float())
        return scores

    def loss(self, encoder: Encoder, ids: Tensor, tags: Tensor, name: str) -> Tensor:
        """Give the mean cross entropy of a batch of the set `name`."""
        scores = self(encoder, ids, name)
        return nn.functional.cross_entropy(scores.flatten(0, 1), tags.flatten(), ignore_index=SKIP)


def measure(
    encoder: Encoder, taggers: Taggers, sentences: list[Sentence], characters: Characters
) -> dict[str, float]:
    """Give exact span F1 on CLUENER dev, per label and over all."""
    encoder.eval()
    labels = LABELS["cluener"]
    hit, said, true = ([0] * len(labels) for _ in range(3))
    with torch.inference_mode():
        for group in batches(sentences, 4000, random.Random(0)):
            ids, tags = tensors(group, characters, labels)
            found = taggers(encoder, ids, "cluener").argmax(-1)
            for row, gold, sentence in zip(found.tolist(), tags.tolist(), group, strict=True):
                stop = len(sentence.text) + 1
                ours, theirs = spans_of(row[1:stop]), spans_of(gold[1:stop])
                for counts, spans in ((hit, ours & theirs), (said, ours), (true, theirs)):
                    for *_, label in spans:
                        counts[label] += 1
    encoder.train()
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
    encoder = Encoder.pretrained(
        options.data / "encoder" / "e5-small-zh-chars.safetensors", layers=options.layers
    )
    taggers = Taggers()
    plan = list(
        schedule(data, {"cluener": options.cluener_epochs - 1, "resume": 1, "people": 1}, 3000)
    )
    optimiser = torch.optim.AdamW(
        [
            {"params": encoder.parameters(), "lr": 1.5e-4},
            {"params": taggers.parameters(), "lr": 1e-3},
        ],
        weight_decay=0.01,
        fused=True,
    )
    rise = len(plan) // 12
    rates = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / rise, (len(plan) - step) / (len(plan) - rise))
    )
    begun, total = time.time(), 0.0
    for step, (name, group) in enumerate(plan, 1):
        loss = taggers.loss(encoder, *tensors(group, characters, LABELS[name]), name)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(encoder.parameters(), 1.0)
        optimiser.step()
        rates.step()
        total += loss.item()
        if step % 50 == 0:
            print(
                f"{step}/{len(plan)} loss {total / 50:.3f} {time.time() - begun:.0f} s", flush=True
            )
            total = 0.0
        if step % (len(plan) // 3) == 0 or step == len(plan):
            torch.save({f"encoder.{n}": t for n, t in encoder.state_dict().items()}, options.out)
            print(
                {k: round(v, 3) for k, v in measure(encoder, taggers, dev, characters).items()},
                flush=True,
            )


if __name__ == "__main__":
    main()
