"""What holds of every extraction: exact passages, stable order, the same result for the same input."""

import pickle
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract import ExtractSettings, extract
from kg.extract.confidence import Weights, agree
from kg.extract.doc import as_doc
from kg.model import Alignment, Article, ArticleId, Extraction, RepairedArticle, Span

_PIECES = st.sampled_from(
    [
        "濮阳工业园区", "嘉木集团", "年产5万吨碳纤维项目", "总投资10亿元", "，", "。", "\n", "签约", "开工", "周砚秋", "党工委书记",
        "、", "等4家企业", "（", "）", "“", "”", "荣获", "国家级绿色工厂", "同比增长5%", "今年", "河南省", "市政府", "一期", "与", "的", "项目",
    ]
)  # fmt: skip


def _plain(text: str) -> RepairedArticle:
    return RepairedArticle(
        article=Article(id=ArticleId("t"), source_file="t.txt", source_text=text),
        text=text,
        alignment=Alignment.identity(len(text)),
        sentences=(Span(0, len(text)),) if text.strip() else (),
    )


@settings(deadline=None, max_examples=60)
@given(st.lists(_PIECES, max_size=40).map("".join))
def test_any_text_gives_exact_passages(text: str) -> None:
    """Mentions and statements quote the source at their offsets, and statements speak of mentions."""
    extraction = extract(_plain(text), settings=ExtractSettings(neural=False))
    ids = {m.id for m in extraction.mentions}
    for mention in extraction.mentions:
        assert text[mention.passage.start : mention.passage.end] == mention.passage.quote
        assert extraction.text[mention.span.start : mention.span.end] == mention.text
    for statement in extraction.statements:
        assert statement.subject in ids
        assert text[statement.passage.start : statement.passage.end] == statement.passage.quote
        assert 0 < statement.confidence <= 1
    assert len(ids) == len(extraction.mentions)


def test_same_input_gives_same_extraction(read_by_rule: Callable[..., Extraction]) -> None:
    """Reading twice gives equal values, which survive pickling."""
    text = "濮阳工业园区与嘉木集团、远岫集团签约，嘉木集团年产5万吨碳纤维项目总投资10亿元。"
    first, second = read_by_rule(text), read_by_rule(text)
    assert first == second == pickle.loads(pickle.dumps(first))
    assert first.mentions


def test_empty_text_says_nothing(read_by_rule: Callable[..., Extraction]) -> None:
    """An article without a word is no fault."""
    assert read_by_rule("").mentions == ()


def test_agreement_is_worth_more_than_either() -> None:
    """What a rule and the model both propose is likelier than what one of them does."""
    even = Weights(model=1.0, rule=1.0, least=0.5)
    assert agree(0.7, 0.6, even) > max(agree(0.7, 0.5, even), agree(None, 0.6, even))


@pytest.mark.shared
def test_essay_without_facts_gives_few(repaired: Callable[..., RepairedArticle]) -> None:
    """The articles of the corpus are read without a fault, each passage exact."""
    corpus = Path(__file__).parents[3] / "shared" / "corpus"
    if not corpus.exists():
        pytest.skip("no corpus beside the checkout")
    for path in sorted(corpus.glob("*.txt")):
        source = path.read_text(encoding="utf-8")
        extraction = extract(repaired(source), settings=ExtractSettings(neural=False))
        assert all(
            source[m.passage.start : m.passage.end] == m.passage.quote for m in extraction.mentions
        )


def test_article_goes_on_in_spacy(repaired: Callable[..., RepairedArticle]) -> None:
    """A Doc has the article's text, sentences and names."""
    article = repaired("濮阳工业园区与嘉木集团签约。嘉木集团开工。")
    doc = as_doc(article, extract(article, settings=ExtractSettings(neural=False)))
    assert doc.text == article.text
    assert len(list(doc.sents)) == 2
    assert [(s.text, s.kb_id_) for s in doc.spans["Park"]] == [("濮阳工业园区", "濮阳工业园区")]
