"""names/companies: text in, enterprises out: full names, known forms, lists, and the short names these go by."""

import re
from collections.abc import Iterator

from kg.extract.gazetteers import divisions, find_words, short_divisions
from kg.extract.names.boundary import last_cut, name_start
from kg.extract.names.industries import is_field
from kg.extract.names.known import Known
from kg.extract.reading import Found, Reading
from kg.model import Span
from kg.vocab import EntityClass

_FULL = re.compile(
    r"(?:股份|控股|集团|投资|实业|责任|（集团）|\(集团\))*(?:有限责任公司|有限公司)|集团总?公司|总公司|股份公司|专业合作社"
)
_PLAIN = re.compile(
    r"集团(?!有限|股份|公司|（|控股|军|队|化|式|成员|内部|旗下|总部|办公|副|董|总裁|高|领|负|相|方|将|在|还|也|的|已|是|计|拟)|集团(?=[副董总高领负相将在还也的已是计拟旗总])|(?<!有限)(?<!责任)公司|(?<=[一-鿿])股份(?!制|有限|公司|转|权|合|数|比)|"
    r"银行(?=[一-鿿]{0,4}(?:分行|支行)|、|，|。|等|与)"
)
#: Words that stand before 公司, 集团, 股份 without naming anyone.
_NO_BRAND = re.compile(
    r"^(?:.*(?:上市|子|分|母|总|该|本|龙头|知名|大型|民营|国有|国资|外资|合资|独资|控股|全资|参股|重点|骨干|优质|投资|项目|平台|一家|"
    r"家|个|多|各|全|相关|有关|两|三|四|五|物业|保险|担保|小贷|快递|电力|供水|供电|燃气|建筑|施工|劳务|运营|开发|国企|央企|跨国|科技型|"
    r"链主|关联|拟设立|目标|合作|生产|制造|贸易|服务|化工|汽车|食品|旅游|咨询|设计|外贸|租赁|集成|新|老|大|小|我们|他们|咱们|代工|轮胎|涂料|"
    r"有限|责任|企业|集团|产业|行业|高科技|医药|市级|省级|县级|区级|国际|国内|世界|领军|标杆|头部|同行|农业|运输|物流|基金|投资|资产|城投|平台)|.|)$"
)
#: Trades that end a firm's usual short name: 惠强新材, 金禄电子.
TRADES = (
    "新能源汽车|新能源|新材料|新材|半导体|微电子|电子|科技|光电|环保|化工|化学|石化|铝业|铜业|钢业|矿业|锂业|硅业|钛业|药业|制药|医药|生物|"
    "生物科技|能源|重工|机械|智能|塑胶|精密|汽车|漆业|涂料|油漆|纸业|纺织|化纤|酒业|乳业|食品|饮料|置业|地产|物流|电气|电器|电池|电力|电缆|"
    "装备|材料|光伏|热力|水务|燃气|股份|控股|重科|高科|动力|氢能|储能|制漆|机床|轮胎|玻璃|陶瓷|家居|卫浴|服饰|粮油|牧业|农业|通信|信息|数据|软件|医疗|健康|包装|印刷|建工"
)
_SHORT = re.compile(
    rf"[一-鿿A-Za-z]{{2,4}}(?:{TRADES})(?=公司|集团|董事|总经理|副总|负责人|项目|、|等|（|车间|厂区|生产线|员工|工人|相关负责)"
)
_ITEM = r"(?:(?!等|以及)[一-鿿A-Za-z0-9·（）()&]){2,20}"
_LISTED = re.compile(
    rf"(?P<items>{_ITEM}(?:、{_ITEM})+(?:(?:和|以及|及|与){_ITEM})?)"
    r"(?:等(?:一批|多|数|[\d一二两三四五六七八九十百]+余?多?)?(?:家|户)?|[\d一二两三四五六七八九十百]+余?多?(?:家|户))"
    r"[一-鿿0-9“”]{0,12}?(?:企业|公司|名企|厂商|巨头|品牌|集团|龙头|车企|药企|上市企业|名字)"
)
_JOIN = re.compile(r"、|(?<!恒)和(?!永|平|谐)|以及|与|(?<![普])及")
#: Firms that every reader of this news knows by their short name.
KNOWN = [
    "华为",
    "中兴",
    "比亚迪",
    "宁德时代",
    "隆基",
    "隆基绿能",
    "天合光能",
    "晶科能源",
    "晶澳",
    "通威",
    "阳光电源",
    "亿纬锂能",
    "国轩高科",
    "蜂巢能源",
    "欣旺达",
    "格力",
    "格力电器",
    "美的",
    "海尔",
    "海信",
    "TCL",
    "长虹",
    "创维",
    "联想",
    "小米",
    "京东",
    "京东方",
    "阿里巴巴",
    "腾讯",
    "百度",
    "美团",
    "字节跳动",
    "拼多多",
    "顺丰",
    "三一重工",
    "徐工",
    "中联重科",
    "潍柴",
    "吉利",
    "长城汽车",
    "奇瑞",
    "江淮汽车",
    "蔚来",
    "小鹏",
    "理想汽车",
    "特斯拉",
    "一汽",
    "上汽",
    "东风汽车",
    "广汽",
    "北汽",
    "宝马",
    "奔驰",
    "奥迪",
    "丰田",
    "本田",
    "大众汽车",
    "宇通",
    "中石化",
    "中石油",
    "中海油",
    "中国石化",
    "中国石油",
    "中化",
    "中国中车",
    "中车",
    "中国建材",
    "中铁",
    "中建",
    "中交",
    "中粮",
    "国药",
    "华润",
    "保利",
    "招商局",
    "中信",
    "宝武",
    "鞍钢",
    "首钢",
    "河钢",
    "沙钢",
    "恒力",
    "恒逸",
    "荣盛",
    "万华化学",
    "巴斯夫",
    "陶氏",
    "杜邦",
    "壳牌",
    "科思创",
    "赢创",
    "西门子",
    "施耐德",
    "博世",
    "霍尼韦尔",
    "三星",
    "LG",
    "富士康",
    "立讯精密",
    "歌尔",
    "中芯国际",
    "长江存储",
    "三棵树",
    "东方雨虹",
    "立邦",
    "嘉宝莉",
    "亚士创能",
    "天能",
    "超威",
    "娃哈哈",
    "农夫山泉",
    "伊利",
    "蒙牛",
    "双汇",
    "牧原",
    "新希望",
    "海螺",
    "万科",
    "恒大",
    "碧桂园",
    "华侨城",
    "万达",
    "苏宁",
    "国家电网",
    "南方电网",
    "国家能源集团",
    "华能",
    "大唐",
    "华电",
    "国电投",
    "三峡集团",
    "中广核",
    "中核",
    "中国移动",
    "中国联通",
    "中国电信",
    "恩捷股份",
    "格林美",
    "赣锋锂业",
    "天齐锂业",
    "容百科技",
    "当升科技",
    "德方纳米",
    "湖南裕能",
    "先导智能",
    "汇川技术",
    "信义玻璃",
    "福耀玻璃",
    "药明康德",
    "恒瑞医药",
    "复星医药",
    "石药集团",
    "云南白药",
    "扬子江药业",
    "康恩贝",
    "魏桥",
    "信发",
    "南山铝业",
]
_KNOWN = re.compile("|".join(sorted(map(re.escape, KNOWN), key=lambda w: (-len(w), w))))
_KNOWN_AFTER = re.compile(r"(?:路|街|大道|小区|杯|人(?!民)|山(?!东|西)|号(?!召))")


def find_companies(reading: Reading, known: Known) -> Iterator[Found]:
    """Find enterprises by their legal form, by list, by trade word and by common knowledge."""
    text = reading.text
    end = 0
    for match in _FULL.finditer(text):
        start = _trim(text, max(end, match.start() - 32), match.start())
        end = match.end()
        if match.start() - start >= 2 and not _NO_BRAND.match(text[start : match.start()]):
            yield _company(text, start, match.end(), "companies:legal-form", 0.95)
    end = 0
    for match in _PLAIN.finditer(text):
        start = _trim(text, max(end, match.start() - 16), match.start())
        end = match.end()
        brand = text[start : match.start()]
        if 2 <= len(brand) <= 12 and not _NO_BRAND.match(brand) and not _is_place(brand):
            yield _company(text, start, match.end(), "companies:known-form", 0.75)
    yield from _find_lists(text)
    for match in _SHORT.finditer(text):
        start = last_cut(text, match.start(), match.end())
        name = text[start : match.end()]
        if (
            len(name) >= 4
            and not is_field(name)
            and start == match.start()
            and _starts_clean(text, start)
        ):
            yield _company(text, start, match.end(), "companies:trade", 0.5)
    for match in _KNOWN.finditer(text):
        if not _KNOWN_AFTER.match(text, match.end()):
            yield _company(text, match.start(), match.end(), "companies:known", 0.7)


def _trim(text: str, start: int, end: int) -> int:
    """Start a firm's name after the last cut, or at its place name where a verb stands before that."""
    begin = last_cut(text, start, end)
    at = name_start(text, start, end)
    brand_follows = (
        end - at - len(next(iter(w for o, w in find_words("places", text[at:end])), "")) >= 2
    )
    if (
        at > begin
        and brand_follows
        and text[at - 1] not in "（("
        and not _BRAND_FIRST.search(text[begin:at])
    ):
        return at
    return begin


#: What shows that the words before a place are the firm's own brand: "国药乐仁堂…", "四川佳楠…".
_BRAND_FIRST = re.compile(
    r"^(?:国药|中[电材盐车铁建交科化])|(?:集团|科技|服务|能源|材料|化工|汽车|电子)$"
)


def _is_place(word: str) -> bool:
    return word in divisions() or word in short_divisions()


def _starts_clean(text: str, start: int) -> bool:
    return (
        start == 0
        or text[start - 1] in "、，。；：“”（(\n 　的和与及为由"
        or text[start - 1].isspace()
    )


def _find_lists(text: str) -> Iterator[Found]:
    for match in _LISTED.finditer(text):
        items = list(_items(text, match.start("items"), match.end("items")))
        if len(items) < 2 or sum(_is_generic_item(text[s:e]) for s, e in items) * 2 > len(items):
            continue
        for start, end in items:
            if not _is_generic_item(text[start:end]):
                yield _company(text, start, end, "companies:list", 0.75)


def _items(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    begin = start
    for joint in [*_JOIN.finditer(text, start, end), None]:
        stop = joint.start() if joint else end
        left = last_cut(text, begin, stop) if begin == start else begin
        if stop - left >= 2:
            yield left, stop
        begin = joint.end() if joint else end


def _is_generic_item(item: str) -> bool:
    return is_field(item) or _is_place(item) or bool(_GENERIC_ITEM.search(item)) or len(item) > 18


_GENERIC_ITEM = re.compile(
    r"(?:产业|行业|企业|项目|工业|服务|金融|技术|人才|资金|土地|政策|政府|部门|高校|院校|市场|原料|设备|产品|材料|零部件|制造|加工|研发|生产|销售|贸易|建材|旅游|教育|文化|省|市|县|区|国内|国外|世界|500强|等|大型|小型|中型|规上|高新|龙头|上市|民营|国有|外资|上游|下游|中游)$"
)


def _company(text: str, start: int, end: int, by: str, confidence: float) -> Found:
    return Found(
        span=Span(start, end),
        kind=EntityClass.COMPANY,
        name=text[start:end],
        by=by,
        confidence=confidence,
    )
