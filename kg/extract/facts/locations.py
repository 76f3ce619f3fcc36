"""facts/locations: where firms, projects and parks are, and which park is part of which."""

import itertools
import re
from collections.abc import Iterator

from kg.extract.gazetteers import divisions
from kg.extract.reading import Found
from kg.extract.scene import Claim, Scene
from kg.model import Span
from kg.vocab import EntityClass, Predicate

_E = EntityClass
_SITES = (_E.PARK, _E.PLACE)
_LEVELS = {"province": 0, "city": 1, "county": 2}
_SETTLED = re.compile(
    r"(?:落户|入驻|进驻|落地|坐落|位于|地处|选址|扎根|落子|花落|设在|建在|建于|引进|引入|引来|安家|入园|在园|园内|区内|园区(?:企业|内)|落在|投产|生产|车间|厂区|厂房|上市|产值)"
)
_COURTED = re.compile(
    r"拜访|走访了?(?:深圳|上海|北京)|赴|考察|来访|洽谈|对接|座谈|推介|邀请|意向|有望|拟|争取|商谈|会见|接待|参会|出席|到场|嘉宾|榜单"
)
_SIGNING = re.compile(r"签|协议|仪式")
_RUNNING = re.compile(r"开工|动工|投产|生产|车间|厂房|入驻")


def find_locations(scene: Scene) -> Iterator[Claim]:
    """Place projects and settled firms in the park or place that the sentence, or the article, is about."""
    yield from _chains(scene)
    yield from _projects(scene)
    yield from _companies(scene)


def find_parts(scene: Scene) -> Iterator[Claim]:
    """Tie a sub-park, a park's own body and a project's phase to what they are part of."""
    for body in scene.of(_E.ORGANIZATION):
        parks = scene.inside(body.span, _E.PARK)
        if parks:
            yield _claim(scene, body, parks[0], Predicate.PART_OF, "parts:name", 0.8)
        elif _PARK_BODY.match(scene.text[body.span.start : body.span.end]):
            park = scene.topic(body.span.start, _E.PARK, sentences=6) or scene.main_park
            if park is not None:
                yield _claim(scene, body, park, Predicate.PART_OF, "parts:park-body", 0.55)
    for park in scene.of(_E.PARK):
        owner = _owner_before(scene, park)
        if owner is not None:
            yield _claim(scene, park, owner, Predicate.PART_OF, "parts:sub-park", 0.6)
    for phase in scene.of(_E.PROJECT):
        text = scene.text[phase.span.start : phase.span.end]
        if _PHASE.search(text):
            whole = _whole_of_phase(scene, phase, text)
            if whole is not None:
                yield _claim(scene, phase, whole, Predicate.PART_OF, "parts:phase", 0.7)


_PHASE = re.compile(r"[一二三四五六首]期|[ABC]区")
#: A park's own office, named without the park.
_PARK_BODY = re.compile(
    r"(?:园区|开发区|高新区|经开区|集聚区|新区|示范区|产业园|区)?(?:党工委|管委会|管理委员会|工会|党政办|党群部|党工委办公室)$"
    r"|区?(?:招商|经济发展|经发|财政|商务|投资促进|建设|规划|科技|行政服务|行政审批|应急生态|环保|社会事务|住建|资源规划|项目推进)[一-鿿]{0,4}(?:局|中心|办|分局)$"
)


def _owner_before(scene: Scene, park: Found) -> Found | None:
    inner = [
        p
        for p in scene.inside(park.span, _E.PARK)
        if p.name != park.name and p.span.start == park.span.start
    ]
    if inner:
        return inner[0]
    before = scene.last_before(park.span.start, _E.PARK, reach=6)
    if before is None or before.name == park.name:
        return None
    between = scene.between(before, park)
    return before if re.fullmatch(r"的?“?|内的?“?|里的?“?|核心区?的?", between) else None


def _whole_of_phase(scene: Scene, phase: Found, text: str) -> Found | None:
    """Give the project that a phase belongs to: the one with the same beginning, else the last whole one named."""
    stem = _PHASE.split(text)[0]
    wholes = [
        p
        for p in scene.of(_E.PROJECT)
        if p.name != phase.name and not _PHASE.search(scene.text[p.span.start : p.span.end])
    ]
    if len(stem) >= 2:
        same = [p for p in wholes if scene.text[p.span.start : p.span.end].startswith(stem)]
        if same:
            return same[0]
    before = [p for p in wholes if p.span.start < phase.span.start]
    return before[-1] if before and len(stem) < 2 else None


def _chains(scene: Scene) -> Iterator[Claim]:
    """Read 河南省濮阳市, 滁州市琅琊经济开发区 and 安徽省肥西县的X公司: each lies in what stands before it."""
    items = scene.of(_E.PLACE, _E.PARK)
    for left, right in itertools.pairwise(items):
        joint = scene.text[left.span.end : right.span.start]
        if left.span.end > right.span.start or left.name == right.name or left.kind is _E.PARK:
            continue
        if joint == "" and _above(left, right):
            yield _claim(scene, right, left, Predicate.LOCATED_IN, "locations:chain", 0.85)
        elif joint in ("的", "境内的", "市", "省") and right.kind is _E.PARK:
            yield _claim(scene, right, left, Predicate.LOCATED_IN, "locations:chain", 0.7)
    for park in scene.of(_E.PARK):
        after = scene.first_after(park.span.end, _E.PLACE, reach=12)
        if after is not None and re.search(
            r"(?:位于|地处|坐落于|坐落在|设在)(?:[一-鿿]{1,3}省)?$", scene.between(park, after)
        ):
            yield _claim(scene, park, after, Predicate.LOCATED_IN, "locations:lies-in", 0.85)
        before = scene.last_before(park.span.start, _E.PLACE, reach=6)
        if (
            before is not None
            and re.search(r"(?:位于|地处)$", scene.text[before.span.start - 3 : before.span.start])
            and scene.between(before, park) in ("的", "")
        ):
            yield _claim(scene, park, before, Predicate.LOCATED_IN, "locations:lies-in", 0.85)


def _above(left: Found, right: Found) -> bool:
    if right.kind is _E.PARK:
        return True
    a, b = divisions().get(left.name), divisions().get(right.name)
    return a is None or b is None or _LEVELS[a] < _LEVELS[b]


def _projects(scene: Scene) -> Iterator[Claim]:
    done: dict[str, int] = {}
    for project in scene.of(_E.PROJECT):
        site, confidence = site_of(scene, project)
        if site is not None and (done.get(project.name, 0) < 1 or confidence > 0.7):
            done[project.name] = done.get(project.name, 0) + 1
            yield _claim(
                scene, project, site, Predicate.LOCATED_IN, "locations:project", confidence
            )


def site_of(scene: Scene, item: Found) -> tuple[Found | None, float]:
    """Give the park or place where something is, by the plainest sign the text gives, and how plain that is."""
    inside = [
        s
        for s in scene.inside(item.span, *_SITES)
        if not scene.covered(s) and s.span.end < item.span.end
    ]
    if inside:
        return inside[-1], 0.7
    text = scene.text
    sentence = scene.reading.sentence(item.span.start)
    for site in _free(scene, Span(item.span.end, sentence.end)):
        if _GOES_TO.search(text[item.span.end : site.span.start]):
            return site, 0.8
    before = _free(scene, Span(sentence.start, item.span.start))
    plain = [
        s
        for s in before
        if _LOCATIVE_BEFORE.search(text[: s.span.start][-4:])
        or _LOCATIVE_AFTER.match(text, s.span.end)
    ]
    if plain:
        return plain[-1], 0.75
    first = [s for s in before if s.span.start - sentence.start <= 10]
    if first:
        return _narrowest(scene, first[0]), 0.7
    line_start = text.rfind("\n", 0, item.span.start) + 1
    opening = [s for s in _free(scene, Span(line_start, min(line_start + 24, item.span.start)))]
    if opening and not before:
        return _narrowest(scene, opening[0]), 0.65
    if before:
        parks = [s for s in before if s.kind is _E.PARK]
        return (parks or before)[-1], 0.65
    topic = scene.topic(item.span.start, *_SITES, sentences=1)
    if topic is not None and not scene.covered(topic) and not _in_post(scene, topic):
        return topic, 0.6
    return scene.main_park or scene.main_place, 0.5


_GOES_TO = re.compile(
    r"(?:落户|落地|落子|位于|坐落|选址|花落|入驻|建在|落在|落到|签约|放在|布局)[^，。；]{0,4}$"
)
_LOCATIVE_BEFORE = re.compile(r"(?:在|走进|来到|落户|位于|到|落在|于|入驻|坐落在)$")
_LOCATIVE_AFTER = re.compile(r"(?:的|境内|内|里|境里|区内|辖区|，|：|:|这边|那边|还)")


def _free(scene: Scene, area: Span) -> list[Found]:
    """Give the sites in a stretch that stand for themselves, not in a firm's name or an official's post."""
    return [
        s
        for s in scene.outermost(area, *_SITES)
        if not scene.covered(s) and not _in_post(scene, s)
    ]


def _in_post(scene: Scene, site: Found) -> bool:
    return bool(_POST_AFTER.match(scene.text, site.span.end))


_POST_AFTER = re.compile(
    r"(?:市|县|区|省)?(?:委|党工委|管委会|政府|人大|政协|纪委)?(?:常委|副?书记|副?主任|副?市长|副?县长|副?区长|副?局长|委员)"
)


def _narrowest(scene: Scene, site: Found) -> Found:
    """Follow "山东省青岛市即墨区…" to its last member."""
    while True:
        after = [s for s in scene.of(*_SITES) if s.span.start == site.span.end]
        if not after:
            return site
        site = after[-1]


def _companies(scene: Scene) -> Iterator[Claim]:
    """Place a firm that is settled, running or building; a firm that is only courted is placed nowhere."""
    placed: set[str] = set()
    for company in scene.of(_E.COMPANY):
        if company.name in placed:
            continue
        sentence = scene.reading.sentence(company.span.start)
        text = scene.text[sentence.start : sentence.end]
        builds = any(
            p.span.covers(company.span) for p in scene.around(company.span) if p.kind is _E.PROJECT
        )
        before = scene.last_before(company.span.start, *_SITES, reach=3)
        if (
            before is not None
            and before.span.start >= sentence.start
            and scene.between(before, company) in ("的", "企业", "")
            and not scene.covered(before)
        ):
            placed.add(company.name)
            yield _claim(scene, company, before, Predicate.LOCATED_IN, "locations:of", 0.75)
            continue
        if _COURTED.search(text) or not (_SETTLED.search(text) or builds):
            continue
        if _SIGNING.search(text) and not _RUNNING.search(text):
            continue  # a firm that has only signed is not there yet
        site, confidence = site_of(scene, company)
        if site is not None:
            placed.add(company.name)
            yield _claim(
                scene, company, site, Predicate.LOCATED_IN, "locations:company", confidence - 0.1
            )
    yield from _residents(scene, placed)


def _residents(scene: Scene, placed: set[str]) -> Iterator[Claim]:
    """Place the remaining firms of an article about a park in that park, unless it only courts or signs them."""
    park = scene.main_park
    if park is None:
        return
    firms = scene.of(_E.COMPANY)
    outside = {c.name for c in firms if _ELSEWHERE.search(_sentence_text(scene, c))}
    for company in firms:
        if company.name not in placed and company.name not in outside:
            placed.add(company.name)
            yield _claim(scene, company, park, Predicate.LOCATED_IN, "locations:resident", 0.4)


_ELSEWHERE = re.compile(
    _COURTED.pattern + "|签|协议|仪式|合作|旗下|子公司|供应|采购|客户|500强|股东|母公司|控股|订单"
)


def _sentence_text(scene: Scene, name: Found) -> str:
    sentence = scene.reading.sentence(name.span.start)
    return scene.text[sentence.start : sentence.end]


def _claim(
    scene: Scene, subject: Found, site: Found, predicate: Predicate, by: str, confidence: float
) -> Claim:
    return Claim(
        subject=subject,
        predicate=predicate,
        object=site,
        by=by,
        confidence=confidence,
        span=scene.reading.passage_span(subject.span, site.span),
    )
