"""Terms and IRIs: what is written reads back as what was meant."""

from decimal import Decimal

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.graph import iris
from kg.graph.terms import decimal, iri, moment, node, plain_decimal, string, text
from kg.vocab import PARKID

#: Any text that UTF-8 can hold.
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


def parsed(term: str) -> ox.NamedNode | ox.Literal:
    """Read one term back with an independent parser."""
    (quad,) = ox.parse(f"<a:a> <a:b> {term} .", format=ox.RdfFormat.N_QUADS)
    assert isinstance(quad.object, ox.NamedNode | ox.Literal)
    return quad.object


@given(TEXTS)
def test_any_text_reads_back_as_it_was(value: str) -> None:
    """Quotes, line ends, control characters and emoji survive."""
    assert parsed(string(value)).value == value
    assert parsed(text(value)).value == value


@given(TEXTS.filter(bool))
def test_every_id_has_a_legal_iri_that_leads_back_to_it(path: str) -> None:
    """An IRI can be made of any name, and the name of the IRI."""
    written = node(path)
    assert parsed(written).value == written[1:-1]
    assert iris.path_of(written[1:-1]) == path


def test_names_stay_readable_in_iris() -> None:
    """Han, full-width brackets and slashes are not percent-encoded."""
    assert iris.iri_of("company/濮阳（新）A/B") == f"{PARKID}company/濮阳（新）A/B"


def test_a_foreign_iri_has_no_id() -> None:
    """Only what lies below parkid: has an id."""
    with pytest.raises(ValueError, match="not below"):
        iris.path_of("https://example.org/x")


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4))
def test_a_number_has_one_spelling(value: Decimal) -> None:
    """Equal decimals are spelt alike, plainly, and keep their value."""
    spelt = plain_decimal(str(value))
    assert Decimal(spelt) == value
    assert spelt == plain_decimal(f"{value:f}000" if "." in f"{value:f}" else f"{value:f}.0")
    assert "e" not in spelt.lower()
    assert not ("." in spelt and spelt.endswith("0"))
    assert spelt != "-0"


@pytest.mark.parametrize("value", ["", "NaN", "Infinity", "5亿", "1,000", "--1"])
def test_what_is_no_number_is_refused(value: str) -> None:
    """A literal never claims to be a decimal that it is not."""
    with pytest.raises(ValueError, match="decimal"):
        decimal(value)


@pytest.mark.parametrize(
    ("value", "datatype"),
    [
        ("2022", "gYear"),
        ("2022-05", "gYearMonth"),
        ("2022-05-31", "date"),
        ("2022-05-31T08:30:00+08:00", "dateTime"),
    ],
)
def test_a_date_says_how_precise_it_is(value: str, datatype: str) -> None:
    """A year is no first of January."""
    literal = parsed(moment(value))
    assert isinstance(literal, ox.Literal)
    assert literal.value == value
    assert literal.datatype.value == iris.XSD + datatype


@pytest.mark.parametrize(
    "value", ["2022-13", "2024-02-30", "5月", "2022-05-3", "2022-05-31\n", ""]
)
def test_what_is_no_date_is_refused(value: str) -> None:
    """30 February passes silently in most RDF tools, and not here."""
    with pytest.raises(ValueError, match=r"."):
        moment(value)


def test_an_iri_is_bracketed() -> None:
    """Terms are spelt as N-Quads does."""
    assert iri("https://example.org/") == "<https://example.org/>"
