"""export/spool: graph.nq in, its values in a temporary database out, so that any size needs little memory.

The file is sorted, so all that is said of a subject stands together. Pieces of it go through the
reader one after the other, and what the reader gives is kept in a SQLite database that the system
holds on disk and deletes by itself. Exporters then take the values in order and look up passages.
"""

import sqlite3
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Protocol, TypeVar

import msgspec
import pyoxigraph as ox

from kg.errors import GraphError, UsageError
from kg.graph.reader import Graph
from kg.graph.storage import graph_file
from kg.model import ArticleNode, Entity, Evidence, Fact, Observation, Post, StageEvent

T = TypeVar("T", bound=msgspec.Struct)

#: Lines that are read at a time: a store of so many takes some 60 MB.
PIECE = 50_000
#: KiB of the database that stay in memory; the rest is on disk.
CACHE = 65_536


class Source(Protocol):
    """What exporters read from: a graph or a spool; each iterator is sorted by id, facts by subject first."""

    @property
    def folder(self) -> Path:
        """The built folder."""

    def articles(self) -> Iterator[ArticleNode]:
        """Give each article."""

    def entities(self) -> Iterator[Entity]:
        """Give each entity."""

    def facts(self) -> Iterator[Fact]:
        """Give each plain fact."""

    def posts(self) -> Iterator[Post]:
        """Give each post."""

    def stage_events(self) -> Iterator[StageEvent]:
        """Give each reaching of a stage."""

    def observations(self) -> Iterator[Observation]:
        """Give each figure."""

    def evidence(self) -> Iterator[Evidence]:
        """Give each passage that states something."""

    def evidence_of(self, path: str) -> Evidence:
        """Give the evidence of an id; UsageError when there is none."""


class Spool:
    """The values of a built folder, read when they are first asked for; GraphError for what is no graph."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._file = graph_file(folder)

    def articles(self) -> Iterator[ArticleNode]:
        """Give each article, sorted by id."""
        return self._values(ArticleNode)

    def entities(self) -> Iterator[Entity]:
        """Give each entity, sorted by id."""
        return self._values(Entity)

    def facts(self) -> Iterator[Fact]:
        """Give each plain fact, sorted by subject, predicate and value."""
        return self._values(Fact)

    def posts(self) -> Iterator[Post]:
        """Give each post, sorted by id."""
        return self._values(Post)

    def stage_events(self) -> Iterator[StageEvent]:
        """Give each reaching of a stage, sorted by id."""
        return self._values(StageEvent)

    def observations(self) -> Iterator[Observation]:
        """Give each figure, sorted by id."""
        return self._values(Observation)

    def evidence(self) -> Iterator[Evidence]:
        """Give each passage that states something, sorted by id."""
        return self._values(Evidence)

    def evidence_of(self, path: str) -> Evidence:
        """Give the evidence of an id; UsageError when there is none."""
        row = self._base.execute("SELECT value FROM Evidence WHERE key = ?", (path,)).fetchone()
        if row is None:
            raise UsageError(f"no evidence {path} in {self.folder}")
        return self._evidence_decoder.decode(row[0])

    def close(self) -> None:
        """Delete what was kept."""
        if "_base" in self.__dict__:
            self._base.close()
            del self.__dict__["_base"]

    def _values(self, kind: type[T]) -> Iterator[T]:
        decode = msgspec.msgpack.Decoder(kind).decode
        for (value,) in self._base.execute(f"SELECT value FROM {kind.__name__} ORDER BY key"):
            yield decode(value)

    @cached_property
    def _evidence_decoder(self) -> "msgspec.msgpack.Decoder[Evidence]":
        return msgspec.msgpack.Decoder(Evidence)

    @cached_property
    def _base(self) -> sqlite3.Connection:
        base = sqlite3.connect("")  # the empty name: SQLite's own temporary file
        base.execute(f"PRAGMA cache_size = -{CACHE}")
        for kind in _VALUES:
            base.execute(
                f"CREATE TABLE {kind} (key TEXT, value BLOB, PRIMARY KEY (key, value)) WITHOUT ROWID"
            )
        encode = msgspec.msgpack.Encoder().encode
        for piece in _pieces(self._file):
            graph = Graph(piece, self.folder)
            for kind, (values, key) in _VALUES.items():
                base.executemany(
                    f"INSERT INTO {kind} VALUES (?, ?)",
                    ((key(value), encode(value)) for value in values(graph)),
                )
        base.commit()
        return base


#: Table -> where its values come from, and what they are sorted by. NUL sorts before all that ids hold.
_VALUES: dict[str, tuple[Callable[[Graph], Iterator[msgspec.Struct]], Callable[..., str]]] = {
    "ArticleNode": (Graph.articles, lambda a: a.id),
    "Entity": (Graph.entities, lambda e: f"{e.id}\0{e.kind}"),
    "Fact": (Graph.facts, lambda f: f"{f.subject}\0{f.predicate}\0{f.object or f.value}"),
    "Post": (Graph.posts, lambda p: p.id),
    "StageEvent": (Graph.stage_events, lambda e: e.id),
    "Observation": (Graph.observations, lambda o: o.id),
    "Evidence": (Graph.evidence, lambda e: e.id),
}


def _pieces(path: Path) -> Iterator[ox.Store]:
    """Give the quads of a sorted file a piece at a time, none of which ends within a subject."""
    lines: list[bytes] = []
    former = b""
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            subject = line.partition(b" ")[0]
            if subject < former:
                raise GraphError(
                    f"{path}, line {number}: not in the order that kg build writes; build the graph anew"
                )
            if subject != former and len(lines) >= PIECE:
                yield _store(lines, path, number)
                lines = []
            former = subject
            lines.append(line)
        yield _store(lines, path, number if lines else 1)


def _store(lines: list[bytes], path: Path, end: int) -> ox.Store:
    store = ox.Store()
    try:
        store.bulk_load(b"".join(lines), format=ox.RdfFormat.N_QUADS)
    except (SyntaxError, ValueError) as fault:
        start = end - len(lines)
        raise GraphError(
            f"{path}, after line {start}: not N-Quads ({fault}); build the graph anew"
        ) from fault
    return store
