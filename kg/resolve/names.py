"""names: a name in, the parts of it that identity hangs on out (place, brand, type, number, phase)."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from kg.resolve.authority import PROVINCE_SIGNS, Division, divisions, divisions_by_name

_NOISE = re.compile(r"[\s\"'“”‘’「」『』《》〈〉·•・]")
_BRACKETS = re.compile(r"\(([^()]*)\)")

LEGAL_FORM = re.compile(
    r"(?:(?:集团|控股)*(?:股份)?有限(?:责任)?公司(?:.{1,8}分公司)?|(?:集团|控股)*股份公司|(?:集团|控股|总|分)*公司)$"
)
_LEGAL_NAME = re.compile(r"有限(?:责任)?公司|股份公司|有限合伙")
_LOOSE_FORM = re.compile(r"(?:集团|控股|股份|公司|总部)+$")
TRADES = (
    "新能源汽车零部件|新能源汽车|汽车零部件|汽车部件|新能源电池材料|新能源科技|新能源材料|电池材料|新能源|新材|碳业|油田|厨卫|新型材料|新材料科技|新材料|高分子材料|高分子"
    "|复合材料|环保材料|包装材料|材料科技|材料|生物科技|生物技术|生物医药|生物制药|生物发展|生物|医药科技|医药|制药|药业|医疗器械|医疗科技|医疗"
    "|智能科技|智能制造|智能装备|智能|信息技术|信息科技|信息|网络科技|网络|数字科技|电子科技|电子材料|微电子|电子|半导体材料|半导体|芯片|集成电路"
    "|环保科技|环境科技|环保|环境|节能科技|节能|能源科技|能源|电力|电气|电器|电缆|电机|动力电池|动力科技|动力|电池|储能科技|储能|光伏科技|光伏|光能|光电科技|光电"
    "|化学工业|精细化工|石油化工|石化|化工科技|化工|化学|化纤|化肥|农化|涂料技术|涂料|制漆|漆业|油漆|防水材料|防水|建材|建筑材料|建筑|建设|工程技术|工程科技|工程"
    "|机械设备制造|机械设备|机械制造|机械|装备制造|装备|重工|精密制造|精密科技|精密|制造|设备|仪器仪表|仪器|仪表|自动化|机器人|模具|轴承|铸造|锻造"
    "|汽车工业|汽车科技|汽车|车业|轮胎|航空科技|航空|航天科技|航天|船舶|轨道交通|铝业|铜业|钢业|钢铁|有色金属|金属制品|金属|矿业|煤电|煤化工|煤业|铁合金|锂业|锂电|锂能|钛业|钴业"
    "|食品工业|食品饮料|食品|饮料|乳业|肉业|农业科技|农业发展|农业|农牧|牧业|种业|粮油|酒业|茶业|纺织科技|纺织|家纺科技|家纺|服装|服饰|针织|鞋业|印染|纸业|包装|印刷|塑胶|塑料|橡胶|玻璃|陶瓷|瓷业"
    "|家居|家具|木业|物流|供应链管理|供应链|贸易|进出口|商贸|国际贸易|餐饮管理|文化旅游|文化传媒|旅游|文化|教育|置业|地产|房地产|投资管理|投资发展|投资|控股|实业|工业|产业发展|产业"
    "|煤炭|焦化|水泥|混凝土|石材|门窗|卫浴|洁具|照明|灯饰|线缆|变压器|传感器|路桥|市政|园林|装饰|监理|设计|咨询|检测|租赁|保险|证券|基金|担保|商业|百货|仓储|冷链|航运|港务|港口"
    "|树脂|染料|肥业|水产|养殖|畜牧|畜禽|种植|林业|水务|燃气|热电|热力|供热|发电|风电|风能|氢能|光学|显示|激光|通信|通讯|软件|数据|互联网|传媒|健康|康养|诊断|试剂|基因|疫苗|护理|卫生用品|日化|化妆品"
    "|皮革|毛纺|丝绸|织造|面料|纤维|无纺布|石墨|碳素|炭素|磁材|硅业|晶体|石英|紧固件|管业|管桩|管道|阀门|泵业|压缩机|锅炉|电梯|工程机械|农机|机床|工具|五金|不锈钢|特钢|镁业|镍业|稀土|矿冶|冶金|冶炼"
    "|新建材|特种钢板|特种钢|能化|助剂|触控|背光|贴合|重装|厨电|内窥镜|刹车片|饮品|饮片|调料|调味品|花生油|食用油|青稞酒|白酒|番茄|藏药|中药|羊绒|皮毛|皮革制品"
    "|剪板|膜材料|[薯碱绒门椅卤盐糖烟渔蚕果菌禽蛋米面油酱醋竹藤花灯镜锁帽袜箱伞笔磁瓶磷氟硼]业"
    "|科技发展|科技|技术|发展|开发|管理|服务|国际|集团|生产基地"
)
_TRADE_TAIL = re.compile(rf"(?:{TRADES})+$")
# What a firm's name may begin with for where it is from: 日本…(大连)有限公司.
COUNTRY = re.compile(
    r"(?:日本|韩国|美国|德国|法国|英国|瑞士|瑞典|荷兰|丹麦|芬兰|挪威|比利时|奥地利|意大利|西班牙|加拿大|巴西|俄罗斯|印度|越南|泰国|马来西亚"
    r"|新加坡|柬埔寨|印度尼西亚|印尼|以色列|新西兰|澳大利亚|澳洲|沙特)(?=..)"
)
_ABROAD = re.compile(rf"(?:{COUNTRY.pattern.removesuffix('(?=..)')}|中国|亚太|亚洲|全球)$")

#: Park types in one wording; order matters, longest first.
_PARK_TYPES = (
    (re.compile(r"经济(?:与|和)?技术开发区|经济开发区|经开区|经济区"), "经开区"),
    (
        re.compile(r"(?:高新|高新技术|高技术|高科技)(?:技术)?(?:产业)?(?:开发区|园区|区|园)"),
        "高新区",
    ),
    (re.compile(r"工业园区|工业园|工业区"), "工业园"),
    (re.compile(r"(?<!工业)产业园区|产业园"), "产业园"),
    (re.compile(r"综合改革|综合配套改革"), "综改"),
    (re.compile(r"综合保税区"), "综保区"),
    (re.compile(r"自由贸易(?:试验区)?"), "自贸区"),
    (re.compile(r"产业集聚区|产业集聚地|集聚区"), "集聚区"),
    (re.compile(r"自贸(?:试验区)?(?!区)"), "自贸区"),
    (re.compile(r"科技园区|科技园"), "科技园"),
    (re.compile(r"化工园区|化工园|化工产业园|化工工业园"), "化工园"),
    (re.compile(r"边境经济合作区"), "边合区"),
    (re.compile(r"产业转移工业园|产业转移产业园"), "产业园"),
    (re.compile(r"\((?:经开区|高新区|工业园|开发区|产业园|园区)\)$"), ""),
)
_RANK = re.compile(r"^(?:国家级|国家|省级|市级)")

_DIGITS = {c: str(i) for i, c in enumerate("〇一二三四五六七八九")} | {"零": "0", "两": "2"}
_PHASE = re.compile(r"(?:第)?([一二三四五六七八九十\d]{1,3}|首)期(?:工程|项目)?")
_LINE = re.compile(r"([一二三四五六七八九十\d]{1,3})(?:号|厂区|厂|车间|标段|线)")
_NUMBER = re.compile(r"\d+(?:\.\d+)?(?=(.?))")
_MAGNITUDE = {"万": "e4", "亿": "e8", "千": "e3", "百": "e2"}


@lru_cache(maxsize=200_000)
def bare(name: str) -> str:
    """Give a name without what never tells two things apart: width, case, spaces, quotes.

    >>> bare("中国·濮阳 绿色涂料产业园"), bare("“万人助万企”活动"), bare("奥克拉化学（湖北）有限公司")
    ('中国濮阳绿色涂料产业园', '万人助万企活动', '奥克拉化学(湖北)有限公司')
    """
    return _NOISE.sub("", unicodedata.normalize("NFKC", name)).lower()


def is_subsequence(short: str, long: str) -> bool:
    """Tell whether the characters of `short` occur in `long` in this order."""
    rest = iter(long)
    return all(c in rest for c in short)


# What may follow a county's name without its level; elsewhere its characters are part of another name
# (长兴岛, 长安汽车).
_AFTER_COUNTY = re.compile(
    r"$|国家|省级|经济|经开|高新|高技|工业|产业|开发|化工|石化|新区|科技|循环|农业|现代|绿色|综合|自贸|保税|园区|县|区|市|委|政府|人大|政协|示范|集聚"
)


@lru_cache(maxsize=200_000)
def split_places(name: str, *, loose: bool = False) -> tuple[tuple[str, ...], str]:
    """Cut the places off the front of a name; `loose` takes a bare county's name before any word.

    >>> split_places("河南省濮阳市工业园区"), split_places("杭州萧山区")
    ((('河南省', '濮阳市'), '工业园区'), (('杭州', '萧山区'), ''))
    >>> split_places("长兴岛经济区"), split_places("交城义望铁合金", loose=True)
    (((), '长兴岛经济区'), (('交城',), '义望铁合金'))
    """
    places: list[str] = []
    rest = name
    known = divisions_by_name()
    while True:
        cut = next(
            (
                n
                for n in range(min(11, len(rest)), 1, -1)
                if rest[:n] in known
                and (loose or _is_whole(known[rest[:n]], rest[:n], rest[n:]))
                and (loose or not places or _may_follow(rest[:n], places[-1]))
            ),
            0,
        )
        if not cut:
            return tuple(places), rest
        places.append(rest[:cut])
        rest = rest[cut:]


def _may_follow(name: str, outer: str) -> bool:
    """Tell whether a county without its level can be meant after a place: in 德州运河 it is none of 德州."""
    readings, around = divisions_by_name()[name], divisions_by_name()[outer]
    return any(
        d.level < 3 or d.name == name or any(d.within(o.code) for o in around) for d in readings
    )


def _is_whole(readings: tuple[Division, ...], name: str, after: str) -> bool:
    """Tell whether characters that can be a place are one here, seen by what follows them."""
    if any(d.level < 3 or d.name == name for d in readings):
        return True
    return _AFTER_COUNTY.match(after) is not None or any(
        after[:n] in divisions_by_name() for n in range(2, 5)
    )


def place_readings(name: str) -> tuple[Division, ...]:
    """Give the divisions that the last place of a name can be, in the places before it if there are any."""
    if name in PROVINCE_SIGNS:
        return (divisions()[PROVINCE_SIGNS[name]],)
    places, rest = split_places(name)
    if not places or rest:
        return ()
    readings = divisions_by_name()[places[-1]]
    for outer in places[:-1]:
        inside = tuple(
            d for d in readings if any(d.within(o.code) for o in divisions_by_name()[outer])
        )
        readings = inside or readings
    return readings


class CompanyName(NamedTuple):
    """A company's name in parts: 河南省 | 君恒 | 实业集团生物科技 | 有限公司."""

    whole: str
    region: str  #: places before the brand or in brackets, joined
    core: str  #: what stands between the region and the legal form
    brand: str  #: the core without the words for its trade
    legal: bool  #: whether the name says a full legal form


@lru_cache(maxsize=200_000)
def company_name(name: str) -> CompanyName:
    """Take a company's name apart.

    >>> company_name("河南省君恒实业集团生物科技有限公司").brand
    '君恒'
    >>> company_name("方明环保科技(漳州)有限公司")[1:4]
    ('漳州', '方明环保科技', '方明')
    """
    whole = bare(name)
    inside = "".join(
        m for m in _BRACKETS.findall(whole) if split_places(m)[1] == "" or _ABROAD.match(m)
    )
    flat = _BRACKETS.sub("", whole)
    legal = bool(_LEGAL_NAME.search(flat))
    body = LEGAL_FORM.sub("", flat)
    body = _LOOSE_FORM.sub("", body) or body
    home = COUNTRY.match(body)
    places, core = split_places(body[home.end() :] if home else body, loose=legal)
    if home:
        places = (home[0], *places)
    if core.startswith(("中国",)) and len(core) > 4:
        places, core = (*places, "中国"), core[2:]
    if len(core) < 2:  # 上海公司, or a firm that is called like a place
        places, core = (), body
    brand = core
    while True:
        shorter = _TRADE_TAIL.sub("", brand)
        if shorter == brand or len(shorter) < 2:
            break
        brand = shorter
    if (
        len(brand) > 2
        and (m := re.search(r"(?:实业|控股|投资|能源|化工)?集团", brand))
        and m.start() >= 2
    ):
        brand = brand[: m.start()]
    return CompanyName(
        whole, "".join(places) + (inside if home or not places else ""), core, brand, legal
    )


_TRADE = re.compile(TRADES)
_ANY_TRADE = re.compile(
    r"科技|技术|发展|开发|管理|服务|国际|集团|实业|工业|产业|控股|投资|制造|股份|设备|材料|商业|贸易|文化|健康|工程|设计|生产基地"
)


def trades_in(name: str) -> list[str]:
    """Give the words in a firm's name that tell its trade from others.

    >>> trades_in("三棵树涂料股份有限公司"), trades_in("某某控股集团股份有限公司")
    (['涂料'], [])
    """
    core = company_name(name).core
    words = {re.sub(r"(?:科技|技术)$", "", w) for w in _TRADE.findall(core)}
    return sorted(w for w in words if len(w) >= 2 and not _ANY_TRADE.fullmatch(w))


@lru_cache(maxsize=200_000)
def park_core(name: str) -> str:
    """Give a park's name with its type in one wording and without its rank.

    >>> park_core("濮阳经济技术开发区"), park_core("长春国家高新技术产业开发区"), park_core("濮阳工业园区")
    ('濮阳经开区', '长春高新区', '濮阳工业园')
    """
    core = bare(name).removeprefix("中国")
    core = re.sub(r"国家级|国家(?=高新|经济|级)|省级", "", core)
    for pattern, word in _PARK_TYPES:
        core = pattern.sub(word, core)
    return core


def phases(name: str) -> frozenset[str]:
    """Give the phases and plant numbers that a name states.

    >>> sorted(phases("展辰一期")), sorted(phases("PTA二期项目")), sorted(phases("首期1万吨装置"))
    (['1期'], ['2期'], ['1期'])
    """
    found = {f"{_arabic(m)}期" for m in _PHASE.findall(name)}
    return frozenset(found | {f"{_arabic(m)}号" for m in _LINE.findall(name)})


def numbers(name: str) -> frozenset[str]:
    """Give the figures in a name, with their magnitude, phases left out.

    >>> sorted(numbers("年产5万吨涂料项目")), sorted(numbers("十万吨负极材料")), sorted(numbers("2×66万千瓦"))
    (['5e4'], ['10e4'], ['2', '66e4'])
    """
    text = _PHASE.sub("", bare(name))
    text = re.sub(r"[一二三四五六七八九十]{1,3}(?=[万亿千百]|吨)", lambda m: _arabic(m[0]), text)
    return frozenset(f"{float(m[0]):g}{_MAGNITUDE.get(m[1], '')}" for m in _NUMBER.finditer(text))


def _arabic(number: str) -> str:
    if number == "首":
        return "1"
    if number.isdigit():
        return str(int(number))
    if "十" in number:
        tens, _, ones = number.partition("十")
        return (
            f"{_DIGITS.get(tens, '1') if tens else '1'}{_DIGITS.get(ones, '0') if ones else '0'}"
        )
    return "".join(_DIGITS.get(c, c) for c in number)
