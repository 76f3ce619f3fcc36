"""What the grammars take for a name, and what not; all names here are invented or public."""

from collections.abc import Callable

import pytest

from kg.extract.names import FINDERS
from kg.model import Extraction, Span
from kg.vocab import EntityClass

Reader = Callable[..., Extraction]


def names(extraction: Extraction, kind: EntityClass) -> set[str]:
    """Give the names of a class."""
    return {m.name for m in extraction.mentions if m.kind is kind}


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        (
            "近日，园区引进了河南嘉木新材料科技有限公司。",
            EntityClass.COMPANY,
            "河南嘉木新材料科技有限公司",
        ),
        (
            "签约的是中禾新能源（滁州）有限公司。",
            EntityClass.COMPANY,
            "中禾新能源（滁州）有限公司",
        ),
        ("走访了嘉木、远岫、青禾、致衡4家企业。", EntityClass.COMPANY, "远岫"),
        ("嘉木、远岫等项目建成投产。", EntityClass.PROJECT, "远岫项目"),
        ("近年来，濮阳工业园区发展很快。", EntityClass.PARK, "濮阳工业园区"),
        (
            "总投资10亿元的嘉木集团年产5万吨碳纤维项目开工。",
            EntityClass.PROJECT,
            "嘉木集团年产5万吨碳纤维项目",
        ),
        ("园区党工委书记周砚秋表示，要抓项目。", EntityClass.PERSON, "周砚秋"),
        ("区领导陈一鸣、林若谷、何清和参加。", EntityClass.PERSON, "林若谷"),
        ("该市开展“万人助万企”活动。", EntityClass.INITIATIVE, "万人助万企"),
        ("公司荣获国家级绿色工厂称号。", EntityClass.HONOR, "国家级绿色工厂"),
        ("形成化工、新能源材料和装备制造三大主导产业。", EntityClass.INDUSTRY, "装备制造"),
        ("会议在濮阳市召开。", EntityClass.PLACE, "濮阳市"),
        ("与中国涂料工业协会对接。", EntityClass.ORGANIZATION, "中国涂料工业协会"),
    ],
)
def test_name_is_found_whole(
    read_by_rule: Reader, text: str, kind: EntityClass, name: str
) -> None:
    """A name is found from its first to its last character."""
    assert name in names(read_by_rule(text), kind)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("牢固树立“项目为王”理念，当好“店小二”。", EntityClass.INITIATIVE),
        ("面向长三角招商。", EntityClass.PLACE),
        ("明川市市场监督管理局工业园区分局上门服务。", EntityClass.PARK),
        ("18个重点项目开工。", EntityClass.PROJECT),
        ("王师傅说，很满意。", EntityClass.PERSON),
        ("本报记者 陈一鸣", EntityClass.PERSON),
        ("这家公司在园区投产。", EntityClass.COMPANY),
    ],
)
def test_what_is_no_name_stays_out(read_by_rule: Reader, text: str, kind: EntityClass) -> None:
    """Slogans, regions, sorts of projects, people without given names and reporters name nothing."""
    assert names(read_by_rule(text), kind) == set()


def test_place_inside_a_firm_is_no_place(read_by_rule: Reader) -> None:
    """河南 in a firm's name is part of that name only."""
    assert names(read_by_rule("河南嘉木新材料科技有限公司开工。"), EntityClass.PLACE) == set()


def test_elided_body_is_named_in_full(read_by_rule: Reader) -> None:
    """市政府 after "濮阳市委、" is 濮阳市政府."""
    extraction = read_by_rule("在濮阳市委、市政府领导下。")
    assert {m.name for m in extraction.mentions if m.text == "市政府"} == {"濮阳市政府"}


def test_short_name_is_found_once_the_full_one_is_known(read_by_rule: Reader) -> None:
    """A firm is found under its brand after its full name was read."""
    extraction = read_by_rule("河北百若尔包装材料有限公司投产。百若尔的订单排满了。")
    found = [m for m in extraction.mentions if m.text == "百若尔"]
    assert [m.name for m in found] == ["河北百若尔包装材料有限公司"]


def test_nothing_is_read_in_furniture(read_by_rule: Reader) -> None:
    """Breadcrumbs and contact blocks name nothing."""
    text = "地址：濮阳市濮阳工业园区\n园区很好。"
    extraction = read_by_rule(text, furniture=(Span(0, text.index("\n")),))
    assert not extraction.mentions


def test_every_finder_says_what_it_finds() -> None:
    """The docstring of a finder is its explanation; it must be there."""
    assert all(finder.__doc__ for finder in FINDERS.values())
