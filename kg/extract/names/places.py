"""names/places: text in, administrative divisions out."""

import re
from collections.abc import Iterator

from kg.extract.gazetteers import divisions, find_words, short_divisions, trusted_short_divisions
from kg.extract.names.known import Known
from kg.extract.reading import Found, Reading
from kg.model import Span
from kg.vocab import EntityClass

#: What makes something else of a place name: a road, a river, a dish, a dialect.
_ELSE_AFTER = re.compile(
    r"(?:东路|西路|南路|北路|中路|路|街(?!道)|大道|大街|桥|河(?!区|县)|江(?!区|县)|湖(?!区)|山(?!区|县)|湾(?!区)|站|机场|大学|学院|师范|医院|日报|晚报|晨报|卫视|在线|银行|菜|人|籍|话|牌|号|高铁|高速|"
    r"大酒店|宾馆|饭店|大厦|论坛|网|商会|方面军)"
)
_HAN = re.compile("[一-鿿]")
_TOWN = re.compile(r"[一-鿿]{2,4}?(?:镇|乡|街道|苏木)(?![长委企政村域街])")


def find_places(reading: Reading, known: Known) -> Iterator[Found]:
    """Find provinces, cities and counties by the table of divisions, in full or by their short names.

    A district's short name (琅琊) counts only where its full name stands in the article.
    """
    text = reading.text
    hits = [(start, word) for start, word in find_words("places", text)]
    full_here = {word for _, word in hits if word in divisions()}
    trusted = trusted_short_divisions()
    for start, word in hits:
        end = start + len(word)
        full = word in divisions()
        if (
            full
            and len(word) == 2
            and start
            and _HAN.match(text[start - 1])
            and text[start - 1] not in "省市州"
        ):
            continue  # 建|成县|级: two characters of two words
        if not full:
            if _ELSE_AFTER.match(text, end) and not text.startswith(("路径", "网络"), end):
                continue
            named = [name for name in short_divisions()[word] if name in full_here]
            if word not in trusted and not named:
                continue
        yield Found(
            span=Span(start, end),
            kind=EntityClass.PLACE,
            name=_full_name(word, full_here),
            by="places:table",
            confidence=0.9 if full else 0.8,
        )


def _full_name(word: str, full_here: set[str]) -> str:
    """Give the full name that a short one stands for here, if the article spells just one."""
    if word in divisions():
        return word
    named = sorted(name for name in short_divisions()[word] if name in full_here)
    return named[0] if len(named) == 1 else word
