"""kg eval: what it prints, and what it refuses."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.cli import app
from kg.errors import UsageError
from kg.evaluate import add_up, score
from tests.evaluate.graph_from_gold import GraphFromGold

SAMPLES = Path(__file__).parents[2] / "samples"
GOLD = SAMPLES / "gold" / "s02.json"
RUNNER = CliRunner()


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A folder with the graph of one sample, a little wrong."""
    GraphFromGold(noise=0.2, seed=1).write([GOLD], tmp_path / "graph.nq")
    return tmp_path


def run(*arguments: str | Path) -> str:
    """Run `kg eval` and give what it printed."""
    result = RUNNER.invoke(app, ["eval", *map(str, arguments)], catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def test_a_built_folder(built: Path) -> None:
    """JSON gives the figures, the table the same ones, --misses what is behind them."""
    figures = score(built / "graph.nq", [GOLD]).figures()
    assert json.loads(run(GOLD, "--graph", built, "--json")) == figures
    table = run(GOLD, "--graph", built)
    core = figures["facts"]["core"]
    assert f"facts, core{core['P']:17.3f}{core['R']:7.3f}{core['F1']:7.3f}" in table
    assert "-- " not in table
    assert ", missed" in run(GOLD, "--graph", built, "--misses")
    assert json.loads(run(GOLD, "--graph", built, "--misses", "--json"))["misses"]


def test_articles_built_alone(tmp_path: Path) -> None:
    """Articles with gold are built one by one, and the counts are summed."""
    (tmp_path / "gold").mkdir()
    for name in ("s03", "s09"):
        (article,) = SAMPLES.glob(f"{name}_*")
        (tmp_path / article.name).write_bytes(article.read_bytes())
        gold = SAMPLES / "gold" / f"{name}.json"
        (tmp_path / "gold" / gold.name).write_bytes(gold.read_bytes())
    told = json.loads(run("--articles", tmp_path, tmp_path / "gold", "--fast", "--json"))
    assert told["articles"] == 2
    assert told["observations"]["gold"] == 16
    assert told["grounding"]["rate"] == 1.0
    split = tmp_path / "split.json"
    split.write_text('{"a": ["s09"]}', encoding="utf-8")
    one = run("--articles", tmp_path, tmp_path / "gold", "--fast", "--split", f"{split}:a")
    assert one.startswith("1 articles, each built alone")


def test_what_does_not_fit_is_refused(built: Path) -> None:
    """Options that need --articles, and several folders of gold, are told."""
    with pytest.raises(UsageError, match="name their folder with --articles"):
        run(GOLD, "--graph", built, "--fast")
    with pytest.raises(UsageError, match="one folder of gold"):
        run("--articles", SAMPLES, SAMPLES / "gold", GOLD)


def test_nothing_adds_up_to_nothing() -> None:
    """No article gives no figures but zeros."""
    assert add_up([]).core_facts.f1 == 0.0
