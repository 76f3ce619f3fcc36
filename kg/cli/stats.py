"""kg stats: a built folder in, its counts, central entities and communities out."""

from pathlib import Path
from typing import Annotated

import typer


def stats(
    graph: Annotated[Path, typer.Option(help="Folder that kg build wrote.")] = Path("extracted"),
    top: Annotated[int, typer.Option(min=1, help="How many of each ranking.")] = 10,
) -> None:
    """Count the graph, name its central entities and its communities."""
    from rich.console import Console
    from rich.table import Table

    from kg.export.frames import open_folder
    from kg.export.measures import measure

    found = measure(open_folder(graph), top=top)
    screen = Console()
    counts = Table(
        "class",
        "n",
        "relation",
        "n",
        title=f"{found.articles} articles, {found.evidence} passages",
    )
    entities, facts = list(found.entities.items()), list(found.facts.items())
    for row in range(max(len(entities), len(facts))):
        left = entities[row] if row < len(entities) else ("", "")
        right = facts[row] if row < len(facts) else ("", "")
        counts.add_row(*map(str, (*left, *right)))
    screen.print(counts)
    for title, ranking in (
        ("most connected", found.degree),
        ("between the others", found.betweenness),
    ):
        table = Table("entity", "class", "score", title=title)
        for entity in ranking:
            table.add_row(entity.label, entity.kind, f"{entity.score:.3f}")
        screen.print(table)
    for number, group in enumerate(found.communities[:top], start=1):
        screen.print(
            f"community {number} ({len(group)}): {'、'.join(group[:12])}{' …' if len(group) > 12 else ''}"
        )
