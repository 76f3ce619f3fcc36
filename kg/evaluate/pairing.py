"""evaluate/pairing: a folder of articles and a folder of gold in, which gold belongs to which article out.

The article XX.txt or XX_anything.txt (or .html, .htm, .jsonl) belongs to the gold XX.json. A
container of several articles, such as XX.jsonl, belongs to XX-1.json, XX-2.json and so on.
"""

import json
from collections.abc import Collection
from pathlib import Path

import msgspec

from kg.errors import UsageError

#: Files that articles come in.
SUFFIXES = (".txt", ".html", ".htm", ".jsonl")

#: JSON files that lie among gold and are none.
_NO_GOLD = frozenset({"split", "links", "index"})


class Pair(msgspec.Struct, frozen=True):
    """An article's file and the gold of all that it holds."""

    name: str
    article: Path
    golds: tuple[Path, ...]


def pair(articles: Path, golds: Path, *, only: Collection[str] | None = None) -> list[Pair]:
    """Give the articles below one folder that have gold below the other, sorted by path.

    Raises:
        UsageError: a folder is missing, or no article has gold.
    """
    for folder in (articles, golds):
        if not folder.is_dir():
            raise UsageError(f"{folder} is no folder")
    by_name = {p.stem: p for p in sorted(golds.rglob("*.json")) if p.stem not in _NO_GOLD}
    files = (path for path in articles.rglob("*") if path.suffix in SUFFIXES)
    found = [
        Pair(name, path, mine)
        for path in sorted(files)
        if (name := path.stem.partition("_")[0]) and (mine := _golds_of(name, by_name))
    ]
    wanted = [one for one in found if only is None or one.name in only]
    if not wanted:
        raise UsageError(f"no article below {articles} has gold below {golds}")
    return wanted


def read_split(place: str) -> frozenset[str]:
    """Give the names in one part of a split, told as FILE:PART.

    Raises:
        UsageError: there is no such file, or no such part in it.
    """
    path, _, part = place.rpartition(":")
    try:
        parts = json.loads(Path(path).read_text(encoding="utf-8"))
        return frozenset(parts[part])
    except OSError as fault:
        raise UsageError(f"cannot read split {path!r}: {fault.strerror}") from fault
    except ValueError as fault:
        raise UsageError(f"{path} is no JSON: {fault}") from fault
    except (KeyError, TypeError) as fault:
        raise UsageError(f"{path} has no part {part!r}; write FILE:PART") from fault


def _golds_of(name: str, by_name: dict[str, Path]) -> tuple[Path, ...]:
    if name in by_name:
        return (by_name[name],)
    parts = (stem for stem in by_name if stem.rpartition("-")[0] == name)
    return tuple(by_name[stem] for stem in sorted(parts))
