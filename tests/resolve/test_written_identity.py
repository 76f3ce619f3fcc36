"""Identity inside an article, measured on the articles written for training, with their names as mentions."""

import re
import runpy
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from kg.model import Extraction, Mention, MentionId, Passage, Span
from kg.resolve import resolve
from kg.vocab import EntityClass as Kind
from tests.resolve.corpus import article

ROOT = Path(__file__).resolve().parents[2]
#: Of the pairs of names that were joined, and of those that are one thing; what was reached, less a margin.
FLOORS = {"precision": 0.97, "recall": 0.75}


@pytest.mark.slow
def test_names_of_one_thing_are_joined_and_others_are_not() -> None:
    """Over all written articles nearly every joined pair of names is one thing, and most such pairs are joined."""
    counts: Counter[tuple[bool, bool]] = Counter()
    written = runpy.run_path(
        str(ROOT / "training" / "articles.py")
    )  # a script: no package to import
    for record, text in written["read"]():
        counts.update(_pairs(record, text))
    precision = counts[True, True] / (counts[True, True] + counts[True, False])
    recall = counts[True, True] / (counts[True, True] + counts[False, True])
    assert precision >= FLOORS["precision"], (precision, recall)
    assert recall >= FLOORS["recall"], (precision, recall)


def _pairs(record: dict[str, Any], text: str) -> Iterator[tuple[bool, bool]]:
    """Say of each two names of one class whether they were joined and whether they are one thing."""
    extraction, owners = _projected(record, text)
    entity_of = resolve([extraction]).entity_of()
    units: dict[Kind, set[tuple[str, str, str]]] = defaultdict(set)
    for m in extraction.mentions:
        if len(owners[m.id]) == 1:
            (owner,) = owners[m.id]
            units[m.kind].add((owner, m.name, entity_of.get(m.id, m.id)))
    for names in units.values():
        for (owner, _, entity), (other, _, elsewhere) in combinations(sorted(names), 2):
            yield entity == elsewhere, owner == other


def _projected(
    record: dict[str, Any], text: str
) -> tuple[Extraction, dict[MentionId, frozenset[str]]]:
    """Lay an article's names over its text, longest first; give whose each mention is."""
    mentions, owners = list[Mention](), dict[MentionId, frozenset[str]]()
    for kind in Kind:
        names: dict[str, set[str]] = defaultdict(set)
        for entity in record["entities"]:
            if entity["type"] == kind:
                for said in (entity["name"], *entity["aliases"]):
                    names[said].add(entity["id"])
        taken: set[int] = set()
        for said in sorted(names, key=lambda n: (-len(n), n)):
            for match in re.finditer(re.escape(said), text) if len(said) > 1 else ():
                span = Span(*match.span())
                if taken.isdisjoint(range(span.start, span.end)):
                    taken.update(range(span.start, span.end))
                    id = MentionId(f"{record['doc']}-{span.start:05d}-{kind}-{said}")
                    passage = Passage(start=span.start, end=span.end, quote=said)
                    mentions.append(
                        Mention(id=id, span=span, passage=passage, text=said, name=said, kind=kind, by="written")
                    )  # fmt: skip
                    owners[id] = frozenset(names[said])
    whole = [m.span for m in mentions if m.kind is not Kind.PLACE]
    kept = [
        m for m in mentions if m.kind is not Kind.PLACE or not any(s.covers(m.span) for s in whole)
    ]
    blank = article(record["doc"], headline=text.partition("\n")[0])
    ordered = tuple(sorted(kept, key=lambda m: (m.span, m.kind, m.name)))
    return replace(blank, text=text, mentions=ordered), owners
