"""repair: an `Article` as it was read in, a `RepairedArticle` in clean Simplified Chinese out."""

from collections import Counter
from collections.abc import Callable
from functools import cache, lru_cache
from typing import NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt

from kg.model import Article, RepairedArticle
from kg.repair.byteshift import mend_shifts
from kg.repair.characters import (
    decode_entities,
    drop_invisible,
    drop_private,
    invisible_characters,
    narrow,
    private_characters,
    wide_characters,
)
from kg.repair.damage import find_damage
from kg.repair.draft import Draft, Edit
from kg.repair.layout import Layout, lay_out
from kg.repair.markup import drop_markup
from kg.repair.pinyin import drop_pinyin
from kg.repair.recode import recode, recode_signs
from kg.repair.simplify import simplify, traditional_characters
from kg.repair.spaces import blank_characters, close_gaps, join_lines, tidy_lines

__all__ = ["STEPS", "RepairSettings", "repair"]


class Step(NamedTuple):
    """One repair: what it does, and the characters without any of which it has nothing to do."""

    mend: Callable[[str], str | list[Edit]]  #: gives a text of the same length, or edits
    signs: Callable[[], str] | None = None


#: Every repair in the order in which they are made; the names are those of `RepairSettings`.
STEPS: dict[str, Step] = {
    "recode": Step(recode, recode_signs),
    "byteshift": Step(mend_shifts, lambda: "?\ufffd"),
    "entities": Step(decode_entities, lambda: "&"),
    "invisible": Step(drop_invisible, invisible_characters),
    "private": Step(drop_private, private_characters),
    "pinyin": Step(drop_pinyin, lambda: ")）"),
    "widths": Step(narrow, wide_characters),
    "joins": Step(join_lines, lambda: "\n"),
    "lines": Step(tidy_lines, blank_characters),
    "spaces": Step(close_gaps, blank_characters),
    "simplify": Step(simplify, traditional_characters),
}
_MOST_ROUNDS = 4  #: one repair may lay bare the next (&amp;nbsp; 計(jì&#41;); then nothing is left


class RepairSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Which steps to take, each by its name in `STEPS`."""

    recode: bool = True
    byteshift: bool = True
    entities: bool = True
    invisible: bool = True
    private: bool = True
    pinyin: bool = True
    widths: bool = True
    joins: bool = True
    lines: bool = True
    spaces: bool = True
    simplify: bool = True


_ALL = RepairSettings()


def repair(article: Article, *, settings: RepairSettings = _ALL) -> RepairedArticle:
    """Give the article in clean Simplified Chinese, each character tied to its source."""
    draft, repairs = _mended(article, settings)
    layout = lay_out(draft.text)
    return RepairedArticle(
        article=_described(article, layout),
        text=draft.text,
        alignment=draft.alignment(),
        sentences=tuple(layout.sentences),
        headings=tuple(layout.headings),
        furniture=tuple(sorted(layout.furniture)),
        repairs=tuple(repairs.items()),
        unrepaired=tuple(find_damage(draft.text)),
    )


def _mended(article: Article, settings: RepairSettings) -> tuple[Draft, Counter[str]]:
    draft = Draft.of(article)
    repairs: Counter[str] = Counter()
    if article.markup:
        draft = draft.edited(drop_markup(draft.text))
    steps = {name: step for name, step in STEPS.items() if getattr(settings, name)}
    for _ in range(_MOST_ROUNDS):
        before = draft.text
        for name, step in steps.items():
            if not _has_sign(draft.text, name):
                continue
            change = step.mend(draft.text)
            if isinstance(change, str):
                count = _differences(draft.text, change)
                draft = draft.recoloured(change) if count else draft
            else:
                count = len(change)
                draft = draft.edited(change)
            if count:
                repairs[name] += count
        if draft.text == before:
            break
    return draft, repairs


@lru_cache(maxsize=2)
def _present(text: str) -> npt.NDArray[np.bool_]:
    """Give, for each code point up to the text's highest, whether the text has it."""
    points = _points(text)
    present = np.zeros(int(points.max(initial=0)) + 1, np.bool_)
    present[points] = True
    return present


def _has_sign(text: str, name: str) -> bool:
    present, signs = _present(text), _signs(name)
    return signs is None or bool(present[signs[signs < len(present)]].any())


@cache
def _signs(name: str) -> npt.NDArray[np.uint32] | None:
    signs = STEPS[name].signs
    return _points(signs()) if signs else None


def _points(text: str) -> npt.NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def _differences(old: str, new: str) -> int:
    if old is new:
        return 0
    return int(np.count_nonzero(_points(old) != _points(new)))


def _described(article: Article, layout: Layout) -> Article:
    """Give the article with what its page tells; what its reader knew is kept."""
    told = layout.told
    return msgspec.structs.replace(
        article,
        headline=_simplified(article.headline) or layout.headline,
        published=article.published or told.published,
        publisher=(told.publisher if article.markup else None)  # og:site_name is less than 来源
        or _simplified(article.publisher)
        or told.publisher
        or told.outlet,
        authors=article.authors or tuple(told.authors),
        editors=article.editors or tuple(told.editors),
    )


def _simplified(line: str | None) -> str | None:
    """Give what a reader found outside the text, written as the text is."""
    return simplify(line) if line is not None else None
