"""settle: findings and claims in, the mentions and statements of an `Extraction` out."""

import re
from collections.abc import Iterable
from itertools import chain

import msgspec

from kg.extract.reading import Found, Reading
from kg.extract.scene import Claim
from kg.model import (
    AnyStatement,
    Article,
    Attribute,
    Extraction,
    Figure,
    Holding,
    Mention,
    MentionId,
    Relation,
    Span,
    StageReport,
)
from kg.vocab import SIGNATURES, LiteralPredicate, Predicate


def settle(reading: Reading, names: Iterable[Found], claims: Iterable[Claim]) -> Extraction:
    """Give every finding its mention and every claim its statement, each with its exact passage."""
    repaired = reading.repaired
    article = repaired.article
    mentions = {(f.span, f.kind, f.name): _mention(reading, article, f) for f in names}
    statements: dict[tuple[str, ...], AnyStatement] = {}
    for claim in claims:
        for found in (claim.subject, claim.object):
            if found is not None:
                key = (found.span, found.kind, found.name)
                mentions.setdefault(key, _mention(reading, article, found))
        statement = _statement(reading, article, claim)
        if statement is not None:
            said = _key(statement)
            if said not in statements or statements[said].confidence < statement.confidence:
                statements[said] = statement
    return Extraction(
        article=_without_text(article),
        text=repaired.text,
        mentions=tuple(sorted(mentions.values(), key=lambda m: (m.span, m.kind, m.name))),
        statements=tuple(
            sorted(
                statements.values(), key=lambda s: (s.passage.start, s.passage.end, str(_key(s)))
            )
        ),
        repairs=repaired.repairs,
    )


def _without_text(article: Article) -> Article:
    # Passages are cut by now; a corpus would not fit into memory with every source kept.
    return msgspec.structs.replace(article, source_text="", body=())


def _id(article: Article, found: Found) -> MentionId:
    return MentionId(
        f"{article.id}/{found.span.start}-{found.span.end}/{found.kind.value}/{found.name}"
    )


def _mention(reading: Reading, article: Article, found: Found) -> Mention:
    return Mention(
        id=_id(article, found),
        span=found.span,
        passage=reading.repaired.passage(found.span),
        text=reading.repaired.text[found.span.start : found.span.end],
        name=found.name,
        kind=found.kind,
        subclass=found.subclass,
        by=found.by,
        confidence=round(found.confidence, 3),
    )


def _statement(reading: Reading, article: Article, claim: Claim) -> AnyStatement | None:
    subject = _id(article, claim.subject)
    passage = reading.repaired.passage(_trimmed(reading.text, claim.span))
    confidence = round(claim.confidence, 3)
    if claim.stage is not None:
        return StageReport(
            subject=subject,
            passage=passage,
            by=claim.by,
            confidence=confidence,
            stage=claim.stage,
            date=_day(claim.date),
        )
    if claim.indicator is not None:
        return Figure(
            subject=subject,
            passage=passage,
            by=claim.by,
            confidence=confidence,
            indicator=claim.indicator,
            value=claim.value or "0",
            unit=claim.unit,
            period=claim.date,
            year_on_year=claim.year_on_year,
            qualifier=claim.qualifier,
        )
    if isinstance(claim.predicate, LiteralPredicate):
        return Attribute(
            subject=subject,
            passage=passage,
            by=claim.by,
            confidence=confidence,
            predicate=claim.predicate,
            value=claim.value or "",
            as_written=claim.as_written,
        )
    if claim.object is None or (
        claim.object.name == claim.subject.name and claim.object.kind is claim.subject.kind
    ):
        return None
    if claim.title is not None:
        return Holding(
            subject=subject,
            passage=passage,
            by=claim.by,
            confidence=confidence,
            body=_id(article, claim.object),
            title=claim.title,
            as_of=claim.date,
        )
    if isinstance(claim.predicate, Predicate):
        subjects, objects = SIGNATURES[claim.predicate]
        if claim.subject.kind not in subjects or claim.object.kind not in objects:
            return None
        return Relation(
            subject=subject,
            passage=passage,
            by=claim.by,
            confidence=confidence,
            predicate=claim.predicate,
            object=_id(article, claim.object),
        )
    return None


_DAY = re.compile(r"\d{4}(?:-\d\d){0,2}")


def _day(date: str | None) -> str | None:
    """Give a year, month or day; a stage is reached on one, not in the course of a quarter."""
    return date if date and _DAY.fullmatch(date) else None


def _trimmed(text: str, span: Span) -> Span:
    part = text[span.start : span.end]
    start = span.start + len(part) - len(part.lstrip())
    return Span(start, max(start + 1, span.end - (len(part) - len(part.rstrip()))))


def _key(statement: AnyStatement) -> tuple[str, ...]:
    """Give what makes two statements one: all that they say, with the passage that they say it in."""
    fields = (f for f in statement.__struct_fields__ if f not in ("by", "confidence", "passage"))
    said = (str(getattr(statement, f)) for f in fields)
    return tuple(chain((type(statement).__name__, f"{statement.passage.start}"), said))
