"""ParkGraph: Chinese regional-industry news in, an RDF knowledge graph with its evidence out."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.export.frames import OpenGraph

__all__ = ["open"]
__version__ = "0.1.0"


def open(folder: "str | Path") -> "OpenGraph":
    """Open a folder that `kg build` wrote, for Python: entities, facts, and other libraries' objects.

    Raises GraphError when the folder holds no graph.
    """
    from kg.export.frames import open_folder

    return open_folder(folder)
