"""samples: the gold of every sample is whole, and says nothing that the sample does not say."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from opencc import OpenCC

from kg.evaluate import read_gold_file
from kg.evaluate.pairing import pair
from kg.vocab import SIGNATURES, Stage
from tests.samples.damage import CLEAN, DAMAGED, damage, shift

SAMPLES = Path(__file__).parents[2] / "samples"
PAIRS = pair(SAMPLES, SAMPLES / "gold")
GOLDS = sorted((SAMPLES / "gold").glob("*.json"))

#: OpenCC writes 恶 for 噁, which chemistry keeps apart.
_TO_SIMPLIFIED = OpenCC("t2s")
_KEPT = "噁"


def clean_texts() -> Iterator[tuple[Path, str]]:
    """Every gold file with the clean, simplified text of its article, without white space and tags."""
    for one in PAIRS:
        text = (CLEAN if one.article == DAMAGED else one.article).read_text(encoding="utf-8")
        parts = [text]
        if one.article.suffix == ".jsonl":
            parts = ["".join(json.loads(line).values()) for line in text.splitlines()]
        for gold, part in zip(one.golds, parts, strict=True):
            yield gold, squeeze(part)


def squeeze(text: str) -> str:
    """The characters of a text that gold can quote."""
    simplified = _KEPT.join(_TO_SIMPLIFIED.convert(part) for part in text.split(_KEPT))
    return re.sub(r"\s|<[^>]*>", "", simplified)


TEXTS = dict(clean_texts())


def test_every_gold_file_has_its_sample() -> None:
    """No gold without an article, no article without gold, and at least a dozen of them."""
    assert sorted(TEXTS) == GOLDS
    articles = {p for p in SAMPLES.iterdir() if p.suffix in (".txt", ".html", ".jsonl")}
    assert {one.article for one in PAIRS} == articles
    assert len(GOLDS) >= 12


@pytest.mark.parametrize("path", GOLDS, ids=lambda path: path.stem)
def test_gold_is_whole(path: Path) -> None:
    """Every file has unique ids, facts about its own entities, known words, and reasons."""
    read_gold_file(path)
    doc: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    kinds = {entity["id"]: entity["type"] for entity in doc["entities"]}
    assert doc["doc"] == path.stem
    assert len(kinds) == len(doc["entities"])
    for fact in doc["facts"]:
        check_fact(fact, kinds)
    for seen in doc["observations"]:
        assert {seen["s"], seen.get("alt_s", seen["s"])} <= kinds.keys()
    for thing in (*doc["entities"], *doc["facts"], *doc["observations"]):
        assert bool(thing.get("optional")) is bool(thing.get("why")), thing


def check_fact(fact: dict[str, Any], kinds: dict[str, str]) -> None:
    """Assert that a fact's ends exist and are of the classes that its predicate joins."""
    assert {fact["s"], fact.get("alt_s", fact["s"])} <= kinds.keys(), fact
    if fact["p"] == "stage":
        assert fact["o"] in list(Stage)
    elif fact["p"] == "totalInvestment":
        assert fact["value"] > 0
    elif fact["p"] == "capacity":
        assert fact["text"]
    else:
        assert {fact["o"], fact.get("alt_o", fact["o"])} <= kinds.keys(), fact
    if fact["p"] == "holdsPost":
        assert fact["title"]
    elif (signature := SIGNATURES.get(fact["p"])) and not fact.get("optional"):
        subjects, objects = signature
        assert kinds[fact["s"]] in subjects, fact
        assert kinds[fact["o"]] in objects, fact


@pytest.mark.parametrize("path", GOLDS, ids=lambda path: path.stem)
def test_gold_quotes_its_text(path: Path) -> None:
    """Every entity occurs under one of its names, every proof is a quote of 25 characters at most."""
    text = TEXTS[path]
    doc = json.loads(path.read_text(encoding="utf-8"))
    for entity in doc["entities"]:
        if entity.get("kind") != "media":  # an outlet may stand in the metadata alone
            names = [entity["name"], *entity["aliases"]]
            assert any(squeeze(spelling) in text for spelling in spellings(names)), names
    for thing in (*doc["facts"], *doc["observations"]):
        assert squeeze(thing["ev"]) in text, thing
        assert 0 < len(thing["ev"]) <= 25, thing


def spellings(names: list[str]) -> Iterator[str]:
    """Names, and what is left of 甲公司项目 or 甲公司二期 where the text elides the rest."""
    for name in names:
        yield name
        yield name.removesuffix("项目")
        yield re.sub(r".*(?=MMA项目|管委会|基地|一期)", "", name)


def test_the_damaged_sample_is_the_clean_one_damaged() -> None:
    """The damage is made by the script, so that the clean text is known."""
    assert damage(CLEAN.read_text(encoding="utf-8")) == DAMAGED.read_text(encoding="utf-8")


def test_damage_is_that_of_real_pages() -> None:
    """A slip of one byte gives the very characters that are seen in the wild."""
    assert shift("“簽約") == "?昂灱s"
    assert shift("。總投資") == "?？偼顿Y"
    assert shift("模化發") == "?；l"
    assert shift("保”白名單") == "?！卑酌麊?"
