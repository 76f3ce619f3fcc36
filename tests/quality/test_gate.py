"""The quality gate itself: it fails when it should, and lowers nothing by itself."""

from kg.evaluate import NO_SCORES, Grounding, Scores, Tally
from tests.quality.gate import (
    CHANGELOG,
    EXAMS,
    Floor,
    Pinned,
    Result,
    faults,
    figures,
    is_essay,
    raised,
    read_floors,
    unexplained,
    wrong_facts,
)

PINNED = Pinned("d1", {"entities": Floor(0.8, 0.9), "passages exact": Floor(1.0, 1.0)})
GOOD = {"entities": 0.85, "passages exact": 1.0}


def test_a_figure_below_its_floor_fails() -> None:
    """Reaching every floor passes; each figure below its floor is named, an absent one too."""
    assert list(faults("x", "d1", GOOD, PINNED)) == []
    assert list(faults("x", "d1", {"entities": 0.79}, PINNED)) == [
        "x: entities 0.790 is below its floor 0.800",
        "x: passages exact 0.000 is below its floor 1.000",
    ]


def test_a_changed_exam_fails() -> None:
    """Other articles or other gold make figures that do not compare."""
    assert "the exam changed" in "".join(faults("x", "d2", GOOD, PINNED))
    assert "has no floors" in "".join(faults("x", "d2", GOOD, None))


def test_lowering_needs_a_sentence() -> None:
    """A floor below its peak needs a line of the changelog with exam, figure and new floor."""
    assert len(list(unexplained({"x": PINNED}, "We lowered entities."))) == 1
    said = "- The floor of x entities is 0.8 now: the guide counts outlets since June.\n"
    assert list(unexplained({"x": PINNED}, said)) == []


def test_raising_lowers_nothing() -> None:
    """Beaten floors rise to a margin below the figure; others stay, and peaks are kept."""
    floors = raised("d1", {"entities": 0.95, "passages exact": 0.5, "core facts": 0.7}, PINNED)
    assert floors.floors == {
        "core facts": Floor(0.69, 0.69),
        "entities": Floor(0.94, 0.94),
        "passages exact": Floor(1.0, 1.0),
    }
    assert raised("d1", {"entities": 0.1}, PINNED).floors == PINNED.floors


def test_small_classes_have_no_floor_of_their_own() -> None:
    """A class with a few items swings too much to be held."""
    few, many = Tally(right=1, predicted=1, gold=1), Tally(right=30, predicted=30, gold=30)
    scores = NO_SCORES + Scores(
        entities={"Company": many, "Honor": few},
        facts={},
        observations=few,
        grounding=Grounding(evidence=10, exact=10, facts=4, facts_without_evidence=1),
    )
    told = figures(scores)
    assert "Honor" not in told
    assert told["Company"] == 1.0
    assert told["facts with a passage"] == 0.75


def test_the_floors_are_those_of_the_samples() -> None:
    """The pinned exam is the one in the checkout, and no floor was lowered in silence."""
    table = read_floors()
    for name in ("samples", "samples --fast"):
        assert table[name].digest == EXAMS[name].digest()
    assert list(unexplained(table, CHANGELOG.read_text(encoding="utf-8"))) == []


def test_essays_are_told_by_their_gold() -> None:
    """An article whose gold has next to no facts is an essay; what is said of it is noise."""
    facts = {"locatedIn": Tally(right=1, predicted=3, gold=4)}
    scores = Scores(entities={}, facts=facts, observations=Tally())
    assert is_essay(scores, 1000)
    assert not is_essay(scores, 500)
    noise = Result(scores, wrong_facts(scores), 1000).noise
    assert noise == 2.0
