"""scene: an `Extraction` in, its mentions grouped by name and the place it is about out."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from kg.model import Extraction, Holding, Mention, MentionId
from kg.resolve.authority import Division, divisions, divisions_by_name
from kg.resolve.names import place_readings, split_places
from kg.vocab import EntityClass

# "X（以下简称“Y”）", "X（Y）": what may stand between a full name and the short form that it introduces.
_INTRODUCES = re.compile(r"[（(](?:以下|下)?(?:统?简称|称)?(?:为|:|：)?[“\"「『]?")
_OUTLET = re.compile(r"^(.{2,4}?)(?:日报|晚报|晨报|新闻网|融媒|网|电视台|发布)")
_POINTER = re.compile(r"^[该此]|^这[个家]|^(?:公司|集团|企业)$")
#: How much a place in the headline says about what an article is about, in mentions.
_HEADLINE_WEIGHT = 3
#: From this share of the places named on, an article about a prefecture is about one county of it.
_MOSTLY = 0.6


@dataclass(frozen=True, eq=False)
class Naming:
    """All mentions of one article that give one name to a thing of one class."""

    kind: EntityClass
    name: str
    mentions: tuple[Mention, ...]  #: in the order of the text

    @property
    def start(self) -> int:
        """Where the name first occurs."""
        return self.mentions[0].span.start

    def __repr__(self) -> str:
        return f"{self.kind}:{self.name}×{len(self.mentions)}"


@dataclass(frozen=True, eq=False)
class Finding:
    """A verdict on two names of one article, and why."""

    left: Naming
    right: Naming
    verdict: str
    score: float
    by: str
    reason: str


class Scene:
    """What the rules for identity inside one article look at."""

    def __init__(self, extraction: Extraction) -> None:
        self.extraction = extraction
        grouped: dict[tuple[EntityClass, str, int], list[Mention]] = defaultdict(list)
        for mention in extraction.mentions:
            # 该公司 means another firm each time, so each is a name of its own
            own = mention.span.start if _POINTER.match(mention.name) else -1
            grouped[mention.kind, mention.name, own].append(mention)
        self._namings: dict[EntityClass, list[Naming]] = defaultdict(list)
        for (kind, name, _), mentions in sorted(grouped.items()):
            ordered = tuple(sorted(mentions, key=lambda m: (m.span, m.id)))
            self._namings[kind].append(Naming(kind, name, ordered))

    @cached_property
    def _mentions(self) -> dict[MentionId, Mention]:
        return {m.id: m for m in self.extraction.mentions}

    def mention(self, id: MentionId) -> Mention | None:
        """Give a mention of the article by its id."""
        return self._mentions.get(id)

    @cached_property
    def _posts(self) -> dict[MentionId, list[tuple[str, EntityClass]]]:
        posts: dict[MentionId, list[tuple[str, EntityClass]]] = defaultdict(list)
        for statement in self.extraction.statements:
            if isinstance(statement, Holding) and (body := self.mention(statement.body)):
                posts[statement.subject].append((body.name, body.kind))
        return posts

    def bodies_of(self, people: set[MentionId]) -> list[tuple[str, EntityClass]]:
        """Give the name and class of each body at which some mentions of a person hold posts."""
        return sorted({body for person in people for body in self._posts.get(person, ())})

    @cached_property
    def focus(self) -> Division | None:
        """Give the county that most of the article is about, else the prefecture, else the province."""
        county, city = self.home.get(3), self.home.get(2)
        if county and not (city and self._votes[county.code] < _MOSTLY * self._votes[city.code]):
            return county
        return city or self.home.get(1)

    def seat(self, level: str) -> Division | None:
        """Give the place that 省, 市, 县 or 区 before a body's name leaves out."""
        if level == "省":
            return self.home.get(1)
        county, city = self.home.get(3), self.home.get(2)
        if level == "市":
            if self.focus and self.focus.name.endswith("市"):
                return self.focus
            return city or self.home.get(1)
        if level == "州":
            return city if city and city.name.endswith("州") else None
        return county if county and county.name.endswith(level) else None

    def namings(self, kind: EntityClass) -> list[Naming]:
        """Give the names of one class, first mentioned first."""
        return sorted(self._namings[kind], key=lambda n: (n.start, n.name))

    @cached_property
    def introduced(self) -> frozenset[tuple[str, str]]:
        """Give the pairs (full name, short form) that the text itself introduces in brackets."""
        text = self.extraction.text
        pairs = set()
        mentions = self.extraction.mentions
        ends: dict[tuple[EntityClass, int], list[Mention]] = defaultdict(list)
        for m in mentions:
            ends[m.kind, m.span.end].append(m)
        for short in mentions:
            closing = text[short.span.end : short.span.end + 2].lstrip('”"」』')
            if not closing.startswith(("）", ")", "、")):
                continue
            for opened in _INTRODUCES.finditer(
                text, max(0, short.span.start - 9), short.span.start
            ):
                if opened.end() == short.span.start:
                    pairs |= {(m.name, short.name) for m in ends[short.kind, opened.start()]}
        return frozenset(pairs)

    @cached_property
    def _votes(self) -> Counter[str]:
        """Count how often the article names each division, alone or before a park or a body."""
        found: list[tuple[tuple[Division, ...], int]] = []
        for kind in (EntityClass.PLACE, EntityClass.PARK, EntityClass.ORGANIZATION):
            for naming in self._namings[kind]:
                places, _ = split_places(naming.name)
                if places:
                    found.append((place_readings("".join(places)), len(naming.mentions)))
        headline = self.extraction.article.headline or ""
        found += [(those, _HEADLINE_WEIGHT) for those in _places_in(headline)]
        outlet = _OUTLET.match(self.extraction.article.publisher or "")
        if outlet and outlet[1] in divisions_by_name():
            found.append((divisions_by_name()[outlet[1]], 2))
        votes: Counter[str] = Counter()
        for those, n in found:  # what has one reading first: it helps to read the others
            if len(those) == 1:
                votes.update(_upwards(those[0], n))
        for those, n in found:
            if len(those) > 1:
                best = _best(those, votes)
                votes.update(_upwards(best, n))
        return votes

    @cached_property
    def home(self) -> dict[int, Division]:
        """Give the province, the prefecture and the county that the article is about, by level."""
        chosen: dict[int, Division] = {}
        for level in (1, 2, 3):
            options = [
                (n, code)
                for code, n in self._votes.items()
                if divisions()[code].level == level
                and all(divisions()[code].within(outer.code) for outer in chosen.values())
            ]
            if options:
                best = max(options, key=lambda o: (o[0], [-ord(c) for c in o[1]]))
                chosen[level] = divisions()[best[1]]
        return chosen

    def vouches_for(self, division: Division) -> bool:
        """Tell whether an article is about, or names, the surroundings of a county without its level in a name.

        南川工业园区 in an article on 西宁 is none of 南川 in 重庆.
        """
        if division.level < 3 or any(division.within(h.code) for h in self.home.values()):
            return True
        return any(
            division.within(d.code)
            for place in self._namings[EntityClass.PLACE]
            for d in place_readings(place.name)
        )

    def division(self, name: str) -> Division | None:
        """Give the division that a place name means in this article, if that is clear."""
        readings = place_readings(name)
        if len(readings) <= 1:
            return readings[0] if readings else None
        exact = tuple(r for r in readings if r.name == name)
        readings = exact or readings
        if len(readings) == 1:
            return readings[0]
        voted = [r for r in readings if self._votes[r.code]]
        near = [
            r for r in (voted or readings) if any(r.within(h.code) for h in self.home.values())
        ]
        pool = near or voted
        return _best(tuple(pool), self._votes) if pool else None


def _places_in(text: str) -> Iterator[tuple[Division, ...]]:
    """Give the readings of the division names in a line, the longest name at each place."""
    known, at = divisions_by_name(), 0
    while at < len(text):
        size = next(
            (n for n in range(min(11, len(text) - at), 1, -1) if text[at : at + n] in known), 0
        )
        if size:
            yield known[text[at : at + size]]
        at += size or 1


def _upwards(division: Division, n: int) -> dict[str, int]:
    """Vote for a division and for what it lies in."""
    codes = {division.code, division.code[:4] + "00", division.code[:2] + "0000"}
    return {code: n for code in codes if code in divisions()}


def _best(readings: tuple[Division, ...], votes: Counter[str]) -> Division:
    """Choose the reading whose surroundings the article names most; the higher level if none is."""
    return max(
        readings,
        key=lambda d: (
            votes[d.code],
            votes[d.code[:4] + "00"],
            votes[d.code[:2] + "0000"],
            -d.level,
            [-ord(c) for c in d.code],
        ),
    )
