"""extract: `RepairedArticle` in, `Extraction` out: everything the article names and says, with passages.

Way of an article: literals (numbers, dates, stage words) and names by grammar -> the model's spans ->
arbitration of names -> facts by rule over those names -> the model's relations -> arbitration of facts.
"""

import msgspec

from kg.extract.facts import find_facts
from kg.extract.judge import judge_claims, judge_names, trust_rules
from kg.extract.names import find_names
from kg.extract.names.propagate import propagate
from kg.extract.prune import prune
from kg.extract.reading import Reading
from kg.extract.scene import Scene
from kg.extract.settle import settle
from kg.model import Extraction, RepairedArticle

__all__ = ["ExtractSettings", "extract"]


class ExtractSettings(msgspec.Struct, frozen=True, kw_only=True):
    """How an article is read: with the neural model, or by rules alone for very large corpora."""

    neural: bool = True


def extract(
    repaired: RepairedArticle,
    *,
    settings: ExtractSettings = ExtractSettings(),  # noqa: B008 - a frozen value
) -> Extraction:
    """Give all that one article names and says, each with its exact passage; the same for the same input."""
    reading = Reading(repaired)
    if not settings.neural:
        names = prune(trust_rules(propagate(reading, find_names(reading))))
        scene = Scene(reading, names)
        return settle(reading, names, judge_claims(find_facts(scene), None))
    # Loaded here so that --fast never pays for the model.
    from kg.extract.model_claims import claims_of
    from kg.extract.neural import read_spans
    from kg.extract.proposals import propose_names

    encoded = read_spans(reading.text, reading.sentences)
    proposals = propose_names(reading, encoded)
    names = prune(judge_names(proposals.rules, proposals.seconded, proposals.model))
    scene = Scene(reading, names)
    claims = judge_claims(find_facts(scene), claims_of(encoded, scene))
    return settle(reading, names, claims)
