"""cli/view: a built folder in, the network page out."""

from pathlib import Path
from typing import Annotated

import typer


def view(
    graph: Annotated[
        Path, typer.Option("--graph", "-g", help="Folder that kg build wrote.")
    ] = Path("extracted"),
    out: Annotated[
        Path, typer.Option("--out", "-o", help="Folder or .html file to write.")
    ] = Path("viz"),
) -> None:
    """Write the network as one HTML file that opens offline in any browser."""
    from kg.view import write_view

    path = write_view(graph, out)
    print(f"{path} ({path.stat().st_size / 1e6:.1f} MB): open it in a browser")
