"""graph/page: the ontology's Turtle in, a page for readers out (`python -m kg.graph.page` writes ontology/index.html)."""

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

import pyoxigraph as ox

from kg.graph.iris import DCTERMS, ORG, PREFIXES, RDF, RDFS, SKOS
from kg.graph.ontology import ontology_path, read_triples
from kg.vocab import (
    PARK,
    STAGE,
    Detail,
    EntityClass,
    LiteralPredicate,
    Predicate,
    Record,
    Subclass,
)

OWL = "http://www.w3.org/2002/07/owl#"
ONTOLOGY = PARK.rstrip("#")
#: Prefixes of vocabularies that only the ontology speaks of.
_MORE_PREFIXES = {
    "foaf": "http://xmlns.com/foaf/0.1/",
    "owl": OWL,
    "qb": "http://purl.org/linked-data/cube#",
    "sdmx-attribute": "http://purl.org/linked-data/sdmx/2009/attribute#",
    "sdmx-dimension": "http://purl.org/linked-data/sdmx/2009/dimension#",
    "sdmx-measure": "http://purl.org/linked-data/sdmx/2009/measure#",
    "time": "http://www.w3.org/2006/time#",
}
_NAMESPACES = sorted(
    ((ns, p) for p, ns in {**PREFIXES, **_MORE_PREFIXES}.items()), key=lambda x: -len(x[0])
)

#: Anchor, Chinese and English heading, and the words below it.
_SECTIONS: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("entities", "实体", "Entities", tuple(EntityClass)),
    ("subclasses", "细类", "Narrower classes", tuple(Subclass)),
    ("facts", "事实：实体到实体", "Facts: from entity to entity", tuple(Predicate)),
    (
        "values",
        "事实：实体到数值",
        "Facts: from entity to value",
        (*LiteralPredicate, Detail.STAGE),
    ),
    ("records", "记录", "Records", tuple(Record)),
    ("details", "记录与实体的细节", "Details of records and entities", tuple(Detail)[1:]),
)
#: Property of the Turtle -> what the page calls it.
_ROWS = (
    (RDFS + "subClassOf", "上位类", "subclass of"),
    (RDFS + "subPropertyOf", "上位属性", "subproperty of"),
    (RDFS + "domain", "主语", "domain"),
    (RDFS + "range", "宾语", "range"),
    (OWL + "propertyChainAxiom", "链", "also follows from"),
    (SKOS + "closeMatch", "相近", "close match"),
)
_KINDS = {
    OWL + "TransitiveProperty": ("传递", "transitive"),
    OWL + "SymmetricProperty": ("对称", "symmetric"),
    OWL + "FunctionalProperty": ("单值", "functional"),
}

_STYLE = """
:root { color-scheme: light dark; --line: #8884; --soft: #8881; }
body { font: 16px/1.6 "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", system-ui, sans-serif;
  max-width: 60rem; margin: 0 auto; padding: 1rem 1.25rem 4rem; }
h1 { margin-bottom: 0; } h2 { margin-top: 3rem; border-bottom: 1px solid var(--line); }
nav ul { list-style: none; padding: 0; } nav li { margin: .25rem 0; } nav li > a { font-weight: 600; }
article { border: 1px solid var(--line); border-radius: 6px; padding: .5rem 1rem; margin: 1rem 0; }
article:target { outline: 3px solid Highlight; }
h3 { margin: 0; font-size: 1.1rem; } h3 code { font-weight: 400; float: right; font-size: .9rem; }
article p { margin: .25rem 0; } .en { opacity: .8; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 1rem; margin: .5rem 0 0; font-size: .9rem; }
dt { opacity: .8; } dd { margin: 0; } table { border-collapse: collapse; width: 100%; }
td, th { text-align: left; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
pre { background: var(--soft); padding: .75rem 1rem; overflow-x: auto; border-radius: 6px; font-size: .9rem; }
"""

_EXAMPLE = """parkid:company\\/三棵树 park:locatedIn parkid:park\\/濮阳工业园区 .

parkid:evidence\\/5f1c… {
  parkid:company\\/三棵树 park:locatedIn parkid:park\\/濮阳工业园区 .
}

parkid:evidence\\/5f1c… a park:Evidence ;
    prov:wasDerivedFrom parkid:article\\/d191… ;
    park:quote "…" ; park:start 120 ; park:end 161 ;
    park:confidence 0.93 ; prov:wasGeneratedBy parkid:rule\\/… ."""


def page() -> str:
    """Give the page as HTML: the same Turtle gives the same bytes."""
    words = _Words(read_triples("parkgraph.ttl"))
    stages = _Words(read_triples("stages.ttl"))
    return "".join(_page(words, stages))


class _Words:
    """The triples of a vocabulary, by subject and property, in a fixed order."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self.by_subject: dict[str, dict[str, list[ox.NamedNode | ox.BlankNode | ox.Literal]]] = (
            defaultdict(lambda: defaultdict(list))
        )
        for s, p, o in triples:
            if isinstance(o, ox.NamedNode | ox.BlankNode | ox.Literal):
                self.by_subject[_value(s)][p.value].append(o)

    def text(self, subject: str, name: str, language: str) -> str:
        """Give the literal of a property in a language."""
        found = self.by_subject[subject][name]
        texts = [o.value for o in found if isinstance(o, ox.Literal) and o.language == language]
        return "、".join(sorted(texts))

    def links(self, subject: str, name: str) -> list[list[str]]:
        """Give the IRIs of a property: each value a list, of several where it is a union or a chain."""
        return sorted(self._expanded(o) for o in self.by_subject[subject][name])

    def _expanded(self, term: ox.NamedNode | ox.BlankNode | ox.Literal) -> list[str]:
        if isinstance(term, ox.NamedNode):
            return [term.value]
        found = self.by_subject[_value(term)]
        if union := found.get(OWL + "unionOf"):
            return self._expanded(union[0])
        items = [iri for first in found.get(RDF + "first", ()) for iri in self._expanded(first)]
        rest = [iri for node in found.get(RDF + "rest", ()) for iri in self._expanded(node)]
        return [iri for iri in (*items, *rest) if iri != RDF + "nil"]


def _value(term: object) -> str:
    return str(getattr(term, "value", term))


def _page(words: _Words, stages: _Words) -> Iterator[str]:
    zh, en = (words.text(ONTOLOGY, DCTERMS + "title", lang) for lang in ("zh-hans", "en"))
    yield '<!doctype html>\n<html lang="zh-Hans">\n<head>\n<meta charset="utf-8">\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield f"<title>{escape(zh)} · {escape(en)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
    yield f'<h1>{escape(zh)}</h1>\n<p class="en" lang="en">{escape(en)}, '
    yield f"{escape(_version(words))} · <code>{escape(PARK)}</code></p>\n"
    yield from _both(words, ONTOLOGY, DCTERMS + "description")
    yield "<p>文件 <span class='en' lang='en'>Files</span>: "
    files = ("parkgraph.ttl", "stages.ttl", "shapes.ttl", "context.jsonld")
    yield " · ".join(f'<a href="{name}">{name}</a>' for name in files)
    yield "</p>\n<nav><ul>\n"
    for anchor, heading_zh, heading_en, names in _SECTIONS:
        yield f'<li><a href="#{anchor}">{heading_zh} <span lang="en">{heading_en}</span></a>: '
        yield " ".join(f'<a href="#{name}">{escape(name)}</a>' for name in names) + "</li>\n"
    yield '<li><a href="#stages">项目阶段 <span lang="en">Stages</span></a></li>\n'
    yield '<li><a href="#evidence">证据 <span lang="en">Evidence</span></a></li>\n</ul></nav>\n'
    for anchor, heading_zh, heading_en, names in _SECTIONS:
        yield f'<h2 id="{anchor}">{heading_zh} <span class="en" lang="en">{heading_en}</span></h2>\n'
        for name in names:
            yield from _term(words, name)
    yield from _posts()
    yield from _stages(stages)
    yield from _evidence()
    yield "</body>\n</html>\n"


def _version(words: _Words) -> str:
    return _value(words.by_subject[ONTOLOGY][OWL + "versionInfo"][0])


def _both(words: _Words, subject: str, name: str) -> Iterator[str]:
    yield f"<p>{escape(words.text(subject, name, 'zh-hans'))}</p>\n"
    yield f'<p class="en" lang="en">{escape(words.text(subject, name, "en"))}</p>\n'


def _term(words: _Words, name: str) -> Iterator[str]:
    iri = PARK + name
    zh, en = (words.text(iri, RDFS + "label", lang) for lang in ("zh-hans", "en"))
    yield f'<article id="{name}">\n<h3>{escape(zh)} <span class="en" lang="en">{escape(en)}</span>'
    yield f"<code>park:{escape(name)}</code></h3>\n"
    yield from _both(words, iri, RDFS + "comment")
    rows = [
        (f'{row_zh} <span lang="en">{row_en}</span>', "；".join(map(_linked, found)))
        for name_, row_zh, row_en in _ROWS
        if (found := words.links(iri, name_))
    ]
    kinds = [kind for (iri_,) in words.links(iri, RDF + "type") if (kind := _KINDS.get(iri_))]
    if kinds:
        rows.append(
            (
                '性质 <span lang="en">nature</span>',
                "、".join(f'{zh} <span lang="en">{en}</span>' for zh, en in kinds),
            )
        )
    if rows:
        yield "<dl>" + "".join(f"<dt>{dt}</dt><dd>{dd}</dd>\n" for dt, dd in rows) + "</dl>\n"
    yield "</article>\n"


def _linked(iris: list[str]) -> str:
    return " ".join(f'<a href="{escape(_href(iri))}">{escape(_short(iri))}</a>' for iri in iris)


def _href(iri: str) -> str:
    return f"#{iri[len(PARK) :]}" if iri.startswith(PARK) else iri


def _short(iri: str) -> str:
    for namespace, prefix in _NAMESPACES:
        if iri.startswith(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


def _posts() -> Iterator[str]:
    yield '<h2 id="posts">职务 <span class="en" lang="en">Posts</span></h2>\n'
    yield f'<p>职务沿用 <a href="{ORG}Membership">org:Membership</a>：人物 <code>org:member</code>，'
    yield "所在园区、机构、企业或地方 <code>org:organization</code>，"
    yield '<a href="#title">park:title</a>，<a href="#asOf">park:asOf</a>。</p>\n'
    yield '<p class="en" lang="en">A post is an org:Membership of a person at a park, body, company or place.</p>\n'


def _stages(stages: _Words) -> Iterator[str]:
    yield '<h2 id="stages">项目阶段 <span class="en" lang="en">Stages</span></h2>\n'
    yield from _both(stages, STAGE, DCTERMS + "description")
    yield "<table>\n<tr><th>阶段</th><th>文中用语</th><th>含义</th></tr>\n"
    ranked = sorted(
        (int(_value(rank)), iri)
        for iri, found in stages.by_subject.items()
        for rank in found.get(PARK + "rank", ())
    )
    for rank, iri in ranked:
        zh, en = (stages.text(iri, SKOS + "prefLabel", lang) for lang in ("zh-hans", "en"))
        words = stages.text(iri, SKOS + "altLabel", "zh-hans")
        meaning = [stages.text(iri, SKOS + "definition", lang) for lang in ("zh-hans", "en")]
        yield f'<tr id="stage-{escape(iri[len(STAGE) :])}"><td>{rank}. {escape(zh)} '
        yield f'<span class="en" lang="en">{escape(en)}</span><br><code>{escape(_short(iri))}</code></td>'
        yield f"<td>{escape(words)}</td><td>{escape(meaning[0])}<br>"
        yield f'<span class="en" lang="en">{escape(meaning[1])}</span></td></tr>\n'
    yield "</table>\n"


def _evidence() -> Iterator[str]:
    yield '<h2 id="evidence">证据 <span class="en" lang="en">Evidence</span></h2>\n'
    yield "<p>每条事实在默认图中出现一次，在每一处证据的命名图中再各出现一次；"
    yield "推断得出的只在 <code>parkid:inferred</code> 图中。查询无需合并各图。</p>\n"
    yield '<p class="en" lang="en">Each fact stands once in the default graph and again in the named graph '
    yield "of each passage that states it; what rules concluded stands in parkid:inferred alone. "
    yield "Queries need no union of graphs.</p>\n"
    yield f"<pre>{escape(_EXAMPLE)}</pre>\n"


def main() -> None:
    """Write ontology/index.html."""
    target: Path = ontology_path("parkgraph.ttl").with_name("index.html")
    target.write_text(page(), encoding="utf-8", newline="\n")
    sys.stderr.write(f"{target}\n")


if __name__ == "__main__":
    main()
