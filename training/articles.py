"""training/articles: the articles that we wrote ourselves in, records shaped like the gold out.

`training/articles/*.txt` holds many articles each; `README.md` there describes the notation.
`python training/articles.py [FILE …]` checks files and counts what they teach.
"""

import re
import sys
import unicodedata
import zlib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from opencc import OpenCC

from kg.evaluate.compare import bare
from kg.vocab import SIGNATURES, EntityClass, Stage

FOLDER = Path(__file__).parent / "articles"
CLASSES = tuple(kind.value for kind in EntityClass)
STAGES = tuple(stage.value for stage in Stage)


def _names(kinds: frozenset[EntityClass]) -> frozenset[str]:
    return frozenset(kind.value for kind in kinds)


#: predicate -> classes of subject, classes of object (None: a literal). The ontology's signatures, and
#: those of what has a record or a literal of its own.
SCHEMA: dict[str, tuple[frozenset[str], frozenset[str] | None]] = {
    **{p.value: (_names(s), _names(o)) for p, (s, o) in SIGNATURES.items()},
    "holdsPost": (
        frozenset({"Person"}),
        frozenset({"Park", "Place", "Organization", "Company"}),
    ),
    "totalInvestment": (frozenset({"Project"}), None),
    "capacity": (frozenset({"Project", "Company"}), None),
    "stage": (frozenset({"Project"}), None),
}
PERIOD = re.compile(r"\d{4}(-(\d\d(-\d\d)?|H[12]|Q[1-4]))?(/\d{4}(-\d\d(-\d\d)?)?)?")


class Wrong(Exception):
    """A line of an article file that can't be read; the message says which and why."""


def read(paths: list[Path] | None = None) -> list[tuple[dict[str, Any], str]]:
    """Give every article as a gold-shaped record and its text, in file order."""
    paths = sorted(FOLDER.glob("*.txt")) if paths is None else paths
    return [article for path in paths for article, _ in _parse(path)]


def fold(record: dict[str, Any]) -> int:
    """Give which eighth of our articles this one belongs to; new articles change no other's."""
    return zlib.crc32(record["doc"].encode()) % 8


def _parse(path: Path) -> Iterator[tuple[tuple[dict[str, Any], str], list[str]]]:
    for block in re.split(r"(?m)^=== *", path.read_text(encoding="utf-8"))[1:]:
        head, _, rest = block.partition("\n")
        text, mark, notes = rest.partition("\n---\n")
        if not mark:
            raise Wrong(f"{path.name}, {head}: no line '---' between text and annotation")
        fields = [f.strip() for f in head.split("|")]
        record: dict[str, Any] = {
            "doc": f"{path.stem}-{fields[0]}",
            "published": fields[1] if len(fields) > 1 and fields[1] else None,
            "entities": [],
            "facts": [],
            "observations": [],
        }
        text = text.strip("\n") + "\n"
        problems: list[str] = []
        for line in notes.splitlines():
            if line.strip():
                facts = len(record["facts"])
                problem = _note(record, line, text)
                if problem:
                    del record["facts"][facts:]
                    problems.append(f"{path.name}, {head}: {problem}: {line}")
        named = Counter(e["id"] for e in record["entities"])
        problems += [f"{path.name}, {head}: id {i} twice" for i, n in named.items() if n > 1]
        linked = {i for f in record["facts"] for i in (f["s"], f.get("o"))}
        linked |= {o["s"] for o in record["observations"]}
        idle = [e["name"] for e in record["entities"] if e["id"] not in linked]
        if len(idle) > max(4, len(record["entities"]) // 3):
            problems.append(f"{path.name}, {head}: many names without any fact: {idle}")
        yield (record, text), problems


def _note(record: dict[str, Any], line: str, text: str) -> str | None:
    """Read one line of annotation into `record`; give what is wrong with it."""
    optional = line.startswith("?")
    cells = [c.strip() for c in line.lstrip("? ").split("|")]
    if len(cells) < 3:
        return "fewer than three fields"
    loose = {"optional": True} if optional else {}
    subject, kind, value = cells[:3]
    more = cells[3:] + [""] * 4
    if kind in CLASSES:
        aliases = [a.strip() for a in more[0].split(";") if a.strip()]
        entity = {"id": subject, "type": kind, "name": value, "aliases": aliases, **loose}
        if kind == "Person":
            entity["official"] = "official" in cells[4:]
        record["entities"].append(entity)
        flat = _flat(text)
        absent = [n for n in (value, *aliases) if _flat(n) not in flat]
        if len(absent) == 1 + len(aliases) or any(a in absent for a in aliases):
            return f"not in the text: {'、'.join(absent)}"
        return None
    types = {e["id"]: e["type"] for e in record["entities"]}
    if subject not in types:
        return f"no entity {subject} above"
    if kind == "obs":
        try:
            number = float(more[0])
            growth = float(more[3]) if more[3] else None
        except ValueError:
            return "obs | indicator | value | unit | period | yoy, with plain numbers"
        if more[2] and not PERIOD.fullmatch(more[2]):
            return f"period {more[2]} is not ISO"
        record["observations"].append(
            {
                "s": subject,
                "indicator": value,
                "value": number,
                "unit": more[1],
                "period": more[2] or None,
                "yoy": growth,
                **loose,
            }
        )
        return None
    if kind not in SCHEMA:
        return f"no predicate {kind}"
    domain, range_ = SCHEMA[kind]
    if types[subject] not in domain:
        return f"{types[subject]} can't be the subject"
    fact: dict[str, Any] = {"s": subject, "p": kind, **loose}
    record["facts"].append(fact)
    if kind == "totalInvestment":
        if not value.replace(".", "").isdigit():
            return "the amount must be plain yuan"
        fact["value"] = float(value)
    elif kind == "capacity":
        fact["text"] = value
        return None if _flat(value) in _flat(text) else "capacity not in the text"
    elif kind == "stage":
        fact["o"] = value
        if more[0]:
            fact["date"] = more[0]
        return None if value in STAGES else f"no stage {value}"
    else:
        fact["o"] = value
        if value not in types:
            return f"no entity {value} above"
        if range_ is not None and types[value] not in range_:
            return f"{types[value]} can't be the object"
        for cell in more:
            if cell.startswith("alt="):
                alternative = cell[4:]
                if alternative not in types:
                    return f"no entity {alternative} above"
                fact["alt_o"] = alternative
            elif cell.startswith("alt_s="):
                fact["alt_s"] = cell[6:]
            elif cell and kind == "holdsPost":
                fact["title"] = cell
                if _flat(cell) not in _flat(text):
                    return "title not in the text"
            elif cell and kind == "supports":
                fact["text"] = cell
        if kind == "holdsPost" and "title" not in fact:
            return "no title"
    return None


def _flat(text: str) -> str:
    """Reduce text to what names are compared by: Simplified, no spaces, no bracketed pinyin."""
    text = _PINYIN.sub("", unicodedata.normalize("NFKC", text).lower())
    return bare(_simplifier().convert(text))


_PINYIN = re.compile(r"[(（][a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü\s]+[)）]")


@cache
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


def main() -> int:
    """Check the files named, or all; print counts and problems."""
    paths = [Path(a) for a in sys.argv[1:]] or sorted(FOLDER.glob("*.txt"))
    classes: Counter[str] = Counter()
    predicates: Counter[str] = Counter()
    articles = characters = observations = 0
    wrong: list[str] = []
    for path in paths:
        for (record, text), problems in _parse(path):
            articles, characters = articles + 1, characters + len(text)
            classes.update(e["type"] for e in record["entities"])
            predicates.update(f["p"] for f in record["facts"])
            observations += len(record["observations"])
            wrong += problems
    print(f"{articles} articles, {characters} characters, {observations} observations")
    print(dict(classes.most_common()))
    print(dict(predicates.most_common()))
    print("\n".join(wrong) or "nothing wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
