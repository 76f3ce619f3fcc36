"""names/bodies: text in, Party and government bodies, associations, universities and institutes out."""

import re
from collections.abc import Iterator

from kg.extract.names.boundary import name_start
from kg.extract.names.known import Known
from kg.extract.reading import Found, Reading
from kg.model import Span
from kg.vocab import EntityClass, Subclass

_S = Subclass
#: Organs by their ending, longest first within a line; the kind of body that each is.
_ORGANS: tuple[tuple[str, Subclass | None], ...] = (
    (
        r"(?:[省市区县州旗镇]|自治区|兵团)(?:委(?![员会托派员办外])|党委|纪委)|党工委|工作委员会|党委(?=、|，|和|会|办|决|要)|委员会组织部|统战部|宣传部|组织部|党委办公室",
        _S.PARTY_BODY,
    ),
    (
        r"(?:[省市区县州旗镇]|自治区|人民)政府(?:办公厅|办公室)?|管委会|管理委员会|管理局|国务院|人大常委会|人大(?=、|，)|政协(?=、|，|[党副主委]|$)|监委(?=、|，|主)|人民法院|人民检察院|海关(?!总署|特殊|监管)",
        _S.GOVERNMENT_BODY,
    ),
    (
        r"(?:[省市区县州旗国]|自治区|[局会区部发管])?[一-鿿]{0,10}?(?:(?<![布格全结时战开])局(?![面势长限部域中一是会者级党])|厅(?![长官局堂里级])|发改委|发展改革委|卫健委|国资委|经信委|经信局|工信委|科委|住建委|商务委|经贸委|科经委|投促中心|服务中心|促进中心|领导小组|专班|指挥部|办事处|督导组|管理中心|推进中心)",
        _S.GOVERNMENT_BODY,
    ),
    (
        r"(?:协会|商会|联合会|联盟(?!标)|学会(?=[一-鿿、，])|促进会|工商联|同业公会|研究会(?!议))",
        _S.ASSOCIATION,
    ),
    (r"总工会|(?<![职员])工会", _S.TRADE_UNION),
    (
        r"(?:大学|职业技术学院|理工学院|工程学院|师范学院|医学院|职业学院|产业学院|学院)(?![生校城路毕期里时教])",
        _S.UNIVERSITY,
    ),
    (
        r"(?:研究院|研究所|研究中心|实验室|科学院|设计院|创新中心|技术中心|工程中心)(?![长校副])",
        _S.INSTITUTE,
    ),
)
_LEFT = {
    _S.PARTY_BODY: 14,
    _S.GOVERNMENT_BODY: 18,
    _S.ASSOCIATION: 14,
    _S.TRADE_UNION: 12,
    _S.UNIVERSITY: 10,
    _S.INSTITUTE: 18,
}
_PATTERNS = tuple((re.compile(pattern), kind) for pattern, kind in _ORGANS)
_GENERIC = re.compile(
    r"^(?:.{0,2}|有关.*|相关.*|各.*|多.*|政府|大学|学院|一所|两所|高校|科研院所|职业学院|研究院|研究所|实验室|研究中心|工程技术研究中心|重点实验室|技术中心|企业技术中心|创新中心|产业联盟|行业协会|商会|协会|"
    r"联合会|全.*服务中心|党委|人大常委会|管理局|工作专班|专班|领导小组|指挥部|服务专班|项目专班|招商专班|服务中心|政务服务中心|市场|当地政府|地方政府|人民政府|党工委|管委会|"
    r".*(?:个|座|家|类|名)(?:研究院|中心|协会|实验室|专班).*|(?:国家级|省级|市级)[一-鿿]{0,8}(?:中心|实验室|研究院|研究所))$"
)
_ELIDED = re.compile(r"^(?:[省市区县州旗])(?:委|政府|人大常委会|政协|纪委|监委)$")
_TITLE_AFTER = re.compile(r"副?(?:书记|主任|常委|委员|部长|秘书长|主席|主席团)")
_POST_ONLY = re.compile(
    r"(?:党工委|管委会|管理委员会|工作委员会)$|^(?:[省市县区州]委|[省市县区州]委组织部|组织部|宣传部|统战部)$"
)
_SENTENCE = re.compile(
    r"^经[省市县]|疫情|同志任|率[市省]|共建|采取|寻求|翻看|布局|^一所|^些|有关部门和|到[一-鿿]{2,3}镇|董事局$|书记兼"
)
_FULL_ORGAN = re.compile(
    r"(?P<place>[一-鿿]{1,10}(?P<level>[省市区县州旗]))(?:委|党委|人民政府|政府)$"
)


def find_bodies(reading: Reading, known: Known) -> Iterator[Found]:
    """Find bodies by the organ that ends their name, and name an elided one (市政府) in full."""
    text = reading.text
    found: list[Found] = []
    for pattern, kind in _PATTERNS:
        end = 0
        for match in pattern.finditer(text):
            assert kind is not None
            lower = max(end, match.start() - _LEFT[kind])
            start = name_start(text, lower, max(match.start() + 1, match.end() - 2))
            start = max(start, _after_joint(text, start, match.start()))
            end = match.end()
            name = text[start:end]
            if _GENERIC.match(name) and not _ELIDED.match(name):
                continue
            if _TITLE_AFTER.match(text, end) and _POST_ONLY.search(name):
                continue  # 高新区党工委书记 is a post at the park, 市委书记 one at the city
            if _SENTENCE.search(name):
                continue
            if known.covering(EntityClass.COMPANY, Span(start, end)):
                continue
            found.append(
                Found(
                    span=Span(start, end),
                    kind=EntityClass.ORGANIZATION,
                    name=name,
                    by="bodies:organ",
                    confidence=0.7,
                    subclass=kind,
                )
            )
    yield from _name_in_full(text, found)


def _after_joint(text: str, start: int, end: int) -> int:
    """Cut "和" between two bodies: what follows it names the second one."""
    joint = max(text.rfind(c, start, end) for c in "和对同")
    return (
        joint + 1
        if joint > start and end - joint > 2 and text[joint - 1] in "委府局厅会院部室区市"
        else start
    )


def _name_in_full(text: str, found: list[Found]) -> Iterator[Found]:
    """Give 市政府 after "濮阳市委、" its full name."""
    last: dict[str, str] = {}
    for item in sorted(found, key=lambda f: f.span):
        if (spelled := _FULL_ORGAN.search(item.name)) and len(spelled["place"]) > 1:
            last[spelled["level"]] = spelled["place"].removeprefix("中共")
        name = item.name
        near = text[max(0, item.span.start - 1) : item.span.start]
        if _ELIDED.match(name) and near == "、" and name[0] in last:
            name = last[name[0]][:-1] + name
        yield (
            item
            if name == item.name
            else Found(
                span=item.span,
                kind=item.kind,
                name=name,
                by="bodies:elided",
                confidence=0.7,
                subclass=item.subclass,
            )
        )
