"""characters: a text in, edits that mend single characters out (entities, invisible ones, widths)."""

import html

import regex

from kg.repair.draft import Edit

# Characters without a glyph: C0 and C1 controls but for tab and line ends, zero-width and
# directional marks, soft hyphens, the byte order mark, variation selectors.
_INVISIBLE = regex.compile(
    "[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb]+"
)
# Icon fonts put their glyphs into the private area; between two characters of a word it stands
# for a rare character that the encoding lacked, and only its place can be kept.
_PRIVATE = regex.compile(r"(?<!\p{Han})\p{Co}+|\p{Co}+(?!\p{Co}|\p{Han})")
_ENTITY = regex.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_WIDE = regex.compile(r"[０-９Ａ-Ｚａ-ｚ％]+|(?<=[0-9０-９])．(?=[0-9０-９])")
_NARROW = {0xFEE0 + code: code for code in range(0x21, 0x7F)}


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
    """Write full-width digits, letters and per cent signs as the usual narrow ones."""
    return [Edit(m.start(), m.end(), m[0].translate(_NARROW)) for m in _WIDE.finditer(text)]
