"""What holds for every repaired text, whatever it is made of."""

import itertools

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.model import Article, ArticleId, RepairedArticle, Span
from kg.repair import STEPS, RepairSettings, repair

PIECES = st.sampled_from(
    [
        "濮阳",
        "工业园区",
        "三棵树",
        "，",
        "。",
        "“",
        "”",
        "（",
        "）",
        "(jì)",
        "計(jì)",
        "計",
        "?",
        "？",
        "�",
        "乾",
        "乾隆",
        "於",
        "來源：濮陽網",
        "2022-06-13",
        "记者",
        "|",
        "(",
        "!",
        "ab",
        "20",
        "%",
        ".",
        "…",
        "——",
        "、",
        "；",
        "「",
        "」",
        "①",
        "ｅ",
        "１２",
        "&nbsp;",
        "&amp;nbsp;",
        "&lt;",
        "Ô°Çø",
        "å›\xadåŒº",
        "鍥尯",
        "?jī)A斜",
        "\u200b",
        "\ufeff",
        "\ue000",
        "\x00",
        "<b>",
        "<p>",
        "<br>",
        "&#x41;",
        "首页",
        " ",
        "  ",
        "\n",
        "\r\n",
        "\r",
        "\u3000",
        "\x85",
        "\u2028",
        "\xa0",
    ]
)
TEXTS = st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=60)
MANY = settings(
    max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


def repaired(text: str, *, markup: bool = False, without: str | None = None) -> RepairedArticle:
    """Repair a text as an article of its own."""
    article = Article(id=ArticleId("a"), source_file="a.txt", source_text=text, markup=markup)
    return repair(article, settings=RepairSettings(**{without: False} if without else {}))


@given(TEXTS, st.booleans())
@MANY
def test_alignment_is_total_monotone_and_inside_the_source(text: str, markup: bool) -> None:
    """Each repaired character stands for a stretch of the source, and the stretches are in order."""
    result = repaired(text, markup=markup)
    assert result.alignment.length == len(result.text)
    assert result.alignment.is_monotone()
    for index in range(len(result.text)):
        passage = result.passage(Span(index, index + 1))
        assert text[passage.start : passage.end] == passage.quote


@given(TEXTS)
@MANY
def test_repairing_twice_changes_nothing(text: str) -> None:
    """A repaired text has nothing left to repair."""
    once = repaired(text)
    assert repaired(once.text).text == once.text


@given(TEXTS)
@MANY
def test_every_character_is_in_a_sentence_or_in_furniture(text: str) -> None:
    """The layout leaves nothing out but blanks, and no sentence overlaps the next."""
    result = repaired(text)
    parts = sorted((*result.sentences, *result.furniture))
    assert all(a.end <= b.start for a, b in itertools.pairwise(parts))
    covered = {index for part in parts for index in range(part.start, part.end)}
    assert all(i in covered or c.isspace() for i, c in enumerate(result.text))


def test_each_step_can_be_switched_off() -> None:
    """A step that is left out changes and counts nothing; the names are those of the settings."""
    text = "計(jì)劃　&nbsp;総\u200b１２\n、园区" * 3
    assert set(STEPS) == set(RepairSettings.__struct_fields__)
    for name in STEPS:
        assert name not in dict(repaired(text, without=name).repairs)


def test_a_clean_megabyte_is_untouched() -> None:
    """Clean Simplified text of 1 MB comes back as it was, as one run."""
    sentence = "濮阳工业园区今年签约项目5个，总投资40.6亿元；乾县、乾元镇的客商表示（2022年）：“园区服务好，我们放心。”"
    text = "\n".join([sentence * 4] * 2200)
    assert len(text.encode()) > 1_000_000
    result = repaired(text)
    assert result.text == text
    assert result.repairs == ()
    assert len(result.alignment.at) == 1
