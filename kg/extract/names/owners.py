"""names/owners: the brand that begins a project's name, as the firm behind it."""

import re
from collections.abc import Iterator

from kg.extract.gazetteers import divisions, find_words, short_divisions
from kg.extract.names.companies import TRADES
from kg.extract.names.industries import is_field
from kg.extract.names.known import Known
from kg.extract.reading import Found, Reading
from kg.model import Span
from kg.vocab import EntityClass

_WITH_TRADE = re.compile(rf"[一-鿿]{{2,4}}(?:{TRADES})(?=项目|年产|\d|$)")
_WITH_CAPACITY = re.compile(r"[一-鿿]{2,5}(?=年产|年处理|\d+(?:\.\d+)?(?:万|亿|GW|吨|MW))")
_WITH_PHASE = re.compile(r"[一-鿿]{2,4}(?=[一二三四五六七八]期)")
_ALONE = re.compile(r"[一-鿿]{2,4}$")
_NO_BRAND = re.compile(
    r"项目|工程|园区|产业|基地|新建|扩建|技改|一期|二期|三期|年产|新型|智能|高端|绿色|现代|国家|重点|综合|汽车|电池|生产|能源|化工|材料|循环|集成|首期|计划|其中|以及|公司|集团|^第|^总|^全|处理|加工|公共|配套|工业|民生"
)


def find_owners(reading: Reading, known: Known) -> Iterator[Found]:
    """Take the brand in front of a project (君恒|年产30万吨…, 敦邦涂料|项目, 展辰|一期, list members) for a firm."""
    text = reading.text
    for project in known.of(EntityClass.PROJECT):
        if known.inside(EntityClass.COMPANY, project.span):
            continue
        name = text[project.span.start : project.span.end]
        listed = project.by == "projects:list"
        for pattern in (
            _WITH_TRADE,
            _WITH_CAPACITY,
            _WITH_PHASE,
            _ALONE if listed else _WITH_PHASE,
        ):
            match = pattern.match(name)
            if match and _is_brand(match.group()):
                yield Found(
                    span=Span(project.span.start, project.span.start + match.end()),
                    kind=EntityClass.COMPANY,
                    name=match.group(),
                    by="owners:project",
                    confidence=0.6,
                )
                break


def _is_brand(word: str) -> bool:
    if (
        is_field(word)
        or _NO_BRAND.search(word)
        or word in divisions()
        or word in short_divisions()
    ):
        return False
    places = [w for at, w in find_words("places", word) if at == 0]
    return not places or len(word) - len(places[0]) >= 2
