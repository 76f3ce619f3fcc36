"""The small world as a built folder and as a page, and a Chromium to open pages in."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from kg.graph.reader import Graph, open_graph
from kg.view import write_view
from kg.view.html import BUNDLE
from tests.world import built_world

#: A page may be slow on a busy machine; the tests ask what it does, not how fast.
expect.set_options(timeout=60_000)
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


def _need(there: bool, what: str) -> None:
    """Skip where a tool of the developer's machine is missing, but never in CI."""
    if not there and "CI" not in os.environ:
        pytest.skip(f"no {what} on this machine")
    assert there, f"CI needs {what}"


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the small world as a built folder."""
    return built_world(tmp_path_factory.mktemp("view") / "extracted")


@pytest.fixture(scope="session")
def graph(folder: Path) -> Graph:
    """Give the small world as a graph."""
    return open_graph(folder)


@pytest.fixture(scope="session")
def page_file(folder: Path) -> Path:
    """Give the page of the small world."""
    _need((BUNDLE / "page.js").is_file(), "bundled page (make page)")
    return write_view(folder, folder.parent / "viz")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Give a headless Chromium."""
    _need(CHROMIUM is not None, "Chromium")
    with sync_playwright() as playwright:
        # Containers give Chromium neither a GPU nor the rights that its sandbox needs.
        options = ["--no-sandbox", "--disable-gpu"]
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=options)
        yield chromium
        chromium.close()


class Watched:
    """A page that keeps count of what it must never do."""

    def __init__(self, context: BrowserContext) -> None:
        context.set_default_timeout(60_000)
        self.page: Page = context.new_page()
        self.faults: list[str] = []
        self.page.on(
            "console",
            lambda m: self.faults.append(m.text) if m.type in {"error", "warning"} else None,
        )
        self.page.on("pageerror", lambda fault: self.faults.append(str(fault)))
        self.page.on("dialog", lambda dialog: self.faults.append(f"dialog {dialog.message}"))
        self.page.on("request", self._request)

    def _request(self, request: object) -> None:
        address: str = request.url  # type: ignore[attr-defined]
        if not address.startswith(("file:", "blob:")):
            self.faults.append(f"request {address}")

    def open(self, file: Path, state: str = "") -> Page:
        """Open a page written by `kg view` and wait for its first picture."""
        self.page.goto(file.as_uri() + state)
        self.page.wait_for_selector("canvas[data-drawn], .page")
        return self.page


@pytest.fixture
def watched(browser: Browser) -> Iterator[Watched]:
    """Give a page without a network; whatever it complained of fails the test."""
    context = browser.new_context(
        viewport={"width": 1440, "height": 900}, offline=True, reduced_motion="reduce"
    )
    page = Watched(context)
    yield page
    context.close()
    assert page.faults == []
