"""confidence: rules and kinds of claims in, what rules and model are worth on them out.

`confidence.json` is written by `training/weigh.py` from articles that the model has not learned from.
"""

import math
from functools import cache
from importlib.resources import files

import msgspec

#: The model is never surer than this, either way; and what it does not mention it finds this unlikely.
_SURE = 0.9995
UNMENTIONED = 0.02


class Weights(msgspec.Struct, frozen=True, kw_only=True):
    """How much the model's and the rule's log odds count, and how likely a proposal must be to stay."""

    model: float
    rule: float
    least: float


class Confidence(msgspec.Struct, frozen=True, kw_only=True):
    """What was measured of rules and model."""

    rules: dict[str, float]  #: rule -> share of its names or facts that were right
    weights: dict[str, Weights]  #: class, predicate, "stage", "post" or "figure" -> its weights


@cache
def measured() -> Confidence:
    """Give the table that the package ships."""
    data = (files("kg.extract") / "confidence.json").read_bytes()
    return msgspec.json.decode(data, type=Confidence)


def log_odds(probability: float) -> float:
    """Give ln(p / (1 - p)), bounded where nothing is ever surer."""
    bounded = min(max(probability, 1 - _SURE), _SURE)
    return math.log(bounded / (1 - bounded))


def agree(rule: float | None, model: float, weights: Weights) -> float:
    """Give how likely a proposal is that the model finds `model` likely and a rule may have made.

    >>> even = Weights(model=1.0, rule=1.0, least=0.5)
    >>> round(agree(0.8, 0.7, even), 2), round(agree(0.8, 0.1, even), 2), agree(None, 0.7, even)
    (0.9, 0.31, 0.7)
    """
    if rule is None:
        return model
    odds = weights.model * log_odds(model) + weights.rule * log_odds(rule)
    return max(model, 1 / (1 + math.exp(-odds)))
