"""reading: evidence and the articles as read in, passages and coloured texts for the page out."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

from kg.model import Entity, Evidence, Extraction, Span
from kg.view.records import MentionRow, PassageRow, TextRow
from kg.vocab import EntityClass

#: A class and a name -> the id of the entity that goes by it in an article.
Named = Mapping[tuple[EntityClass, str], str]
_SENTENCE_END = re.compile(r"[。！？!?\n]")


def names_in_articles(entities: Iterable[Entity]) -> dict[str, Named]:
    """Tell, per article id, which entity goes by which name there."""
    named: dict[str, dict[tuple[EntityClass, str], str]] = defaultdict(dict)
    for entity in entities:
        for article in entity.articles:
            for name in (entity.label, *entity.names):
                named[article].setdefault((entity.kind, name), entity.id)
    return dict(named)


def text_row(extraction: Extraction, named: Named, row: Mapping[str, int]) -> TextRow:
    """Give an article's text with its mentions; where two overlap, the longer one is kept."""
    ruler = _utf16(extraction.text)
    mentions = []
    end = -1
    for mention in sorted(extraction.mentions, key=lambda m: (m.span.start, -m.span.end)):
        if mention.span.start < end:
            continue
        end = mention.span.end
        names = ((mention.kind, mention.name), (mention.kind, mention.text))
        entity = next((named[name] for name in names if name in named), None)
        node = -1 if entity is None else row.get(entity, -1)
        mentions.append(MentionRow(ruler(mention.span.start), ruler(end), node, mention.kind))
    return TextRow(extraction.text, tuple(mentions))


def passage_rows(
    evidence: Iterable[Evidence], texts: Mapping[str, Extraction]
) -> Iterator[PassageRow]:
    """Give each passage with its place in the repaired text; `texts` goes by article id."""
    rulers = {article: _utf16(extraction.text) for article, extraction in texts.items()}
    for e in evidence:
        span = _locate(e, texts[e.article]) if e.article in texts else None
        if span is None:
            yield PassageRow(e.quote, -1, -1, e.by)
        else:
            ruler = rulers[e.article]
            yield PassageRow(e.quote, ruler(span.start), ruler(span.end), e.by)


def _locate(evidence: Evidence, extraction: Extraction) -> Span | None:
    """Find a passage of the source again in the repaired text.

    Its words are looked for where the mentions around it say that it should be; a passage that was
    repaired reads otherwise there, so then the sentences of the mentions that lie in it stand for it.
    """
    anchors = extraction.mentions
    before = bisect_right(anchors, evidence.start, key=lambda m: m.passage.start) - 1
    shift = anchors[before].span.start - anchors[before].passage.start if before >= 0 else 0
    expected = max(0, evidence.start + shift)
    quote, text = evidence.quote.strip(), extraction.text
    if quote and (start := _nearest(text, quote, expected)) is not None:
        return Span(start, start + len(quote))
    inside = [
        m.span
        for m in anchors
        if evidence.start <= m.passage.start and m.passage.end <= evidence.end
    ]
    if not inside:
        return None
    first, last = min(s.start for s in inside), max(s.end for s in inside)
    ends = [m.end() for m in _SENTENCE_END.finditer(text, 0, first)]
    stop = _SENTENCE_END.search(text, last)
    return Span(ends[-1] if ends else 0, stop.end() if stop else len(text))


def _nearest(text: str, quote: str, expected: int) -> int | None:
    """Give where `quote` stands in `text` closest to where it is expected."""
    spots = [text.rfind(quote, 0, expected + len(quote)), text.find(quote, expected)]
    return min((s for s in spots if s >= 0), key=lambda s: (abs(s - expected), s), default=None)


def _utf16(text: str) -> Callable[[int], int]:
    """Give the conversion of code point offsets of `text` into UTF-16 offsets."""
    wide = [i for i, c in enumerate(text) if ord(c) > 0xFFFF]
    return lambda offset: offset + bisect_left(wide, offset)
