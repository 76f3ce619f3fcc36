"""review: undecided judgements and the articles in, a person's answers out.

The answers are judgements themselves, kept in a file of their own that no build writes, so that they outlive
every rebuild. A session can always take back its last answer.
"""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from kg.errors import UsageError
from kg.model import Extraction, Judgement, Mention, MentionId
from kg.vocab import EntityClass

_STOP = re.compile(r"[。！？；\n]")
#: A sentence is cut to so many characters on either side of the name.
_WIDEST = 120

PERSON = "person"


class Sight(NamedTuple):
    """A mention as a person sees it: who says what where."""

    kind: EntityClass
    name: str
    before: str  #: its sentence up to the name
    words: str
    after: str
    source_file: str
    headline: str
    published: str


class Case(NamedTuple):
    """A pair that the rules left open, with the sentences that name the two."""

    judgement: Judgement
    left: Sight
    right: Sight


def open_cases(
    judgements: Iterable[Judgement], human: Iterable[Judgement], extractions: Iterable[Extraction]
) -> list[Case]:
    """Give the unsure pairs on which no person has decided, the likelier ones first."""
    decided = {_pair(j) for j in human}
    unsure = {_pair(j): j for j in judgements if j.verdict == "unsure" and _pair(j) not in decided}
    wanted = {m for pair in unsure for m in pair}
    sights: dict[MentionId, Sight] = {}
    for extraction in extractions:
        for mention in extraction.mentions:
            if mention.id in wanted:
                sights[mention.id] = _sight(extraction, mention)
    cases = [
        Case(j, sights[j.left], sights[j.right])
        for j in unsure.values()
        if j.left in sights and j.right in sights
    ]
    return sorted(cases, key=lambda c: (-c.judgement.score, c.judgement.left, c.judgement.right))


class Session:
    """A walk through open cases that writes each answer down at once."""

    def __init__(self, cases: Sequence[Case], file: Path, kept: Sequence[Judgement]) -> None:
        self._cases = cases
        self._file = file
        self._kept = list(kept)
        self._steps: list[bool] = []  # for each case passed: whether it was answered

    @property
    def case(self) -> Case | None:
        """The case that waits for an answer."""
        return self._cases[len(self._steps)] if len(self._steps) < len(self._cases) else None

    @property
    def left(self) -> int:
        """How many cases wait."""
        return len(self._cases) - len(self._steps)

    @property
    def answered(self) -> int:
        """How many answers this session holds."""
        return sum(self._steps)

    def answer(self, *, same: bool) -> None:
        """Decide the case and write the decision down."""
        if not (case := self.case):
            return
        verdict = Judgement(
            left=case.judgement.left,
            right=case.judgement.right,
            verdict="same" if same else "different",
            score=1.0,
            by=PERSON,
            reason="a person read both sentences and decided",
            left_name=case.left.name,
            right_name=case.right.name,
        )
        self._kept.append(verdict)
        self._steps.append(True)
        write_judgements(self._file, self._kept)

    def skip(self) -> None:
        """Leave the case open."""
        if self.case:
            self._steps.append(False)

    def undo(self) -> bool:
        """Go back one case and take back its answer; tell whether there was one to go back to."""
        if not self._steps:
            return False
        if self._steps.pop():
            self._kept.pop()
            write_judgements(self._file, self._kept)
        return True


def read_judgements(file: Path) -> tuple[Judgement, ...]:
    """Give the judgements of a file; a missing file is an empty one.

    Raises:
        UsageError: a line is not a judgement.
    """
    found = []
    lines = file.read_bytes().splitlines() if file.exists() else []
    for number, line in enumerate(lines, start=1):
        try:
            found += [msgspec.json.decode(line, type=Judgement)] if line.strip() else []
        except msgspec.DecodeError as fault:
            raise UsageError(f"{file}, line {number}: not a judgement: {fault}") from fault
    return tuple(found)


def write_judgements(file: Path, judgements: Sequence[Judgement]) -> None:
    """Write a file of judgements, one JSON object a line, whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(f".{file.name}.new")
    fresh.write_bytes(b"".join(msgspec.json.encode(j) + b"\n" for j in judgements))
    fresh.replace(file)


def _pair(judgement: Judgement) -> tuple[MentionId, MentionId]:
    left, right = sorted((judgement.left, judgement.right))
    return left, right


def _sight(extraction: Extraction, mention: Mention) -> Sight:
    text, span, article = extraction.text, mention.span, extraction.article
    begin = max((m.end() for m in _STOP.finditer(text, 0, span.start)), default=0)
    stop = _STOP.search(text, span.end)
    end = stop.end() if stop else len(text)
    return Sight(
        kind=mention.kind,
        name=mention.name,
        before=text[max(begin, span.start - _WIDEST) : span.start].lstrip(),
        words=text[span.start : span.end],
        after=text[span.end : min(end, span.end + _WIDEST)].rstrip(),
        source_file=article.source_file,
        headline=article.headline or "",
        published=article.published or "",
    )
