"""names/parks: text in, industrial parks and development zones out."""

import re
from collections.abc import Iterator

from kg.extract.gazetteers import find_words
from kg.extract.names.boundary import name_start
from kg.extract.names.known import Known
from kg.extract.reading import Found, Reading
from kg.model import Span
from kg.vocab import EntityClass

_ZONES = (
    "经济技术开发区|高新技术产业开发区|高新技术产业园区|高新技术开发区|高新技术产业园|经济开发区|技术开发区|高新开发区|国家高新区|高新园区|高新区|经开区|"
    "汽开区|开发区|工业园区|产业园区|科技园区|化工园区|石化园区|化工园|工业园|产业园|科技产业园|科技园|创业园|软件园|孵化园|食品园|物流园区|物流园|材料园|循环经济园|循环园|"
    "综合保税区|保税港区|保税区|自由贸易试验区|自贸试验区|自贸区|产业集聚区|产业聚集区|工业集聚区|集聚区|工业集中区|产业示范园区|示范园区|示范园|综改示范区|"
    "改革示范区|一体化示范区|先行示范区|承接产业转移示范区|试验区|经济合作区|边境合作区|合作区|工业新城|产业新城|科技新城|新区|新城|产业城|汽车城|科技城|医药城|医药港|陶瓷城|工业区|化工区|"
    "循环经济工业基地|能源化工基地|化工基地|经济区|共建园区|园中园|生态园|产业小镇|特色小镇|小镇|创新岛|智谷|眼谷|光谷|药谷|综合开发区|农业园区|创新港|园区"
)
_PARK = re.compile(
    rf"(?:{_ZONES})(?:[（(][一-鿿]{{2,6}}[区园][）)])?(?:[一-鿿]{{0,4}}(?:启动区|片区|核心区|南区|北区|东区|西区))?"
)
_GENERIC = re.compile(
    r"^(?:国家级?|省级|市级|县级|区级|省内|市内|各类?|全[国省市县区]|其他|周边|多个|两个|一个|专业|特色|现代化?|绿色|智慧|智能|生态|数字|先进|高端|大型|综合|重点|百亿级?|千亿级?|万亿级?|国际|世界|一流|"
    r"产业|工业|经济|科技|高新技术|化工|新型|配套|示范|标准化|美丽|花园式|循环|零碳|低碳|低效|老旧|优质|龙头|企业|项目|主导|首批|首个|唯一|成熟|沿海|内陆|东部|西部|中部|民营|双创|"
    r"城市|老|新|大|小|主|整个|入|进|出|离|驻|来|园|全|这个|那个|某|千亿|百亿|个|家|特|成|共|子|分|建|好|省|市|县|区|国|开|级|有)+$"
)
#: Words that show that the stretch before the type of zone is a clause and no name.
_SENTENCE = re.compile(
    r"[市县区省]委|公司|企业|项目|书记|贡献|共建|建设|实施|谋划|规划(?!展)|完成|锚定|打算|熟悉|稳居|改革(?!示范|综)|作业区和|建议|开工|推进会|产业是|以上|各$|部分|[两几]座|前些|抢抓|打造|两大"
)
_SHORTENED = (
    ("经济技术开发区", "经开区"),
    ("经济开发区", "经开区"),
    ("经济开发区", "开发区"),
    ("经济技术开发区", "开发区"),
    ("高新技术产业开发区", "高新区"),
    ("高新技术产业园区", "高新区"),
    ("高新技术产业开发区", "开发区"),
    ("产业集聚区", "集聚区"),
    ("国家高新区", "高新区"),
    ("工业园区", "园区"),
    ("产业园区", "产业园"),
    ("综合改革示范区", "综改示范区"),
)
_TYPE_AT_END = re.compile(rf"(?:{_ZONES})$")
#: Everyday short words for the park in question, with the types of park that they can stand for.
_ANAPHORS = {
    "高新区": "高新",
    "经开区": "经济",
    "开发区": "开发区",
    "集聚区": "聚",
    "产业园": "产业园",
    "示范区": "示范区",
    "工业园区": "工业园",
    "化工园区": "化工",
    "合作区": "合作区",
    "新区": "新区",
    "片区": "片区",
    "试验区": "试验区",
    "小镇": "小镇",
    "园区": "",
}
_ANAPHOR = re.compile("|".join(sorted(_ANAPHORS, key=len, reverse=True)))


def find_parks(reading: Reading, known: Known) -> Iterator[Found]:
    """Find parks as place or brand with a type of zone, and the short words that stand for them."""
    text = reading.text
    spans: list[Found] = []
    end = 0
    for match in _PARK.finditer(text):
        start = name_start(text, max(end, match.start() - 20), match.start())
        end = match.end()
        modifier = text[start : match.start()]
        if not modifier or _GENERIC.match(modifier) or _SENTENCE.search(modifier):
            continue
        if text[start : match.start()][-1] in "地一片个些" or (
            match.group() in ("园区", "新区", "新城", "产业园") and match.start() - start < 2
        ):
            continue
        if re.match(r"项目|建设项目|等项目", text[match.end() : match.end() + 4]):
            continue
        spans.append(_park(text, start, match.end(), "parks:grammar", 0.75))
    for start, word in find_words("zones", text):
        if re.match(
            "(?:工业|产业|化工|县|经济|高新|临港|新材料|市|区)", word
        ):  # a type without a place
            continue
        spans.append(_park(text, start, start + len(word), "parks:table", 0.95))
    yield from spans
    yield from _find_short(text, spans)


def _find_short(text: str, parks: list[Found]) -> Iterator[Found]:
    """Tie 高新区, 园区… to the park that was last named with such a type, or to the article's main one."""
    covered = [p.span for p in parks]
    names: dict[str, int] = {}
    for park in parks:
        names[park.name] = names.get(park.name, 0) + 1
    for match in _ANAPHOR.finditer(text):
        span = Span(match.start(), match.end())
        if any(c.start <= span.start and span.end <= c.end for c in covered) or not _stands_alone(
            text, span
        ):
            continue
        word = match.group()
        before = [p for p in parks if p.span.start < span.start and _fits(word, p.name)]
        after = [p for p in parks if p.span.start > span.start and _fits(word, p.name)]
        chosen = before[-1].name if before else after[0].name if after else None
        if chosen is None and word in (
            "园区",
            "新区",
            "片区",
            "产业园",
            "示范区",
            "试验区",
            "合作区",
            "小镇",
        ):
            continue
        yield Found(
            span=span,
            kind=EntityClass.PARK,
            name=chosen or word,
            by="parks:short",
            confidence=0.7 if chosen else 0.6,
        )


def _fits(word: str, name: str) -> bool:
    return name != word and _ANAPHORS[word] in name


_ALONE_BEFORE = re.compile(
    r"(?:[，。、；：“”‘’（）()！？\s\-—]|^|[在为对向让是由到从把与和及该使给来去的]|今年|目前|以来|同时|如今|走进|推动|推进|为了|助力|落户|入驻)$"
)


def _stands_alone(text: str, span: Span) -> bool:
    before = text[max(0, span.start - 4) : span.start]
    if re.search(r"(?:各|个|类|的工业|特色|家|全国|全省|级|大|两|多|座)$", before):
        return False
    return bool(_ALONE_BEFORE.search(before))


def shortened(name: str) -> list[str]:
    """Give the forms a park's full name is usually cut to.

    >>> shortened("濮阳经济技术开发区")
    ['濮阳经开区', '濮阳开发区']
    """
    return [name[: -len(long)] + short for long, short in _SHORTENED if name.endswith(long)]


def _park(text: str, start: int, end: int, by: str, confidence: float) -> Found:
    return Found(
        span=Span(start, end),
        kind=EntityClass.PARK,
        name=text[start:end],
        by=by,
        confidence=confidence,
    )
