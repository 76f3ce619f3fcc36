"""What the tests of extraction share: a text, cut into sentences, as a repaired article."""

import re
from collections.abc import Callable

import pytest

from kg.extract import ExtractSettings, extract
from kg.model import Alignment, Article, ArticleId, Extraction, RepairedArticle, Span

Repaired = Callable[..., RepairedArticle]


def make_repaired(
    text: str, *, published: str | None = None, furniture: tuple[Span, ...] = ()
) -> RepairedArticle:
    """Give `text` as an article that needed no repair."""
    ends = [m.end() for m in re.finditer(r"[。！？\n]+[”]?", text)] + [len(text)]
    starts = [0, *ends[:-1]]
    sentences = tuple(Span(s, e) for s, e in zip(starts, ends, strict=True) if text[s:e].strip())
    article = Article(
        id=ArticleId("t"), source_file="t.txt", source_text=text, published=published
    )
    return RepairedArticle(
        article=article,
        text=text,
        alignment=Alignment.identity(len(text)),
        sentences=sentences,
        furniture=furniture,
    )


@pytest.fixture(name="repaired")
def _repaired() -> Repaired:
    return make_repaired


@pytest.fixture(name="read_by_rule")
def _read_by_rule() -> Callable[..., Extraction]:
    def read(
        text: str, *, published: str | None = None, furniture: tuple[Span, ...] = ()
    ) -> Extraction:
        repaired = make_repaired(text, published=published, furniture=furniture)
        return extract(repaired, settings=ExtractSettings(neural=False))

    return read
