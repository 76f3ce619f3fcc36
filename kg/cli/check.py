"""kg check: a built folder in, what is wrong or contradictory in it out, with the passages to look at."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from kg.graph.check import Finding


class Form(StrEnum):
    """How findings are written."""

    TEXT = "text"
    JSONL = "jsonl"


def check(
    graph: Annotated[Path, typer.Option(help="Folder that kg build wrote.")] = Path("extracted"),
    form: Annotated[
        Form, typer.Option("--format", help="For people, or one JSON object a line.")
    ] = Form.TEXT,
    limit: Annotated[
        int, typer.Option(min=0, help="Findings of a kind to show; 0 shows all.")
    ] = 20,
) -> None:
    """Check a graph against its shapes, and show where sources contradict each other.

    Exit code 0: nothing is wrong (sources may disagree); 1: a statement breaks a shape or has no evidence.
    """
    import msgspec

    from kg.graph.check import check as findings_of

    shown: dict[str, int] = {}
    faulty = False
    for finding in findings_of(graph):
        faulty = faulty or finding.is_fault
        shown[finding.kind] = shown.get(finding.kind, 0) + 1
        if form is Form.JSONL:
            print(msgspec.json.encode(finding).decode())
        elif not limit or shown[finding.kind] <= limit:
            print("\n".join(_lines(finding)), end="\n\n")
    if form is Form.TEXT:
        _summary(shown, limit)
    if faulty:
        raise typer.Exit(1)


def _lines(finding: "Finding") -> list[str]:
    """Give one finding as people read it: what, where, why, and the passages."""
    label = f"（{finding.subject_label}）" if finding.subject_label else ""
    where = " ".join(
        part for part in (f"{finding.subject}{label}", finding.predicate, finding.value) if part
    )
    lines = [
        f"{'≠' if finding.kind == 'conflict' else '✗'} {where}",
        f"  {finding.message_zh} {finding.message} [{finding.rule}]",
    ]
    for passage in finding.passages:
        value = f"{passage.value}: " if passage.value else ""
        date = f", {passage.published[:10]}" if passage.published else ""
        lines += [
            f"  → {value}{passage.file} {passage.start}–{passage.end}{date}",
            f"    “{' '.join(passage.quote.split())}”",
        ]
    return lines


_NAMES = {
    "shape": "statements that break a shape",
    "evidence": "facts without evidence",
    "conflict": "conflicts between sources",
}


def _summary(shown: dict[str, int], limit: int) -> None:
    for kind, name in _NAMES.items():
        count = shown.get(kind, 0)
        more = f" ({limit} shown; --limit 0 shows all)" if limit and count > limit else ""
        print(f"{count} {name}{more}")
