"""compare: a repaired article in, its lines beside the source they came from out."""

from bisect import bisect_right
from collections.abc import Iterator
from enum import StrEnum

import msgspec
import regex

from kg.model import RepairedArticle, Span


class Kind(StrEnum):
    """What became of a line."""

    HEADING = "heading"
    TEXT = "text"
    FURNITURE = "furniture"
    DROPPED = "dropped"


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the repaired text beside its source; the marks count in each of the two."""

    kind: Kind
    source: str
    at: int  #: where `source` begins in the article's source text
    text: str = ""
    source_marks: tuple[Span, ...] = ()  #: what was changed or dropped
    text_marks: tuple[Span, ...] = ()  #: what it was changed to
    stuck: tuple[Span, ...] = ()  #: damage that could only be reported


def compare(repaired: RepairedArticle) -> Iterator[Row]:
    """Yield the lines of the repaired text and the parts of the source that were dropped, in order."""
    source = repaired.article.source_text
    runs = list(repaired.alignment.runs())
    begins = [text.start for text, _ in runs]
    place = start = 0
    for line in repaired.text.split("\n"):
        span = Span(start, start + len(line))
        start = span.end + 1
        if not line:
            continue
        first = repaired.alignment.source_span(Span(span.start, span.start + 1)).start
        last = repaired.alignment.source_span(span).end
        yield from _dropped(source, Span(place, first), markup=repaired.article.markup)
        if not repaired.article.markup:  # what was dropped behind the last character, on its line
            last = min(n for n in (source.find("\n", last), len(source)) if n >= 0)
        place = last
        old, new = _changes(repaired, span, runs, bisect_right(begins, span.start) - 1)
        yield Row(
            kind=_kind(repaired, span),
            source=source[first:last],
            at=first,
            text=line,
            source_marks=tuple(Span(s.start - first, s.end - first) for s in old),
            text_marks=tuple(Span(s.start - span.start, s.end - span.start) for s in new),
            stuck=tuple(
                Span(s.start - span.start, s.end - span.start)
                for s in repaired.unrepaired
                if span.covers(s)
            ),
        )
    yield from _dropped(source, Span(place, len(source)), markup=repaired.article.markup)


def _dropped(source: str, span: Span, *, markup: bool) -> Iterator[Row]:
    left = source[span.start : span.end]
    shown = (
        regex.sub(r"(?s)<(script|style|head)\b.*?</\1>|<!--.*?-->|<[^>]*>", " ", left)
        if markup
        else left
    )
    if shown := " ".join(shown.split()):
        yield Row(kind=Kind.DROPPED, source=shown, at=span.start)


def _kind(repaired: RepairedArticle, line: Span) -> Kind:
    if line in repaired.headings:
        return Kind.HEADING
    inside = any(line.covers(sentence) for sentence in repaired.sentences)
    return Kind.TEXT if inside else Kind.FURNITURE


def _changes(
    repaired: RepairedArticle, line: Span, runs: list[tuple[Span, Span]], run: int
) -> tuple[list[Span], list[Span]]:
    """Give what differs between a line and its source, each as spans of its own text."""
    source, text = repaired.article.source_text, repaired.text
    old: list[Span] = []
    new: list[Span] = []
    end: int | None = None
    while run < len(runs) and runs[run][0].start < line.end:
        ours, theirs = runs[run]
        run += 1
        copied = len(ours) == len(theirs)
        cut = max(0, line.start - ours.start), max(0, ours.end - line.end)
        ours = Span(ours.start + cut[0], ours.end - cut[1])
        theirs = Span(theirs.start + cut[0], theirs.end - cut[1]) if copied else theirs
        if end is not None and end < theirs.start:
            _extend(old, Span(end, theirs.start))
        end = max(end or 0, theirs.end)
        if not copied:
            _extend(old, theirs)
            _extend(new, ours)
            continue
        for offset in range(len(ours)):
            if text[ours.start + offset] != source[theirs.start + offset]:
                _extend(old, Span(theirs.start + offset, theirs.start + offset + 1))
                _extend(new, Span(ours.start + offset, ours.start + offset + 1))
    return old, new


def _extend(spans: list[Span], more: Span) -> None:
    """Add a span, as a part of the last one where they touch."""
    if spans and spans[-1].end >= more.start:
        spans[-1] = Span(spans[-1].start, max(spans[-1].end, more.end))
    elif len(more):
        spans.append(more)
