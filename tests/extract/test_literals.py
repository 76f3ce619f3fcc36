"""Quantities, dates, growth and stage words, and that no text upsets them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.literals import find_dates, find_growths, find_quantities, find_stages
from kg.vocab import Stage

_CHINESE = st.text(
    alphabet=st.sampled_from(
        "年月日亿元万吨个家十二三〇一两百千上半季度前同比增长下降%％.,，。-至0123456789第余近投产开工预计未后"
    ),
    max_size=40,
)


@pytest.mark.parametrize(
    ("text", "value", "unit", "qualifier"),
    [
        ("总投资15.1亿元", "15.1", "亿元", None),
        ("30多家企业", "30", "家", "多"),
        ("超过200亿元", "200", "亿元", "超过"),
        ("10亿元以上", "10", "亿元", "以上"),
        ("规划面积26.5平方公里", "26.5", "平方公里", None),
        ("三亿元", "3", "亿元", None),
        ("高出3.7个百分点", "3.7", "个百分点", None),
        ("1,200人", "1200", "人", None),
        ("占百分之二十", "20", "%", None),
        ("设备200台(套)", "200", "台(套)", None),
    ],
)
def test_number_keeps_its_unit_and_its_qualifier(
    text: str, value: str, unit: str, qualifier: str | None
) -> None:
    """A quantity is the bare number, the unit as written and the word that blurs it."""
    (found,) = find_quantities(text)
    assert (found.value, found.unit, found.qualifier) == (value, unit, qualifier)


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("23.9亿元", "2390000000"),
        ("4750万元", "47500000"),
        ("6亿美元", None),
        ("30万吨", None),
        ("两亿元", "200000000"),
    ],
)
def test_only_yuan_is_money(text: str, yuan: str | None) -> None:
    """Amounts in yuan are worked out; foreign currency and tons are not."""
    assert find_quantities(text)[0].yuan == yuan


def test_size_class_is_no_amount() -> None:
    """8个亿元以上项目 counts eight projects and tells the cost of none."""
    assert [(q.value, q.unit) for q in find_quantities("8个亿元以上项目开工")] == [("8", "个")]
    assert [q.size_class for q in find_quantities("6个10亿元以上项目")] == [False, True]


@pytest.mark.parametrize("text", ["2022年", "第3次", "一个项目", "A03版", "27日"])
def test_years_ordinals_and_phrases_are_no_counts(text: str) -> None:
    """Numbers that name or order things are no quantities (第3次 is one, marked as an ordinal)."""
    assert all(q.ordinal for q in find_quantities(text))


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2021年5月18日", "2021-05-18"),
        ("5月18日", "2022-05-18"),
        ("去年9月25日", "2021-09-25"),
        ("今年1-4月份", "2022-01/2022-04"),
        ("上半年", "2022-H1"),
        ("今年一季度", "2022-Q1"),
        ("前三季度", "2022-01/2022-09"),
        ("2021年6月初", "2021-06"),
        ("今年以来", "2022"),
        ("12月3日", "2021-12-03"),
        ("截至目前", None),
        ("2030年底", "2030-12"),
        ("“十四五”期间", "2021/2025"),
    ],
)
def test_dates_are_read_against_the_day_of_the_article(text: str, iso: str | None) -> None:
    """A bare day is the last such day before the article appeared."""
    assert find_dates(text, published="2022-06-13")[0].iso == iso


def test_bare_day_without_any_year_stays_open() -> None:
    """Without a date of the article, a day has no year, and no year is made up."""
    assert find_dates("5月18日开工")[0].iso is None


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("同比增长29.2%", "29.2"),
        ("下降5.2%", "-5.2"),
        ("比上年多出26.5%", "26.5"),
        ("翻番", "100"),
        ("增长1.5倍", "150"),
    ],
)
def test_growth_is_signed(text: str, percent: str) -> None:
    """Decline is negative, doubling and multiples are percentages too."""
    assert find_growths(text)[0].percent == percent


@pytest.mark.parametrize(
    ("text", "stage", "stated"),
    [
        ("项目已建成投产", Stage.IN_PRODUCTION, True),
        ("项目正式开工", Stage.UNDER_CONSTRUCTION, True),
        ("即将建成", Stage.UNDER_CONSTRUCTION, False),
        ("预计明年投产", Stage.UNDER_CONSTRUCTION, False),
        ("尚未开工", Stage.PLANNED, False),
        ("争取早日签约", Stage.NEGOTIATING, False),
        ("全力推进甲、乙等6个项目投产", Stage.UNDER_CONSTRUCTION, False),
        ("设备进入试运行", Stage.TRIAL_PRODUCTION, True),
        ("眼下还在洽谈", Stage.NEGOTIATING, True),
    ],
)
def test_plans_wishes_and_denials_do_not_state_a_stage(
    text: str, stage: Stage, stated: bool
) -> None:
    """A stage is stated, or else marked together with the stage that then holds."""
    (word,) = find_stages(text)
    assert (word.stage, word.stated) == (stage, stated)


def test_condition_states_nothing() -> None:
    """What follows 达产后 is a forecast."""
    assert not find_stages("达产后年产值30亿元")[0].stated


@given(_CHINESE)
def test_no_text_upsets_the_grammars(text: str) -> None:
    """Whatever the text, spans lie in it, are in order, and values are numbers."""
    for found in (
        find_quantities(text),
        find_growths(text),
        find_dates(text, published="2022-06-13"),
        find_stages(text),
    ):
        for item in found:
            assert 0 <= item.span.start < item.span.end <= len(text)
        assert [i.span.start for i in found] == sorted(i.span.start for i in found)
    for quantity in find_quantities(text):
        float(quantity.value)
