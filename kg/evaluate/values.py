"""evaluate/values: the frozen values of this room, from one tally up to the scores of a corpus."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import msgspec

from kg.model import Value
from kg.vocab import EntityClass, Predicate

#: Classes that count in the headline figure: industries are too open a class to agree on.
HEADLINE_CLASSES = tuple(kind for kind in EntityClass if kind is not EntityClass.INDUSTRY)

#: Predicates that count in the headline figure, in the order in which they are shown.
CORE_PREDICATES = (
    "locatedIn",
    "partOf",
    "holdsPost",
    "undertakenBy",
    "totalInvestment",
    "stage",
    "signed",
    "received",
    "subsidiaryOf",
    "cooperatesWith",
    "engagedWith",
)

#: All predicates that are scored. Capacities are free text and are not.
PREDICATES = CORE_PREDICATES + tuple(p for p in Predicate if p not in CORE_PREDICATES)


class Claim(NamedTuple):
    """A fact as it is compared: gold facts in gold keys, built facts in IRIs until they are mapped."""

    subject: str | None
    predicate: str
    object: str | float | None
    title: str | None = None  #: of a post


class Figure(Value, frozen=True, kw_only=True, omit_defaults=True):
    """An observation as it is compared."""

    subjects: frozenset[str]  #: any of them is right
    indicator: str
    value: float | None
    unit: str
    optional: bool = False


class Tally(Value, frozen=True, kw_only=True, omit_defaults=True):
    """How many are right, of how many predicted, against how many in gold."""

    right: int = 0
    predicted: int = 0
    gold: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            right=self.right + other.right,
            predicted=self.predicted + other.predicted,
            gold=self.gold + other.gold,
        )

    @property
    def precision(self) -> float:
        """Share of the predicted that is right."""
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold that was found."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def figures(self) -> dict[str, float | int]:
        """Give the figures under the names that people print, rounded to three places."""
        return {
            "P": round(self.precision, 3),
            "R": round(self.recall, 3),
            "F1": round(self.f1, 3),
            "right": self.right,
            "predicted": self.predicted,
            "gold": self.gold,
        }


class Grounding(Value, frozen=True, kw_only=True, omit_defaults=True):
    """Whether the passages are where the evidence says, and whether every fact has one."""

    evidence: int = 0
    exact: int = 0  #: evidence whose quote stands in the source at its offsets
    facts: int = 0
    facts_without_evidence: int = 0
    bad: tuple[str, ...] = ()  #: some of the evidence that is not exact, to look at

    def __add__(self, other: "Grounding") -> "Grounding":
        return Grounding(
            evidence=self.evidence + other.evidence,
            exact=self.exact + other.exact,
            facts=self.facts + other.facts,
            facts_without_evidence=self.facts_without_evidence + other.facts_without_evidence,
            bad=self.bad + other.bad,
        )

    def figures(self) -> dict[str, Any]:
        """Give the counts and the share of exact evidence."""
        return {
            "evidence": self.evidence,
            "exact": self.exact,
            "rate": round(self.exact / self.evidence, 4) if self.evidence else 0.0,
            "facts": self.facts,
            "facts_without_evidence": self.facts_without_evidence,
        }


class Miss(Value, frozen=True, kw_only=True, omit_defaults=True):
    """One thing that the graph lacks (`missed`) or says without gold's consent (`wrong`)."""

    part: str  #: a class, a predicate, or "observations"
    verdict: str
    what: str


class Scores(Value, frozen=True, kw_only=True, omit_defaults=True):
    """The figures of one article, or of a corpus if several were added up."""

    entities: Mapping[str, Tally]  #: by class
    facts: Mapping[str, Tally]  #: by predicate
    observations: Tally
    grounding: Grounding | None = None
    misses: tuple[Miss, ...] = ()

    def __add__(self, other: "Scores") -> "Scores":
        grounds = [g for g in (self.grounding, other.grounding) if g is not None]
        return Scores(
            entities=_add_up(self.entities, other.entities),
            facts=_add_up(self.facts, other.facts),
            observations=self.observations + other.observations,
            grounding=sum(grounds, Grounding()) if grounds else None,
            misses=self.misses + other.misses,
        )

    def about(self, name: str) -> "Scores":
        """Give the same scores, with the article's name before each miss."""
        named = (
            msgspec.structs.replace(miss, what=f"{name}: {miss.what}") for miss in self.misses
        )
        return msgspec.structs.replace(self, misses=tuple(named))

    @property
    def all_entities(self) -> Tally:
        """Micro-average over the classes but industries."""
        return sum((self.entities.get(kind, Tally()) for kind in HEADLINE_CLASSES), Tally())

    @property
    def core_facts(self) -> Tally:
        """Micro-average over the core predicates."""
        return sum((self.facts.get(name, Tally()) for name in CORE_PREDICATES), Tally())

    def figures(self) -> dict[str, Any]:
        """Give all figures as plain JSON values."""
        told: dict[str, Any] = {
            "entities": {k: t.figures() for k, t in self.entities.items()}
            | {"all": self.all_entities.figures()},
            "facts": {k: t.figures() for k, t in self.facts.items()}
            | {"core": self.core_facts.figures()},
            "observations": self.observations.figures(),
        }
        if self.grounding is not None:
            told["grounding"] = self.grounding.figures()
        return told


NO_SCORES = Scores(
    entities={kind: Tally() for kind in EntityClass},
    facts={name: Tally() for name in PREDICATES},
    observations=Tally(),
)


def add_up(scores: Iterable[Scores]) -> Scores:
    """Sum the counts of several articles; P, R and F1 follow from the sums (micro-average)."""
    return sum(scores, NO_SCORES)


def _add_up(left: Mapping[str, Tally], right: Mapping[str, Tally]) -> dict[str, Tally]:
    names = [*left, *(name for name in right if name not in left)]
    return {name: left.get(name, Tally()) + right.get(name, Tally()) for name in names}
