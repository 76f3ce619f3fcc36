"""names/projects: text in, investment and construction projects out."""

import re
from collections.abc import Iterator

from kg.extract.names.boundary import last_hard
from kg.extract.names.industries import is_industry
from kg.extract.names.known import Known
from kg.extract.reading import Found, Reading
from kg.model import Span
from kg.vocab import EntityClass

_HEAD = re.compile(
    r"项目(?:[一二三四五六]期(?:工程|项目)?|（[一二三]期）)?(?!部|经理|组|库|化|制|建设年|攻坚|为王|手续|办|负责|审批|推进|储备|清单|招商|服务|签约|专班|包联|投资|管家|观摩|落地|总|用地|单位|方|所|公司|公示|现场|招引|资源|要素|评审|选址|线索)"
)
_PROJECT_NO = re.compile(r"项目")
_OTHER_HEAD = re.compile(
    r"(?:(?:生产|产业|制造|装配|研发|总部|加工|物流|智造|示范)+基地|产业园|工业园|科技园|物流园|生产线|扩建工程|技改工程|综合管廊工程|综合整治工程|变电站|电站|风电场|光伏电站|热电厂|发电厂|污水处理厂|超级工厂|总部大楼|研发中心|天然气管道|水库|大桥|装置|工厂)"
)
_CUT = re.compile(
    "以及|包括|例如|比如|其中|此外|随着|通过|围绕|位于|推动|推进|促进|加快|加速|引进|引来|签约|签下|签订|落户|落地|实施|承接|承建|投建|上马|谋划|开工|动工|集中|参观|考察|察看|查看|走进|来到|走访|服务|"
    "今年|去年|目前|眼下|近日|日前|当天|截至|正在|已经|即将|陆续|先后|相继|分别|共同|成功|正式|顺利|启动|打造|支持|一个|一批|多个|首个|有个|这个|那个|一座|一条|两个|三个|"
    "投资方|负责|代表|打头|推介|洽谈|对接|研究|讨论|获悉|了解|总投资(?:额)?(?:约|近|超|达)?[\\d.]+(?:亿|万)元?的?|[\\d.]+[亿万](?:美)?元的?|投资(?=[“《])|第[一二三四五六]批|"
    "的|了|是|为|在|将|把|由|对|与|该|本|各|每|其|这|那|从|到|使|让|被|向|等|跟|给|而|则|又|也|都|还|就|只|已|并|有(?!机|色|限)|和(?!林|泰|平|天|谐)|及(?!其|时)|以(?!太)|"
    r"(?<![\d.])[\d一二两三四五六七八九十百]+余?多?个|[\d.]+月|[\d.]+日|\d+年(?!产|处)|项目[一二三]期|——"
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
_LIST = re.compile(
    r"(?P<items>[一-鿿A-Za-z0-9·&（）()]{2,24}(?:、[一-鿿A-Za-z0-9·&（）()]{2,24})+(?:(?:和|以及|及|与)[一-鿿A-Za-z0-9·&（）()]{2,24})?)(?:等)?(?:一批|[\d一二两三四五六七八九十]+余?多?个)?(?P<what>[一-鿿\d]{0,12}?项目)"
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
        modifier = text[start : match.start()]
        if not _is_named(modifier) or any(t.overlaps(Span(start, match.end())) for t in taken):
            continue
        yield _project(
            start,
            match.end(),
            text[start : match.end()],
            "projects:head",
            _score(modifier, known, start, match.start()),
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
            yield _project(start, match.end(), text[start : match.end()], "projects:capacity", 0.5)


def _trim(text: str, start: int, end: int, known: Known) -> int:
    begin = last_hard(text, start, end)
    # 、 may join products inside one project's name; go on left over it only where a firm starts the name.
    for company in known.inside(EntityClass.COMPANY, Span(start, end)):
        if (
            company.span.start < begin
            and "、" in text[company.span.end : end]
            and not re.search(r"[，。；：！？“”\n]", text[company.span.start : end])
        ):
            begin = company.span.start
            break
    for match in _CUT.finditer(text, begin, end):
        company = known.covering(EntityClass.COMPANY, Span(match.start(), match.end()))
        if company is None and match.end() < end:
            begin = match.end()
    soft = re.compile(
        r"(?:投资|建设|年|中|新建|计划|对|以|向|从|第二|第三|和|同|至|往|赴|又|如|即|内|上|下|里|后)+"
    ).match(text, begin, end)
    if soft and end - soft.end() >= 3:
        begin = soft.end()
    return begin


def _with_owner(text: str, start: int, known: Known) -> int:
    for company in known.of(EntityClass.COMPANY):
        if company.span.end == start:
            return company.span.start
    return start


def _is_named(modifier: str) -> bool:
    return len(modifier) >= 2 and not _GENERIC.match(modifier) and not is_industry_only(modifier)


def is_industry_only(modifier: str) -> bool:
    """Tell whether a modifier only says the trade: 化工项目, 新能源类项目."""
    return is_industry(modifier) and len(modifier) <= 5


def _score(modifier: str, known: Known, start: int, end: int) -> float:
    if known.inside(EntityClass.COMPANY, Span(start, end)):
        return 0.85
    if re.search(r"\d", modifier):
        return 0.75
    return 0.6 if len(modifier) >= 5 else 0.45


def _find_listed(text: str, known: Known) -> Iterator[Found]:
    """Read "恩赢、展辰等项目": each member is a project, named after itself."""
    for match in _LIST.finditer(text):
        if "等" not in text[match.end("items") : match.end("items") + 1] and not re.search(
            r"[\d一二两三四五六七八九十]个", text[match.end("items") : match.end()]
        ):
            continue
        pieces = []
        begin = match.start("items")
        for joint in [*re.finditer(r"、|和|以及|与|及", match["items"]), None]:
            stop = match.start("items") + joint.start() if joint else match.end("items")
            left = _trim(text, begin, stop, known) if begin == match.start("items") else begin
            if stop - left >= 2:
                pieces.append((left, stop))
            begin = match.start("items") + joint.end() if joint else stop
        names = [text[s:e] for s, e in pieces]
        if sum(is_industry(n) or bool(_GENERIC.match(n)) for n in names) * 2 >= len(names):
            continue
        for (left, stop), name in zip(pieces, names, strict=True):
            if _GENERIC.match(name) or is_industry(name):
                continue
            full = (
                name if name.endswith(("项目", "期", "工程", "基地", "产业园")) else name + "项目"
            )
            yield _project(left, stop, full, "projects:list", 0.6)


def _project(start: int, end: int, name: str, by: str, confidence: float) -> Found:
    return Found(
        span=Span(start, end), kind=EntityClass.PROJECT, name=name, by=by, confidence=confidence
    )
