"""Bytes become text by mark, strictly, or with a word about what is lost."""

import pytest

from kg.errors import ReadError
from kg.read.decode import decode

TEXT = "濮阳工业园区签约五个项目，总投资40.6亿元。"
TRADITIONAL = "濮陽工業園區簽約五個項目，總投資40.6億元。"


@pytest.mark.parametrize(
    ("data", "encoding", "text"),
    [
        (TEXT.encode(), "utf-8", TEXT),
        (b"\xef\xbb\xbf" + TEXT.encode(), "utf-8", "\ufeff" + TEXT),
        (TEXT.encode("gb18030"), "gb18030", TEXT),
        (TRADITIONAL.encode("gbk"), "gb18030", TRADITIONAL),
        (TRADITIONAL.encode("big5"), "big5hkscs", TRADITIONAL),
        (TEXT.encode("utf-16"), "utf-16", TEXT),
        (TEXT.encode("utf-16-le"), "utf-16-le", TEXT),
        (TEXT.encode("utf-16-be"), "utf-16-be", TEXT),
        (b"only ASCII, 2022", "utf-8", "only ASCII, 2022"),
    ],
)
def test_encodings(data: bytes, encoding: str, text: str) -> None:
    """The encoding is found without being told."""
    assert decode(data)[:2] == (text, encoding)


@pytest.mark.parametrize("declared", ["gb2312", "big5", "iso-8859-1", "nonsense"])
def test_a_wrong_declaration_is_overruled(declared: str) -> None:
    """The bytes are believed, and the note tells so."""
    decoded = decode(TEXT.encode(), declared=declared)
    assert decoded.text == TEXT
    assert (declared == "nonsense") or "declared" in decoded.notes[0]
    assert decode(TEXT.encode("gbk"), declared="utf-8").text == TEXT


def test_a_few_bad_bytes_are_counted() -> None:
    """A long text with one broken byte is read, with the place marked and told."""
    data = (TEXT * 40).encode("gbk") + b"\xff" + (TEXT * 40).encode("gbk")
    decoded = decode(data)
    assert decoded.text.count("\ufffd") == 1
    assert "1 places" in decoded.notes[0]


def test_noise_is_refused() -> None:
    """What is in no encoding is no article."""
    with pytest.raises(ReadError):
        decode(bytes((n * 7919) % 251 + 4 for n in range(4000)))
