"""decode: the bytes of a file in, its text and encoding out."""

from typing import NamedTuple

from kg.errors import ReadError


class Decoded(NamedTuple):
    """A text, the encoding that gave it, and what had to be decided."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def decode(data: bytes, *, name: str) -> Decoded:
    """Give the text of `data`; a UTF-8 byte order mark stays as its first character."""
    for encoding in ("utf-8", "gb18030", "big5"):
        try:
            return Decoded(data.decode(encoding), encoding)
        except UnicodeDecodeError:
            continue
    raise ReadError(f"{name}: not text in UTF-8, GB18030 or Big5; convert it to UTF-8 first")
