"""evaluate: which gold belongs to which article."""

from pathlib import Path

import pytest

from kg.errors import UsageError
from kg.evaluate.pairing import pair, read_split


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Articles and gold, and files that are neither."""
    for name in ("s1.txt", "s2_标题.html", "s3.jsonl", "s4.txt", "notes.md"):
        (tmp_path / name).touch()
    (tmp_path / "gold").mkdir()
    for name in ("s1", "s2", "s3-1", "s3-2", "split", "s9"):
        (tmp_path / "gold" / f"{name}.json").write_text('{"a": ["s1"]}', encoding="utf-8")
    return tmp_path


def test_articles_find_their_gold(folder: Path) -> None:
    """A name up to the first underscore, and numbered gold for a container."""
    pairs = pair(folder, folder / "gold")
    assert [(p.name, [g.stem for g in p.golds]) for p in pairs] == [
        ("s1", ["s1"]),
        ("s2", ["s2"]),
        ("s3", ["s3-1", "s3-2"]),
    ]


def test_a_split_narrows(folder: Path) -> None:
    """Only the articles of the named part are measured."""
    only = read_split(f"{folder / 'gold' / 'split.json'}:a")
    assert [p.name for p in pair(folder, folder / "gold", only=only)] == ["s1"]


def test_nothing_to_measure_is_a_fault(folder: Path) -> None:
    """A missing folder, a folder without pairs and a missing part of a split are told."""
    with pytest.raises(UsageError, match="no folder"):
        pair(folder / "nowhere", folder / "gold")
    with pytest.raises(UsageError, match="no article"):
        pair(folder, folder / "gold", only=[])
    with pytest.raises(UsageError, match="no part 'b'"):
        read_split(f"{folder / 'gold' / 'split.json'}:b")
    with pytest.raises(UsageError, match="cannot read split"):
        read_split("nowhere.json:b")
