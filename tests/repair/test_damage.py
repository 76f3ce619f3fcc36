"""How much of damaged text is restored, on text that was clean before."""

import json
from pathlib import Path
from random import Random

import pytest

from kg.repair.byteshift import mend_shifts
from kg.repair.damage import find_damage
from kg.repair.simplify import traditional_characters
from tests.repair.damage import bytewise, glossed, is_han, shifted, spaced, traditional
from tests.repair.test_repair import repaired

SHARED = Path(__file__).parents[3] / "shared"
CLEAN = (
    "濮阳工业园区上半年签约项目五个，总投资四十亿元，均为绿色涂料产业链上的企业。园区党工委负责人介绍，今年以来，全区把项目建设作为发展的头等大事，"
    "组建服务专班，实行县级领导分包责任制，对重点项目每周调度一次，及时解决用地、用电、融资等方面的问题。目前，三棵树、东方雨虹等企业生产稳定，"
    "展辰二期正在安装设备，预计年底前投产。下一步，园区将继续优化营商环境，提升服务质量，推动产业集群向高端化、智能化、绿色化方向发展。"
)


def share_restored(got: str, want: str) -> float:
    """Give the share of characters that stand where they should."""
    if len(got) != len(want):
        return 0.0
    return sum(a == b for a, b in zip(got, want, strict=True)) / len(want)


@pytest.mark.parametrize("kind", ["s2t", "s2tw", "s2hk"])
def test_readings_blanks_and_traditional_characters(kind: str) -> None:
    """At least 99.8 % of the characters come back."""
    random = Random(4)
    damaged = traditional(spaced(CLEAN, share=0.05, random=random), kind=kind)
    damaged = glossed(damaged, share=0.4, random=random)
    assert share_restored(repaired(damaged).text, CLEAN) >= 0.998


def in_gbk(character: str) -> bool:
    """Tell whether GBK has a character."""
    try:
        return len(character.encode("gbk")) == 2
    except UnicodeEncodeError:
        return False


def spots(lines: list[str], *, random: Random) -> tuple[int, int, int]:
    """Damage each line byte by byte; count the lines with damage, those restored, those guessed wrong."""
    characters = [c for c in traditional_characters() if is_han(c) and in_gbk(c)]
    damaged_lines = restored = wrong = 0
    marks = str.maketrans("！？；，", "!?;,")
    for line in lines:
        written = traditional(line)
        glosses = frozenset(random.sample(characters, len(characters) * 2 // 3))
        damaged = bytewise(written, glossed=glosses)
        if damaged.count("?") <= line.count("？") + line.count("?"):
            continue
        want = repaired(line).text.translate(marks)
        got = repaired(damaged).text.translate(marks)
        damaged_lines += 1
        restored += got == want
        wrong += got != want and not list(find_damage(got)) and "?" not in got
    return damaged_lines, restored, wrong


def test_bytes_replaced_across_characters() -> None:
    """The damage of article 004: most lines come back whole."""
    lines = [f"{s}。“{s}”的目标，一定能实现。" for s in CLEAN.split("。") if s]
    damaged, restored, wrong = map(
        sum, zip(*(spots(lines, random=Random(n)) for n in range(4)), strict=True)
    )
    assert damaged >= 16
    assert restored / damaged >= 0.7
    assert wrong / damaged <= 0.1


def test_a_lost_byte_is_not_guessed_into_a_name() -> None:
    """Where the model cannot tell, the place is marked and the rest of the run restored."""
    line = traditional("市领导张某海、李某军到会，园区与企业代表参加签约仪式。")
    place = line.index("海")
    text = repaired(shifted(line, place)).text
    assert "海" not in text[place : place + 1] or text[place] == "海"


@pytest.mark.parametrize(
    "text",
    [
        "园区为什么能赢?记者走访了企业。",
        "“何时投产?”他问。",
        "A股?B股?都有人问。",
        "谁来建?怎么建?要素够不够?",
    ],
)
def test_question_marks_are_left(text: str) -> None:
    """A question is no damage."""
    assert mend_shifts(text) == []


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="needs the annotated articles beside the checkout")
def test_article_004() -> None:
    """Every damaged spot is mended or reported, and every annotated name is in the text."""
    article = next((SHARED / "corpus").glob("004_*"))
    result = repaired(article.read_text(encoding="utf-8"))
    gold = json.loads((SHARED / "gold" / "004.json").read_text(encoding="utf-8"))
    missing = [
        entity["name"]
        for entity in gold["entities"]
        if entity["name"] not in result.text
        and not any(a in result.text for a in entity.get("aliases", []))
    ]
    assert missing == []
    assert "?" not in result.text
    assert len(result.unrepaired) <= 2
    assert result.passage(result.sentences[-1]).quote
