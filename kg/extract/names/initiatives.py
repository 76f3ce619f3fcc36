"""names/initiatives: text in, named campaigns, policies, mechanisms and documents out."""

import re
from collections.abc import Iterator

from kg.extract.names.boundary import last_cut
from kg.extract.names.known import Known
from kg.extract.reading import Found, Reading
from kg.model import Span
from kg.vocab import EntityClass

_KIND = (
    "专项行动|攻坚行动|提升行动|行动计划|专项活动|行动方案|行动|活动|工程|机制|改革|制度|战略|计划|模式|政策体系|系列政策|政策|工作法|攻坚战|专项整治|整治|招商|审批|出让|"
    "建设年|规划|方案|试点|发展思路|思路|目录|清单|白名单|体系|新平台|改造|融合|建设|服务|发展环境|工作专班|办法|措施|意见|要求|部署|格局|定位|目标"
)
_QUOTED = re.compile(rf"“(?P<name>[^”\n]{{2,24}})”(?P<kind>[一-鿿]{{0,6}}?(?:{_KIND}))?")
_BOOK = re.compile(r"《(?P<name>[^》\n]{4,50})》")
_PLAIN = re.compile(
    r"(?:[一-鿿、]{2,14})(?:专项行动|攻坚行动|攻坚战|提升行动|三年行动计划|行动计划|培育计划|整治行动|建设年|攻坚年|突破年|包联机制|会商机制|调度机制|调度制度|分包制度|服务员制度|推进机制|帮扶机制|交办机制|并联审批机制|整治年)"
)
_NUMBERED = re.compile(
    r"(?<![一-鿿“])(?:[一二三四五六七八九十双两百千万][一-鿿]{1,2}[一二三四五六七八九十双两百千万][一-鿿]{1,3})(?=活动|机制|工作|行动|改革|制度|工程|模式)"
)
#: Quoted words that are slogans, metaphors and generic ways of service.
_SLOGAN = re.compile(
    r"店小二|娘家人|妈妈式|保姆|项目为王|一站式|零距离|领头羊|领头雁|头雁|链主|金字招牌|引擎|名片|高地|洼地|梧桐|凤凰|绿灯|绿色通道|加速度|速度|定心丸|及时雨|"
    r"答卷|成绩单|开门红|牛鼻子|压舱石|硬骨头|磁石|主阵地|火车头|急难愁盼|卡脖子|说了算|不打烊|不断档|最后一公里|拦路虎|组合拳|红包|加减法|减法|加法|乘法|朋友圈|桥头堡|"
    r"新赛道|小目标|大块头|中国制造|满天星|绿|新|强|优|链|舞台|动能|密码|名单|法宝|底色|先手棋|主战场|保鲜|聚宝盆|摇钱树|加油站|大礼包|零成本|之都|之城|之乡|硅谷|小镇|走廊|家底|指挥棒|发动机"
)
_SIGNAL = re.compile(
    r"(?:[一二三四五六七八九十双两百千万]\S?[一二三四五六七八九十双两百千万\d]|[三四五六七八九十两双]个|\+|助|帮|包|双招|万人|百日|攻坚|行动|放管服|亩均|标准地|拿地|赛马|承诺制)"
)


def find_initiatives(reading: Reading, known: Known) -> Iterator[Found]:
    """Find quoted names with what they are (活动, 机制…), titles of documents, and named drives without quotes."""
    text = reading.text
    for match in _QUOTED.finditer(text):
        name = match["name"]
        if _SLOGAN.search(name) or name[-1] in "。，！？；":
            continue
        if match["kind"] or _SIGNAL.search(name):
            yield _initiative(
                match.start("name"), match.end("name"), name, 0.65 if match["kind"] else 0.5
            )
    for match in _BOOK.finditer(text):
        if not re.search(r"协议|合同|报告$|日报|时报|证书|许可证|备忘录", match["name"]):
            yield _initiative(match.start(), match.end(), f"《{match['name']}》", 0.8)
    for match in _PLAIN.finditer(text):
        start = last_cut(text, match.start(), match.end() - 2)
        if match.end() - start >= 5:
            yield _initiative(start, match.end(), text[start : match.end()], 0.55)
    for match in _NUMBERED.finditer(text):
        yield _initiative(match.start(), match.end(), match.group(), 0.5)


def _initiative(start: int, end: int, name: str, confidence: float) -> Found:
    return Found(
        span=Span(start, end),
        kind=EntityClass.INITIATIVE,
        name=name,
        by="initiatives:quoted",
        confidence=confidence,
    )
