"""parks: the park names of one article in, findings which of them are one park out."""

import re
from collections.abc import Iterator

from kg.resolve.names import bare, is_subsequence, park_core, split_places
from kg.resolve.within.attach import DOUBT, Heads, attach_all, nearest_before
from kg.resolve.within.scene import Finding, Naming, Scene
from kg.vocab import EntityClass

# Words for a kind of park without a name of its own. The first kind says nothing (园区); the second says
# which of a city's parks is meant (经开区), so it is a name with its place left out, as 市委 is.
_POINTER = re.compile(r"^(?:该|本|我|全|此|这个|整个)(?=.)")
_WORD = re.compile(
    r"园区?|(?:产业|科技|工业产业|共建产业|示范|物流|农业|核心)园区?|开发区|经济区|示范区|试验区|新区|集聚区|产业集聚区"
    r"|片区|工业片区|核心区|启动区|基地|小镇|区里?|区内|园[内里子]"
)
_BARE_NAME = re.compile(
    r"(?:工业|化工|高新技术?|经济|经济技术|高新技术产业|高新技术?产业)(?:园区?|区|开发区|园)|经开区|高新区|保税区|综保区|自贸区"
)
_ANY_PARK = frozenset({"园区", "园", "区", "区里", "区内", "园内", "园里", "园子"})
_LOOSE = frozenset({"园区", "开发区", "区", "园"})  # after a place alone: any park of the place
_BODY = re.compile(
    r"局|政府|委员会"
)  # a body's name run together with a park's is no name of the park
# A part of a park, which the park's own name does not stand for.
_PART = re.compile(r"(?:片区|核心区|启动区|起步区|配套区|组团|[东西南北]区)$")
_TYPE_TAIL = re.compile(
    r"(?:(?:工业|产业|科技|经济|高新|示范|化工)?(?:园区?|开发区|经开区|高新区)|新区|片区|集聚区|区|基地|园)$"
)


def is_pointer(name: str) -> bool:
    """Tell whether a name says only that it is some park.

    >>> is_pointer("该园区"), is_pointer("产业园"), is_pointer("工业园区"), is_pointer("濮阳工业园区")
    (True, True, False, False)
    """
    return _WORD.fullmatch(_word(name)) is not None


def is_bare(name: str) -> bool:
    """Tell whether a name says which kind of park it is and not where: 经开区, 工业园区."""
    return _BARE_NAME.fullmatch(_word(name)) is not None


def _word(name: str) -> str:
    return _POINTER.sub("", bare(name))


def find(scene: Scene) -> Iterator[Finding]:
    """Join a park's full and short names, and 园区 with the park that the article is about."""
    heads = Heads()
    namings = scene.namings(EntityClass.PARK)
    named = [n for n in namings if not is_pointer(n.name) and not is_bare(n.name)]
    named.sort(key=lambda n: (-len(bare(n.name)), n.start, n.name))
    yield from attach_all(scene, named, shortens, heads, prefer=lambda n: float(len(n.mentions)))
    known = list(named)
    for naming in namings:
        if is_bare(naming.name):
            found = list(_stand_in(scene, naming, known, heads))
            known += [] if any(f.verdict == "same" for f in found) else [naming]
            yield from found
    for naming in namings:
        if is_pointer(naming.name):
            yield from _stand_in(scene, naming, known, heads)


def shortens(short: str, full: str) -> tuple[float, str, str] | None:
    """Tell whether one park name is a shorter wording of another: score and reason, else None.

    >>> shortens("濮阳经开区", "濮阳经济技术开发区")[0], shortens("新山园区", "百色新山铝产业示范园区")[0]
    (0.97, 0.85)
    >>> shortens("濮阳经开区", "安阳经济技术开发区"), shortens("北京沧州产业园", "天津沧州产业园")
    (None, None)
    """
    found = _shortens(short, full)
    return (found[0], "park-name", found[1]) if found else None


def _shortens(short: str, full: str) -> tuple[float, str] | None:
    a, b = park_core(short), park_core(full)
    if a == b:
        return 0.97, f"{short} and {full} are one wording of the same name"
    (a_places, a_rest), (b_places, b_rest) = split_places(a), split_places(b)
    if len(a) < len(b) and b.endswith(a) and not is_pointer(short) and not is_bare(short):
        return 0.9, f"{full} ends with {short}"
    if _clash(a_places, b_places):
        return None
    if a_rest and a_rest == b_rest:
        shared = set(_stems(a_places)) & set(_stems(b_places))
        if shared or not (is_pointer(a_rest) or is_bare(a_rest)):
            return 0.95, f"{short} and {full} differ only in the places named before them"
    if _is_own_name_with_place(short, full):
        return 0.85, f"{short} is the own name in {full}, with its place"
    if len(bare(short)) >= len(bare(full)):
        return None
    if a[:1] in tuple("省市县区州") and len(a) >= 5 and b.endswith(a[1:]):
        return 0.9, f"{full} ends with {short}, whose place is left out"
    if _leaves_words_out(short, full):
        return 0.85, f"{short} is {full} with words left out between its place and its kind"
    own, said = bare(full).removeprefix("中国"), bare(short)
    kind = _TYPE_TAIL.search(said)
    name = said[: kind.start()] if kind else said
    begins = any(
        part.startswith(name) or part.startswith(_stem(name))
        for part in (own, split_places(own)[1])
    )
    if kind and own.startswith(said):
        return None  # 哈经开区工业产业园区 lies in 哈经开区
    own_name = kind is None or split_places(name)[1] != "" or kind[0] in _LOOSE  # 濮阳园区
    if not own_name or _BODY.search(own):
        return None
    fits = (kind is None or _fits(kind[0], full)) and (
        not _PART.search(own) or said.endswith(own[-2:]) or _PART.sub("", own).endswith(name)
    )
    if len(name) >= 2 and begins and fits and own != name:
        return (0.85 if kind else 0.8), f"{short} is the own name in {full}"
    if (
        kind
        and len(name) >= 2
        and name in own
        and own.endswith(kind[0])
        and is_subsequence(said, own)
    ):
        return 0.85, f"{short} is {full} without its middle"
    if (
        len(said) >= 5
        and said[:2] == own[:2]
        and said[-2:] == own[-2:]
        and is_subsequence(said, own)
    ):
        return 0.8, f"the characters of {short} occur in this order in {full}"
    return None


def _is_own_name_with_place(short: str, full: str) -> bool:
    """Tell whether a name without the word for a park is a place and the own name of a park: 邵武金塘."""
    said, own = bare(short), bare(full)
    if _TYPE_TAIL.search(said) or not _TYPE_TAIL.search(own) or _PART.search(own):
        return False
    (a_places, a_name), (b_places, b_rest) = (split_places(n, loose=True) for n in (said, own))
    return (
        bool(a_places)
        and len(a_name) >= 2
        and b_rest.startswith(a_name)
        and not _BODY.search(own)
        and not _clash(a_places, b_places)
    )


def _leaves_words_out(short: str, full: str) -> bool:
    """Tell whether a name keeps the place, the trade and the last word of another: 阳城陶瓷园."""
    (a_places, a_rest), (b_places, b_rest) = (
        split_places(bare(n), loose=True) for n in (short, full)
    )
    kind = _TYPE_TAIL.search(a_rest)
    name = a_rest[: kind.start()] if kind else ""
    return (
        len(name) >= 2
        and name in b_rest
        and not bare(full).startswith(bare(short))  # a part: 软件园 and 软件园闽东分园
        and bool(set(_stems(a_places)) & set(_stems(b_places)))
        and a_rest.removesuffix("区").endswith("园")
        and b_rest.removesuffix("区").endswith("园")
    )


def _stem(place: str) -> str:
    return re.sub(r"(?<=..)[省市县区州]$", "", place)


def _stems(places: tuple[str, ...]) -> list[str]:
    return [_stem(p) for p in places]


def _clash(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Tell whether each of two names names a place that the other does not, such as 濮阳 and 安阳."""
    a_stems, b_stems = set(_stems(a)), set(_stems(b))
    return bool(a_stems - b_stems and b_stems - a_stems)


def _stand_in(
    scene: Scene, naming: Naming, known: list[Naming], heads: Heads
) -> Iterator[Finding]:
    """Find what a word stands for: the only park of its kind, the one named last, or the main one."""
    parks: dict[Naming, int] = {}
    for other in known:
        head = heads.head(other)
        parks[head] = parks.get(head, 0) + len(other.mentions)
    word = _word(naming.name)
    fits = {p: max(_fit(word, name) for name in heads.names(p)) for p in parks}
    grade = max(fits.values(), default=0)
    options = [p for p in parks if fits[p] == grade]
    if not grade:
        return
    headline = bare(scene.extraction.article.headline or "")
    if len(options) == 1:
        best, score, why = options[0], 0.9, "the only park of its kind in the article"
    elif naming.name.startswith(("该", "此", "这")) and (
        before := nearest_before(naming, [n for n in known if heads.head(n) in options], heads)
    ):
        best, score, why = before, 0.75, "the park named last before it"
    else:
        best = max(
            options,
            key=lambda p: (
                parks[p]
                + 2 * any(bare(n) in headline for n in heads.names(p))
                + (p.start < naming.start),
                -p.start,
            ),
        )
        score, why = 0.7, "the park that the article is most about"
        near = nearest_before(naming, [n for n in known if heads.head(n) in options], heads)
        most = all(parks[best] > parks[p] for p in options if p is not best)
        if near and near is not best and not most:
            reason = (
                f"{naming.name} may stand for {best.name} or for {near.name}, named last before it"
            )
            yield Finding(best, naming, "unsure", DOUBT, "park-stand-in", reason)
            return
    heads.attach(naming, best)
    yield Finding(
        best,
        naming,
        "same",
        score,
        "park-stand-in",
        f"{naming.name} stands for {best.name}, {why}",
    )


def _fits(word: str, name: str) -> bool:
    return _fit(word, name) > 0


def _fit(word: str, name: str) -> int:
    """Grade how well a word for a kind of park fits a name: 2 it is its kind, 1 it may be, 0 it is not.

    >>> _fit("开发区", "忻州经济开发区"), _fit("高新区", "濮阳工业园区"), _fit("园区", "濮阳工业园区")
    (2, 0, 1)
    """
    if word in _ANY_PARK:
        return 1
    core, kind = re.sub(r"\([^()]*\)$", "", park_core(name)), park_core(word)
    if core.endswith(kind) or bare(name).endswith(word):
        return 2
    if word == "开发区" and core.endswith(("经开区", "高新区")):
        return 2 if "开发区" in name or core.endswith("经开区") else 1
    if word in ("产业园", "产业园区"):
        return int(core.endswith(("工业园", "科技园", "园")))
    if word in ("基地", "小镇", "示范区", "集聚区"):
        return int(word in core)
    return 0
