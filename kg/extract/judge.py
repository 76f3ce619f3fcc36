"""judge: what rules and the model propose in, what the article is taken to say out.

A rule has one confidence, the share of its proposals that were right; the model has a calibrated
probability for whatever it is asked. Their log odds are weighed and added, with weights per class
and predicate that were found on articles the model had not learned from; what is likely enough stays.
Without the model the rules stand alone.
"""

from collections.abc import Iterable, Sequence

import msgspec

from kg.extract.confidence import UNMENTIONED, agree, measured
from kg.extract.reading import Found
from kg.extract.scene import Claim
from kg.vocab import EntityClass, Predicate

#: What a rule must be right in to be believed where there is no model.
ALONE = 0.42


def judge_names(
    rules: Sequence[Found], seconded: Sequence[float], model: Iterable[Found]
) -> list[Found]:
    """Join the names that rules and model found, and keep the likely ones; rivals of one class never overlap.

    `seconded` says how likely the model finds each of the rules' names.
    """
    table = measured()
    best: dict[tuple[object, EntityClass], Found] = {(f.span, f.kind): f for f in model}
    for found, likely in zip(rules, seconded, strict=True):
        key = (found.span, found.kind)
        confidence = agree(table.rules[found.by], likely, table.weights[found.kind.value])
        # The rule knows what a short form stands for; the model only that it is a name.
        by = f"{found.by}+model" if likely >= 0.5 else found.by
        if key in best and best[key].by == "model:span":
            # The model may have found the same name from a start of its own (see names_of).
            confidence = max(confidence, best.pop(key).confidence)
        if key not in best or best[key].confidence < confidence:
            best[key] = msgspec.structs.replace(found, confidence=confidence, by=by)
    return _without_rivals(
        [f for f in best.values() if f.confidence >= table.weights[f.kind.value].least]
    )


def _without_rivals(found: list[Found]) -> list[Found]:
    """Of names of one class that overlap keep the likelier, of equals the longer."""
    kept: list[Found] = []
    for item in sorted(found, key=lambda f: (-f.confidence, -len(f.span), f.span, f.name)):
        if not any(k.kind is item.kind and k.span.overlaps(item.span) for k in kept):
            kept.append(item)
    return sorted(kept, key=lambda f: (f.span, f.kind, f.name))


def trust_rules(found: Iterable[Found]) -> list[Found]:
    """Give rules' names their measured confidence, and keep the likely ones."""
    rules = measured().rules
    trusted = [msgspec.structs.replace(f, confidence=rules[f.by]) for f in found]
    return _without_rivals([f for f in trusted if f.confidence >= ALONE])


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
            groups.setdefault(said(claim), [[], []])[column].append(claim)
    kept, table = [], measured()
    for key, (by_rule, by_model) in sorted(groups.items()):
        weights = table.weights[key[0]]
        rule = max((table.rules[c.by] for c in by_rule), default=None)
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
    return _without_doubled_titles(_without_faint_rivals(kept))


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


#: A thing is mostly in one place and signed by one side: what is this much less likely than the
#: likeliest is left out.
_RIVAL_SHARE = 0.8


def _without_faint_rivals(claims: list[Claim]) -> list[Claim]:
    most: dict[tuple[Predicate, EntityClass, str], float] = {}
    for claim in claims:
        key = _contested(claim)
        if key is not None:
            most[key] = max(most.get(key, 0.0), claim.confidence)
    return [
        c
        for c in claims
        if (key := _contested(c)) is None or c.confidence >= _RIVAL_SHARE * most[key]
    ]


def _contested(claim: Claim) -> tuple[Predicate, EntityClass, str] | None:
    """Give what only one claim should say: where a thing is, who signed with whom."""
    if claim.predicate is Predicate.LOCATED_IN:
        return Predicate.LOCATED_IN, claim.subject.kind, claim.subject.name
    if claim.predicate is Predicate.SIGNED and claim.object is not None:
        return Predicate.SIGNED, claim.object.kind, claim.object.name
    return None


def _best(by_rule: list[Claim], by_model: list[Claim]) -> Claim:
    """Give the claim whose passage is to be shown: the model's likeliest, else the rule's tightest."""
    if by_model and (not by_rule or max(c.confidence for c in by_model) >= 0.3):
        best = min(by_model, key=lambda c: (-c.confidence, len(c.span), c.span))
        dates = [c.date for c in (*by_rule, best) if c.date]
        return msgspec.structs.replace(best, date=best.date or (dates[0] if dates else None))
    return min(by_rule, key=lambda c: (len(c.span), c.span))


def said(claim: Claim) -> tuple[str, ...]:
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
