"""titles: initiatives, honours and industries of one article in, findings which of them are one out."""

import re
from collections.abc import Iterator

from kg.resolve.names import bare
from kg.resolve.within.scene import Finding, Naming, Scene
from kg.vocab import EntityClass

_TAILS = {
    EntityClass.INITIATIVE: re.compile(
        r"(?:项目建设|专项|工作|就业|服务|建设|发展|审批|项目推进|惠企)*(?:活动|改革|行动|计划|战略|战略部署|机制|制度|工程|模式|工作法|体系|政策体系|系列政策|规划|白名单|整治|试点|出让|改造|建设|方案|大会)+$"
    ),
    EntityClass.HONOR: re.compile(r"(?:荣誉)?(?:称号|名单|榜单|企业|单位|奖)+$"),
    EntityClass.INDUSTRY: re.compile(r"(?:全?产业链|产业集群|产业|行业|集群|领域|工业|链|业)+$"),
    EntityClass.PERSON: re.compile(r"(?!)"),
}


def find(scene: Scene, kind: EntityClass) -> Iterator[Finding]:
    """Join the wordings of a title that differ in quotes or in a word such as 活动 or 产业."""
    heads: dict[str, Naming] = {}
    for naming in sorted(scene.namings(kind), key=lambda n: (-len(n.name), n.start)):
        key = core(naming.name, kind)
        if key in heads:
            yield Finding(
                heads[key], naming, "same", 0.95, "title-wording",
                f"{heads[key].name} and {naming.name} differ in a word for their kind alone",
            )  # fmt: skip
            continue
        if kind in (EntityClass.INITIATIVE, EntityClass.HONOR):
            longer = [
                h
                for k, h in heads.items()
                if key in k and _quoted(naming, h) and (len(key) >= 3 or _inside(naming, h))
            ]
            if len(longer) == 1:
                yield Finding(
                    longer[0], naming, "same", 0.85, "title-part",
                    f"{naming.name} is the part of {longer[0].name} that names it",
                )  # fmt: skip
                continue
        heads[key] = naming


def core(name: str, kind: EntityClass) -> str:
    """Give a title without quotes and without the word for its kind.

    >>> core("“万人助万企”活动", EntityClass.INITIATIVE), core("光伏产业链", EntityClass.INDUSTRY)
    ('万人助万企', '光伏')
    """
    text = bare(name)
    stem = _TAILS[kind].sub("", text)
    return stem if len(stem) >= 2 or (kind is EntityClass.INDUSTRY and stem) else text


def _quoted(short: Naming, full: Naming) -> bool:
    """Tell whether the longer title puts the shorter one in quotes, or ends or begins with it."""
    name, title = bare(short.name), bare(full.name)
    return _inside(short, full) or title.endswith(name) or title.startswith(name)


def _inside(short: Naming, full: Naming) -> bool:
    """Tell whether the shorter title is what the longer one puts in quotes: 双招 in “双招”计划."""
    inner = re.findall(r"[“《\"「]([^”》\"」]+)[”》\"」]", full.name)
    return bare(short.name) in [bare(i) for i in inner]
