"""training/train: annotated articles and the warm-started encoder in, the joint model out."""

import argparse
import json
import random
import time
from collections.abc import Callable
from pathlib import Path

import articles
import numpy as np
import torch
from disguise import Wardrobe, disguise
from encoder import Characters, Encoder
from gold import Example, Source, clean, project, read_examples, read_sources
from measure import measure
from model import WIDTH, Joint
from torch import Tensor, nn
from warm_start import LABELS, Taggers, batches, read_public, tensors

from kg.extract.neural import labels as L
from kg.extract.neural.geometry import allowed, pair_features
from kg.extract.neural.labels import TypedSpan

SEED = 20260701
LONGEST = 1200  #: longer articles are cut for training, at sentence ends
SHARP = 4.0  #: how close the score of two things comes to that of their best pair of spans
#: What counts less than the facts that readers ask for.
WEIGHTS = {
    L.SAME: 0.2,
    L.WHEN: 0.4,
    L.POST: 0.5,
    L.SUBJECT: 0.7,
    L.HAS_CAPACITY: 0.5,
    "supports": 0.5,
}


def cut(example: Example) -> list[Example]:
    """Cut a long article into training pieces."""
    if len(example.text) <= LONGEST:
        return [example]
    pieces, start = [], 0
    while start < len(example.text):
        ends = [e for _, e in example.sentences if start < e <= start + LONGEST]
        end = max(ends, default=min(len(example.text), start + LONGEST))

        def inside(s: TypedSpan, a: int = start, b: int = end) -> bool:
            return a <= s.start and s.end <= b

        def moved(s: TypedSpan, a: int = start) -> TypedSpan:
            return TypedSpan(s.start - a, s.end - a, s.label)

        pieces.append(
            Example(
                doc=f"{example.doc}+{start}",
                text=example.text[start:end],
                sentences=[
                    (a - start, b - start) for a, b in example.sentences if start <= a and b <= end
                ],
                published=example.published,
                gold=[moved(s) for s in example.gold if inside(s)],
                ignore={moved(s) for s in example.ignore if inside(s)},
                literals=[moved(s) for s in example.literals if inside(s)],
                group={moved(s): g for s, g in example.group.items() if inside(s)},
                facts=example.facts,
                names=example.names,
            )
        )
        start = end
    return [p for p in pieces if p.gold]


def span_targets(example: Example) -> tuple[Tensor, Tensor]:
    """Give which cells of the span table are right, and which are neither right nor wrong."""
    gold = torch.zeros(len(example.text), WIDTH, len(L.SPAN_LABELS), dtype=torch.bool)
    ignore = torch.zeros_like(gold)
    for spans, table in ((example.gold, gold), (example.ignore, ignore)):
        for s in spans:
            if s.end - s.start <= WIDTH and s.label in L.SPAN_LABELS:
                table[s.start, s.end - s.start - 1, L.SPAN_LABELS.index(s.label)] = True
    return gold, ignore


def span_loss(scores: Tensor, gold: Tensor, ignore: Tensor) -> Tensor:
    """Push right spans of each label above zero and the others below, a label at a time."""
    scores, gold, ignore = (t.flatten(0, 1).T for t in (scores, gold, ignore))
    zero = torch.zeros_like(scores[:, :1])
    wrong = torch.cat((scores.masked_fill(gold | ignore, -1e5), zero), 1).logsumexp(1)
    right = torch.cat(((-scores).masked_fill(~gold, -1e5), zero), 1).logsumexp(1)
    return (wrong + right).sum()


def chosen_spans(
    example: Example, scores: Tensor, rng: random.Random, wrong: int = 8
) -> list[TypedSpan]:
    """Give the spans to relate: most of the right ones, and the wrong ones that look best."""
    gold = set(example.gold)
    kept = {s for s in example.group if rng.random() > 0.05 and s.label in L.INPUT_LABELS}
    top = scores.flatten().topk(min(scores.numel(), len(gold) + 40)).indices.tolist()
    size = len(L.SPAN_LABELS)
    false = []
    for cell in top:
        start, rest = divmod(cell, WIDTH * size)
        width, label = divmod(rest, size)
        span = TypedSpan(start, start + width + 1, L.SPAN_LABELS[label])
        if span.end <= len(example.text) and span not in gold and span not in example.ignore:
            false.append(span)
    kept |= set(false[:wrong])
    kept |= {s for s in example.literals if s not in example.group}
    return sorted(kept)


class Facts:
    """What the pairs of some spans should say: one target per (thing, label, thing)."""

    def __init__(
        self,
        example: Example,
        spans: list[TypedSpan],
        permitted: np.ndarray,
        first: np.ndarray,
        second: np.ndarray,
    ) -> None:
        names = [example.group.get(s, f"?{i}") for i, s in enumerate(spans)]
        known = sorted(set(names))
        group = np.array([known.index(n) for n in names])
        optional = {key for key, (_, _, loose) in example.names.items() if loose}
        pair, way, label = np.nonzero(permitted)
        symmetric = np.array([name in L.SYMMETRIC for name in L.PAIR_LABELS])
        keep = (way == 0) | ~symmetric[label]
        pair, way, label = pair[keep], way[keep], label[keep]
        left = np.where(way == 0, group[first[pair]], group[second[pair]])
        right = np.where(way == 0, group[second[pair]], group[first[pair]])
        same = label == L.PAIR_LABELS.index(L.SAME)
        ordered_l = np.where(symmetric[label] & ~same, np.minimum(left, right), left)
        ordered_r = np.where(symmetric[label] & ~same, np.maximum(left, right), right)
        # Identity is a matter of two spans, all else of two things.
        which = np.where(
            same,
            np.arange(len(pair)) + len(known) ** 2 * 64,
            (ordered_l * 64 + label) * len(known) + ordered_r,
        )
        self.cells = np.ravel_multi_index((pair, way, label), permitted.shape)
        keys, index, inverse = np.unique(which, return_index=True, return_inverse=True)
        self.target, self.n = inverse, len(keys)
        self.value = np.zeros(len(keys), dtype=np.float32)
        self.weight = np.array(
            [WEIGHTS.get(L.PAIR_LABELS[k], 1.0) for k in label[index]], dtype=np.float32
        )
        closure = containment(example)
        for k, at in enumerate(index):
            name = L.PAIR_LABELS[label[at]]
            s, o = known[ordered_l[at]], known[ordered_r[at]]
            if same[at]:
                a, b = spans[first[pair[at]]], spans[second[pair[at]]]
                self.value[k] = s == o
                if example.text[a.start : a.end] == example.text[b.start : b.end]:
                    self.weight[k] = 0.0
                continue
            required = example.facts.get((s, name, o))
            if s == o:
                self.weight[k] = 0.0
            elif required is not None:
                self.value[k] = float(required)
                self.weight[k] *= float(required)
            elif (
                s in optional
                or o in optional
                or (name in ("locatedIn", "partOf") and (s, o) in closure)
            ):
                self.weight[k] = 0.0


def containment(example: Example) -> set[tuple[str, str]]:
    """Give every (inner, outer) that follows from the places and parks that the facts name."""
    direct: dict[str, set[str]] = {}
    for s, label, o in example.facts:
        if label in ("locatedIn", "partOf"):
            direct.setdefault(s, set()).add(o)
    found = set()
    for s in direct:
        todo, seen = [s], {s}
        while todo:
            for o in direct.get(todo.pop(), ()):
                if o not in seen:
                    seen.add(o)
                    found.add((s, o))
                    todo.append(o)
    return found


def pair_loss(scores: Tensor, facts: Facts) -> Tensor:
    """Score each fact by its best pairs of spans and compare it with the gold."""
    flat = scores.flatten()[torch.from_numpy(facts.cells)] * SHARP
    target = torch.from_numpy(facts.target)
    top = torch.full((facts.n,), -1e4).scatter_reduce(0, target, flat.detach(), "amax")
    total = torch.zeros(facts.n).index_add(0, target, (flat - top[target]).exp())
    score = (total.log() + top) / SHARP
    value, weight = torch.from_numpy(facts.value), torch.from_numpy(facts.weight)
    loss = nn.functional.binary_cross_entropy_with_logits(
        score, value, weight=weight, reduction="sum", pos_weight=torch.tensor(2.0)
    )
    return loss


def load_warm(path: Path | None, data: Path, layers: int, *, fresh: bool = False) -> Joint:
    """Build the joint model on the warm-started encoder; its span detector comes along."""
    encoder = Encoder.pretrained(data / "encoder" / "e5-small-zh-chars.safetensors", layers=layers)
    model = Joint(encoder)
    if path is not None:
        state = torch.load(path)
        if fresh:
            state = {k: v for k, v in state.items() if not k.startswith("pairs.")}
        missing = model.load_state_dict(state, strict=False).missing_keys
        print("anew:", sorted({name.split(".")[0] for name in missing}))
    return model


class Public:
    """The public sets beside the articles: they keep alive what the encoder knows of rare names."""

    def __init__(self, data: Path, characters: Characters) -> None:
        self.taggers = Taggers()
        self.characters, self.rng = characters, random.Random(SEED)
        self.groups = {n: batches(s, 1500, self.rng) for n, s in read_public(data).items()}

    def loss(self, model: Joint) -> Tensor:
        """Give the loss on one batch of one set."""
        name = self.rng.choices(["cluener", "people", "resume"], [5, 3, 1])[0]
        ids, tags = tensors(self.rng.choice(self.groups[name]), self.characters, LABELS[name])
        return self.taggers.loss(model.encoder, ids, tags, name)


class Average:
    """The exponential moving average of the weights, which generalises better than the last ones."""

    def __init__(self, model: nn.Module, decay: float) -> None:
        self.decay = decay
        self.state = {k: v.detach().clone() for k, v in model.state_dict().items()}
        self.steps = 0

    def update(self, model: nn.Module) -> None:
        """Take in the present weights."""
        self.steps += 1
        decay = min(self.decay, self.steps / (self.steps + 10))
        for k, v in model.state_dict().items():
            self.state[k].lerp_(v.detach(), 1 - decay)


def train(
    model: Joint,
    read: Callable[[], list[Source]],
    characters: Characters,
    options: argparse.Namespace,
    dev: dict[str, list[Example]],
) -> None:
    """Train; the averaged weights are saved and measured now and then.

    `read` is asked anew for every epoch. With `options.minutes` the clock and not the number of
    epochs sets the pace: for machines that are shared.
    """
    rng = random.Random(SEED)
    wardrobe = Wardrobe(read(), options.data)
    for name, parameter in model.encoder.named_parameters():
        number = name.split(".")[1] if name.startswith("layers.") else "-1"
        parameter.requires_grad = int(number) >= options.freeze
    optimiser = torch.optim.AdamW(
        [
            {"params": [p for p in model.encoder.parameters() if p.requires_grad]},
            {"params": [p for n, p in model.named_parameters() if not n.startswith("encoder.")]},
        ],
        weight_decay=0.01,
        fused=True,
    )
    public = None
    if options.public:
        public = Public(options.data, characters)
        optimiser.add_param_group({"params": list(public.taggers.parameters())})
    average = Average(model, 0.98)
    begun, due, epoch, done = time.time(), 0.0, 0, 0.0
    while done < 1:
        epoch += 1
        dressed = (
            disguise(s, wardrobe, rng) if rng.random() < options.disguise else s for s in read()
        )
        pieces = [p for s in dressed for p in cut(project(s))]
        rng.shuffle(pieces)
        sums = [0.0, 0.0]
        for at in range(0, len(pieces), options.batch):
            if options.minutes:
                done = (time.time() - begun) / 60 / options.minutes
            else:
                done = (epoch - 1 + at / len(pieces)) / options.epochs
            if done >= 1:
                break
            pace = min((done + 0.002) / 0.08, max(0.03, (1 - done) / 0.92))
            for group, factor in zip(optimiser.param_groups, (1, 10, 10), strict=False):
                group["lr"] = options.rate * factor * pace
            batch = pieces[at : at + options.batch]
            model.train()
            states = model.states(
                [p.text for p in batch], [p.sentences for p in batch], characters
            )
            loss = torch.zeros(())
            for piece, state in zip(batch, states, strict=True):
                gold, ignore = span_targets(piece)
                scores = model.pointer(state)
                loss_spans = span_loss(scores, gold, ignore)
                spans = chosen_spans(piece, scores.detach(), rng)
                table = pair_features(spans, piece.text, piece.sentences)
                facts = Facts(piece, spans, allowed(spans, table), table.first, table.second)
                loss_pairs = pair_loss(model.pairs(state, spans, table), facts)
                loss = loss + (loss_spans / 8 + loss_pairs / 25) / len(batch)
                sums[0] += loss_spans.item()
                sums[1] += loss_pairs.item()
            optimiser.zero_grad()
            loss.backward()
            due += options.public
            while public is not None and due >= 1:
                (2 * public.loss(model)).backward()
                due -= 1
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            average.update(model)
        print(
            f"epoch {epoch} spans {sums[0] / len(pieces):.2f} pairs {sums[1] / len(pieces):.2f} {time.time() - begun:.0f} s",
            flush=True,
        )
        if not options.minutes and at + options.batch >= len(pieces):
            done = epoch / options.epochs
        torch.save(average.state, options.out)
        if epoch in options.measure or done >= 1:
            kept = {k: v.detach().clone() for k, v in model.state_dict().items()}
            model.load_state_dict(average.state)
            model.eval()
            for name, examples_ in dev.items():
                print(
                    name,
                    json.dumps(measure(model, examples_, characters), ensure_ascii=False),
                    flush=True,
                )
            model.load_state_dict(kept)


def main() -> None:
    """Train on the folds asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder of public data, as README.md says")
    parser.add_argument("gold", type=Path, help="folder of annotated articles")
    parser.add_argument("out", type=Path)
    parser.add_argument("--warm", type=Path)
    parser.add_argument(
        "--public",
        type=float,
        default=0.0,
        help="batches of the public sets per batch of articles",
    )
    parser.add_argument("--whole", action="store_true", help="leave out of ours only")
    parser.add_argument("--own", action="store_true", help="learn from `training/articles` too")
    parser.add_argument(
        "--disguise", type=float, default=0.0, help="share of articles under other names"
    )
    parser.add_argument("--fresh", action="store_true", help="start the pair head anew")
    parser.add_argument("--layers", type=int, default=12)
    parser.add_argument("--epochs", type=int, default=14)
    parser.add_argument("--minutes", type=float, help="how long, instead of epochs")
    parser.add_argument("--freeze", type=int, default=-1, help="layers that stay as they are")
    parser.add_argument("--batch", type=int, default=4)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument(
        "--fold", type=int, default=None, help="leave a fifth of the gold, an eighth of ours out"
    )
    parser.add_argument("--measure", type=int, nargs="*", default=[])
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.manual_seed(SEED)
    torch.set_num_threads(options.threads)
    split = json.loads((options.gold / "split.json").read_text(encoding="utf-8"))
    kept = [
        d
        for i, d in enumerate(split["train"])
        if options.whole or options.fold is None or i % 5 != options.fold
    ]
    left = [d for d in split["train"] if d not in kept]
    dev = {"validate": read_examples(options.gold, split["validate"])}
    if left:
        dev["fold"] = read_examples(options.gold, left)
    characters = Characters(options.data / "encoder")
    model = load_warm(options.warm, options.data, options.layers, fresh=options.fresh)
    sources = read_sources(options.gold, kept)

    def read() -> list[Source]:
        return sources + [s for s in own(options) if articles.fold(s.record) != options.fold]

    if options.own and options.fold is not None:
        dev["own"] = [project(s) for s in own(options) if articles.fold(s.record) == options.fold]
    train(model, read, characters, options, dev)


def own(options: argparse.Namespace) -> list[Source]:
    """Give our own articles, if they are asked for."""
    return [Source(r, *clean(text)) for r, text in articles.read()] if options.own else []


if __name__ == "__main__":
    main()
