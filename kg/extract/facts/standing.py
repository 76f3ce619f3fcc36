"""facts/standing: who received which honour, who runs which initiative, who has which industry."""

import re
from collections.abc import Iterator

from kg.extract.names.honours import GRANT
from kg.extract.reading import Found
from kg.extract.scene import Claim, Scene
from kg.model import Span
from kg.vocab import EntityClass, Predicate

_E = EntityClass
_HOSTS = (_E.PARK, _E.PLACE)
_RECEIVERS = (_E.COMPANY, _E.PARK, _E.PLACE, _E.PROJECT, _E.ORGANIZATION)
_OWN_TRADE = re.compile(r"^(?:是|为|作为|系|专注于?|主营|从事|生产|主攻|主要从事|集|专业从事)")


def find_honours(scene: Scene) -> Iterator[Claim]:
    """Give an honour to the subject of its sentence, or to the list of names before the verb that grants it."""
    for honour in scene.of(_E.HONOR):
        sentence = scene.reading.sentence(honour.span.start)
        before = Span(sentence.start, honour.span.start)
        names = [n for n in scene.outermost(before, *_RECEIVERS) if not scene.covered(n)]
        awarded = list(_after_colon(scene, honour, sentence))
        if awarded:
            for receiver in awarded:
                yield _claim(scene, receiver, Predicate.RECEIVED, honour, "standing:roll", 0.75)
            continue
        after = scene.text[honour.span.end : honour.span.end + 4]
        following = scene.first_after(honour.span.end, _E.COMPANY, reach=6)
        if (
            following is not None
            and not GRANT.search(scene.text[sentence.start : honour.span.start])
            and re.match(r"[”企业—、]{0,4}$", scene.text[honour.span.end : following.span.start])
        ):
            yield _claim(scene, following, Predicate.RECEIVED, honour, "standing:apposition", 0.6)
            continue
        if names:
            for receiver in _listed(scene, names):
                yield _claim(scene, receiver, Predicate.RECEIVED, honour, "standing:granted", 0.65)
        elif not after.startswith("的"):
            topic = scene.topic(honour.span.start, _E.COMPANY, _E.PARK, sentences=2)
            if topic is not None:
                yield _claim(scene, topic, Predicate.RECEIVED, honour, "standing:topic", 0.5)


def _after_colon(scene: Scene, honour: Found, sentence: Span) -> Iterator[Found]:
    """Yield the names of a roll of honour: "制造业投资奖（7个）：松阳县、龙泉市…"."""
    lead = re.compile(r"[”」]?(?:（[^）]*）|\([^)]*\))?[：:]").match(scene.text, honour.span.end)
    if lead is None:
        return
    end = next(
        (
            i
            for i in range(lead.end(), min(len(scene.text), lead.end() + 400))
            if scene.text[i] in "；。\n"
        ),
        sentence.end,
    )
    yield from (
        n for n in scene.outermost(Span(lead.end(), end), *_RECEIVERS) if not scene.covered(n)
    )


def _listed(scene: Scene, names: list[Found]) -> list[Found]:
    firms = [n for n in names if n.kind in (_E.COMPANY, _E.PROJECT)]
    chosen = [(firms or names)[-1]] if firms else [names[0]]
    for name in reversed(names):
        if name.span.end <= chosen[-1].span.start and re.fullmatch(
            r"、|和|与|以及|及", scene.text[name.span.end : chosen[-1].span.start]
        ):
            chosen.append(name)
    return chosen


def find_programmes(scene: Scene) -> Iterator[Claim]:
    """Tie an initiative to the park, place or body of its sentence, else to the one talked of."""
    for initiative in scene.of(_E.INITIATIVE):
        sentence = scene.reading.sentence(initiative.span.start)
        before = [
            n
            for n in scene.outermost(
                Span(sentence.start, initiative.span.start), _E.PARK, _E.PLACE, _E.ORGANIZATION
            )
            if not scene.covered(n)
        ]
        hosts = [n for n in before if n.kind is not _E.ORGANIZATION] or before
        runner = (
            hosts[-1]
            if hosts
            else scene.topic(initiative.span.start, *_HOSTS, sentences=3)
            or scene.main_park
            or scene.main_place
        )
        if runner is not None:
            yield _claim(
                scene,
                runner,
                Predicate.IMPLEMENTS,
                initiative,
                "standing:programme",
                0.55 if hosts else 0.45,
            )


def find_trades(scene: Scene) -> Iterator[Claim]:
    """Tie an industry to the park or place of its sentence (or the one talked of), or to a firm that is in it."""
    for industry in scene.of(_E.INDUSTRY):
        if any(
            o.kind in (_E.COMPANY, _E.PROJECT, _E.PARK, _E.ORGANIZATION, _E.INITIATIVE, _E.HONOR)
            and o.span.covers(industry.span)
            for o in scene.around(industry.span)
        ):
            continue
        sentence = scene.reading.sentence(industry.span.start)
        area = Span(sentence.start, industry.span.start)
        firm = scene.last_before(industry.span.start, _E.COMPANY, reach=14)
        if (
            firm is not None
            and firm.span.start >= sentence.start
            and _OWN_TRADE.match(scene.text[firm.span.end : industry.span.start].lstrip("，"))
        ):
            yield _claim(scene, firm, Predicate.HAS_INDUSTRY, industry, "standing:own-trade", 0.55)
            continue
        hosts = [h for h in scene.outermost(area, *_HOSTS) if not scene.covered(h)]
        host = hosts[-1] if hosts else scene.topic(industry.span.start, *_HOSTS, sentences=2)
        if host is None or scene.covered(host):
            host = scene.main_park or scene.main_place
        if host is not None:
            yield _claim(
                scene,
                host,
                Predicate.HAS_INDUSTRY,
                industry,
                "standing:industry",
                0.6 if hosts else 0.5,
            )


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
