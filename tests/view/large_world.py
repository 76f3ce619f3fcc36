"""large_world: a seed in, extractions of many invented articles out, to see how the page bears size."""

import random
from collections.abc import Iterator

from kg.model import (
    Article,
    ArticleId,
    Cluster,
    EntityId,
    Extraction,
    Mention,
    MentionId,
    Passage,
    Relation,
    Resolution,
    Span,
)
from kg.vocab import EntityClass, Predicate

_SYLLABLES = "恒越清河临江蓝桥安泰宏远新材科技智能装备光电生物华盛金辉"
_PER_ARTICLE = 10


def large_world(n_articles: int, n_facts: int) -> tuple[list[Extraction], Resolution]:
    """Give articles with ten entities of their own each, and facts mostly among neighbours."""
    chance = random.Random(1)
    names = [_name(i, chance) for i in range(n_articles * _PER_ARTICLE)]
    kinds = [EntityClass.PARK if i % 10 == 0 else EntityClass.COMPANY for i in range(len(names))]
    seen: dict[int, list[MentionId]] = {i: [] for i in range(len(names))}
    extractions = [
        _extraction(number, n_facts // n_articles, names, kinds, seen, chance)
        for number in range(n_articles)
    ]
    clusters = tuple(
        Cluster(
            id=EntityId(f"{kind.lower()}/{name}"),
            kind=kind,
            label=name,
            names=(name,),
            mentions=tuple(seen[i]),
        )
        for i, (name, kind) in sorted(
            enumerate(zip(names, kinds, strict=True)), key=lambda item: (item[1][1], item[1][0])
        )
        if seen[i]
    )
    return extractions, Resolution(clusters=clusters, judgements=())


def _name(number: int, chance: random.Random) -> str:
    return "".join(chance.choice(_SYLLABLES) for _ in range(4)) + str(number)


def _extraction(
    number: int,
    n_facts: int,
    names: list[str],
    kinds: list[EntityClass],
    seen: dict[int, list[MentionId]],
    chance: random.Random,
) -> Extraction:
    article = ArticleId(f"{number:016x}")
    text = f"第{number}篇报道。\n"
    mentions: list[Mention] = []
    statements = []

    def mention(entity: int) -> Iterator[str]:
        nonlocal text
        span = Span(len(text), len(text) + len(names[entity]))
        text += names[entity]
        found = MentionId(f"{article}:{span.start}")
        seen[entity].append(found)
        mentions.append(
            Mention(
                id=found, span=span, text=names[entity], name=names[entity], kind=kinds[entity],
                passage=Passage(start=span.start, end=span.end, quote=names[entity]), by="test",
            )
        )  # fmt: skip
        yield found

    first = number * _PER_ARTICLE
    for i in range(n_facts):
        subject = first + i % _PER_ARTICLE
        near = chance.random() < 0.85
        other = first + chance.randrange(_PER_ARTICLE) if near else chance.randrange(len(names))
        is_park = kinds[other] is EntityClass.PARK
        start = len(text)
        (left,) = mention(subject)
        text += "落户" if is_park else "携手"
        (right,) = mention(other)
        text += "，双方将在年内启动首批产线的建设。"
        statements.append(
            Relation(
                subject=left, object=right, by="test", confidence=0.5 + chance.random() / 2,
                predicate=Predicate.LOCATED_IN if is_park else Predicate.COOPERATES_WITH,
                passage=Passage(start=start, end=len(text), quote=text[start:]),
            )
        )  # fmt: skip
    return Extraction(
        article=Article(
            id=article, source_file=f"{number}.txt", source_text="", headline=f"报道之{number}",
            published=f"20{10 + number % 15}-{1 + number % 12:02d}-05", publisher="测试日报",
        ),
        text=text,
        mentions=tuple(mentions),
        statements=tuple(statements),
    )  # fmt: skip
