"""neural: repaired text in, scored spans and scored relations between spans out.

The learned half of extraction. `read_spans` runs the encoder once per article; the result keeps
the encoder's states, so that the relations between whatever spans arbitration kept (its own, the
grammars', literals) cost little more.

    encoded = read_spans(repaired.text, repaired.sentences)
    for start, end, label, score in encoded.spans: ...
    encoded.judge([TypedSpan(3, 8, "Company")])  # how likely is what the grammars found?
    kept = [TypedSpan(3, 8, "Company"), TypedSpan(20, 26, "Money"), ...]
    for subject, object, label, score in encoded.relations(kept): ...

Labels stand in `labels`: `SPAN_LABELS` are what it proposes, `LITERAL_LABELS` what the grammars
add, `PAIRS` what holds between them. A post is read from `personTitle` and `titleBody` (or `post`
between the person and the body), a figure from `figureOf`, `indicator`, `growth` and `when`.
Scores are calibrated probabilities; those below `floor` are left out.
"""

from kg.extract.neural.labels import (
    INPUT_LABELS,
    LITERAL_LABELS,
    PAIR_LABELS,
    PAIRS,
    SPAN_LABELS,
    ScoredPair,
    ScoredSpan,
    TypedSpan,
    stage_label,
)
from kg.extract.neural.reader import Encoded, read_spans

__all__ = [
    "INPUT_LABELS",
    "LITERAL_LABELS",
    "PAIRS",
    "PAIR_LABELS",
    "SPAN_LABELS",
    "Encoded",
    "ScoredPair",
    "ScoredSpan",
    "TypedSpan",
    "read_spans",
    "stage_label",
]
