"""facts/posts: who holds which post where."""

import re
from collections.abc import Iterator

from kg.extract.names.titles import TITLE
from kg.extract.reading import Found
from kg.extract.scene import Claim, Scene
from kg.model import Span
from kg.vocab import EntityClass

_E = EntityClass
_BODIES = (_E.ORGANIZATION, _E.COMPANY, _E.PARK, _E.PLACE)
_STOP = "。；：！？\n“”"
_COMPANY_TITLE = re.compile(
    r"董事|总经理|总裁|总监|总工程师|创始人|CEO|首席|经理|厂长|合伙人|法定代表人|车间主任"
)
_PARK_TITLE = re.compile(r"党工委|管委会|园区长|工委")
_LOCAL_TITLE = re.compile(
    r"^(?:代|常务|原)*副?[省市县区州镇乡旗](?:长|委)|^(?:[省市县区州]委)?(?:常委|秘书长|组织部长|宣传部长|统战部长)|^(?:[省市县区州])(?:委|政府|人大|政协|政府办|纪委|监委)"
)
_LEVEL = {
    "省": "province",
    "市": "city",
    "县": "county",
    "区": "county",
    "州": "city",
    "旗": "county",
}
_GIVEN = re.compile(r"(?:同志)?(?:担任|兼任|任|出任|当选为|当选|为)")


def find_posts(scene: Scene) -> Iterator[Claim]:
    """Read the titles before a name (濮阳市委常委、园区党工委书记X), after it (X，…董事长) and lists that share one."""
    posts: list[tuple[Found, str]] = []
    previous: Found | None = None
    for person in scene.of(_E.PERSON):
        own = list(_before(scene, person, previous))
        if (
            not own
            and previous is not None
            and posts
            and re.fullmatch(r"[、和]", scene.between(previous, person))
        ):
            own = [(b, t) for b, t in posts if not _COMPANY_TITLE.search(t)] or posts
        after = [] if own else list(_after(scene, person))
        for body, title in own or after:
            yield _claim(scene, person, body, title, "posts:before" if own else "posts:after")
        if own:
            posts = own
        previous = person


def _claim(scene: Scene, person: Found, body: Found, title: str, by: str) -> Claim:
    return Claim(
        subject=person,
        object=body,
        title=title,
        by=by,
        confidence=0.85 if abs(person.span.start - body.span.end) < 20 else 0.7,
        span=scene.reading.passage_span(person.span, body.span),
        date=scene.reading.published[:10] if scene.reading.published else None,
    )


def _before(scene: Scene, person: Found, previous: Found | None) -> Iterator[tuple[Found, str]]:
    text = scene.text
    start = max([text.rfind(c, 0, person.span.start) for c in _STOP]) + 1
    if previous is not None and start < previous.span.end <= person.span.start:
        start = previous.span.end
    start = max(start, person.span.start - 70)
    tokens = list(TITLE.finditer(text, start, person.span.start))
    if not tokens or text[tokens[-1].end() : person.span.start].strip("：: ") != "":
        return
    comma = max(text.rfind(c, start, tokens[-1].start()) for c in "，,")
    if comma > start:
        start = comma + 1
        tokens = [t for t in tokens if t.start() >= start]
    yield from _resolve(scene, start, tokens)


def _after(scene: Scene, person: Found) -> Iterator[tuple[Found, str]]:
    text = scene.text
    end = person.span.end
    lead = re.compile(r"(?:（|\(|，|是|系|——)|" + _GIVEN.pattern).match(text, end)
    if lead is None:
        return
    stop = min(
        [p for c in "。；！？\n）)" if (p := text.find(c, lead.end())) >= 0] + [lead.end() + 46]
    )
    if lead.group() in "，是系" and (comma := text.find("，", lead.end(), stop)) >= 0:
        stop = comma
    tokens = list(TITLE.finditer(text, lead.end(), stop))
    if not tokens or (lead.group() in "，" and tokens[-1].end() < stop - 1):
        return
    if lead.group() in ("，", "是") and not scene.inside(
        Span(lead.end(), tokens[0].end()), *_BODIES
    ):
        return
    yield from _resolve(scene, lead.end(), tokens)


def _resolve(scene: Scene, start: int, tokens: list[re.Match[str]]) -> Iterator[tuple[Found, str]]:
    """Give each title of a chain its body: the one named before it, else that of the title before."""
    text = scene.text
    done, body = start, None
    for token in tokens:
        named = scene.outermost(Span(done, token.end()), *_BODIES)
        named = [
            n for n in named if n.span.end <= token.end() and n.span.start < token.start() + 3
        ]
        own = named[-1] if named else None
        own = _prefer_park(scene, own)
        title_start = own.span.end if own is not None and own.span.end <= token.end() - 1 else done
        title = text[title_start : token.end()].lstrip("、和兼及与暨，任的 ")
        if own is not None and own.kind is _E.ORGANIZATION and len(title) < 2:
            title = token.group()
        if own is None:
            title = _LEAD.sub("", title) or token.group()
            own = _implied(scene, title, body, token.start())
        if own is not None:
            yield own, title if len(title) <= 16 else token.group()
            body = own
        done = token.end()


_LEAD = re.compile(r"^.*(?:的|由|对|与|和|跟|向|出席|时|暨|，|、)(?=[^的由对与和跟向，、]+$)")


def _prefer_park(scene: Scene, body: Found | None) -> Found | None:
    """Attach a post at a park's committee to the park."""
    if body is None or body.kind is not _E.ORGANIZATION:
        return body
    name = scene.text[body.span.start : body.span.end]
    if not re.search(r"(?:党工委|管委会|管理委员会|工作委员会)$", name):
        return body
    parks = scene.inside(body.span, _E.PARK)
    return parks[0] if parks else body


def _implied(scene: Scene, title: str, body: Found | None, position: int) -> Found | None:
    """Give the body that a title without one means: 市长 the city, 副总经理 the firm talked of, 党工委书记 the park."""
    if _LOCAL_TITLE.match(title):
        level = next((c for c in title if c in _LEVEL), "市")
        return _place_of_committee(scene, body, level) or _place_of_level(scene, level, position)
    if body is not None:
        return body
    if _PARK_TITLE.search(title):
        return scene.last_before(position, _E.PARK) or scene.main_park
    if _COMPANY_TITLE.search(title):
        return scene.topic(position, _E.COMPANY, sentences=4)
    if re.match(r"公司|集团|企业", title):
        return scene.topic(position, _E.COMPANY, sentences=4)
    if re.search(r"会长|理事长|秘书长", title):
        return scene.topic(position, _E.ORGANIZATION, sentences=3)
    return None


def _place_of_committee(scene: Scene, body: Found | None, level: str) -> Found | None:
    """Give the city of a mayor who was called a member of its Party committee just before (宜宾市委常委、副市长)."""
    if body is None or body.kind is not _E.ORGANIZATION or not body.name.endswith(f"{level}委"):
        return None
    name = body.name.removesuffix("委")
    for place in scene.of(_E.PLACE):
        if place.name in (name, name.removesuffix(level)):
            return place
    if scene.text[body.span.start : body.span.end] != body.name:
        return None
    return Found(
        span=Span(body.span.start, body.span.end - 1), kind=_E.PLACE, name=name, by="posts:place"
    )


def _place_of_level(scene: Scene, level: str, position: int) -> Found | None:
    """Give the place that 市 or 县 means here: the last one of that level named before, else the next one."""
    places = [p for p in scene.of(_E.PLACE)]
    fitting = [
        p
        for p in places
        if scene.text[p.span.start : p.span.end].endswith(level) or p.name.endswith(level)
    ]
    before = [p for p in fitting if p.span.end <= position]
    if before:
        return before[-1]
    if fitting:
        return fitting[0]
    return scene.main_place
