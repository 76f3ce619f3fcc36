"""text: a plain text file in, one article out."""

from collections.abc import Iterator

from kg.read.source import Desk, Item, Source


def read_text(source: Source, desk: Desk) -> Iterator[Item]:
    """Yield the file as one article; line ends stay as they are."""
    text, encoding, notes = source.decoded(desk.settings)
    yield source.article(text, encoding=encoding, notes=notes)
