"""sentences: a line of running text in, the spans of its sentences out."""

from collections.abc import Iterator

import regex

from kg.model import Span

_CLOSER = {
    "“": "”",
    "‘": "’",
    "「": "」",
    "『": "』",
    "（": "）",
    "(": ")",
    "《": "》",
    "【": "】",
    "〔": "〕",
    "[": "]",
}
_TOKEN = regex.compile(r"[“”‘’「」『』（）()《》【】〔〕\[\]]|[。！？!?]+")
_LONGEST = 400  #: a quotation of more characters than this is cut at its own full stops


def split_sentences(text: str, line: Span) -> Iterator[Span]:
    """Yield the sentences of one line; a full stop inside quotes or brackets ends none."""
    for span in _split(text, line, respect=True):
        if len(span) > _LONGEST:
            yield from _split(text, span, respect=False)
        else:
            yield span


def _split(text: str, line: Span, *, respect: bool) -> Iterator[Span]:
    start = line.start
    open_marks: list[str] = []
    ended = False
    for token in _TOKEN.finditer(text, line.start, line.end):
        mark = token[0]
        if mark in _CLOSER:
            open_marks.append(_CLOSER[mark])
            ended = False
            continue
        if mark in _CLOSER.values():
            if mark in open_marks:
                del open_marks[open_marks.index(mark) :]
            ended = ended and text[token.start() - 1] in "。！？!?…”’」』）)"
        else:
            ended = True
        if ended and (not open_marks or not respect) and _may_end(text, token.end(), line.end):
            yield from _trimmed(text, start, token.end())
            start = token.end()
            ended = False
    yield from _trimmed(text, start, line.end)


def _may_end(text: str, place: int, end: int) -> bool:
    return place >= end or text[place] not in "”’」』）)】》，,、；;：:的等"


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield Span(start, end)
