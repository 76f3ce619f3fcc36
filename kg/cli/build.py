"""kg build, kg add, kg remove: articles in, a built folder and its page out."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from kg.pipeline import BuildSettings, Report
    from kg.pipeline import Progress as Tell

Inputs = Annotated[
    list[str],
    typer.Argument(help="Files, folders, globs, or - for standard input.", show_default=False),
]
Out = Annotated[Path, typer.Option(help="Folder to write the graph to.")]
Viz = Annotated[Path, typer.Option(help="Folder to write the page to.")]
NoView = Annotated[bool, typer.Option("--no-view", help="Do not draw the page.")]
Fast = Annotated[
    bool,
    typer.Option("--fast", help="Rules alone, without the neural pass: for very large corpora."),
]
Jobs = Annotated[
    int, typer.Option(min=1, help="Worker processes; the output does not depend on it.")
]
Judgements = Annotated[Path, typer.Option(help="A person's decisions about identity; they win.")]

HERE = Path("extracted")
PAGE = Path("viz")
CORES = os.cpu_count() or 1
DECISIONS = Path("ontology/judgements.jsonl")


def build(
    inputs: Inputs,
    out: Out = HERE,
    viz: Viz = PAGE,
    no_view: NoView = False,
    fast: Fast = False,
    jobs: Jobs = CORES,
    judgements: Judgements = DECISIONS,
) -> None:
    """Build the graph of INPUTS: exit code 0 done, 1 done but some inputs were rejected, 2 nothing done."""
    from kg import pipeline

    work = partial(pipeline.build, settings=_settings(fast=fast, jobs=jobs))
    _run(work, inputs, out=out, viz=None if no_view else viz, judgements=judgements)


def add(
    inputs: Inputs,
    out: Out = HERE,
    viz: Viz = PAGE,
    no_view: NoView = False,
    fast: Fast = False,
    jobs: Jobs = CORES,
    judgements: Judgements = DECISIONS,
) -> None:
    """Add INPUTS to a built folder: the same graph as a build of all articles together."""
    from kg import pipeline

    work = partial(pipeline.add, settings=_settings(fast=fast, jobs=jobs))
    _run(work, inputs, out=out, viz=None if no_view else viz, judgements=judgements)


def remove(
    articles: Annotated[
        list[str], typer.Argument(help="Ids or source files of articles in the folder.")
    ],
    out: Out = HERE,
    viz: Viz = PAGE,
    no_view: NoView = False,
    judgements: Judgements = DECISIONS,
) -> None:
    """Remove ARTICLES from a built folder, and all that only they stated."""
    from kg import pipeline

    _run(pipeline.remove, articles, out=out, viz=None if no_view else viz, judgements=judgements)


def _run(
    work: Callable[..., "Report"],
    given: list[str],
    *,
    out: Path,
    viz: Path | None,
    judgements: Path,
) -> None:
    """Do the work under a progress bar, then say what came of it."""
    with _progress() as tell:
        report = work(given, out=out, viz=viz, judgements=judgements, progress=tell)
    _finish(report, out, viz)


def _settings(*, fast: bool, jobs: int) -> "BuildSettings":
    from kg.extract import ExtractSettings
    from kg.pipeline import BuildSettings

    return BuildSettings(extract=ExtractSettings(neural=not fast), jobs=jobs)


def _finish(report: "Report", out: Path, viz: Path | None) -> None:
    """Print the one-screen summary and end with the contract's exit code."""
    from rich.console import Console
    from rich.table import Table

    table = Table(show_header=False, box=None)
    for name, count in report.counts.items():
        table.add_row(name, f"{count:,}")
    print(f"{report.articles} articles → {out}/graph.nq")
    Console().print(table)
    if report.repairs:
        print("repaired: " + ", ".join(f"{step} {n:,}" for step, n in report.repairs.items()))
    print("seconds: " + ", ".join(f"{stage} {s:.1f}" for stage, s in report.seconds.items()))
    if viz is not None:
        print(f"page: {viz}/index.html   ask: kg query, kg ask   why: kg explain NAME")
    for rejection in report.rejected:
        print(f"kg: rejected {rejection.source}: {rejection.reason}", file=sys.stderr)
    if report.rejected:
        raise typer.Exit(1)


@contextmanager
def _progress() -> Iterator["Tell"]:
    """Show a bar for each stage on a terminal, and nothing elsewhere; SIGTERM ends the work as Ctrl-C does."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TaskID,
        TextColumn,
        TimeElapsedColumn,
    )

    former = signal.signal(signal.SIGTERM, _interrupt)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    try:
        with Progress(
            *columns, console=Console(stderr=True), disable=not sys.stderr.isatty()
        ) as bars:
            tasks: dict[str, TaskID] = {}

            def tell(stage: str, done: int, of: int | None) -> None:
                if stage not in tasks:
                    tasks[stage] = bars.add_task(stage, total=of)
                bars.update(tasks[stage], completed=done, total=of)

            yield tell
    except KeyboardInterrupt:
        print("kg: interrupted; nothing was changed", file=sys.stderr)
        raise typer.Exit(130) from None
    finally:
        signal.signal(signal.SIGTERM, former)


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
