"""subsidiaries: the firms of one article in, those that their names show to be part of another out."""

from collections.abc import Iterator, Sequence
from itertools import permutations

from kg.resolve.listed import brand_owner, named_as
from kg.resolve.names import company_name
from kg.resolve.within.attach import Heads
from kg.resolve.within.companies import GENERIC
from kg.resolve.within.scene import Finding, Naming, Scene
from kg.vocab import EntityClass

RULE = "subsidiary"


def find(scene: Scene, firms: Heads) -> Iterator[Finding]:
    """Give a `different` finding (parent, subsidiary) for each firm whose name tells whose it is."""
    heads: dict[Naming, list[str]] = {}
    for naming in scene.namings(EntityClass.COMPANY):
        if naming.name not in GENERIC and (head := firms.head(naming)) not in heads:
            heads[head] = firms.names(head)
    parents: dict[Naming, list[tuple[float, Naming, str]]] = {}
    for child, parent in permutations(heads, 2):
        found = is_subsidiary(child.name, heads[parent])
        if found:
            parents.setdefault(child, []).append((found[0], parent, found[1]))
    for child, options in parents.items():
        options.sort(key=lambda o: (-o[0], o[1].start))
        if len(options) == 1 or options[0][0] > options[1][0]:
            score, parent, reason = options[0]
            yield Finding(parent, child, "different", score, RULE, reason)


def is_subsidiary(child: str, parent: Sequence[str]) -> tuple[float, str] | None:
    """Tell whether a firm's name makes it part of the firm that goes by the names `parent`, fullest first.

    >>> is_subsidiary("河南三棵树新材料科技有限公司", ["三棵树"])
    (0.75, '河南三棵树新材料科技有限公司 puts a region before 三棵树, the short name of 三棵树涂料股份有限公司')
    """
    mine = company_name(child)
    for name in parent:
        theirs = company_name(name)
        if mine.whole == theirs.whole:
            return None
        if "集团" in theirs.whole and mine.whole.startswith(
            theirs.whole.removesuffix("有限公司").removesuffix("公司")
        ):
            return 0.85, f"{child} begins with the whole name of the group {name}"
    whole = company_name(parent[0])
    owner = brand_owner(child)
    if owner and any(named_as(name) == owner for name in parent):
        reason = f"{child} puts a region before {owner.brand}, the short name of {owner.full}"
        return 0.75, reason
    regional = bool(mine.region) and mine.region != "中国"
    if not regional or mine.brand != whole.brand or len(mine.brand) < 2:
        return None
    if "集团" in whole.whole and "集团" not in mine.whole:
        return 0.8, f"{child} carries the brand of the group {parent[0]} with a region"
    if "股份" in whole.whole and "股份" not in mine.whole:
        return 0.8, f"{child} carries the brand of the stock company {parent[0]} with a region"
    return None
