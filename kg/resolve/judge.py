"""judge: the things of all articles in, which of them are one and why out."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.errors import ResolveError
from kg.model import Judgement, MentionId
from kg.resolve.block import Facets, Key, conflict, facets, keys
from kg.resolve.cluster import Components
from kg.resolve.thing import Thing

#: Classes-and-names that end as several things are shown to a person as pairs, at most so many for a name.
_SHOWN = 20


@dataclass(frozen=True)
class Verdict:
    """What judging found."""

    groups: list[list[Thing]]
    judgements: list[Judgement]
    comparisons: int  #: pairs that were looked at, for the benchmark


def judge(things: Sequence[Thing], *, human: Iterable[Judgement] = ()) -> Verdict:
    """Join things that share evidence and differ in nothing; `human` verdicts come first and hold."""
    return _Judge(things, tuple(human)).run()


class _Judge:
    def __init__(self, things: Sequence[Thing], human: tuple[Judgement, ...]) -> None:
        self.things = sorted(things, key=lambda t: t.id)
        self.human = human
        self.judgements: list[Judgement] = []
        self.comparisons = 0
        owner = {m.id: t for t in self.things for m in t.mentions}
        self.known = [j for j in human if j.left in owner and j.right in owner]
        different = [
            (owner[j.left], owner[j.right]) for j in self.known if j.verdict == "different"
        ]
        self.components: Components[Thing] = Components(self.things, different)
        self.facets: dict[Thing, Facets] = {t: facets(t) for t in self.things}
        for j in self.known:
            if j.verdict == "same" and not self._join(owner[j.left], owner[j.right]):
                raise ResolveError(
                    f"the judgements of people contradict each other: {j.left_name or j.left} and "
                    f"{j.right_name or j.right} are said to be the same, but others keep them apart; "
                    "remove one of them from ontology/judgements.jsonl"
                )

    def run(self) -> Verdict:
        blocks: dict[Key, list[Thing]] = defaultdict(list)
        for thing in self.things:
            for key in keys(thing):
                blocks[key._replace(reason="", score=0, by="")].append(thing)
        best: dict[Key, Key] = {}
        for thing in self.things:
            for key in keys(thing):
                slot = key._replace(reason="", score=0, by="")
                # a key is as good as its weaker side: an implied short name is no stated one
                if len(blocks[slot]) > 1 and (slot not in best or key < best[slot]):
                    best[slot] = min(key, best.get(slot, key), key=lambda k: (k.score, k.reason))
        for slot in sorted(best, key=lambda s: (-best[s].score, s.kind, s.text)):
            self._meet(best[slot], blocks[slot])
        self._left_apart()
        return Verdict(self.components.groups(), self.judgements, self.comparisons)

    def _join(self, a: Thing, b: Thing) -> bool:
        merged = self.facets[self.components.find(a)].merged(self.facets[self.components.find(b)])
        if not self.components.join(a, b):
            return False
        self.facets[self.components.find(a)] = merged
        return True

    def _meet(self, key: Key, block: Sequence[Thing]) -> None:
        """Join what a block holds, in camps that differ in nothing; what fits two camps stays undecided."""
        camps: list[list[Thing]] = []
        free: list[Thing] = []
        for thing in block:
            mine = self.facets[self.components.find(thing)]
            if not any(mine):
                free.append(thing)
                continue
            for camp in camps:
                self.comparisons += 1
                if not conflict(mine, self.facets[self.components.find(camp[0])]):
                    self._say_same(key, camp[0], thing)
                    camp.append(thing)
                    break
            else:
                camps.append([thing])
        for thing in free[1:]:
            self._say_same(key, free[0], thing)
        if free and len(camps) == 1:
            self._say_same(key, camps[0][0], free[0])
        elif free:
            for camp in camps[:_SHOWN]:
                self._say(
                    camp[0], free[0], "unsure", 0.5, key.by, f"{key.reason}; but so are others"
                )
        for other in camps[1:_SHOWN]:
            why = conflict(
                self.facets[self.components.find(camps[0][0])],
                self.facets[self.components.find(other[0])],
            )
            self._say(camps[0][0], other[0], "different", 0.95, key.by, f"{key.reason}; {why}")

    def _say_same(self, key: Key, a: Thing, b: Thing) -> None:
        self.comparisons += 1
        if self.components.find(a) is self.components.find(b):
            return
        why = conflict(self.facets[self.components.find(a)], self.facets[self.components.find(b)])
        if why:
            self._say(a, b, "different", 0.95, key.by, f"{key.reason}; {why}")
        elif self._join(a, b):
            self._say(a, b, "same", key.score, key.by, key.reason)

    def _say(self, a: Thing, b: Thing, verdict: str, score: float, by: str, reason: str) -> None:
        self.judgements.append(
            Judgement(
                left=a.id,
                right=b.id,
                verdict=verdict,
                score=score,
                by=by,
                reason=reason,
                left_name=a.label,
                right_name=b.label,
            )
        )

    def _left_apart(self) -> None:
        """Note the things that share a name and were not joined, for people to look at."""
        named: dict[tuple[str, str], list[Thing]] = defaultdict(list)
        for thing in self.things:
            named[thing.kind, thing.label].append(thing)
        said = {frozenset((j.left, j.right)) for j in self.judgements}
        for _, those in sorted(named.items()):
            roots: dict[Thing, Thing] = {}
            for thing in those:
                roots.setdefault(self.components.find(thing), thing)
            first, *rest = roots.values()
            for other in rest[:_SHOWN]:
                if frozenset((first.id, other.id)) in said:
                    continue
                why = conflict(
                    self.facets[self.components.find(first)],
                    self.facets[self.components.find(other)],
                )
                if why:
                    self._say(
                        first,
                        other,
                        "different",
                        0.9,
                        "same-name",
                        f"both are called {first.label}; {why}",
                    )
                else:
                    self._say(
                        first,
                        other,
                        "unsure",
                        0.5,
                        "same-name",
                        f"both are called {first.label}, and no place, person or trade joins the articles",
                    )


def mention_owner(things: Iterable[Thing]) -> dict[MentionId, Thing]:
    """Map each mention to its thing."""
    return {m.id: t for t in things for m in t.mentions}
