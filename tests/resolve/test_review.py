"""A person's review of what the rules left open."""

from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner

from kg.cli import app
from kg.graph import write_graph
from kg.model import Extraction, Judgement
from kg.resolve import resolve
from kg.resolve.review import Session, open_cases
from kg.vocab import EntityClass as Kind
from tests.resolve.corpus import article


@pytest.fixture
def world() -> list[Extraction]:
    """Four articles on four cities that name a firm 宏泰."""
    return [
        article(
            n,
            (p, Kind.PLACE),
            "消息。今天，",
            ("宏泰", Kind.COMPANY),
            "投产。次日停产。",
            headline=f"{p}新闻",
        )
        for n, p in (("a", "濮阳市"), ("b", "苏州市"), ("c", "岳阳市"), ("d", "滁州市"))
    ]


def _kept(file: Path) -> list[Judgement]:
    lines = file.read_bytes().splitlines()
    return [msgspec.json.decode(line, type=Judgement) for line in lines]


def test_cases_show_the_sentence_that_names_each_side(world: list[Extraction]) -> None:
    """A case cites the whole sentence around the name and no more."""
    case = open_cases(resolve(world).judgements, [], world)[0]
    assert (case.left.before, case.left.words, case.left.after) == ("今天，", "宏泰", "投产。")
    assert case.left.source_file == "a.txt"


def test_answers_are_written_at_once_and_taken_back(
    world: list[Extraction], tmp_path: Path
) -> None:
    """Each answer is on disk before the next question; undo takes the last one off again."""
    file = tmp_path / "ontology" / "judgements.jsonl"
    session = Session(open_cases(resolve(world).judgements, [], world), file, [])
    session.answer(same=True)
    session.skip()
    session.answer(same=False)
    assert [j.verdict for j in _kept(file)] == ["same", "different"]
    assert session.undo()
    assert [j.verdict for j in _kept(file)] == ["same"]
    assert session.undo()
    assert session.undo()
    assert not session.undo()
    assert _kept(file) == []
    assert session.left == 3


def test_answers_hold_over_a_rebuild_and_are_not_asked_again(
    world: list[Extraction], tmp_path: Path
) -> None:
    """What a person joined is one in the next build, and no longer open."""
    before = resolve(world)
    session = Session(open_cases(before.judgements, [], world), tmp_path / "j.jsonl", [])
    while session.case:
        session.answer(same=True)
    human = _kept(tmp_path / "j.jsonl")
    after = resolve(world, human=human)
    assert [c.id for c in after.clusters if c.kind is Kind.COMPANY] == ["company/宏泰"]
    assert open_cases(after.judgements, human, world) == []


def test_command_asks_and_obeys(world: list[Extraction], tmp_path: Path) -> None:
    """y, n, skip and undo in a terminal; the end of the input ends the session."""
    built, file = tmp_path / "extracted", tmp_path / "judgements.jsonl"
    built.mkdir()
    write_graph(world, resolve(world), built)
    asked = ["resolve", "review", "--graph", str(built), "--judgements", str(file)]
    result = CliRunner().invoke(app, asked, input="y\nwhat\nn\nu\ns\n")
    assert result.exit_code == 0, result.output
    assert "【宏泰】投产。" in result.output
    assert [j.verdict for j in _kept(file)] == ["same"]
    again = CliRunner().invoke(app, asked, input="n\nn\n")
    assert "2 answers" not in result.output
    assert "3 answers" not in again.output
    assert [j.verdict for j in _kept(file)] == ["same", "different", "different"]
    assert "nothing is left open" in CliRunner().invoke(app, asked).output
