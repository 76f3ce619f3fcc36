"""companies: the firm names of one article in, findings which of them are one firm out."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import partial

from kg.model import Relation
from kg.resolve.listed import brand_owner
from kg.resolve.names import (
    COUNTRY,
    LEGAL_FORM,
    TRADES,
    bare,
    company_name,
    is_subsequence,
    split_places,
)
from kg.resolve.within.attach import DOUBT, SURE, Heads, attach_all, nearest_before
from kg.resolve.within.scene import Finding, Naming, Scene
from kg.vocab import EntityClass, Predicate

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
_BRACKETED = re.compile(r"\([^()]+\)")
_LIMITED = re.compile(r"(?:股份)?有限(?:责任)?公司$|(?<!总)(?<!分)公司$")
# What makes a firm of a parent's name a part of it: 支行, 分公司, 大连公司, 集团投资公司.
_BRANCH = re.compile(r"(?:分公司|支行|分行|营业部|办事处|分厂|分店|事业部)$")
_LOCAL = frozenset({"公司", "分部", "厂", "工厂", "基地"})
#: So many characters at most name a firm's product after its region and brand.
_PRODUCT = 5
#: A brand of so few characters is shared by the groups of one owner.
_SHORT_BRAND = 2
_HEAD_OFFICE = re.compile(r"总公司$|总行$")


def find(scene: Scene) -> tuple[list[Finding], Heads]:
    """Join each short name with the one full name that it abbreviates, and 该公司 with the firm before it."""
    heads = Heads()
    namings = scene.namings(EntityClass.COMPANY)
    proper = [n for n in namings if n.name not in GENERIC]
    proper.sort(key=lambda n: (not company_name(n.name).legal, -len(bare(n.name)), n.start))
    compare = partial(_as_told, {bare(n.name): n.start for n in reversed(proper)}, _owned(scene))
    prefer = partial(_parenthood, scene)
    findings = list(attach_all(scene, proper, compare, heads, prefer=prefer, told_first=True))
    for naming in namings:
        if naming.name in GENERIC:
            findings += _stand_in(naming, proper, heads)
    return findings, heads


def _parenthood(scene: Scene, naming: Naming) -> float:
    """Rank who is meant by a bare brand: the stock company, a firm without region, one of the place."""
    name = company_name(naming.name)
    here = any(d.stem in name.region for d in scene.home.values())
    return 4 * ("股份" in name.whole) + 2 * (not name.region) + here


def _owned(scene: Scene) -> frozenset[tuple[str, str]]:
    """Give the pairs (firm, its parent) that the text states."""
    pairs = set()
    for statement in scene.extraction.statements:
        if isinstance(statement, Relation) and statement.predicate is Predicate.SUBSIDIARY_OF:
            child, parent = scene.mention(statement.subject), scene.mention(statement.object)
            if child and parent:
                pairs.add((child.name, parent.name))
    return frozenset(pairs)


def _as_told(
    starts: dict[str, int], owned: frozenset[tuple[str, str]], short: str, full: str
) -> tuple[float, str, str] | None:
    """Compare two names of one article, in the light of where they stand and of what it says of them."""
    found = abbreviates(short, full)
    if not found or (short, full) in owned or (full, short) in owned:
        return None
    brand_first = starts[bare(short)] < starts[bare(full)]
    return (_doubted(short, full) if brand_first and found[0] < SURE else None) or found


def _doubted(short: str, full: str) -> tuple[float, str, str] | None:
    """Give the doubt whether a firm with a region in brackets is the regional one of the brand alone."""
    a, b = company_name(short), company_name(full)
    if _BRACKETED.search(a.whole) or a.whole == b.core or not is_regional(full):
        return None
    return DOUBT, "short-name", f"{full} puts a region in brackets, so {short} may be its parent"


def is_regional(name: str) -> bool:
    """Tell whether a firm's name says in brackets for which region it is, and not that it leads a group.

    >>> is_regional("一诺新能源科技（忻州）有限公司"), is_regional("东莱涂料技术(上海)股份有限公司")
    (True, False)
    """
    parts = company_name(name)
    return bool(
        parts.region
        and _BRACKETED.search(parts.whole)
        and not re.search(r"集团|股份", parts.whole)
    )


def alike(short: str, full: str) -> tuple[float, str, str] | None:
    """Compare two names of different articles, where nothing shows which came first.

    >>> alike("一诺新能源", "一诺新能源科技（忻州）有限公司")[0], alike("恩盈", "恩盈涂料有限公司")[0]
    (0.5, 0.95)
    """
    found = abbreviates(short, full)
    return found and (_doubted(short, full) or found)


def is_branch(child: str, parent: str) -> bool:
    """Tell whether a firm's name is the name of another with the word for a part of it.

    >>> is_branch("云港农商银行青口支行", "云港农商银行"), is_branch("铜岭集团冶炼厂", "铜岭集团")
    (True, True)
    >>> is_branch("克洛斯大连公司", "克洛斯"), is_branch("铜岭集团有限公司", "铜岭集团")
    (True, False)
    """
    mine, theirs = bare(child), bare(parent)
    if _BRANCH.search(theirs):
        return False
    if (
        _HEAD_OFFICE.search(theirs)
        and company_name(child).region
        and not company_name(parent).region
    ):
        return not _HEAD_OFFICE.search(mine) and _HEAD_OFFICE.sub("", theirs) in mine
    stem = _LIMITED.sub("", theirs)
    if len(stem) < 2:
        return False
    before, found, after = mine.partition(stem)
    if not found or (before and split_places(before)[1]):
        return False
    places, rest = split_places(after, loose=True)
    if _BRANCH.search(after) or (places and rest in _LOCAL):
        return True
    return (
        stem.endswith("集团")
        and bool(after)
        and not after.startswith("(")
        and not re.fullmatch(
            r"(?:集团|控股|股份|总部|总公司)*(?:股份)?(?:有限(?:责任)?)?(?:公司)?", after
        )
    )


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
    if is_branch(full, short):
        return None
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
    if a.whole.endswith("控股") and "控股" not in b.whole:
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
        if (b.region and b.legal and b.core.startswith(said)) or _follows_region(said, body):
            return 0.93, "short-name", f"{full} begins with {short}, after its region"
        if short.endswith("公司") and _is_called_by(said, full):
            return 0.85, "short-name", f"{short} is {full} by its region or its trade alone"
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
    if (
        len(said) >= 3
        and b.core[:2] == said[:2]
        and is_subsequence(said, b.core)
        and (b.legal or "集团" not in b.whole or "集团" in a.whole or b.core.startswith(said))
    ):
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
        and not re.search(r"集团|控股|[()]", a.whole + b.whole)
    ):
        return (
            DOUBT,
            "short-name",
            f"{short} and {full} carry one brand, once with a region and once with a trade",
        )
    return None


def _follows_region(said: str, body: str) -> bool:
    """Tell whether a firm's name is a region, this brand and a few words for what it makes."""
    home = COUNTRY.match(body)
    flat = body[home.end() :] if home else body
    before, found, rest = flat.partition(said)
    tail = rest.removesuffix("集团")
    return (
        bool(found)
        and bool(before or home)
        and (not before or split_places(before, loose=True)[1] == "")
        and rest != ""
        and len(tail) <= _PRODUCT
        and not re.search(r"集团|[()]", tail)
    )


def _is_called_by(said: str, full: str) -> bool:
    """Tell whether 大连公司 or 饮片公司 can mean a firm: its region in brackets or before it, or what it makes."""
    name = company_name(full)
    places, rest = split_places(said, loose=True)
    if places and not rest:
        return said in name.region
    return (
        len(name.core) > len(said)
        and said in name.core[2:]
        and not re.fullmatch(r"集团|项目|有限|股份|科技|实业|母|子|上市", said)
    )


def _is_group(group: str, full: str, *, legal: bool) -> bool:
    """Tell whether a firm that calls itself a group can be the one of the full name."""
    group = group.removesuffix("有限公司").removesuffix("公司")
    if group in full:
        return True
    brand = group.removesuffix("集团")
    # 伊东集团, 内蒙古伊东煤炭集团公司; but 恒力集团 is not 恒力重工集团
    abbreviated = "集团" in full and (not full.startswith(brand) or len(brand) > _SHORT_BRAND)
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
    named: Counter[Naming] = Counter()
    for n in proper:
        named[heads.head(n)] += len(n.mentions)
    firms = set(named)
    before = nearest_before(naming, proper, heads)
    most = [f for f in firms if named[f] == max(named.values())]
    if len(firms) == 1:
        firm, reason, score = firms.pop(), "the only firm of the article", 0.85
    elif naming.name.startswith(("该", "此", "这")) and before:
        firm, reason, score = before, "the firm named last before it", 0.7
    elif "集团" in naming.name and len(groups := {f for f in firms if "集团" in f.name}) == 1:
        firm, reason, score = groups.pop(), "the only group of the article", 0.75
    elif before and most == [before]:
        firm, reason, score = before, "the firm named last before it and most in the article", 0.75
    else:
        return
    yield Finding(
        firm, naming, "same", score, "stand-in", f"{naming.name} stands for {firm.name}, {reason}"
    )
