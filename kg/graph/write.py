"""graph/write: extractions and who is who in, the files of a built folder out, the same bytes for the same input."""

import gc
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.graph.claims import Content, gather, id_of
from kg.graph.describe import description
from kg.graph.ontology import ontology_path
from kg.graph.quads import quads
from kg.graph.syntax import jsonld, nquads, trig, turtle
from kg.graph.tables import extraction_lines, fact_lines, judgement_lines, mention_lines
from kg.graph.terms import Quad
from kg.model import Extraction, Resolution


def write_graph(
    extractions: Iterable[Extraction], resolution: Resolution, folder: Path
) -> dict[str, int]:
    """Write the graph and its tables to an existing folder, and give counts for report.json.

    The bytes depend on what is said alone: not on the order of the input, the hash seed or the time.
    Statements that could not be told of entities are counted under "left out: REASON".
    """
    said = list(extractions)
    with _no_cycle_search():
        content = gather(said, resolution)
        graph = sorted(set(quads(content)))
    counts = count(content, graph)
    write_quads(graph, folder)
    write_text(folder / "void.ttl", turtle(sorted(description(content, graph))))
    write_text(folder / "facts.jsonl", fact_lines(content))
    write_text(folder / "extractions.jsonl", extraction_lines(said))
    write_text(folder / "judgements.jsonl", judgement_lines(resolution.judgements))
    write_text(folder / "mentions.jsonl", mention_lines(resolution))
    return counts


@contextmanager
def _no_cycle_search() -> Iterator[None]:
    """Pause the garbage collector: quads are in no cycle, and looking for one in millions is a fifth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def write_quads(graph: list[Quad], folder: Path) -> None:
    """Write sorted quads as graph.nq, graph.ttl (the default graph), graph.trig and graph.jsonld."""
    write_text(folder / "graph.nq", nquads(graph))
    write_text(folder / "graph.ttl", turtle(q for q in graph if not q.graph))
    # A stable sort by graph keeps subjects in order within each.
    by_graph = sorted(graph, key=lambda q: q.graph)
    write_text(folder / "graph.trig", trig(by_graph))
    context = json.loads(ontology_path("context.jsonld").read_text(encoding="utf-8"))["@context"]
    write_text(folder / "graph.jsonld", jsonld(by_graph, context))


def write_text(path: Path, parts: Iterable[str]) -> None:
    """Write a file whole or not at all, with the same line ends on every system."""
    fresh = path.with_name(f".{path.name}.new")
    with fresh.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(parts)
    fresh.replace(path)


def count(content: Content, graph: list[Quad]) -> dict[str, int]:
    """Give how much of each thing the graph holds."""
    kinds = Counter(path.split("/")[0] for path in {id_of(c.said) for c in content.claims})
    return {
        "articles": len({article.id for article in content.articles}),
        "entities": len(content.entities),
        "facts": kinds["fact"],
        "posts": kinds["post"],
        "stage events": kinds["event"],
        "observations": kinds["observation"],
        "evidence": len({claim.evidence.id for claim in content.claims}),
        "quads": len(graph),
        **{f"left out: {reason}": n for reason, n in content.left_out.items()},
    }
