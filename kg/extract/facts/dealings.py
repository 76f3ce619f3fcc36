"""facts/dealings: who signed, who talks, who works together, who belongs to whom, who is helped."""

import itertools
import re
from collections.abc import Iterator

from kg.extract.facts.locations import site_of
from kg.extract.facts.projects import find_stages
from kg.extract.reading import Found
from kg.extract.scene import Claim, Scene
from kg.model import Span
from kg.vocab import EntityClass, Predicate, Stage, Subclass

_E = EntityClass
_HOSTS = (_E.PARK, _E.PLACE, _E.ORGANIZATION)
_PARTNERS = (_E.COMPANY, _E.ORGANIZATION)
_SIGN = re.compile(
    r"签约|签订|签署|签下|签定|签了|签字|达成(?:合作|投资)?(?:框架)?协议|牵手|落户签约|签单|揭牌签约|敲定"
)
_NOT_SIGNED = re.compile(
    r"(?:未|没有|待|将|拟|争取|力争|推进|推动|促成|尽快|早日|有望|准备|等待|后|前期|率)$"
)
_TALK = re.compile(
    r"对接|洽谈|考察|座谈|拜访|走访|会见|来访|登门|商谈|接洽|叩门|敲开|推介|看地|在谈|恳谈|会谈|交流|邀请"
)
_JOINT = re.compile(
    r"合作|联合|共建|携手|采购|供应|配套|战略|协议|联手|共同|合资|供货|供给|牵手|合同|客户"
)
_WITH = re.compile(
    r"^(?:[^，。；]{0,6}?)(?:与|和|同|跟|、|联合|携手|联手|牵手|对接|以及|及|会同|向|为)[^，。；]{0,8}$"
)
_AID = re.compile(r"(?:为|给|帮助?|协助|支持|替|助力|服务)[^，。；]{0,4}$")
_AID_VERB = re.compile(
    r"发放|贷款|协调|解决|办理|落实|争取|慰问|送去|补贴|补助|奖励|招工|招聘|对接|提供|申请|代办|减免|兑付|拨付|跟踪服务|上门|跑|帮"
)


def find_signings(scene: Scene) -> Iterator[Claim]:
    """Read signings: the park or place of the sentence with each project, or firm without one, that it signs.

    Projects told one by one after "…集中签约" are signed where they are to stand.
    """
    signed: set[str] = set()
    for verb in _SIGN.finditer(scene.text):
        sentence = scene.reading.sentence(verb.start())
        if _NOT_SIGNED.search(scene.text[max(sentence.start, verb.start() - 3) : verb.start()]):
            continue
        area = _stretch(scene, verb.start(), sentence)
        host = _host(scene, verb.start(), area)
        if host is None:
            continue
        for deal in _deals(scene, area):
            if deal.kind is _E.COMPANY and _is_between_firms(scene, area):
                continue
            if deal.name not in signed:
                signed.add(deal.name)
                yield _claim(scene, host, Predicate.SIGNED, deal, "dealings:signing", 0.7)
    for claim in find_stages(scene):
        project = claim.subject
        if claim.stage is Stage.SIGNED and project.name not in signed:
            site, confidence = site_of(scene, project)
            if site is not None:
                signed.add(project.name)
                yield _claim(
                    scene,
                    site,
                    Predicate.SIGNED,
                    project,
                    "dealings:signed-project",
                    confidence - 0.1,
                )


def _stretch(scene: Scene, position: int, sentence: Span) -> Span:
    """Give the part of the sentence between the ； around a verb."""
    text = scene.text
    start = max(text.rfind(c, sentence.start, position) for c in "；;")
    ends = [e for c in "；;" if (e := text.find(c, position, sentence.end)) >= 0]
    return Span(max(start + 1, sentence.start), min([*ends, sentence.end]))


def _host(scene: Scene, position: int, area: Span) -> Found | None:
    """Give the park or place that signs, a committee standing for its park and a government for its place."""
    inside = [h for h in scene.inside(area, _E.PARK, _E.PLACE) if not _within_firm(scene, h)]
    near = [h for h in inside if h.span.end <= position] or inside
    parks = [h for h in near if h.kind is _E.PARK]
    chosen = parks[0] if parks else near[-1] if near else None
    if chosen is None:
        chosen = scene.topic(area.start, _E.PARK, _E.PLACE, sentences=2)
        if chosen is not None and _within_firm(scene, chosen):
            chosen = None
    return chosen or scene.main_park or scene.main_place


def _within_firm(scene: Scene, place: Found) -> bool:
    return any(
        o.kind in (_E.COMPANY, _E.PROJECT) and o.span.covers(place.span) and o is not place
        for o in scene.around(place.span)
    )


def _deals(scene: Scene, area: Span) -> list[Found]:
    """Give what is signed: the projects, and the firms that no project of the stretch stands for."""
    projects = scene.outermost(area, _E.PROJECT)
    firms = [
        f
        for f in scene.outermost(area, _E.COMPANY)
        if not any(p.span.covers(f.span) for p in projects)
        and not re.match(
            r"[^，。、；]{0,3}(?:董事|总经理|副总|总裁|负责人)",
            scene.text[f.span.end : f.span.end + 8],
        )
    ]
    return [*projects, *firms] if len(projects) != 1 or not firms else projects


def _is_between_firms(scene: Scene, area: Span) -> bool:
    """Tell whether the stretch is a contract of firms with each other: no park, place or body takes part."""
    bodies = scene.inside(area, _E.PARK, _E.ORGANIZATION, _E.PLACE)
    bodies = [b for b in bodies if not _within_firm(scene, b)]
    return not bodies and len(scene.outermost(area, _E.COMPANY)) > 1


def find_talks(scene: Scene) -> Iterator[Claim]:
    """Read talks, visits and courtship that have not led to a signing; the host is whom the article is about."""
    if not _COURTING.search(scene.text):
        return
    for verb in _TALK.finditer(scene.text):
        sentence = scene.reading.sentence(verb.start())
        text = scene.text[sentence.start : sentence.end]
        if _SIGN.search(text) or _AT_HOME.search(text):
            continue
        guests = [
            g
            for g in scene.outermost(sentence, _E.COMPANY, _E.ORGANIZATION)
            if _is_guest(scene, g)
        ]
        host = _courting(scene, sentence, verb.start())
        if host is None:
            continue
        for guest in guests:
            yield _claim(scene, host, Predicate.ENGAGED_WITH, guest, "dealings:talks", 0.45)


_COURTING = re.compile(r"招商|推介|投资促进|客商|对接")
#: Visits to firms that are there already.
_AT_HOME = re.compile(r"调研|慰问|困难|园区企业|区内企业|企业服务|送政策|采购合同|供应|辖区|解决")


def _is_guest(scene: Scene, name: Found) -> bool:
    if _within_project(scene, name):
        return False
    if name.kind is _E.COMPANY:
        return True
    return name.subclass in (
        None,
        Subclass.ASSOCIATION,
        Subclass.UNIVERSITY,
        Subclass.INSTITUTE,
    ) and not scene.inside(name.span, _E.PARK, _E.PLACE)


def _courting(scene: Scene, sentence: Span, position: int) -> Found | None:
    """Give the park or place that seeks the firm: the sentence's subject, else the article's own."""
    before = [
        h
        for h in scene.outermost(Span(sentence.start, position), _E.PARK, _E.PLACE)
        if not _within_firm(scene, h)
        and not re.search(
            r"(?:赴|到|在|抵达|前往|了|至)$", scene.text[max(0, h.span.start - 2) : h.span.start]
        )
    ]
    if before and before[0].span.start - sentence.start <= 12:
        return before[0]
    return scene.main_park or scene.main_place


def _within_project(scene: Scene, firm: Found) -> bool:
    return any(o.kind is _E.PROJECT and o.span.covers(firm.span) for o in scene.around(firm.span))


def find_cooperation(scene: Scene) -> Iterator[Claim]:
    """Read contracts and joint work: "A与B、C签署战略合作协议", "A联合B", "同A合作"."""
    for run in _runs(scene):
        first, others, area = run
        text = scene.text[area.start : area.end]
        if not _JOINT.search(text) or re.search(
            r"(?:希望|有望|拟|探讨|洽谈|争取)[^，。]{0,12}合作", text
        ):
            continue
        for other in others:
            yield _claim(
                scene, first, Predicate.COOPERATES_WITH, other, "dealings:cooperation", 0.6
            )


def _runs(scene: Scene) -> Iterator[tuple[Found, list[Found], Span]]:
    for sentence in scene.reading.sentences:
        for piece in _clauses(scene.text, sentence):
            names = [
                n
                for n in scene.outermost(piece, _E.COMPANY, _E.ORGANIZATION, _E.PARK)
                if not _within_project(scene, n)
            ]
            if len(names) < 2:
                continue
            joint = scene.text[names[0].span.end : names[1].span.start]
            if (
                re.search(r"(?:与|和|同|跟|联合|携手|联手)[^，。；]{0,4}$", joint)
                and len(joint) <= 10
                and names[0].kind in _PARTNERS
            ):
                partners = [names[1]]
                for left, right in itertools.pairwise(names):
                    if re.fullmatch(
                        r"、|和|以及|及|与", scene.text[left.span.end : right.span.start]
                    ):
                        partners.append(right)
                    else:
                        break
                yield names[0], partners, piece


def _clauses(text: str, sentence: Span) -> Iterator[Span]:
    start = sentence.start
    for match in re.finditer(
        r"[；。：]|，(?!以及|并|双方|还)", text[sentence.start : sentence.end]
    ):
        yield Span(start, sentence.start + match.end())
        start = sentence.start + match.end()
    if start < sentence.end:
        yield Span(start, sentence.end)


def find_subsidiaries(scene: Scene) -> Iterator[Claim]:
    """Read 子公司, 旗下, 控股 and a regional firm that carries its parent's name."""
    text = scene.text
    firms = scene.of(_E.COMPANY)
    for left, right in itertools.pairwise(firms):
        if (
            left.span.end > right.span.start
            or left.name == right.name
            or right.span.start - left.span.end > 30
        ):
            continue
        between = text[left.span.end : right.span.start]
        if re.search(r"[。；\n]", between):
            continue
        if re.search(
            r"(?:旗下|下属|所属|全资|控股|子公司|投资设立|出资设立|注册成立|设立)", between
        ):
            yield _claim(scene, right, Predicate.SUBSIDIARY_OF, left, "dealings:subsidiary", 0.7)
        elif re.search(r"(?:母公司|的?投资方(?:是|为)|隶属于?|由)", between) or (
            re.match(
                r"[^，。]{0,4}(?:旗下|的?(?:全资|控股)?子公司)",
                text[right.span.end : right.span.end + 10],
            )
            and re.search(r"是|为|系|作为", between)
        ):
            yield _claim(scene, left, Predicate.SUBSIDIARY_OF, right, "dealings:subsidiary", 0.7)
    for firm in firms:
        for inner in scene.inside(firm.span, _E.COMPANY):
            if (
                inner.name != firm.name
                and inner.span != firm.span
                and inner.span.start == firm.span.start
            ):
                yield _claim(scene, firm, Predicate.SUBSIDIARY_OF, inner, "dealings:name", 0.6)


def find_aid(scene: Scene) -> Iterator[Claim]:
    """Read aid that a park, place or body gives to a named firm."""
    for firm in scene.of(_E.COMPANY):
        sentence = scene.reading.sentence(firm.span.start)
        before = scene.text[max(sentence.start, firm.span.start - 8) : firm.span.start]
        after = scene.text[firm.span.end : firm.span.end + 24]
        if _AID.search(before) and _AID_VERB.search(after):
            giver = scene.topic(firm.span.start, *_HOSTS, sentences=2)
            if giver is not None and not _within_firm(scene, giver):
                yield _claim(scene, giver, Predicate.SUPPORTS, firm, "dealings:aid", 0.5)


def _claim(
    scene: Scene, subject: Found, predicate: Predicate, object: Found, by: str, confidence: float
) -> Claim:
    return Claim(
        subject=subject,
        predicate=predicate,
        object=object,
        by=by,
        confidence=confidence,
        span=scene.reading.passage_span(subject.span, object.span),
    )
