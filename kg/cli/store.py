"""kg store: a built folder in, an on-disk store of its graph out, for graphs too large to load each time."""

from pathlib import Path
from typing import Annotated

import typer


def store(
    graph: Annotated[Path, typer.Option(help="Folder that kg build wrote.")] = Path("extracted"),
) -> None:
    """Make an on-disk Oxigraph store, which every other command then opens read-only instead of graph.nq.

    Worth it from about a million statements on. Make it anew after each build.
    """
    from kg.graph.storage import STORE_FOLDER, make_store

    print(f"{make_store(graph):,} statements in {graph}/{STORE_FOLDER}")
