"""extract: `RepairedArticle` in, `Extraction` out: everything the article names and says, with passages.

Way of an article: literals (numbers, dates, stage words) and names by grammar -> the model's spans ->
arbitration of names -> facts by rule over those names -> the model's relations -> arbitration of facts.
"""

import msgspec

from kg.extract.facts import find_facts
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
    repaired: RepairedArticle, *, settings: ExtractSettings = ExtractSettings()
) -> Extraction:
    """Give all that one article names and says, each with its exact passage; the same for the same input."""
    reading = Reading(repaired)
    names = prune(propagate(reading, find_names(reading)))
    scene = Scene(reading, names)
    return settle(reading, names, find_facts(scene))
