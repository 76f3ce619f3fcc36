"""model: the frozen values that pass between the rooms.

Along the way of the data: `Article` (read) -> `RepairedArticle` (repair) -> `Extraction` (extract)
-> `Resolution` (resolve) -> RDF (graph), which the windows read back as `Entity`, `Fact`, `Post`,
`StageEvent`, `Observation`, `Evidence` and `ArticleNode` (see `kg.graph.reader`).

Two rulers are in use and never mixed: `Span` of the *repaired* text, and `Passage`, which counts
code points of the *source* as decoded, before any repair. All spans are half-open.
The values are msgspec structs: frozen, hashable, picklable, and read and written as JSON with checked types.
"""

from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise
from typing import NewType

import msgspec

from kg.vocab import EntityClass, LiteralPredicate, Predicate, Stage, Subclass

ArticleId = NewType("ArticleId", str)
MentionId = NewType("MentionId", str)
EntityId = NewType("EntityId", str)


class Value(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Base of the values below; `kw_only` is said again in each, as msgspec does not pass it on."""


class Span(msgspec.Struct, frozen=True, array_like=True, order=True):
    """Half-open range of code points of one text."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def covers(self, other: "Span") -> bool:
        """Tell whether `other` lies inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Span") -> bool:
        """Tell whether the two spans share a character."""
        return self.start < other.end and other.start < self.end


class Passage(Value, frozen=True, kw_only=True):
    """A stretch of the source: `source[start:end] == quote`, whatever was repaired in it."""

    start: int
    end: int
    quote: str


# ---- read -------------------------------------------------------------------------------------


class Article(Value, frozen=True, kw_only=True):
    """One article as it was read: its source text as decoded, and what its frame says about it."""

    id: ArticleId  #: hash of `source_text` and, in a container, of the record's place
    source_file: str  #: name of the file, for people and for `park:sourceFile`
    #: place inside a container ("line 3", "member a/b.html"), if it is one
    record: str | None = None
    #: the file (or the record's text field) as decoded; all `Passage`s count in it
    source_text: str
    #: parts of `source_text` that hold the article; empty means all of it
    body: tuple[Span, ...] = ()
    markup: bool = False  #: whether `source_text` is HTML, so that `body` cuts it into text runs
    headline: str | None = None
    published: str | None = None  #: ISO 8601 date or date-time
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    url: str | None = None
    encoding: str = "utf-8"
    notes: tuple[str, ...] = ()  #: what the reader had to decide, for report.json


class Rejection(Value, frozen=True, kw_only=True):
    """An input that gave no article, and why, in words that tell its owner what to do."""

    source: str
    reason: str


# ---- repair -----------------------------------------------------------------------------------


class Alignment(msgspec.Struct, frozen=True, array_like=True):
    """Where each character of a repaired text came from, as runs.

    Run `k` begins at `at[k]` in the repaired text and at `starts[k]` in the source. A run of width 1
    is copied character by character; a run of any other width is a single character that stands for
    `widths[k]` characters of the source. Source characters between two runs were dropped.
    """

    length: int  #: characters of the repaired text
    at: tuple[int, ...]
    starts: tuple[int, ...]
    widths: tuple[int, ...]

    @classmethod
    def identity(cls, length: int, *, offset: int = 0) -> "Alignment":
        """Give the alignment of a text that is copied whole from `offset` in its source."""
        return cls(length, (0,), (offset,), (1,)) if length else cls(0, (), (), ())

    def source_span(self, span: Span) -> Span:
        """Give the exact span of the source that a non-empty span of repaired text stands for."""
        if not 0 <= span.start < span.end <= self.length:
            raise ValueError(
                f"span {span.start}..{span.end} is empty or outside the text of {self.length}"
            )
        return Span(self._character(span.start).start, self._character(span.end - 1).end)

    def runs(self) -> Iterator[tuple[Span, Span]]:
        """Yield each run of the repaired text with the span of the source that it stands for."""
        for run, (begin, end) in enumerate(pairwise((*self.at, self.length))):
            width = end - begin if end - begin > 1 else self.widths[run]
            yield Span(begin, end), Span(self.starts[run], self.starts[run] + width)

    def is_monotone(self) -> bool:
        """Tell whether neither ends nor starts ever decrease from one character to the next."""
        lengths = [b - a for a, b in pairwise((*self.at, self.length))]
        firsts = [Span(s, s + w) for s, w in zip(self.starts, self.widths, strict=True)]
        lasts = [
            Span(s.start + n - 1, s.end + n - 1) for s, n in zip(firsts, lengths, strict=True)
        ]
        return all(s.start <= s.end for s in firsts) and all(
            last.start <= first.start and last.end <= first.end
            for last, first in zip(lasts, firsts[1:], strict=False)
        )

    def _character(self, index: int) -> Span:
        run = bisect_right(self.at, index) - 1
        start = self.starts[run] + index - self.at[run]
        return Span(start, start + self.widths[run])


class RepairedArticle(Value, frozen=True, kw_only=True):
    """An article in clean Simplified Chinese, each character tied to its source."""

    #: with headline, date, publisher and authors filled in from the page furniture
    article: Article
    text: str
    alignment: Alignment
    #: sentences of running text, in order; headings are sentences too
    sentences: tuple[Span, ...]
    #: lines that are titles, of the article or of a section
    headings: tuple[Span, ...] = ()
    #: breadcrumbs, bylines, contact blocks…: nothing is extracted there
    furniture: tuple[Span, ...] = ()
    repairs: tuple[tuple[str, int], ...] = ()  #: step name -> how often it changed something
    unrepaired: tuple[Span, ...] = ()  #: damage that could only be marked

    def passage(self, span: Span) -> Passage:
        """Give the passage of the source that `span` of the repaired text stands for."""
        source = self.alignment.source_span(span)
        return Passage(
            start=source.start,
            end=source.end,
            quote=self.article.source_text[source.start : source.end],
        )


# ---- extract ----------------------------------------------------------------------------------


class Mention(Value, frozen=True, kw_only=True):
    """Some characters that name something."""

    id: MentionId  #: unique in the whole corpus: article, span, class and name
    span: Span  #: in the repaired text
    passage: Passage
    text: str  #: the repaired characters
    name: str  #: what they name in full ("市委" after "濮阳市委、" is 濮阳市委); else the text itself
    kind: EntityClass
    subclass: Subclass | None = None
    by: str  #: extractor or model that read it
    confidence: float = 1.0


class Statement(Value, frozen=True, kw_only=True, tag_field="type"):
    """What a passage claims of a mention; the subclasses say what kind of claim it is."""

    subject: MentionId
    passage: Passage
    by: str
    confidence: float = 1.0


class Relation(Statement, frozen=True, kw_only=True, tag="relation"):
    """`subject` predicate `object`, both entities."""

    predicate: Predicate
    object: MentionId


class Attribute(Statement, frozen=True, kw_only=True, tag="attribute"):
    """`subject` predicate value: total investment in yuan, or capacity as written."""

    predicate: LiteralPredicate
    value: str  #: a plain decimal for totalInvestment, the text itself for capacity
    as_written: str


class Holding(Statement, frozen=True, kw_only=True, tag="post"):
    """The person `subject` holds the post `title` at the mention `body`."""

    body: MentionId
    title: str
    as_of: str | None = None  #: ISO 8601 date, month or year


class StageReport(Statement, frozen=True, kw_only=True, tag="stage"):
    """The project `subject` is at `stage`, since or on `date` if one is stated."""

    stage: Stage
    date: str | None = None


class Figure(Statement, frozen=True, kw_only=True, tag="observation"):
    """A figure about `subject`: an indicator, its value and unit, and the period it counts for."""

    indicator: str
    value: str  #: plain decimal
    unit: str
    period: str | None = None  #: 2022, 2022-H1, 2022-Q1, 2022-01/2022-04 or a date
    year_on_year: str | None = None  #: percent, signed, plain decimal
    qualifier: str | None = None  #: 余, 近, 约, 逾, 以上


AnyStatement = Relation | Attribute | Holding | StageReport | Figure


class Extraction(Value, frozen=True, kw_only=True):
    """All that one article says, in terms of its mentions; the pure result of one article."""

    article: (
        Article  #: its `source_text` is emptied once the passages are cut (see `without_text`)
    )
    text: str  #: the repaired text that the mentions' spans count in
    mentions: tuple[Mention, ...]  #: sorted by span, then class
    statements: tuple[AnyStatement, ...]
    repairs: tuple[tuple[str, int], ...] = ()


# ---- resolve ----------------------------------------------------------------------------------


class Judgement(Value, frozen=True, kw_only=True):
    """A decision whether two mentions name one thing, with its reason as a sentence."""

    left: MentionId
    right: MentionId
    verdict: str  #: "same", "different" or "unsure"
    score: float
    by: str  #: rule that decided, or "person"
    reason: str
    left_name: str = ""
    right_name: str = ""


class Link(Value, frozen=True, kw_only=True):
    """An entity's place in an authority table."""

    property: str  #: adcode, zoneCode or stockCode
    code: str
    certain: bool  #: exactMatch, else closeMatch
    confidence: float
    reason: str


class Cluster(Value, frozen=True, kw_only=True):
    """One thing in the world: the mentions that name it."""

    id: EntityId  #: path of its IRI below parkid:, such as "company/三棵树"
    kind: EntityClass
    subclasses: tuple[Subclass, ...] = ()
    label: str
    names: tuple[str, ...]  #: every surface form and full name, sorted, label included
    mentions: tuple[MentionId, ...]
    links: tuple[Link, ...] = ()


class Resolution(Value, frozen=True, kw_only=True):
    """Who is who over a whole corpus."""

    clusters: tuple[
        Cluster, ...
    ]  #: sorted by id; every mention is in exactly one, or in `unresolved`
    judgements: tuple[Judgement, ...]
    statements: tuple[
        Relation, ...
    ] = ()  #: what identity itself shows, such as a regional subsidiary
    unresolved: tuple[
        MentionId, ...
    ] = ()  #: words such as 该公司 that name nothing in their article

    def entity_of(self) -> dict[MentionId, EntityId]:
        """Map each mention to the entity that it names."""
        return dict(self._pairs())

    def _pairs(self) -> Iterator[tuple[MentionId, EntityId]]:
        for cluster in self.clusters:
            for mention in cluster.mentions:
                yield mention, cluster.id


# ---- what the windows read back from a built graph ----------------------------------------------


class ArticleNode(Value, frozen=True, kw_only=True):
    """An article as the graph describes it."""

    id: str
    source_file: str
    headline: str | None = None
    published: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    url: str | None = None


class Evidence(Value, frozen=True, kw_only=True):
    """A passage of an article and the rule or model that read it."""

    id: str
    article: str
    quote: str
    start: int
    end: int
    confidence: float
    by: str


class Entity(Value, frozen=True, kw_only=True):
    """A node of the graph. Ids are paths below parkid:, as in `Cluster.id`."""

    id: str
    kind: EntityClass
    subclasses: tuple[Subclass, ...] = ()
    label: str
    names: tuple[str, ...] = ()  #: altLabels, sorted, label left out
    articles: tuple[str, ...] = ()
    adcode: str | None = None
    zone_code: str | None = None
    stock_code: str | None = None


class Fact(Value, frozen=True, kw_only=True):
    """A plain edge (`object`) or a literal (`value`) with its evidence ids, sorted."""

    subject: str
    predicate: str  #: a `Predicate`, a `LiteralPredicate` or "stage" (the latest stage)
    object: str | None = None
    value: str | None = None
    evidence: tuple[str, ...] = ()
    inferred: bool = False


class Post(Value, frozen=True, kw_only=True):
    """A person's post, an org:Membership node."""

    id: str
    person: str
    body: str
    title: str
    as_of: str | None = None  #: the latest of `dates`
    dates: tuple[str, ...] = ()  #: every date it is reported for, sorted
    evidence: tuple[str, ...] = ()


class StageEvent(Value, frozen=True, kw_only=True):
    """A project's reaching of a stage, a park:StageEvent node."""

    id: str
    project: str
    stage: Stage
    date: str | None = None
    evidence: tuple[str, ...] = ()


class Observation(Value, frozen=True, kw_only=True):
    """A figure, a park:Observation node."""

    id: str
    subject: str
    indicator: str
    value: str
    unit: str = ""
    period: str | None = None
    year_on_year: str | None = None
    qualifier: str | None = None  #: 余, 近, 约, 逾, 以上
    evidence: tuple[str, ...] = ()
