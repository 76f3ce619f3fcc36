"""query/search: words in; the entities that bear them and the passages that say them out."""

import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from kg.graph.reader import Graph

_SCHEMA = """
CREATE TABLE entry (id INTEGER PRIMARY KEY, kind TEXT, target TEXT, shown TEXT, place TEXT, words TEXT);
CREATE VIRTUAL TABLE trigrams USING fts5(words, content='entry', content_rowid='id', tokenize='trigram');
"""
_SHORTEST = 3  #: a trigram index knows nothing shorter; shorter words are looked for one by one


class Hit(NamedTuple):
    """A name of an entity, or a passage; `target` is the entity or the article to look at."""

    target: str
    shown: str
    place: str  #: the class of the entity, or where the passage stands


class Found(NamedTuple):
    """What a search found, the best first; more may be there than is given."""

    entities: list[Hit]
    passages: list[Hit]


def build_index(graph: Graph, path: Path) -> None:
    """Write the search index of a graph to `path`, whole or not at all."""
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    connection = sqlite3.connect(fresh)
    with connection:
        connection.executescript(_SCHEMA)
        connection.executemany(
            "INSERT INTO entry (kind, target, shown, place, words) VALUES (?, ?, ?, ?, ?)",
            _entries(graph),
        )
        connection.execute("INSERT INTO trigrams (trigrams) VALUES ('rebuild')")
    connection.close()
    fresh.rename(path)


class Index:
    """A search index, opened for reading."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)

    def search(self, words: str, *, limit: int = 50) -> Found:
        """Give entities and passages that hold every one of `words`, at most `limit` of each."""
        folded = [word for word in map(fold, words.split()) if word]
        if not folded:
            return Found([], [])
        return Found(
            [Hit(*row) for row in self._rows("name", folded, limit)],
            [Hit(*row) for row in self._rows("quote", folded, limit)],
        )

    def _rows(self, kind: str, words: list[str], limit: int) -> Iterable[tuple[str, str, str]]:
        condition, arguments = _condition(words)
        # The shorter a name is, the more of it the words make up; a name that is one of them comes first.
        query = (
            "SELECT target, shown, place FROM entry "
            f"WHERE kind = ? AND {condition} "
            "GROUP BY target, shown, place ORDER BY min(length(words)), shown, target LIMIT ?"
        )
        return self._connection.execute(query, (kind, *arguments, limit))


def fold(text: str) -> str:
    """Give `text` without differences of width and case, and without control characters."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(
        sign for sign in folded if unicodedata.category(sign) not in ("Cc", "Cs")
    ).strip()


def _condition(words: list[str]) -> tuple[str, list[str]]:
    long = [word for word in words if len(word) >= _SHORTEST]
    short = [word for word in words if len(word) < _SHORTEST]
    parts = ["instr(words, ?) > 0" for _ in short]
    arguments = [*short]
    if long:
        parts.append("id IN (SELECT rowid FROM trigrams WHERE trigrams MATCH ?)")
        # Quoted, a word is a phrase: nothing in it is an operator of the index's query language.
        arguments.append(" AND ".join('"' + word.replace('"', '""') + '"' for word in long))
    return " AND ".join(parts), arguments


def _entries(graph: Graph) -> Iterator[tuple[str, str, str, str, str]]:
    for entity in graph.entities():
        for name in (entity.label, *entity.names):
            shown = name if name == entity.label else f"{name} = {entity.label}"
            yield "name", entity.id, shown, entity.kind, fold(name)
    files = {article.id: article for article in graph.articles()}
    for evidence in graph.evidence():
        article = files[evidence.article]
        place = " ".join(filter(None, (article.published, article.headline, article.source_file)))
        yield "quote", evidence.article, evidence.quote, place, fold(evidence.quote)
