"""pinyin: a name in, what people type on a Latin keyboard to find it out."""

from pypinyin import Style, lazy_pinyin


def initials(name: str) -> str:
    """Give the first letter of each reading.

    >>> initials("濮阳工业园区")
    'pygyyq'
    """
    return "".join(lazy_pinyin(name, style=Style.FIRST_LETTER, errors=_plain)).lower()


def spelling(name: str) -> str:
    """Give the full readings, run together.

    >>> spelling("三棵树")
    'sankeshu'
    """
    return "".join(lazy_pinyin(name, errors=_plain)).lower()


def _plain(rest: str) -> str:
    """Keep letters and digits of what is not Chinese; signs are not typed."""
    return "".join(c for c in rest if c.isalnum())
