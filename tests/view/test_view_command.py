"""kg view: which file each option writes."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.cli import app
from kg.errors import UsageError


def _run(*arguments: str | Path) -> str:
    result = CliRunner().invoke(app, ["view", *map(str, arguments)])
    if isinstance(result.exception, Exception):
        raise result.exception
    return result.output


def test_the_whole_graph_is_written_to_index_html(
    page_file: Path, folder: Path, tmp_path: Path
) -> None:
    """Without options the page of the whole graph is written and named."""
    assert "index.html" in _run("-g", folder, "-o", tmp_path)
    assert (tmp_path / "index.html").read_bytes() == page_file.read_bytes()


def test_parts_are_named_after_what_they_are_about(
    page_file: Path, folder: Path, tmp_path: Path
) -> None:
    """A focused view is a file of its own, far smaller than the whole."""
    query = tmp_path / "firms.rq"
    query.write_text("SELECT ?c { ?c a park:Company }", encoding="utf-8")
    _run("-g", folder, "-o", tmp_path, "--ego", "恒越电子", "--depth", "1")
    _run("-g", folder, "-o", tmp_path, "--park", "清河工业园区")
    _run("-g", folder, "-o", tmp_path, "--query", query)
    _run("-g", folder, "-o", tmp_path / "s.html", "--ego", "恒越电子", "--small")
    for name in ("恒越电子", "清河工业园区", "firms"):
        size = (tmp_path / f"{name}.html").stat().st_size
        assert 0 < size < page_file.stat().st_size / 2
    assert "vis" in (tmp_path / "s.html").read_text(encoding="utf-8")


def test_options_that_contradict_each_other_are_refused(folder: Path) -> None:
    """One part at a time, and no small picture of everything."""
    with pytest.raises(UsageError, match="one of"):
        _run("-g", folder, "--ego", "恒越电子", "--park", "清河工业园区")
    with pytest.raises(UsageError, match="--small"):
        _run("-g", folder, "--small")


def test_a_query_that_is_missing_or_selects_nothing_is_refused(
    folder: Path, tmp_path: Path
) -> None:
    """The fault names the file and what was expected of it."""
    with pytest.raises(UsageError, match="cannot be read"):
        _run("-g", folder, "--query", tmp_path / "none.rq")
    ask = tmp_path / "ask.rq"
    ask.write_text("ASK { ?a ?b ?c }", encoding="utf-8")
    with pytest.raises(UsageError, match="SELECT"):
        _run("-g", folder, "--query", ask)
