"""neural/reader: text and sentences in, an `Encoded` article with scored spans and relations out."""

import json
import os
from collections.abc import Sequence
from functools import cache
from importlib.resources import as_file, files
from typing import cast

import numpy as np
import onnxruntime  # type: ignore[import-untyped]
from threadpoolctl import threadpool_limits

from kg.extract.neural.calibration import Calibration
from kg.extract.neural.geometry import allowed, pair_features, windows
from kg.extract.neural.heads import WIDTH, Floats, Heads
from kg.extract.neural.labels import (
    PAIR_LABELS,
    SPAN_LABELS,
    SYMMETRIC,
    ScoredPair,
    ScoredSpan,
    TypedSpan,
)
from kg.model import Span

_UNKNOWN, _START, _END = 3, 0, 2


class Model:
    """The shipped weights, loaded."""

    def __init__(self, *, threads: int = 1) -> None:
        # numpy's own threads would spin between our small products: twice the CPU for no speed,
        # and sums whose last bit hangs on the number of cores.
        threadpool_limits(limits=threads, user_api="blas")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        # The fused residual + norm of the higher levels is ten times slower than its two parts.
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
        folder = files("kg.extract.neural") / "weights"
        self._session = onnxruntime.InferenceSession(
            (folder / "encoder.onnx").read_bytes(), options, providers=["CPUExecutionProvider"]
        )
        with as_file(folder / "heads.npz") as path, np.load(path) as arrays:
            self._words = arrays["word"].astype(np.float32) * arrays["word_scale"]
            self._places = arrays["pos"].astype(np.float32)
            self.heads = Heads({n: arrays[n] for n in arrays.files if "." in n})
        table = json.loads((folder / "characters.json").read_text(encoding="utf-8"))
        self._rows = dict(zip(table["characters"], table["rows"], strict=True))
        self.calibration = Calibration.from_json((folder / "calibration.json").read_bytes())

    def encode(self, text: str, sentences: Sequence[tuple[int, int]]) -> Floats:
        """Give a state per character."""
        parts = []
        for window in windows(len(text), sentences):
            rows = [self._rows.get(c, _UNKNOWN) for c in text[window.start : window.end]]
            rows = [_START, *rows, _END]
            # One window at a time: no padding, and no article's figures hang on its neighbours.
            embedded = (self._words[rows] + self._places[: len(rows)])[None]
            states = cast(Floats, self._session.run(None, {"embedded": embedded})[0])[0]
            parts.append(
                states[1 + window.keep_from - window.start : 1 + window.keep_to - window.start]
            )
        return np.concatenate(parts)


@cache
def load_model() -> Model:
    """Load the model once per process; `KG_MODEL_THREADS` sets how many threads it computes with."""
    return Model(threads=int(os.environ.get("KG_MODEL_THREADS", "1")))


class Encoded:
    """An article as the model has read it."""

    spans: tuple[ScoredSpan, ...]  #: sorted by place; nested and rival readings stand side by side

    def __init__(
        self,
        text: str,
        sentences: Sequence[tuple[int, int]],
        states: Floats,
        model: Model,
        *,
        floor: float,
    ) -> None:
        self._text, self._sentences, self._states, self._model = text, sentences, states, model
        self._logits = model.heads.score_spans(states)
        self.spans = self._find_spans(floor)

    def judge(self, spans: Sequence[TypedSpan]) -> list[float]:
        """Say how likely the model finds spans that others propose; 0 for what it can't judge."""
        calibration, scores = self._model.calibration, []
        for start, end, label in spans:
            if label not in SPAN_LABELS or not 0 <= start < end <= min(
                len(self._text), start + WIDTH
            ):
                scores.append(0.0)
                continue
            logit = self._logits[start, end - start - 1, SPAN_LABELS.index(label)]
            scores.append(calibration.probability(label, float(logit)))
        return scores

    def _find_spans(self, floor: float) -> tuple[ScoredSpan, ...]:
        logits = self._logits
        lowest = self._model.calibration.lowest(SPAN_LABELS, floor)
        found = []
        for start, width, label in np.argwhere(logits >= lowest):
            end, name = int(start + width + 1), SPAN_LABELS[label]
            score = self._model.calibration.probability(name, float(logits[start, width, label]))
            if self._is_word(int(start), end):
                found.append(ScoredSpan(int(start), end, name, score))
        return tuple(sorted(found))

    def _is_word(self, start: int, end: int) -> bool:
        """Refuse spans with blanks at their ends or a line break inside."""
        word = self._text[start:end]
        return word == word.strip() and "\n" not in word

    def relations(self, spans: Sequence[TypedSpan], *, floor: float = 0.1) -> list[ScoredPair]:
        """Give the relations that the model sees between these spans, at least `floor` likely, sorted.

        `subject` and `object` of a pair are places in `spans`.
        """
        order = sorted(range(len(spans)), key=lambda i: spans[i])
        placed = [spans[i] for i in order]
        if len(placed) < 2:
            return []
        table = pair_features(placed, self._text, self._sentences)
        if not len(table.first):
            return []
        logits = self._model.heads.score_pairs(self._states, placed, table)
        calibration = self._model.calibration
        likely = logits >= calibration.lowest(PAIR_LABELS, floor)
        found = []
        for pair, way, label in np.argwhere(likely & allowed(placed, table)):
            name = PAIR_LABELS[label]
            if way and name in SYMMETRIC:
                continue
            ends = order[table.first[pair]], order[table.second[pair]]
            score = calibration.probability(name, float(logits[pair, way, label]))
            subject, object_ = reversed(ends) if way else ends
            found.append(ScoredPair(subject, object_, name, score))
        return sorted(found)


def read_spans(text: str, sentences: Sequence[Span], *, floor: float = 0.1) -> Encoded:
    """Read an article: its spans are those at least `floor` likely.

    The model is loaded at the first call and kept for the life of the process.
    """
    model = load_model()
    cuts = [(s.start, s.end) for s in sentences]
    return Encoded(text, cuts, model.encode(text, cuts), model, floor=floor)
