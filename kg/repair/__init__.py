"""repair: an `Article` as it was read in, a `RepairedArticle` in clean Simplified Chinese out."""

from collections.abc import Callable

import msgspec

from kg.model import Article, RepairedArticle
from kg.repair.byteshift import mend_shifts
from kg.repair.characters import decode_entities, drop_invisible, drop_private, narrow
from kg.repair.draft import Draft, Edit
from kg.repair.layout import lay_out
from kg.repair.pinyin import drop_pinyin
from kg.repair.recode import recode
from kg.repair.sentences import split_sentences
from kg.repair.simplify import simplify
from kg.repair.spaces import close_gaps, tidy_lines

__all__ = ["STEPS", "RepairSettings", "repair"]

#: A step gives a text of the same length, or the edits that mend what it found.
Step = Callable[[str], str | list[Edit]]

#: Every repair in the order in which they are made; the names are those of `RepairSettings`.
STEPS: dict[str, Step] = {
    "entities": decode_entities,
    "recode": recode,
    "byteshift": mend_shifts,
    "invisible": drop_invisible,
    "private": drop_private,
    "pinyin": drop_pinyin,
    "widths": narrow,
    "simplify": simplify,
    "lines": tidy_lines,
    "spaces": close_gaps,
}


class RepairSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Which steps to take, each by its name in `STEPS`."""

    entities: bool = True
    recode: bool = True
    byteshift: bool = True
    invisible: bool = True
    private: bool = True
    pinyin: bool = True
    widths: bool = True
    simplify: bool = True
    lines: bool = True
    spaces: bool = True


def repair(article: Article, *, settings: RepairSettings = RepairSettings()) -> RepairedArticle:
    """Give the article in clean Simplified Chinese, each character tied to its source."""
    draft = Draft.of(article)
    repairs: list[tuple[str, int]] = []
    for name, step in STEPS.items():
        if not getattr(settings, name):
            continue
        change = step(draft.text)
        if isinstance(change, str):
            count = sum(a != b for a, b in zip(change, draft.text, strict=True))
            draft = draft.recoloured(change)
        else:
            count = len(change)
            draft = draft.edited(change)
        if count:
            repairs.append((name, count))
    layout = lay_out(draft.text)
    running = [s for line in layout.running for s in split_sentences(draft.text, line)]
    return RepairedArticle(
        article=article,
        text=draft.text,
        alignment=draft.alignment(),
        sentences=tuple(sorted((*running, *layout.headings))),
        headings=layout.headings,
        furniture=layout.furniture,
        repairs=tuple(repairs),
    )
