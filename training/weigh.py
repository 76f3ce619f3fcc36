"""training/weigh: annotated articles that the model has not learned from in, `kg/extract/confidence.json` out.

Says what the rules and the model are worth beside each other: the share of each rule's proposals
that were right, and per class and predicate how much the log odds of either count and what is likely enough.
"""

import argparse
import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import articles
import numpy as np
import numpy.typing as npt

from kg.evaluate.compare import bare, in_base_unit, indicators_agree, same_number, titles_agree
from kg.extract.confidence import UNMENTIONED, log_odds
from kg.extract.facts import find_facts
from kg.extract.judge import judge_names, kind_of, said
from kg.extract.model_claims import claims_of
from kg.extract.neural import read_spans
from kg.extract.proposals import propose_names
from kg.extract.prune import prune
from kg.extract.reading import Found, Reading
from kg.extract.scene import Claim, Scene
from kg.model import Article, ArticleId
from kg.repair import repair

OUT = Path(__file__).parent.parent / "kg" / "extract" / "confidence.json"
MODEL = (0.3, 0.5, 0.7, 0.9, 1.1)
RULE = (0.0, 0.3, 0.6, 0.9, 1.2, 1.5)
LEAST = tuple(round(0.25 + 0.05 * i, 2) for i in range(11))
#: A rule's share is drawn to this, as if it had been seen so often more.
PRIOR, SEEN = 0.6, 4.0


class Proposal(NamedTuple):
    """What rules or the model propose, with what it would find if it were kept."""

    kind: str
    thing: str  #: what would be counted once
    right: bool
    rule: str | None
    model: float


class Truth:
    """The annotation of one article, asked by names."""

    def __init__(self, record: dict) -> None:  # type: ignore[type-arg]
        self.record = record
        self.kind = {e["id"]: e["type"] for e in record["entities"]}
        self.optional = {e["id"] for e in record["entities"] if e.get("optional")}
        self.by_name: dict[tuple[str, str], set[str]] = defaultdict(set)
        for e in record["entities"]:
            for name in (e["name"], *e.get("aliases", ())):
                self.by_name[e["type"], bare(name)].add(e["id"])

    def ids(self, found: Found, text: str) -> set[str]:
        """Give the annotated things that a name may be."""
        kind = found.kind.value
        exact = self.by_name.get((kind, bare(found.name)), set())
        return exact or self.by_name.get(
            (kind, bare(text[found.span.start : found.span.end])), set()
        )

    def verdict(self, claim: Claim, text: str) -> tuple[str, bool] | None:
        """Give the fact that a claim states and whether it is right; None if it is neither right nor wrong."""
        kind = kind_of(claim)
        subjects = self.ids(claim.subject, text)
        objects = self.ids(claim.object, text) if claim.object else set()
        if kind == "figure":
            return self._figure(claim, subjects)
        predicate = "holdsPost" if kind == "post" else kind
        neutral = bool((subjects | objects) & self.optional)
        for number, fact in enumerate(self.record["facts"]):
            if fact["p"] == predicate and self._says(fact, claim, subjects, objects):
                if (
                    fact.get("optional")
                    or fact["s"] in self.optional
                    or fact.get("o") in self.optional
                ):
                    neutral = True
                else:
                    return f"fact {number}", True
        if neutral or (kind in ("locatedIn", "partOf") and self._follows(subjects, objects)):
            return None
        return "|".join(said(claim)), False

    def _says(self, fact: dict, claim: Claim, subjects: set[str], objects: set[str]) -> bool:  # type: ignore[type-arg]
        ours = {fact["s"], fact.get("alt_s")} & subjects
        if fact["p"] == "totalInvestment":
            return bool(ours) and same_number(float(claim.value or 0), float(fact["value"]))
        if fact["p"] == "capacity":
            a, b = bare(claim.value or ""), bare(fact.get("text", ""))
            return bool(ours) and (a in b or b in a)
        if fact["p"] == "stage":
            return bool(ours) and claim.stage is not None and claim.stage.value == fact["o"]
        theirs = {fact.get("o"), fact.get("alt_o")} & objects
        if fact["p"] == "holdsPost":
            same = titles_agree(claim.title or "", fact.get("title", ""))
            return bool(ours and theirs) and same
        if fact["p"] == "cooperatesWith" and fact["s"] in objects and fact["o"] in subjects:
            return True
        return bool(ours and theirs)

    def _figure(self, claim: Claim, subjects: set[str]) -> tuple[str, bool] | None:
        ours = in_base_unit(float(claim.value or 0), claim.unit)
        for number, o in enumerate(self.record["observations"]):
            if (
                o["s"] in subjects
                and same_number(in_base_unit(o["value"], o["unit"]), ours)
                and indicators_agree(o["indicator"], claim.indicator or "")
            ):
                return None if o.get("optional") else (f"figure {number}", True)
        return "|".join(said(claim)), False

    def _follows(self, subjects: set[str], objects: set[str]) -> bool:
        todo, seen = list(subjects), set(subjects)
        while todo:
            inner = todo.pop()
            for fact in self.record["facts"]:
                if fact["p"] in ("locatedIn", "partOf") and fact["s"] == inner:
                    if fact["o"] in objects:
                        return True
                    if fact["o"] not in seen:
                        seen.add(fact["o"])
                        todo.append(fact["o"])
        return False

    def wanted(self) -> Counter[str]:
        """Count what is to be found, per class and predicate."""
        counts = Counter(k for i, k in self.kind.items() if i not in self.optional)
        for fact in self.record["facts"]:
            if not (
                fact.get("optional")
                or fact["s"] in self.optional
                or fact.get("o") in self.optional
            ):
                counts["post" if fact["p"] == "holdsPost" else fact["p"]] += 1
        counts["figure"] = sum(not o.get("optional") for o in self.record["observations"])
        return counts


def propose(record: dict, text: str) -> tuple[list[Proposal], Counter[str]]:  # type: ignore[type-arg]
    """Give all that rules and model propose for an article, and how much is to be found."""
    truth = Truth(record)
    done = repair(Article(id=ArticleId(record["doc"]), source_file="x", source_text=text))
    reading = Reading(done)
    encoded = read_spans(reading.text, reading.sentences)
    names = propose_names(reading, encoded)
    out = []
    rules = zip(names.rules, names.seconded, strict=True)
    for found, rule, likely in [
        *((f, f.by, s) for f, s in rules),
        *((f, None, f.confidence) for f in names.model),
    ]:
        ids = truth.ids(found, reading.text)
        if not ids & truth.optional or ids - truth.optional:
            thing = min(ids, default=bare(found.name))
            out.append(
                Proposal(found.kind.value, f"{record['doc']} {thing}", bool(ids), rule, likely)
            )
    scene = Scene(reading, prune(judge_names(names.rules, names.seconded, names.model)))
    sides: dict[tuple[str, ...], list[Claim | None]] = defaultdict(lambda: [None, None])
    for side, claims in enumerate((find_facts(scene), claims_of(encoded, scene))):
        for claim in sorted(claims, key=lambda c: c.confidence):
            sides[said(claim)][side] = claim
    for ruled, modelled in sides.values():
        claim = ruled or modelled
        assert claim is not None
        verdict = truth.verdict(claim, reading.text)
        if verdict is not None:
            out.append(
                Proposal(
                    kind_of(claim),
                    f"{record['doc']} {verdict[0]}",
                    verdict[1],
                    ruled.by if ruled else None,
                    modelled.confidence if modelled else UNMENTIONED,
                )
            )
    return out, truth.wanted()


def rule_shares(proposals: Iterable[Proposal], before: dict[str, float]) -> dict[str, float]:
    """Give the share of each rule's proposals that were right, each thing counted once."""
    seen: dict[str, dict[str, bool]] = defaultdict(dict)
    for p in proposals:
        if p.rule is not None:
            seen[p.rule][p.thing] = p.right
    shares = dict(before)
    for rule, things in seen.items():
        drawn = before.get(rule, PRIOR)
        shares[rule] = round((sum(things.values()) + SEEN * drawn) / (len(things) + SEEN), 2)
    return shares


def best_weights(
    proposals: list[Proposal], shares: dict[str, float], wanted: int
) -> tuple[tuple[float, float, float], float]:
    """Give (model, rule, least) with the highest F1 over `proposals`, and that F1."""
    things = sorted({p.thing for p in proposals})
    place = {thing: i for i, thing in enumerate(things)}
    right = np.zeros(len(things), dtype=bool)
    index = np.array([place[p.thing] for p in proposals])
    right[index] = [p.right for p in proposals]
    model = np.array([log_odds(p.model) for p in proposals])
    has = np.array([p.rule is not None for p in proposals])
    rule = np.array([log_odds(shares[p.rule]) if p.rule else 0.0 for p in proposals])
    scored: list[tuple[float, tuple[float, float, float]]] = []
    for m in MODEL:
        for r in RULE:
            odds = np.where(has, np.maximum(model, m * model + r * rule), model)
            top = np.full(len(things), -99.0)
            np.maximum.at(top, index, odds)
            for least in LEAST:
                kept = top >= log_odds(least)
                hits = int((kept & right).sum())
                scored.append((2 * hits / max(1, int(kept.sum()) + wanted), (m, r, least)))
    best = max(f for f, _ in scored)
    # Of the settings that are as good within half a point take the middle one: less is chance.
    near: npt.NDArray[np.float64] = np.array([w for f, w in scored if f >= best - 0.005])
    middle = np.median(near, axis=0)
    chosen = near[np.abs((near - middle) / np.array([0.5, 0.5, 0.2])).sum(1).argmin()]
    return (float(chosen[0]), float(chosen[1]), float(chosen[2])), best


def main() -> None:
    """Weigh and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--fold", type=int, default=0, help="of our articles, unknown to the model"
    )
    parser.add_argument("--shares", action="store_true", help="measure the rules, on all of them")
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args()
    table = json.loads(OUT.read_text(encoding="utf-8"))
    proposals: list[Proposal] = []
    known: list[Proposal] = []
    wanted: Counter[str] = Counter()
    for record, text in articles.read():
        if articles.fold(record) == options.fold:
            found, counts = propose(record, text)
            proposals += found
            wanted += counts
        elif options.shares:
            known += propose(record, text)[0]
    random.Random(0).shuffle(proposals)
    if options.shares:
        table["rules"] = dict(sorted(rule_shares([*proposals, *known], table["rules"]).items()))
    for kind, count in sorted(wanted.items()):
        ours = [p for p in proposals if p.kind == kind]
        if kind not in table["weights"] or len(ours) < 30 or count < 15:
            print(kind, count, "too few")
            continue
        weights, f1 = best_weights(ours, table["rules"], count)
        print(kind, count, weights, round(f1, 3), "before", table["weights"][kind])
        table["weights"][kind] = dict(zip(("model", "rule", "least"), weights, strict=True))
    options.out.write_text(
        json.dumps(table, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main()
