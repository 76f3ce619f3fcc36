"""cli/query: a SPARQL query over a built folder, answered as a table or in a format for programs."""

import signal
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.errors import QueryError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.query.results import Format
    from kg.query.run import Answer

GraphOption = Annotated[
    Path, typer.Option("--graph", "-g", help="Folder that kg build wrote.", show_default=True)
]
FormatOption = Annotated[
    str | None,
    typer.Option(
        "--format",
        "-f",
        help="table, csv, tsv, json, xml (SELECT, ASK); turtle, ntriples, jsonld, xml (CONSTRUCT, DESCRIBE). "
        "Default: a table on a terminal, else csv or turtle.",
    ),
]


def query(
    sparql: Annotated[str, typer.Argument(help="A file, the text of a query, or - for stdin.")],
    graph: GraphOption = Path("extracted"),
    format: FormatOption = None,
) -> None:
    """Answer a SPARQL query: SELECT, ASK, CONSTRUCT or DESCRIBE; park:, org:, skos: … are declared."""
    from kg.query.folder import open_folder
    from kg.query.run import run

    form = chosen(format)
    with stoppable():
        show(run(open_folder(graph).store, _text(sparql)), form)


@contextmanager
def stoppable() -> "Iterator[None]":
    """Let Ctrl-C and the end of a pipe end the process at once.

    Python acts on signals between its own steps, and a query is one long step of the store.
    """
    numbers = [signal.SIGINT]
    if sys.platform != "win32":
        numbers.append(signal.SIGPIPE)
    former = {number: signal.signal(number, signal.SIG_DFL) for number in numbers}
    try:
        yield
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)


def chosen(name: str | None) -> "Format | None":
    """Give the format called `name`; None means a table on a terminal, else the answer's own."""
    from kg.query.results import Format

    if name is None:
        return Format.TABLE if sys.stdout.isatty() else None
    try:
        return Format(name)
    except ValueError:
        raise UsageError(f"no format {name}; choose {', '.join(Format)}") from None


def show(answer: "Answer", form: "Format | None") -> None:
    """Print an answer: as a table or text for people, or as bytes of a format."""
    from kg.query.results import Format, Rows, to_read, write_answer

    if form is not Format.TABLE:
        write_answer(answer, form, sys.stdout.buffer)
        sys.stdout.buffer.flush()
        return
    readable = to_read(answer)
    if isinstance(readable, Rows):
        _print_table(*readable)
    else:
        print(readable, end="")


def _print_table(variables: list[str], lines: list[list[str]]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD)
    for variable in variables:
        table.add_column(variable, overflow="fold")  # a name that is cut short cannot be copied
    for line in lines:
        table.add_row(*map(escape, line))
    console = Console()
    console.print(table)
    console.print(f"{len(lines)} rows" if len(lines) != 1 else "1 row", style="dim")


def _text(argument: str) -> str:
    if argument == "-":
        return sys.stdin.read()
    if "{" in argument:  # every query has a brace but a bare DESCRIBE; hardly any file name does
        return argument
    path = Path(argument)
    if path.is_file():
        try:
            return path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as fault:
            raise QueryError(f"{path}: cannot be read as UTF-8 text ({fault})") from fault
    if path.suffix == ".rq":
        raise UsageError(f"{path}: no such file")
    return argument
