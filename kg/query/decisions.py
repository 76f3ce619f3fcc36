"""query/decisions: judgements about identity in, those that made one entity what it is out."""

from collections import Counter
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import NamedTuple

import msgspec

from kg.errors import GraphError
from kg.model import Judgement

JUDGEMENTS_FILE = "judgements.jsonl"


class Decision(NamedTuple):
    """That two names mean one thing, or do not, and why; mentions that repeat it are counted."""

    verdict: str  #: "same", "different" or "unsure"
    left: str
    right: str
    reason: str
    by: str
    times: int = 1


def read_judgements(folder: Path) -> list[Judgement]:
    """Give the judgements of a built folder; a folder without judgements.jsonl gives none."""
    path = folder / JUDGEMENTS_FILE
    if not path.is_file():
        return []
    try:
        return msgspec.json.decode(
            b"[" + b",".join(path.read_bytes().splitlines()) + b"]", type=list[Judgement]
        )
    except msgspec.MsgspecError as fault:
        raise GraphError(f"{path}: damaged ({fault}); build the graph anew") from fault


class Decisions:
    """Judgements by the names that they are about."""

    def __init__(self, judgements: Iterable[Judgement] = ()) -> None:
        self._by_name: dict[str, Counter[Decision]] = {}
        for judgement in judgements:
            decision = _decision(judgement)
            for name in {decision.left, decision.right}:
                self._by_name.setdefault(name, Counter())[decision] += 1

    def about(self, names: Collection[str]) -> list[Decision]:
        """Give what joined these names, then what was kept apart from them, each once, sorted.

        A "same" counts only if both names are among `names`, since the other one is of another entity.
        """
        found: dict[Decision, int] = {}
        for name in names:
            found.update(self._by_name.get(name, {}))
        return sorted(
            (
                decision._replace(times=times)
                for decision, times in found.items()
                if decision.verdict != "same" or {decision.left, decision.right} <= set(names)
            ),
            key=lambda decision: (_ORDER.get(decision.verdict, len(_ORDER)), decision),
        )


_ORDER = {"same": 0, "unsure": 1, "different": 2}


def _decision(judgement: Judgement) -> Decision:
    left, right = sorted((judgement.left_name, judgement.right_name))
    return Decision(judgement.verdict, left, right, judgement.reason, judgement.by)
