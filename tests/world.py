"""world: annotated articles in, the values and the built folder that tests of later rooms start from out.

The small world is four invented articles beside this file (tests/small), annotated as gold is:
two parks, a few firms, and on purpose two sources that contradict each other.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from kg.graph import write_graph
from kg.graph.terms import plain_decimal
from kg.model import (
    AnyStatement,
    Article,
    ArticleId,
    Attribute,
    Cluster,
    EntityId,
    Extraction,
    Figure,
    Holding,
    Judgement,
    Link,
    Mention,
    MentionId,
    Passage,
    Relation,
    Resolution,
    Span,
    StageReport,
)
from kg.vocab import EntityClass, LiteralPredicate, Predicate, Stage, Subclass

SMALL = Path(__file__).parent / "small"
SAMPLES = Path(__file__).parents[1] / "samples"

#: Organization kinds of the gold -> the class that stands beside park:Organization.
_KINDS = {
    "government": Subclass.GOVERNMENT_BODY,
    "party": Subclass.PARTY_BODY,
    "association": Subclass.ASSOCIATION,
    "university": Subclass.UNIVERSITY,
    "institute": Subclass.INSTITUTE,
}
#: Ends of sentences; a passage is the sentence that holds what the gold quotes.
_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?")

Gold = dict[str, Any]


@cache
def small_world() -> tuple[list[Extraction], Resolution]:
    """Give what the extractor and the resolver would give for the four small articles."""
    golds = [(path.with_suffix(".txt"), read_gold(path)) for path in sorted(SMALL.glob("*.json"))]
    return world_of([(text, gold) for text, gold in golds])


@cache
def sample_world() -> tuple[list[Extraction], Resolution]:
    """Give the same for the plain-text articles of samples/, as their annotations say."""
    found = []
    for path in sorted((SAMPLES / "gold").glob("*.json")):
        found += [(text, read_gold(path)) for text in sorted(SAMPLES.glob(f"{path.stem}_*.txt"))]
    return world_of(found)


def built_world(folder: Path) -> Path:
    """Write the small world as `kg build` would, and give its folder."""
    folder.mkdir(parents=True, exist_ok=True)
    write_graph(*small_world(), folder)
    return folder


def read_gold(path: Path) -> Gold:
    """Read one file of annotations."""
    gold: Gold = json.loads(path.read_text(encoding="utf-8"))
    return gold


def world_of(annotated: Sequence[tuple[Path, Gold]]) -> tuple[list[Extraction], Resolution]:
    """Turn articles and their gold into the values that the extractor and the resolver pass on."""
    readings = [_Reading(text, gold) for text, gold in annotated]
    extractions = [reading.extraction() for reading in readings]
    names: dict[MentionId, set[str]] = {m: n for r in readings for m, n in r.names.items()}
    return extractions, Resolution(
        clusters=tuple(_clusters(extractions, names)), judgements=tuple(_judgements(extractions))
    )


class _Reading:
    """One article and its gold, read as if by a perfect extractor called "gold"."""

    def __init__(self, path: Path, gold: Gold) -> None:
        self.path, self.gold = path, gold
        self.text = path.read_text(encoding="utf-8")
        self.id = ArticleId(hashlib.blake2b(self.text.encode(), digest_size=8).hexdigest())
        self.names: dict[MentionId, set[str]] = {}
        self.mentions: list[Mention] = []
        self.first: dict[str, Mention] = {}
        for entity in gold["entities"]:
            self._mention(entity)

    def extraction(self) -> Extraction:
        article = Article(
            id=self.id,
            source_file=self.path.name,
            source_text="",
            headline=self.gold.get("title"),
            published=self.gold.get("published"),
            publisher=self.gold.get("source"),
        )
        return Extraction(
            article=article,
            text=self.text,
            mentions=tuple(sorted(self.mentions, key=lambda m: (m.span, m.kind, m.id))),
            statements=tuple(self._statements()),
        )

    def _mention(self, entity: Gold) -> None:
        names = {entity["name"], *entity.get("aliases", [])}
        found = [
            (Span(match.start(), match.end()), name)
            for name in sorted(names)
            for match in re.finditer(re.escape(name), self.text)
        ]
        # A name that only stands in the text once it is repaired is tied to the article's first character.
        for span, name in sorted(found) or [(Span(0, 1), entity["name"])]:
            kind = EntityClass(entity["type"])
            mention = Mention(
                id=MentionId(f"{self.id}:{span.start}-{span.end}:{kind}:{entity['id']}"),
                span=span,
                passage=self._passage(span),
                text=self.text[span.start : span.end],
                name=name,
                kind=kind,
                subclass=_subclass(entity),
                by="gold",
            )
            self.mentions.append(mention)
            self.names[mention.id] = names
            best = self.first.get(entity["id"])
            if best is None or len(mention.name) > len(best.name):
                self.first[entity["id"]] = mention

    def _passage(self, span: Span) -> Passage:
        return Passage(start=span.start, end=span.end, quote=self.text[span.start : span.end])

    def _sentence(self, quote: str, subject: str) -> Passage:
        """Give the sentence that holds the quote, or else the subject."""
        at = self.text.find(quote) if quote else -1
        if at < 0:
            at = self.first[subject].span.start
        for match in _SENTENCE.finditer(self.text):
            if match.start() <= at < match.end():
                return self._passage(Span(match.start(), match.end()))
        return self._passage(Span(at, at + 1))

    def _statements(self) -> Iterator[AnyStatement]:
        for fact in self.gold["facts"]:
            if not fact.get("optional"):
                yield from self._fact(fact)
        for seen in self.gold.get("observations", []):
            if seen["s"] in self.first:
                yield self._figure(seen)

    def _fact(self, fact: Gold) -> Iterator[AnyStatement]:
        subject = self.first[fact["s"]].id
        passage = self._sentence(fact.get("ev", ""), fact["s"])
        p = fact["p"]
        match p:
            case "holdsPost":
                body = self.first[fact["o"]].id
                yield Holding(
                    subject=subject, passage=passage, by="gold", confidence=0.9, body=body,
                    title=fact.get("title") or "负责人", as_of=fact.get("date"),
                )  # fmt: skip
            case "stage":
                yield StageReport(
                    subject=subject, passage=passage, by="gold", stage=Stage(fact["o"]),
                    date=fact.get("date"),
                )  # fmt: skip
            case "totalInvestment" | "capacity":
                text = fact.get("text") or ""
                value = plain_decimal(str(fact["value"])) if p == "totalInvestment" else text
                yield Attribute(
                    subject=subject, passage=passage, by="gold",
                    predicate=LiteralPredicate(p), value=value, as_written=text,
                )  # fmt: skip
            case _:
                yield Relation(
                    subject=subject, passage=passage, by="gold", predicate=Predicate(p),
                    object=self.first[fact["o"]].id,
                )  # fmt: skip

    def _figure(self, seen: Gold) -> Figure:
        growth = seen.get("yoy")
        return Figure(
            subject=self.first[seen["s"]].id,
            passage=self._sentence(seen.get("ev", ""), seen["s"]),
            by="gold",
            indicator=seen["indicator"],
            value=plain_decimal(str(seen["value"])),
            unit=seen.get("unit") or "",
            period=seen.get("period"),
            year_on_year=None if growth is None else plain_decimal(str(growth)),
            qualifier=seen.get("qualifier"),
        )


def _subclass(entity: Gold) -> Subclass | None:
    if entity.get("official"):
        return Subclass.OFFICIAL
    if entity["name"].endswith("工会"):
        return Subclass.TRADE_UNION
    return _KINDS.get(entity.get("kind", ""))


def _clusters(
    extractions: Sequence[Extraction], names: dict[MentionId, set[str]]
) -> Iterator[Cluster]:
    """Group mentions of one class under the longest of their names; good enough for a small world."""
    groups: dict[tuple[EntityClass, str], list[Mention]] = {}
    for extraction in extractions:
        for mention in extraction.mentions:
            label = max(names[mention.id], key=lambda name: (len(name), name))
            groups.setdefault((mention.kind, label), []).append(mention)
    for (kind, label), mentions in sorted(groups.items()):
        seen = {mention.name for mention in mentions} | {label}
        subclasses = {m.subclass for m in mentions if m.subclass}
        yield Cluster(
            id=EntityId(f"{kind.lower()}/{label}"),
            kind=kind,
            subclasses=tuple(sorted(subclasses)),
            label=label,
            names=tuple(sorted(seen)),
            mentions=tuple(sorted(mention.id for mention in mentions)),
            links=_LINKS.get(label, ()),
        )


#: Invented codes, in a range that GB/T 2260 leaves free.
_LINKS = {
    "清河市": (
        Link(property="adcode", code="990100", certain=True, confidence=1.0, reason="全称在行政区划代码表中唯一"),
    ),
    "清河工业园区": (
        Link(property="zoneCode", code="999001002", certain=False, confidence=0.7, reason="简称与目录中一个开发区相符"),
    ),
}  # fmt: skip


def _judgements(extractions: Sequence[Extraction]) -> Iterator[Judgement]:
    """Give one judgement: that the two papers' 恒越电子 is one firm."""
    found = [m for e in extractions for m in e.mentions if m.name == "恒越电子"]
    if len(found) > 1:
        left, right = sorted(m.id for m in (found[0], found[-1]))
        yield Judgement(
            left=left, right=right, verdict="same", score=1.0, by="exact name",
            reason="两处名称完全相同", left_name="恒越电子", right_name="恒越电子",
        )  # fmt: skip
