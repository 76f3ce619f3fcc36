"""layout: a repaired text in, its lines sorted into headings, running text and page furniture."""

from typing import NamedTuple

import regex

from kg.model import Span

_FURNITURE = regex.compile(
    r"""
    ^[【\[（(]?(?:您?(?:现在|当前)?的?(?:所在)?位置|当前位置|首页|网站首页)\s*[:：>»/|｜]    # breadcrumbs
    | ^\S{0,10}(?:首页|网)\s*(?:>|»|\||｜|/).*(?:>|»|\||｜|/)
    | ^(?:[^\s|｜。]{1,12}\s*[|｜]\s*){2,}[^|｜。]{1,12}$                                     # menus
    | (?:字号|字体|字級|字级)\s*[:：]?\s*[\[【（(]?\s*(?:大|小|T|A)
    | (?:发布|更新|发表|录入)?(?:时间|日期)\s*[:：]\s*\d{2,4}[-/年.]
    | ^(?:文章|稿件|信息|新闻|图文|内容)?来源\s*[:：]
    | ^\d{4}[-/年.]\d{1,2}[-/月.]\d{1,2}日?(?:\s*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?(?:\s|$|\s*来源)
    | ^[（(【\[]?(?:责任编辑|责编|编辑|校对|审核|审签|初审|复审|终审|值班编委|监制|文字编辑|编审|作者|记者|通讯员|撰稿|摄影|供稿|投稿)\s*[:：]
    | (?:浏览|点击|阅读)(?:次数|量|数)?\s*[:：]\s*\d*
    | ^(?:分享到?|标签|关键词|关键字|上一篇|下一篇|相关(?:阅读|新闻|链接|文章|专题|报道)|延伸阅读|推荐阅读|热门)\s*[:：|]?
    | ^[【\[]?(?:打印|关闭|收藏|返回|纠错|打赏|我要)
    | (?:打印本页|关闭窗口|扫一扫|下载APP|下载客户端|返回首页|返回顶部|版权所有|未经授权|免责声明|版权声明|Copyright|All\s*Rights\s*Reserved|ICP备|公网安备|转载请注明|凡本网)
    | ^[（(][\p{Han}\s·、:：]{2,20}[）)]$
    """,
    regex.VERBOSE | regex.IGNORECASE,
)
_STOP = regex.compile(r"[。！？!?；;…：:，,][”’」』）)]*$")


class Layout(NamedTuple):
    """The lines of a text by what they are."""

    headings: tuple[Span, ...]
    running: tuple[Span, ...]
    furniture: tuple[Span, ...]


def lay_out(text: str) -> Layout:
    """Sort the lines of a repaired text."""
    headings: list[Span] = []
    running: list[Span] = []
    furniture: list[Span] = []
    place = 0
    for line in text.split("\n"):
        span = Span(place, place + len(line))
        place = span.end + 1
        if not line:
            continue
        if len(line) < 160 and _FURNITURE.search(line):
            furniture.append(span)
        elif len(line) <= 45 and not _STOP.search(line):
            headings.append(span)
        else:
            running.append(span)
    return Layout(tuple(headings), tuple(running), tuple(furniture))
