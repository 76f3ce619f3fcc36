"""The quality gate: `python -m tests.quality.gate` measures extraction and fails below a floor.

`floors.json` keeps, for each exam (a folder of articles with gold), a digest of its files and a
floor for each figure. The samples are always there; the larger exam lies beside the checkout on
some machines only, and is left out elsewhere.

    python -m tests.quality.gate            measure, compare, exit 1 below a floor
    python -m tests.quality.gate --raise    set floors that were beaten to what was reached

A floor is lowered by hand, in `floors.json`, and only with a sentence in CHANGELOG.md that names
the exam, the figure and the new floor; `peak` remembers how high it once was.
"""

import argparse
import hashlib
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from kg.cli.eval import score_alone
from kg.evaluate import Scores, Tally, add_up
from kg.evaluate.pairing import pair, read_split

ROOT = Path(__file__).parents[2]
FLOORS = Path(__file__).with_name("floors.json")
CHANGELOG = ROOT / "CHANGELOG.md"
SHARED = ROOT.parent / "shared"

#: What a floor stays below the figure when it is raised: other processors round otherwise.
MARGIN = 0.01
#: A class or predicate needs this many items in gold to have a floor of its own.
ENOUGH = 20
#: An article with fewer facts in gold per thousand characters is an essay.
ESSAY = 5.0
#: Wrong facts per thousand characters of essays: no floor, but a limit that never moves.
ESSAY_LIMIT = 1.0


class Exam(msgspec.Struct, frozen=True):
    """Articles with gold, and how they are built."""

    articles: Path
    golds: Path
    split: str | None = None
    fast: bool = False

    @property
    def is_there(self) -> bool:
        """Whether this machine has it."""
        return self.golds.is_dir()

    def digest(self) -> str:
        """Give a hash of all that is examined, articles and gold, under their names."""
        only = read_split(self.split) if self.split else None
        told = hashlib.sha256()
        for one in pair(self.articles, self.golds, only=only):
            for path in (one.article, *one.golds):
                told.update(path.name.encode("utf-8") + b"\0" + path.read_bytes() + b"\0")
        return told.hexdigest()[:16]

    def take(self) -> "Result":
        """Build each article alone and give the sums."""
        only = read_split(self.split) if self.split else None
        lengths = {
            one.name: len(one.article.read_text(encoding="utf-8"))
            for one in pair(self.articles, self.golds, only=only)
        }
        each = list(score_alone(self.articles, self.golds, split=self.split, fast=self.fast))
        essays = [(scores, lengths[name]) for name, scores in each]
        essays = [(scores, length) for scores, length in essays if is_essay(scores, length)]
        return Result(
            scores=add_up(scores for _, scores in each),
            wrong_in_essays=sum(wrong_facts(scores) for scores, _ in essays),
            characters_of_essays=sum(length for _, length in essays),
        )


class Result(msgspec.Struct, frozen=True):
    """How an exam went."""

    scores: Scores
    wrong_in_essays: int
    characters_of_essays: int

    @property
    def noise(self) -> float:
        """Wrong facts per thousand characters of articles that state next to none."""
        return 1000 * self.wrong_in_essays / max(self.characters_of_essays, 1)


def is_essay(scores: Scores, characters: int) -> bool:
    """Tell whether gold has next to no facts for an article of this length."""
    wanted = sum(tally.gold for tally in scores.facts.values())
    return 1000 * wanted / characters < ESSAY


def wrong_facts(scores: Scores) -> int:
    """Count the facts that gold does not allow."""
    return sum(tally.predicted - tally.right for tally in scores.facts.values())


_VALIDATE = f"{SHARED / 'gold' / 'split.json'}:validate"
EXAMS: dict[str, Exam] = {
    "samples": Exam(ROOT / "samples", ROOT / "samples" / "gold"),
    "samples --fast": Exam(ROOT / "samples", ROOT / "samples" / "gold", fast=True),
    "validate": Exam(SHARED, SHARED / "gold", split=_VALIDATE),
    "validate --fast": Exam(SHARED, SHARED / "gold", split=_VALIDATE, fast=True),
}


class Floor(msgspec.Struct, frozen=True):
    """The least that a figure may be, and the highest floor that it ever had."""

    floor: float
    peak: float


class Pinned(msgspec.Struct, frozen=True):
    """What floors.json says of one exam."""

    digest: str
    floors: dict[str, Floor]


Table = dict[str, Pinned]


def read_floors(path: Path = FLOORS) -> Table:
    """Read floors.json; a missing file has no floors."""
    return msgspec.json.decode(path.read_bytes(), type=Table) if path.exists() else {}


def figures(scores: Scores) -> dict[str, float]:
    """Give the figures that are held: headlines, larger classes and predicates, grounding."""
    told = {
        "entities": scores.all_entities.f1,
        "core facts": scores.core_facts.f1,
        "observations": scores.observations.f1,
    }
    parts: Mapping[str, Tally] = {**scores.entities, **scores.facts}
    told |= {name: tally.f1 for name, tally in parts.items() if tally.gold >= ENOUGH}
    if (ground := scores.grounding) is not None and ground.evidence and ground.facts:
        told["passages exact"] = ground.exact / ground.evidence
        told["facts with a passage"] = 1 - ground.facts_without_evidence / ground.facts
    return told


def faults(
    name: str, digest: str, reached: Mapping[str, float], pinned: Pinned | None
) -> Iterator[str]:
    """Yield in words what keeps an exam from passing."""
    if pinned is None:
        yield f"{name}: has no floors; set them with --raise"
        return
    if digest != pinned.digest:
        yield (
            f"{name}: the exam changed ({pinned.digest} -> {digest}); figures no longer compare. "
            "If that is meant, put the new digest into floors.json and say so in CHANGELOG.md"
        )
    for figure, held in sorted(pinned.floors.items()):
        if (value := reached.get(figure, 0.0)) < held.floor:
            yield f"{name}: {figure} {value:.3f} is below its floor {held.floor:.3f}"


def unexplained(table: Table, changelog: str) -> Iterator[str]:
    """Yield each floor that was lowered without a sentence in the changelog."""
    for name, pinned in sorted(table.items()):
        for figure, held in sorted(pinned.floors.items()):
            wanted = (name, figure, f"{held.floor:g}")
            said = any(all(part in line for part in wanted) for line in changelog.splitlines())
            if held.floor < held.peak and not said:
                yield (
                    f"{name}: the floor of {figure} was lowered from {held.peak:g} to "
                    f"{held.floor:g} without a sentence in CHANGELOG.md that names all three"
                )


def raised(digest: str, reached: Mapping[str, float], pinned: Pinned | None) -> Pinned:
    """Give the floors with those raised that were beaten; none is lowered."""
    floors = dict(pinned.floors) if pinned else {}
    for figure, value in reached.items():
        exact = figure in ("passages exact", "facts with a passage")
        new = round(value if exact else max(value - MARGIN, 0.0), 3)
        if figure not in floors or new > floors[figure].floor:
            peak = max(new, floors[figure].peak) if figure in floors else new
            floors[figure] = Floor(new, peak)
    return Pinned(digest, dict(sorted(floors.items())))


def main() -> int:
    """Take every exam that is there; print figures against floors; 0 if all hold, else 1."""
    parser = argparse.ArgumentParser(prog="gate", description=__doc__.partition("\n")[0])
    parser.add_argument("--raise", dest="raising", action="store_true", help="raise floors")
    raising: bool = parser.parse_args().raising
    table = read_floors()
    wrong = list(unexplained(table, CHANGELOG.read_text(encoding="utf-8")))
    for name, exam in EXAMS.items():
        if not exam.is_there:
            print(f"{name}: not on this machine, left out")
            continue
        digest, result = exam.digest(), exam.take()
        reached = figures(result.scores)
        if raising and (name not in table or table[name].digest == digest):
            table[name] = raised(digest, reached, table.get(name))
        _print(name, reached, table.get(name))
        print(f"  wrong facts per 1,000 characters of essays {result.noise:.2f}")
        wrong += faults(name, digest, reached, table.get(name))
        if result.noise > ESSAY_LIMIT:
            wrong.append(f"{name}: {result.noise:.2f} wrong facts per 1,000 characters of essays")
    if raising:
        FLOORS.write_bytes(msgspec.json.format(msgspec.json.encode(table), indent=1) + b"\n")
    for fault in wrong:
        print(f"gate: {fault}", file=sys.stderr)
    return 1 if wrong else 0


def _print(name: str, reached: Mapping[str, float], pinned: Pinned | None) -> None:
    print(name)
    for figure, value in reached.items():
        held = pinned.floors.get(figure) if pinned else None
        floor = f"{held.floor:.3f}" if held else "none"
        print(f"  {figure:22} {value:.3f}   floor {floor}")


if __name__ == "__main__":
    sys.exit(main())
