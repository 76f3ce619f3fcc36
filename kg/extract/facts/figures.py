"""facts/figures: observations: an indicator with its value, unit, period and growth, about a subject."""

import re
from collections.abc import Iterator

from kg.extract.facts.projects import investments
from kg.extract.literals import Growth, Quantity
from kg.extract.reading import Found, within
from kg.extract.scene import Claim, Scene
from kg.model import Span
from kg.vocab import EntityClass

_E = EntityClass
_SUBJECTS = (_E.PARK, _E.PLACE, _E.COMPANY, _E.PROJECT)
_COUNTS = "家个项条人名户台套宗座所件次处栋幢"
_STRIP = re.compile(
    r"^(?:其中|分别|目前|今年|去年|全年|当年|累计|共|共有|已|已有|现有|现|拥有|有|其|该|实现|完成|达到?|为|约|近|超|预计|可|将|年|月|份|以来|截至|眼下|如今|的|，|、|:|：|并|且|又|还|总|仅|就|都|在|把|与|和|及|到|从|由|以|是|占地(?!面积))+(?=[^的]{2})"
)
_TAIL = re.compile(
    r"(?:分别)?(?:实现|完成|达到|达|为|约|近|超过|超|突破|增至|增长到|提高到|升至|降至|降到|有|共|共有|仅|是|在|至|到|已|累计|的|了|：|，|“|可|将|总计|合计|预计|不少于|多出|、)+$"
)
_CLAUSE = re.compile(r"[，。；：！？\n“”（）(),;:!?]")
_IDLE = re.compile(
    r"天|小时|分钟|年|个月|岁|周年|米$|级$|轮|趟|步|点$|次$|场$|届|字|句|眼|路$|把|口|声|层$|楼$"
)


def find_figures(scene: Scene) -> Iterator[Claim]:
    """Read every number with an indicator before it or a counted thing after it, and whom it is about."""
    reading = scene.reading
    amounts = {quantity.span for quantity, _ in investments(scene)}
    growths = list(reading.growths)
    for quantity in reading.quantities:
        if (
            quantity.size_class
            or quantity.span in amounts
            or _in_name(scene, quantity)
            or _is_idle(scene, quantity)
        ):
            continue
        growth = next(
            (
                g
                for g in within(growths, Span(max(0, quantity.span.start - 24), quantity.span.end))
                if g.span.covers(quantity.span)
                or quantity.span.covers(g.span)
                or g.span.overlaps(quantity.span)
            ),
            None,
        )
        indicator = _indicator(scene, quantity, growth)
        if indicator is None:
            continue
        if growth is not None and _follows_value(scene, quantity, growth):
            continue  # the growth of the figure before it, given there as year on year
        subject = _subject(scene, quantity, indicator)
        if subject is None:
            continue
        later = _growth_after(scene, quantity) if growth is None else growth
        yield Claim(
            subject=subject,
            indicator=indicator,
            value=quantity.value
            if growth is None or not growth.percent.startswith("-")
            else growth.percent,
            unit=quantity.unit,
            date=_period(scene, quantity),
            year_on_year=later.percent if later is not None and later.year_on_year else None,
            qualifier=quantity.qualifier,
            by="figures:growth"
            if growth is not None
            else "figures:count"
            if quantity.unit[-1] in _COUNTS
            else "figures:value",
            confidence=0.6,
            span=reading.passage_span(subject.span, quantity.span),
        )


def _is_idle(scene: Scene, quantity: Quantity) -> bool:
    """Tell whether a number only belongs to the way of speaking: 一位老人, 两个工地, 三天."""
    written = scene.text[quantity.span.start : quantity.span.end]
    small = not re.search(r"\d", written) and float(quantity.value) < 10
    return small and quantity.unit not in ("亿元", "万元", "%") and not quantity.ordinal


def _in_name(scene: Scene, quantity: Quantity) -> bool:
    return any(
        o.span.covers(quantity.span)
        and o.kind in (_E.PROJECT, _E.INITIATIVE, _E.HONOR, _E.ORGANIZATION, _E.COMPANY, _E.PARK)
        for o in scene.around(quantity.span)
    )


def _indicator(scene: Scene, quantity: Quantity, growth: Growth | None) -> str | None:
    text = scene.text
    sentence = scene.reading.sentence(quantity.span.start)
    start = growth.span.start if growth is not None else quantity.span.start
    start = min(start, quantity.span.start)
    before = _noun_before(scene, sentence.start, start)
    if growth is not None:
        return (
            f"{before}{'同比' if '同比' in text[growth.span.start : growth.span.end] else ''}{growth.verb}"
            if before
            else None
        )
    if quantity.unit[-1] in _COUNTS or quantity.unit in ("余家",):
        counted = re.match(
            r"(?:以上)?(?P<noun>[一-鿿A-Za-z“”]{1,14}?)(?=[，。；、：（(\d]|$|\n|的|等|中|里|在|已|全部|正|将|同|集中|签约|开工|落|总|实现|占|达|为|是|成|入)",
            text[quantity.span.end : quantity.span.end + 18],
        )
        noun = counted["noun"] if counted else ""
        verb = re.search(
            r"(?:签约|开工|竣工|投产|落地|落户|入驻|引进|新增|现有|培育|带动|提供|吸纳|在建|集聚|聚集|招引|建成|实施|新建|续建|储备|谋划|派出|选派|参会|推进|储备|新开工|办理|解决|帮助)[^，。；]{0,3}$",
            text[max(sentence.start, start - 10) : start],
        )
        if noun and not re.match(r"(?:方面|月|小时|环节|字|问题是|人)$", noun):
            return (
                (verb.group()[:2] if verb else "")
                + noun.strip("“”")
                + ("数" if not noun.endswith(("数", "人")) else "")
            )
        return before + "数" if before and before[-1] not in "数" else before
    if _IDLE.search(quantity.unit):
        return (
            before
            if before
            and re.search(r"用时|面积|长|里程|高度|距离|工期|时间|提速|缩短|压缩", before)
            else None
        )
    return before


def _noun_before(scene: Scene, sentence_start: int, start: int) -> str | None:
    """Give the noun phrase that ends before a number, without its subject and its verb."""
    text = scene.text
    window = text[max(sentence_start, start - 40) : start]
    pieces = [p for p in _CLAUSE.split(window)]
    head = _TAIL.sub("", pieces[-1])
    if len(head) < 2 and len(pieces) > 1:
        head = (
            _TAIL.sub("", pieces[-2])
            if pieces[-1].strip() in ("", "达", "为", "约", "近", "超", "达到")
            else head
        )
    offset = start - len(window) + window.rfind(head) if head else start
    for name in scene.inside(Span(offset, offset + len(head)), *_SUBJECTS):
        cut = name.span.end - offset
        if 0 < cut < len(head):
            head = head[cut:]
            offset += cut
    head = re.sub(r"^.*(?:年|月份?|季度|半年|以来|目前|期间|其中)(?=[^年月]{2,})", "", head)
    head = _STRIP.sub("", head)
    head = _TAIL.sub("", head)
    return head if 2 <= len(head) <= 24 else None


def _follows_value(scene: Scene, quantity: Quantity, growth: Growth) -> bool:
    """Tell whether a growth rate belongs to the amount right before it: "128亿元，同比增长26%"."""
    before = scene.text[max(0, growth.span.start - 3) : growth.span.start]
    previous = [
        q
        for q in within(
            scene.reading.quantities, Span(max(0, growth.span.start - 14), growth.span.start)
        )
        if not q.unit.startswith("%")
    ]
    return (
        bool(previous)
        and growth.span.start - previous[-1].span.end <= 2
        and bool(re.search(r"[，,、（(]$|[元吨人家辆]$", before))
    )


def _growth_after(scene: Scene, quantity: Quantity) -> Growth | None:
    near = within(scene.reading.growths, Span(quantity.span.end, quantity.span.end + 4))
    return near[0] if near else None


_SITES = (_E.PARK, _E.PLACE)
#: What only a park or place has: numbers of projects and firms, and the figures of an economy.
_REGIONAL = re.compile(
    r"项目|企业|客商|签约|规上|工业|固定资产|生产总值|GDP|财政|主营业务收入|规划面积|总面积|招商|开工|园区|全县|全区|全市|进出口|主体|协议"
)
_OF_PROJECT = re.compile(
    r"占地|建筑面积|达产|建成后|投产后|全部建成|年产值|销售收入|销售额|就业|岗位|税收|纳税|利税|年产|设备|生产线|建设周期|工期"
)


def _subject(scene: Scene, quantity: Quantity, indicator: str) -> Found | None:
    """Give whom a figure is about: the name of its clause, the one that opens its sentence, or the topic."""
    sentence = scene.reading.sentence(quantity.span.start)
    clause = scene.reading.clause(quantity.span.start)
    kinds = (
        _SITES if _REGIONAL.search(indicator) and not _OF_PROJECT.search(indicator) else _SUBJECTS
    )
    near = _candidates(scene, Span(clause.start, quantity.span.start), kinds)
    if near:
        return near[-1]
    before = _candidates(scene, Span(sentence.start, clause.start), kinds)
    opening = scene.text[sentence.start : quantity.span.start]
    if kinds is _SUBJECTS and _OF_PROJECT.search(opening):
        projects = [n for n in before if n.kind is _E.PROJECT]
        if projects:
            return projects[-1]
        topic = scene.topic(sentence.start, _E.PROJECT, sentences=2)
        if topic is not None and not before:
            return topic
    if before:
        return (
            before[0]
            if kinds is _SITES or before[0].span.start - sentence.start <= 8
            else before[-1]
        )
    if re.match(r"(?:该|这家)?(?:公司|企业|集团)", opening.strip()):
        topic = scene.topic(sentence.start, _E.COMPANY, sentences=2)
        if topic is not None:
            return topic
    if kinds is _SITES:
        line = scene.text.rfind("\n", 0, quantity.span.start) + 1
        first = _candidates(scene, Span(line, min(line + 24, quantity.span.start)), _SITES)
        if first:
            return first[0]
        topic = scene.topic(sentence.start, *_SITES, sentences=1)
        if topic is not None and not scene.covered(topic):
            return topic
        return scene.main_park or scene.main_place
    return (
        scene.topic(sentence.start, *_SUBJECTS, sentences=1) or scene.main_park or scene.main_place
    )


def _candidates(scene: Scene, area: Span, kinds: tuple[EntityClass, ...]) -> list[Found]:
    found = [n for n in scene.outermost(area, *kinds) if not scene.covered(n)]
    return [
        n
        for n in found
        if n.kind is not _E.PLACE
        or not re.match(
            r"(?:市|县|区|省)?(?:委|政府|党工委|管委会)?副?(?:书记|市长|县长|区长|主任|局长)",
            scene.text[n.span.end : n.span.end + 8],
        )
    ]


def _period(scene: Scene, quantity: Quantity) -> str | None:
    sentence = scene.reading.sentence(quantity.span.start)
    moments = [
        m
        for m in within(scene.reading.moments, Span(sentence.start, quantity.span.start))
        if m.iso
    ]
    return moments[-1].iso if moments else None
