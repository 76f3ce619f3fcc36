"""view: a built folder in; a network page of one file, small views and printable reports out."""

from pathlib import Path

from kg.graph.ontology import ontology_path
from kg.graph.reader import open_graph
from kg.graph.storage import graph_file
from kg.view.html import render
from kg.view.payload import make_payload
from kg.view.records import QuestionRow

__all__ = ["write_view"]

TITLE = "园区图谱 ParkGraph"


def write_view(folder: Path, target: Path, *, title: str = TITLE) -> Path:
    """Write the network of a built folder as one HTML file that works offline, and give its path.

    `target` is the file, or a folder in which it is called index.html.
    """
    graph = open_graph(folder)
    payload = make_payload(graph, title=title, questions=_questions())
    page = render(payload, quads=graph_file(folder).read_bytes())
    return _write(page, target)


def _questions() -> list[QuestionRow]:
    """Give the named questions of the ontology, sorted by name."""
    files = sorted(ontology_path("queries").glob("*.rq"))
    return [QuestionRow(f.stem, f.read_text(encoding="utf-8")) for f in files]


def _write(page: str, target: Path) -> Path:
    path = target if target.suffix == ".html" else target / "index.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page, encoding="utf-8", newline="\n")
    return path
