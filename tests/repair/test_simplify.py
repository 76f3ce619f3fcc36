"""Traditional characters become Simplified; names and Simplified texts stay."""

import opencc
import pytest

from kg.repair.simplify import simplify, traditional_characters


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("濮陽工業園區黨工委", "濮阳工业园区党工委"),
        ("頭髮與發展，皇后與前後", "头发与发展，皇后与前后"),
        ("乾縣、乾照光電與乾燥設備、餅乾廠簽約", "乾县、乾照光电与干燥设备、饼干厂签约"),
        ("乾照光电落户乾县", "乾照光电落户乾县"),
        ("於是遲峯說", "于是迟峰说"),
        ("於先生到了於潜镇", "於先生到了於潜镇"),
        ("牠們藉口臺灣", "它们借口台湾"),
        ("啟用著力點", "启用着力点"),
    ],
)
def test_words_and_names(old: str, new: str) -> None:
    """Phrases are converted as phrases, and characters that both scripts have only in Traditional lines."""
    assert simplify(old) == new


def test_converting_twice_is_converting_once() -> None:
    """Hardly a character that OpenCC gives is one that it would change again."""
    once = simplify(traditional_characters())
    again = simplify(once)
    assert sum(a != b for a, b in zip(once, again, strict=True)) <= 2


def test_without_its_characters_opencc_changes_nothing() -> None:
    """The characters that are looked for before OpenCC is called are all that it can change."""
    others = "".join(
        chr(code) for code in range(0x4E00, 0xA000) if chr(code) not in traditional_characters()
    )
    assert opencc.OpenCC("t2s").convert(others) == others
