"""kg export: a built folder in, files for other programs out."""

import os
import sys
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer


def export(
    form: Annotated[
        str | None, typer.Argument(help="What to write; without it, the list.", show_default=False)
    ] = None,
    target: Annotated[
        Path | None, typer.Argument(help="File or folder to write.", show_default=False)
    ] = None,
    graph: Annotated[Path, typer.Option(help="Folder that kg build wrote.")] = Path("extracted"),
    bolt: Annotated[
        str | None,
        typer.Option(
            help="neo4j: load this server (bolt://…) instead; password in NEO4J_PASSWORD."
        ),
    ] = None,
    user: Annotated[str | None, typer.Option(help="neo4j: user of the server.")] = None,
    database: Annotated[str | None, typer.Option(help="neo4j: database of the server.")] = None,
) -> None:
    """Write the graph for Neo4j, Gephi, spreadsheets, pandas, SQL or another RDF store."""
    from kg.export import EXPORTERS
    from kg.export import export as write
    from kg.export.spool import Spool

    if form is None:
        for name, exporter in EXPORTERS.items():
            print(f"{name:10} {exporter.about}")
        return
    with closing(Spool(graph)) as spool:
        if form == "neo4j" and bolt:
            from kg.export.bolt import load_bolt

            loaded = load_bolt(
                spool,
                bolt,
                user=user,
                password=os.environ.get("NEO4J_PASSWORD"),
                database=database,
            )
            print(f"{loaded.rows:,} nodes and edges merged into {bolt}")
            for statement in loaded.refused:
                print(
                    f"the server refused, and needs it for speed alone: {statement}",
                    file=sys.stderr,
                )
            return
        fixed = EXPORTERS[form].target if form in EXPORTERS else "folder"
        place = target or Path(f"export-{form}" if fixed == "folder" else fixed)
        write(form, spool, place)
    print(f"{place}", file=sys.stdout)
