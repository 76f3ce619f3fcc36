"""literals/numerals: digits or Chinese numerals in, `Decimal` out."""

import re
from decimal import Decimal

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_STEPS = {"十": 10, "百": 100, "千": 1_000}
_SCALES = {"万": 10_000, "亿": 100_000_000}

#: Arabic numbers, with thousands separators or decimals.
ARABIC = r"\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
CHINESE = r"[零〇一二两三四五六七八九十百千]+(?:点[零〇一二三四五六七八九]+)?"
SCALE = r"万亿|千亿|百亿|十亿|千万|百万|十万|亿|万"


def parse_scale(scale: str) -> Decimal:
    """Give the factor of a scale word.

    >>> int(parse_scale("千万"))
    10000000
    """
    factor = Decimal(1)
    for character in scale:
        factor *= _STEPS.get(character, _SCALES.get(character, 1))
    return factor


def parse_number(text: str) -> Decimal:
    """Give the value of a number in Arabic digits or Chinese numerals.

    >>> parse_number("1,234.5"), parse_number("三百零二"), parse_number("十五"), parse_number("三点五")
    (Decimal('1234.5'), Decimal('302'), Decimal('15'), Decimal('3.5'))
    """
    if text[0].isdigit():
        return Decimal(re.sub(r"[,，]", "", text))
    whole, _, fraction = text.partition("点")
    number = Decimal(_parse_whole(whole))
    if fraction:
        number += Decimal("0." + "".join(str(_DIGITS[c]) for c in fraction))
    return number


def _parse_whole(text: str) -> int:
    if not any(c in _STEPS for c in text):  # 二〇二二: digits in a row
        return int("".join(str(_DIGITS[c]) for c in text) or "0")
    total, digit = 0, 0
    for character in text:
        if character in _STEPS:
            total += (digit or 1) * _STEPS[character]
            digit = 0
        else:
            digit = _DIGITS[character]
    return total + digit


def plain(number: Decimal) -> str:
    """Write a number as a plain decimal without an exponent or trailing zeros.

    >>> plain(Decimal("3E+8")), plain(Decimal("15.10"))
    ('300000000', '15.1')
    """
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
