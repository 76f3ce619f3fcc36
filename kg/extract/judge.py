"""judge: what rules and the model propose in, what the article is taken to say out.

A rule has one confidence, the share of its proposals that were right; the model has a calibrated
probability for each of its own. They err for different reasons, so that a proposal of both is more
likely than of either: the probability that both are wrong is taken as the product of theirs.
A rule that the model does not second is believed less, by a weight measured per class.
"""

from collections.abc import Iterable, Sequence

import msgspec

from kg.extract.confidence import PRECISION
from kg.extract.reading import Found
from kg.extract.scene import Claim
from kg.vocab import EntityClass, LiteralPredicate, Predicate

#: Below this a proposal is left out, where nothing else is said.
EVEN = 0.5

#: Class -> (weight of a rule that the model does not second, least confidence).
NAMES: dict[EntityClass, tuple[float, float]] = {
    EntityClass.COMPANY: (0.6, 0.45),
    EntityClass.PARK: (0.6, 0.45),
    EntityClass.PERSON: (0.6, 0.45),
    EntityClass.PROJECT: (0.6, 0.45),
    EntityClass.ORGANIZATION: (0.6, 0.45),
    EntityClass.PLACE: (0.6, 0.45),
    EntityClass.INITIATIVE: (0.6, 0.45),
    EntityClass.HONOR: (0.6, 0.45),
    EntityClass.INDUSTRY: (0.6, 0.45),
}
#: Kind of claim -> (weight of a rule that the model does not second, least confidence).
FACTS: dict[str, tuple[float, float]] = {
    **{p.value: (0.8, 0.42) for p in Predicate},
    **{p.value: (0.8, 0.42) for p in LiteralPredicate},
    "stage": (0.8, 0.42),
    "post": (0.8, 0.42),
    "figure": (0.8, 0.4),
}
#: The same without the model: rules stand alone.
ALONE = 0.42


class Verdict(msgspec.Struct, frozen=True):
    """Who proposed something, and how likely it is."""

    by: str
    confidence: float


def agree(rule: float | None, model: float | None, weight: float) -> float:
    """Give how likely a proposal is that a rule, the model or both make.

    >>> round(agree(0.8, 0.7, 0.5), 2), agree(0.8, None, 0.5), agree(None, 0.7, 0.5)
    (0.94, 0.4, 0.7)
    """
    if rule is None:
        return model or 0.0
    if model is None:
        return rule * weight
    return 1 - (1 - rule) * (1 - model)


def judge_names(rules: Iterable[Found], model: Iterable[Found]) -> list[Found]:
    """Join the names that rules and model found, and keep the likely ones; rivals of one class never overlap."""
    proposals: dict[tuple[object, EntityClass], list[Found | None]] = {}
    for column, items in enumerate((rules, model)):
        for item in items:
            pair = proposals.setdefault((item.span, item.kind), [None, None])
            if pair[column] is None or pair[column].confidence < item.confidence:  # type: ignore[union-attr]
                pair[column] = item
    joined = [_join(*pair) for _, pair in sorted(proposals.items(), key=str)]
    likely = [f for f in joined if f.confidence >= NAMES[f.kind][1]]
    return _without_rivals(likely)


def _join(rule: Found | None, model: Found | None) -> Found:
    kind = (rule or model).kind  # type: ignore[union-attr]
    confidence = agree(
        PRECISION.get(rule.by, rule.confidence) if rule else None,
        model.confidence if model else None,
        NAMES[kind][0],
    )
    # The rule knows what a short form stands for; the model only that it is a name.
    source = rule or model
    assert source is not None
    by = f"{rule.by}+model" if rule and model else source.by
    return msgspec.structs.replace(source, confidence=confidence, by=by)


def _without_rivals(found: list[Found]) -> list[Found]:
    """Of names of one class that overlap keep the likelier, of equals the longer."""
    kept: list[Found] = []
    for item in sorted(found, key=lambda f: (-f.confidence, -len(f.span), f.span, f.name)):
        if not any(k.kind is item.kind and k.span.overlaps(item.span) for k in kept):
            kept.append(item)
    return sorted(kept, key=lambda f: (f.span, f.kind, f.name))


def trust_rules(found: Iterable[Found]) -> list[Found]:
    """Give rules' names their measured confidence, and keep the likely ones."""
    measured = [
        msgspec.structs.replace(f, confidence=PRECISION.get(f.by, f.confidence)) for f in found
    ]
    return _without_rivals([f for f in measured if f.confidence >= ALONE])


def kind_of(claim: Claim) -> str:
    """Name what kind of claim this is: a predicate, "stage", "post" or "figure"."""
    if claim.stage is not None:
        return "stage"
    if claim.title is not None:
        return "post"
    if claim.indicator is not None:
        return "figure"
    return claim.predicate.value if claim.predicate else ""


def judge_claims(rules: Sequence[Claim], model: Sequence[Claim] | None) -> list[Claim]:
    """Join the claims of rules and model on what they say of whom, and keep the likely ones.

    Without a model (None) the rules stand alone with their measured confidence.
    """
    groups: dict[tuple[str, ...], list[list[Claim]]] = {}
    for column, claims in enumerate((rules, model or ())):
        for claim in claims:
            groups.setdefault(_said(claim), [[], []])[column].append(claim)
    kept = []
    for said, (by_rule, by_model) in sorted(groups.items()):
        weight, least = FACTS[said[0]]
        rule = max((PRECISION.get(c.by, c.confidence) for c in by_rule), default=None)
        seen = max((c.confidence for c in by_model), default=None)
        confidence = agree(rule, seen, 1.0 if model is None else weight)
        if confidence >= (ALONE if model is None else least):
            best = _best(by_rule, by_model)
            by = f"{best.by}+model" if by_rule and by_model else best.by
            kept.append(msgspec.structs.replace(best, confidence=confidence, by=by))
    return kept


def _best(by_rule: list[Claim], by_model: list[Claim]) -> Claim:
    """Give the claim whose passage is to be shown: the model's likeliest, else the rule's tightest."""
    if by_model:
        best = min(by_model, key=lambda c: (-c.confidence, len(c.span), c.span))
        dates = [c.date for c in (*by_rule, best) if c.date]
        return msgspec.structs.replace(best, date=best.date or (dates[0] if dates else None))
    return min(by_rule, key=lambda c: (len(c.span), c.span))


def _said(claim: Claim) -> tuple[str, ...]:
    """Give what makes two claims one: kind, subject's name, and object or value."""
    subject = f"{claim.subject.kind.value} {claim.subject.name}"
    kind = kind_of(claim)
    if kind == "stage":
        return (kind, subject, claim.stage.value if claim.stage else "")
    if kind == "figure":
        return (kind, subject, claim.value or "", claim.unit)
    object_ = (
        f"{claim.object.kind.value} {claim.object.name}" if claim.object else claim.value or ""
    )
    if kind == "post":
        return (kind, subject, object_, claim.title or "")
    if kind == Predicate.COOPERATES_WITH.value:
        return (kind, *sorted((subject, object_)))
    return (kind, subject, object_)
