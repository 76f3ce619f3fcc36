"""The shipped tables, and the links that are made from them."""

from importlib.resources import files

import pytest

from kg.model import Link
from kg.resolve import authority, resolve
from kg.vocab import EntityClass as Kind
from tests.resolve.corpus import article

TABLES = ("divisions.tsv", "former.tsv", "listed.tsv", "zones.tsv")


def _links(place: str, name: str, kind: Kind) -> dict[str, Link]:
    text = article("a", (place, Kind.PLACE), "讯。", (name, kind), headline=f"{place}新闻")
    resolution = resolve([text])
    cluster = next(c for c in resolution.clusters if c.kind is kind and name in c.names)
    return {link.property: link for link in cluster.links}


@pytest.mark.parametrize("table", TABLES)
def test_each_table_names_its_source_date_and_licence(table: str) -> None:
    """The page beside the tables has a full row for each."""
    page = files(authority).joinpath("README.md").read_text(encoding="utf-8")
    (row,) = [line for line in page.splitlines() if line.startswith(f"| `{table}`")]
    assert all(cell.strip() for cell in row.strip("|").split("|"))
    assert len(row.strip("|").split("|")) == 5


def test_divisions_are_whole() -> None:
    """Codes are six digits, and each division lies in one that is in the table."""
    known = authority.divisions()
    assert len(known) > 3_200
    assert all(len(code) == 6 and code.isdigit() for code in known)
    assert all(code[:2] + "0000" in known for code in known)


@pytest.mark.parametrize(
    ("place", "name", "code", "certain"),
    [
        ("濮阳市", "濮阳市", "410900", True),
        ("濮阳市", "濮阳县", "410928", True),
        ("南京市", "鼓楼区", "320106", True),
        ("福州市", "鼓楼区", "350102", True),
        ("苏州市", "江苏", "320000", False),
        ("百色市", "田阳县", "451003", False),
        ("宜昌市", "襄樊市", "420600", False),
    ],
)
def test_places_get_their_code_by_context(place: str, name: str, code: str, certain: bool) -> None:
    """A name that several divisions carry gets the code that its surroundings tell; old names the successor's."""
    link = _links(place, name, Kind.PLACE)["adcode"]
    assert (link.code, link.certain) == (code, certain)


@pytest.mark.parametrize(
    ("place", "name", "code", "certain"),
    [
        ("濮阳市", "濮阳经济技术开发区", "410972", True),
        ("濮阳市", "濮阳工业园区", "410971", False),
        ("苏州市", "苏州工业园区", "320576", True),
    ],
)
def test_parks_get_their_zone_code(place: str, name: str, code: str, certain: bool) -> None:
    """A zone is linked exactly by its full name, closely by another wording of it in its place."""
    link = _links(place, name, Kind.PARK)["zoneCode"]
    assert (link.code, link.certain) == (code, certain)


def test_park_of_a_common_name_gets_no_code_of_another_city() -> None:
    """生物医药产业园 is the name of one zone in the list, and of many parks elsewhere."""
    assert not _links("太仓市", "生物医药产业园", Kind.PARK)


def test_listed_firms_are_linked_with_care() -> None:
    """A full name is the listed firm, a brand may be; a regional firm is not, whatever brand it carries."""
    sure = _links("莆田市", "三棵树涂料股份有限公司", Kind.COMPANY)["stockCode"]
    close = _links("濮阳市", "三棵树", Kind.COMPANY)["stockCode"]
    assert (sure.code, sure.certain) == (close.code, True) == ("603737.SH", True)
    assert not close.certain
    assert close.confidence < sure.confidence
    assert "subsidiary" in close.reason
    assert not _links("濮阳市", "河南三棵树新材料科技有限公司", Kind.COMPANY)
    assert not _links("濮阳市", "建业", Kind.COMPANY), "two characters, which many firms share"
