"""spaces: a text in, edits that take blanks out of words and tidy the ends of lines."""

import regex

from kg.repair.draft import Edit

_BLANK = "[^\\S\\n]"  # any white space but the line end
_LINE_ENDS = regex.compile(rf"{_BLANK}*(?:\n{_BLANK}*)+|\A\s+|\s+\Z|\r")
# Between two Han characters, or a Han character and a figure, a single blank is a wrapped line's
# or an editor's; two or more, or a full-width one, separate a heading's or a list's parts.
_INNER = regex.compile(
    rf"(?<=[\p{{Han}}，。、；：！？”’）》】])[ \t\u00a0](?=[\p{{Han}}\p{{Nd}}“‘（《【，。、；：！？”’）》】])"
    rf"|(?<=\p{{Nd}}|%)[ \t\u00a0](?=\p{{Han}})"
)


def tidy_lines(text: str) -> list[Edit]:
    """Trim the lines and keep one line break where there were several."""
    edits = []
    for match in _LINE_ENDS.finditer(text):
        inside = 0 < match.start() and match.end() < len(text) and "\n" in match[0]
        new = "\n" if inside else ""
        if match[0] != new:
            edits.append(Edit(match.start(), match.end(), new))
    return edits


def close_gaps(text: str) -> list[Edit]:
    """Take out the blanks inside sentences (新型功能 材料); headings of several parts keep theirs."""
    return [
        Edit(match.start(), match.end(), "")
        for match in _INNER.finditer(text)
        if _in_sentence(text, match.start())
    ]


def _in_sentence(text: str, place: int) -> bool:
    start = text.rfind("\n", 0, place) + 1
    end = text.find("\n", place)
    line = text[start : end if end >= 0 else len(text)]
    return any(mark in line for mark in "。，；！？,;") and len(line) > 40
