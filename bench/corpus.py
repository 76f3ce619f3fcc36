"""bench/corpus: the samples in, a corpus of many copies with names of their own out.

Every copy has other firms, parks and people: mere copies would be one corpus of sixteen articles
to the resolver, and memory would not grow as it does on real news. The names are made from a hash,
so that the corpus is the same on every machine.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
from opencc import OpenCC

from kg.evaluate import read_gold_file
from kg.vocab import EntityClass
from tests.samples.damage import CLEAN, DAMAGED, damage

SAMPLES = Path(__file__).parent.parent / "samples"

#: Characters that firms and given names are made of.
_SYLLABLES = "安邦宝昌晨诚达德鼎方丰福光广海瀚航恒弘宏华汇嘉建金晶景凯康科力联龙美明铭诺鹏启润瑞森盛舜泰天万维祥新鑫旭雅亿永宇源远悦正中众卓"
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
#: The place that the samples are about, and what its name is made of elsewhere.
_PLACE = "濮阳"
_RIVERS, _SIDES = "沂渭洛汾沁漳颍淮沅澧赣湘沱涪嘉", "阳阴州川源城原宁安平"

#: Where a firm has its seat, before its own name, and its trade, behind.
_SEAT = re.compile(r"^(?:河南省?|江苏|上海|浙江|广东|雄安|江门|濮阳市?|圣|省)")
_TRADE = re.compile(
    r"(?:集团|新材料|科技|股份|防水|涂料|漆业|制漆|公司|有限|化工|化学|轮胎|生物|超高|高分子|投资|热力|助剂|色浆|漆$).*$"
)

_TO_TRADITIONAL, _TO_SIMPLIFIED = OpenCC("s2t"), OpenCC("t2s")


class Corpus(msgspec.Struct, frozen=True):
    """A folder of articles, and how large it is."""

    folder: Path
    articles: int
    characters: int


def write_corpus(folder: Path, *, copies: int) -> Corpus:
    """Write `copies` of every sample to `folder`, each copy with names of its own."""
    names = sorted(_sample_names())
    articles = characters = 0
    for copy in range(copies):
        renaming = _Renaming(names, copy)
        for name, text in _renamed_samples(renaming):
            (folder / f"{copy:04}_{name}").write_text(text, encoding="utf-8")
            articles += text.count('"text":') or 1
            characters += len(text)
    return Corpus(folder, articles, characters)


def _sample_names() -> set[tuple[EntityClass, str]]:
    """Give what is to be renamed: people in full, of firms the part that is their own."""
    found: set[tuple[EntityClass, str]] = set()
    for path in (SAMPLES / "gold").glob("*.json"):
        for entity in read_gold_file(path).entities:
            if entity.optional:
                continue
            if entity.type is EntityClass.PERSON:
                found.add((entity.type, entity.name))
            elif entity.type is EntityClass.COMPANY:
                own = _TRADE.sub("", _SEAT.sub("", entity.name))
                found.add((entity.type, own if len(own) > 1 else entity.name))
    return found


def _renamed_samples(renaming: "_Renaming") -> Iterator[tuple[str, str]]:
    for path in sorted(SAMPLES.iterdir()):
        if path == DAMAGED:
            yield path.name, damage(renaming.apply(CLEAN.read_text(encoding="utf-8")))
        elif path.suffix == ".jsonl":
            yield path.name, _renamed_lines(path, renaming)
        elif path.suffix in (".txt", ".html"):
            yield path.name, renaming.apply(path.read_text(encoding="utf-8"))


def _renamed_lines(path: Path, renaming: "_Renaming") -> str:
    lines = path.read_text(encoding="utf-8").splitlines()
    records = ({k: renaming.apply(v) for k, v in json.loads(line).items()} for line in lines)
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


class _Renaming:
    """The names of one copy, in Simplified and Traditional characters."""

    def __init__(self, names: list[tuple[EntityClass, str]], copy: int) -> None:
        self.simplified = {old: _new_name(kind, old, copy) for kind, old in names}
        self.simplified[_PLACE] = _pick(_RIVERS, f"{copy}r") + _pick(_SIDES, f"{copy}s")
        convert = _TO_TRADITIONAL.convert
        self.traditional = {convert(old): convert(new) for old, new in self.simplified.items()}

    def apply(self, text: str) -> str:
        """Give `text` with the names of this copy."""
        table = self.traditional if _is_traditional(text) else self.simplified
        longest_first = sorted(table, key=lambda old: (-len(old), old))
        pattern = "|".join(map(re.escape, longest_first))
        return re.sub(pattern, lambda found: table[found.group()], text)


def _is_traditional(text: str) -> bool:
    simplified: str = _TO_SIMPLIFIED.convert(text)
    changed = sum(a != b for a, b in zip(text, simplified, strict=True))
    return changed > len(text) / 20  # a Simplified text has a rare character or two at most


def _new_name(kind: EntityClass, old: str, copy: int) -> str:
    first = _SURNAMES if kind is EntityClass.PERSON else _SYLLABLES
    rest = (_pick(_SYLLABLES, f"{copy}{old}{i}") for i in range(1, len(old)))
    return _pick(first, f"{copy}{old}0") + "".join(rest)


def _pick(characters: str, key: str) -> str:
    number = int.from_bytes(hashlib.sha256(key.encode("utf-8")).digest()[:4])
    return characters[number % len(characters)]
