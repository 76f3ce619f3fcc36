"""proposals: a reading and what the model saw in, every name that rules or model propose out."""

import msgspec

from kg.extract.model_claims import names_of
from kg.extract.names import find_names
from kg.extract.names.propagate import propagate
from kg.extract.neural import Encoded, TypedSpan
from kg.extract.reading import Found, Reading


class Proposals(msgspec.Struct, frozen=True, kw_only=True):
    """The names of an article before anyone has judged them."""

    rules: tuple[Found, ...]
    seconded: tuple[float, ...]  #: how likely the model finds each of the rules' names
    model: tuple[Found, ...]


def propose_names(reading: Reading, encoded: Encoded) -> Proposals:
    """Give the names that rules find and those that the model finds."""
    rules = propagate(reading, find_names(reading))
    spans = [TypedSpan(f.span.start, f.span.end, f.kind.value) for f in rules]
    return Proposals(
        rules=tuple(rules),
        seconded=tuple(encoded.judge(spans)),
        model=tuple(names_of(encoded, reading)),
    )
