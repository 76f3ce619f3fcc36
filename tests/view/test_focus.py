"""Focus: which part of a graph a name stands for."""

import pytest

from kg.errors import UsageError
from kg.graph.reader import Graph
from kg.view import among, ego, entity_named, park


def test_near_grows_with_the_depth(graph: Graph) -> None:
    """One step reaches the neighbours, two reach theirs as well."""
    near, far = ego(graph, "孟书岚", depth=1), ego(graph, "孟书岚", depth=2)
    assert near.middle == far.middle == "person/孟书岚"
    assert near.entities == {"person/孟书岚", "park/清河工业园区"}
    assert near.entities < far.entities
    assert "company/恒越电子" in far.entities


def test_provinces_are_reached_but_not_passed(graph: Graph) -> None:
    """Two cities of one province are not near each other for that."""
    around = ego(graph, "清河市", depth=3).entities
    assert "place/江东省" in around
    assert "place/临江市" not in around


def test_a_park_holds_what_lies_in_it_and_what_that_touches(graph: Graph) -> None:
    """Companies, projects and leaders belong to the view of their park."""
    found = park(graph, "临江经开区").entities
    assert {"park/临江经开区", "project/智能装备产业园项目", "person/顾承平"} <= found
    assert "person/孟书岚" not in found


def test_an_answer_is_taken_by_id_or_label(graph: Graph) -> None:
    """Both columns of a query lead to entities; an answer without any is a fault of the user."""
    assert among(graph, ["company/恒越电子", "孟书岚", "3.2"]).entities == {
        "company/恒越电子",
        "person/孟书岚",
    }
    with pytest.raises(UsageError, match="names no entity"):
        among(graph, ["42"])


def test_a_name_of_many_or_none_is_refused_with_what_there_is(graph: Graph) -> None:
    """An ambiguous name lists its entities, an unknown one says so."""
    with pytest.raises(UsageError, match="company/恒越电子"):
        entity_named(graph, "恒越")
    with pytest.raises(UsageError, match="nothing of that kind"):
        park(graph, "恒越电子")
