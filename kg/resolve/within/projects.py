"""projects: the project names of one article in, findings which of them are one project out."""

import re
from collections.abc import Iterator

from kg.model import Relation
from kg.resolve.names import TRADES, bare, is_subsequence, numbers, phases, split_places
from kg.resolve.within.attach import DOUBT, SURE, Heads, attach_all, nearest_before
from kg.resolve.within.scene import Finding, Naming, Scene
from kg.vocab import EntityClass, Predicate

_TRADE = re.compile(rf"(?:{TRADES})+")
_TAIL = re.compile(r"(?:(?:建设|投资|生产|改造|扩建|技改|扩能)?(?:项目|工程))$")
_PHASE = re.compile(r"[(]?(?:第?[一二三四五六七八九十\d]{1,3}|首)期[)]?")
_SEVERAL = re.compile(r"[及和与、]")
#: Two names with so many characters in common at their beginning are of one project and its phases.
_BEGINNING = 3
_GENERIC = re.compile(
    r"(?:该|本|此|这个|整个|上述)?(?:(?:建设|扩建|投资|重点|工业|产业|生产)?(?:项目|工程)|基地|工厂|生产线|装置|厂区|中心|产业园)"
)
_PHASE_ONLY = re.compile(
    r"(?:[该本此])?(?:项目|工程)?(?:第?[一二三四五六七八九十\d]{1,3}|首)期(?:工程|项目)?"
)
_COUNT = r"(?:约|近|总)?\d+(?:\.\d+)?[万亿千百]?"
_MONEY = re.compile(rf"(?:总?投资)?{_COUNT}(?:美|欧|日)?元(?:的)?")
_QUANTITY = re.compile(
    rf"(?:年产|年处理|日产|日处理|年加工|年产能)?{_COUNT}(?:吨|立方米|平方米|平方公里|平方千米|公里|千瓦|兆瓦|吉瓦时?|套|台|件|辆|箱|只|片|头|米|颗|瓶|[a-z]+)(?:/年|每年)?(?:的)?"
)


def is_generic(name: str) -> bool:
    """Tell whether a name says only that it is some project: 该项目, 基地."""
    return _GENERIC.fullmatch(bare(name)) is not None


def is_phase(name: str) -> bool:
    """Tell whether a name says a phase and not of what: 二期工程."""
    return _PHASE_ONLY.fullmatch(bare(name)) is not None


def find(scene: Scene, firms: Heads) -> Iterator[Finding]:
    """Join a project's full and short names if no number and no phase tells them apart."""
    heads = Heads()
    namings = scene.namings(EntityClass.PROJECT)
    named = [n for n in namings if not is_generic(n.name) and not is_phase(n.name)]
    named.sort(key=lambda n: (-len(core(n.name)), -len(n.name), n.start))
    owners = _owners(scene, firms)
    makers = {n.name: _makers(scene, n, owners, firms) for n in named}

    def compare(short: str, full: str) -> tuple[float, str, str] | None:
        found = shortens(short, full, owners)
        apart = makers[short] and makers[full] and makers[short].isdisjoint(makers[full])
        return None if apart and found and found[0] < SURE else found

    yield from attach_all(scene, named, compare, heads)
    yield from _called_by_maker(named, makers, owners, heads)
    loose: list[Naming] = []
    for naming in namings:
        if is_phase(naming.name):
            yield from _phase_of(naming, named, loose, heads)
        elif is_generic(naming.name):
            yield from _stand_in(naming, named, heads)


def _makers(scene: Scene, naming: Naming, owners: dict[str, str], firms: Heads) -> frozenset[str]:
    """Give the firms that undertake a project: those that the text states, and one named right before it."""
    ids, text = {m.id for m in naming.mentions}, scene.extraction.text
    found = {_split_owner(core(naming.name), owners)[0]}
    for statement in scene.extraction.statements:
        if (
            isinstance(statement, Relation)
            and statement.predicate is Predicate.UNDERTAKEN_BY
            and statement.subject in ids
            and (firm := scene.mention(statement.object))
        ):
            found.add(owners.get(bare(firm.name), ""))
    for firm_naming in scene.namings(EntityClass.COMPANY):
        for firm in firm_naming.mentions:
            if any(text[firm.span.end : m.span.start] == "的" for m in naming.mentions):
                found.add(bare(firms.head(firm_naming).name))
    return frozenset(found - {""})


def _called_by_maker(
    named: list[Naming], makers: dict[str, frozenset[str]], owners: dict[str, str], heads: Heads
) -> Iterator[Finding]:
    """Join a project that is called by a firm alone with the one project that this firm undertakes."""
    for naming in named:
        owner, rest = _split_owner(core(naming.name), owners)
        if (
            rest
            or not owner
            or not naming.name.endswith("项目")
            or heads.head(naming) is not naming
        ):
            continue
        theirs = {
            heads.head(n) for n in named if owner in makers[n.name] and heads.head(n) is not naming
        }
        if len(theirs) == 1 and not phases((other := theirs.pop()).name):
            heads.attach(naming, other)
            reason = (
                f"{naming.name} is called by {owner}, which undertakes {other.name} alone here"
            )
            yield Finding(other, naming, "same", 0.8, "project-maker", reason)


def _owners(scene: Scene, firms: Heads) -> dict[str, str]:
    """Give the names that may stand before a project's own, each with the name of whom it means."""
    owners = {
        bare(said): bare(firms.head(n).name)
        for n in scene.namings(EntityClass.COMPANY)
        for said in (n.name, *(m.text for m in n.mentions))
    }
    for kind in (EntityClass.PLACE, EntityClass.PARK):
        owners |= {bare(n.name): "" for n in scene.namings(kind) if bare(n.name) not in owners}
    return owners


def core(name: str) -> str:
    """Give a project's name without the word for project and without the money it costs.

    >>> core("展辰一期项目"), core("奥克拉化学50亿元新材料项目"), core("大健康产业园建设项目")
    ('展辰一期', '奥克拉化学新材料', '大健康产业园')
    """
    text = re.sub(r"项目(?=(?:第?[一二三四五六七八九十\d]{1,3}|首)期)", "", bare(name))
    text = re.sub(r"(?<=期)(?:工程|项目)$", "", _MONEY.sub("", text))
    return _TAIL.sub("", text) or text


def _split_owner(text: str, owners: dict[str, str]) -> tuple[str, str]:
    """Cut the owner off a project's name: whom it means, and the rest."""
    size = max((len(o) for o in owners if text.startswith(o)), default=0)
    if not size:
        return "", text
    rest = text[size:].removeprefix("的").removeprefix("公司")
    inner = owners[text[:size]]
    if rest and any(rest.startswith(o) for o in owners):  # 魏桥集团 | 宏泰公司 | 203万吨电解铝
        deeper, rest = _split_owner(rest, owners)
        inner = deeper or inner
    return inner, rest


def shortens(short: str, full: str, owners: dict[str, str]) -> tuple[float, str, str] | None:
    """Tell whether one project name is a shorter wording of another: score, rule and reason, else None.

    >>> shortens("展辰一期", "展辰一期项目", {})[0]
    0.97
    >>> shortens("年产5万吨涂料项目", "年产50万吨涂料项目", {}), shortens("展辰一期", "展辰二期项目", {})
    (None, None)
    """
    found = _shortens(short, full, owners)
    return (found[0], "project-name", found[1]) if found else None


def _shortens(short: str, full: str, owners: dict[str, str]) -> tuple[float, str] | None:
    a, b = core(short), core(full)
    ours, theirs = numbers(a), numbers(b)
    if phases(a) != phases(b) or not (ours <= theirs or theirs <= ours):
        return None
    if a == b:
        return 0.97, f"{short} and {full} are one wording of the same name"
    (a_owner, a_rest), (b_owner, b_rest) = _split_owner(a, owners), _split_owner(b, owners)
    if not (a_owner or a_rest):  # a park's name does for the project that builds it
        a_rest = a
    if _SEVERAL.search(b_rest) and not _SEVERAL.search(a_rest):
        return None  # a research centre and a plant are not the centre alone
    if a_owner and a_owner != b_owner:
        a_plain, b_plain = _QUANTITY.sub("", a_rest), _QUANTITY.sub("", b_rest)
        if not b_owner and len(a_plain) >= 4 and a_plain == b_plain:
            return 0.85, f"{short} and {full} name one thing, once with its owner"
        return None  # what says its owner is no short form of what says another, or none
    if a_owner and is_phase(a_rest):
        return 0.82, f"{short} is called by its owner, and {full} is its project in this phase"
    if a_rest and a_rest == b_rest:
        return 0.95, f"{short} and {full} differ in the owner named before them alone"
    if not a_rest:  # 三花项目: the firm's name does for its project
        if a_owner and a_owner == b_owner and not b_rest:
            return 0.95, f"{short} and {full} are called by one owner"
        if a_owner and a_owner == b_owner:
            return 0.82, f"{short} is called by its owner, and {full} is its project"
        return None
    first = split_places(b)[1].startswith(a) and not _TRADE.fullmatch(a)
    if first and not b_owner and bare(short) == f"{a}项目":
        return 0.78, f"{short} is called by the first word of {full}"
    if is_generic(a_rest):
        return None
    if len(a_rest) >= 3 and (b.endswith(a_rest) or b_rest.endswith(a_rest)):
        return 0.88, f"{full} ends with {short}"
    if len(a_rest) >= 5 and ours and ours == theirs and b_rest.startswith(a_rest):
        return 0.82, f"{full} begins with {short}, with the same figures"
    a_plain, b_plain = _QUANTITY.sub("", a_rest), _QUANTITY.sub("", b_rest)
    if len(a_plain) >= 3 and a_plain == b_plain:
        return 0.85, f"{short} and {full} name one thing, once with its quantity"
    if len(a_plain) >= 4 and ours <= theirs and b_plain.endswith(a_plain):
        return 0.82, f"{full} ends with {short}, quantities aside"
    for long in (b, b_rest):
        if (
            len(a_rest) >= 4
            and a_rest[:2] == long[:2]
            and is_subsequence(a_rest, long)
            and a_rest[-1] == long[-1]
        ):
            return 0.8, f"the characters of {short} occur in this order in {full}"
    return None


def _phase_of(
    naming: Naming, named: list[Naming], loose: list[Naming], heads: Heads
) -> Iterator[Finding]:
    """Find the project of which 二期 is said, unless another project stands between; note 二期 of none in `loose`."""
    fitting = [n for n in named if phases(n.name) == phases(naming.name)]
    options = {heads.head(n) for n in fitting}
    last = nearest_before(naming, named, heads)
    if len(options) == 1:
        best, score, why = options.pop(), 0.85, "the only project of the article in this phase"
    elif before := nearest_before(naming, fitting, heads):
        best, score, why = before, 0.7, "the last project before it in this phase"
    elif fitting:
        first = min(fitting, key=lambda n: (n.start, n.name))
        best, score, why = heads.head(first), 0.65, "the first project after it in this phase"
    else:
        for other in loose:
            if (
                phases(other.name) == phases(naming.name)
                and nearest_before(other, named, heads) is last
            ):
                reason = f"{naming.name} and {other.name} are one phase of the project named before them"
                yield Finding(other, naming, "same", 0.7, "project-phase", reason)
                return
        loose.append(naming)
        return
    if last and not any(_is_family(a, b) for a in heads.names(last) for b in heads.names(best)):
        reason = (
            f"{naming.name} may be {best.name} or a phase of {last.name}, named last before it"
        )
        yield Finding(best, naming, "unsure", DOUBT, "project-phase", reason)
        return
    yield Finding(
        best, naming, "same", score, "project-phase", f"{naming.name} is {best.name}, {why}"
    )


def _is_family(a: str, b: str) -> bool:
    """Tell whether two names can be of one project and its phases.

    >>> _is_family("四川时成动力电池一至六期项目", "四川时成动力电池一期项目"), _is_family("裕禾隔膜", "一期6GWh")
    (True, False)
    """
    a, b = (_PHASE.sub("", core(n)) for n in (a, b))
    begins = a[:_BEGINNING] == b[:_BEGINNING] and len(a) >= _BEGINNING
    return begins or (len(a) >= 2 and a in b) or (len(b) >= 2 and b in a)


def _stand_in(naming: Naming, named: list[Naming], heads: Heads) -> Iterator[Finding]:
    whole = [n for n in named if not phases(n.name)]
    if best := nearest_before(naming, whole, heads):
        yield Finding(
            best, naming, "same", 0.7, "stand-in",
            f"{naming.name} stands for {best.name}, the project named last before it",
        )  # fmt: skip
    elif best := nearest_before(naming, named, heads):
        reason = (
            f"{naming.name} may stand for {best.name} or for the whole of which that is a phase"
        )
        yield Finding(best, naming, "unsure", DOUBT, "stand-in", reason)
