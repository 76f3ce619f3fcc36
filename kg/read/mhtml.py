"""mhtml: a page that a browser saved with its pictures in, one article out."""

import email
import email.policy
import io
from collections.abc import Iterator

from kg.errors import ReadError
from kg.read.html import read_html
from kg.read.source import Desk, Item, Source


def read_mhtml(source: Source, desk: Desk) -> Iterator[Item]:
    """Yield the page of the archive; offsets count in its HTML part."""
    message = email.message_from_bytes(source.data(desk.settings), policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            page = part.get_payload(decode=True)
            assert isinstance(page, bytes)
            inner = source.inside(
                "its HTML part",
                io.BytesIO(page),
                charset=part.get_content_charset(),
                url=message.get("Snapshot-Content-Location") or part.get("Content-Location"),
            )
            yield from read_html(inner, desk)
            return
    raise ReadError("a web archive without an HTML part")
