"""training/measure: a model and annotated articles in, figures out."""

import argparse
import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import torch
from encoder import Characters
from gold import Example, plain, read_examples
from model import WIDTH, Joint
from torch import Tensor

from kg.extract.neural import labels as L
from kg.extract.neural.geometry import PairTable, allowed, pair_features
from kg.extract.neural.labels import TypedSpan
from kg.extract.neural.reader import load_model
from kg.extract.neural.reader import read_spans as read_article
from kg.model import Span

Counts = Counter[tuple[str, str]]


class Shipped:
    """The files that the package ships, with the doors of the model that they came from."""

    def __init__(self) -> None:
        self.model = load_model()

    def states(
        self, texts: list[str], cuts: list[list[tuple[int, int]]], characters: Characters
    ) -> list[Tensor]:
        """Encode articles with the shipped graph."""
        return [
            torch.from_numpy(self.model.encode(t, c)) for t, c in zip(texts, cuts, strict=True)
        ]

    def pointer(self, state: Tensor) -> Tensor:
        """Score spans with the shipped heads."""
        return torch.from_numpy(self.model.heads.score_spans(state.numpy()))

    def pairs(self, state: Tensor, spans: list[TypedSpan], table: PairTable) -> Tensor:
        """Score pairs with the shipped heads."""
        return torch.from_numpy(self.model.heads.score_pairs(state.numpy(), spans, table))


def read_spans(
    scores: Tensor, length: int, threshold: float = 0.0
) -> list[tuple[TypedSpan, float]]:
    """Give the spans above a threshold with their scores."""
    found = []
    for start, width, label in (scores > threshold).nonzero().tolist():
        span = TypedSpan(start, start + width + 1, L.SPAN_LABELS[label])
        if span.end <= length:
            found.append((span, float(scores[start, width, label])))
    return found


def pair_scores(
    model: Joint | Shipped,
    state: Tensor,
    example: Example,
    spans: list[TypedSpan],
    lowest: float = -4.0,
) -> list[tuple[TypedSpan, str, TypedSpan, float]]:
    """Give every permitted relation between spans with its score."""
    if len(spans) < 2:
        return []
    table = pair_features(spans, example.text, example.sentences)
    if not len(table.first):
        return []
    scores = model.pairs(state, spans, table).numpy()
    found = []
    for pair, way, label in zip(
        *np.nonzero(allowed(spans, table) & (scores > lowest)), strict=True
    ):
        name = L.PAIR_LABELS[label]
        if way and name in L.SYMMETRIC:
            continue
        a, b = spans[table.first[pair]], spans[table.second[pair]]
        found.append(
            (b, name, a, float(scores[pair, way, label]))
            if way
            else (a, name, b, float(scores[pair, way, label]))
        )
    return found


def resolve(example: Example, spans: Iterable[TypedSpan]) -> dict[TypedSpan, str]:
    """Say which thing each span names, as a perfect resolver would; unknown names are their own."""
    by_name = {(kind, n): key for key, (kind, names, _) in example.names.items() for n in names}
    place = {(s.start, s.end, s.label): g for s, g in example.group.items()}
    out = {}
    for s in spans:
        text = plain(example.text[s.start : s.end])
        key = place.get((s.start, s.end, s.label)) or by_name.get((s.label, text))
        out[s] = key or f"?{s.label}:{text}"
    return out


def measure(
    model: Joint | Shipped, examples: list[Example], characters: Characters, threshold: float = 0.0
) -> dict[str, object]:
    """Give F1 of spans, of entities (perfect resolution) and of relations (given spans, found spans)."""
    spans_c, ents_c, given_c, found_c = (Counter() for _ in range(4))
    with torch.inference_mode():
        for e in examples:
            state = model.states([e.text], [e.sentences], characters)[0]
            read = [s for s, _ in read_spans(model.pointer(state), len(e.text), threshold)]
            _count_spans(spans_c, e, read)
            _count_entities(ents_c, e, read)
            gold = sorted({*e.group, *e.literals})
            _count_facts(given_c, e, pair_scores(model, state, e, gold))
            _count_facts(found_c, e, pair_scores(model, state, e, sorted({*read, *e.literals})))
    return {
        "spans": f1(spans_c),
        "entities": f1(ents_c, all_of=[c for c in L.SPAN_LABELS[:9] if c != "Industry"]),
        "given": f1(given_c),
        "found": f1(found_c),
    }


def _count_spans(c: Counts, e: Example, read: list[TypedSpan]) -> None:
    gold = set(e.gold)
    for s in read:
        if s in gold:
            c[s.label, "right"] += 1
        if s not in e.ignore:
            c[s.label, "said"] += 1
    for s in gold:
        c[s.label, "gold"] += 1


def _count_entities(c: Counts, e: Example, read: list[TypedSpan]) -> None:
    named = {
        g: s.label
        for s, g in resolve(e, [s for s in read if s.label in L.SPAN_LABELS[:9]]).items()
    }
    for g, label in named.items():
        if g in e.names:
            if not e.names[g][2]:
                c[label, "right"] += 1
                c[label, "said"] += 1
        else:
            c[label, "said"] += 1
    for kind, _, optional in e.names.values():
        c[kind, "gold"] += not optional


def _count_facts(
    c: Counts, e: Example, scored: list[tuple[TypedSpan, str, TypedSpan, float]]
) -> None:
    from train import containment

    groups = resolve(e, {s for a, _, b, _ in scored for s in (a, b)})
    closure = containment(e)
    said: set[tuple[str, str, str]] = set()
    for a, label, b, score in scored:
        if score > 0 and label != L.SAME:
            s, o = groups[a], groups[b]
            said.add((min(s, o), label, max(s, o)) if label in L.SYMMETRIC else (s, label, o))
        elif score > 0 and label == L.SAME and e.text[a.start : a.end] != e.text[b.start : b.end]:
            c[label, "said"] += 1
            c[label, "right"] += groups[a] == groups[b]
        if (
            label == L.SAME
            and groups[a] == groups[b]
            and e.text[a.start : a.end] != e.text[b.start : b.end]
        ):
            c[label, "gold"] += 1
    optional = {k for k, v in e.names.items() if v[2]}
    for s, label, o in said:
        required = e.facts.get((s, label, o))
        loose = (
            s in optional
            or o in optional
            or s == o
            or (label in ("locatedIn", "partOf") and (s, o) in closure)
        )
        if required:
            c[label, "right"] += 1
            c[label, "said"] += 1
        elif required is None and not loose:
            c[label, "said"] += 1
    for (s, label, o), required in e.facts.items():
        if (
            required
            and s not in optional
            and o not in optional
            and (label not in L.SYMMETRIC or s < o)
        ):
            c[label, "gold"] += 1


def measure_shipped(examples: list[Example], floor: float = 0.5) -> dict[str, object]:
    """Give the same figures for what the package itself reads, through its public door."""
    spans_c, ents_c, given_c, found_c = (Counter() for _ in range(4))
    for e in examples:
        encoded = read_article(e.text, [Span(*s) for s in e.sentences], floor=floor)
        read = [TypedSpan(*s[:3]) for s in encoded.spans]
        _count_spans(spans_c, e, read)
        _count_entities(ents_c, e, read)
        for counts, spans in ((given_c, {*e.group, *e.literals}), (found_c, {*read, *e.literals})):
            ordered = sorted(spans)
            pairs = encoded.relations(ordered, floor=floor)
            _count_facts(
                counts, e, [(ordered[p.subject], p.label, ordered[p.object], 1.0) for p in pairs]
            )
    return {
        "spans": f1(spans_c),
        "entities": f1(ents_c, all_of=[c for c in L.SPAN_LABELS[:9] if c != "Industry"]),
        "given": f1(given_c),
        "found": f1(found_c),
    }


def main() -> None:
    """Print the figures of the shipped files on the validation articles as a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--floor", type=float, default=0.5)
    options = parser.parse_args()
    split = json.loads((options.gold / "split.json").read_text(encoding="utf-8"))
    figures = measure_shipped(read_examples(options.gold, split["validate"]), options.floor)
    for name, table in figures.items():
        print(name, json.dumps(table, ensure_ascii=False))


def f1(c: Counts, all_of: list[str] | None = None) -> dict[str, float | str]:
    """Give F1 per label, and over all with precision and recall."""
    names = sorted({k for k, _ in c})
    out: dict[str, float | str] = {}
    for k in names:
        out[k] = round(2 * c[k, "right"] / max(1, c[k, "said"] + c[k, "gold"]), 3)
    chosen = all_of or names
    right, said, gold = (sum(c[k, w] for k in chosen) for w in ("right", "said", "gold"))
    out["all"] = (
        f"{2 * right / max(1, said + gold):.3f} P {right / max(1, said):.3f} R {right / max(1, gold):.3f}"
    )
    return out


__all__ = ["WIDTH", "Shipped", "f1", "measure", "pair_scores", "read_spans", "resolve"]


if __name__ == "__main__":
    main()
