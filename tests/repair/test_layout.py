"""Headline, date, outlet and bylines are read from the page, and kept out of the text."""

import pytest

from tests.repair.test_repair import repaired

BODY = "6月13日，濮阳工业园区签约五个项目，总投资40.6亿元。园区党工委负责人说，项目将于年内开工。"
TITLE = "濮阳工业园区签约五个项目"


@pytest.mark.parametrize(
    ("line", "published", "publisher"),
    [
        ("2022-06-13 09:53:45 来源：示例日报", "2022-06-13", "示例日报"),
        (
            "作者:  文章来源:示例日报  字体:   发布时间:2022-06-13 09:53:45",
            "2022-06-13",
            "示例日报",
        ),
        ("示例日报 2022-06-13 11:30", "2022-06-13", "示例日报"),
        ("2022年06月13日 示例日报", "2022-06-13", "示例日报"),
        ("2022/6/13 11:14  来源：示例在线-示例日报  字号：大 中 小", "2022-06-13", "示例日报"),
        ("时间：2022-06-13　来源：区党政办　字号：大 中 小", "2022-06-13", "区党政办"),
        ("发布时间：2022/06/13 来源：本站编辑 浏览次数:988 【打印】【关闭】", "2022-06-13", None),
        ("国内统一刊号:CN00-0000 示例日报 2022-06-13 01版 展开通版", "2022-06-13", "示例日报"),
        ("转自:示例新闻网", None, "示例新闻网"),
        ("2022-02-30", None, None),
    ],
)
def test_line_of_source_and_date(line: str, published: str | None, publisher: str | None) -> None:
    """The line under a headline tells date and outlet in many forms, and is no text."""
    result = repaired(f"首页 > 新闻 > 正文\n{TITLE}\n{line}\n{BODY}\n责任编辑：李四 王五")
    article = result.article
    assert (article.headline, article.published, article.publisher) == (
        TITLE,
        published,
        publisher,
    )
    assert article.editors == ("李四", "王五")
    texts = [result.text[s.start : s.end] for s in result.sentences]
    assert texts[0] == TITLE
    assert "".join(texts[1:]) == BODY


@pytest.mark.parametrize(
    ("lead", "publisher", "authors"),
    [
        ("示例日报讯（记者 张三 通讯员 李四）", "示例日报", ("张三", "李四")),
        ("本报讯(驻濮记者 张三)", None, ("张三",)),
        ("示例网濮阳6月13日电 ", "示例网", ()),
        ("【示例新闻网】", "示例新闻网", ()),
    ],
)
def test_dateline(lead: str, publisher: str | None, authors: tuple[str, ...]) -> None:
    """What stands before the first sentence tells outlet and reporters."""
    result = repaired(f"{TITLE}\n{lead}{BODY}")
    assert result.article.publisher == publisher
    assert result.article.authors == authors
    first = result.sentences[1]
    assert result.text[first.start : first.end].startswith("6月13日")


@pytest.mark.parametrize(
    ("tail", "authors"),
    [
        ("（张三 李四）", ("张三", "李四")),
        ("（记者 张三）", ("张三",)),
        ("张三", ("张三",)),
        ("\n记者 张三 通讯员 李四 文/图", ("张三", "李四")),
    ],
)
def test_signatures(tail: str, authors: tuple[str, ...]) -> None:
    """Names behind the last full stop are the writers'."""
    result = repaired(f"{TITLE}\n{BODY}{tail}")
    assert result.article.authors == authors
    assert result.text[result.sentences[-1].start : result.sentences[-1].end].endswith("开工。")


@pytest.mark.parametrize(
    "line",
    [
        "首页 | 时政 | 园区 | 专题 | 视频", "您的位置：首页 > 园区 > 正文", "分享到：微信 微博 QQ空间 打印", "责编：张三", "版权所有 未经授权不得转载",
        "联系电话：000-0000000　传真：000-0000000", "上一篇 下一篇 网站维护:信息中心", "相关阅读: · 我市召开会议", "Copyright © All Rights Reserved", "（图片由县委宣传部提供）　【纠错】",
    ],
)  # fmt: skip
def test_furniture(line: str) -> None:
    """Menus, trails, buttons, contacts and notices are no text."""
    result = repaired(f"{TITLE}\n{BODY}\n{line}")
    assert line.replace("　", " ").split()[0] in result.text
    assert next(result.text[s.start : s.end] for s in result.sentences) == TITLE
    assert max(s.end for s in result.sentences) <= result.text.index(
        line[:4], len(TITLE) + len(BODY)
    )


@pytest.mark.parametrize(
    "line",
    [
        "2021年4月12日，示例公司送来感谢信。", "一、工业经济发展规模奖（3个）：缙云县、龙泉市、松阳县；", "天能集团：电池处理项目，投资30亿元；",
        "“项目什么时候来？”有人问。", "会议宣布：张三任区委书记。", "记者在采访中了解到，园区重招商，更亲商。",
    ],
)  # fmt: skip
def test_text_that_looks_like_furniture(line: str) -> None:
    """Dates, colons and reporters occur in text, too."""
    result = repaired(f"{TITLE}\n{BODY}\n{line}\n{BODY}")
    place = result.text.index(line)
    covered = sum(len(s) for s in result.sentences if place <= s.start < place + len(line))
    assert covered == len(line)
