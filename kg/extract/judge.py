"""judge: what rules and the model propose in, what the article is taken to say out.

A rule has one confidence, the share of its proposals that were right; the model has a calibrated
probability for whatever it is asked. Their log odds are weighed and added, with weights per class
and predicate that were found on articles the model had not learned from; what is likely enough stays.
Without the model the rules stand alone.
"""

import math
from collections.abc import Iterable, Sequence

import msgspec

from kg.extract.confidence import PRECISION
from kg.extract.reading import Found
from kg.extract.scene import Claim
from kg.vocab import EntityClass, LiteralPredicate, Predicate


class Weights(msgspec.Struct, frozen=True):
    """How much the model's and the rule's log odds count, and how likely a proposal must be to stay."""

    model: float
    rule: float
    least: float


#: Measured on every fifth training article, which the model had not seen.
NAMES: dict[EntityClass, Weights] = {
    EntityClass.COMPANY: Weights(0.6, 1.3, 0.6),
    EntityClass.PARK: Weights(0.8, 1.5, 0.55),
    EntityClass.PERSON: Weights(0.7, 1.5, 0.6),
    EntityClass.PROJECT: Weights(0.5, 1.5, 0.5),
    EntityClass.ORGANIZATION: Weights(0.7, 0.5, 0.5),
    EntityClass.PLACE: Weights(0.5, 1.5, 0.55),
    EntityClass.INITIATIVE: Weights(0.25, 1.5, 0.45),
    EntityClass.HONOR: Weights(0.25, 1.5, 0.45),
    EntityClass.INDUSTRY: Weights(1.0, 0.6, 0.4),
}
#: Kind of claim -> its weights.
FACTS: dict[str, Weights] = {
    Predicate.LOCATED_IN.value: Weights(0.5, 0.9, 0.4),
    Predicate.PART_OF.value: Weights(0.4, 1.2, 0.45),
    Predicate.UNDERTAKEN_BY.value: Weights(0.5, 1.0, 0.5),
    Predicate.SUBSIDIARY_OF.value: Weights(0.5, 1.2, 0.45),
    Predicate.COOPERATES_WITH.value: Weights(0.5, 1.2, 0.45),
    Predicate.ENGAGED_WITH.value: Weights(0.2, 0.4, 0.3),
    Predicate.SIGNED.value: Weights(0.2, 0.8, 0.4),
    Predicate.RECEIVED.value: Weights(0.5, 1.2, 0.4),
    Predicate.IMPLEMENTS.value: Weights(0.8, 1.0, 0.3),
    Predicate.HAS_INDUSTRY.value: Weights(0.7, 0.6, 0.5),
    Predicate.SUPPORTS.value: Weights(0.5, 1.0, 0.4),
    LiteralPredicate.TOTAL_INVESTMENT.value: Weights(0.6, 0.8, 0.45),
    LiteralPredicate.CAPACITY.value: Weights(0.5, 1.2, 0.45),
    "stage": Weights(0.5, 1.4, 0.5),
    "post": Weights(0.5, 1.2, 0.4),
    "figure": Weights(0.2, 0.8, 0.3),
}
#: What a rule must be right in to be believed where there is no model.
ALONE = 0.42
#: The model is never surer than this, either way; and what it does not mention it finds this unlikely.
_SURE = 0.9995
UNMENTIONED = 0.02


def agree(rule: float | None, model: float, weights: Weights) -> float:
    """Give how likely a proposal is that the model finds `model` likely and a rule may have made.

    >>> even = Weights(1.0, 1.0, 0.5)
    >>> round(agree(0.8, 0.7, even), 2), round(agree(0.8, 0.1, even), 2), agree(None, 0.7, even)
    (0.9, 0.31, 0.7)
    """
    if rule is None:
        return model
    odds = weights.model * _log_odds(model) + weights.rule * _log_odds(rule)
    return max(model, 1 / (1 + math.exp(-odds)))


def _log_odds(probability: float) -> float:
    bounded = min(max(probability, 1 - _SURE), _SURE)
    return math.log(bounded / (1 - bounded))


def judge_names(
    rules: Sequence[Found], seconded: Sequence[float], model: Iterable[Found]
) -> list[Found]:
    """Join the names that rules and model found, and keep the likely ones; rivals of one class never overlap.

    `seconded` says how likely the model finds each of the rules' names.
    """
    best: dict[tuple[object, EntityClass], Found] = {(f.span, f.kind): f for f in model}
    for found, likely in zip(rules, seconded, strict=True):
        key = (found.span, found.kind)
        confidence = agree(PRECISION[found.by], likely, NAMES[found.kind])
        # The rule knows what a short form stands for; the model only that it is a name.
        by = f"{found.by}+model" if likely >= 0.5 else found.by
        if key in best and best[key].by == "model:span":
            # The model may have found the same name from a start of its own (see names_of).
            confidence = max(confidence, best.pop(key).confidence)
        if key not in best or best[key].confidence < confidence:
            best[key] = msgspec.structs.replace(found, confidence=confidence, by=by)
    return _without_rivals([f for f in best.values() if f.confidence >= NAMES[f.kind].least])


def _without_rivals(found: list[Found]) -> list[Found]:
    """Of names of one class that overlap keep the likelier, of equals the longer."""
    kept: list[Found] = []
    for item in sorted(found, key=lambda f: (-f.confidence, -len(f.span), f.span, f.name)):
        if not any(k.kind is item.kind and k.span.overlaps(item.span) for k in kept):
            kept.append(item)
    return sorted(kept, key=lambda f: (f.span, f.kind, f.name))


def trust_rules(found: Iterable[Found]) -> list[Found]:
    """Give rules' names their measured confidence, and keep the likely ones."""
    measured = [msgspec.structs.replace(f, confidence=PRECISION[f.by]) for f in found]
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
        weights = FACTS[said[0]]
        rule = max((PRECISION[c.by] for c in by_rule), default=None)
        if model is None:
            confidence, least = rule or 0.0, ALONE
        else:
            seen = max((c.confidence for c in by_model), default=UNMENTIONED)
            confidence, least = agree(rule, seen, weights), weights.least
        if confidence >= least:
            best = _best(by_rule, by_model)
            seconded = by_rule and any(c.confidence >= 0.5 for c in by_model)
            by = f"{by_rule[0].by}+model" if seconded else best.by
            kept.append(msgspec.structs.replace(best, confidence=confidence, by=by))
    return _without_doubled_titles(_likeliest_sites(kept))


def _without_doubled_titles(claims: list[Claim]) -> list[Claim]:
    """Of one person's titles at one body drop those that end a longer one (常委 beside 市委常委)."""
    held: dict[tuple[str, str], set[str]] = {}
    for claim in claims:
        if claim.title is not None and claim.object is not None:
            held.setdefault((claim.subject.name, claim.object.name), set()).add(claim.title)
    return [
        c
        for c in claims
        if c.title is None
        or c.object is None
        or not any(
            t != c.title and (t.endswith(c.title) or t.startswith(c.title))
            for t in held[c.subject.name, c.object.name]
        )
    ]


#: A thing is mostly in one place: what is this much less likely than the likeliest is left out.
_SITE_SHARE = 0.8


def _likeliest_sites(claims: list[Claim]) -> list[Claim]:
    most: dict[tuple[EntityClass, str], float] = {}
    for claim in claims:
        if claim.predicate is Predicate.LOCATED_IN:
            key = (claim.subject.kind, claim.subject.name)
            most[key] = max(most.get(key, 0.0), claim.confidence)
    return [
        c
        for c in claims
        if c.predicate is not Predicate.LOCATED_IN
        or c.confidence >= _SITE_SHARE * most[c.subject.kind, c.subject.name]
    ]


def _best(by_rule: list[Claim], by_model: list[Claim]) -> Claim:
    """Give the claim whose passage is to be shown: the model's likeliest, else the rule's tightest."""
    if by_model and (not by_rule or max(c.confidence for c in by_model) >= 0.3):
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
