"""brands: the firms of all articles in, the subsidiaries of brands that other articles name out."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from kg.model import Judgement, Relation
from kg.resolve.across.thing import Thing
from kg.resolve.listed import brand_owner, named_as
from kg.resolve.names import company_name
from kg.resolve.within.subsidiaries import RULE
from kg.vocab import EntityClass, Predicate

#: A brand and a firm that carries it with a region, met in different articles.
SCORE = 0.7


class Brands(NamedTuple):
    """What the names of firms show about whose they are."""

    judgements: list[Judgement]
    statements: list[Relation]


def brand_subsidiaries(groups: Sequence[Sequence[Thing]]) -> Brands:
    """Tie each regional firm to the listed brand in its name, where one entity of the corpus goes by it."""
    owners: dict[str, list[Sequence[Thing]]] = defaultdict(list)
    children: list[tuple[str, Sequence[Thing]]] = []
    for group in groups:
        if group[0].kind is not EntityClass.COMPANY:
            continue
        names = sorted({n for t in group for n in t.names})
        owner = next((o for n in names if (o := brand_owner(n))), None)
        if owner:
            children.append((owner.brand, group))
        for called in {
            firm.brand if (firm := named_as(n)) else company_name(n).whole for n in names
        }:
            owners[called].append(group)
    judgements, statements = [], []
    for brand, group in children:
        if len(owners[brand]) != 1 or owners[brand][0] is group:
            continue
        parents = owners[brand][0]
        if {t.scene for t in group} & {t.scene for t in parents}:
            continue  # an article that names both has said so already
        child, parent = (min(g, key=lambda t: t.id) for g in (group, parents))
        reason = f"{child.label} puts a region before {brand}, the short name of a listed company"
        judgements.append(
            Judgement(
                left=parent.id,
                right=child.id,
                verdict="different",
                score=SCORE,
                by=RULE,
                reason=reason,
                left_name=parent.label,
                right_name=child.label,
            )
        )
        mention = min(child.mentions, key=lambda m: (m.span, m.id))
        statements.append(
            Relation(
                subject=child.id,
                object=parent.id,
                predicate=Predicate.SUBSIDIARY_OF,
                passage=mention.passage,
                by=RULE,
                confidence=SCORE,
            )
        )
    return Brands(judgements, statements)
