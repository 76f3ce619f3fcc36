"""doc: a repaired article with its extraction in, a spaCy `Doc` with sentences and span groups out.

For those who go on in spaCy: matchers, displaCy, a pipeline of their own. One token is one character,
as in `spacy.blank("zh")`, so that token and character offsets are the same.
"""

import spacy
from spacy.tokens import Doc, Span, SpanGroup

from kg.model import Extraction, RepairedArticle


def as_doc(repaired: RepairedArticle, extraction: Extraction) -> Doc:
    """Give the article as a `Doc`: `doc.sents`, and `doc.spans` with one group per class of mention.

    A span's label is its class, its `kb_id_` the full name.
    """
    starts = {s.start for s in repaired.sentences}
    doc = Doc(
        spacy.blank("zh").vocab,
        words=list(repaired.text),
        spaces=[False] * len(repaired.text),
        sent_starts=[place in starts for place in range(len(repaired.text))],
    )
    groups: dict[str, list[Span]] = {}
    for mention in extraction.mentions:
        span = Span(
            doc, mention.span.start, mention.span.end, label=mention.kind.value, kb_id=mention.name
        )
        groups.setdefault(mention.kind.value, []).append(span)
    for kind, spans in sorted(groups.items()):
        doc.spans[kind] = SpanGroup(doc, name=kind, spans=spans)
    return doc
