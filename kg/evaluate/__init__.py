"""evaluate: a built graph and annotated articles in, precision, recall and grounding out."""

from kg.evaluate.gold import Gold, GoldFile, read_gold, read_gold_file
from kg.evaluate.scoring import score
from kg.evaluate.values import (
    CORE_PREDICATES,
    HEADLINE_CLASSES,
    NO_SCORES,
    PREDICATES,
    Grounding,
    Miss,
    Scores,
    Tally,
    add_up,
)

__all__ = [
    "CORE_PREDICATES",
    "HEADLINE_CLASSES",
    "NO_SCORES",
    "PREDICATES",
    "Gold",
    "GoldFile",
    "Grounding",
    "Miss",
    "Scores",
    "Tally",
    "add_up",
    "read_gold",
    "read_gold_file",
    "score",
]
