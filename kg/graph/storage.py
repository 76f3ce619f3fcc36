"""graph/storage: a built folder in, an RDF store of its graph out, in memory or on disk."""

import shutil
from pathlib import Path

from pyoxigraph import RdfFormat, Store

from kg.errors import GraphError

GRAPH_FILE = "graph.nq"
INFERRED_FILE = "inferred.nq"
STORE_FOLDER = "store"  #: the on-disk store that `kg store` makes of the graph file


def graph_file(folder: Path) -> Path:
    """Give the path of the graph in a built folder; GraphError if it holds none."""
    path = folder / GRAPH_FILE
    if not path.is_file():
        raise GraphError(
            f"{folder}: no {GRAPH_FILE} here; make one with kg build INPUT --out {folder}"
        )
    return path


def open_store(folder: Path) -> Store:
    """Open the graph of a built folder: its on-disk store read-only if there is one, else in memory.

    Raises GraphError when there is no graph or it is damaged.
    """
    on_disk = folder / STORE_FOLDER
    if not on_disk.is_dir():
        store = Store()
        load(store, graph_file(folder))
        return store
    try:
        return Store.read_only(str(on_disk))
    except OSError as fault:
        raise GraphError(
            f"{on_disk}: the store cannot be opened ({fault}); make it anew with kg store"
        ) from fault


def load(store: Store, path: Path) -> None:
    """Add the quads of an N-Quads file to a store; GraphError names the line that is none."""
    try:
        store.bulk_load(path=str(path), format=RdfFormat.N_QUADS)
    except (SyntaxError, ValueError) as fault:
        raise GraphError(f"{path}: not N-Quads ({fault}); build the graph anew") from fault
    except OSError as fault:
        raise GraphError(f"{path}: cannot be read ({fault})") from fault


def make_store(folder: Path) -> int:
    """Write the on-disk store of a built folder, in place of a former one, and give its number of quads.

    Windows open it instead of graph.nq: at a million quads that saves them seconds and most of the
    memory. A run that is killed leaves the former store whole.
    """
    source = graph_file(folder)
    fresh, target = folder / f".{STORE_FOLDER}.new", folder / STORE_FOLDER
    shutil.rmtree(fresh, ignore_errors=True)
    try:
        store = Store(str(fresh))
        load(store, source)
        store.optimize()
        count = len(store)
        store.flush()
        del store  # closes it: RocksDB has no other way
        shutil.rmtree(target, ignore_errors=True)
        fresh.rename(target)
    except OSError as fault:
        raise GraphError(f"{target}: cannot be written ({fault})") from fault
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return count
