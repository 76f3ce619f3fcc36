"""export/frames: a built folder in, the objects of networkx, rdflib and pandas out."""

from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx
import rdflib

from kg.errors import UsageError
from kg.export import property_graph as pg
from kg.export.tables import TABLES
from kg.graph.reader import Graph, open_graph

if TYPE_CHECKING:
    import pandas as pd

#: Type of a column -> that of pandas which can hold nothing as well.
_DTYPES = {"text": "string", "integer": "Int64", "real": "float64"}


class OpenGraph(Graph):
    """A built folder, open for reading and for other libraries."""

    def to_networkx(self) -> "nx.MultiDiGraph[str]":
        """Give entities and the facts between them; edge keys are relation types, evidence is in the data."""
        out: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        for node in pg.entity_nodes(self):
            out.add_node(node.id, kind=node.kind, **node.properties)
        for edge in pg.entity_edges(self):
            out.add_edge(
                edge.source, edge.target, key=edge.id, relation=edge.type, **edge.properties
            )
        return out

    def to_rdflib(self) -> rdflib.Dataset:
        """Give the whole dataset, evidence graphs included; `default_union` stays off, as facts count once so."""
        out = rdflib.Dataset(default_union=False)
        out.parse(self.folder / "graph.nq", format="nquads")
        return out

    def to_pandas(self) -> "dict[str, pd.DataFrame]":
        """Give the tables of `kg export csv` as data frames by name; raises UsageError without pandas."""
        try:
            import pandas as pd
        except ImportError as fault:
            raise UsageError(
                "to_pandas() needs pandas: pip install 'parkgraph[tables]'"
            ) from fault
        return {
            # The types are those of the columns, so that an empty one joins and compares like a full one.
            name: pd.DataFrame(list(table.rows(self)), columns=list(table.columns)).astype(
                {column: _DTYPES[kind] for column, kind in table.columns.items()}
            )
            for name, table in TABLES.items()
        }


def open_folder(folder: str | Path) -> OpenGraph:
    """Open a built folder; raises GraphError when it holds no graph."""
    graph = open_graph(Path(folder))
    return OpenGraph(graph.store, graph.folder)
