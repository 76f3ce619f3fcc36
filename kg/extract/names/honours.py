"""names/honours: text in, awards, titles, rankings and certifications out."""

import re
from collections.abc import Iterator

from kg.extract.names.known import Known
from kg.extract.reading import Found, Reading
from kg.model import Span
from kg.vocab import EntityClass

GRANT = re.compile(
    r"荣获|获评|被评为|评为|获得|获|喜获|斩获|摘得|荣膺|荣登|入选|入围|被认定为|认定为|获批|被授予|授予|跻身|列入|纳入|上榜|登上|命名为|被列为|列为|捧回|捧得|拿下|评定为|通过"
)
_GRANTED = re.compile(
    rf"(?:{GRANT.pattern})(?:了|为|全国|省级)?(?P<name>[“\"]?[一-鿿A-Za-z0-9“”\"‘’（）()·、\-+]{{3,34}}?)(?=称号|荣誉|认定|[，。；！？\n]|行列|等|的?企业|名单|$)"
)
_HEAD = re.compile(
    r"(?:企业|奖|园区|基地|百强|\d+强|示范|试点|工厂|冠军|小巨人|小巨人”|单位|品牌|独角兽|瞪羚|称号|车间|产品|示范区|先进县|集群|开发区|中心|实验室|场景|榜|榜单|名单|认证|第[一二三四五六七八九十]|位|平台|等级|奖章|标志|产业园)$"
)
_STANDING = re.compile(
    r"国家级?高新技术企业|高新技术企业|(?:国家级|省级|国家|省)?专精特新“小巨人”企业|(?:国家级|省级|国家|省)?“?专精特新”?“?小巨人”?企业|世界500强(?:企业)?|中国500强(?:企业)?|中国企业500强|中国民营企业500强|"
    r"民营企业500强|中国制造业500强|国家级制造业单项冠军(?:示范企业)?|制造业单项冠军(?:企业)?|国家级绿色工厂|国家绿色工厂|国家级绿色园区|国家知识产权示范企业|国家智能制造示范工厂|国家技术创新示范企业|中国驰名商标|农业产业化国家重点龙头企业"
)


def find_honours(reading: Reading, known: Known) -> Iterator[Found]:
    """Find what is granted, won or entered (荣获, 入选, 认定为…), and standing titles such as 世界500强."""
    text = reading.text
    for match in _STANDING.finditer(text):
        yield _honour(match.start(), match.end(), text, "honours:standing", 0.6)
    for match in _GRANTED.finditer(text):
        start, end = match.span("name")
        while start < end and text[start] in '“"‘':
            start += 1
        while end > start and text[end - 1] in '”"’' and "“" not in text[start:end]:
            end -= 1
        name = text[start:end]
        strong = (
            match.group()[0] in "荣被喜摘捧"
            or "评" in match.group()[:3]
            or "入选" in match.group()[:3]
        )
        if _HEAD.search(name.rstrip("”")) and (
            strong or "“" in match["name"] or re.search(r"国家|全国|全省|省|全球|中国|世界", name)
        ):
            yield _honour(start, end, text, "honours:granted", 0.65)


def _honour(start: int, end: int, text: str, by: str, confidence: float) -> Found:
    return Found(
        span=Span(start, end),
        kind=EntityClass.HONOR,
        name=text[start:end],
        by=by,
        confidence=confidence,
    )
