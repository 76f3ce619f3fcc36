"""Small views: pyvis with its traps taken out."""

import re
from pathlib import Path

from playwright.sync_api import Browser

from kg.graph.reader import Graph
from kg.view import ego
from kg.view.small import SmallView, small_view


def _view(graph: Graph) -> SmallView:
    return small_view(graph, ego(graph, "恒越电子", depth=1), title="<b>恒越</b>")


def test_nothing_is_linked_and_the_heading_is_text(graph: Graph) -> None:
    """No outside script, style or picture; what stands in the heading is not markup."""
    html = _view(graph).html
    assert not re.search(r"<(?:script|link|img)[^>]+(?:src|href)=", html)
    assert "<b>恒越</b>" not in html
    assert "&lt;b&gt;恒越" in html
    assert '"enabled": true' not in html.split('"physics"')[1].split("}")[0].split("{")[1]


def test_it_is_the_same_every_time(graph: Graph) -> None:
    """Two drawings of the same part are the same bytes."""
    assert _view(graph) == _view(graph)


def test_it_shows_itself_in_a_notebook(graph: Graph) -> None:
    """A notebook gets a frame with the picture inside, which may run scripts and no more."""
    shown = _view(graph)._repr_html_()
    assert shown.startswith("<iframe srcdoc=")
    assert 'sandbox="allow-scripts"' in shown


def test_it_draws_in_a_browser(graph: Graph, browser: Browser, tmp_path: Path) -> None:
    """The picture stands, without a request or a complaint."""
    faults: list[str] = []
    file = tmp_path / "small.html"
    _view(graph).write(file)
    page = browser.new_page()
    page.on("console", lambda m: faults.append(m.text))
    page.on("request", lambda r: faults.append(r.url) if not r.url.startswith("file:") else None)
    page.goto(file.as_uri())
    page.wait_for_selector("#mynetwork canvas")
    page.close()
    assert faults == []
