"""kg infer: a built folder in, what the ontology concludes from it out, apart from what texts state."""

from pathlib import Path
from typing import Annotated

import typer


def infer(
    graph: Annotated[Path, typer.Option(help="Folder that kg build wrote.")] = Path("extracted"),
    into_graph: Annotated[
        bool,
        typer.Option(
            "--into-graph",
            help="Add the conclusions to graph.nq too, in the graph parkid:inferred.",
        ),
    ] = False,
) -> None:
    """Conclude what the ontology's rules allow: containment, inverses, classes, membership.

    Conclusions are written to inferred.nq in the graph parkid:inferred; what texts state stays as it is.
    """
    from kg.graph.infer import infer as conclude
    from kg.graph.infer import rules

    counts = conclude(graph, into_graph=into_graph)
    for rule in rules():
        print(f"{counts[rule.name]:8,}  {rule.name:12} {rule.title_zh} {rule.title}")
    print(f"{sum(counts.values()):8,}  statements in {graph}/inferred.nq, graph parkid:inferred")
    if into_graph:
        print(f"          and in {graph}/graph.nq")
