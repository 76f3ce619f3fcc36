"""words: words.json in, what a page calls the terms of the ontology, in Chinese and English, out."""

from functools import cache
from importlib.resources import files

import msgspec


class Words(msgspec.Struct, frozen=True):
    """Term -> language -> word; classes have a colour for light and dark paper as well."""

    classes: dict[str, dict[str, str]]
    subclasses: dict[str, dict[str, str]]
    predicates: dict[str, dict[str, str]]
    groups: dict[str, dict[str, str]]
    stages: dict[str, dict[str, str]]


@cache
def read_words() -> Words:
    """Give the words of the page; `web/src` reads the same file."""
    text = (files("kg.view") / "words.json").read_bytes()
    return msgspec.json.decode(text, type=Words)
