"""cli/eval: a built graph, or articles to build one by one, against gold; printed as figures."""

import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.errors import KGError, UsageError

if TYPE_CHECKING:
    from kg.evaluate import Scores
    from kg.evaluate.pairing import Pair
    from kg.evaluate.values import Miss, Tally

Golds = Annotated[
    list[Path],
    typer.Argument(
        help="Gold files of the articles that were built; with --articles, the folder of gold.",
        show_default=False,
    ),
]


def evaluate(
    golds: Golds,
    graph: Annotated[
        Path, typer.Option("--graph", "-g", help="Folder that kg build wrote.")
    ] = Path("extracted"),
    texts: Annotated[
        Path | None, typer.Option(help="Folder of the source articles, to check every passage.")
    ] = None,
    articles: Annotated[
        Path | None,
        typer.Option(help="Build each article of this folder alone, and sum the counts."),
    ] = None,
    split: Annotated[
        str | None, typer.Option(help="With --articles: only these, as split.json:validate.")
    ] = None,
    fast: Annotated[bool, typer.Option("--fast", help="With --articles: rules alone.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    misses: Annotated[
        bool, typer.Option("--misses", help="List what is missing and what is wrong.")
    ] = False,
) -> None:
    """Measure a graph against annotated articles: precision, recall and F1 by class and predicate."""
    from kg.evaluate import add_up, score

    if articles is None:
        if split or fast:
            raise UsageError(
                "--split and --fast build articles: name their folder with --articles"
            )
        _show(score(graph / "graph.nq", golds, texts=texts), as_json=as_json, misses=misses)
        return
    if len(golds) != 1:
        raise UsageError("with --articles, name one folder of gold")
    each = list(score_alone(articles, golds[0], split=split, fast=fast))
    total = add_up(scores.about(name) for name, scores in each)
    _show(total, as_json=as_json, misses=misses, articles=len(each))


def score_alone(
    articles: Path, golds: Path, *, split: str | None = None, fast: bool = False
) -> Iterator[tuple[str, "Scores"]]:
    """Build each article that has gold by itself and yield its name and scores.

    An article that cannot be built scores as one of which nothing was found.
    """
    from kg.evaluate.pairing import pair, read_split

    only = read_split(split) if split is not None else None
    for one in pair(articles, golds, only=only):
        yield one.name, _score_one(one, fast=fast)


def _score_one(one: "Pair", *, fast: bool) -> "Scores":
    from kg.cli.build import DECISIONS
    from kg.evaluate import score
    from kg.extract import ExtractSettings
    from kg.pipeline import BuildSettings, build

    settings = BuildSettings(extract=ExtractSettings(neural=not fast))
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "extracted")
        graph = out / "graph.nq"
        try:
            build([one.article], out=out, settings=settings, judgements=DECISIONS)
        except KGError as fault:
            print(f"kg: {one.article}: {fault}", file=sys.stderr)
            out.mkdir(exist_ok=True)
            graph.touch()
        return score(graph, one.golds, texts=one.article.parent)


def _show(scores: "Scores", *, as_json: bool, misses: bool, articles: int | None = None) -> None:
    if as_json:
        _print_json(scores, misses=misses, articles=articles)
        return
    if articles is not None:
        print(f"{articles} articles, each built alone")
    _print_table(scores)
    if misses:
        for part, verdict, found in _by_part(scores.misses):
            print(f"-- {part}, {verdict}")
            for what in found:
                print(f"   {what}")


def _print_json(scores: "Scores", *, misses: bool, articles: int | None) -> None:
    import msgspec

    told = scores.figures()
    if articles is not None:
        told["articles"] = articles
    if misses:
        told["misses"] = [
            {"part": part, "verdict": verdict, "what": found}
            for part, verdict, found in _by_part(scores.misses)
        ]
    print(msgspec.json.format(msgspec.json.encode(told), indent=1).decode())


def _by_part(misses: "tuple[Miss, ...]") -> Iterator[tuple[str, str, list[str]]]:
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for miss in misses:
        groups[miss.part, miss.verdict].append(miss.what)
    for (part, verdict), found in groups.items():
        yield part, verdict, found


def _print_table(scores: "Scores") -> None:
    print(f"{'':22}{'P':>6}{'R':>7}{'F1':>7}{'right':>8}{'built':>7}{'gold':>7}")
    for name, tally in scores.entities.items():
        _print_line(name, tally)
    _print_line("entities, headline", scores.all_entities)
    for name, tally in scores.facts.items():
        _print_line(name, tally)
    _print_line("facts, core", scores.core_facts)
    _print_line("observations", scores.observations)
    if (ground := scores.grounding) is not None:
        print(
            f"passages exact: {ground.exact} of {ground.evidence}; "
            f"facts without a passage: {ground.facts_without_evidence} of {ground.facts}"
        )
        for bad in ground.bad:
            print(f"   not exact: {bad}")


def _print_line(name: str, tally: "Tally") -> None:
    print(
        f"{name:22}{tally.precision:6.3f}{tally.recall:7.3f}{tally.f1:7.3f}"
        f"{tally.right:8}{tally.predicted:7}{tally.gold:7}"
    )
