"""names/boundary: text and the end of a name in, the place where the name starts out.

Chinese writes no spaces: where a name ends its suffix tells (…有限公司, …开发区), where it starts only
what cannot belong to it. These are the words that cannot.
"""

import re

from kg.extract.gazetteers import divisions, find_words

_HARD = re.compile(r"[，。、；：！？“”‘’《》〈〉【】\[\]…—\s,;:!?\"'|>/]|--|\*")
#: Words after which a new name starts.
_CUT = re.compile(
    "以及|包括|例如|比如|随着|通过|围绕|位于|落户|落地|落子|花落|来到|走进|走访|慰问|考察|参观|调研|联合|携手|牵手|签约|"
    "引进|引来|引入|入驻|进驻|依托|凭借|支持|帮助|服务(?!中心|公司|业|局|外包|贸易|有限|平台)|邀请|组织(?!部)|会见|拜访|对接|洽谈|其中|此外|目前|如今|眼下|日前|近日|近年来|"
    "当天|当日|今年|去年|明年|已经|正在|即将|成为|成立|组建|设立|建成|建立|打造|推动|推进(?!中心|会|领导)|促进(?!中心|会|局)|加快|加速|实现|提升|"
    "提高|形成|开展|召开|举行|举办|根据|按照|关于|对于|由于|为了|作为|来自|前往|赶赴|分别|先后|陆续|相继|共同|双方|一起|"
    "会同|还有|就是|只有|所有|所在|所属|全资子公司|子公司|投资方|建设方|供应商|负责人|董事长|总经理|"
    "国有企业|龙头企业|知名企业|链主企业|上市公司|感谢|贡献|助力|考验|构筑|翻开|希望|迎来|宣布|抢抓|代表(?!团|处)|转到|送到|求到|放在|报给|占到|"
    "稳居|出席|担任|兼任|任命|决定|辞去|提名|撮合|落实|委托|介绍|表示|认为|透露|要求|强调|指出|得到|受到|开始|继续|坚持|全力|全面|积极|主动|出资|注册|"
    "参加|陪同|了解|看到|听取|察看|查看|主持|陪着|领着|带领|率领|见证|"
    "[该本各每我你他她它们的了着与在从被把将是让使给但则却又也都还已曾这那哪由当至即仅获称说跟帮向]|(?<![普涉])及|(?<!公)或|就(?!业)|"
    "[0-9一二两三四五六七八九十百]+余?多?(?:家|个|名|项|条|次|年(?!产|处)|月|日|号(?!线)|时|批|座|位|天)"
)
#: Words that look like a cut and are part of a name.
_KEPT = re.compile(
    "自由贸易|自治|将军|当升|若羌|由广|向塘|向阳|至诚|给力|让子|本钢|本田|本溪|的士|与时|据统|往来|给水|使馆|领事馆|的卢|说明会|见义|帮扶|本地|日本|基本|资本|资讯|各族|以及|"
    "当阳|获嘉|因特|都江|都匀|即墨|从化|是德|被动|与会|将乐|至正|都昌|都安|由度|同仁|汉王|和平|共和|惠及|埃及|当涂|当雄|洛川|龙潭|都兰"
)
#: Words that can start a name (和平, 华为, 同方) and are cut off only at the very start of what is left.
_SOFT = re.compile(
    "(?:和(?![平田县顺政泰])|同(?![仁济方德心江])|为|有(?![研色机限])|到|对(?!青)|等|以|于|赴|抵|像|负责|承接|投资|投产|全资|国内|国外|知名|龙头|企业|公司|拟|请|央企|国企|民企|看|用方|主办方为|如(?!意)|后来|产业|链主|省市)+"
)


def last_hard(text: str, start: int, end: int) -> int:
    """Give the first position after `start` from which `text[:end]` holds no punctuation."""
    begin = start
    for match in _HARD.finditer(text, start, end):
        begin = match.end()
    return _after_open_bracket(text, begin, end)


def last_cut(text: str, start: int, end: int) -> int:
    """Give the first position after `start` from which `text[:end]` holds no punctuation and no word that cuts."""
    begin = last_hard(text, start, end)
    kept = [m.span() for m in _KEPT.finditer(text, begin, end)]
    for match in _CUT.finditer(text, begin, end):
        if not any(a <= match.start() < b for a, b in kept):
            begin = match.end()
    soft = _SOFT.match(text, begin, end)
    if soft and soft.end() < end - 1:
        begin = soft.end()
    return _after_open_bracket(text, begin, end)


def _after_open_bracket(text: str, begin: int, end: int) -> int:
    opened = max(text.rfind("（", begin, end), text.rfind("(", begin, end))
    closed = max(text.rfind("）", begin, end), text.rfind(")", begin, end))
    if opened > closed:
        return opened + 1
    if closed >= 0 and opened < 0:
        return closed + 1
    return begin


def name_start(text: str, start: int, end: int) -> int:
    """Give the start of a name that, as most do, begins with a place: at that place if a verb stands before it.

    In "滁州市琅琊经济开发区" the name starts at the second place: the first one only says where that is.
    """
    begin = last_cut(text, start, end)
    places = [(begin + at, word) for at, word in find_words("places", text[begin:end])]
    if not places:
        return begin
    at, word = places[0]
    if at > begin:
        before = text[begin:at]
        if before.endswith(("中国", "中国·", "国家", "中共", "（", "(", "驻")):
            at = begin
    follow = places[1] if len(places) > 1 else None
    if (
        follow
        and follow[0] == at + len(word)
        and word in divisions()
        and follow[1] not in divisions()
    ):
        return follow[0]
    return at
