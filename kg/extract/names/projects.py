"""names/projects: text in, investment and construction projects out."""

import re
from collections.abc import Iterator

from kg.extract.gazetteers import divisions, short_divisions
from kg.extract.names.industries import is_field
from kg.extract.names.known import Known
from kg.extract.reading import Found, Reading
from kg.model import Span
from kg.vocab import EntityClass

_HEAD = re.compile(
    r"项目(?:[一二三四五六]期(?:工程|项目)?|（[一二三]期）)?(?!部|经理|组|库|化|制|建设年|攻坚|为王|手续|办|负责|审批|推进|储备|清单|招商|服务|签约|专班|包联|投资|管家|观摩|落地|总(?!投资)|用地|单位|方|所|公司|公示|现场|招引|资源|要素|评审|选址|线索)"
)
_PROJECT_NO = re.compile(r"项目")
_OTHER_HEAD = re.compile(
    r"(?:(?:生产|产业|制造|装配|研发|总部|加工|物流|智造|示范)+基地|产业园|工业园|科技园|物流园|生产线|扩建工程|技改工程|综合管廊工程|综合整治工程|变电站|电站|风电场|光伏电站|热电厂|发电厂|污水处理厂|超级工厂|总部大楼|研发中心|天然气管道|水库|大桥|装置|工厂)"
)
_CUT = re.compile(
    "以及|包括|例如|比如|其中|此外|随着|通过|围绕|位于|推动|推进|促进|加快|加速|引进|引来|签约|签下|签订|签署|落户|落地|承接|承建|投建|上马|谋划|开工|动工|集中|参观|考察|察看|查看|走进|来到|走访|"
    "今年|去年|目前|眼下|近日|日前|当天|截至|正在|已经|即将|陆续|先后|相继|分别|共同|成功|正式|顺利|启动|打造|支持|帮助|一个|一批|多个|首个|有个|这个|那个|哪个|整个|一座|一条|两个|三个|"
    "投资方|负责|打头|推介|洽谈|对接|讨论|获悉|了解|宣布|介绍|举行|迎来|希望|保障|确保|争取|加强|强化|抓好|抓牢|掌握|协调|解决|召开|落实|申报|聚焦|紧盯|带来|拿下|拿出|端出|攒下|排出|手里|"
    "总投资(?:额)?(?:约|近|超|达)?[\\d.]+(?:亿|万)元?的?|投资[\\d.]+(?:亿|万)元?的?|[\\d.]+[亿万](?:美)?元的?|投资(?=[“《])|第[一二三四五六]批|建设(?=年产|[\\d])|建设(?:一|了)|实施(?!一|二)|投资建设|"
    "[的了是为在将把由该本各每其这那从到使让被跟给而则又也都还就只已并抓促盯携谋等请除赴着]|向(?!塘)|上午|下午|仪式上|会上|期间|白板上|一周|约定|合作共建|唯一|有(?![机色限研])|与(?!时)|以(?!太)|"
    r"(?<![\d.])[\d一二两三四五六七八九十百]+余?多?个|[\d.]+月|[\d.]+日|\d+年(?![产处加])|项目[一二三]期|——|（[^）]*$|暨"
)
#: Punctuation that no project's name crosses; 、 may join products within one name.
_HARD = re.compile(r"[，。；：！？“”‘’《》【】\[\]…\n\r|>]|--|\s{2,}")
_LOCAL_SOFT = re.compile(
    r"(?:投资|建设|新建|计划|对|以|向|从|第二|第三|和|同|至|往|赴|又|如|即|再|添|个|项|条|年度|季度|首批|新的|全市|全省|全县|全区)+"
)
#: What ends the words before 项目 when they name what is made or built.
_PRODUCT_END = re.compile(
    r"(?:生产|制造|加工|研发|建设|改造|扩建|扩能|升级|一体化|综合利用|利用|开发|处理|回收|示范|产业化|中试|提质|集聚提升|搬迁|培训|养殖|种植|旅游|文旅|康养|教育|医疗|储能|风电|光伏|制氢|发电|电站|供热|供汽|输电|"
    r"基地|产业园|物流园|工业园|科技园|园区|园|中心|总部|平台|工厂|车间|厂|生产线|线|装置|工程|管网|管廊|道路|路|桥|站|码头|水库|综合体|小镇|城|片区|产业链|系列|"
    r"材料|新材|涂料|树脂|纤维|薄膜|隔膜|铜箔|铝箔|玻璃|陶瓷|橡胶|塑料|合金|钢|铝|铜|钛|硅|锂|碳|氢|盐|酸|碱|酯|胺|烯|烃|醇|醚|酮|苯|剂|料|油|气|煤|纸|布|纱|粮|肉|奶|酒|茶|药|疫苗|芯片|半导体|器件|元件|模组|电路|显示|终端|机器人|"
    r"设备|装备|机械|机床|模具|轴承|电机|电池|组件|电芯|电缆|电梯|汽车|整车|零部件|配件|部件|底盘|轮胎|船舶|飞机|无人机|卫星|仪器|家具|家居|家电|卫浴|服装|鞋|包装|印刷|食品|饮料|饲料|化肥|农药|建材|水泥|石膏板|塔筒|叶片|支架|"
    r"化工|医药|制药|生物|科技|电子|能源|环保|智能|数据|软件|物流|冷链|农业|畜牧|冶炼|铸造|锻造|电镀|热镀锌|制革|印染|纺织|碳五碳九|[A-Za-z0-9]+|[一二三四五六七八]期)$"
)
_GENERIC = re.compile(
    r"^(?:重点|重大|工业|产业|产业化|建设|招商|引资|投资|新建|续建|在建|改扩建|签约|落地|开工|前期|新|老|大|小|好|类|级|型|优质|一批|批|亿元|以上|省级?|市级?|县级?|区级?|国家级?|全[省市县区国]|民生|基础|设施|"
    r"基础设施|配套|龙头|链主|科技|创新|创新型|高新技术|高科技|高质量|高端|先进|制造业|制造|农业|服务业|服务|文旅|旅游|社会|事业|城市|城建|政府|专项|债券|技改|技术|改造|升级|转型|外资|内资|合作|意向|协议|正式|新签|储备|在谈|"
    r"[一二两三四五六七八九十百千万\d.]+亿?元?级?|个|代表性?|标志性|引领性|关键|核心|园区|本地|域外|总部|同类|其他|有关|相关|上述|多个|若干|部分|所有|全部|单个|单体|补链|延链|强链|产业链|上下游|战略性|新兴|支柱|主导|特色|优势|示范|试点|"
    r"前景|效益|利好|绿色|智能|数字|环保|节能|研发|平台|生产|入园|入驻|企业|工程|攻坚|拟建|计划|首批|首个|最大|规模|主|子|分|实施|投产|竣工|达产|成熟|谋划|招引|固定资产|房地产|商业|民间|央企|国企|外商|产学研|科研|课题|"
    r"重点工业|亿元以上|十亿元以上|百亿|千亿|百亿级|千亿级|超|实体|经济|社会投资|交通|水利|能源|电力|公共|卫生|教育|体育|文化|扶贫|帮扶|协作|对口|援建|“三个一批”|三个一批|类别|领域|方面|行业|数个|大型|中小|中型|小型|成果|转化|两|几|多)*$"
)
_CAPACITY_NAME = re.compile(
    r"(?:年产|年处理|年加工)[\d.一二三四五六七八九十百千万亿]+[一-鿿A-Za-z/]{1,6}?[一-鿿A-Za-z0-9\-—，,、（）()]{2,24}?(?=项目|、|，|。|；|等|生产线|和|及|\n)"
)
_PHASE = re.compile(r"[一-鿿A-Za-z0-9]{2,10}?(?P<phase>[一二三四五六七八]期)(?:工程|项目)?")
_ITEM = r"(?:(?!等|项目、)[一-鿿A-Za-z0-9·&+./\-—（）()]){2,26}"
_LIST = re.compile(
    rf"(?P<items>{_ITEM}(?:(?:项目)?、{_ITEM})*(?:(?:和|以及|及|与){_ITEM})?)(?:等(?:一批|[\d一二两三四五六七八九十]+余?多?个)?|[\d一二两三四五六七八九十]+余?多?个)[一-鿿\d]{{0,12}}?项目"
)


def find_projects(reading: Reading, known: Known) -> Iterator[Found]:
    """Find projects by the word 项目 with what stands before it, by capacity, by phase and in lists."""
    text = reading.text
    listed = list(_find_listed(text, known))
    yield from listed
    taken = [f.span for f in listed]
    end = 0
    for match in _HEAD.finditer(text):
        start = _trim(text, max(end, match.start() - 46), match.start(), known)
        end = match.end()
        span = Span(start, match.end())
        modifier = text[start : match.start()]
        if any(t.overlaps(span) for t in taken) or not _is_named(modifier, known, span):
            continue
        yield _project(
            start,
            match.end(),
            text[start : match.end()],
            "projects:head",
            _score(modifier, known, span),
        )
    end = 0
    for match in _OTHER_HEAD.finditer(text):
        start = _trim(text, max(end, match.start() - 36), match.start(), known)
        end = match.end()
        if text.startswith("项目", match.end()):
            continue
        modifier = text[start : match.start()]
        if (
            len(modifier) >= 4
            and known.inside(EntityClass.COMPANY, Span(start, match.start()))
            and not known.covering(EntityClass.COMPANY, Span(start, match.end()))
        ):
            yield _project(start, match.end(), text[start : match.end()], "projects:works", 0.5)
    for match in _CAPACITY_NAME.finditer(text):
        if not text.startswith("项目", match.end()) and re.search(
            r"、|；|和|等|\n", text[match.end() : match.end() + 1]
        ):
            start = _with_owner(text, match.start(), known)
            yield _project(
                start, match.end(), text[start : match.end()], "projects:capacity-name", 0.5
            )


def _trim(text: str, start: int, end: int, known: Known) -> int:
    """Give the start of the project's name that ends at `end`: its firm, place, capacity or product."""
    begin = start
    for match in _HARD.finditer(text, start, end):
        begin = match.end()
    begin = _after_list(text, begin, end, known)
    for match in _CUT.finditer(text, begin, end):
        company = known.covering(EntityClass.COMPANY, Span(match.start(), match.end()))
        if company is None:
            begin = match.end()
    soft = _LOCAL_SOFT.match(text, begin, end)
    if soft and end - soft.end() >= 2:
        begin = soft.end()
    return begin


def _after_list(text: str, begin: int, end: int, known: Known) -> int:
    """Start after the last 、 unless what stands before it belongs to the same name: "60万吨PVC、60万吨烧碱…"."""
    comma = text.rfind("、", begin, end)
    if comma < 0:
        return begin
    first = max(text.rfind("、", begin, comma), begin - 1) + 1
    item = text[first:comma]
    own = known.inside(EntityClass.COMPANY, Span(first, comma))
    if "项目" in item or (
        not re.match(r"年产|\d", item)
        and not (own and own[0].span.start == first and own[0].span.end < comma)
    ):
        return comma + 1
    return first


def _is_named(modifier: str, known: Known, span: Span) -> bool:
    """Tell whether the words before 项目 name one project rather than a sort of projects."""
    if len(modifier) < 2 or _GENERIC.match(modifier) or is_industry_only(modifier):
        return False
    if known.inside(EntityClass.COMPANY, span) or re.search(r"\d", modifier):
        return True
    return (
        len(modifier) <= 30
        and bool(_PRODUCT_END.search(modifier))
        and not _GENERIC_END.search(modifier)
    )


_GENERIC_END = re.compile(
    r"(?:重点|重大|工业|产业|招商|合作|民生|产业链|储备|技改|高技术|高科技|亿元|在建|续建|签约|开工|投产|的|大|好|新|类|级|两|几)$"
)


def is_industry_only(modifier: str) -> bool:
    """Tell whether a modifier only says the trade: 化工项目, 新能源类项目."""
    return is_field(modifier) and len(modifier) <= 4


def _score(modifier: str, known: Known, span: Span) -> float:
    if known.inside(EntityClass.COMPANY, span):
        return 0.85
    if re.search(r"\d", modifier):
        return 0.75
    return 0.6 if len(modifier) >= 5 else 0.45


def _with_owner(text: str, start: int, known: Known) -> int:
    for company in known.of(EntityClass.COMPANY):
        if company.span.end == start:
            return company.span.start
    return start


def _find_listed(text: str, known: Known) -> Iterator[Found]:
    """Read "恩赢、展辰等项目": each member is a project, named after itself."""
    for match in _LIST.finditer(text):
        first, last = match.span("items")
        pieces: list[tuple[int, int]] = []
        begin = first
        for joint in [*_JOINT.finditer(text, first, last), None]:
            stop = joint.start() if joint else last
            left = _trim(text, begin, stop, known) if begin == first else begin
            if stop - left >= 2:
                pieces.append((left, stop))
            begin = joint.end() if joint else stop
        good = [(s, e) for s, e in pieces if _is_member(text[s:e], known, Span(s, e))]
        if not good or len(good) * 2 < len(pieces):
            continue
        for left, stop in good:
            name = text[left:stop]
            full = name if name.endswith(_WHOLE) else name + "项目"
            yield _project(left, stop, full, "projects:list", 0.6)


_JOINT = re.compile(r"(?:项目)?、|以及|(?<=项目)[和与及]|(?<![一-鿿]{2}材料)和(?=[一-鿿]{2,5}$)")
_WHOLE = ("项目", "期", "工程", "基地", "产业园", "路", "大桥", "变电站", "生产线", "综合体")


def _is_member(name: str, known: Known, span: Span) -> bool:
    if (
        is_field(name)
        or _GENERIC.match(name)
        or name in divisions()
        or name in short_divisions()
        or re.search(r"[年月日]$|\d(?:亿|万)?元?$", name)
    ):
        return False
    return (
        bool(known.inside(EntityClass.COMPANY, span))
        or re.search(r"\d", name) is not None
        or len(name) <= 5
        or bool(_PRODUCT_END.search(name))
    )


def _project(start: int, end: int, name: str, by: str, confidence: float) -> Found:
    return Found(
        span=Span(start, end), kind=EntityClass.PROJECT, name=name, by=by, confidence=confidence
    )
