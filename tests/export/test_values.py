"""Values survive every export: twenty of each file, read back by another program, are those of the graph."""

import csv
import json
import math
import random
import re
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import duckdb
import networkx as nx
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.export import EXPORTERS, export
from kg.export.neo4j import ARRAY_DELIMITER
from kg.export.text import cell, clean
from kg.model import ArticleNode, Entity, Evidence, Fact, Observation, Post, StageEvent
from kg.vocab import EntityClass, Stage

#: What one cell of a file holds: an entity or edge by its id, a property, a value.
Read = dict[tuple[str, str], object]

SAMPLED = 20

#: Names, quotes and titles as they break exporters: any character, and the known troublemakers.
TEXT = st.one_of(
    st.text(min_size=1, max_size=12),
    st.sampled_from(
        ["=1+1", "+x", "-x", "@x", "\t=1", ";", "a;b", " | ", '"', "'", "\\", "\r\n", "\n", "\x00x", "\x1f",
         "\x7f", "\ufffe", "🏭", "𠮷", "\u202e右", "_x0041_", "</a>&amp;", "]]>", "null", "NaN", "007", "1e5", " 头尾 ", "{a}", "http://a b"]
    ),
)  # fmt: skip
NUMBER = st.decimals(min_value="0.01", max_value=10**15, places=2).map(lambda d: f"{d:f}")


class Held(NamedTuple):
    """A few values to export, in the order of a graph."""

    folder: Path
    label: str
    names: tuple[str, ...]
    quotes: tuple[str, ...]
    title: str
    capacity: str
    amount: str
    value: str
    growth: str | None

    def articles(self) -> Iterator[ArticleNode]:
        """Give two articles, one of them without anything that need not be there."""
        yield ArticleNode(id="article/a", source_file="a.txt", headline=self.title)
        yield ArticleNode(id="article/b", source_file=self.label, authors=self.names)

    def entities(self) -> Iterator[Entity]:
        """Give a company, a park, a person and a project."""
        for kind in (
            EntityClass.COMPANY,
            EntityClass.PARK,
            EntityClass.PERSON,
            EntityClass.PROJECT,
        ):
            yield Entity(
                id=f"{kind.lower()}/1",
                kind=kind,
                label=self.label,
                names=self.names,
                articles=("article/a",),
                adcode="007" if kind is EntityClass.PARK else None,
            )

    def facts(self) -> Iterator[Fact]:
        """Give a fact with every passage, and literals."""
        every = tuple(e.id for e in self.evidence())
        yield Fact(subject="company/1", predicate="locatedIn", object="park/1", evidence=every)
        yield Fact(subject="project/1", predicate="capacity", value=self.capacity)
        yield Fact(subject="project/1", predicate="totalInvestment", value=self.amount)

    def posts(self) -> Iterator[Post]:
        """Give a post."""
        yield Post(id="post/1", person="person/1", body="park/1", title=self.title)

    def stage_events(self) -> Iterator[StageEvent]:
        """Give two stages."""
        for n, stage in enumerate((Stage.PLANNED, Stage.SIGNED)):
            yield StageEvent(id=f"event/{n}", project="project/1", stage=stage, date=f"202{n}")

    def observations(self) -> Iterator[Observation]:
        """Give a figure."""
        yield Observation(
            id="observation/1", subject="park/1", indicator=self.title, value=self.value,
            unit=self.label, year_on_year=self.growth, qualifier="余",
        )  # fmt: skip

    def evidence(self) -> Iterator[Evidence]:
        """Give a passage for each quote."""
        for n, quote in enumerate(self.quotes):
            yield Evidence(
                id=f"evidence/{n}", article="article/a", quote=quote, start=n, end=n + len(quote),
                confidence=0.5, by="test",
            )  # fmt: skip

    def evidence_of(self, path: str) -> Evidence:
        """Give the passage of an id."""
        return next(e for e in self.evidence() if e.id == path)

    def properties(self) -> Read:
        """Give what a property graph holds of it."""
        out: Read = {}
        for entity in self.entities():
            out |= {
                (entity.id, "name"): self.label,
                (entity.id, "names"): self.names,
                (entity.id, "nArticles"): 1,
                (entity.id, "adcode"): entity.adcode,
            }
        return out | {
            ("project/1", "totalInvestment"): float(self.amount),
            ("project/1", "totalInvestmentText"): self.amount,
            ("project/1", "capacity"): (self.capacity,),
            ("company/1|locatedIn|park/1", "quotes"): self.quotes,
            ("company/1|locatedIn|park/1", "confidence"): 0.5,
            ("company/1|locatedIn|park/1", "inferred"): False,
            ("post/1#edge", "title"): self.title,
        }

    def cells(self) -> Read:
        """Give what tables hold of it."""
        out: Read = {}
        for entity in self.entities():
            out |= {
                (entity.id, "label"): self.label,
                (entity.id, "names"): self.names,
                (entity.id, "n_articles"): 1,
                (entity.id, "adcode"): entity.adcode,
            }
        for evidence in self.evidence():
            out[evidence.id, "quote"] = evidence.quote
            out[evidence.id, "start"] = evidence.start
        return out | {
            ("observation/1", "value"): float(self.value),
            ("observation/1", "value_text"): self.value,
            ("observation/1", "qualifier"): "余",
            ("observation/1", "unit"): self.label,
            ("observation/1", "year_on_year"): self.growth and float(self.growth),
            ("post/1", "title"): self.title,
            ("article/a", "headline"): self.title,
            ("article/b", "headline"): None,
            ("article/b", "authors"): self.names,
        }


@st.composite
def held(draw: st.DrawFn) -> Held:
    """Draw values for a small graph."""
    return Held(
        folder=Path(),
        label=draw(TEXT),
        names=tuple(draw(st.lists(TEXT, max_size=3))),
        quotes=tuple(draw(st.lists(TEXT, min_size=1, max_size=3))),
        title=draw(TEXT),
        capacity=draw(TEXT),
        amount=draw(NUMBER),
        value=draw(NUMBER),
        growth=draw(st.none() | NUMBER),
    )


# ---- how each file is read, and what may become of a value in it -------------------------------


def joined(value: object, spell: Callable[[str], str]) -> object:
    """Give a value as a format without arrays holds it."""
    if isinstance(value, tuple):
        return spell(" | ".join(map(str, value))) or None
    return spell(value) or None if isinstance(value, str) else value


def listed(value: object, spell: Callable[[str], str]) -> object:
    """Give a value as a format with arrays holds it; an empty array is no property."""
    if isinstance(value, tuple):
        return [spell(str(item)) for item in value] or None
    return spell(value) if isinstance(value, str) else value


def same(text: str) -> str:
    """Give the text: nothing may happen to it."""
    return text


def network(back: "nx.Graph[str]") -> Read:
    """Give the properties of nodes and edges; readers hold an edge's id in its data, or as its key."""
    items = [(str(key), data) for key, data in back.nodes(data=True)]
    items += [
        (str(data.get("id", key)), data)
        for _, _, key, data in nx.MultiDiGraph(back).edges(keys=True, data=True)
    ]
    return {(str(key), name): value for key, data in items for name, value in data.items()}


def read_gexf(path: Path) -> Read:
    """Read GEXF by networkx; its own words for names and counts are translated."""
    words = {"label": "name", "articles": "nArticles"}
    found = network(nx.read_gexf(path))
    return {(key, words.get(name, name)): value for (key, name), value in found.items()}


def read_graphml(path: Path) -> Read:
    """Read GraphML by networkx."""
    return network(nx.read_graphml(path, force_multigraph=True))


def read_node_link(path: Path) -> Read:
    """Read node-link JSON by networkx."""
    return network(nx.node_link_graph(json.loads(path.read_bytes()), edges="edges"))


def read_cytoscape(path: Path) -> Read:
    """Read Cytoscape's JSON."""
    elements = json.loads(path.read_bytes())["elements"]
    data = [item["data"] for part in elements.values() for item in part]
    return {(row["id"], name): value for row in data for name, value in row.items()}


def read_neo4j(path: Path) -> Read:
    """Read the CSV as neo4j-admin does: by the types of its header, empty fields as nothing."""
    out: Read = {}
    kinds: dict[str, Callable[[str], object]] = {
        "int": int,
        "double": float,
        "boolean": lambda text: text == "true",
    }
    for file in path.glob("*.csv"):
        for row in csv_rows(file):
            key = row.get("id:ID") or row["id:string"]
            for header, field in row.items():
                name, _, kind = header.partition(":")
                if kind.endswith("[]"):
                    out[key, name] = field.split(ARRAY_DELIMITER) if field else None
                elif field:
                    out[key, name] = kinds.get(kind, str)(field)
    return out


def read_tables(rows: Mapping[str, Sequence[Mapping[str, object]]]) -> Read:
    """Give the cells of tables by the id of their row."""
    return {
        (str(row["id"]), name): value
        for table in rows.values()
        for row in table
        if "id" in row
        for name, value in row.items()
    }


def read_csv(path: Path) -> Read:
    """Read CSV by the standard library."""
    return read_tables({file.stem: list(csv_rows(file)) for file in path.glob("*.csv")})


def read_parquet(path: Path) -> Read:
    """Read Parquet by DuckDB."""
    rows: dict[str, list[dict[str, object]]] = {}
    with duckdb.connect() as base:
        for file in path.glob("*.parquet"):
            table = base.read_parquet(str(file))
            rows[file.stem] = [
                dict(zip(table.columns, row, strict=True)) for row in table.fetchall()
            ]
    return read_tables(rows)


def read_sqlite(path: Path) -> Read:
    """Read SQLite by its own library."""
    base = sqlite3.connect(path)
    base.row_factory = sqlite3.Row
    names = [row[0] for row in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    rows = {name: [dict(row) for row in base.execute(f"SELECT * FROM {name}")] for name in names}
    base.close()
    return read_tables(rows)


def read_xlsx(path: Path) -> Read:
    """Read a workbook by openpyxl, which leaves the format's own escapes as they are."""
    book = openpyxl.load_workbook(path, read_only=True)
    rows: dict[str, list[dict[str, object]]] = {}
    for sheet in book:
        first, *rest = sheet.iter_rows(values_only=True)
        rows[sheet.title] = [
            {
                str(name): unescaped(value)
                for name, value in zip(first, (*row, *[None] * len(first)), strict=False)
            }
            for row in rest
        ]
    book.close()
    return read_tables(rows)


def unescaped(value: object) -> object:
    """Give a cell as Excel shows it (ECMA-376 part 1, 22.9.2.19: _xHHHH_ is a character)."""
    if not isinstance(value, str):
        return value
    return re.sub("_x([0-9A-F]{4})_", lambda found: chr(int(found[1], 16)), value)


def csv_rows(path: Path) -> Iterator[dict[str, str]]:
    """Read the rows of a CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


Reader = Callable[[Path], Read]
Spelling = Callable[[object, Callable[[str], str]], object]
GRAPHS: dict[str, tuple[Reader, Spelling, Callable[[str], str]]] = {
    "neo4j": (read_neo4j, listed, clean),
    "gephi": (read_gexf, joined, clean),
    "graphml": (read_graphml, joined, clean),
    "json": (read_node_link, listed, same),
    "cytoscape": (read_cytoscape, listed, same),
}
TABLES: dict[str, tuple[Reader, Spelling, Callable[[str], str]]] = {
    "csv": (read_csv, joined, cell),
    "csv-excel": (read_csv, joined, cell),
    "parquet": (read_parquet, joined, same),
    "sqlite": (read_sqlite, joined, same),
    "xlsx": (read_xlsx, joined, clean),
}


@pytest.mark.parametrize("form", [*GRAPHS, *TABLES])
@settings(
    max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
@given(graph=held())
def test_twenty_values_come_back(form: str, graph: Held) -> None:
    """Numbers, lists, nothing, and text with any character are the same in the file as in the graph."""
    reader, spelling, spell = (GRAPHS | TABLES)[form]
    expected = graph.properties() if form in GRAPHS else graph.cells()
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / EXPORTERS[form].target.replace("folder", "f")
        export(form, graph, path)
        found = reader(path)
    keys = sorted(expected)
    for key in random.Random(form).sample(keys, min(SAMPLED, len(keys))):
        if form == "gephi" and key[1] in ("totalInvestmentText", "capacity", "inferred"):
            continue  # not shown there
        wanted, got = spelling(expected[key], spell), found.get(key)
        assert alike(wanted, got), (key, wanted, got)


def alike(wanted: object, got: object) -> bool:
    """Tell whether a value read is the one written; files without types give numbers as text."""
    if isinstance(wanted, int | float) and not isinstance(wanted, bool) and got is not None:
        return float(str(got)) == float(wanted)
    if wanted in (None, "", [""]):
        return got in (None, "") or (isinstance(got, float) and math.isnan(got))
    return wanted == got
