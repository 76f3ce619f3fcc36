"""bodies: the names of organizations of one article in, findings which of them are one body out."""

import re

from kg.resolve.names import bare, is_subsequence
from kg.resolve.within.attach import Heads, attach_all
from kg.resolve.within.scene import Finding, Scene
from kg.vocab import EntityClass

_WORDINGS = (
    (re.compile(r"^中国共产党|^中共"), ""),
    (re.compile(r"人民政府"), "政府"),
    (re.compile(r"管理委员会"), "管委会"),
    (re.compile(r"(?:党?工作)委员会$"), "党工委"),
    (re.compile(r"卫生健康委(?:员会)?"), "卫健委"),
    (re.compile(r"工商业联合会"), "工商联"),
    (re.compile(r"发展(?:和|与)?改革委(?:员会)?"), "发改委"),
    (re.compile(r"人民代表大会常务委员会"), "人大常委会"),
    (re.compile(r"政治协商会议.*委员会"), "政协"),
    (re.compile(r"纪律检查委员会"), "纪委"),
    (re.compile(r"(?<=[省市县区州旗])委员会$"), "委"),
    (re.compile(r"报社$"), "报"),
    (re.compile(r"[、和与及]"), ""),
)
_ELIDED = re.compile(r"^([省市县区州旗])(?=.)")
_POINTER = re.compile(r"^(?:该|本|我|此)(?=.)")
_SCHOOL = re.compile(r"(?:大学|学院|学校|中学)$")
_SCHOOL_WORDS = frozenset({"学校", "该校", "校方"})
#: Words that name a kind of body only; worth a node if the article says whose.
GENERIC = frozenset(
    {
        "协会",
        "该协会",
        "联合会",
        "该联合会",
        "学院",
        "该学院",
        "学校",
        "该校",
        "大学",
        "校方",
        "研究院",
        "该院",
        "该局",
        "该委",
        "商会",
        "该商会",
        "专班",
        "代表团",
        "中心",
        "该中心",
        "委员会",
        "该委员会",
        "督导组",
        "工作组",
        "领导小组",
        "该单位",
        "部门",
        "实验室",
        "联合实验室",
    }
)


def find(scene: Scene) -> list[Finding]:
    """Join a body's full and short names: 濮阳市委 and 市委, 云溪区政府 and 区政府."""
    namings = scene.namings(EntityClass.ORGANIZATION)
    namings.sort(key=lambda n: (-len(wording(n.name)), -len(n.name), n.start))
    heads = Heads()
    found = list(
        attach_all(
            scene, namings, shortens, heads, prefer=lambda n: float(_at_home(scene, n.name))
        )
    )
    schools = {heads.head(n) for n in namings if _SCHOOL.search(n.name) and n.name not in GENERIC}
    if len(schools) == 1:
        school = schools.pop()
        found += [
            Finding(
                school, n, "same", 0.85, "stand-in",
                f"{n.name} stands for {school.name}, the only school of the article",
            )
            for n in namings
            if n.name in _SCHOOL_WORDS and heads.head(n) is n
        ]  # fmt: skip
    return found


def wording(name: str) -> str:
    """Give a body's name in one wording.

    >>> wording("中共濮阳市委员会"), wording("丽水市人民政府"), wording("晋中开发区管理委员会")
    ('濮阳市委', '丽水市政府', '晋中开发区管委会')
    """
    text = bare(name)
    for pattern, word in _WORDINGS:
        text = pattern.sub(word, text)
    return text


def shortens(short: str, full: str) -> tuple[float, str, str] | None:
    """Tell whether one body's name is a shorter wording of another: score, rule and reason, else None.

    >>> shortens("市委", "濮阳市委")[0], shortens("市委", "清丰县委")
    (0.92, None)
    """
    a, b = wording(short), wording(full)
    if a == b:
        return 0.97, "body-name", f"{short} and {full} are one wording of the same name"
    a = _POINTER.sub("", a)
    if len(a) < 2 or len(a) >= len(b):
        return None
    if b.endswith(a):
        return 0.92, "body-name", f"{full} ends with {short}: its place or owner is left out"
    if len(a) >= 4 and a[:2] == b[:2] and a[-2:] == b[-2:] and is_subsequence(a, b):
        return 0.8, "body-name", f"the characters of {short} occur in this order in {full}"
    return None


def elided(name: str) -> str | None:
    """Give the level of the place that a body's name leaves out.

    >>> elided("市委"), elided("区自然资源分局"), elided("濮阳市委")
    ('市', '区', None)
    """
    match = _ELIDED.match(bare(name))
    return match[1] if match else None


def _at_home(scene: Scene, name: str) -> bool:
    """Tell whether a body belongs to a place that the article is about."""
    return any(
        wording(name).startswith((division.name, division.stem))
        for division in scene.home.values()
    )
