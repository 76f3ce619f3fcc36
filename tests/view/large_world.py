"""large_world: a seed in, extractions of many invented articles out, to see how the page bears size."""

import random

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


class _Writer:
    """An article in the making: its text, and who is named where in it."""

    def __init__(self, article: ArticleId, names: list[str], kinds: list[EntityClass]) -> None:
        self.article, self.names, self.kinds = article, names, kinds
        self.text = ""
        self.mentions: list[Mention] = []
        self.named: list[int] = []

    def name(self, entity: int) -> MentionId:
        """Write an entity's name, and give its mention."""
        start, name = len(self.text), self.names[entity]
        self.text += name
        mention = Mention(
            id=MentionId(f"{self.article}:{start}"),
            span=Span(start, len(self.text)),
            passage=Passage(start=start, end=len(self.text), quote=name),
            text=name,
            name=name,
            kind=self.kinds[entity],
            by="test",
        )
        self.mentions.append(mention)
        self.named.append(entity)
        return mention.id


def _extraction(
    number: int,
    n_facts: int,
    names: list[str],
    kinds: list[EntityClass],
    seen: dict[int, list[MentionId]],
    chance: random.Random,
) -> Extraction:
    article = ArticleId(f"{number:016x}")
    writer = _Writer(article, names, kinds)
    statements = []
    first = number * _PER_ARTICLE
    for i in range(n_facts):
        near = chance.random() < 0.85
        other = first + chance.randrange(_PER_ARTICLE) if near else chance.randrange(len(names))
        is_park = kinds[other] is EntityClass.PARK
        start = len(writer.text)
        subject = writer.name(first + i % _PER_ARTICLE)
        writer.text += "落户" if is_park else "携手"
        object_ = writer.name(other)
        writer.text += "，双方将在年内启动首批产线的建设。"
        statements.append(
            Relation(
                subject=subject,
                predicate=Predicate.LOCATED_IN if is_park else Predicate.COOPERATES_WITH,
                object=object_,
                passage=Passage(start=start, end=len(writer.text), quote=writer.text[start:]),
                by="test",
                confidence=0.5 + chance.random() / 2,
            )
        )
    for mention, entity in zip(writer.mentions, writer.named, strict=True):
        seen[entity].append(mention.id)
    frame = Article(
        id=article,
        source_file=f"{number}.txt",
        source_text="",
        headline=f"报道之{number}",
        published=f"20{10 + number % 15}-{1 + number % 12:02d}-05",
        publisher="测试日报",
    )
    return Extraction(
        article=frame,
        text=writer.text,
        mentions=tuple(writer.mentions),
        statements=tuple(statements),
    )
