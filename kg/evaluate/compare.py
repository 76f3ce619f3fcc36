"""evaluate/compare: two names, titles, indicators or numbers in, whether they say the same out.

What "the same" means decides every figure, so each rule stands here by itself.
"""

import re
import unicodedata

_SILENT = re.compile(r"[\s\"'“”‘’《》〈〉「」『』·•・,，.。、()（）\-—_:：;；!！?？]")

#: Unit -> factor to its base unit; the first unit that a written unit starts with counts.
_FACTORS = (
    ("亿元", 1e8),
    ("万元", 1e4),
    ("元", 1.0),
    ("万吨", 1e4),
    ("吨", 1.0),
    ("亿", 1e8),
    ("万", 1e4),
    ("千", 1e3),
)

#: Amounts written with different rounding (40.6 and 40.58 亿元) are one amount.
_RELATIVE_TOLERANCE = 0.005

#: Share of characters that two indicators must have in common: wording varies, the noun stays.
_INDICATOR_OVERLAP = 0.6


def bare(name: str) -> str:
    """Give a name without width, case, spaces, quotes and punctuation.

    >>> bare("“放管服效”改革 ")
    '放管服效改革'
    """
    return _SILENT.sub("", unicodedata.normalize("NFKC", name).lower())


def as_number(value: object) -> float | None:
    """Give a number as written in JSON or RDF as a float, or None if it is none."""
    if not isinstance(value, str | int | float):
        return None
    try:
        return float(value)
    except ValueError:
        return None


def same_number(left: float | None, right: float | None) -> bool:
    """Tell whether two numbers are equal but for rounding; an absent number equals nothing."""
    if left is None or right is None:
        return False
    return abs(left - right) <= _RELATIVE_TOLERANCE * max(abs(left), abs(right), 1e-9)


def in_base_unit(value: float | None, unit: str) -> float | None:
    """Give an amount in its base unit, so that 2517 万元 and 0.2517 亿元 are equal."""
    if value is None:
        return None
    return value * next((factor for prefix, factor in _FACTORS if unit.startswith(prefix)), 1.0)


def titles_agree(left: str, right: str) -> bool:
    """Tell whether one title contains the other, as 书记 and 党工委书记 do."""
    left, right = bare(left), bare(right)
    return bool(left and right) and (left in right or right in left)


def indicators_agree(left: str, right: str) -> bool:
    """Tell whether two indicators share most characters of the shorter one.

    >>> indicators_agree("规上工业总产值", "工业总产值")
    True
    """
    one, other = set(bare(left)), set(bare(right))
    if not one or not other:
        return False
    return len(one & other) / min(len(one), len(other)) >= _INDICATOR_OVERLAP
