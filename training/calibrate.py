"""training/calibrate: a model and articles it has not learned from in, a calibration table out."""

import argparse
import json
import math
from collections import defaultdict
from pathlib import Path

import articles
import numpy as np
import numpy.typing as npt
import torch
from encoder import Characters, Encoder
from gold import Example, Source, clean, project, read_examples
from measure import pair_scores, read_spans, resolve
from model import Joint
from train import containment

from kg.extract.neural import labels as L

Points = dict[str, list[tuple[float, bool]]]
Line = npt.NDArray[np.float64]
START: Line = np.array([1.0, 0.0])


def load(path: Path) -> Joint:
    """Load a trained model."""
    state = torch.load(path)
    layers = 1 + max(int(k.split(".")[2]) for k in state if k.startswith("encoder.layers."))
    model = Joint(Encoder(layers=layers))
    model.load_state_dict(state)
    return model.eval()


def collect(model: Joint, examples: list[Example], characters: Characters) -> Points:
    """Give every raw score of some weight with whether it was right, per label."""
    points: Points = defaultdict(list)
    with torch.inference_mode():
        for e in examples:
            state = model.states([e.text], [e.sentences], characters)[0]
            read = read_spans(model.pointer(state), len(e.text), -4.0)
            gold = set(e.gold)
            for span, score in read:
                if span not in e.ignore:
                    points[span.label].append((score, span in gold))
            spans = sorted({*(s for s, score in read if score > 0), *e.literals})
            groups = resolve(e, spans)
            closure = containment(e)
            optional = {k for k, v in e.names.items() if v[2]}
            best: dict[tuple[str, str, str], float] = {}
            for a, label, b, score in pair_scores(model, state, e, spans, -6.0):
                s, o = groups[a], groups[b]
                if label == L.SAME:
                    points[label].append((score, s == o))
                else:  # a fact is as likely as the best pair of spans that says it
                    best[s, label, o] = max(score, best.get((s, label, o), -9.0))
            for (s, label, o), score in best.items():
                required = e.facts.get((s, label, o))
                loose = (
                    s in optional
                    or o in optional
                    or (label in ("locatedIn", "partOf") and (s, o) in closure)
                )
                if required or not (loose or required is not None or s == o):
                    points[label].append((score, bool(required)))
    return points


def fit(points: list[tuple[float, bool]], prior: float = 4.0) -> tuple[float, float]:
    """Fit slope and shift by Newton's method, drawn towards (1, 0) where there is little to go by."""
    x = np.array([score for score, _ in points])
    y = np.array([float(right) for _, right in points])

    def cost(w: Line) -> float:
        z = w[0] * x + w[1]
        return float((np.logaddexp(0, z) - y * z).sum() + prior / 2 * ((w - START) ** 2).sum())

    w = START
    for _ in range(30):
        p = 1 / (1 + np.exp(-np.clip(w[0] * x + w[1], -30, 30)))
        v = p * (1 - p)
        gradient = np.array([((p - y) * x).sum(), (p - y).sum()]) + prior * (w - START)
        curve = np.array([[(v * x * x).sum(), (v * x).sum()], [(v * x).sum(), v.sum()]])
        step = np.linalg.solve(curve + prior * np.eye(2), gradient)
        while cost(w - step) > cost(w) and np.abs(step).max() > 1e-6:
            step = step / 2
        w = w - step
    return max(0.2, float(w[0])), float(w[1])


def reliability(
    points: Points, lines: dict[str, tuple[float, float]], labels: tuple[str, ...]
) -> list[str]:
    """Give a table: confidence band, how many, share right."""
    bands: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for label in labels:
        slope, shift = lines.get(label, (1.0, 0.0))
        for score, right in points.get(label, []):
            p = 1 / (1 + math.exp(-max(-30, min(30, slope * score + shift))))
            bands[min(9, int(p * 10))].append((p, right))
    return [
        f"| {b / 10:.1f}-{(b + 1) / 10:.1f} | {len(v)} | {sum(p for p, _ in v) / len(v):.2f} | {sum(r for _, r in v) / len(v):.2f} |"
        for b, v in sorted(bands.items())
    ]


def main() -> None:
    """Fit on the fold left out of training; show how it holds on validate."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("gold", type=Path)
    parser.add_argument("model", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--fold", type=int, required=True, help="of our own articles")
    parser.add_argument("--report", action="store_true", help="print reliability on validate")
    options = parser.parse_args()
    torch.set_num_threads(1)
    left = [
        project(Source(record, *clean(text)))
        for record, text in articles.read()
        if articles.fold(record) == options.fold
    ]
    characters, model = Characters(options.data / "encoder"), load(options.model)
    points = collect(model, left, characters)
    lines = {label: fit(found) for label, found in sorted(points.items())}
    rounded = {label: [round(a, 4), round(b, 4)] for label, (a, b) in lines.items()}
    options.out.write_text(json.dumps({"lines": rounded}, indent=1), encoding="utf-8")
    if not options.report:
        return
    split = json.loads((options.gold / "split.json").read_text(encoding="utf-8"))
    seen = collect(model, read_examples(options.gold, split["validate"]), characters)
    for name, labels in (("spans", L.SPAN_LABELS), ("pairs", L.PAIR_LABELS)):
        print(
            name,
            "| confidence | number | mean | right |",
            *reliability(seen, lines, labels),
            sep="\n",
        )


if __name__ == "__main__":
    main()
