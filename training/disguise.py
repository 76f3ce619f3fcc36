"""training/disguise: an annotated article in, the same article about other people, firms and places out.

The articles are few; under other names they teach what surrounds a name rather than the name.
"""

import csv
import json
import random
import re
from itertools import pairwise
from pathlib import Path

from gold import Source

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
_ENDINGS = re.compile(r"(?:省|市|区|县|镇|乡|街道|新区)$")
_SHARE = {"Person": 0.8, "Place": 0.6, "Company": 0.6}


class Wardrobe:
    """The names that articles are dressed in: mixed given names, real divisions, listed firms' short names."""

    def __init__(self, sources: list[Source], data: Path) -> None:
        people = [n for s in sources for n in _names(s, "Person") if 2 <= len(n) <= 3]
        self.given = [c for name in people for c in name[1:]]
        brands = {n for s in sources for n in _names(s, "Company") if _is_brand(n)}
        with (data / "gazetteers" / "a_share_stock_basic_20260228.csv").open(
            encoding="utf-8-sig"
        ) as f:
            rows = list(csv.reader(f))
        column = next(i for i, h in enumerate(rows[0]) if h.strip() == "股票名称")
        brands |= {
            n
            for row in rows[1:]
            if _is_brand(n := re.sub(r"(?:股份|科技|集团|[A-Z*]+)", "", row[column]))
        }
        self.brands = sorted(brands)
        folder = data / "gazetteers" / "china-division"
        self.places = sorted(
            {
                stem
                for name in ("provinces", "cities", "areas")
                for row in csv.reader((next(folder.rglob(f"{name}.csv"))).open(encoding="utf-8"))
                if 2 <= len(stem := _ENDINGS.sub("", row[1])) <= 3
                and "自治" not in stem
                and "辖" not in stem
            }
        )

    def person(self, rng: random.Random) -> str:
        """Make up a name."""
        length = rng.choices([1, 2], [1, 3])[0]
        return rng.choice(SURNAMES) + "".join(rng.choice(self.given) for _ in range(length))


def _names(source: Source, kind: str) -> list[str]:
    return [
        n
        for e in source.record["entities"]
        if e["type"] == kind
        for n in [e["name"], *e.get("aliases", [])]
    ]


def _is_brand(name: str) -> bool:
    return bool(re.fullmatch(r"[\u4e00-\u9fff]{2,4}", name)) and not re.search(
        r"公司|集团|企业|银行|城投|投资|股份", name
    )


def disguise(source: Source, wardrobe: Wardrobe, rng: random.Random) -> Source:
    """Give the article under other names; the same name is replaced by the same name throughout."""
    new: dict[str, str] = {}
    for name in sorted(set(_names(source, "Person"))):
        if 2 <= len(name) <= 4 and rng.random() < _SHARE["Person"]:
            new[name] = wardrobe.person(rng)
    for name in sorted(set(_names(source, "Place"))):
        stem = _ENDINGS.sub("", name)
        if len(stem) >= 2 and stem in wardrobe.places and rng.random() < _SHARE["Place"]:
            new.setdefault(stem, rng.choice(wardrobe.places))
    for name in sorted(set(_names(source, "Company"))):
        if _is_brand(name) and name not in wardrobe.places and rng.random() < _SHARE["Company"]:
            new.setdefault(name, rng.choice(wardrobe.brands))
    new = {old: fresh for old, fresh in new.items() if fresh not in source.text}
    if not new:
        return source
    pattern = re.compile("|".join(sorted(map(re.escape, new), key=lambda n: (-len(n), n))))

    def dress(text: str) -> str:
        return pattern.sub(lambda m: new[m.group()], text)

    borders = sorted({0, len(source.text), *(p for s in source.sentences for p in s)})
    moved, pieces = {0: 0}, []
    for a, b in pairwise(borders):
        pieces.append(dress(source.text[a:b]))
        moved[b] = moved[a] + len(pieces[-1])
    record = json.loads(dress(json.dumps(source.record, ensure_ascii=False)))
    sentences = [(moved[a], moved[b]) for a, b in source.sentences]
    return Source(record, "".join(pieces), sentences, source.published)
