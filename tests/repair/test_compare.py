"""What `kg read` shows: each line beside its source, with what was changed and dropped."""

from kg.repair.compare import Kind, compare
from tests.repair.test_repair import repaired

PAGE = "首页 > 园区 > 正文\n濮阳園區簽約(yuē)五個項目\n\n濮阳新材料園區昨日簽約(yuē)五個項目，總投資40億元。\n责任编辑：王某"


def test_every_line_is_beside_its_source() -> None:
    """The rows are in order, each source is found where the row says, and kinds are told apart."""
    rows = list(compare(repaired(PAGE)))
    assert [row.kind for row in rows] == [
        Kind.FURNITURE,
        Kind.HEADING,
        Kind.TEXT,
        Kind.FURNITURE,
    ]
    assert all(PAGE.startswith(row.source, row.at) for row in rows)


def test_what_was_changed_is_marked_on_both_sides() -> None:
    """A converted character is marked in both texts, a dropped reading in the source alone."""
    row = next(row for row in compare(repaired(PAGE)) if row.kind is Kind.TEXT)
    old = [row.source[mark.start : mark.end] for mark in row.source_marks]
    new = [row.text[mark.start : mark.end] for mark in row.text_marks]
    assert "園區" in old
    assert "园区" in new
    assert any("(yuē)" in mark for mark in old)
    assert not any("yuē" in mark for mark in new)


def test_what_was_dropped_of_a_page_has_a_row_of_its_own() -> None:
    """Text of a page that is outside the article is shown as dropped, without its scripts."""
    row = next(
        iter(compare(repaired("<script>let a</script><p>濮阳的项目投产。</p>", markup=True)))
    )
    assert row.kind is not Kind.DROPPED
    assert row.text == "濮阳的项目投产。"


def test_damage_that_stays_is_pointed_at() -> None:
    """A character that could not be told is marked as stuck."""
    row = next(iter(compare(repaired("园区负责人\ufffd\ufffd介绍了今年的项目建设情况。"))))
    assert [row.text[mark.start : mark.end] for mark in row.stuck] == ["\ufffd\ufffd"]
