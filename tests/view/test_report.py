"""The report: everything about a park on paper, each line with its source."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from kg.errors import UsageError
from kg.graph.reader import Graph
from kg.view import entity_named, make_report, print_pdf


@pytest.fixture(scope="module")
def report(graph: Graph) -> str:
    """Give the report of the park of the small world."""
    return make_report(graph, entity_named(graph, "清河工业园区"))


def test_it_names_leaders_companies_projects_and_money(report: str) -> None:
    """Who leads, who settled, what is built for how much, and since when."""
    for words in (
        "孟书岚",
        "党工委书记",
        "恒越电子二期项目",
        "投产",
        "2023-01",
        "亿元",
        "入驻企业",
    ):
        assert words in report


def test_every_number_of_a_source_has_its_passage(report: str) -> None:
    """The sources are numbered from one in the order of their use, and all are listed."""
    body, sources = report.split("<h2>来源</h2>")
    cited = {int(n) for group in re.findall(r"<sup>([\d ]+)</sup>", body) for n in group.split()}
    assert cited == set(range(1, len(re.findall(r"<li>", sources)) + 1))
    assert "清河日报" in sources


def test_it_runs_no_script_and_loads_nothing(report: str) -> None:
    """The report is paper: no script, no address."""
    assert "<script" not in report
    assert "default-src 'none'" in report


def test_it_is_printed_as_pdf(report: str, browser: Browser, tmp_path: Path) -> None:
    """With a browser on the machine the report becomes a PDF."""
    assert browser.is_connected()
    print_pdf(report, tmp_path / "report.pdf")
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")


def test_without_a_browser_the_user_is_told(
    report: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a machine without Chromium the fault says what to do instead."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UsageError, match="print the HTML"):
        print_pdf(report, tmp_path / "report.pdf")
