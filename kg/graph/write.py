"""graph/write: extractions and who is who in, the files of a built folder out, the same bytes for the same input."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.graph.claims import Content, gather, id_of
from kg.graph.describe import description
from kg.graph.ontology import ontology_path
from kg.graph.quads import quads
from kg.graph.syntax import jsonld, nquads, trig, turtle
from kg.graph.tables import extraction_lines, fact_lines, judgement_lines
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
    content = gather(said, resolution)
    graph = sorted(set(quads(content)))
    counts = count(content, graph)
    _write_rdf(graph, folder)
    _write(folder / "void.ttl", turtle(sorted(description(content, graph))))
    _write(folder / "facts.jsonl", fact_lines(content))
    _write(folder / "extractions.jsonl", extraction_lines(said))
    _write(folder / "judgements.jsonl", judgement_lines(resolution.judgements))
    return counts


def _write_rdf(graph: list[Quad], folder: Path) -> None:
    _write(folder / "graph.nq", nquads(graph))
    _write(folder / "graph.ttl", turtle(q for q in graph if not q.graph))
    # A stable sort by graph keeps subjects in order within each.
    by_graph = sorted(graph, key=lambda q: q.graph)
    _write(folder / "graph.trig", trig(by_graph))
    context = json.loads(ontology_path("context.jsonld").read_text(encoding="utf-8"))["@context"]
    _write(folder / "graph.jsonld", jsonld(by_graph, context))


def _write(path: Path, parts: Iterator[str]) -> None:
    # A fixed newline: the same bytes on every system.
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(parts)


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
