"""companies: the firm names of one article in, findings which of them are one firm out."""

import re
from collections.abc import Iterator
from functools import partial

from kg.resolve.listed import brand_owner
from kg.resolve.names import LEGAL_FORM, TRADES, bare, company_name, is_subsequence
from kg.resolve.within.attach import Heads, attach_all, nearest_before
from kg.resolve.within.scene import Finding, Naming, Scene
from kg.vocab import EntityClass

GENERIC = frozenset(
    {
        "公司",
        "该公司",
        "集团",
        "该集团",
        "企业",
        "该企业",
        "集团公司",
        "该厂",
        "总公司",
        "我公司",
        "本公司",
        "此公司",
        "这家公司",
        "这家企业",
        "该项目公司",
        "项目公司",
    }
)
_TRADES = re.compile(rf"(?:{TRADES})+")


def find(scene: Scene) -> tuple[list[Finding], Heads]:
    """Join each short name with the one full name that it abbreviates, and 该公司 with the firm before it."""
    heads = Heads()
    namings = scene.namings(EntityClass.COMPANY)
    proper = [n for n in namings if n.name not in GENERIC]
    proper.sort(key=lambda n: (not company_name(n.name).legal, -len(bare(n.name)), n.start))
    findings = list(
        attach_all(scene, proper, abbreviates, heads, prefer=partial(_parenthood, scene))
    )
    for naming in namings:
        if naming.name in GENERIC:
            findings += _stand_in(naming, proper, heads)
    return findings, heads


def _parenthood(scene: Scene, naming: Naming) -> float:
    """Rank who is meant by a bare brand: the group or stock company, a firm without region, one of the place."""
    name = company_name(naming.name)
    here = any(d.stem in name.region for d in scene.home.values())
    return 4 * ("集团" in name.whole) + 4 * ("股份" in name.whole) + 2 * (not name.region) + here


def abbreviates(short: str, full: str) -> tuple[float, str, str] | None:
    """Tell whether one firm name is a short form of another: score, rule and reason, else None.

    >>> abbreviates("君恒", "河南省君恒实业集团生物科技有限公司")[1]
    'short-name'
    >>> abbreviates("三棵树", "河南三棵树新材料科技有限公司"), abbreviates("三峡集团", "三峡能源")
    (None, None)
    """
    a, b = company_name(short), company_name(full)
    if a.whole == b.whole:
        return 1.0, "same-name", f"{short} and {full} differ in spacing, width or quotes alone"
    if a.legal and b.legal:
        return None  # two full legal names are two firms
    said, body = _plain(LEGAL_FORM.sub("", a.whole)), LEGAL_FORM.sub("", b.whole)
    if said == _plain(body) and len(said) >= 2:
        return 0.99, "same-name", f"{short} is {full} without the form of the firm"
    if a.legal or len(said) < 2 or len(said) > len(body):
        return None
    owner = brand_owner(full) or brand_owner(short)
    if owner and owner.brand in (said, _plain(body)):
        return None  # with a region before it, a subsidiary (see `subsidiaries`)
    if "集团" in a.whole and not _is_group(a.whole, b.whole, legal=b.legal):
        return None
    return _short_form(short, full, said)


def _short_form(short: str, full: str, said: str) -> tuple[float, str, str] | None:
    """Compare a short name, the words for a firm left off, with a longer one part by part."""
    a, b = company_name(short), company_name(full)
    body = LEGAL_FORM.sub("", b.whole)
    if not a.whole.startswith("中国"):
        if said in (b.brand, b.core):
            return 0.95, "short-name", f"{short} is the brand in {full}"
        for part in (b.core, _plain(body)):
            if part.startswith(said) and (
                _TRADES.fullmatch(part[len(said) :]) or part[len(said) :].startswith(("集团", "("))
            ):
                return 0.93, "short-name", f"{full} adds to {short} its trade alone"
        if b.region and b.legal and b.core.startswith(said):
            return 0.84, "short-name", f"{full} begins with {short}, after its region"
    if (
        a.region
        and b.region
        and _same_region(a.region, b.region)
        and len(a.core) >= 2
        and b.core.startswith(a.core)
    ):
        return 0.93, "short-name", f"{short} is the region and the brand of {full}"
    if (
        not a.legal
        and body.endswith(said)
        and len(said) >= 3
        and not a.region
        and not b.core.startswith(said)
    ):
        return 0.85, "short-name", f"{full} is {short} with its owner named before it"
    if len(said) >= 3 and b.core[:2] == said[:2] and is_subsequence(said, b.core):
        return (
            0.85,
            "short-name",
            f"the characters of {short} occur in this order in {full}, from its brand on",
        )
    flat = re.sub(r"[()]", "", body)
    if (
        len(said) >= 3
        and flat[0] == said[0]
        and is_subsequence(said, flat)
        and (a.region or b.legal)
    ):
        return 0.8, "short-name", f"the characters of {short} occur in this order in {full}"
    if "集团" in a.whole and len(said) == 2 and b.region and said == body[0] + b.core[0]:
        return 0.78, "short-name", f"{short} is put together from the first characters of {full}"
    here, elsewhere = (a, b) if a.region else (b, a)
    if (
        not (a.legal or b.legal or elsewhere.region)
        and here.region
        and here.core == here.brand == elsewhere.brand
    ):
        return (
            0.78,
            "short-name",
            f"{short} and {full} carry one brand, once with a region and once with a trade",
        )
    return None


def _is_group(group: str, full: str, *, legal: bool) -> bool:
    """Tell whether a firm that calls itself a group can be the one of the full name."""
    group = group.removesuffix("有限公司").removesuffix("公司")
    if group in full:
        return True
    brand = group.removesuffix("集团")
    abbreviated = "集团" in full and not full.startswith(brand)  # 伊东集团, 内蒙古伊东煤炭集团公司
    return (legal or abbreviated) and is_subsequence(group, full)


def _same_region(a: str, b: str) -> bool:
    return a.rstrip("省市县区") == b.rstrip("省市县区")


def _plain(body: str) -> str:
    """Drop the loose words for a firm: 天能集团 is 天能, 中国一汽 is 一汽."""
    for tail in ("公司", "集团", "股份", "控股"):
        if body.endswith(tail) and len(body) - len(tail) >= 2:
            body = body.removesuffix(tail)
    if body.startswith("中国") and len(body) >= 4:
        body = body.removeprefix("中国")
    return body


def _stand_in(naming: Naming, proper: list[Naming], heads: Heads) -> Iterator[Finding]:
    firms = {heads.head(n) for n in proper}
    if len(firms) == 1:
        firm, reason, score = firms.pop(), "the only firm of the article", 0.85
    elif naming.name.startswith(("该", "此", "这")) and (
        before := nearest_before(naming, proper, heads)
    ):
        firm, reason, score = before, "the firm named last before it", 0.7
    elif "集团" in naming.name:
        groups = {f for f in firms if "集团" in f.name}
        if len(groups) != 1:
            return
        firm, reason, score = groups.pop(), "the only group of the article", 0.75
    else:
        return
    yield Finding(
        firm, naming, "same", score, "stand-in", f"{naming.name} stands for {firm.name}, {reason}"
    )
