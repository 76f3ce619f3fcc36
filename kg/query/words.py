"""query/words: a word of the ontology in, what people call it out, in Chinese."""

from collections.abc import Mapping
from functools import cache

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from kg.graph.iris import RDFS, SKOS
from kg.graph.ontology import ontology_path
from kg.vocab import PARK, STAGE

_FILES = ("parkgraph.ttl", "stages.ttl")
_LABELS = (NamedNode(RDFS + "label"), NamedNode(SKOS + "prefLabel"))


def in_chinese(word: str) -> str:
    """Give `位于 locatedIn` for a property, class or stage; any other text stays as it is."""
    label = _labels().get(word)
    return f"{label} {word}" if label else word


@cache
def _labels() -> Mapping[str, str]:
    """Local names of the ontology and of the stages -> their labels."""
    labels = {}
    for file in _FILES:
        for quad in parse(path=str(ontology_path(file)), format=RdfFormat.TURTLE):
            label = quad.object
            if (
                quad.predicate in _LABELS
                and isinstance(label, Literal)
                and label.language == "zh-hans"
            ):
                iri = str(getattr(quad.subject, "value", ""))
                labels[iri.removeprefix(PARK).removeprefix(STAGE)] = label.value
    return labels
