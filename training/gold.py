"""training/gold: annotated articles in, labelled spans and relations between them out.

The gold names things and facts but not places in the text. Names are projected on the repaired
text; a fact between two things is handed on as a fact between their groups of spans, and the
model finds out by itself which of the spans say it.
"""

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from kg.evaluate.compare import bare as plain
from kg.extract.literals import find_dates, find_growths, find_quantities, find_stages
from kg.extract.neural import labels as L
from kg.extract.neural.labels import TypedSpan
from kg.model import Article, ArticleId, Span

try:
    from kg.repair import repair
except ImportError:  # the room is still empty
    repair = None

NESTING = frozenset(
    {
        ("Company", "Project"),
        ("Organization", "Project"),
        ("Park", "Project"),
        ("Park", "Organization"),
    }
)
UNITS = (("亿", 1e8), ("万", 1e4), ("千", 1e3))


@dataclass
class Example:
    """An article with what the model should write on it."""

    doc: str
    text: str
    sentences: list[tuple[int, int]]
    published: str | None
    gold: list[TypedSpan] = field(default_factory=list)  #: spans to find
    ignore: set[TypedSpan] = field(default_factory=set)  #: spans that are neither right nor wrong
    literals: list[TypedSpan] = field(default_factory=list)
    group: dict[TypedSpan, str] = field(default_factory=dict)  #: span -> the thing it names
    facts: dict[tuple[str, str, str], bool] = field(
        default_factory=dict
    )  #: (group, label, group) -> required
    names: dict[str, tuple[str, frozenset[str], bool]] = field(
        default_factory=dict
    )  #: id -> class, names, optional


class Source(NamedTuple):
    """An annotated article before its names are looked for."""

    record: dict[str, Any]
    text: str
    sentences: list[tuple[int, int]]
    published: str | None


def read_sources(gold: Path, docs: list[str]) -> list[Source]:
    """Read the articles called `docs`, repaired as the pipeline repairs them."""
    return [Source(record, *clean(text)) for record, text in read_records(gold, docs)]


def project(source: Source) -> Example:
    """Find the annotated names and facts of an article in its text."""
    return _Projection(source).example()


def read_examples(gold: Path, docs: list[str]) -> list[Example]:
    """Read the articles called `docs` with their gold projected on the repaired text."""
    return [project(source) for source in read_sources(gold, docs)]


def read_records(gold: Path, docs: list[str]) -> Iterator[tuple[dict[str, Any], str]]:
    """Give the annotation and the text as they are in the files."""
    for doc in docs:
        path = next(
            p for p in (gold / "articles" / f"{doc}.json", gold / f"{doc}.json") if p.exists()
        )
        folder = path.parent if path.parent.name == "articles" else gold.parent / "corpus"
        text = next(folder.glob(f"{doc}*.txt")).read_text(encoding="utf-8")
        yield json.loads(path.read_text(encoding="utf-8")), text


def clean(text: str) -> tuple[str, list[tuple[int, int]], str | None]:
    """Give an article's repaired text, its sentences and its date."""
    if repair is not None:
        done = repair(Article(id=ArticleId("x"), source_file="x", source_text=text))
        return done.text, [(s.start, s.end) for s in done.sentences], done.article.published
    from opencc import OpenCC

    text = OpenCC("t2s").convert(unicodedata.normalize("NFC", text))
    text = re.sub(r"[(（][a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü\s]+[)）]", "", text)
    text = re.sub(r"(?<=[\u4e00-\u9fff]) +(?=[\u4e00-\u9fff])", "", text)
    return text, split_sentences(text), None


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Cut at full stops and line ends (a stand-in for the pipeline's own sentences)."""
    return [
        (m.start(), m.end())
        for m in re.finditer(r"[^。！？；\n]+[。！？；”]*", text)
        if m.group().strip()
    ]


def find_literals(text: str, published: str | None) -> list[TypedSpan]:
    """Give the typed spans of the grammars, as the pipeline hands them to the model."""
    spans = {
        TypedSpan(*_ends(q.span), L.MONEY if q.yuan else L.QUANTITY) for q in find_quantities(text)
    }
    spans |= {TypedSpan(*_ends(g.span), L.GROWTH) for g in find_growths(text)}
    spans |= {
        TypedSpan(*_ends(d.span), L.DATE) for d in find_dates(text, published=published) if d.iso
    }
    spans |= {TypedSpan(*_ends(s.span), L.stage_label(s.stage)) for s in find_stages(text)}
    return sorted(spans)


def _ends(span: Span) -> tuple[int, int]:
    return span.start, span.end


class _Projection:
    """One article on its way from record to `Example`."""

    def __init__(self, source: Source) -> None:
        record = self.record = source.record
        text, sentences, published = source.text, source.sentences, source.published
        self.out = Example(record["doc"], text, sentences, published or record.get("published"))
        self.flat = [(plain(c), i) for i, c in enumerate(text)]
        self.plain = "".join(p for p, _ in self.flat)
        self.place = [i for p, i in self.flat for _ in p]
        self.places: dict[str, set[tuple[int, int]]] = defaultdict(set)  # entity -> its spans

    def example(self) -> Example:
        """Do all of it."""
        out = self.out
        out.literals = find_literals(out.text, out.published)
        self._entities()
        self._facts()
        self._observations()
        out.gold.sort()
        return out

    # ---- names ----

    def occurrences(self, name: str) -> list[tuple[int, int]]:
        """Find where a name stands, blind to spaces, quotes and widths as the scorer is."""
        bare, found, at = plain(name), [], -1
        while bare and (at := self.plain.find(bare, at + 1)) >= 0:
            start, end = self.place[at], self.place[at + len(bare) - 1] + 1
            if end - start <= len(name) + 6:
                found.append(self._with_quotes(start, end, name))
        return found

    def _with_quotes(self, start: int, end: int, name: str) -> tuple[int, int]:
        """Take in brackets that belong to the name: 《…》 and “…” at its very ends."""
        text = self.out.text
        if name[0] in '《“"' and start and text[start - 1] in '《“"「':
            start -= 1
        if name[-1] in '》”"）)' and end < len(text) and text[end] in '》”"」）)':
            end += 1
        return start, end

    def _entities(self) -> None:
        entities = self.record["entities"]
        surfaces = {
            e["id"]: {n for n in [e["name"], *e.get("aliases", [])] if n} for e in entities
        }
        companies = {
            n for e in entities if e["type"] in ("Company", "Park") for n in surfaces[e["id"]]
        }
        kinds = {e["id"]: e["type"] for e in entities}
        all_places: dict[str, set[tuple[int, int]]] = {}
        for e in entities:
            found = {p for name in surfaces[e["id"]] for p in self.occurrences(name)}
            all_places[e["id"]] = {
                p
                for p in found
                if not any(q != p and q[0] <= p[0] and p[1] <= q[1] for q in found)
            }
        for e in entities:
            key, kind = e["id"], e["type"]
            around = {
                p: [
                    k
                    for k in all_places
                    if k != key
                    for q in all_places[k]
                    if q != p and q[0] <= p[0] and p[1] <= q[1]
                ]
                for p in all_places[key]
            }
            free = [p for p, k in around.items() if not k]
            for p in sorted(all_places[key]):
                span = TypedSpan(*p, kind)
                outer = around[p]
                nested = (
                    bool(outer)
                    and bool(free)
                    and not all((kind, kinds[k]) in NESTING for k in outer)
                )
                text = self.out.text[p[0] : p[1]]
                shared = (
                    kind == "Project" and text in companies and not self._is_listed_project(p[1])
                )
                if e.get("optional") or nested or shared:
                    self.out.ignore.add(span)
                    if not shared:
                        self.places[key].add(p)
                        self.out.group.setdefault(span, key)
                    continue
                self.places[key].add(p)
                self.out.group.setdefault(span, key)
                self.out.gold.append(span)
            names = frozenset(n for n in map(plain, surfaces[key]) if n)
            self.out.names[key] = (kind, names, bool(e.get("optional")))
        self.out.gold = sorted(set(self.out.gold))
        self.out.ignore -= set(self.out.gold)

    def _is_listed_project(self, end: int) -> bool:
        """Tell whether "…等项目" or "项目" follows closely: the firm's name stands for its project."""
        return bool(
            re.match(
                r"[^，。；！？\n]{0,24}?(?:等[^，。；]{0,6})?项目", self.out.text[end : end + 36]
            )
        )

    # ---- facts ----

    def _facts(self) -> None:
        for number, f in enumerate(self.record["facts"]):
            required = not f.get("optional")
            subjects = [s for s in (f["s"], f.get("alt_s")) if s in self.out.names]
            objects = [o for o in (f.get("o"), f.get("alt_o")) if o in self.out.names]
            predicate = f["p"]
            if predicate == "holdsPost":
                self._post(number, f, required, objects)
            elif predicate == "totalInvestment":
                self._literal(subjects, L.INVESTMENT, required, self._amounts(float(f["value"])))
            elif predicate == "capacity":
                self._capacity(number, subjects, required, f.get("text") or "")
            elif predicate == "stage":
                self._stage(subjects, required, f)
            elif predicate in L.PAIRS:
                for s in subjects:
                    for o in objects:
                        first = s == subjects[0] and o == objects[0]
                        self._add(s, predicate, o, required and first)

    def _add(self, s: str, label: str, o: str, required: bool) -> None:
        known = self.out.facts.get((s, label, o), False)
        self.out.facts[s, label, o] = known or required
        if label in L.SYMMETRIC:
            self.out.facts[o, label, s] = known or required

    def _name_span(self, place: tuple[int, int], label: str, group: str) -> None:
        span = TypedSpan(*place, label)
        if span not in self.out.group:
            self.out.gold.append(span)
            self.out.group[span] = group
        self.out.ignore.discard(span)

    def _post(self, number: int, f: dict[str, Any], required: bool, bodies: list[str]) -> None:
        person, title = f["s"], f.get("title") or ""
        near: list[tuple[int, tuple[int, int]]] = []
        for place in self.occurrences(title):
            gaps = [max(q[0] - place[1], place[0] - q[1]) for q in self.places[person]]
            if gaps and min(gaps) <= 60:
                near.append((min(gaps), place))
            else:
                self.out.ignore.add(TypedSpan(*place, L.TITLE))
        near.sort()
        key = ""
        if near:
            place = near[0][1]
            span = TypedSpan(*place, L.TITLE)
            key = self.out.group.get(span, f"title{number}")
            if required:
                self._name_span(place, L.TITLE, key)
            else:
                self.out.ignore.add(span)
                self.out.group.setdefault(span, key)
            for gap, other in near[1:]:
                if gap <= near[0][0] + 6 and required:
                    self._name_span(other, L.TITLE, key)
                else:
                    self.out.ignore.add(TypedSpan(*other, L.TITLE))
            self._add(person, L.PERSON_TITLE, key, required)
        for place, body in enumerate(bodies):
            self._add(person, L.POST, body, required and place == 0)
            if key:
                self._add(key, L.TITLE_BODY, body, required and place == 0)

    def _amounts(self, yuan: float) -> list[TypedSpan]:
        found = []
        for q in find_quantities(self.out.text):
            values = [v for v in (q.value, q.high) if v] if q.yuan else []
            if any(abs(float(v) * float(q.factor) - yuan) <= 0.005 * yuan for v in values):
                found.append(TypedSpan(*_ends(q.span), L.MONEY))
        return found

    def _literal(
        self, subjects: list[str], label: str, required: bool, spans: list[TypedSpan]
    ) -> None:
        if not spans:
            return
        key = f"{spans[0].label}:" + ",".join(str(s.start) for s in spans)
        for span in spans:
            key = self.out.group.setdefault(span, key)
        for s in subjects:
            self._add(s, label, key, required)

    def _capacity(self, number: int, subjects: list[str], required: bool, text: str) -> None:
        places = self.occurrences(text)
        for place in places[:3]:
            span = TypedSpan(*place, L.CAPACITY)
            self._name_span(place, L.CAPACITY, self.out.group.get(span, f"capacity{number}"))
        if places:
            for s in subjects:
                self._add(
                    s, L.HAS_CAPACITY, self.out.group[TypedSpan(*places[0], L.CAPACITY)], required
                )

    def _stage(self, subjects: list[str], required: bool, f: dict[str, Any]) -> None:
        label = L.stage_label(f["o"]) if not isinstance(f["o"], str) else f"stage/{f['o']}"
        key = label
        words = [s for s in self.out.literals if s.label == label]
        for span in words:
            self.out.group[span] = key
        if words:
            for s in subjects:
                self._add(s, L.AT_STAGE, key, required)
        date = str(f.get("date") or "")
        moments = [
            d
            for d in find_dates(self.out.text, published=self.out.published)
            if d.iso and date and (d.iso == date or d.iso.endswith(date))
        ]
        if moments and words:
            self._dates(moments, key, required)

    def _dates(self, moments: list[Any], key: str, required: bool) -> None:
        when = f"date:{moments[0].iso}"
        for moment in moments:
            self.out.group[TypedSpan(*_ends(moment.span), L.DATE)] = when
        self._add(key, L.WHEN, when, required)

    # ---- figures ----

    def _observations(self) -> None:
        quantities = find_quantities(self.out.text)
        growths = find_growths(self.out.text)
        dates = find_dates(self.out.text, published=self.out.published)
        taken: set[Span] = set()
        for number, o in enumerate(self.record.get("observations", [])):
            required = not o.get("optional")
            value = _base(o["value"], o.get("unit") or "")
            rivals = [
                q
                for q in quantities
                if any(_same(_base(float(v), q.unit), value) for v in (q.value, q.high) if v)
            ]
            place = self._figure_place(
                o["indicator"], [q for q in rivals if q.span not in taken] or rivals
            )
            if place is None:
                continue
            quantity, indicator = place
            taken.add(quantity.span)
            span = TypedSpan(*_ends(quantity.span), L.MONEY if quantity.yuan else L.QUANTITY)
            key = self.out.group.setdefault(span, f"figure{number}")
            for s in (o["s"], o.get("alt_s")):
                if s in self.out.names:
                    self._add(key, L.SUBJECT, s, required and s == o["s"])
            if indicator is not None:
                there = TypedSpan(*indicator, L.INDICATOR)
                self._name_span(
                    indicator, L.INDICATOR, self.out.group.get(there, f"indicator{number}")
                )
                self._add(key, L.MEASURES, self.out.group[there], required)
            if o.get("yoy") is not None:
                near = [
                    g
                    for g in growths
                    if abs(float(g.percent) - float(o["yoy"])) < 0.011
                    and abs(g.span.start - quantity.span.end) < 60
                ]
                for g in near[:1]:
                    there = TypedSpan(*_ends(g.span), L.GROWTH)
                    self._add(
                        key,
                        L.GROWS,
                        self.out.group.setdefault(there, f"growth{g.span.start}"),
                        required,
                    )
            moments = [d for d in dates if d.iso and d.iso == o.get("period")]
            if moments:
                self._dates(moments, key, required)

    def _figure_place(
        self, indicator: str, quantities: list[Any]
    ) -> tuple[Any, tuple[int, int] | None] | None:
        best: tuple[float, int, Any, tuple[int, int] | None] | None = None
        for q in quantities:
            score, span = best_indicator(self.out.text, q.span, plain(indicator))
            if best is None or score > best[0]:
                best = (score, q.span.start, q, span if score >= 0.6 else None)
        return (best[2], best[3]) if best else None


def best_indicator(
    text: str, quantity: Span, indicator: str
) -> tuple[float, tuple[int, int] | None]:
    """Find the words around a number that say its indicator best, by shared characters."""
    low = max(text.rfind(c, 0, quantity.start) for c in "。\n；") + 1
    low = max(low, quantity.start - 60)
    high = min(len(text), quantity.end + 24)
    wanted, best, place = set(indicator), 0.0, None
    for start in range(low, high):
        if text[start] not in indicator:
            continue
        for end in range(start + 2, min(high, start + len(indicator) + 5) + 1):
            if text[end - 1] not in indicator or (start < quantity.end and quantity.start < end):
                continue
            piece = text[start:end]
            if re.search(r"[，。；！？\n]", piece):
                break
            shared = sum(min(piece.count(c), indicator.count(c)) for c in wanted)
            score = 2 * shared / (len(piece) + len(indicator))
            gap = quantity.start - end if end <= quantity.start else start - quantity.end
            score -= 0.002 * max(0, gap)
            if score > best:
                best, place = score, (start, end)
    return best, place


def _base(value: float, unit: str) -> float:
    return float(value) * next((factor for head, factor in UNITS if unit.startswith(head)), 1.0)


def _same(a: float, b: float) -> bool:
    return abs(a - b) <= 0.005 * max(abs(a), abs(b), 1e-9)
