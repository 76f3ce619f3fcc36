"""facts/projects: who undertakes a project, for how much, with what capacity, and how far it is."""

import re
from collections.abc import Iterator

from kg.extract.literals import Quantity, StageWord
from kg.extract.reading import Found, within
from kg.extract.scene import Claim, Scene
from kg.model import Span
from kg.vocab import EntityClass, LiteralPredicate, Predicate, Stage

_E = EntityClass
_BY = re.compile(r"^[^，。；]{0,14}(?:由|是)$")
_INVESTED = re.compile(
    r"^[^，。；]{0,8}?(?:投资(?:建设|兴建|的|打造|新建)?|承建|建设|实施|出资|运营|打造|开发|联合|负责)"
)
_BUILDS = re.compile(
    r"(?:投资|建设|实施|承建|打造|新建|投建|上马|开发|启动|新上|带来|拿出|落地|签下)[^，。；、]{0,10}$|^的$|^[：:]$|^$"
)
_TOTAL = re.compile(
    r"(?:计划|预计|规划|项目|固定资产)?(?:总投资额?|投资总额|投资额|总投入|投资)(?:预计|约|近|超|达|为|高达|超过|：|了|逾)*$"
)
_SHARED = re.compile(
    r"(?:个|项|家|批)[^，。；]{0,14}?(?:，|,)?(?:其中)?(?:合计|累计|共计|计划|协议|签约)?(?:总投资|投资|总金额|总额)?[^，。；]{0,4}$"
)
_PLURAL = re.compile(
    r"(?:[\d一二两三四五六七八九十]+余?多?个|多个|一批|这些|合计|累计|共计|总共|两个)"
)


def find_undertakers(scene: Scene) -> Iterator[Claim]:
    """Tie a project to the firm in its name, before it (X公司投资建设的P, X的P, X：P) or after 由."""
    for project in scene.of(_E.PROJECT):
        firms = _firms_inside(scene, project)
        for firm in firms[:1]:
            yield _undertaken(scene, project, firm, "projects:name", 0.9)
        if not firms:
            near = _firm_near(scene, project)
            if near is not None:
                yield _undertaken(scene, project, near, "projects:near", 0.7)


def _firms_inside(scene: Scene, project: Found) -> list[Found]:
    firms = scene.inside(project.span, _E.COMPANY)
    return [f for f in firms if f.span.start - project.span.start <= 12]


def _firm_near(scene: Scene, project: Found) -> Found | None:
    sentence = scene.reading.sentence(project.span.start)
    before = scene.last_before(project.span.start, _E.COMPANY)
    if before is not None and before.span.start >= sentence.start:
        between = scene.between(before, project)
        if (
            len(between) <= 24
            and not re.search(r"[。；、]", between)
            and (_BUILDS.search(between) or re.search(r"投资|建设|实施|打造|承建|开发", between))
        ):
            return before
    after = scene.first_after(project.span.end, _E.COMPANY)
    if after is not None and after.span.end <= sentence.end:
        between = scene.between(project, after)
        tail = scene.text[after.span.end : after.span.end + 14]
        if re.search(r"(?:由|系|是)$", between) and len(between) <= 24 and _INVESTED.match(tail):
            return after
    return None


def _undertaken(scene: Scene, project: Found, firm: Found, by: str, confidence: float) -> Claim:
    return Claim(
        subject=project,
        predicate=Predicate.UNDERTAKEN_BY,
        object=firm,
        by=by,
        confidence=confidence,
        span=scene.reading.passage_span(project.span, firm.span),
    )


def find_investments(scene: Scene) -> Iterator[Claim]:
    """Give a project the total that is named for it alone; shared totals and foreign money are figures."""
    for quantity in scene.reading.quantities:
        if quantity.yuan is None or quantity.size_class:
            continue
        project = _project_of_amount(scene, quantity)
        if project is not None:
            yield Claim(
                subject=project,
                predicate=LiteralPredicate.TOTAL_INVESTMENT,
                value=quantity.yuan,
                as_written=scene.text[quantity.span.start : quantity.span.end],
                by="projects:total-investment",
                confidence=0.8,
                span=scene.reading.passage_span(project.span, quantity.span),
            )


def _project_of_amount(scene: Scene, quantity: Quantity) -> Found | None:
    text = scene.text
    sentence = scene.reading.sentence(quantity.span.start)
    lead = text[max(sentence.start, quantity.span.start - 12) : quantity.span.start]
    if not _TOTAL.search(lead):
        inside = [p for p in scene.of(_E.PROJECT) if p.span.covers(quantity.span)]
        return inside[0] if inside else None
    clause = text[max(sentence.start, quantity.span.start - 40) : quantity.span.start]
    if _PLURAL.search(re.split(r"[；。]", clause)[-1][-30:]):
        return None
    if re.search(r"完成|累计|新增|固定资产投资|已投资|年度|当年|首期投资|招商|到位", lead):
        return None
    # 总投资10亿元的P
    tail = re.match(
        r"(?:人民币)?(?:的|、|，|（[^）]*）)?[^，。；]{0,10}?",
        text[quantity.span.end : quantity.span.end + 1],
    )
    if tail and text.startswith("的", quantity.span.end):
        after = scene.first_after(quantity.span.end, _E.PROJECT, reach=14)
        if after is not None and after.span.end <= sentence.end:
            return after
    before = _last_project(scene, quantity.span.start)
    if before is None:
        return None
    far = scene.reading.sentence_index(quantity.span.start) - scene.reading.sentence_index(
        before.span.start
    )
    return before if far <= 2 else None


def _last_project(scene: Scene, position: int) -> Found | None:
    """Give the project talked of at a position; in a list of several, none is meant alone."""
    project = scene.last_before(position, _E.PROJECT)
    return project


def find_capacities(scene: Scene) -> Iterator[Claim]:
    """Take the capacity from a project's name (年产30万吨…) or from the sentence about it."""
    for project in scene.of(_E.PROJECT):
        match = _CAPACITY_IN_NAME.search(scene.text[project.span.start : project.span.end])
        if match:
            yield _capacity(scene, project, match.group().removesuffix("项目"), project.span, 0.8)
    for match in _CAPACITY.finditer(scene.text):
        span = Span(match.start(), match.end())
        if any(p.span.overlaps(span) for p in scene.around(span) if p.kind is _E.PROJECT):
            continue
        owner = scene.topic(span.start, _E.PROJECT, _E.COMPANY, sentences=2)
        if owner is not None:
            yield _capacity(scene, owner, match.group(), span, 0.55)


_CAPACITY_IN_NAME = re.compile(
    r"(?:年产|年处理|年加工)?[\d.一二三四五六七八九十百千万亿]+(?:万|亿)?(?:吨|套|台|件|片|GWh?|MWh?|吉瓦时?|兆瓦|平方米|立方米|千瓦|辆|只|箱|升|米|块|支)(?:/年)?[^，。；]*?(?=项目|生产基地|基地|生产线|$)"
)
_CAPACITY = re.compile(
    r"(?:年产|可年产|年加工|年处理|年产能(?:可?达|为)?)[\d.]+(?:余|多)?(?:万|亿|百万|千万)?(?:吨|套|台|件|片|GWh?|平方米|立方米|辆|只|箱|米|块|支|头|羽)[一-鿿A-Za-z]{0,14}"
)


def _capacity(scene: Scene, owner: Found, text: str, span: Span, confidence: float) -> Claim:
    return Claim(
        subject=owner,
        predicate=LiteralPredicate.CAPACITY,
        value=text,
        as_written=text,
        by="projects:capacity",
        confidence=confidence,
        span=scene.reading.passage_span(owner.span, span),
    )


def find_stages(scene: Scene) -> Iterator[Claim]:
    """Tie a stage word to the projects of its clause, of the list before it, or to the project talked of.

    Of what is claimed for one project the latest stage stays, and earlier ones that have a date of their own.
    """
    claims: list[Claim] = []
    for word in scene.reading.stages:
        if not word.stated and not (word.implied and word.stage is Stage.UNDER_CONSTRUCTION):
            continue
        if _in_other_name(scene, word):
            continue
        for project, confidence in _projects_of(scene, word):
            claims.append(
                Claim(
                    subject=project,
                    stage=word.stage,
                    date=_date_near(scene, word),
                    by=f"projects:stage:{word.word}" if word.stated else "projects:stage:expected",
                    confidence=confidence if word.stated else confidence - 0.25,
                    span=scene.reading.passage_span(project.span, word.span),
                )
            )
    claims += _carried_over(scene, {c.subject.name for c in claims})
    yield from _latest(claims)


def _in_other_name(scene: Scene, word: StageWord) -> bool:
    return any(
        f.span.covers(word.span)
        for f in scene.around(word.span)
        if f.kind in (_E.INITIATIVE, _E.PARK, _E.ORGANIZATION, _E.HONOR, _E.COMPANY)
    )


def _latest(claims: list[Claim]) -> Iterator[Claim]:
    order = list(Stage)
    last: dict[str, int] = {}
    for claim in claims:
        if claim.stage is not None and not claim.by.endswith("expected"):
            last[claim.subject.name] = max(
                last.get(claim.subject.name, 0), order.index(claim.stage)
            )
    for claim in claims:
        assert claim.stage is not None
        latest = last.get(claim.subject.name, order.index(claim.stage))
        at = order.index(claim.stage)
        if at == latest or (at < latest and claim.date and not claim.by.endswith("expected")):
            yield claim


_EVENT = re.compile(r"(?:集中|现场|正式)?(?:签约|签订|签署|签下|开工|动工|奠基|竣工)")


def _carried_over(scene: Scene, staged: set[str]) -> Iterator[Claim]:
    """Give projects that are told one by one after "…集中签约" or "…个项目开工" the stage of that event."""
    reading = scene.reading
    events = [
        w
        for w in reading.stages
        if w.stated and _EVENT.match(w.word) and not _in_other_name(scene, w)
    ]
    done: set[str] = set()
    for project in scene.of(_E.PROJECT):
        if project.name in staged or project.name in done:
            continue
        here = reading.sentence_index(project.span.start)
        before = [
            w
            for w in events
            if w.span.end <= project.span.start
            and here - reading.sentence_index(w.span.start) <= 5
        ]
        if not before:
            continue
        word = before[-1]
        done.add(project.name)
        yield Claim(
            subject=project,
            stage=word.stage,
            date=_date_near(scene, word),
            by="projects:stage:event",
            confidence=0.5,
            span=reading.passage_span(project.span, word.span),
        )


def _projects_of(scene: Scene, word: StageWord) -> Iterator[tuple[Found, float]]:
    sentence = scene.reading.sentence(word.span.start)
    clause = scene.reading.clause(word.span.start)
    for area, confidence in ((clause, 0.8), (sentence, 0.65)):
        before = scene.outermost(Span(area.start, word.span.start), _E.PROJECT)
        if before:
            yield from ((p, confidence) for p in _whole_list(scene, before))
            return
        if area is clause:
            after = scene.outermost(Span(word.span.end, area.end), _E.PROJECT)
            if after and after[0].span.start - word.span.end <= 12:
                yield from ((p, confidence) for p in after)
                return
    after = scene.outermost(Span(word.span.end, sentence.end), _E.PROJECT)
    if after and re.search(r"[：:]|包括|有", scene.text[word.span.end : after[0].span.start]):
        yield from ((p, 0.6) for p in after)
        return
    if re.search(
        r"项目|工程|基地|生产线|工厂|装置|一期|二期|该|厂房",
        scene.text[clause.start : word.span.start],
    ) and not re.search(r"个|家|批", scene.text[clause.start : word.span.start]):
        topic = scene.topic(word.span.start, _E.PROJECT, sentences=2)
        if topic is not None:
            yield topic, 0.55


def _whole_list(scene: Scene, projects: list[Found]) -> list[Found]:
    """Give the last project, with those joined to it in a list."""
    chosen = [projects[-1]]
    for project in reversed(projects[:-1]):
        joint = scene.text[project.span.end : chosen[-1].span.start]
        if re.fullmatch(r"[”’）)等]{0,2}(?:、|和|与|以及|及|，)[“‘（(]?", joint):
            chosen.append(project)
        else:
            break
    return chosen


def _date_near(scene: Scene, word: StageWord) -> str | None:
    sentence = scene.reading.sentence(word.span.start)
    moments = [
        m
        for m in within(scene.reading.moments, Span(sentence.start, word.span.start))
        if m.is_date and m.iso
    ]
    if not moments or word.span.start - moments[-1].span.end > 40:
        return None
    iso = moments[-1].iso
    return iso if iso and "/" not in iso and "-H" not in iso and "-Q" not in iso else None
