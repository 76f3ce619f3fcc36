"""model_claims: the neural reader's spans and pairs in, findings and claims in our terms out."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from kg.extract.literals import Growth, Moment, Quantity, StageWord
from kg.extract.neural import Encoded, ScoredPair, TypedSpan, stage_label
from kg.extract.reading import Found, Reading
from kg.extract.scene import Claim, Scene
from kg.model import Span
from kg.vocab import EntityClass, LiteralPredicate, Predicate

_KINDS = {kind.value: kind for kind in EntityClass}
_PREDICATES = {p.value: p for p in Predicate}
_WORDS = ("Title", "Capacity", "Indicator")
#: A word of a post, a capacity or an indicator is related from this probability on.
_WORD_FLOOR = 0.3

_Literal = Quantity | Growth | Moment | StageWord


def names_of(encoded: Encoded, reading: Reading) -> list[Found]:
    """Give the model's spans of the nine classes as findings."""
    text = reading.text
    found = []
    for start, end, label, score in encoded.spans:
        if label in _KINDS:
            begin = start + _n_of_time(text, start, end)
            found.append(
                Found(
                    span=Span(begin, end),
                    kind=_KINDS[label],
                    name=text[begin:end],
                    by="model:span",
                    confidence=score,
                )
            )
    return found


#: A time that a name is often run into: 去年|滁州经开区, 8月|宜宾三江新区.
_TIME = re.compile(r"(?:[去今明昨前]年|\d[年月日]|[一二三四五六七八九十]月)份?(?:以来|底|初)?")


def _n_of_time(text: str, start: int, end: int) -> int:
    """Count the characters at the start of a span that end a time and begin no name."""
    time = _TIME.search(text, max(0, start - 2), min(end, start + 4))
    if time is None or not start < time.end() < end - 1:
        return 0
    return time.end() - start


class Board:
    """All that the model is to relate: names, its own words for posts and indicators, and literals."""

    def __init__(self, scene: Scene, encoded: Encoded) -> None:
        self.scene = scene
        reading = scene.reading
        self.found: dict[int, Found] = {}
        self.literal: dict[int, _Literal] = {}
        self.word: dict[int, Span] = {}
        self.spans: list[TypedSpan] = []
        for name in scene.names:
            self.found[self._add(name.span, name.kind.value)] = name
        for start, end, label, score in encoded.spans:
            if label in _WORDS and score >= _WORD_FLOOR:
                self.word[self._add(Span(start, end), label)] = Span(start, end)
        for quantity in reading.quantities:
            self.literal[self._add(quantity.span, "Money" if quantity.money else "Quantity")] = (
                quantity
            )
        for growth in reading.growths:
            self.literal[self._add(growth.span, "Growth")] = growth
        for moment in reading.moments:
            if moment.iso:
                self.literal[self._add(moment.span, "Date")] = moment
        for stage in reading.stages:
            self.literal[self._add(stage.span, stage_label(stage.stage))] = stage

    def _add(self, span: Span, label: str) -> int:
        self.spans.append(TypedSpan(span.start, span.end, label))
        return len(self.spans) - 1


def claims_of(encoded: Encoded, scene: Scene, *, floor: float = 0.02) -> list[Claim]:
    """Give every claim that the model sees between the names and literals of an article."""
    board = Board(scene, encoded)
    pairs: dict[str, list[ScoredPair]] = defaultdict(list)
    for pair in encoded.relations(board.spans, floor=floor):
        pairs[pair.label].append(pair)
    return [
        *_relations(board, pairs),
        *_attributes(board, pairs),
        *_stages(board, pairs),
        *_posts(board, pairs),
        *_figures(board, pairs),
    ]


def _relations(board: Board, pairs: dict[str, list[ScoredPair]]) -> Iterator[Claim]:
    for label, predicate in _PREDICATES.items():
        for subject, object_, _, score in pairs[label]:
            left, right = board.found[subject], board.found[object_]
            if left.name != right.name:
                yield _claim(
                    board,
                    left,
                    right.span,
                    f"model:{label}",
                    score,
                    predicate=predicate,
                    object=right,
                )


def _attributes(board: Board, pairs: dict[str, list[ScoredPair]]) -> Iterator[Claim]:
    text = board.scene.text
    for subject, object_, label, score in _best(pairs["totalInvestment"], by_object=True):
        quantity = board.literal[object_]
        if isinstance(quantity, Quantity) and quantity.yuan and not quantity.size_class:
            written = text[quantity.span.start : quantity.span.end]
            yield _claim(
                board, board.found[subject], quantity.span, f"model:{label}", score,
                predicate=LiteralPredicate.TOTAL_INVESTMENT, value=quantity.yuan, as_written=written,
            )  # fmt: skip
    for subject, object_, label, score in pairs["capacity"]:
        span = board.word[object_]
        written = _BUILT.split(text[span.start : span.end])[0]
        yield _claim(
            board, board.found[subject], span, f"model:{label}", score,
            predicate=LiteralPredicate.CAPACITY, value=written, as_written=written,
        )  # fmt: skip


#: A capacity ends where what is built or what became of it begins.
_BUILT = re.compile(r"(?<=.{4})(?:(?:新建|扩建|技改|改造)?(?:工程|项目)|投料|试车|投产|建成|达产)")


def _stages(board: Board, pairs: dict[str, list[ScoredPair]]) -> Iterator[Claim]:
    dates = _dates(board, pairs)
    for subject, object_, label, score in pairs["stage"]:
        word = board.literal[object_]
        if isinstance(word, StageWord):
            yield _claim(
                board, board.found[subject], word.span, f"model:{label}", score,
                stage=word.stage, date=dates.get(object_),
            )  # fmt: skip


def _posts(board: Board, pairs: dict[str, list[ScoredPair]]) -> Iterator[Claim]:
    """Read posts through their title: person - title - body, with the direct pair as a second sign."""
    text = board.scene.text
    direct = {(p.subject, p.object): p.score for p in pairs["post"]}
    bodies: dict[int, list[ScoredPair]] = defaultdict(list)
    for pair in pairs["titleBody"]:
        bodies[pair.subject].append(pair)
    for person, title, _, score in pairs["personTitle"]:
        span = board.word[title]
        for _, body, _, held in _best(bodies[title], by_object=False):
            if _is_misplaced(board.found[body], text[span.start : span.end]):
                continue
            both = max(score * held, 0.9 * min(score, direct.get((person, body), 0.0)))
            yield _claim(
                board, board.found[person], board.found[body].span, "model:post", both,
                object=board.found[body], title=text[span.start : span.end],
            )  # fmt: skip


#: An indicator that runs over a comma began with another figure's words.
_CLAUSE = re.compile(r"[，；。](?=.)")
_MAYOR = re.compile(r"^(?:代|常务|副)*[省市县区州镇乡旗]长$")
#: Posts of a province, city or county, which no park has.
_CIVIC = re.compile(r"^(?:代|常务|副)*[省市县州镇乡旗]长$|[省市县州旗]委(?:常委|副?书记)$")


def _is_misplaced(body: Found, title: str) -> bool:
    """Tell whether a mayor is tied to a Party committee or a park; the post is at the place."""
    if body.kind is EntityClass.PARK:
        return bool(_CIVIC.search(title))
    return (
        body.kind is EntityClass.ORGANIZATION
        and bool(_MAYOR.match(title))
        and body.name.endswith("委")
    )


def _figures(board: Board, pairs: dict[str, list[ScoredPair]]) -> Iterator[Claim]:
    dates = _dates(board, pairs)
    indicators = {p.subject: p for p in _best(pairs["indicator"], by_object=False)}
    growths = {p.subject: p for p in _best(pairs["growth"], by_object=False)}
    text = board.scene.text
    for figure, subject, _, score in _best(pairs["figureOf"], by_object=False):
        quantity, indicator = board.literal[figure], indicators.get(figure)
        if not isinstance(quantity, Quantity) or indicator is None:
            continue
        span = board.word[indicator.object]
        growth = board.literal[growths[figure].object] if figure in growths else None
        yield _claim(
            board, board.found[subject], quantity.span, "model:figure", score * indicator.score,
            indicator=_CLAUSE.split(text[span.start : span.end])[-1],
            value=quantity.value,
            unit=quantity.unit,
            qualifier=quantity.qualifier,
            date=dates.get(figure),
            year_on_year=growth.percent if isinstance(growth, Growth) and growth.year_on_year else None,
        )  # fmt: skip


def _dates(board: Board, pairs: dict[str, list[ScoredPair]]) -> dict[int, str]:
    found = {}
    for subject, object_, _, _ in _best(pairs["when"], by_object=False):
        moment = board.literal[object_]
        if isinstance(moment, Moment) and moment.iso:
            found[subject] = moment.iso
    return found


def _best(pairs: Iterable[ScoredPair], *, by_object: bool) -> list[ScoredPair]:
    """Keep for each subject (or object) its likeliest partner."""
    best: dict[int, ScoredPair] = {}
    for pair in pairs:
        key = pair.object if by_object else pair.subject
        if key not in best or pair.score > best[key].score:
            best[key] = pair
    return [best[key] for key in sorted(best)]


def _claim(
    board: Board, subject: Found, other: Span, by: str, score: float, **fields: object
) -> Claim:
    return Claim(
        subject=subject,
        by=by,
        confidence=score,
        span=board.scene.reading.passage_span(subject.span, other),
        **fields,  # type: ignore[arg-type]
    )
