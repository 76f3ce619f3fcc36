"""cli/read: what was read from a file, what was repaired in it and what was dropped, side by side."""

import html
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.errors import ReadError, UsageError

if TYPE_CHECKING:
    from rich.text import Text

    from kg.model import Article, RepairedArticle, Span
    from kg.read import ReadSettings
    from kg.repair.compare import Row

_KINDS = {"heading": "题", "text": "文", "furniture": "页", "dropped": "弃"}
_LEGEND = "题 heading · 文 text · 页 page furniture, not extracted from · 弃 dropped"
_CHANGED, _STUCK = "bold yellow", "bold white on red"


def read(
    files: Annotated[
        list[str], typer.Argument(help="Files, folders, globs, or - for standard input.")
    ],
    html_out: Annotated[
        Path | None, typer.Option("--html", help="Write the comparison as one HTML page instead.")
    ] = None,
    fields: Annotated[
        list[str] | None,
        typer.Option(
            "--field", help="Field of a dump, as text=NAME (text title date source author url)."
        ),
    ] = None,
    without: Annotated[
        list[str] | None, typer.Option("--without", help="A repair step to leave out.")
    ] = None,
    changed: Annotated[
        bool, typer.Option("--changed", help="Only the lines that repair changed or dropped.")
    ] = False,
) -> None:
    """Show what was read, repaired and dropped, the source beside the repaired text."""
    from kg.model import Rejection
    from kg.read import read as read_inputs
    from kg.repair import repair

    settings = _repair_settings(without or [])
    found = rejected = 0
    pages: list[str] = []
    for item in read_inputs(files, settings=_read_settings(fields or [])):
        if isinstance(item, Rejection):
            print(f"kg: {item.source}: {item.reason}", file=sys.stderr)
            rejected += 1
            continue
        found += 1
        repaired = repair(item, settings=settings)  # type: ignore[arg-type]
        if html_out:
            pages.append(_section(repaired, changed=changed))
        else:
            _print(repaired, changed=changed)
    if not found:
        raise ReadError("nothing could be read")
    if html_out:
        html_out.write_text(_page(pages), encoding="utf-8", newline="\n")
        print(f"{found} articles compared in {html_out}")
    if rejected:
        raise typer.Exit(1)


def _repair_settings(without: list[str]) -> object:
    from kg.repair import STEPS, RepairSettings

    if unknown := sorted(set(without) - set(STEPS)):
        raise UsageError(f"no repair step {', '.join(unknown)}; there are {', '.join(STEPS)}")
    return RepairSettings(**dict.fromkeys(without, False))


def _read_settings(fields: list[str]) -> "ReadSettings":
    from kg.read import ReadSettings
    from kg.read.fields import FIELDS

    pairs = [(role, name) for role, _, name in (field.partition("=") for field in fields)]
    if wrong := [role for role, name in pairs if role not in FIELDS or not name]:
        raise UsageError(f"--field {wrong[0]}: write ROLE=NAME with a role of {', '.join(FIELDS)}")
    return ReadSettings(fields=tuple(pairs))


def _described(article: "Article") -> Iterator[tuple[str, str]]:
    """Yield what is known of an article, named, leaving out what is not."""
    known = {
        "标题 headline": article.headline,
        "日期 published": article.published,
        "来源 publisher": article.publisher,
        "作者 authors": " ".join(article.authors),
        "编辑 editors": " ".join(article.editors),
        "网址 url": article.url,
        "编码 encoding": article.encoding,
        "说明 notes": "; ".join(article.notes),
    }
    yield from ((name, value) for name, value in known.items() if value)


def _summary(repaired: "RepairedArticle") -> str:
    steps = ", ".join(f"{name} {count}" for name, count in repaired.repairs) or "none"
    stuck = len(repaired.unrepaired)
    return f"修复 repairs: {steps}; {stuck} 处未能修复 not repaired; {len(repaired.sentences)} 句 sentences"


def _name(article: "Article") -> str:
    return f"{article.source_file}{f', {article.record}' if article.record else ''} ({article.id})"


def _rows(repaired: "RepairedArticle", *, changed: bool) -> Iterator["Row"]:
    from kg.repair.compare import compare

    for row in compare(repaired):
        if not changed or row.source != row.text:
            yield row


# ---- as text ------------------------------------------------------------------------------------


def _print(repaired: "RepairedArticle", *, changed: bool) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False, soft_wrap=False)
    console.print(f"[bold]{_name(repaired.article)}[/bold]")
    for name, value in _described(repaired.article):
        console.print(f"  {name}: ", end="")
        console.print(value, markup=False)
    console.print(f"  {_summary(repaired)}")
    table = Table("", "原文 source", "修复后 repaired", caption=_LEGEND, show_lines=True)
    for column in table.columns[1:]:
        column.overflow = "fold"
    for row in _rows(repaired, changed=changed):
        table.add_row(
            _KINDS[row.kind],
            _styled(row.source, row.source_marks, ()),
            _styled(row.text, row.text_marks, row.stuck),
        )
    console.print(table)


def _styled(text: str, marks: "tuple[Span, ...]", stuck: "tuple[Span, ...]") -> "Text":
    from rich.text import Text

    styled = Text(text)
    for span in marks:
        styled.stylize(_CHANGED, span.start, span.end)
    for span in stuck:
        styled.stylize(_STUCK, span.start, span.end)
    return styled


# ---- as a page ----------------------------------------------------------------------------------

_STYLE = """
body { font: 16px/1.7 system-ui, "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif; margin: 1.5rem; color: #1d2433; background: #fff; }
h2 { font-size: 1.05rem; margin: 2rem 0 .3rem; } dl { margin: 0; display: grid; grid-template-columns: max-content 1fr; gap: 0 1rem; }
dt { color: #5a6478; } dd { margin: 0; } table { border-collapse: collapse; width: 100%; margin: .8rem 0; table-layout: fixed; }
td, th { border-top: 1px solid #d5dae3; padding: .35rem .6rem; vertical-align: top; text-align: left; overflow-wrap: anywhere; white-space: pre-wrap; }
th:first-child, td:first-child { width: 2rem; color: #5a6478; } .furniture, .dropped { color: #5a6478; background: #f4f6f9; } .heading { font-weight: 600; }
del { background: #ffe3cf; text-decoration: none; } ins { background: #d6f2dc; text-decoration: none; } mark { background: #c62828; color: #fff; }
"""


def _page(sections: list[str]) -> str:
    return (
        '<!DOCTYPE html>\n<html lang="zh-Hans"><head><meta charset="utf-8">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>kg read</title><style>{_STYLE}</style></head><body>\n"
        f"<p>{html.escape(_LEGEND)}</p>\n{''.join(sections)}</body></html>\n"
    )


def _section(repaired: "RepairedArticle", *, changed: bool) -> str:
    known = "".join(
        f"<dt>{html.escape(name)}</dt><dd>{html.escape(value)}</dd>"
        for name, value in _described(repaired.article)
    )
    rows = "".join(
        f'<tr class="{row.kind}"><td title="{row.kind} @{row.at}">{_KINDS[row.kind]}</td>'
        f"<td>{_marked(row.source, row.source_marks, 'del')}</td>"
        f"<td>{_marked(row.text, row.stuck, 'mark') if row.stuck else _marked(row.text, row.text_marks, 'ins')}</td></tr>\n"
        for row in _rows(repaired, changed=changed)
    )
    return (
        f"<section><h2>{html.escape(_name(repaired.article))}</h2><dl>{known}</dl>"
        f"<p>{html.escape(_summary(repaired))}</p>"
        f"<table><thead><tr><th></th><th>原文 source</th><th>修复后 repaired</th></tr></thead><tbody>\n{rows}</tbody></table></section>\n"
    )


def _marked(text: str, marks: "tuple[Span, ...]", tag: str) -> str:
    out: list[str] = []
    place = 0
    for span in marks:
        out += (
            html.escape(text[place : span.start]),
            f"<{tag}>{html.escape(text[span.start : span.end])}</{tag}>",
        )
        place = span.end
    return "".join((*out, html.escape(text[place:])))
