"""layout: a repaired text in, its lines as headings, running text and furniture, and what that tells, out."""

from collections.abc import Iterator

import msgspec
import regex

from kg.model import Span
from kg.repair.frame import Told, asides, is_furniture, people
from kg.repair.sentences import split_sentences

_STOP = regex.compile(r"[。！？!?；;…：:，,、][”’」』）)】]*$")
_HEADING_MOST = 50
_TITLE_LEAST = 5
_SUBTITLE = regex.compile(r"^(?:——|--|—|－－)\s*")
_TITLE_TAG = regex.compile(r"^【(?:组?图片?|\p{Han}{0,4}动态)】(?=.{6})")
_SIGNATURE = regex.compile(r"^[（(]?\p{Han}{2,3}(?:[ 　、]\p{Han}{2,3}){0,3}[）)]?$")
_SMALL = 8  #: a last line shorter than this is a link or a signature, not a heading


class Layout(msgspec.Struct):
    """The parts of a text by what they are, each in order."""

    headings: list[Span] = []
    sentences: list[Span] = []
    furniture: list[Span] = []
    told: Told = msgspec.field(default_factory=Told)
    headline: str | None = None


def lay_out(text: str) -> Layout:
    """Sort a repaired text into headings, sentences and furniture."""
    layout = Layout()
    lines = list(_lines(text))
    first = next((s.start for s in lines if _is_running(text[s.start : s.end])), len(text))
    last = next((s.end for s in reversed(lines) if _is_running(text[s.start : s.end])), 0)
    for span in lines:
        line = text[span.start : span.end]
        if is_furniture(line, layout.told) or (span.start >= last and _is_left_over(line, layout)):
            layout.furniture.append(span)
        elif _is_heading(line, in_head=span.end <= first):
            layout.headings.append(span)
        else:
            _read_running(text, span, layout)
    layout.headline = _headline(text, layout, first)
    _drop_repeated(text, layout)
    _take_signature(text, layout)
    layout.sentences = sorted([*layout.sentences, *layout.headings])
    return layout


def _lines(text: str) -> Iterator[Span]:
    place = 0
    for line in text.split("\n"):
        if line and not line.isspace():
            yield Span(place, place + len(line))
        place += len(line) + 1


def _is_running(line: str) -> bool:
    return not _is_heading(line, in_head=False) and not is_furniture(line, Told())


def _is_heading(line: str, *, in_head: bool) -> bool:
    if len(line) > _HEADING_MOST or "。" in line:
        return False
    # A headline may ask or exclaim; further down, that is a sentence.
    return not _STOP.search(line) or (in_head and line[-1] in "！？!?")


def _is_left_over(line: str, layout: Layout) -> bool:
    """Tell whether a line after the article is its signature or a link to something else."""
    if _SIGNATURE.match(line):
        layout.told.authors += [n for n in people(line) if n not in layout.told.authors]
        return True
    return len(line) < _SMALL and not _STOP.search(line)


def _read_running(text: str, span: Span, layout: Layout) -> None:
    """Add a line's sentences, and its dateline and bylines as furniture."""
    start = span.start
    for first, last in asides(text[span.start : span.end], layout.told):
        aside = Span(span.start + first, span.start + last)
        layout.furniture.append(aside)
        layout.sentences += split_sentences(text, Span(start, aside.start))
        start = aside.end
    layout.sentences += split_sentences(text, Span(start, span.end))


def _drop_repeated(text: str, layout: Layout) -> None:
    """Take a headline that stands again below for furniture."""
    seen = False
    for span in list(layout.headings):
        if regex.sub(r"^【[^】]*】", "", text[span.start : span.end]) == layout.headline:
            if seen:
                layout.headings.remove(span)
                layout.furniture.append(span)
            seen = True


def _take_signature(text: str, layout: Layout) -> None:
    """Take the name behind the last full stop, where writers sign, for their byline."""
    if layout.sentences and len(layout.sentences) > 1:
        last = layout.sentences[-1]
        if _SIGNATURE.match(text[last.start : last.end]) and text[last.start - 1] in "。！？”":
            layout.sentences.pop()
            layout.furniture.append(last)
            layout.told.authors += people(text[last.start : last.end])


def _headline(text: str, layout: Layout, first: int) -> str | None:
    """Give the headline: the first heading above the running text that is long enough, with its subtitle."""
    above = [text[s.start : s.end] for s in layout.headings if s.end <= first]
    titles = [line for line in above if len(line) >= _TITLE_LEAST and not _SUBTITLE.match(line)]
    if not titles:
        return None
    if len(titles) > 1 and len(titles[0]) < _SMALL and len(titles[1]) > 2 * len(titles[0]):
        titles = titles[1:]  # a section's name stands above
    below = above[above.index(titles[0]) + 1 :]
    title = regex.sub(r"\s+", " ", _TITLE_TAG.sub("", titles[0]))
    if below and _SUBTITLE.match(below[0]):
        return title + "——" + _SUBTITLE.sub("", below[0])
    return title
