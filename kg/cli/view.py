"""cli/view: a built folder in; the network page, a focused view or a printable report out."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.graph.reader import Graph
    from kg.view import Focus


def view(
    graph: Annotated[
        Path, typer.Option("--graph", "-g", help="Folder that kg build wrote.")
    ] = Path("extracted"),
    out: Annotated[
        Path, typer.Option("--out", "-o", help="Folder, .html file, or .pdf for a report.")
    ] = Path("viz"),
    ego: Annotated[
        str | None, typer.Option(help="Only what is near the entity of this name.")
    ] = None,
    depth: Annotated[int, typer.Option(min=1, max=6, help="How many steps near is.")] = 2,
    park: Annotated[str | None, typer.Option(help="Only what belongs to this park.")] = None,
    query: Annotated[
        Path | None, typer.Option(help="Only the entities that this SPARQL query selects.")
    ] = None,
    small: Annotated[
        bool, typer.Option("--small", help="Draw the part as a plain pyvis picture.")
    ] = False,
    report: Annotated[
        str | None, typer.Option(help="A printable report of this park or company.")
    ] = None,
) -> None:
    """Write the network as one HTML file that opens offline in any browser, or a part of it."""
    from kg.view import write_view

    if sum(option is not None for option in (ego, park, query, report)) > 1:
        raise UsageError("give one of --ego, --park, --query and --report")
    if report is not None:
        _say(_report(graph, report, out))
    elif ego is None and park is None and query is None:
        if small:
            raise UsageError("--small draws a part: give --ego, --park or --query as well")
        _say(write_view(graph, out))
    else:
        _say(_part(graph, out, ego=ego, depth=depth, park=park, query=query, small=small))


def _part(
    folder: Path,
    out: Path,
    *,
    ego: str | None,
    depth: int,
    park: str | None,
    query: Path | None,
    small: bool,
) -> Path:
    from kg import view as room
    from kg.graph.reader import open_graph

    graph = open_graph(folder)
    if ego is not None:
        focus, name = room.ego(graph, ego, depth=depth), ego
    elif park is not None:
        focus, name = room.park(graph, park), park
    else:
        assert query is not None
        focus, name = _answer(graph, query), query.stem
    target = out if out.suffix else out / f"{_file_name(name)}.html"
    if small:
        from kg.view.small import small_view

        small_view(graph, focus, title=name).write(target)
        return target
    return room.write_focus(graph, focus, target, title=f"{name} · {room.TITLE}")


def _answer(graph: "Graph", file: Path) -> "Focus":
    """Give the entities that a query selects, as IRIs or as labels."""
    from kg.query.results import Rows, to_read
    from kg.query.run import run
    from kg.view import among

    try:
        text = file.read_text(encoding="utf-8")
    except OSError as fault:
        raise UsageError(f"{file}: cannot be read ({fault.strerror})") from None
    answer = to_read(run(graph.store, text))
    if not isinstance(answer, Rows):
        raise UsageError(f"{file}: --query needs a SELECT that names entities")
    return among(graph, (cell.removeprefix("parkid:") for row in answer.rows for cell in row))


def _report(folder: Path, name: str, out: Path) -> Path:
    from kg.graph.reader import open_graph
    from kg.view import entity_named, make_report, print_pdf, write_text

    graph = open_graph(folder)
    entity = entity_named(graph, name)
    html = make_report(graph, entity)
    if out.suffix == ".pdf":
        print_pdf(html, out)
        return out
    path = write_text(html, out if out.suffix else out / f"{_file_name(entity.label)}-报告.html")
    pdf = path.with_suffix(".pdf")
    try:
        print_pdf(html, pdf)
    except UsageError as fault:
        print(f"kg: {fault}", file=sys.stderr)
    else:
        _say(pdf)
    return path


def _file_name(name: str) -> str:
    """Make a name safe as the name of a file on every system."""
    return "".join("_" if c in '<>:"/\\|?*' or ord(c) < 32 else c for c in name)[:80]


def _say(path: Path) -> None:
    print(f"{path} ({path.stat().st_size / 1e6:.1f} MB)")
