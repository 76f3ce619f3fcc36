"""facts/projects: who undertakes a project, for how much, with what capacity, and how far it is."""

import re
from collections.abc import Iterator

from kg.extract.literals import Quantity, StageWord
from kg.extract.reading import Found, within
from kg.extract.scene import Claim, Scene, once
from kg.model import Span
from kg.vocab import EntityClass, LiteralPredicate, Predicate, Stage

_E = EntityClass
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
    owners: dict[str, Found] = {}
    for project in scene.of(_E.PROJECT):
        firms = _firms_inside(scene, project)
        for firm in firms[:1]:
            owners.setdefault(project.name, firm)
            yield _undertaken(scene, project, firm, "projects:name", 0.9)
        near = _firms_by(scene, project)
        for firm in near:
            owners.setdefault(project.name, firm)
            yield _undertaken(scene, project, firm, "projects:by", 0.8)
        if not firms and not near:
            before = _firm_near(scene, project)
            if before is not None:
                owners.setdefault(project.name, before)
                yield _undertaken(scene, project, before, "projects:near", 0.7)
    for project in scene.of(_E.PROJECT):
        if project.name not in owners:
            only = _only_firm(scene, project)
            if only is not None:
                owners[project.name] = only
                yield _undertaken(scene, project, only, "projects:only-firm", 0.5)


def _firms_inside(scene: Scene, project: Found) -> list[Found]:
    firms = scene.inside(project.span, _E.COMPANY)
    return [f for f in firms if f.span.start - project.span.start <= 12]


def _firms_by(scene: Scene, project: Found) -> list[Found]:
    """Give the firms of "P由A联合B、C投资建设", also where P is only called 项目 or 这座产业园."""
    sentence = scene.reading.sentence(project.span.start)
    lead = _BY.search(scene.text, project.span.end, sentence.end)
    if lead is None:
        following = scene.reading.sentence(min(sentence.end, len(scene.text) - 1))
        lead = re.compile(
            r"(?:该|这个|这座|此)?(?:项目|产业园|基地|工程)[^，。；]{0,12}，?(?:是)?由(?=[一-鿿])"
        ).match(scene.text, following.start, following.end)
    if lead is None:
        return []
    stop = next(
        (
            i
            for i in range(lead.end(), min(len(scene.text), lead.end() + 120))
            if scene.text[i] in "，。；\n"
        ),
        lead.end(),
    )
    area = Span(lead.end(), stop)
    firms = scene.outermost(area, _E.COMPANY, _E.ORGANIZATION)
    if (
        not firms
        or firms[0].span.start > lead.end() + 8
        or not _INVESTED.search(scene.text[firms[0].span.end : stop])
    ):
        return []
    return firms


_BY = re.compile(r"[^。；\n]{0,30}?(?:由|业主是|投资方(?:是|为)|实施主体为)(?=[一-鿿])")
_INVESTED = re.compile(r"投资|承建|建设|实施|出资|运营|打造|开发|负责|，|。|$")


def _firm_near(scene: Scene, project: Found) -> Found | None:
    sentence = scene.reading.sentence(project.span.start)
    before = scene.last_before(project.span.start, _E.COMPANY)
    if before is None or before.span.start < sentence.start:
        return None
    between = scene.between(before, project)
    if (
        len(between) <= 30
        and not re.search(r"[。；]", between)
        and not _others_in(scene, before, project)
        and (_BUILDS.search(between) or _BUILT.search(between))
    ):
        return before
    return None


def _others_in(scene: Scene, left: Found, right: Found) -> bool:
    return any(
        not p.span.covers(left.span)
        for p in scene.inside(Span(left.span.end, right.span.start), _E.PROJECT)
    )


_BUILT = re.compile(
    r"投资|建设|实施|打造|承建|开发|拿下|带来|签下|携|上马|新建|建成|分别建成|兴建|规划"
)


def _only_firm(scene: Scene, project: Found) -> Found | None:
    """Give the one firm that the project's sentence, or the one before it, names."""
    sentence = scene.reading.sentence(project.span.start)
    firms = {
        f.name: f
        for f in scene.outermost(sentence, _E.COMPANY)
        if not _owns_other(scene, f, project)
    }
    if len(firms) == 1:
        return next(iter(firms.values()))
    if not firms:
        before = scene.topic(sentence.start, _E.COMPANY, sentences=1)
        if before is not None and not _owns_other(scene, before, project):
            return before
    return None


def _owns_other(scene: Scene, firm: Found, project: Found) -> bool:
    return any(
        o.kind is _E.PROJECT and o.name != project.name and o.span.covers(firm.span)
        for o in scene.around(firm.span)
    )


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
    for quantity, project in investments(scene):
        yield Claim(
            subject=project,
            predicate=LiteralPredicate.TOTAL_INVESTMENT,
            value=quantity.yuan,
            as_written=scene.text[quantity.span.start : quantity.span.end],
            by="projects:total-investment",
            confidence=0.8,
            span=scene.reading.passage_span(project.span, quantity.span),
        )


@once
def investments(scene: Scene) -> Iterator[tuple[Quantity, Found]]:
    """Yield every amount that is the total of one project, with the project."""
    shared: dict[Span, Found] = {}
    for quantity in scene.reading.quantities:
        if quantity.yuan is None or quantity.size_class:
            continue
        project = shared.get(quantity.span) or _project_of_amount(scene, quantity)
        if project is None:
            continue
        yield quantity, project
        for other, owner in _rest_of_list(scene, quantity, project):
            shared[other.span] = owner


def _rest_of_list(
    scene: Scene, quantity: Quantity, project: Found
) -> Iterator[tuple[Quantity, Found]]:
    """Pair the amounts after "分别为" with the projects after the first of their list."""
    lead = scene.text[max(0, quantity.span.start - 8) : quantity.span.start]
    run = next((r for r in scene.lists(_E.PROJECT) if r[0] is project), [])
    if "分别" not in lead or len(run) < 2:
        return
    last = quantity
    for owner in run[1:]:
        following = within(scene.reading.quantities, Span(last.span.end, last.span.end + 12))
        if not following or not following[0].yuan:
            return
        last = following[0]
        yield last, owner


def _project_of_amount(scene: Scene, quantity: Quantity) -> Found | None:
    text = scene.text
    sentence = scene.reading.sentence(quantity.span.start)
    lead = text[max(sentence.start, quantity.span.start - 14) : quantity.span.start]
    after = scene.first_after(quantity.span.end, _E.PROJECT, reach=16)
    if after is not None and after.span.end <= sentence.end:
        joint = text[quantity.span.end : after.span.start]
        # 总投资10亿元的P; 投资20亿元，建设P
        if joint in ("的", "的“", "") and not re.search(r"贷款|产值|税收|收入|利润", lead):
            return after
        if _SPENT.search(lead) and re.fullmatch(
            r"(?:人民币)?[，,]?(?:共建|建设|兴建|新建|打造|建|实施|上马|做)(?:一个|一座|的)?[^，。；]{0,4}",
            joint,
        ):
            return after
    if not _TOTAL.search(lead):
        inside = [p for p in scene.of(_E.PROJECT) if p.span.covers(quantity.span)]
        return inside[0] if inside else None
    if "分别" in lead:
        return _respective(scene, quantity)
    clause = re.split(
        r"[；。]", text[max(sentence.start, quantity.span.start - 40) : quantity.span.start]
    )[-1]
    if _PLURAL.search(clause[-30:]) or _OTHER_SUM.search(lead):
        return None
    before = scene.last_before(quantity.span.start, _E.PROJECT)
    if before is None:
        return None
    far = scene.reading.sentence_index(quantity.span.start) - scene.reading.sentence_index(
        before.span.start
    )
    return before if far <= (5 if "项目" in lead else 2) else None


_SPENT = re.compile(r"(?:投资|投了|投入|出资|斥资)(?:约|近|超)?$")
_OTHER_SUM = re.compile(r"完成|累计|新增|固定资产投资|已投资|年度|当年|招商|到位|其中|合计")


def _respective(scene: Scene, quantity: Quantity) -> Found | None:
    """Share out "三者投资依次是18亿元、9.5亿元、4亿元" over the list of as many projects before it."""
    sums = [quantity]
    for other in within(scene.reading.quantities, Span(quantity.span.end, quantity.span.end + 60)):
        if other.yuan and re.fullmatch(
            r"、|和|与|，", scene.text[sums[-1].span.end : other.span.start]
        ):
            sums.append(other)
    lists = [run for run in scene.lists(_E.PROJECT) if run[-1].span.end <= quantity.span.start]
    return lists[-1][0] if lists and len(lists[-1]) == len(sums) else None


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


@once
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
                    by="projects:stage" if word.stated else "projects:stage-expected",
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
        told = scene.text[word.span.start : project.span.start]
        around = scene.text[reading.sentence(word.span.start).start : project.span.start]
        if "\n" in told and not re.search(r"集中|个[一-鿿]{0,6}项目", around):
            continue
        done.add(project.name)
        yield Claim(
            subject=project,
            stage=word.stage,
            date=_date_near(scene, word),
            by="projects:stage-event",
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
