"""Input that is broken or means harm: a clear word about it, small memory, and the rest is read."""

import io
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from kg.model import Article, Rejection
from kg.read import ReadSettings, read
from tests.read.test_readers import TEXT, one, read_all

SMALL = ReadSettings(most_bytes=1 << 20, most_unpacked=1 << 22)


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \n\t\r\n", "empty"),
        ("a.txt", bytes(range(256)) * 40, "binary"),
        ("a.txt", b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "picture"),
        ("a.zip", b"PK\x03\x04 broken", "zip"),
        ("a.gz", b"\x1f\x8b broken", "gzip"),
        ("a.docx", b"PK\x03\x04 broken", "Word"),
        ("a.pdf", b"%PDF-1.7 broken", "PDF"),
        ("a.json", b"{", "JSON"),
        ("a.html", b"<html><script>1</script></html>", "without text"),
        ("a.jsonl", b'{"text": 5}\n', "no field"),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path: Path, name: str, data: bytes, word: str) -> None:
    """The reason names file and fault, and the good file beside it is read."""
    (tmp_path / name).write_bytes(data)
    (tmp_path / "good.txt").write_text(TEXT, encoding="utf-8")
    articles, rejected = read_all(tmp_path / name, tmp_path / "good.txt")
    assert [a.source_file for a in articles] == ["good.txt"]
    assert len(rejected) == 1
    assert name in rejected[0].source
    assert word in rejected[0].reason


def test_missing_and_empty_places(tmp_path: Path) -> None:
    """A path that is not there and a folder without articles are rejected."""
    _, rejected = read_all(tmp_path / "none.txt", tmp_path, f"{tmp_path}/*.html")
    assert len(rejected) == 3
    assert "no such file" in rejected[-1].reason


def test_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    """A member that unpacks to far more than an article is given up early."""
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a-bomb.txt", b"0" * (64 << 20))
        archive.writestr("b-good.txt", TEXT.encode())
    tracemalloc.start()
    items = list(read([path], settings=SMALL))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [type(item) for item in items] == [Rejection, Article]
    assert peak < 16 << 20


def test_archives_in_archives_end(tmp_path: Path) -> None:
    """Archives are opened to a few levels only."""
    data = TEXT.encode()
    name = "a.txt"
    for level in range(6):
        outer = io.BytesIO()
        with zipfile.ZipFile(outer, "w") as archive:
            archive.writestr(name, data)
        data, name = outer.getvalue(), f"level{level}.zip"
    path = tmp_path / name
    path.write_bytes(data)
    articles, rejected = read_all(path)
    assert articles == []
    assert "deep" in rejected[0].reason


def test_paths_in_archives_touch_nothing(tmp_path: Path) -> None:
    """A member named like a path outside is read as a text and written nowhere."""
    path = tmp_path / "in" / "a.zip"
    path.parent.mkdir()
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../../outside.txt", TEXT.encode())
    assert one(path).source_text == TEXT
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["a.zip", "in"]


def test_a_huge_line_is_passed_over(tmp_path: Path) -> None:
    """A line longer than an article may be is rejected without being held; the next line is read."""
    path = tmp_path / "a.jsonl"
    good = b'{"text": "' + "园区签约。".encode() + b'"}\n'
    path.write_bytes(good + b'{"text": "' + b"x" * (24 << 20) + b'"}\n' + good)
    tracemalloc.start()
    items = list(read([path], settings=SMALL))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [type(item) for item in items] == [Article, Rejection, Article]
    assert peak < 8 << 20


def test_a_gigabyte_on_one_line(tmp_path: Path) -> None:
    """A line of a gigabyte costs no more memory than the longest article; what follows is read."""
    path = tmp_path / "a.jsonl"
    good = b'{"text": "' + "园区签约。".encode() + b'"}\n'
    with path.open("wb") as file:
        file.write(good + b'{"text": "')
        file.truncate(1 << 30)  # a hole: it reads as zeros and takes no room
        file.seek(0, io.SEEK_END)
        file.write(b'"}\n' + good)
    tracemalloc.start()
    items = list(read([path]))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [type(item) for item in items] == [Article, Rejection, Article]
    assert peak < 128 << 20


def test_deeply_nested_page(tmp_path: Path) -> None:
    """Tens of thousands of elements within each other do not take the reader down."""
    path = tmp_path / "a.html"
    path.write_text(
        "<div>" * 30_000 + "园区今年签约项目五个。" + "</div>" * 30_000, encoding="utf-8"
    )
    assert "签约" in one(path).source_text


def test_entities_of_xml_are_not_expanded(tmp_path: Path) -> None:
    """A page that declares entities of entities stays as small as it is."""
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    path = tmp_path / "a.xhtml"
    path.write_text(
        f'<!DOCTYPE html [<!ENTITY e0 "哈">{entities}]><html><body><p>园区签约。&e9;</p></body></html>',
        encoding="utf-8",
    )
    assert len(one(path).source_text) < 2000


def test_many_small_records_stream(tmp_path: Path) -> None:
    """A hundred thousand records pass through one by one."""
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"text": "a b"}\n' * 100_000)
    tracemalloc.start()
    count = sum(1 for _ in read([path]))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 100_000
    assert peak < 4 << 20
