"""decode: bytes in, their text and encoding out; nothing is replaced without a word."""

import codecs
import re
from typing import NamedTuple

from kg.errors import ReadError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),  # the mark stays, as readers of UTF-8 keep it: offsets count it
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: Names that pages declare -> the larger encoding that their authors used.
_LARGER = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "x-gbk": "gb18030",
    "big5": "big5hkscs",
}
_CANDIDATES = ("gb18030", "big5hkscs", "utf-16-le", "utf-16-be")
_SAMPLE = 1 << 16
_MOST_DAMAGED = 0.002  #: share of bytes that may be unreadable in a text that is one otherwise
_LEAST_CHINESE = (
    0.5  #: share of common characters that a guess must reach among those beyond ASCII
)
_SURELY_CHINESE = 0.8  #: the same where the bytes have controls among them
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MOST_CONTROLS = 0.01
_MAGIC = (
    (b"%PDF", "a PDF file"), (b"PK\x03\x04", "a zip or Office file"), (b"\x89PNG", "a picture"), (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"), (b"\xd0\xcf\x11\xe0", "an old Word or Excel file; save it as .docx or .txt"),
    (b"\x1f\x8b", "a gzip file"), (b"\x7fELF", "a program"), (b"Rar!", "a RAR archive"), (b"7z\xbc\xaf", "a 7z archive"),
)  # fmt: skip


class Decoded(NamedTuple):
    """A text, the encoding that gave it, and what had to be decided."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def decode(data: bytes, *, declared: str | None = None) -> Decoded:
    """Give the text of `data`, by its mark, as UTF-8, as declared, or as the likeliest that fits.

    Raises ReadError for what is no text. A few unreadable bytes in a long text become U+FFFD, with
    a note that says how many.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark) and (text := _strict(data, encoding)) is not None:
            return Decoded(text, encoding)
    _refuse_binary(data)
    said = _known(declared)
    if (text := _strict(data, "utf-8")) is not None:
        overruled = said not in (None, "utf-8", "ascii") and not data.isascii()
        return Decoded(text, "utf-8", _overruled(declared, "utf-8") if overruled else ())
    if said and (text := _strict(data, said)) is not None and _chinese(text) >= _LEAST_CHINESE:
        return Decoded(text, said)
    fitting = [(e, text) for e in _CANDIDATES if (text := _strict(data, e)) is not None]
    if fitting:
        encoding, text = max(fitting, key=lambda found: _chinese(found[1]))
        if _chinese(text) >= _LEAST_CHINESE:
            return Decoded(text, encoding, _overruled(declared, encoding) if said else ())
    return _damaged(data, said)


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, UnicodeError):
        return None


def _known(declared: str | None) -> str | None:
    """Give Python's name for a declared encoding, if it is one of text."""
    if not declared:
        return None
    try:
        name = codecs.lookup(declared.strip("\"' ")).name
        "".encode(name)
    except LookupError:
        return None
    return _LARGER.get(name, name)


def _overruled(declared: str | None, encoding: str) -> tuple[str, ...]:
    return (f"declared as {declared}, but the bytes are {encoding}: read as {encoding}",)


def _chinese(text: str) -> float:
    """Give the share of common Chinese characters and marks among the characters beyond ASCII."""
    sample = [c for c in text[:_SAMPLE] if not c.isascii()]
    common = sum(_is_common(character) for character in sample)
    return common / len(sample) if sample else 1.0


def _is_common(character: str) -> bool:
    if character in "，。、；：？！“”‘’（）《》【】—…·　":
        return True
    try:  # the 3,755 characters of level one, in either script
        first = character.encode("gb2312")[0]
    except UnicodeEncodeError:
        try:
            return character.encode("big5")[0] <= 0xC6 and "\u4e00" <= character <= "\u9fff"
        except UnicodeEncodeError:
            return False
    return 0xB0 <= first <= 0xD7


def _refuse_binary(data: bytes) -> None:
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            raise ReadError(f"not text but {kind}")
    sample = data[:_SAMPLE]
    if len(_BINARY.findall(sample)) > _MOST_CONTROLS * len(sample) and not _is_wide(sample):
        raise ReadError("not text but binary data")


def _is_wide(sample: bytes) -> bool:
    """Tell whether bytes with controls among them are UTF-16 without its mark."""
    sample = sample[: len(sample) & ~1]
    texts = (_strict(sample, encoding) for encoding in ("utf-16-le", "utf-16-be"))
    return any(
        text and _chinese(text) >= _SURELY_CHINESE and not _BINARY.search(text.encode("utf-8"))
        for text in texts
    )


def _damaged(data: bytes, said: str | None) -> Decoded:
    for encoding in dict.fromkeys(("utf-8", said or "gb18030", "gb18030", "big5hkscs")):
        text = data.decode(encoding, errors="replace")
        lost = text.count("\ufffd")
        if lost <= max(1, _MOST_DAMAGED * len(data)) and _chinese(text) >= _LEAST_CHINESE:
            return Decoded(
                text,
                encoding,
                (f"{lost} places are unreadable in {encoding} and stand as U+FFFD",),
            )
    raise ReadError(
        "in no encoding that is known here (UTF-8, GB18030, Big5, UTF-16); convert it to UTF-8"
    )
