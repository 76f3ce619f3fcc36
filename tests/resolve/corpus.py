"""corpus: short descriptions of articles in, `Extraction`s as the extractor would give them out."""

from collections.abc import Sequence

from kg.model import (
    AnyStatement,
    Article,
    ArticleId,
    Extraction,
    Holding,
    Mention,
    MentionId,
    Passage,
    Relation,
    Span,
)
from kg.vocab import EntityClass, Predicate


def article(
    name: str,
    *said: str | tuple[str, EntityClass] | tuple[str, EntityClass, str],
    headline: str | None = None,
    posts: Sequence[tuple[str, str]] = (),
    relations: Sequence[tuple[str, Predicate, str]] = (),
) -> Extraction:
    """Build an article from plain stretches and mentions `(text, class)` or `(text, class, full name)`.

    `posts` and `relations` speak of mentions by their text.
    """
    text, mentions = "", list[Mention]()
    for part in said:
        if isinstance(part, str):
            text += part
            continue
        words, kind = part[0], part[1]
        span = Span(len(text), len(text) + len(words))
        full = part[2] if len(part) == 3 else words
        mentions.append(
            Mention(
                id=MentionId(f"{name}-{span.start:04d}-{kind}-{full}"),
                span=span,
                passage=Passage(start=span.start, end=span.end, quote=words),
                text=words,
                name=full,
                kind=kind,
                by="test",
            )
        )
        text += words
    first = {m.text: m for m in reversed(mentions)}
    statements: list[AnyStatement] = [
        Holding(
            subject=first[who].id,
            body=first[body].id,
            title="负责人",
            passage=first[who].passage,
            by="test",
        )
        for who, body in posts
    ]
    statements += [
        Relation(
            subject=first[s].id,
            predicate=p,
            object=first[o].id,
            passage=first[s].passage,
            by="test",
        )
        for s, p, o in relations
    ]
    return Extraction(
        article=Article(
            id=ArticleId(name), source_file=f"{name}.txt", source_text=text, headline=headline
        ),
        text=text,
        mentions=tuple(sorted(mentions, key=lambda m: (m.span, m.kind, m.name))),
        statements=tuple(statements),
    )
