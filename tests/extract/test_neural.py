"""The learned reader, through its public door."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract.neural import LITERAL_LABELS, PAIRS, SPAN_LABELS, TypedSpan, read_spans
from kg.extract.neural.calibration import Calibration, Line
from kg.extract.neural.geometry import OVERLAP, WINDOW, allowed, pair_features, windows
from kg.model import Span

TEXT = (
    "松原市与海蓝储能科技有限公司签约。项目总投资12亿元，落户松原经济技术开发区，"
    "由海蓝储能投资建设，预计年产值20亿元。松原市委书记林晚秋出席签约仪式。"
)
SENTENCES = (Span(0, 17), Span(17, 58), Span(58, len(TEXT)))
SPANS = (
    TypedSpan(0, 3, "Place"),
    TypedSpan(4, 14, "Company"),
    TypedSpan(22, 26, "Money"),
    TypedSpan(29, 38, "Park"),
)


def test_a_firm_and_a_person_are_found() -> None:
    """Names that stand in plain words are found with their exact spans."""
    found = {
        (TEXT[s.start : s.end], s.label) for s in read_spans(TEXT, SENTENCES, floor=0.5).spans
    }
    assert ("海蓝储能科技有限公司", "Company") in found
    assert ("林晚秋", "Person") in found


def test_spans_are_sorted_and_inside_the_text() -> None:
    """Every span lies in the text, bears a known label and is as likely as asked for."""
    spans = read_spans(TEXT, SENTENCES, floor=0.2).spans
    assert list(spans) == sorted(spans)
    for span in spans:
        assert 0 <= span.start < span.end <= len(TEXT)
        assert span.label in SPAN_LABELS
        assert 0.2 <= span.score <= 1


def test_the_same_text_gives_the_same_scores() -> None:
    """Reading twice gives the same spans and the same relations, to the last digit."""
    one, two = (read_spans(TEXT, SENTENCES, floor=0.05) for _ in range(2))
    assert one.spans == two.spans
    assert one.relations(SPANS, floor=0.01) == two.relations(SPANS, floor=0.01)


def test_the_model_judges_what_others_propose() -> None:
    """Proposed spans get the score that the model itself gives them; literals get none."""
    encoded = read_spans(TEXT, SENTENCES, floor=0.5)
    proposed = [TypedSpan(*span[:3]) for span in encoded.spans]
    assert encoded.judge(proposed) == [span.score for span in encoded.spans]
    assert encoded.judge([TypedSpan(22, 26, "Money"), TypedSpan(0, 10_000, "Park")]) == [0.0, 0.0]


def test_relations_keep_to_their_signatures() -> None:
    """A relation joins only spans whose labels it allows, in its own direction."""
    for pair in read_spans(TEXT, SENTENCES).relations(SPANS, floor=0.001):
        subjects, objects = PAIRS[pair.label]
        assert SPANS[pair.subject].label in subjects
        assert SPANS[pair.object].label in objects


def test_the_order_of_the_spans_does_not_matter() -> None:
    """Relations are the same whatever order the spans come in."""
    encoded = read_spans(TEXT, SENTENCES)
    turned = SPANS[::-1]
    forward = {
        (SPANS[p.subject], SPANS[p.object], p.label, p.score)
        for p in encoded.relations(SPANS, floor=0.01)
    }
    backward = {
        (turned[p.subject], turned[p.object], p.label, p.score)
        for p in encoded.relations(turned, floor=0.01)
    }
    assert forward == backward


@pytest.mark.parametrize("text", ["", "。", "\n", "a", "濮阳"])
def test_little_text_is_no_trouble(text: str) -> None:
    """Empty and tiny texts are read without a fault."""
    encoded = read_spans(text, [Span(0, len(text))] if text else [])
    assert encoded.relations([]) == []


@settings(max_examples=10, deadline=None)
@given(st.text(alphabet="园区企业签约5亿元，。\n A𠮷", max_size=700))
def test_any_text_is_read(text: str) -> None:
    """Whatever the characters, spans lie in the text."""
    spans = read_spans(text, [Span(0, len(text))] if text else [], floor=0.05).spans
    assert all(0 <= s.start < s.end <= len(text) for s in spans)


@given(st.integers(1, 3000), st.lists(st.integers(1, 2999), max_size=60))
def test_windows_keep_every_character_once(length: int, marks: list[int]) -> None:
    """Windows fit the encoder, and what is kept of them covers the text without a gap."""
    borders = sorted({0, length, *(m for m in marks if m < length)})
    plan = windows(length, list(pairwise(borders)))
    kept = [place for w in plan for place in range(w.keep_from, w.keep_to)]
    assert kept == list(range(length))
    assert all(w.start <= w.keep_from <= w.keep_to <= w.end <= w.start + WINDOW for w in plan)
    assert all(a.end - b.start <= OVERLAP for a, b in pairwise(plan))


def test_pairs_are_listed_once_in_text_order() -> None:
    """Each pair of spans that some label allows stands in the table once."""
    spans = sorted(SPANS)
    table = pair_features(spans, TEXT, [(s.start, s.end) for s in SENTENCES])
    pairs = list(zip(table.first.tolist(), table.second.tolist(), strict=True))
    assert len(pairs) == len(set(pairs))
    assert all(a < b for a, b in pairs)
    assert allowed(spans, table).shape == (len(pairs), 2, len(PAIRS))


def test_calibration_follows_its_line() -> None:
    """A probability is the logistic of the label's line; its inverse gives the least raw score."""
    calibration = Calibration(lines={"Company": Line(2.0, -1.0)})
    assert calibration.probability("Company", 0.5) == 0.5
    assert calibration.probability("Park", 0.0) == 0.5
    lowest = calibration.lowest(["Company", "Park"], 0.5)
    assert np.allclose(lowest, [0.5, 0.0])


def test_no_label_means_two_things() -> None:
    """Labels that the model proposes and labels of literals do not overlap."""
    assert not set(SPAN_LABELS) & set(LITERAL_LABELS)
