"""bench/resolve: a made-up press of growing size in, seconds and comparisons per mention of resolving it out.

The press covers all prefectures. Its articles name their city, parks and bodies by full and bare names,
firms by legal and short names out of a pool that grows with the corpus, a few brands that every city has,
people and projects: what makes blocks large in real news makes them large here.
"""

from collections.abc import Iterator
from hashlib import blake2b
from itertools import product

from bench.corpus import Corpus
from bench.measuring import Cost, Meter, Row, in_fresh_process
from kg.model import Extraction
from kg.resolve import resolve
from kg.resolve.across import judge, things_of
from kg.resolve.authority import divisions, listed_by_short
from kg.resolve.within import identify
from kg.vocab import EntityClass as Kind
from tests.resolve.corpus import article

SIZES = (10_000, 100_000)
#: Mentions of one article.
PER_ARTICLE = 25
_SYLLABLES = (
    "安邦宝昌晨诚达德鼎方丰福光广海瀚航恒弘宏华汇嘉建金晶景凯康科力联龙美明铭诺鹏启润瑞森盛舜泰"
)
_TRADES = ("化工", "新材料科技", "生物科技", "机械制造", "电子", "食品", "环保科技", "智能装备")
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"


def measure(_: Corpus) -> Iterator[Row]:
    """Yield seconds and comparisons for each size."""
    for size in SIZES:
        cost, compared = in_fresh_process(resolve_crowd, size)
        row = cost.row(f"resolve {size:,} mentions")
        yield Row(row.name, row.figures | {"pairs a mention": compared / size})


def resolve_crowd(mentions: int) -> tuple[Cost, int]:
    """Resolve a press of so many mentions; give the cost and how many pairs were compared across articles."""
    press = list(crowd(mentions))
    meter = Meter()
    resolve(press)
    return meter.lap(), comparisons(press)


def comparisons(press: list[Extraction]) -> int:
    """Count the pairs that are compared across the articles."""
    return judge([t for e in press for t in things_of(identify(e))]).comparisons


def crowd(mentions: int, *, cities: int | None = None) -> Iterator[Extraction]:
    """Give a press of about so many mentions on all or the first so many cities, the same on every machine."""
    named = [d.name for d in divisions().values() if d.level == 2][:cities]
    brands = sorted(listed_by_short())[::60]
    names = ["".join(pair) for pair in product(_SYLLABLES, repeat=2)]
    count = mentions // PER_ARTICLE
    for number in range(count):
        draw = _Draw(number)
        city = named[draw.below(len(named))]
        firms = [
            # a city has more firms as the press grows; a tenth of the names are national brands
            brands[draw.below(len(brands))]
            if draw.below(10) == 0
            else names[draw.below(min(len(names), 20 + count // 40))]
            for _ in range(6)
        ]
        yield _article(number, city, firms, draw)


def _article(number: int, city: str, firms: list[str], draw: "_Draw") -> Extraction:
    stem = city.removesuffix("市")
    full = [
        f"{stem}{f}{_TRADES[len(f) + ord(f[0]) & 7 if len(f) < 3 else 0]}有限公司" for f in firms
    ]
    said: list[str | tuple[str, Kind]] = [
        (city, Kind.PLACE), "讯。", (f"{city}委", Kind.ORGANIZATION), "、", ("市政府", Kind.ORGANIZATION), "在",
        (f"{stem}高新区", Kind.PARK), "召开会议，", ("高新区", Kind.PARK), "和", ("经开区", Kind.PARK), "参加。",
        ("园区", Kind.PARK), "负责人", (_SURNAMES[draw.below(20)] + _SYLLABLES[draw.below(40)], Kind.PERSON), "、",
        (_SURNAMES[draw.below(20)] + _SYLLABLES[draw.below(40)] + _SYLLABLES[draw.below(40)], Kind.PERSON), "讲话。",
    ]  # fmt: skip
    for short, legal in zip(firms, full, strict=True):
        said += [
            (legal if draw.below(3) == 0 else short, Kind.COMPANY),
            "入驻，",
            (f"{short}项目", Kind.PROJECT),
            "开工。",
        ]
    said += [
        ("新材料", Kind.INDUSTRY),
        "和",
        ("光伏产业", Kind.INDUSTRY),
        "壮大，",
        ("三个一批", Kind.INITIATIVE),
        "推进。",
    ]
    said += [(stem, Kind.PLACE), "。"]
    return article(f"{number:08d}", *said, headline=f"{stem}项目集中开工")


class _Draw:
    """Numbers from a hash: random enough, and the same everywhere."""

    def __init__(self, seed: int) -> None:
        self._seed, self._step = seed, 0

    def below(self, bound: int) -> int:
        """Give the next number from 0 to `bound` - 1."""
        self._step += 1
        digest = blake2b(f"{self._seed}/{self._step}".encode(), digest_size=4).digest()
        return int.from_bytes(digest, "big") % bound
