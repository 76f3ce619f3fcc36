"""source: what a reader is given (a stream of bytes with its name and place) and what it gives back."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO

import msgspec

from kg.errors import ReadError
from kg.model import Article, ArticleId, Rejection
from kg.read.decode import Decoded, decode

MIB = 1 << 20


class ReadSettings(msgspec.Struct, frozen=True, kw_only=True):
    """How to read: limits that keep hostile input small, and names of fields that are not the usual ones."""

    most_bytes: int = 32 * MIB  #: of one article, or one record with all its fields
    most_unpacked: int = 2048 * MIB  #: of all that one archive unpacks to
    most_nested: int = 3  #: archives inside archives
    fields: tuple[
        tuple[str, str], ...
    ] = ()  #: role (text, title, date, source, author, url) -> field


Item = Article | Rejection


@dataclass(frozen=True, slots=True)
class Source:
    """Bytes to read, and where they are from."""

    name: str  #: the file, as `park:sourceFile` names it
    stream: BinaryIO
    place: tuple[str, ...] = ()  #: way into a container: "member b.html", "line 3"
    charset: str | None = None  #: encoding that a header declares
    url: str | None = None

    @property
    def where(self) -> str:
        """Name the source for a person."""
        return ", ".join((self.name, *self.place))

    def inside(
        self, place: str, stream: BinaryIO, *, charset: str | None = None, url: str | None = None
    ) -> "Source":
        """Give a source that lies in this one."""
        return Source(self.name, stream, (*self.place, place), charset, url)

    def data(self, settings: ReadSettings) -> bytes:
        """Give all bytes; raises ReadError when there are more than an article can have."""
        data = self.stream.read(settings.most_bytes + 1)
        if len(data) > settings.most_bytes:
            raise ReadError(
                f"larger than {settings.most_bytes // MIB} MiB, too large for one article; split it"
            )
        return data

    def decoded(self, settings: ReadSettings) -> Decoded:
        """Give the bytes as text."""
        return decode(self.data(settings), declared=self.charset)

    def article(self, text: str, **known: object) -> Article:
        """Give an article of this source; what is known of it goes to its fields."""
        if not text.strip():
            raise ReadError("empty: there is no text in it")
        record = ", ".join(self.place) or None
        return msgspec.convert(
            {
                "id": _identity(text, record),
                "source_file": self.name,
                "record": record,
                "source_text": text,
                "url": self.url,
                **{name: value for name, value in known.items() if value},
            },
            Article,
            strict=False,
        )

    def rejected(self, reason: object) -> Rejection:
        """Give the word that nothing could be read here, and why."""
        return Rejection(source=self.where, reason=str(reason))


def _identity(text: str, record: str | None) -> ArticleId:
    content = f"{record or ''}\0{text}".encode("utf-8", "surrogatepass")
    return ArticleId(hashlib.sha256(content).hexdigest()[:16])


@dataclass(frozen=True, slots=True)
class Desk:
    """What a reader works with: the settings, and a way to have an inner source read."""

    settings: ReadSettings
    read: Callable[[Source, "Desk"], Iterator[Item]]
    depth: int = 0

    def deeper(self) -> "Desk":
        """Give the desk for what lies in an archive."""
        if self.depth >= self.settings.most_nested:
            raise ReadError(
                f"archives nested more than {self.settings.most_nested} deep; unpack it first"
            )
        return replace(self, depth=self.depth + 1)


Reader = Callable[[Source, Desk], Iterator[Item]]
