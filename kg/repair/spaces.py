"""spaces: a text in, edits that take blanks and line breaks out of sentences out."""

from collections import Counter
from itertools import pairwise

import regex

from kg.repair.draft import Edit

_BLANK = r"[^\S\n]"  # any white space but the line's end
_LINE_ENDS = regex.compile(
    rf"{_BLANK}*+(?:\n{_BLANK}*+)+|\A\s+|{_BLANK}+\Z|[\r\u0085\u2028\u2029]"
)
# Between Han characters, marks and figures, a single blank is an editor's or a typesetter's; two
# or more, or a full-width one, separate the parts of a heading or a list.
_GAP = regex.compile(
    r"[ \t\u00a0\u2002-\u200a\u202f](?<=[\p{Han}，。、；：！？”’）》】%\p{Nd}].)(?=[\p{Han}\p{Nd}“‘（《【，。、；：！？”’）》】])"
)
_CLAUSE = regex.compile("[。，；！？,;]")
_RUNNING_LEAST = 30
_KEEPS_BLANKS = regex.compile(
    r"[（(][^（()）]{0,40}(?:记者|記者|通讯员|通訊員)[^（()）]{0,60}[）)]"  # （记者 张三 李四）
    r"|[（(]\p{Han}{2,4}(?:[ \u3000]\p{Han}{2,4}){0,4}[）)]"  # （张三 李四）
    r"|(?:^[^\s。，]{1,16}(?:讯|訊|电|電|消息)|(?:记者|記者|通讯员|通訊員))[ \t\u00a0]"
    r"|[ \t]\p{Han}{2,3}(?:[ \t\u00a0]\p{Han}{2,3}){2,}(?!\p{Han})"  # a row of names
)
_OPEN_END = "，、,（(“‘《—"
_CONTINUES = "，。、；：！？,;:!?”’）)》】"
_PARAGRAPH = "　 \t"  #: a line that begins so begins a paragraph
_LEAST_WRAPPED = 4


def blank_characters() -> str:
    """Give the characters that stand for white space."""
    return "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
        map(chr, range(0x2000, 0x200B))
    )


def tidy_lines(text: str) -> list[Edit]:
    """Trim the lines and keep one line break where there were several."""
    edits = []
    for match in _LINE_ENDS.finditer(text):
        inside = match.start() > 0 and match.end() < len(text)
        new = "\n" if inside else ""
        if match[0] != new:
            edits.append(Edit(match.start(), match.end(), new))
    return edits


def close_gaps(text: str) -> list[Edit]:
    """Take the blanks out of sentences (新型功能 材料); headings, bylines and rows of names keep theirs."""
    edits: list[Edit] = []
    end = 0
    for gap in _GAP.finditer(text):
        if gap.start() >= end:  # in a line that was not looked at yet
            start = text.rfind("\n", 0, gap.start()) + 1
            end = text.find("\n", gap.start()) % (len(text) + 1)
            line = text[start:end]
            running = len(line) > _RUNNING_LEAST and bool(_CLAUSE.search(line))
            kept = [match.span() for match in _KEEPS_BLANKS.finditer(line)] if running else []
        place = gap.start() - start
        figures = line[place - 1].isdigit() and line[place + 1].isdigit()
        if running and not figures and not any(first <= place < last for first, last in kept):
            edits.append(Edit(gap.start(), gap.end(), ""))
    return edits


def join_lines(text: str) -> list[Edit]:
    """Join the lines of a paragraph that was broken at a fixed width, or in the middle of a clause."""
    if "\n" not in text:
        return []
    lines = text.split("\n")
    width = _wrap_width(lines)
    edits = []
    place = 0
    for line, following in pairwise(lines):
        place += len(line)
        if _is_broken(line.rstrip("\r"), following, width):
            start = place - (1 if line.endswith("\r") else 0)
            latin = (
                line[-1:].isascii()
                and line[-1:].isalnum()
                and following[:1].isascii()
                and following[:1].isalnum()
            )
            edits.append(Edit(start, place + 1, " " if latin else ""))
        place += 1
    return edits


def _is_broken(line: str, following: str, width: int | None) -> bool:
    if not line or not following.strip() or following[0] in _PARAGRAPH:
        return False
    if following[0] in _CONTINUES or (line[-1] in _OPEN_END and len(line) > _RUNNING_LEAST):
        return True
    return width is not None and width - 2 <= len(line) <= width + 1


def _wrap_width(lines: list[str]) -> int | None:
    """Give the width at which a text was wrapped, if it was: most long lines end there in mid-sentence."""
    lengths = Counter(len(line.rstrip("\r")) for line in lines if len(line) >= 15)
    if sum(lengths.values()) < _LEAST_WRAPPED:
        return None
    width = max(lengths, key=lambda n: (sum(lengths[n - d] for d in range(3)), n))
    wrapped = [line for line in lines if width - 2 <= len(line.rstrip("\r")) <= width]
    mid_sentence = sum(line.rstrip("\r")[-1] not in "。！？!?：:；;”" for line in wrapped)
    is_most = 2 * len(wrapped) > sum(lengths.values()) and max(lengths) <= width + 1
    return (
        width
        if is_most and len(wrapped) >= _LEAST_WRAPPED and 2 * mid_sentence > len(wrapped)
        else None
    )
