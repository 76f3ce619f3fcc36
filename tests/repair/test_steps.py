"""Each repair by itself: what it mends, and what it must leave alone."""

import pytest

from tests.repair.test_repair import repaired

SENTENCE = "园区围绕项目建设持续发力，全年新签约项目四十个，"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("一年之計(jì)在于春", "一年之计在于春"),
        ("濮陽（yáng）縣(xian)", "濮阳县"),
        ("先進縣(區)與工業(yè)園(新區)", "先进县(区)与工业园(新区)"),
        ("樂(lè)園，音樂(yuè)廳", "乐园，音乐厅"),
        ("公司(ltd)與股份(gong)", "公司(ltd)与股份(gong)"),
        ("&ldquo;园区&rdquo;&nbsp;&#25237;产", "“园区” 投产"),
        ("濮\u200b阳\ufeff工\x07业", "濮阳工业"),
        ("\ue001园区\ue001", "园区"),
        ("２０２２年ＧＷ级，增长１２．５％", "2022年GW级，增长12.5%"),
        (SENTENCE + "新型功能 材料产业壮大。", SENTENCE + "新型功能材料产业壮大。"),
        (SENTENCE + "预计 1-4 月完成 65.18 亿元。", SENTENCE + "预计1-4月完成65.18亿元。"),
        ("大项目 好项目", "大项目 好项目"),
        (SENTENCE + "到会的有 张三 李四 王五 赵六。", SENTENCE + "到会的有 张三 李四 王五 赵六。"),
        ("  园区  \r\n\r\n\r\n  项目\r\n", "园区\n项目"),
        ("好的：æ¿®é\x98³å·¥ä¸\x9aå\x9b\xadå\x8cºã\x80\x82", "好的：濮阳工业园区。"),
        ("好的：å§Ñô¹¤ÒµÔ°Çø", "好的：濮阳工业园区"),
        ("绛剧害椤圭洰", "签约项目"),
        ("naïve Müller–Straße", "naïve Müller–Straße"),
    ],
)
def test_mends(old: str, new: str) -> None:
    """Damage of a known kind goes; what only looks like it stays."""
    assert repaired(old).text == new


def test_wrapped_lines_are_joined() -> None:
    """Lines of one width that end in mid-sentence are one paragraph; an indented line begins the next."""
    body = "濮阳工业园区围绕绿色涂料产业持续招商今年以来共签约项目五个总投资四十亿元目前各项目均按计划推进园区说下一步将继续做好服务工作确保项目早日投产见效"
    lines = [body[i : i + 18] for i in range(0, 72, 18)]
    text = "　　" + "\n".join(lines) + "。\n　　另一段从这里开始，与上一段无关。"
    assert repaired(text).text == "".join(lines) + "。\n另一段从这里开始，与上一段无关。"


def test_list_items_stay_apart() -> None:
    """Items of a list that end with a semicolon are lines of their own."""
    text = "名单如下：\n三棵树：高端涂料项目，投资36亿元；\n东方雨虹：防水涂料项目，投资15.1亿元；\n天能：电池项目。"
    assert repaired(text).text == text


@pytest.mark.parametrize(
    "text", ["园区锟斤拷锟斤拷项目", "园\ue001区项目", "签约\ufffd个项目", "项目?qī)三"]
)
def test_what_is_lost_is_reported_and_left(text: str) -> None:
    """Damage beyond repair stays as it is, and its place is told."""
    result = repaired(text)
    assert result.text == text
    assert len(result.unrepaired) == 1


def test_markup_leaves_exact_passages() -> None:
    """Of a page's source, text and entities keep their exact places."""
    page = "<p>濮阳&nbsp;工业<b>园区</b>签&#32422;。<!-- 无 --></p><script>var 园 = 1;</script><p>三棵树<br>投产</p>"
    result = repaired(page, markup=True)
    assert result.text == "濮阳 工业园区签约。\n三棵树\n投产"
    start = result.text.index("约")
    passage = result.passage(result.sentences[0])
    assert passage.quote == "濮阳&nbsp;工业<b>园区</b>签&#32422;。"
    assert result.alignment.source_span(
        type(result.sentences[0])(start, start + 1)
    ).start == page.index("&#32422;")
