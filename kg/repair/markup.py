"""markup: a stretch of HTML in, edits that leave only its text out."""

import html

import regex

from kg.repair.draft import PART_END, Edit

# Entities are decoded with the tags, once: what they spell is text, not markup.
_MARKUP = regex.compile(
    r"(?P<silent><(?P<tag>script|style|noscript|template|svg)\b(?:[^>]*+)>.*?(?:</(?P=tag)\s*>|\Z)|<!--.*?(?:-->|\Z))"
    rf"|(?P<break>{PART_END}"
    r"|<br\b[^>]*+>|</?(?:p|div|li|tr|h[1-6]|section|article|blockquote|td|th|dt|dd|ul|ol|table|figcaption)\b[^>]*+>)"
    r"|(?P<inline></?[A-Za-z!?][^>]*+>)"
    r"|(?P<entity>&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});?)"
    r"|(?P<blank>[\t\r\n\f ]{2,}|[\t\r\n\f])",
    regex.DOTALL | regex.IGNORECASE,
)


def drop_markup(text: str) -> list[Edit]:
    """Drop tags, comments and scripts; decode entities; a break of the page is a line's end."""
    edits = []
    for match in _MARKUP.finditer(text):
        new = _rendered(match)
        if new != match[0]:
            edits.append(Edit(match.start(), match.end(), new))
    return edits


def _rendered(match: regex.Match[str]) -> str:
    if match["break"]:
        return "\n"
    if match["entity"]:
        return html.unescape(match[0])
    if match["blank"]:
        return "\n" if match[0] == "\n\n" else " "
    return ""
