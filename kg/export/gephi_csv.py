"""export/gephi_csv: the built graph in, nodes.csv and edges.csv for Gephi's "Import spreadsheet" out."""

import csv
from pathlib import Path

from kg.export import property_graph as pg
from kg.export.spool import Source
from kg.export.text import ROW_END, cell

_NODE_COLUMNS = ("Id", "Label", "class", "stage", "totalInvestment", "nArticles", "adcode")
_EDGE_COLUMNS = (
    "Source",
    "Target",
    "Type",
    "Id",
    "Label",
    "Weight",
    "title",
    "date",
    "confidence",
    "quotes",
)


def write_gephi_csv(graph: Source, target: Path) -> None:
    """Write the two tables, under the column names that Gephi knows, into the folder `target`."""
    target.mkdir(parents=True, exist_ok=True)
    with (target / "nodes.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator=ROW_END)
        writer.writerow(_NODE_COLUMNS)
        for node in pg.entity_nodes(graph):
            values = {
                **node.properties,
                "Id": node.id,
                "Label": node.properties["name"],
                "class": node.kind,
            }
            writer.writerow(_row(values, _NODE_COLUMNS))
    with (target / "edges.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator=ROW_END)
        writer.writerow(_EDGE_COLUMNS)
        for edge in pg.entity_edges(graph):
            quotes = edge.properties.get("quotes", ())
            values = {
                **edge.properties,
                "Source": edge.source,
                "Target": edge.target,
                "Type": "Directed",
                "Id": edge.id,
                "Label": edge.type,
                "Weight": max(1, len(quotes) if isinstance(quotes, tuple) else 1),
            }
            writer.writerow(_row(values, _EDGE_COLUMNS))


def _row(values: pg.Properties, columns: tuple[str, ...]) -> list[pg.PropertyValue]:
    found = [values.get(column, "") for column in columns]
    joined = [
        " | ".join(map(str, value)) if isinstance(value, tuple) else value for value in found
    ]
    return [cell(value) if isinstance(value, str) else value for value in joined]
