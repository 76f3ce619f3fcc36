"""query/server/pages: what was found in, HTML out; templates escape whatever they are given."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined

from kg.graph.iris import path_of
from kg.query.explain import Account
from kg.query.prefixes import declarations, shorten
from kg.query.questions import Question
from kg.query.search import Found
from kg.query.words import in_chinese
from kg.vocab import PARKID

STATIC = Path(__file__).parent / "static"
#: What web/make.py puts there; without it the page has a plain field for queries.
EDITOR = Path(__file__).parent / "bundle"
_FIRST_QUERY = """\
SELECT ?name ?class
WHERE {
  ?entity a ?class ; skos:prefLabel ?name .
}
LIMIT 100"""


class Properties(NamedTuple):
    """The triples of a node: what it says, and what is said with it as object."""

    said: list[tuple[str, str]]
    back: list[tuple[str, str]]


def home(asked: Iterable[Question]) -> str:
    """Give the page with the query editor and the named questions."""
    return _render(
        "home.html",
        questions=list(asked),
        prefixes=declarations(),
        first=_FIRST_QUERY,
        has_editor=(EDITOR / "yasgui.js").is_file(),
    )


def entity(account: Account) -> str:
    """Give the page of an entity: names, facts with their passages, articles."""
    sections = [
        ("事实", "facts", account.facts),
        ("职务", "posts", account.posts),
        ("阶段", "stages", account.stages),
        ("数据", "figures", account.figures),
    ]
    return _render("entity.html", account=account, entity=account.entity, sections=sections)


def thing(path: str, properties: Properties) -> str:
    """Give the page of an article, a passage or another node that is no entity."""
    return _render("thing.html", path=path, properties=properties)


def search(words: str, found: Found) -> str:
    """Give the page of a search."""
    return _render("search.html", words=words, found=found)


def _render(template: str, **values: object) -> str:
    return _environment().get_template(template).render(values)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("kg.query.server"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["link"] = link
    environment.filters["local"] = _local
    environment.filters["short"] = shorten
    environment.filters["zh"] = in_chinese
    return environment


def link(path: str) -> str:
    """Give the path under which the server answers for an id."""
    return f"/id/{quote(path, safe='/')}"


def _local(value: str) -> str:
    """Give the server's path of an IRI below parkid:, and nothing for any other text."""
    return link(path_of(value)) if value.startswith(PARKID) else ""
