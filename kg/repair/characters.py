"""characters: a text in, edits that mend single characters out (entities, invisible ones, widths)."""

import html
from collections.abc import Iterable

import regex

from kg.repair.draft import Edit

# Characters without a glyph: C0 and C1 controls but for tab and line ends, zero-width and
# directional marks, soft hyphens, the byte order mark, variation selectors.
_INVISIBLE_RANGES = (
    (0x00, 0x08), (0x0E, 0x1F), (0x7F, 0x84), (0x86, 0x9F), (0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x115F, 0x1160),
    (0x17B4, 0x17B5), (0x180B, 0x180F), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164),
    (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF9, 0xFFFB),
)  # fmt: skip
_PRIVATE_RANGES = ((0xE000, 0xF8FF),)


def _spelled(ranges: Iterable[tuple[int, int]]) -> str:
    return "".join(chr(code) for first, last in ranges for code in range(first, last + 1))


def invisible_characters() -> str:
    """Give the characters without a glyph."""
    return _spelled(_INVISIBLE_RANGES)


def private_characters() -> str:
    """Give the private-use characters of the basic plane."""
    return _spelled(_PRIVATE_RANGES)


def wide_characters() -> str:
    """Give the characters of odd width that have a usual form."""
    return "０１２３４５６７８９％．\xa0\u202f\u205f" + _spelled(
        ((0xFF21, 0xFF3A), (0xFF41, 0xFF5A), (0x2000, 0x200A))
    )


_INVISIBLE = regex.compile("[" + regex.escape(_spelled(_INVISIBLE_RANGES)) + "]+")
# Icon fonts put their glyphs into the private area; between two characters of a word it stands
# for a rare character that the encoding lacked, and only its place can be kept.
_PRIVATE = regex.compile(r"(?<!\p{Han})\p{Co}+|\p{Co}+(?!\p{Co}|\p{Han})")
_ENTITY = regex.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_WIDE = regex.compile(
    r"[０-９Ａ-Ｚａ-ｚ％]+|[\u00a0\u2000-\u200a\u202f\u205f]+|(?<=[0-9０-９])．(?=[0-9０-９])"
)
_NARROW = {0xFEE0 + code: code for code in range(0x21, 0x7F)} | dict.fromkeys(
    (0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F), 0x20
)


def decode_entities(text: str) -> list[Edit]:
    """Decode &nbsp; &ldquo; &#8220; and their like, where they name a character."""
    edits = []
    for match in _ENTITY.finditer(text) if "&" in text else ():
        new = html.unescape(match[0])
        if new != match[0]:
            edits.append(Edit(match.start(), match.end(), new))
    return edits


def drop_invisible(text: str) -> list[Edit]:
    """Drop control, zero-width and byte-order characters."""
    return [Edit(match.start(), match.end(), "") for match in _INVISIBLE.finditer(text)]


def drop_private(text: str) -> list[Edit]:
    """Drop private-use characters that stand beside a word; inside one they are kept and reported."""
    return [Edit(match.start(), match.end(), "") for match in _PRIVATE.finditer(text)]


def narrow(text: str) -> list[Edit]:
    """Write full-width digits and letters, and blanks of odd widths, as the usual narrow ones."""
    return [Edit(m.start(), m.end(), m[0].translate(_NARROW)) for m in _WIDE.finditer(text)]
