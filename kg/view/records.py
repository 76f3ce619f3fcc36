"""records: what travels from Python into the page; `web/src/data.ts` says the same in TypeScript.

Rows are JSON arrays and refer to each other by row number, so that twenty thousand nodes travel in
little room. The page opens on `Network`; `Reading` is unpacked right after the first picture.
"""

from typing import NamedTuple

import msgspec


class NodeRow(NamedTuple):
    """An entity: who it is, how to find it, where it stands."""

    id: str
    kind: str
    subclasses: tuple[str, ...]
    label: str
    names: tuple[str, ...]
    typed: tuple[str, ...]  #: pinyin spelling of the label, then initials of the label and names
    x: int
    y: int
    importance: int  #: statements and articles that speak of it
    articles: tuple[int, ...]
    codes: tuple[tuple[str, str], ...]


class FactRow(NamedTuple):
    """A plain edge (`object` >= 0) or a literal (`value`)."""

    subject: int
    predicate: str
    object: int
    value: str | None
    evidence: tuple[int, ...]
    inferred: bool


class PostRow(NamedTuple):
    """A person's post."""

    person: int
    body: int
    title: str
    as_of: str | None
    evidence: tuple[int, ...]


class StageRow(NamedTuple):
    """A project's reaching of a stage."""

    project: int
    stage: str
    date: str | None
    evidence: tuple[int, ...]


class FigureRow(NamedTuple):
    """A figure about something."""

    subject: int
    indicator: str
    value: str  #: with the qualifier that stands after it, such as 余
    unit: str
    period: str | None
    year_on_year: str | None
    evidence: tuple[int, ...]


class ArticleRow(NamedTuple):
    """What the frame of an article says."""

    id: str
    title: str
    published: str | None
    publisher: str | None
    authors: tuple[str, ...]
    url: str | None
    file: str


class DiscRow(NamedTuple):
    """A community on the map and the node that it is named after (-1 for the loose nodes)."""

    x: int
    y: int
    radius: int
    name_node: int
    size: int


class QuestionRow(NamedTuple):
    """A named SPARQL question, as its file has it."""

    name: str
    text: str


class Network(msgspec.Struct, frozen=True):
    """All that the first picture, the search, the filters and the fact lists need."""

    title: str
    nodes: tuple[NodeRow, ...]
    facts: tuple[FactRow, ...]
    posts: tuple[PostRow, ...]
    stages: tuple[StageRow, ...]
    figures: tuple[FigureRow, ...]
    articles: tuple[ArticleRow, ...]
    discs: tuple[DiscRow, ...]
    evidence_article: tuple[int, ...]
    evidence_confidence: tuple[int, ...]  #: percent
    questions: tuple[QuestionRow, ...]
    prefixes: tuple[tuple[str, str], ...]  #: declared before every query
    focus: int  #: node that the page opens on, or -1


class PassageRow(NamedTuple):
    """A passage of the source and, if it was found again in the repaired text, where (else -1, -1)."""

    quote: str
    start: int
    end: int
    by: str


class MentionRow(NamedTuple):
    """Characters of a repaired text that name a node (-1: something that the view leaves out)."""

    start: int
    end: int
    node: int
    kind: str


class TextRow(NamedTuple):
    """The repaired text of an article. Offsets are UTF-16 units, the ruler of browsers."""

    text: str
    mentions: tuple[MentionRow, ...]


class Reading(msgspec.Struct, frozen=True):
    """What the passages and the article view show; rows match `Network`'s evidence and articles."""

    passages: tuple[PassageRow, ...]
    texts: tuple[TextRow | None, ...]


class Payload(msgspec.Struct, frozen=True):
    """Both parts."""

    network: Network
    reading: Reading
