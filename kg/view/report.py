"""report: a park or company in, a printable account of it with its sources out, as HTML and PDF."""

import shutil
import subprocess
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from html import escape
from pathlib import Path

from kg.errors import UsageError
from kg.graph.reader import Graph
from kg.model import Entity, Fact, Observation
from kg.view.html import digest
from kg.view.words import read_words
from kg.vocab import EntityClass, LiteralPredicate, Predicate, Stage

#: Programs that print a page as PDF, as they are called on Linux, macOS and Windows.
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
#: A chart shows at most so many bars; the tables have all.
MOST_BARS = 12

_STYLE = """
@page { size: A4; margin: 18mm 16mm; }
body { font: 11pt/1.6 "Source Han Serif SC", "Noto Serif CJK SC", "Songti SC", SimSun, serif; color: #22262b; max-width: 48em; margin: 2em auto; padding: 0 1em; }
h1, h2, th, .key b, text { font-family: "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
h1 { font-size: 22pt; margin: 0; } h2 { font-size: 13pt; margin: 1.8em 0 .4em; border-bottom: 1.5px solid #0c7c6f; break-after: avoid; }
.sub { color: #5f666e; margin: .2em 0 1.2em; }
.key { display: flex; gap: 2.4em; flex-wrap: wrap; } .key b { display: block; font-size: 17pt; color: #0c7c6f; } .key span { color: #5f666e; font-size: 9.5pt; }
table { border-collapse: collapse; width: 100%; font-size: 10pt; } th { text-align: left; font-weight: 600; }
td, th { padding: .25em .8em .25em 0; border-bottom: .5px solid #d8d4c8; vertical-align: top; } tr { break-inside: avoid; }
.number { text-align: right; white-space: nowrap; } sup { color: #0c7c6f; } svg { display: block; break-inside: avoid; }
ol.sources { font-size: 9pt; padding-left: 2.2em; } ol.sources li { margin-bottom: .5em; } ol.sources cite { color: #5f666e; font-style: normal; }
"""


def make_report(graph: Graph, entity: Entity) -> str:
    """Give a report of an entity as HTML; every line carries the numbers of its sources."""
    return _Report(graph, entity).html()


def print_pdf(html: str, path: Path) -> None:
    """Print a report as PDF with a Chromium-like browser of this machine.

    Raises UsageError when there is none, or it fails.
    """
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        raise UsageError(
            f"{path} needs Chromium, Chrome or Edge on this machine; print the HTML instead"
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "report.html"
        page.write_text(html, encoding="utf-8")
        command = [browser, "--headless", "--disable-gpu", "--no-pdf-header-footer"]
        # The page is our own and runs no script; a container's root cannot have Chromium's sandbox.
        command += ["--no-sandbox", f"--user-data-dir={folder}/profile"]
        done = subprocess.run(
            [*command, f"--print-to-pdf={path.resolve()}", page.as_uri()],
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode or not path.is_file():
        raise UsageError(f"{browser} could not print {path}: {done.stderr.strip()[-300:]}")


class _Report:
    """One report in the making: the facts that touch the entity, and the sources in order of use."""

    def __init__(self, graph: Graph, entity: Entity) -> None:
        self.entity = entity
        self.entities = {e.id: e for e in graph.entities()}
        self.facts = [f for f in graph.facts() if not f.inferred]
        self.posts = sorted(
            (p for p in graph.posts() if entity.id in (p.body, p.person)),
            key=lambda p: (p.as_of or "", p.id),
            reverse=True,
        )
        self.projects = self._projects()
        here = set(self.projects) | {entity.id}
        self.events = sorted(
            (s for s in graph.stage_events() if s.project in here),
            key=lambda s: (s.date or "", s.id),
        )
        self.figures = [o for o in graph.observations() if o.subject == entity.id]
        self.evidence = {e.id: e for e in graph.evidence()}
        self.articles = {a.id: a for a in graph.articles()}
        self.sources: dict[str, int] = {}

    def html(self) -> str:
        """Put the parts together; the sources come last, when all others have named theirs."""
        parts = [
            self._head(),
            self._posts(),
            self._investment_chart(),
            self._project_table(),
            self._timeline(),
            self._companies(),
            self._figure_charts(),
            self._figure_table(),
        ]
        parts.append(self._source_list())
        title = escape(self.entity.label)
        policy = f"default-src 'none'; style-src '{digest(_STYLE)}'"
        return (
            f'<!doctype html>\n<html lang="zh-Hans"><head><meta charset="utf-8">'
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
            f"<title>{title}</title><style>{_STYLE}</style></head>\n<body>\n"
            + "\n".join(filter(None, parts))
            + "\n</body></html>\n"
        )

    # ---- what the report is about ---------------------------------------------------------------

    def _others(self, predicate: Predicate, *, kind: EntityClass) -> list[Fact]:
        """Give the facts whose object is the entity and whose subject is of a class."""
        return [
            f
            for f in self.facts
            if f.predicate == predicate
            and f.object == self.entity.id
            and self.entities[f.subject].kind is kind
        ]

    def _projects(self) -> dict[str, tuple[str, ...]]:
        """Give the projects that lie in the entity, or that it undertakes or signed, with evidence."""
        found: dict[str, set[str]] = defaultdict(set)
        if self.entity.kind is EntityClass.PROJECT:
            found[self.entity.id] = set()
        for predicate in (Predicate.LOCATED_IN, Predicate.UNDERTAKEN_BY):
            for fact in self._others(predicate, kind=EntityClass.PROJECT):
                found[fact.subject].update(fact.evidence)
        for fact in self.facts:
            if fact.predicate == Predicate.SIGNED and fact.subject == self.entity.id:
                assert fact.object is not None
                if self.entities[fact.object].kind is EntityClass.PROJECT:
                    found[fact.object].update(fact.evidence)
        return {project: tuple(sorted(found[project])) for project in sorted(found)}

    def _literal(self, subject: str, predicate: str) -> list[Fact]:
        return [f for f in self.facts if f.subject == subject and f.predicate == predicate]

    def _investment(self, project: str) -> Decimal | None:
        amounts = [
            Decimal(f.value)
            for f in self._literal(project, LiteralPredicate.TOTAL_INVESTMENT)
            if f.value is not None
        ]
        return max(amounts, default=None)

    def _stage(self, project: str) -> Stage | None:
        stages = [Stage(f.value) for f in self._literal(project, "stage") if f.value is not None]
        return stages[0] if stages else None

    # ---- parts ----------------------------------------------------------------------------------

    def _head(self) -> str:
        entity = self.entity
        kind = read_words().classes[entity.kind]["zh"]
        names = "，又名 " + "、".join(entity.names[:8]) if entity.names else ""
        investment = sum(filter(None, map(self._investment, self.projects)), Decimal(0))
        companies = self._others(Predicate.LOCATED_IN, kind=EntityClass.COMPANY)
        keys = {
            "入驻企业": str(len({f.subject for f in companies})) if companies else "",
            "项目": str(len(self.projects)) if self.projects else "",
            "项目总投资合计（有金额的）": _yuan(investment) if investment else "",
            "相关报道": str(len(entity.articles)),
        }
        figures = "".join(
            f"<div><b>{escape(value)}</b><span>{name}</span></div>"
            for name, value in keys.items()
            if value
        )
        return (
            f"<h1>{escape(entity.label)}</h1>"
            f'<p class="sub">{kind}{escape(names)}</p><div class="key">{figures}</div>'
        )

    def _posts(self) -> str:
        rows = [
            (
                self._name(p.person if p.body == self.entity.id else p.body),
                escape(p.title),
                escape(p.as_of or ""),
                self._cite(p.evidence),
            )
            for p in self.posts
        ]
        return _table("任职", ("姓名或单位", "职务", "截至", "来源"), rows)

    def _project_table(self) -> str:
        def order(project: str) -> tuple[Decimal, str]:
            return -(self._investment(project) or Decimal(0)), project

        rows = []
        for project in sorted(self.projects, key=order):
            amount, stage = self._investment(project), self._stage(project)
            companies = [
                self._name(f.object)
                for f in self.facts
                if f.subject == project and f.predicate == Predicate.UNDERTAKEN_BY and f.object
            ]
            evidence = {
                *self.projects[project],
                *_evidence(self._literal(project, LiteralPredicate.TOTAL_INVESTMENT)),
                *_evidence(self._literal(project, "stage")),
            }
            rows.append(
                (
                    self._name(project),
                    "、".join(companies),
                    _yuan(amount) if amount is not None else "",
                    read_words().stages[stage]["zh"] if stage else "",
                    self._cite(evidence),
                )
            )
        return _table("项目", ("项目", "承建方", "总投资", "阶段", "来源"), rows, number=2)

    def _investment_chart(self) -> str:
        totals: dict[Stage, Decimal] = defaultdict(Decimal)
        for project in self.projects:
            amount, stage = self._investment(project), self._stage(project)
            if amount is not None and stage is not None:
                totals[stage] += amount
        bars = [
            (read_words().stages[stage]["zh"], totals[stage], _yuan(totals[stage]))
            for stage in Stage
            if stage in totals
        ]
        return _chart("各阶段项目总投资", bars, colour="#c75f12")

    def _timeline(self) -> str:
        rows = [
            (
                escape(event.date),
                read_words().stages[event.stage]["zh"],
                self._name(event.project),
                self._cite(event.evidence),
            )
            for event in self.events
            if event.date
        ]
        return _table("项目进展", ("日期", "阶段", "项目", "来源"), rows)

    def _companies(self) -> str:
        facts = self._others(Predicate.LOCATED_IN, kind=EntityClass.COMPANY)
        if not facts:
            return ""
        settled = {f.subject for f in facts}
        industries: dict[str, set[str]] = defaultdict(set)
        for f in self.facts:
            if f.predicate == Predicate.HAS_INDUSTRY and f.subject in settled and f.object:
                industries[f.subject].add(f.object)
        counts = Counter(industry for found in industries.values() for industry in found)
        ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:MOST_BARS]
        bars = [(self.entities[i].label, Decimal(n), f"{n} 家") for i, n in ranked]
        rows = [
            (
                self._name(f.subject),
                "、".join(self._name(i) for i in sorted(industries[f.subject])),
                self._cite(f.evidence),
            )
            for f in facts
        ]
        chart = _chart("入驻企业的产业", bars, colour="#2b68b0")
        return chart + _table("入驻企业", ("企业", "产业", "来源"), rows)

    def _figure_charts(self) -> str:
        """Draw each indicator that is told for more than one period."""
        series: dict[tuple[str, str], dict[str, Observation]] = defaultdict(dict)
        for figure in self.figures:
            if figure.period:
                series[figure.indicator, figure.unit][figure.period] = figure
        charts = []
        for (indicator, unit), by_period in sorted(series.items()):
            if len(by_period) > 1:
                bars = [
                    (period, Decimal(o.value), o.value + unit)
                    for period, o in sorted(by_period.items())
                ]
                charts.append(_chart(indicator, bars[-MOST_BARS:], colour="#0c7c6f"))
        return "".join(charts)

    def _figure_table(self) -> str:
        rows = [
            (
                escape(o.indicator),
                escape(f"{o.value}{o.qualifier or ''}{o.unit}"),
                escape(o.period or ""),
                escape(f"{o.year_on_year}%") if o.year_on_year else "",
                self._cite(o.evidence),
            )
            for o in sorted(self.figures, key=lambda o: (o.indicator, o.period or "", o.id))
        ]
        return _table("数据指标", ("指标", "数值", "时间", "同比", "来源"), rows, number=1)

    def _source_list(self) -> str:
        items = []
        for evidence_id in self.sources:
            evidence = self.evidence[evidence_id]
            article = self.articles[evidence.article]
            frame = [article.headline or article.source_file, article.publisher, article.published]
            items.append(
                f"<li>“{escape(evidence.quote.strip())}” "
                f"<cite>{escape('，'.join(filter(None, frame)))}</cite></li>"
            )
        return f'<h2>来源</h2><ol class="sources">{"".join(items)}</ol>' if items else ""

    # ---- words ----------------------------------------------------------------------------------

    def _name(self, entity: str) -> str:
        return escape(self.entities[entity].label)

    def _cite(self, evidence: Iterable[str]) -> str:
        """Give the numbers of some sources; a source gets its number when it is first cited."""
        numbers = [self.sources.setdefault(e, len(self.sources) + 1) for e in sorted(evidence)]
        return f"<sup>{' '.join(map(str, sorted(numbers)))}</sup>" if numbers else ""


def _evidence(facts: Iterable[Fact]) -> Iterator[str]:
    for fact in facts:
        yield from fact.evidence


def _table(
    title: str, columns: Sequence[str], rows: Sequence[Sequence[str]], *, number: int | None = None
) -> str:
    """Give a table of cells that are HTML already; nothing if it would be empty."""
    if not rows:
        return ""
    head = "".join(f"<th>{column}</th>" for column in columns)

    def cell(index: int, text: str) -> str:
        return f'<td class="number">{text}</td>' if index == number else f"<td>{text}</td>"

    body = "".join(
        "<tr>" + "".join(cell(i, text) for i, text in enumerate(row)) + "</tr>" for row in rows
    )
    return f"<h2>{escape(title)}</h2><table><tr>{head}</tr>{body}</table>"


def _chart(title: str, bars: Sequence[tuple[str, Decimal, str]], *, colour: str) -> str:
    """Draw named bars with their values; nothing if there are none."""
    if not bars:
        return ""
    longest = max(abs(value) for _, value, _ in bars) or Decimal(1)
    row, left, full = 26, 190, 330
    shapes = []
    for i, (name, value, text) in enumerate(bars):
        y = i * row
        width = max(1, round(abs(value) / longest * full))
        short = name if len(name) <= 14 else name[:13] + "…"
        shapes.append(
            f'<text x="{left - 8}" y="{y + 16}" text-anchor="end">{escape(short)}</text>'
            f'<rect x="{left}" y="{y + 4}" width="{width}" height="16" fill="{colour}"/>'
            f'<text x="{left + width + 6}" y="{y + 16}">{escape(text)}</text>'
        )
    height = len(bars) * row + 6
    return (
        f'<h2>{escape(title)}</h2><svg viewBox="0 0 640 {height}" width="640" height="{height}" '
        f'font-size="12" role="img" aria-label="{escape(title)}">{"".join(shapes)}</svg>'
    )


def _yuan(amount: Decimal) -> str:
    """Write an amount of yuan as people say it.

    >>> _yuan(Decimal("3600000000"))
    '36亿元'
    >>> _yuan(Decimal("85000000"))
    '8500万元'
    """
    for size, unit in ((Decimal(10**8), "亿元"), (Decimal(10**4), "万元")):
        if amount >= size:
            return f"{(amount / size).normalize():f}{unit}"
    return f"{amount.normalize():f}元"
