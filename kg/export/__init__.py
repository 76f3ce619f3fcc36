"""export: a built graph in, files for other programs out.

`EXPORTERS` lists them; a new one is a file with a function `(Source, Path) -> None` and a line here.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from kg.errors import UsageError
from kg.export.gephi_csv import write_gephi_csv
from kg.export.gexf import write_gexf
from kg.export.graphml import write_graphml
from kg.export.json_graph import write_cytoscape, write_node_link
from kg.export.neo4j import write_neo4j
from kg.export.rdf import write_jsonld, write_parts, write_rdfxml, write_reified
from kg.export.spool import Source
from kg.export.tables import write_csv, write_parquet, write_sqlite, write_xlsx

__all__ = ["EXPORTERS", "Exporter", "export"]


class Exporter(NamedTuple):
    """One way out: what writes it, whether to a folder or a file, and what it is for."""

    write: Callable[[Source, Path], None]
    target: str  #: "folder", or the name of the file
    about: str


EXPORTERS: dict[str, Exporter] = {
    "neo4j": Exporter(
        write_neo4j, "folder", "Neo4j: CSV for neo4j-admin, Cypher, import.sh, examples"
    ),
    "gephi": Exporter(write_gexf, "graph.gexf", "Gephi: GEXF 1.3, coloured, sized and dated"),
    "gephi-csv": Exporter(
        write_gephi_csv, "folder", "Gephi: nodes.csv and edges.csv for Import spreadsheet"
    ),
    "graphml": Exporter(write_graphml, "graph.graphml", "networkx, yEd, Cytoscape: GraphML"),
    "json": Exporter(write_node_link, "graph.json", "d3, networkx: node-link JSON"),
    "cytoscape": Exporter(write_cytoscape, "graph.cyjs", "Cytoscape: its JSON"),
    "csv": Exporter(write_csv, "folder", "tables as CSV"),
    "csv-excel": Exporter(
        partial(write_csv, bom=True), "folder", "tables as CSV that Excel opens as UTF-8"
    ),
    "parquet": Exporter(write_parquet, "folder", "tables as Parquet"),
    "xlsx": Exporter(write_xlsx, "graph.xlsx", "tables as an Excel workbook"),
    "sqlite": Exporter(write_sqlite, "graph.sqlite", "tables and views as one SQLite database"),
    "jsonld": Exporter(write_jsonld, "graph.jsonld", "RDF: JSON-LD"),
    "rdfxml": Exporter(
        write_rdfxml, "graph.rdf", "RDF: RDF/XML, facts without their evidence graphs"
    ),
    "turtle12": Exporter(write_reified, "graph-1.2.ttl", "RDF 1.2: Turtle, evidence as reifiers"),
    "parts": Exporter(write_parts, "folder", "RDF: gzipped N-Quads parts for bulk loaders"),
}


def export(name: str, graph: Source, target: Path) -> None:
    """Write `graph` to `target` with the exporter called `name`; raises UsageError for an unknown name."""
    if name not in EXPORTERS:
        raise UsageError(f"unknown export '{name}'; known: {', '.join(EXPORTERS)}")
    EXPORTERS[name].write(graph, target)
