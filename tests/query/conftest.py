"""The small world as a built folder and as a store, which every test of the room asks."""

from pathlib import Path

import pytest
from pyoxigraph import Store

from kg.graph.storage import open_store
from tests.world import built_world


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the built folder of the small world."""
    return built_world(tmp_path_factory.mktemp("world") / "extracted")


@pytest.fixture(scope="session")
def store(world: Path) -> Store:
    """Give the small world as a store in memory."""
    return open_store(world)
