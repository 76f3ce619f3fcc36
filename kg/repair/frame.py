"""frame: a line of a page in, what it tells about the article and how much of it is page furniture out.

A line of furniture is one that its known pieces use up: dates, labels with a value (来源：濮阳日报),
buttons (打印 关闭 字号 大 中 小), bylines, names of outlets. What little is left over may be anything.
"""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from functools import cache

import msgspec
import regex


class Role(StrEnum):
    """What a labelled value tells."""

    PUBLISHER = "publisher"
    DATE = "date"
    AUTHOR = "author"
    EDITOR = "editor"
    NOTHING = "nothing"


_LABELS = {
    Role.PUBLISHER: "(?:文章|稿件|信息|新闻|图文|消息|本文|内容|资料)?来源|稿源|来自|转自|转载自|摘自|原载|出处|文章出处|发布机构|发布单位|发布部门|当前报纸名称|报纸名称",
    Role.DATE: "(?:发布|发表|更新|录入|发稿|上传|添加|编辑|创建|成文|刊发|出版)?(?:时间|日期)|发布于",
    Role.AUTHOR: "(?:本报|本网|本台|本站)?(?:首席|见习|实习|特约|全媒体)?(?:记者|通讯员)|作者|撰稿|撰文|采写|文字|文/图|图/文|图文|文|图|摄影|摄|供稿|供图|投稿|实习生",
    Role.EDITOR: "(?:责任|本期|值班|网络|网页|文字|新媒体|执行|见习|编发)?(?:编辑|责编|主编|编审|校对)|责编|审核|审签|审校|[初复终]审|[一二三][审校]|监制|总监制|总编辑|值班编委|录入|发布人|发布者|制作|排版|美编|策划|统筹|签发",
    Role.NOTHING: "(?:累计)?(?:浏览|点击|阅读|访问|人气)(?:次数|数|量|率|人数)?|字体大小|字号|字体|字级|大小|分享到?|标签|[Tt]ags?|关键[词字]|分类|(?:所属)?栏目|版面|版次|版本|上一[篇条版]|下一[篇条版]|网站维护|技术支持|主办(?:单位)?|承办(?:单位)?|协办|索引号|文号|主题分类|公开方式|发文机关|国内统一刊号|(?:国内统一)?刊号|(?:联系|客服|新闻|举报|监督|服务|咨询|投稿)?(?:电话|热线|邮箱|信箱)|联系人|手机|传真|邮编|邮政编码|地址|网址|官网|E-?mail|QQ群?|微信(?:公众)?号?|邮件|相关(?:阅读|新闻|链接|文章|专题|报道|稿件|推荐|信息)|延伸阅读|推荐阅读|热门推荐|友情链接|扫描二维码|版权声明|版权与免责声明|免责声明|声明|特别声明",
}
_ROLE_OF = {f"role{number}": role for number, role in enumerate(_LABELS) if role != Role.NOTHING}
_TELLING = "|".join(f"(?P<{name}>{_LABELS[role]})" for name, role in _ROLE_OF.items())
_ANY_LABEL = "|".join(_LABELS.values())
_DAY = r"(?<!\d)(?P<year>(?:19|20)\d\d)\s?[-/.年]\s?(?P<month>\d{1,2})\s?[-/.月]\s?(?P<day>\d{1,2})(?!\d)\s?日?"
_CLOCK = r"(?:[T\s]*\d{1,2}[:：]\d\d(?:[:：]\d\d)?)?"
_OUTLET = (
    r"(?:[\p{Han}A-Za-z]{1,12}?(?:日报|晚报|晨报|早报|时报|商报|快报|导报|周报|都市报|区报|市报|工报|青年报|经济报|信息报"
    r"|新闻网(?!讯)|信息网|门户网|产业网|政府网|在线|网(?![络讯])|电视台|广播电台|广播网|融媒体中心|融媒体|融媒(?!讯)|新闻中心|客户端|杂志|周刊|商城)"
    r"|新华社|中新社|人民网|央广网|新华网|ZAKER\p{Han}{0,6}|\p{Han}{2,6}发布)"
)
_NAME = r"(?:(?!本报|本网|记者|通讯员|摄影|报道|图片|编辑|责编|文/)(?:\p{Han}{2,4}|\p{Han}[ 　]\p{Han}(?!\p{Han})|\p{Han}+·\p{Han}+))"
_NAMES = rf"{_NAME}(?:[\s、,，/]+{_NAME}){{0,7}}"
_BYLINE = (
    rf"(?:本报|本网|本台|本社|{_OUTLET}|\p{{Han}}{{2,10}}集团)?[ ]?(?:驻\p{{Han}}{{2,6}}?)?"
    rf"(?:首席|见习|实习|特约|全媒体)?(?:记者|通讯员|特约撰稿人|实习生)[\s:：]+(?P<names>{_NAMES})"
)
_BUTTONS = (
    r"大|中|小|[Tt]|[Tt]\||A[+-]|打印(?:本[页文]|文章)?|关闭(?:窗口|本页|页面)?|收藏(?:本[文页])?|设为首页|加入收藏|手机版|登录|注册|更多|更多>>"
    r"|分享(?:到)?|转发|微信(?:好友)?|朋友圈|(?:新浪|腾讯)?微博|QQ(?:空间|好友)?|\d+\s?条评论|评论|留言|点赞|举报|打赏|纠错|我要纠错|返回(?:首页|顶部|列表)?|首页|末页|上一[页篇条]|下一[页篇条]"
    r"|放大字体|缩小字体|默认字体|展开通版|收缩通版|电子报阅读机|网站地图|关于我们|联系我们|友情链接|下载APP|APP下载|客户端下载|扫一扫|扫码\p{Han}{0,8}|媒体滚动|加入好友|看更多|次|阅读原文|听新闻|朗读|原标题"
    r"|第?[A-Z]?\d{1,2}版|第[一二三四五六七八九十]+版|要闻|正文|(?:客服|联系|新闻)?热线|本报讯|本网讯"
)
_SPLIT = r"[\s|｜丨│·•>》»【】\[\]（）()※—/-]"
_EMPTY = regex.compile(rf"{_SPLIT}+|[:：,，]|&nbsp;")
_COLON = "[:：]"
_OUTLET_SIGN = "[报网台社刊]|在线|融媒|中心|客户端|ZAKER|发布|商城"
#: A kind of piece, and a sign that every line with one has: only what a line may have is looked for.
_PIECES = (
    (rf"(?P<byline>{_BYLINE})", "记者|通讯员|撰稿人|实习生"),
    (
        rf"(?:{_LABELS[Role.NOTHING]})\s*[:：]\s*+(?!(?:{_ANY_LABEL})\s*[:：])[^\s|｜丨】]*"
        rf"|(?:{_TELLING})\s*[:：]\s*(?P<value>(?:(?!(?:{_ANY_LABEL})\s*[:：]|\s{{2,}}|[|｜丨　【]|\s+{_DAY}).)*)",
        _COLON,
    ),
    (rf"(?P<stamp>{_DAY}{_CLOCK})", r"\d\d[\s\-/.年]"),
    (
        rf"(?:(?<={_SPLIT})|^)(?P<outlet>{_OUTLET}\p{{Han}}{{0,3}}?)(?:记者)?(?={_SPLIT}|$)",
        _OUTLET_SIGN,
    ),
    (rf"(?:(?<={_SPLIT})|^)(?:{_BUTTONS})(?:(?={_SPLIT})|$)", ""),
)
_SIGNS = tuple(regex.compile(sign) for _, sign in _PIECES)


@cache
def _piece(looked_for: tuple[bool, ...]) -> regex.Pattern[str]:
    chosen = (piece for (piece, _), wanted in zip(_PIECES, looked_for, strict=True) if wanted)
    return regex.compile("|".join(chosen))


_FIXED = regex.compile(
    r"版权所有|未经(?:书面|协议|本[网站报])?授权|(?:免责|版权)声明|Copyright|All\s*Rights\s*Reserved|ICP备|公网安备|转载请注明|著作权归"
    r"|凡本[网站]|凡注明|如(?:有)?侵权|仅供参考|不代表本[网站]|请联系(?:我们)?删除|违法和不良信息|扫描?二维码|关注.{0,8}公众号|点击(?:上方|下方|这里)|网站地图|友情链接"
    r"|^※|^原标题[:：]|^(?:相关|延伸|推荐|热门|更多)(?:阅读|新闻|链接|文章|报道|推荐)",
    regex.IGNORECASE,
)
_CRUMBS = regex.compile(
    r"^[【\[]?(?:您?(?:现在|当前)?的?(?:所在)?(?:的)?位置|当前位置|您在这里|所在位置)\s*(?:是)?\s*[:：>»/]"
    r"|^\S{0,12}(?:首页|网|在线)\s*(?:>+|»|\||｜|/|&gt;|→|-)\s*\S"
    r"|^[^\s。，]{1,14}\s*(?:>+|»|›)\s*[^。，]{1,40}$"
)
_MENU_MARK = regex.compile(r"\s*[|｜丨│]\s*|\s*·\s+|　+|\s{2,}|\s")
_NO_OUTLET = regex.compile(
    r"^(?:本站|本网|网络|互联网|原创|未知|佚名|综合|转载|整理|本站编辑|编辑|网站|其他|媒体|.*编辑部?)$"
)
_SENTENCE = regex.compile(r"[。！？；]|[,，].*[,，]")
_LONGEST = 200  #: a longer line is text
_SHORT = 60  #: and so is a line longer than this that ends as a sentence does
# What every line of furniture has one of; most lines of text have none, and are done with quickly.
_HINT = regex.compile(
    r"[|｜丨│>»›【:：※]|(?:19|20)\d\d[-/.年]|首页|记者|通讯员|版权|转载|授权|声明|copyright|rights|报道$|侵权|备案"
    r"|分享|打印|关闭|返回|收藏|上一|下一|电子报|来源|编辑|编审|供稿|供图|图片由|摄[）)]|原载|热线|友情|网站|扫码|二维码|A\+|^[（(]",
    regex.IGNORECASE,
)
_CLAUSE = regex.compile("[。！？；，]")
_CLAUSE_OR_LABEL = regex.compile("[。！？；：:，]")
_LINK_MARK = regex.compile(r"\s*[|｜丨│]\s*|　　+")
_LEAST_ROW = 6  #: words of a menu that has only blanks between them
_LEAST_MENU = 4


class Told(msgspec.Struct):
    """What lines of furniture tell about their article."""

    publisher: str | None = None
    outlet: str | None = (
        None  #: named beside a date or in a dateline: a publisher if none is labelled
    )
    published: str | None = None
    authors: list[str] = []
    editors: list[str] = []


def use_up(line: str, told: Told) -> str:
    """Take the known pieces out of a line, note what they tell, and give what is left."""

    def take(piece: regex.Match[str]) -> str:
        _note(piece, told)
        return " "

    left = _piece(tuple(bool(sign.search(line)) for sign in _SIGNS)).sub(take, line)
    return str(_EMPTY.sub("", left))


def is_furniture(line: str, told: Told) -> bool:
    """Tell whether a line is page furniture, and note what it tells if so."""
    if len(line) > _LONGEST or not (_HINT.search(line) or len(line.split()) >= _LEAST_ROW):
        return False
    if (
        line[-1] in "。！？”"
        and not _FIXED.search(line)
        and (len(line) > _SHORT or ":" not in line)
    ):
        return False
    if is_crumbs(line) or is_menu(line):
        use_up(line, told)
        if told.outlet is None and (first := regex.match(rf"{_OUTLET}(?=首页|\s*[>»|｜])", line)):
            told.outlet = first[0]
        return True
    if len(line) < 40 and not _ASIDE.sub("", line).strip():
        list(asides(line, told))
        return True
    noted = Told()
    left = use_up(line, noted)
    told_something = len(left) < len(_EMPTY.sub("", line))
    used_up = told_something and len(left) <= min(16, max(4, len(line) // 2))
    if (used_up and not _SENTENCE.search(left)) or (_FIXED.search(line) and len(line) < 150):
        merge(told, noted)
        return True
    return False


def is_crumbs(line: str) -> bool:
    """Tell whether a line is a trail such as 首页 > 园区 > 正文."""
    return len(line) < 120 and not _CLAUSE.search(line) and bool(_CRUMBS.search(line))


def is_menu(line: str) -> bool:
    """Tell whether a line is a row of short links."""
    if _CLAUSE_OR_LABEL.search(line):
        return False
    marked = _LINK_MARK.split(line.strip("|｜丨│ "))
    if len(marked) >= _LEAST_MENU - 1 and all(len(link) <= 12 for link in marked):
        return True
    words = line.split()
    return len(words) >= _LEAST_ROW and all(len(word) <= 4 for word in words)


def merge(told: Told, more: Told) -> None:
    """Add what a line told to what is known; the first to tell of a thing is believed."""
    told.publisher = told.publisher or more.publisher
    told.outlet = told.outlet or more.outlet
    told.published = told.published or more.published
    told.authors += [name for name in more.authors if name not in told.authors]
    told.editors += [name for name in more.editors if name not in told.editors]


def _note(piece: regex.Match[str], told: Told) -> None:
    found = {name: value for name, value in piece.groupdict().items() if value}
    if "byline" in found:
        _add(told.authors, found["names"])
    if "stamp" in found:
        told.published = told.published or iso_day(found["stamp"])
    if "outlet" in found:
        told.outlet = told.outlet or found["outlet"].strip()
    for group, role in _ROLE_OF.items():
        if group in found:
            _note_value(role, found.get("value", "").strip(), told)


def _note_value(role: Role, value: str, told: Told) -> None:
    match role:
        case Role.PUBLISHER:
            told.publisher = told.publisher or outlet_name(value)
        case Role.DATE:
            told.published = told.published or iso_day(value)
        case Role.AUTHOR:
            _add(told.authors, value)
        case Role.EDITOR:
            _add(told.editors, value)


def _add(names: list[str], written: str) -> None:
    for name in people(written):
        if name not in names:
            names.append(name)


def people(written: str) -> Iterator[str]:
    """Yield the people that a byline names, 游 岚 as 游岚."""
    for match in regex.finditer(_NAME, written):
        yield regex.sub(r"\s", "", match[0])


def outlet_name(value: str) -> str | None:
    """Give the outlet that a source label names; of 浙江在线-浙江日报 the paper itself."""
    value = regex.split(
        r"\s{2,}|\s(?=\p{Han}{2,4}$)|[　|｜（(,，;；]|作者|记者", value.strip("《》[]【】“” ")
    )[0].strip("》 ")
    parts = [part.strip("《》 ") for part in regex.split(r"[-—/_]", value) if part.strip("《》 ")]
    named = [part for part in parts if regex.fullmatch(_OUTLET, part)]
    name = named[-1] if named else (parts[0] if parts else "")
    return None if not name or len(name) > 20 or _NO_OUTLET.match(name) else name


def iso_day(written: str) -> str | None:
    """Give the first full date of a text in ISO 8601, if it is one of the calendar."""
    if not (match := regex.search(_DAY, written)):
        return None
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"])).isoformat()
    except ValueError:
        return None


_DATELINE = regex.compile(
    rf"^(?:【(?P<bracketed>{_OUTLET})】"
    rf"|(?P<paper>\p{{Han}}{{1,10}}?(?:报|网|社|台|融媒体?|在线|发布|新闻)|本报|本网|本台)(?P<where>\p{{Han}}{{0,6}}?)"
    rf"(?P<when>(?:\d{{4}}年)?(?:\d{{1,2}}月)?(?:\d{{1,2}}日)?)(?:讯|电|消息)(?=[\s　（(,，]|$)[\s　]*"
    rf"(?:[（(](?P<inside>[^（()）]{{0,60}})[）)])?[\s　]*"
    rf"|{_BYLINE}[\s　]+(?:本报讯)?[\s　]*)"
)
_ASIDE = regex.compile(
    r"[（(](?P<inside>(?:[^（()）。！？]{0,30}?(?:记者|通讯员|供稿|供图|摄影|摄|来源|原载|转自|责编|编辑|图片由)[^（()）。！？]{0,60})|完|全文完)[）)]"
    rf"|(?<=[。！？”])\s*(?:[（(](?P<signed>{_NAMES})[）)](?=\s*$)|\p{{Han}}{{2,12}}(?:供图|摄)$)"
    r"|【(?:纠错|打印|关闭)】|^(?:本报记者)?\s?\p{Han}{4,8}报道$"
)
_PAPER_AT_WORK = regex.compile(rf"^(?P<paper>{_OUTLET})记者")


def asides(line: str, told: Told) -> Iterator[tuple[int, int]]:
    """Yield the parts of a line of running text that are furniture: the dateline and bylines."""
    place = 0
    if dateline := _DATELINE.match(line):
        paper = dateline["bracketed"] or dateline["paper"] or ""
        if not paper.startswith("本") and regex.fullmatch(_OUTLET, paper) and len(paper) > 2:
            told.outlet = told.outlet or paper
        told.published = told.published or iso_day(dateline[0])
        use_up(dateline["inside"] or dateline[0], told)
        place = dateline.end()
        yield dateline.start(), place
    elif paper_at_work := _PAPER_AT_WORK.match(line):
        told.outlet = told.outlet or paper_at_work["paper"]
    if not any(mark in line for mark in "（(【") and not line.endswith(("供图", "摄", "报道")):
        return
    for aside in _ASIDE.finditer(line, place):
        if aside["signed"]:
            _add(told.authors, aside["signed"])
        elif aside["inside"]:
            _aside_tells(aside["inside"], told)
        yield aside.start(), aside.end()


def _aside_tells(inside: str, told: Told) -> None:
    use_up(inside, told)
    if origin := regex.search(r"原载《?(\p{Han}+)》?|^(\p{Han}{2,12})供稿$", inside):
        told.outlet = told.outlet or origin[1] or origin[2]
