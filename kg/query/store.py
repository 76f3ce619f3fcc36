"""query/store: a built folder in, an RDF store to query out."""

from pathlib import Path

from pyoxigraph import RdfFormat, Store

from kg.errors import GraphError

GRAPH_FILE = "graph.nq"
INFERRED_FILE = "inferred.nq"  #: what `kg infer` concluded, in a graph of its own
STORE_FOLDER = "store"  #: the on-disk store that `kg store` makes of the graph file


def open_store(folder: Path) -> Store:
    """Open the graph of a built folder: its on-disk store read-only if there is one, else in memory."""
    on_disk = folder / STORE_FOLDER
    if on_disk.is_dir():
        try:
            return Store.read_only(str(on_disk))
        except OSError as fault:
            raise GraphError(
                f"{on_disk}: the store cannot be opened ({fault}); make it anew with kg store"
            ) from fault
    store = load_store(graph_file(folder))
    if (inferred := folder / INFERRED_FILE).is_file():
        load_into(store, inferred)
    return store


def graph_file(folder: Path) -> Path:
    """Give the path of the graph in a built folder; raises `GraphError` if it holds none."""
    path = folder / GRAPH_FILE
    if not path.is_file():
        raise GraphError(
            f"{folder}: no {GRAPH_FILE} here; make one with kg build INPUT --out {folder}"
        )
    return path


def load_store(path: Path) -> Store:
    """Read an N-Quads file into memory."""
    store = Store()
    load_into(store, path)
    return store


def load_into(store: Store, path: Path) -> None:
    """Add the quads of an N-Quads file to a store; all or none."""
    try:
        store.bulk_load(path=str(path), format=RdfFormat.N_QUADS)
    except (SyntaxError, ValueError) as fault:
        raise GraphError(f"{path}: not N-Quads ({fault}); build the graph anew") from fault
    except OSError as fault:
        raise GraphError(f"{path}: cannot be read ({fault})") from fault
