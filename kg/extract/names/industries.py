"""names/industries: text in, industries and industry chains out."""

import re
from collections.abc import Iterator

from kg.extract.names.boundary import last_cut
from kg.extract.names.known import Known
from kg.extract.reading import Found, Reading
from kg.model import Span
from kg.vocab import EntityClass

#: Fields of industry as this kind of news names them; general vocabulary.
INDUSTRIES = frozenset(
    [
        "新材料",
        "新能源",
        "化工",
        "石化",
        "石油化工",
        "煤化工",
        "精细化工",
        "盐化工",
        "磷化工",
        "氟化工",
        "氯碱化工",
        "能源化工",
        "绿色化工",
        "化工新材料",
        "生物化工",
        "装备制造",
        "高端装备",
        "高端装备制造",
        "智能装备",
        "智能制造",
        "机械制造",
        "机械加工",
        "机械",
        "机械装备",
        "机械电子",
        "工程机械",
        "农机装备",
        "环保装备",
        "电子信息",
        "新一代信息技术",
        "新一代电子信息",
        "光电信息",
        "光电子",
        "集成电路",
        "半导体",
        "芯片",
        "人工智能",
        "大数据",
        "云计算",
        "物联网",
        "数字经济",
        "软件和信息服务",
        "软件",
        "信息技术",
        "生物医药",
        "医药",
        "医药健康",
        "医疗器械",
        "高端医疗器械",
        "大健康",
        "生命健康",
        "健康食品",
        "生物制造",
        "生物科技",
        "生物技术",
        "中医药",
        "制药",
        "医药化工",
        "食品",
        "食品加工",
        "食品饮料",
        "绿色食品",
        "农产品加工",
        "农副产品加工",
        "农副产品深加工",
        "预制菜",
        "白酒",
        "酿酒",
        "汽车",
        "汽车制造",
        "汽车零部件",
        "汽车及零部件",
        "新能源汽车",
        "智能网联汽车",
        "新能源汽车零部件",
        "轨道交通",
        "航空航天",
        "航空",
        "通用航空",
        "低空经济",
        "商业航天",
        "船舶",
        "船舶制造",
        "海工装备",
        "海洋工程装备",
        "纺织",
        "纺织服装",
        "服装",
        "服装纺织",
        "家纺",
        "化纤",
        "皮革",
        "制鞋",
        "轻工",
        "轻纺",
        "家具",
        "家居",
        "建材",
        "新型建材",
        "绿色建材",
        "建材家居",
        "家电",
        "智能家电",
        "家用电器",
        "五金",
        "机电",
        "电子",
        "电子元器件",
        "电力",
        "电力装备",
        "电气",
        "钢铁",
        "冶金",
        "有色金属",
        "有色金属精深加工",
        "铝",
        "铝加工",
        "铝精深加工",
        "铜",
        "铜加工",
        "钛",
        "钛及新材料",
        "镁",
        "稀土",
        "锂电",
        "锂电池",
        "锂电新能源",
        "动力电池",
        "储能",
        "新型储能",
        "氢能",
        "光伏",
        "风电",
        "太阳能",
        "核电",
        "清洁能源",
        "绿色能源",
        "节能环保",
        "环保",
        "环保设备",
        "循环经济",
        "再生资源",
        "新型功能材料",
        "功能材料",
        "先进材料",
        "碳纤维",
        "高性能纤维",
        "尼龙新材料",
        "尼龙",
        "塑料",
        "橡胶",
        "涂料",
        "绿色涂料",
        "造纸",
        "印刷",
        "包装",
        "玻璃",
        "陶瓷",
        "石材",
        "现代物流",
        "物流",
        "商贸物流",
        "冷链物流",
        "电子商务",
        "跨境电商",
        "现代服务业",
        "金融",
        "文旅",
        "文化旅游",
        "旅游",
        "康养",
        "文旅康养",
        "总部经济",
        "现代农业",
        "特色农业",
        "农业",
        "畜牧",
        "先进制造",
        "先进制造业",
        "高端制造",
        "战略性新兴产业",
        "新型显示",
        "智能终端",
        "新材料科技",
        "前沿新材料",
        "高分子材料",
        "生物基材料",
        "硅基新材料",
        "硅材料",
        "石墨烯",
        "精密制造",
        "精密机械",
        "数控机床",
        "机床",
        "机器人",
        "无人机",
        "传感器",
        "仪器仪表",
        "电线电缆",
        "电梯",
        "装配式建筑",
        "海洋经济",
        "海洋生物",
        "港口物流",
        "临港产业",
        "新能源材料",
        "新能源电池",
        "新能源新材料",
        "电池",
        "电池材料",
        "正极材料",
        "煤炭",
        "煤电",
        "焦化",
        "采矿业",
        "制造业",
        "汽车制造业",
        "专用设备制造业",
        "通用设备制造业",
        "医药制造业",
        "农副食品加工业",
        "装备制造业",
        "计算机、通信和其他电子设备制造业",
        "电气机械和器材制造业",
        "化学原料和化学制品制造业",
        "非金属矿物制品业",
        "黑色金属冶炼和压延加工业",
    ]
)
_ITEM = r"[一-鿿A-Za-z0-9+·]{1,14}"
_LIST = rf"{_ITEM}(?:、{_ITEM})*(?:(?:和|与|以及|及){_ITEM})?"
_TAIL = (
    r"(?:等(?:为主(?:导|体)?的)?)?(?:[一二两三四五六七八九十\d]+(?:大|个|条))?(?:优势|主导|支柱|特色|优势特色|战略性?新兴|重点|核心|百亿级?|千亿级?|未来|新兴|先进|传统|标志性)*"
    r"(?:产业(?:链群?|集群|集聚区|体系|板块)?|行业|领域|制造业集群|集群)"
)
_FRAMED = re.compile(
    rf"(?P<items>{_ITEM}(?:、{_ITEM})+(?:(?:和|与|以及|及){_ITEM})?|{_ITEM}(?:和|与|及){_ITEM})(?P<tail>{_TAIL})"
)
_HEADED = re.compile(
    rf"(?P<items>{_ITEM}?)(?:全?产业(?:链|集群)?|行业)(?!园|化|工人|局|部|基金|结构|转型|升级|转移|扶贫|集聚区|投资|项目|带|基地|体系|大军|发展|招商|研究|技术|协作|合作|工程|链条?招商|政策|布局|政府|类|用地|兴|强|学院|经济|园区|生态|大脑|优势|协同|定位|规模|互补|配套)"
)
_LEADS = re.compile(
    r"(?:主导产业为|主导产业是|主攻|重点发展|着力发展|大力发展|聚焦|围绕|做强|做大做强|培育壮大|主要从事|以)(?P<items>"
    + _LIST
    + r")(?=为主|等|，|。|；|为主导|两大|三大|四大|五大)"
)
_GENERIC = re.compile(
    r"^(?:该|本|各|全|主导|支柱|特色|优势|传统|新兴|相关|上下游|重点|首位|现代|配套|高端|高新技术|新型|完整|三次|一二三|第[一二三]|"
    r"[一二两三四五六七八九十百千万\d]+[大个条亿]*级?|富民|扶贫|文化|房地产|园区|我市|我县|本地|全市|全县|全区|全省|产业|企业|项目|工业|经济|绿色|龙头|"
    r"战略性新兴|未来|优质|引领|标志性|链主|集群|多元|核心|关键|朝阳|不同|同|跨|大|小|新|全|多个|这些|这一|一二|其他|所在|实体|服务|基础|民族)+$"
)
#: What follows the last member of a list: 化工、装备制造|三大主导产业.
_KIND_AFTER = re.compile(
    r"(?:等(?:为主(?:导|体)?的)?)?(?:[一二两三四五六七八九十\d]+(?:大|个|条))?(?:优势|主导|支柱|特色|战略性?新兴|重点|核心|百亿级?|千亿级?|未来|新兴|先进|传统|标志性)*(?:全?产业(?:链|集群)?|行业)?$"
)
_JOIN = re.compile(r"、|和|与|以及|及")


def find_industries(reading: Reading, known: Known) -> Iterator[Found]:
    """Find industries in lists that end in 产业, 产业链 or 集群, in "主导产业" clauses, and by name."""
    text = reading.text
    for pattern, confidence in ((_FRAMED, 0.7), (_LEADS, 0.6)):
        for match in pattern.finditer(text):
            yield from _split(text, match.start("items"), match.end("items"), confidence)
    for match in _HEADED.finditer(text):
        start = last_cut(text, match.start("items"), match.end("items"))
        name = text[start : match.end("items")]
        if (name in INDUSTRIES or any(name.endswith(i) for i in INDUSTRIES if len(i) > 1)) and len(
            name
        ) <= 12:
            yield _industry(start, match.end("items"), name, 0.75)


def _split(text: str, start: int, end: int, confidence: float) -> Iterator[Found]:
    begin = start
    pieces: list[tuple[int, int]] = []
    for joint in _JOIN.finditer(text, start, end):
        pieces.append((begin, joint.start()))
        begin = joint.end()
    pieces.append((begin, end))
    items = []
    for left, right in pieces:
        left = last_cut(text, left, right)
        name = _KIND_AFTER.sub("", text[left:right])
        if len(name) > 1 or name in INDUSTRIES:
            items.append((left, left + len(name), name))
    good = [i for i in items if is_industry(i[2])]
    if not good or len(good) * 2 < len(items):
        return
    for left, right, name in items:
        if not _GENERIC.match(name):
            yield _industry(left, right, name, confidence + (0.15 if name in INDUSTRIES else 0.0))


def is_industry(name: str) -> bool:
    """Tell whether a name is, or ends in, a known field of industry."""
    return name in INDUSTRIES or any(
        name.endswith(i) or (len(i) > 2 and name.startswith(i)) for i in INDUSTRIES if len(i) > 1
    )


_SORT = re.compile(
    r"(?:高端|新型|绿色|智能|现代|精细|先进|高性能|特色|新兴|传统|环保|数字|智慧|生态|大型|其他|相关|新|大)*"
)


def is_field(name: str) -> bool:
    """Tell whether a name is a known field of industry with no brand before it: 绿色化工, but not 光明化工."""
    bare = re.sub(r"(?:产业链?|行业|类)$", "", name)
    match = _SORT.match(bare)
    return bare in INDUSTRIES or (match is not None and bare[match.end() :] in INDUSTRIES)


def _industry(start: int, end: int, name: str, confidence: float) -> Found:
    return Found(
        span=Span(start, end),
        kind=EntityClass.INDUSTRY,
        name=name,
        by="industries:frame",
        confidence=confidence,
    )
