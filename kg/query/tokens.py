"""query/tokens: the text of a SPARQL query in, its tokens with their places out.

The store parses queries itself; this lexer is for what the store does not tell: whether a query
calls another server, which graphs it names, and which word an error is about.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kg.query.prefixes import PREFIXES

# The terminals of the SPARQL 1.1 grammar, as far as they decide where a token ends. The escapes in
# prefixed names matter: without them `ex:a\'` would seem to open a string that hides what follows.
_TOKEN = re.compile(
    r"""
      (?P<space>\s+)
    | (?P<comment>\#[^\r\n]*)
    | (?P<iri><(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>)
    | (?P<string>\"{3}(?:[^"\\]|\\.|"(?!""))*\"{3}|'{3}(?:[^'\\]|\\.|'(?!''))*'{3}
                |"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*')
    | (?P<variable>[?$]\w+)
    | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    | (?P<name>(?:[^\W\d_][\w.\-·]*|_)?:(?:[\w.\-:·]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%])*)
    | (?P<word>[^\W\d]\w*)
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_CODE_POINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


class Token(NamedTuple):
    """A token: what kind, its characters, and where in the query it starts."""

    kind: str
    text: str
    start: int

    @property
    def word(self) -> str:
        """The keyword in capitals, empty for any other token."""
        return self.text.upper() if self.kind == "word" else ""


class GraphNames(NamedTuple):
    """The graphs that a query names with FROM and FROM NAMED."""

    default: tuple[str, ...]
    named: tuple[str, ...]


def tokens(query: str) -> list[Token]:
    """Give the tokens of `query` in order, spaces and comments left out."""
    return [
        Token(match.lastgroup or "other", match.group(), match.start())
        for match in _TOKEN.finditer(query)
        if match.lastgroup not in ("space", "comment")
    ]


def find_service(query: str) -> Token | None:
    """Give the first SERVICE keyword of `query`, also one that is written with escapes."""
    # An escape may spell a keyword before the grammar applies, so both readings are looked at.
    for reading in (query, _CODE_POINT.sub(_character, query)):
        for token in tokens(reading):
            if token.word == "SERVICE":
                return token
    return None


def _character(escape: re.Match[str]) -> str:
    code = int(escape[1] or escape[2], 16)
    # A quotation mark or a backslash stays escaped: it is content there, not the end of a string.
    return chr(code) if code <= 0x10FFFF and chr(code).isalnum() else escape[0]


def graph_names(sequence: Sequence[Token]) -> GraphNames:
    """Give the IRIs after FROM and FROM NAMED; names with an unknown prefix are left out."""
    prefixes = dict(PREFIXES) | dict(_declared(sequence))
    default: list[str] = []
    named: list[str] = []
    for place, token in enumerate(sequence):
        if token.word == "FROM":
            is_named = sequence[place + 1 : place + 2] and sequence[place + 1].word == "NAMED"
            after = sequence[place + (2 if is_named else 1) :][:1]
            if after and (iri := _iri(after[0], prefixes)) is not None:
                (named if is_named else default).append(iri)
    return GraphNames(tuple(default), tuple(named))


def unknown_prefix(sequence: Sequence[Token]) -> Token | None:
    """Give the first prefixed name of a query whose prefix is declared nowhere."""
    known = set(PREFIXES) | {prefix for prefix, _ in _declared(sequence)} | {"_"}
    in_declaration = False
    for token in sequence:
        if token.kind == "name" and not in_declaration and token.text.split(":")[0] not in known:
            return token
        in_declaration = token.word == "PREFIX"
    return None


def _declared(sequence: Sequence[Token]) -> Iterator[tuple[str, str]]:
    for first, second, third in zip(sequence, sequence[1:], sequence[2:], strict=False):
        if first.word == "PREFIX" and second.kind == "name" and third.kind == "iri":
            yield second.text.removesuffix(":"), third.text[1:-1]


def _iri(token: Token, prefixes: dict[str, str]) -> str | None:
    if token.kind == "iri":
        return token.text[1:-1]
    prefix, _, local = token.text.partition(":")
    if token.kind == "name" and prefix in prefixes:
        return prefixes[prefix] + re.sub(r"\\(.)", r"\1", local)
    return None
