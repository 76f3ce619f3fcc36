"""evaluate: the figures are those of the outside scorer beside the checkout."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from kg.evaluate import score
from tests.evaluate.graph_from_gold import GraphFromGold

SHARED = Path(__file__).parents[2].parent / "shared"
ARTICLES = SHARED / "gold" / "articles"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not ARTICLES.is_dir(), reason="no annotated articles beside the checkout"),
]


@pytest.fixture(scope="module")
def outside() -> ModuleType:
    """The outside scorer, loaded from its file."""
    spec = importlib.util.spec_from_file_location("outside_score", SHARED / "score" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def compare(outside: ModuleType, graph: Path, golds: list[Path], texts: Path | None) -> None:
    """Assert that every number of both scorers is the same."""
    theirs: dict[str, Any] = outside.score(graph, golds, texts=texts)
    theirs.get("grounding", {}).pop("bad", None)
    assert score(graph, golds, texts=texts).figures() == theirs


@pytest.mark.parametrize("noise", [0.0, 0.1, 0.3, 0.7])
@pytest.mark.parametrize("name", ["a01", "b02", "c05", "d10", "h05", "w02"])
def test_one_article(outside: ModuleType, tmp_path: Path, name: str, noise: float) -> None:
    """A graph that errs a little or a lot gets the same figures from both, article by article."""
    golds = [ARTICLES / f"{name}.json"]
    for seed in range(5):
        graph = GraphFromGold(noise=noise, seed=seed).write(golds, tmp_path / f"{seed}.nq")
        compare(outside, graph, golds, None)


@pytest.mark.parametrize("noise", [0.0, 0.2])
def test_a_whole_corpus_at_once(outside: ModuleType, tmp_path: Path, noise: float) -> None:
    """Gold files merged by name give the same figures from both."""
    golds = sorted(ARTICLES.glob("a0*.json")) + sorted(ARTICLES.glob("w*.json"))
    graph = GraphFromGold(noise=noise, seed=7).write(golds, tmp_path / "graph.nq")
    compare(outside, graph, golds, ARTICLES)


def test_nothing_built(outside: ModuleType, tmp_path: Path) -> None:
    """An empty graph gets the same zeros from both."""
    graph = tmp_path / "graph.nq"
    graph.write_text("", encoding="utf-8")
    compare(outside, graph, [ARTICLES / "a01.json"], ARTICLES)
