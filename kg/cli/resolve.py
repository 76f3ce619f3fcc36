"""kg resolve review: the pairs that the rules left open in, a person's answers out."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.build import DECISIONS
from kg.cli.query import GraphOption

if TYPE_CHECKING:
    from kg.resolve.review import Case, Session, Sight

app = typer.Typer(help="Who is who: decide what the rules left open.", no_args_is_help=True)

_HELP = "y 同一 same   n 不同 different   s skip   u undo   q quit"


@app.callback()
def resolve() -> None:
    """Who is who: decide what the rules left open."""


@app.command()
def review(
    graph: GraphOption = Path("extracted"),
    judgements: Annotated[
        Path, typer.Option(help="File that your answers are kept in.")
    ] = DECISIONS,
) -> None:
    """Show each unsure pair with its sentences and ask; answers hold from the next build on."""
    from kg.graph.reader import open_graph
    from kg.query.decisions import read_judgements as read_built
    from kg.resolve.review import Session, open_cases, read_judgements

    human = read_judgements(judgements)
    cases = open_cases(read_built(graph), human, open_graph(graph).extractions())
    session = Session(cases, judgements, human)
    if not cases:
        print("nothing is left open")
        return
    print(_HELP)
    while session.case:
        _show(session.case, session.left)
        if not _answer(session):
            break
    print(f"\n{session.answered} answers in {judgements}, {session.left} pairs left open")
    if session.answered:
        print("they hold from the next kg build on")


def _answer(session: "Session") -> bool:
    """Read answers until one moves the session; tell whether to go on."""
    while True:
        try:
            said = input("same? [y/n/s/u/q] ").strip().lower()
        except EOFError:
            return False
        match said:
            case "y" | "yes":
                session.answer(same=True)
            case "n" | "no":
                session.answer(same=False)
            case "s" | "skip":
                session.skip()
            case "u" | "undo":
                if not session.undo():
                    print("nothing to undo")
                    continue
            case "q" | "quit":
                return False
            case _:
                print(_HELP)
                continue
        return True


def _show(case: "Case", left: int) -> None:
    print(f"\n[{left}] {case.left.kind}: {case.left.name} | {case.right.name}")
    print(f"    {case.judgement.reason}  [{case.judgement.by}]")
    for sight in (case.left, case.right):
        print("  " + "  ".join(filter(None, (sight.published, sight.headline, sight.source_file))))
        print(f"    {sight.before}{_highlighted(sight)}{sight.after}")


def _highlighted(sight: "Sight") -> str:
    """Set the name off, in colour too on a terminal; the brackets stay when it is piped."""
    words = f"【{sight.words}】"
    return f"\x1b[1;33m{words}\x1b[0m" if sys.stdout.isatty() else words
