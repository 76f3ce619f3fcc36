"""query/folder: a built folder in, its graph out, with what `kg infer` concluded beside it."""

from pathlib import Path

from kg.graph.reader import Graph, open_graph
from kg.graph.storage import INFERRED_FILE, STORE_FOLDER, load


def open_folder(folder: Path) -> Graph:
    """Open a built folder for questions; conclusions stand in the graph parkid:inferred alone.

    Raises `GraphError` when there is no graph or it is damaged. An on-disk store holds the conclusions
    that were there when `kg store` made it.
    """
    graph = open_graph(folder)
    inferred = folder / INFERRED_FILE
    if inferred.is_file() and not (folder / STORE_FOLDER).is_dir():
        load(graph.store, inferred)
    return graph
