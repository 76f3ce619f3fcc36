"""judge: the things of all articles in, which of them are one and why out."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kg.errors import ResolveError
from kg.model import Judgement
from kg.resolve.across.facets import Facets, conflict, facets_of
from kg.resolve.across.keys import Key, keys_of
from kg.resolve.across.thing import Thing
from kg.resolve.cluster import Components
from kg.resolve.within import companies, is_bare_name, parks
from kg.resolve.within.attach import DOUBT
from kg.resolve.within.scene import Scene
from kg.vocab import EntityClass

#: Of the things that share a name and stay apart, so many are noted beside the first; the rest adds nothing.
NOTED = 20
#: A block of names to compare is cut here, so that one brand with countless branches can't cost n² steps.
COMPARED = 40
#: What comparing two names across articles is worth, beside comparing them within one.
ACROSS = 0.9

_COMPARERS: dict[EntityClass, Callable[[str, str], tuple[float, str, str] | None]] = {
    EntityClass.COMPANY: companies.alike,
    EntityClass.PARK: parks.shortens,
}


@dataclass(frozen=True)
class Verdict:
    """What judging found."""

    groups: list[list[Thing]]
    judgements: list[Judgement]
    comparisons: int  #: pairs that were looked at, for the benchmark


def judge(things: Sequence[Thing], *, human: Sequence[Judgement] = ()) -> Verdict:
    """Join things that share evidence and differ in nothing; verdicts of people come first and hold.

    Raises:
        ResolveError: the verdicts of people contradict each other.
    """
    bench = _Bench(things)
    bench.obey(human)
    blocks: dict[tuple[EntityClass, str], list[tuple[Key, Thing]]] = defaultdict(list)
    for thing in bench.things:
        for key in keys_of(thing):
            blocks[key.block].append((key, thing))
    # a key is as good as its weaker side: a short name that a legal name implies is no stated one
    shared = {
        block: min((k for k, _ in members), key=lambda k: (k.score, k.reason))
        for block, members in blocks.items()
        if len({thing.scene for _, thing in members}) > 1
    }
    for block, key in sorted(shared.items(), key=lambda s: (-s[1].score, s[0])):
        members = [thing for _, thing in blocks[block]]
        if key.compare:
            bench.compare(key, members)
        else:
            bench.meet(key, members)
    bench.note_namesakes()
    return Verdict(bench.components.groups(), bench.judgements, bench.comparisons)


class _Bench:
    """The things being judged, the components that they form so far, and what was said of them."""

    def __init__(self, things: Sequence[Thing]) -> None:
        self.things = sorted(things, key=lambda t: t.id)
        self.components: Components[Thing] = Components(self.things)
        self.judgements: list[Judgement] = []
        self.comparisons = 0
        self._facets: dict[Thing, Facets] = {t: facets_of(t) for t in self.things}
        self._scenes: dict[Thing, set[Scene]] = {t: {t.scene} for t in self.things}

    def facets(self, thing: Thing) -> Facets:
        """Give what is known of the component of a thing."""
        return self._facets[self.components.find(thing)]

    def obey(self, human: Sequence[Judgement]) -> None:
        """Take over what people decided about these things."""
        owner = {m.id: t for t in self.things for m in t.mentions}
        known = [j for j in human if j.left in owner and j.right in owner]
        for j in known:
            if j.verdict == "different" and owner[j.left] is not owner[j.right]:
                self.components.keep_apart(owner[j.left], owner[j.right])
        for j in known:
            if j.verdict == "same" and not self._join(owner[j.left], owner[j.right], told=True):
                raise ResolveError(
                    f"the judgements of people contradict each other: {j.left_name or j.left} and "
                    f"{j.right_name or j.right} are said to be the same, but others keep them apart; "
                    "take one of them out of ontology/judgements.jsonl"
                )

    def meet(self, key: Key, block: Sequence[Thing]) -> None:
        """Join what shares a key, in camps that differ in nothing; what fits several camps stays undecided."""
        camps: dict[Facets, Thing] = {}
        free: list[Thing] = []
        for thing in block:
            mine = self.facets(thing)
            if not any(mine):
                free.append(thing)
            elif (first := self._camp(camps, mine)) is None:
                camps[mine] = thing
            else:
                self._same(key, first, thing)
        for thing in free[1:]:
            self._same(key, free[0], thing)
        leaders = list(camps.values())
        if free and len(leaders) == 1:
            self._same(key, leaders[0], free[0])
        elif free:
            for leader in leaders[:NOTED]:
                reason = f"{key.reason}; but so do others that differ from it"
                self._say(leader, free[0], "unsure", DOUBT, key.by, reason)
        for other in leaders[1:NOTED]:
            if why := conflict(self.facets(leaders[0]), self.facets(other)):
                self._say(leaders[0], other, "different", 0.95, key.by, f"{key.reason}; but {why}")

    def _camp(self, camps: dict[Facets, Thing], mine: Facets) -> Thing | None:
        """Find the first of the camp that a thing with these facets may join."""
        if mine in camps:
            return camps[mine]
        for first in list(camps.values())[:COMPARED]:
            self.comparisons += 1
            if not conflict(mine, self.facets(first)):
                return first
        return None

    def compare(self, key: Key, block: Sequence[Thing]) -> None:
        """Compare the names in a block, and join each short one that fits one full one alone."""
        roots = list(dict.fromkeys(self.components.find(t) for t in block))[:COMPARED]
        compare_names = _COMPARERS[key.kind]
        for short in roots:
            fits: dict[Thing, tuple[float, str, str]] = {}
            for full in roots:
                if self.components.find(full) is self.components.find(short):
                    continue
                self.comparisons += 1
                found = [
                    f
                    for a in short.names
                    for b in full.names
                    if not is_bare_name(key.kind, a)
                    and len(a) <= len(b)
                    and (f := compare_names(a, b))
                ]
                if found and not conflict(self.facets(short), self.facets(full)):
                    fits[self.components.find(full)] = max(found)
            if len(fits) == 1:
                ((full, (score, rule, reason)),) = fits.items()
                if score <= DOUBT:
                    self._say(full, short, "unsure", DOUBT, rule, reason)
                elif self._join(full, short):
                    self._say(
                        full,
                        short,
                        "same",
                        round(score * ACROSS, 2),
                        rule,
                        f"{reason}, in articles on one city",
                    )
            for full, (_, rule, reason) in fits.items() if len(fits) > 1 else ():
                self._say(full, short, "unsure", DOUBT, rule, f"{reason}; but others fit as well")

    def note_namesakes(self) -> None:
        """Note the things that share a name and were not joined, for people to look at."""
        named: dict[tuple[EntityClass, str], list[Thing]] = defaultdict(list)
        for thing in self.things:
            if not is_bare_name(thing.kind, thing.label):
                named[thing.kind, thing.label].append(thing)
        said = {frozenset((j.left, j.right)) for j in self.judgements}
        for _, those in sorted(named.items()):
            apart = {self.components.find(thing): thing for thing in reversed(those)}
            first, *rest = sorted(apart.values(), key=lambda t: t.id)
            for other in rest[:NOTED]:
                if frozenset((first.id, other.id)) in said:
                    continue
                why = conflict(self.facets(first), self.facets(other))
                verdict, score = ("different", 0.9) if why else ("unsure", DOUBT)
                reason = why or "no place, person or trade joins the articles"
                self._say(
                    first,
                    other,
                    verdict,
                    score,
                    "same-name",
                    f"both are called {first.label}, but {reason}",
                )

    def _same(self, key: Key, a: Thing, b: Thing) -> None:
        self.comparisons += 1
        if self.components.find(a) is self.components.find(b):
            return
        if why := conflict(self.facets(a), self.facets(b)):
            self._say(a, b, "different", 0.95, key.by, f"{key.reason}; but {why}")
        elif self._share_article(a, b):
            reason = f"{key.reason}; but one article names both, apart"
            self._say(a, b, "different", 0.8, key.by, reason)
        elif self._join(a, b):
            self._say(a, b, "same", round(key.score, 2), key.by, key.reason)

    def _share_article(self, a: Thing, b: Thing) -> bool:
        """Tell whether some article has a thing in each component: what it tells apart stays apart."""
        ours, theirs = (self._scenes[self.components.find(t)] for t in (a, b))
        return not ours.isdisjoint(theirs)

    def _join(self, a: Thing, b: Thing, *, told: bool = False) -> bool:
        """Make one component of two, unless a person or (if nobody `told` so) an article keeps them apart."""
        left, right = self.components.find(a), self.components.find(b)
        if left is right:
            return True
        if (not told and self._share_article(a, b)) or not self.components.join(a, b):
            return False
        root = self.components.find(a)
        self._facets[root] = self._facets[left].merged(self._facets[right])
        small, large = sorted((self._scenes.pop(left), self._scenes.pop(right)), key=len)
        large |= small  # in place: copying would cost n² for a city that every article names
        self._scenes[root] = large
        return True

    def _say(self, a: Thing, b: Thing, verdict: str, score: float, by: str, reason: str) -> None:
        if a.scene is b.scene:
            return  # what one article shows was judged there
        judgement = Judgement(
            left=a.id, right=b.id, verdict=verdict, score=score, by=by, reason=reason,
            left_name=a.label, right_name=b.label,
        )  # fmt: skip
        self.judgements.append(judgement)
