"""neural/labels: the words that the model writes on spans and on pairs of spans, and which pairs it may judge."""

from typing import NamedTuple

from kg.vocab import SIGNATURES, EntityClass, Predicate, Stage


class TypedSpan(NamedTuple):
    """Some characters with what they are: one of `SPAN_LABELS` or `LITERAL_LABELS`."""

    start: int
    end: int
    label: str


class ScoredSpan(NamedTuple):
    """A span that the model proposes, with its calibrated probability."""

    start: int
    end: int
    label: str
    score: float


class ScoredPair(NamedTuple):
    """A relation from span number `subject` to span number `object`, with its calibrated probability."""

    subject: int
    object: int
    label: str
    score: float


TITLE, CAPACITY, INDICATOR = "Title", "Capacity", "Indicator"
MONEY, QUANTITY, GROWTH, DATE = "Money", "Quantity", "Growth", "Date"

#: What the model proposes by itself: the nine classes, the words of a post (党工委书记), of a
#: capacity (年产30万吨生物新能源) and of an indicator (规上工业总产值).
SPAN_LABELS: tuple[str, ...] = (*(c.value for c in EntityClass), TITLE, CAPACITY, INDICATOR)


def stage_label(stage: Stage) -> str:
    """Give the label of a word that tells this stage (开工: "stage/underConstruction")."""
    return f"stage/{stage.value}"


STAGE_LABELS: tuple[str, ...] = tuple(stage_label(stage) for stage in Stage)
#: What the grammars find and the model only relates: an amount in yuan, any other number with a
#: unit, a growth rate, a date or period, and the words that tell a stage.
LITERAL_LABELS: tuple[str, ...] = (MONEY, QUANTITY, GROWTH, DATE, *STAGE_LABELS)
INPUT_LABELS: tuple[str, ...] = SPAN_LABELS + LITERAL_LABELS

SAME, PERSON_TITLE, TITLE_BODY, POST = "same", "personTitle", "titleBody", "post"
INVESTMENT, HAS_CAPACITY, AT_STAGE = "totalInvestment", "capacity", "stage"
SUBJECT, MEASURES, GROWS, WHEN = "figureOf", "indicator", "growth", "when"

_ENTITIES = frozenset(c.value for c in EntityClass)
_BODIES = frozenset(
    c.value
    for c in (EntityClass.PARK, EntityClass.PLACE, EntityClass.ORGANIZATION, EntityClass.COMPANY)
)
_FIGURES = frozenset({MONEY, QUANTITY})

#: Pair label -> (labels its subject may have, labels its object may have).
PAIRS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    **{
        p.value: (frozenset(c.value for c in s), frozenset(c.value for c in o))
        for p, (s, o) in SIGNATURES.items()
    },
    SAME: (_ENTITIES, _ENTITIES),  #: two names of one thing; both spans have one class
    PERSON_TITLE: (frozenset({EntityClass.PERSON.value}), frozenset({TITLE})),
    TITLE_BODY: (frozenset({TITLE}), _BODIES),
    POST: (frozenset({EntityClass.PERSON.value}), _BODIES),
    INVESTMENT: (frozenset({EntityClass.PROJECT.value}), frozenset({MONEY})),
    HAS_CAPACITY: (
        frozenset({EntityClass.PROJECT.value, EntityClass.COMPANY.value}),
        frozenset({CAPACITY}),
    ),
    AT_STAGE: (frozenset({EntityClass.PROJECT.value}), frozenset(STAGE_LABELS)),
    SUBJECT: (_FIGURES, _ENTITIES),
    MEASURES: (_FIGURES, frozenset({INDICATOR})),
    GROWS: (_FIGURES, frozenset({GROWTH})),
    WHEN: (_FIGURES | frozenset(STAGE_LABELS), frozenset({DATE})),
}
PAIR_LABELS: tuple[str, ...] = tuple(PAIRS)
#: Both ways round is one claim: the model judges only the pair in text order.
SYMMETRIC = frozenset({SAME, Predicate.COOPERATES_WITH.value})
