"""export/tables: the built graph in, tables for people with spreadsheets, pandas and SQL out.

One description of the tables (`TABLES`) serves CSV, Parquet, XLSX and SQLite. Numbers stay numbers;
arrays are joined by " | ". Text that a spreadsheet would run as a formula is quoted in CSV and XLSX.
"""

import csv
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from kg.errors import UsageError
from kg.export.spool import Source
from kg.export.text import ROW_END, cell, clean
from kg.graph.claims import id_of

Cell = str | int | float | None
Row = tuple[Cell, ...]

#: Rows that one Parquet row group holds.
GROUP = 50_000
#: Limits of a sheet and of a cell in Excel ("Excel specifications and limits").
XLSX_ROWS, XLSX_CELL = 1_048_576, 32_767
#: The same graph gives the same workbook, so it cannot say when it was made.
EPOCH = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)


class Table(NamedTuple):
    """A table: its columns with their types (text, integer, real), and where its rows come from."""

    columns: dict[str, str]
    rows: Callable[[Source], Iterator[Row]]


def _entities(graph: Source) -> Iterator[Row]:
    for e in graph.entities():
        yield (
            e.id, e.kind.value, _join(s.value for s in e.subclasses), e.label, _join(e.names),
            len(e.articles), e.adcode, e.zone_code, e.stock_code,
        )  # fmt: skip


def _facts(graph: Source) -> Iterator[Row]:
    label = {e.id: e.label for e in graph.entities()}
    for f in graph.facts():
        number = (
            float(f.value) if f.predicate == "totalInvestment" and f.value is not None else None
        )
        yield (
            id_of(f), f.subject, label.get(f.subject, f.subject), f.predicate, f.object, label.get(f.object or ""),
            f.value, number, len(f.evidence), _join(f.evidence), int(f.inferred),
        )  # fmt: skip


def _stated_in(graph: Source) -> Iterator[Row]:
    """Give each statement with each passage that makes it: lists of ids are no use to a join."""
    for fact in graph.facts():
        yield from ((id_of(fact), e) for e in fact.evidence)
    for rows in (graph.posts(), graph.stage_events(), graph.observations()):
        yield from ((statement.id, e) for statement in rows for e in statement.evidence)


def _evidence(graph: Source) -> Iterator[Row]:
    for e in graph.evidence():
        yield e.id, e.article, e.quote, e.start, e.end, e.confidence, e.by


def _posts(graph: Source) -> Iterator[Row]:
    label = {e.id: e.label for e in graph.entities()}
    for p in graph.posts():
        yield (
            p.id, p.person, label.get(p.person), p.title, p.body, label.get(p.body), p.as_of, _join(p.evidence),
        )  # fmt: skip


def _stages(graph: Source) -> Iterator[Row]:
    label = {e.id: e.label for e in graph.entities()}
    for e in graph.stage_events():
        yield e.id, e.project, label.get(e.project), e.stage.value, e.date, _join(e.evidence)


def _observations(graph: Source) -> Iterator[Row]:
    label = {e.id: e.label for e in graph.entities()}
    for o in graph.observations():
        yield (
            o.id, o.subject, label.get(o.subject), o.indicator, float(o.value), o.value, o.qualifier, o.unit, o.period,
            None if o.year_on_year is None else float(o.year_on_year), _join(o.evidence),
        )  # fmt: skip


def _articles(graph: Source) -> Iterator[Row]:
    for a in graph.articles():
        yield a.id, a.source_file, a.headline, a.published, a.publisher, _join(a.authors), a.url


TABLES = {
    "entities": Table(
        {
            "id": "text", "class": "text", "subclasses": "text", "label": "text", "names": "text",
            "n_articles": "integer", "adcode": "text", "zone_code": "text", "stock_code": "text",
        },
        _entities,
    ),
    "facts": Table(
        {
            "id": "text", "subject": "text", "subject_label": "text", "predicate": "text", "object": "text", "object_label": "text",
            "value": "text", "number": "real", "n_evidence": "integer", "evidence": "text", "inferred": "integer",
        },
        _facts,
    ),
    "evidence": Table(
        {
            "id": "text", "article": "text", "quote": "text", "start": "integer", "end": "integer",
            "confidence": "real", "rule": "text",
        },
        _evidence,
    ),
    "stated_in": Table({"statement": "text", "evidence": "text"}, _stated_in),
    "posts": Table(
        {
            "id": "text", "person": "text", "person_label": "text", "title": "text", "body": "text",
            "body_label": "text", "as_of": "text", "evidence": "text",
        },
        _posts,
    ),
    "stage_events": Table(
        {"id": "text", "project": "text", "project_label": "text", "stage": "text", "date": "text", "evidence": "text"},
        _stages,
    ),
    "observations": Table(
        {
            "id": "text", "subject": "text", "subject_label": "text", "indicator": "text", "value": "real",
            "value_text": "text", "qualifier": "text", "unit": "text", "period": "text", "year_on_year": "real", "evidence": "text",
        },
        _observations,
    ),
    "articles": Table(
        {
            "id": "text", "source_file": "text", "headline": "text", "published": "text", "publisher": "text",
            "authors": "text", "url": "text",
        },
        _articles,
    ),
}  # fmt: skip

#: What joins go by.
INDEXES = (
    "entities(id)", "entities(label)", "facts(id)", "facts(subject, predicate)", "facts(object, predicate)",
    "evidence(id)", "evidence(article)", "stated_in(statement)", "stated_in(evidence)", "articles(id)",
    "posts(person)", "posts(body)", "stage_events(project)", "observations(subject)",
)  # fmt: skip

#: Views that save a join: companies and projects with all that is known of them, and everything that
#: is stated, in words, with the passage, the article and its day.
VIEWS = """\
CREATE VIEW projects AS
  SELECT e.id, e.label,
    (SELECT max(number) FROM facts f WHERE f.subject = e.id AND predicate = 'totalInvestment') AS total_investment,
    (SELECT value FROM facts f WHERE f.subject = e.id AND predicate = 'stage') AS stage,
    (SELECT min(date) FROM stage_events s WHERE s.project = e.id) AS first_date,
    (SELECT group_concat(object_label, ' | ') FROM facts f WHERE f.subject = e.id AND predicate = 'undertakenBy') AS undertaken_by,
    (SELECT group_concat(object_label, ' | ') FROM facts f WHERE f.subject = e.id AND predicate = 'locatedIn') AS located_in
  FROM entities e WHERE e.class = 'Project';
CREATE VIEW companies AS
  SELECT e.id, e.label, e.stock_code,
    (SELECT group_concat(object_label, ' | ') FROM facts f WHERE f.subject = e.id AND predicate = 'locatedIn') AS located_in,
    (SELECT group_concat(object_label, ' | ') FROM facts f WHERE f.subject = e.id AND predicate = 'hasIndustry') AS industries,
    (SELECT group_concat(object_label, ' | ') FROM facts f WHERE f.subject = e.id AND predicate = 'subsidiaryOf') AS subsidiary_of,
    (SELECT count(*) FROM facts f WHERE f.object = e.id AND predicate = 'undertakenBy') AS n_projects,
    e.n_articles
  FROM entities e WHERE e.class = 'Company';
CREATE VIEW statements AS
  SELECT id, subject, subject_label, predicate, coalesce(object_label, value) AS value, NULL AS date FROM facts
  UNION ALL SELECT id, person, person_label, 'post', coalesce(body_label, body) || ' ' || title, as_of FROM posts
  UNION ALL SELECT id, project, project_label, 'reached', stage, date FROM stage_events
  UNION ALL SELECT id, subject, subject_label, indicator, value_text || coalesce(qualifier, '') || coalesce(unit, ''), period FROM observations;
CREATE VIEW stated AS
  SELECT s.subject_label, s.predicate, s.value, s.date, e.quote, e.confidence,
    a.headline, a.published, a.source_file, e.start, e."end", s.id AS statement, s.subject, e.article
  FROM statements s JOIN stated_in i ON i.statement = s.id JOIN evidence e ON e.id = i.evidence
  JOIN articles a ON a.id = e.article;
"""


def write_csv(graph: Source, target: Path, *, bom: bool = False) -> None:
    """Write one CSV file per table into the folder `target`; `bom` lets Excel know that it is UTF-8."""
    target.mkdir(parents=True, exist_ok=True)
    for name, table in TABLES.items():
        encoding = "utf-8-sig" if bom else "utf-8"
        with (target / f"{name}.csv").open("w", encoding=encoding, newline="") as file:
            writer = csv.writer(file, lineterminator=ROW_END)
            writer.writerow(table.columns)
            writer.writerows([_cell(value) for value in row] for row in table.rows(graph))


def write_parquet(graph: Source, target: Path) -> None:
    """Write one Parquet file per table into the folder `target`."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as fault:
        raise _missing("Parquet") from fault
    arrow = {"text": pa.string(), "integer": pa.int64(), "real": pa.float64()}
    target.mkdir(parents=True, exist_ok=True)
    for name, table in TABLES.items():
        schema = pa.schema([(column, arrow[kind]) for column, kind in table.columns.items()])
        with pq.ParquetWriter(target / f"{name}.parquet", schema, compression="zstd") as writer:
            for rows in _groups(table.rows(graph)):
                columns = [list(column) for column in zip(*rows, strict=True)]
                writer.write_table(
                    pa.table(dict(zip(table.columns, columns, strict=True)), schema=schema)
                )


def write_xlsx(graph: Source, target: Path) -> None:
    """Write one workbook with a sheet per table to the file `target`."""
    try:
        from xlsxwriter import Workbook
    except ImportError as fault:
        raise _missing("XLSX") from fault
    target.parent.mkdir(parents=True, exist_ok=True)
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(str(target), options) as book:
        book.set_properties({"created": EPOCH})
        for name, table in TABLES.items():
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            sheet.write_row(0, 0, list(table.columns))
            for number, row in enumerate(table.rows(graph), start=1):
                if number >= XLSX_ROWS:
                    raise UsageError(
                        f"table {name} has more rows than a sheet holds ({XLSX_ROWS:,}); use parquet or sqlite"
                    )
                sheet.write_row(
                    number, 0, [clean(v)[:XLSX_CELL] if isinstance(v, str) else v for v in row]
                )


def write_sqlite(graph: Source, target: Path) -> None:
    """Write one SQLite database with all tables, indexed, and views to the file `target`."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    with sqlite3.connect(target) as base:
        base.execute("PRAGMA journal_mode = OFF")
        for name, table in TABLES.items():
            columns = ", ".join(f'"{column}" {kind}' for column, kind in table.columns.items())
            base.execute(f'CREATE TABLE "{name}" ({columns})')
            places = ", ".join("?" * len(table.columns))
            base.executemany(f'INSERT INTO "{name}" VALUES ({places})', table.rows(graph))
        for number, columns in enumerate(INDEXES):
            base.execute(f"CREATE INDEX i{number} ON {columns}")
        base.executescript(VIEWS)
    base.close()


def _cell(value: Cell) -> Cell:
    return cell(value) if isinstance(value, str) else value


def _groups(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while group := list(islice(rows, GROUP)):
        yield group


def _join(items: Iterable[str]) -> str:
    return " | ".join(items)


def _missing(name: str) -> UsageError:
    return UsageError(f"{name} needs two more packages: pip install 'parkgraph[tables]'")
