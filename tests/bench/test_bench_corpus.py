"""bench: the corpus that is measured is the same every time, and no copy repeats another's names."""

import json
from pathlib import Path

import pytest

from bench.corpus import write_corpus
from bench.measuring import Meter, in_fresh_process


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two copies of the samples."""
    folder = tmp_path_factory.mktemp("corpus")
    corpus = write_corpus(folder, copies=2)
    assert corpus.articles == 32
    assert corpus.characters == sum(
        len(path.read_text(encoding="utf-8")) for path in folder.iterdir()
    )
    return folder


def read(folder: Path, name: str) -> str:
    """The text of one article."""
    return (folder / name).read_text(encoding="utf-8")


def test_the_same_every_time(folder: Path, tmp_path: Path) -> None:
    """Writing the corpus again gives the same files."""
    write_corpus(tmp_path, copies=2)
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == {
        p.name: p.read_bytes() for p in tmp_path.iterdir()
    }


def test_every_copy_has_names_of_its_own(folder: Path) -> None:
    """No firm, park or person of the samples is left, and the copies share none."""
    first, second = read(folder, "0000_s02_projects.txt"), read(folder, "0001_s02_projects.txt")
    for name in ("濮阳", "三棵树", "保立佳", "君恒", "白景松"):
        assert name not in first + second
    assert len(first) == len(second)
    assert first != second


def test_every_form_stays_what_it_is(folder: Path) -> None:
    """Records stay records, Traditional stays Traditional, damage stays damage."""
    for line in read(folder, "0001_s14_wire.jsonl").splitlines():
        assert "濮阳" not in json.loads(line)["text"]
    assert "華龍區" in read(folder, "0000_s11_hydrogen.txt")
    assert "中沁泰康" not in read(folder, "0000_s11_hydrogen.txt")
    assert "(xiàn)" in read(folder, "0000_s12_damaged.txt")
    assert "</article>" in read(folder, "0000_s13_paint.html")


def test_cost_is_measured(folder: Path) -> None:
    """A lap has seconds and a peak, in this process and in a fresh one."""
    meter = Meter()
    cost = meter.lap()
    assert cost.seconds >= 0
    assert cost.peak_mb > 1
    assert in_fresh_process(len, "ab") == 2
