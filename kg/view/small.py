"""small: a part of a graph in, a pyvis picture for notebooks and mails out.

pyvis left alone keeps its nodes moving, links to two outside addresses and runs what stands in its
heading. Here the nodes stand still where our own layout puts them, nothing is linked, and the policy
of the page allows pyvis' own scripts by their hashes and no other.
"""

import re
from collections import defaultdict
from html import escape
from pathlib import Path

import msgspec
from pyvis.network import Network as Picture  # type: ignore[import-untyped]

from kg.graph.reader import Graph
from kg.view.focus import Focus
from kg.view.html import digest
from kg.view.payload import make_payload
from kg.view.records import Network
from kg.view.words import read_words
from kg.vocab import EntityClass

_SHAPES = {
    EntityClass.PARK: "square",
    EntityClass.COMPANY: "dot",
    EntityClass.PROJECT: "diamond",
    EntityClass.PERSON: "triangle",
    EntityClass.ORGANIZATION: "hexagon",
    EntityClass.PLACE: "triangleDown",
    EntityClass.HONOR: "star",
}
_OUTSIDE = re.compile(
    r"<!--.*?-->|<link\b[^>]*>|<script\b[^>]*\bsrc=[^>]*>\s*</script>", re.DOTALL
)
_SCRIPT = re.compile(r"<script\b[^>]*>(.*?)</script>", re.DOTALL)
#: A name longer than this is cut on the picture; the title has all of it.
_LONGEST = 18
HEIGHT = 620
#: vis-network writes larger than our map does.
SPREAD = 3.5


class SmallView(msgspec.Struct, frozen=True):
    """A picture that shows itself in a notebook."""

    html: str

    def _repr_html_(self) -> str:
        return (
            f'<iframe srcdoc="{escape(self.html)}" sandbox="allow-scripts" '
            f'style="width:100%;height:{HEIGHT + 20}px;border:0"></iframe>'
        )

    def write(self, path: Path) -> None:
        """Write the picture as an HTML file."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self.html, encoding="utf-8", newline="\n")


def small_view(graph: Graph, focus: Focus, *, title: str = "") -> SmallView:
    """Draw the part of a graph that `focus` names; for some hundred nodes, not for thousands."""
    network = make_payload(graph, title=title, keep=focus.entities, focus=focus.middle).network
    return SmallView(_harmless(_draw(network).generate_html(), title))


def _draw(network: Network) -> Picture:
    words = read_words()
    picture = Picture(height=f"{HEIGHT}px", width="100%", cdn_resources="in_line")
    for row, node in enumerate(network.nodes):
        word = words.classes[node.kind]
        picture.add_node(
            row,
            label=node.label if len(node.label) <= _LONGEST else node.label[: _LONGEST - 1] + "…",
            title=f"{node.label}\n{word['zh']}",
            shape=_SHAPES.get(EntityClass(node.kind), "dot"),
            color=word["light"],
            size=8 + 2 * node.importance**0.5,
            font={"size": 20},
            x=SPREAD * node.x,
            y=SPREAD * node.y,
        )
    said: dict[tuple[int, int], set[str]] = defaultdict(set)
    for fact in network.facts:
        if fact.object >= 0 and fact.object != fact.subject:
            said[fact.subject, fact.object].add(words.predicates[fact.predicate]["zh"])
    for post in network.posts:
        said[post.person, post.body].add(post.title)
    for (a, b), meanings in sorted(said.items()):
        picture.add_edge(a, b, title="、".join(sorted(meanings)), color="#b9bec4")
    picture.toggle_physics(False)
    picture.options.edges.smooth.enabled = False
    return picture


def _harmless(html: str, title: str) -> str:
    """Take every outside address away and let no script run but those that pyvis wrote."""
    html = _OUTSIDE.sub("", html)
    hashes = " ".join(f"'{digest(script)}'" for script in _SCRIPT.findall(html))
    policy = (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data: blob:"
    )
    head = (
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        f"<title>{escape(title)}</title>"
    )
    heading = f"<h1>{escape(title)}</h1>" if title else ""
    html = html.replace('<meta charset="utf-8">', f'<meta charset="utf-8">{head}', 1)
    return html.replace("<body>", f"<body>{heading}", 1)
