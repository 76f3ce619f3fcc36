"""view: a built folder in; a network page of one file, small views and printable reports out."""

from pathlib import Path

from kg.graph.ontology import ontology_path
from kg.graph.reader import Graph, open_graph
from kg.graph.storage import graph_file
from kg.view.focus import Focus, among, ego, entity_named, park
from kg.view.html import render
from kg.view.payload import make_payload
from kg.view.records import QuestionRow
from kg.view.report import make_report, print_pdf

__all__ = [
    "Focus",
    "among",
    "ego",
    "entity_named",
    "make_report",
    "park",
    "print_pdf",
    "write_focus",
    "write_text",
    "write_view",
]

TITLE = "园区图谱 ParkGraph"


def write_view(folder: Path, target: Path, *, title: str = TITLE) -> Path:
    """Write the network of a built folder as one HTML file that works offline, and give its path.

    `target` is the file, or a folder in which it is called index.html.
    """
    payload = make_payload(open_graph(folder), title=title, questions=_questions())
    return write_text(render(payload, quads=graph_file(folder).read_bytes()), target)


def write_focus(graph: Graph, focus: Focus, target: Path, *, title: str) -> Path:
    """Write the page of a part of a graph; it is small enough to mail, and leaves the SPARQL out."""
    payload = make_payload(graph, title=title, keep=focus.entities, focus=focus.middle)
    return write_text(render(payload), target)


def write_text(page: str, target: Path) -> Path:
    """Write an HTML page to a file, or to index.html in a folder, and give its path."""
    path = target if target.suffix == ".html" else target / "index.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page, encoding="utf-8", newline="\n")
    return path


def _questions() -> list[QuestionRow]:
    """Give the named questions of the ontology, sorted by name."""
    files = sorted(ontology_path("queries").glob("*.rq"))
    return [QuestionRow(f.stem, f.read_text(encoding="utf-8")) for f in files]
