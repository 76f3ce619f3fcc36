"""evaluate/scoring: a graph and its gold in, precision and recall by class and predicate out.

Neither right nor wrong: what the gold marks optional, and what follows from gold by containment
(a firm in a park in a city is in the city) without being annotated.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from kg.evaluate.built import Built, read_built
from kg.evaluate.compare import in_base_unit, indicators_agree, same_number, titles_agree
from kg.evaluate.gold import Gold, read_gold
from kg.evaluate.grounding import check_grounding
from kg.evaluate.matching import match_entities
from kg.evaluate.values import PREDICATES, Claim, Figure, Miss, Scores, Tally
from kg.vocab import EntityClass

_SYMMETRIC = frozenset({"cooperatesWith"})
_LITERAL = frozenset({"totalInvestment", "stage"})


def score(graph_nq: Path, golds: Sequence[Path], *, texts: Path | None = None) -> Scores:
    """Give the figures of a graph built from exactly the articles that `golds` annotate.

    With `texts`, a folder that holds the source articles, every passage is checked against them.

    Raises:
        GraphError: `graph_nq` is missing or no N-Quads.
        UsageError: a gold file is missing or no annotation.
    """
    built, gold = read_built(graph_nq), read_gold(golds)
    entities, found, misses = _score_entities(built, gold)
    # A thing found under another class is a wrong entity, yet facts about it can still be right.
    strays = built.named() - found.keys()
    left = {key: names for key, names in gold.names.items() if key not in set(found.values())}
    who = found | match_entities(built, strays, left)
    facts: dict[str, Tally] = {}
    for name in PREDICATES:
        facts[name], wrong = _score_predicate(name, built, gold, who)
        misses += wrong
    observations, wrong = _score_observations(built, gold, who)
    return Scores(
        entities=entities,
        facts=facts,
        observations=observations,
        grounding=check_grounding(built, texts) if texts is not None else None,
        misses=(*misses, *wrong),
    )


def _score_entities(
    built: Built, gold: Gold
) -> tuple[dict[str, Tally], dict[str, str], list[Miss]]:
    tallies: dict[str, Tally] = {}
    found: dict[str, str] = {}
    misses: list[Miss] = []
    for kind in EntityClass:
        seen, wanted = built.of_kind(kind), gold.of_kind(kind)
        pairs = match_entities(built, seen, wanted)
        loose = sum(key in gold.optional for key in pairs.values())
        required = wanted.keys() - gold.optional
        tallies[kind] = Tally(
            right=len(pairs) - loose, predicted=len(seen) - loose, gold=len(required)
        )
        found |= pairs
        missed = required - set(pairs.values())
        misses += _misses(kind, "missed", (max(wanted[key], key=_fullness) for key in missed))
        misses += _misses(kind, "wrong", (min(built.labels[iri]) for iri in seen - pairs.keys()))
    return tallies, found, misses


def _fullness(name: str) -> tuple[int, str]:
    return len(name), name


def _misses(part: str, verdict: str, what: Iterable[str]) -> list[Miss]:
    return [Miss(part=str(part), verdict=verdict, what=one) for one in sorted(what)]


def _score_predicate(
    name: str, built: Built, gold: Gold, who: Mapping[str, str]
) -> tuple[Tally, list[Miss]]:
    wanted = sorted((fact for fact in gold.facts if fact.predicate == name), key=repr)
    hit: set[Claim] = set()
    wrong: list[Claim] = []
    for claim in built.claims:
        if claim.predicate != name:
            continue
        told = _in_gold_keys(claim, who)
        answers = [fact for fact in wanted if _says(told, fact, gold)]
        fresh = next((fact for fact in answers if fact not in hit), None)
        if fresh is not None:
            hit.add(fresh)
        elif not answers and not _is_neutral(told, gold):  # saying a fact twice is no fault
            wrong.append(claim)
    tally = Tally(right=len(hit), predicted=len(hit) + len(wrong), gold=len(wanted))
    missed = (_show_gold(fact, gold) for fact in wanted if fact not in hit)
    return tally, [
        *_misses(name, "missed", missed),
        *_misses(name, "wrong", (_show_built(claim, built) for claim in wrong)),
    ]


def _in_gold_keys(claim: Claim, who: Mapping[str, str]) -> Claim:
    """Translate a claim's IRIs to gold keys; an entity that gold does not know becomes None."""
    stated = claim.object
    if claim.predicate not in _LITERAL:
        stated = who.get(str(stated))
    return claim._replace(subject=who.get(claim.subject or ""), object=stated)


def _says(told: Claim, fact: Claim, gold: Gold) -> bool:
    ways = (fact, *gold.equals.get(fact, ()))
    return any(_agree(told, way) for way in ways)


def _agree(told: Claim, fact: Claim) -> bool:
    if told.predicate != fact.predicate:
        return False
    if told.predicate == "totalInvestment":
        return told.subject == fact.subject and _same_amount(told.object, fact.object)
    if told.predicate == "holdsPost" and not titles_agree(told.title or "", fact.title or ""):
        return False
    ends, wanted = (told.subject, told.object), (fact.subject, fact.object)
    return ends == wanted or (told.predicate in _SYMMETRIC and ends[::-1] == wanted)


def _same_amount(left: str | float | None, right: str | float | None) -> bool:
    return isinstance(left, float) and isinstance(right, float) and same_number(left, right)


def _is_neutral(told: Claim, gold: Gold) -> bool:
    if told.subject in gold.optional or told.object in gold.optional:
        return True
    if any(_agree(told, fact) for fact in gold.optional_facts):
        return True
    return (
        told.predicate in ("locatedIn", "partOf")
        and told.subject is not None
        and told.object is not None
        and gold.contains(str(told.object), told.subject)
    )


def _show_gold(fact: Claim, gold: Gold) -> str:
    def name(key: str | float | None) -> str:
        return min(gold.names[key]) if isinstance(key, str) and key in gold.names else str(key)

    return f"{name(fact.subject)} -> {name(fact.object)} {fact.title or ''}".rstrip()


def _show_built(claim: Claim, built: Built) -> str:
    def name(iri: str | float | None) -> str:
        labels = built.labels.get(iri, ()) if isinstance(iri, str) else ()
        return min(labels, key=_fullness) if labels else str(iri)

    return f"{name(claim.subject)} -> {name(claim.object)} {claim.title or ''}".rstrip()


def _score_observations(
    built: Built, gold: Gold, who: Mapping[str, str]
) -> tuple[Tally, list[Miss]]:
    left = list(gold.observations)
    right = neutral = 0
    wrong: list[Figure] = []
    for figure in built.observations:
        subjects = {who[iri] for iri in figure.subjects if iri in who}
        found = next((w for w in left if subjects & w.subjects and _same_figure(figure, w)), None)
        if found is None:
            wrong.append(figure)
            continue
        left.remove(found)
        neutral += found.optional
        right += not found.optional
    tally = Tally(
        right=right,
        predicted=len(built.observations) - neutral,
        gold=sum(not figure.optional for figure in gold.observations),
    )
    missed = (_show_figure(figure) for figure in left if not figure.optional)
    return tally, [
        *_misses("observations", "missed", missed),
        *_misses("observations", "wrong", (_show_figure(figure) for figure in wrong)),
    ]


def _same_figure(one: Figure, other: Figure) -> bool:
    return indicators_agree(one.indicator, other.indicator) and same_number(
        in_base_unit(one.value, one.unit), in_base_unit(other.value, other.unit)
    )


def _show_figure(figure: Figure) -> str:
    subject = min(figure.subjects, default="?")
    return f"{subject.rpartition('/')[2]}: {figure.indicator} {figure.value}{figure.unit}"
