"""query/faults: what the store says of a bad query in, a message that points at the place out."""

import re
from bisect import bisect_right
from itertools import pairwise
from unicodedata import east_asian_width

from pyoxigraph import Store

from kg.errors import QueryError
from kg.query.prefixes import PREFIXES
from kg.query.tokens import Token, tokens, unknown_prefix

_PLACE = re.compile(r"error at (\d+):(\d+): ")
# Rules that are no grammar are sentences among the characters that the store would have accepted.
_SENTENCE = re.compile(r"[A-Z][A-Za-z]*(?: [A-Za-z]+){3,}")
_UPDATES = frozenset(
    {"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"}
)
_CLOSING = {"{": "}", "(": ")", "[": "]"}
_GAP = " " * 20  # longer than any keyword, see `_failing_token`


def at(query: str, start: int, problem: str) -> QueryError:
    """Make an error that shows the line of character `start` of `query`, with a caret under it."""
    before = query[:start]
    line = before.count("\n")
    column = start - (before.rfind("\n") + 1)
    shown = query.split("\n")[line].rstrip("\r").replace("\t", " ")
    # A caret under Chinese text stands right if the space before it is as wide as the text.
    indent = "".join(
        "\u3000" if east_asian_width(sign) in "WF" else " " for sign in shown[:column]
    )
    return QueryError(f"{problem} (line {line + 1}, column {column + 1})\n  {shown}\n  {indent}^")


def explain_syntax(query: str, complaint: str) -> QueryError:
    """Turn the store's syntax complaint about `query` into an error that says what to mend."""
    sequence = tokens(query)
    if not sequence:
        return QueryError("the query is empty: expected SELECT, ASK, CONSTRUCT or DESCRIBE")
    if (update := _update(sequence)) is not None:
        return at(
            query, update.start, f"{update.word} would change the graph, which is read-only here"
        )
    if (name := unknown_prefix(sequence)) is not None:
        prefix = name.text.split(":")[0]
        known = " ".join(f"{known}:" for known in PREFIXES)
        return at(
            query,
            name.start,
            f"prefix {prefix}: is not declared; known without declaration: {known}",
        )
    for token in sequence:
        if token.text in ('"', "'"):  # a closed string would be one token
            return at(query, token.start, "the string that starts here is not closed on its line")
    failing = _failing_token(query, sequence)
    if failing is not None:
        return at(query, failing.start, _unexpected(failing) + _unclosed(query, sequence))
    if (rule := _SENTENCE.search(complaint)) is not None:
        return QueryError(rule.group())
    end = len(query.rstrip())
    return at(query, end, f"the query ends too early{_unclosed(query, sequence)}")


def _update(sequence: list[Token]) -> Token | None:
    for token in sequence:
        if token.word in ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE"):
            return None
        if token.word in _UPDATES:
            return token
    return None


def _failing_token(query: str, sequence: list[Token]) -> Token | None:
    """Find the token that the store stumbles over; None if it stumbles over the end.

    The store names the place after the longest keyword that it tried, which may be several tokens
    on. With gaps between the tokens that are longer than any keyword, no try reaches the next one.
    """
    spaced = ""
    starts = []
    for before, token in pairwise([Token("other", "", 0), *sequence]):
        glued = before.start + len(before.text) == token.start
        # Apart from brackets, tokens that touch may mean something else apart: "x"@en, ^^, 1.5.
        spaced += "" if glued and not {before.text, token.text} & set("{}()") else _GAP
        starts.append(len(spaced))
        spaced += token.text
    try:
        Store().query(spaced + _GAP, prefixes=dict(PREFIXES))
    except SyntaxError as fault:
        if (match := _PLACE.match(str(fault))) is not None:
            lines = spaced.split("\n")
            place = sum(len(line) + 1 for line in lines[: int(match[1]) - 1]) + int(match[2]) - 1
            if place < len(spaced + _GAP):
                return sequence[max(bisect_right(starts, place) - 1, 0)]
    return None


def _unexpected(token: Token) -> str:
    if token.kind == "iri" and ":" not in token.text:
        return f"{token.text} is a relative IRI, and no BASE is declared"
    return f"unexpected {token.text}"


def _unclosed(query: str, sequence: list[Token]) -> str:
    """Say which bracket is still open at the end, or wrongly closed, if that is what is wrong."""
    open_: list[Token] = []
    for token in sequence:
        if token.text in _CLOSING:
            open_.append(token)
        elif token.text in _CLOSING.values() and open_:
            if _CLOSING[open_[-1].text] != token.text:
                break
            open_.pop()
    if not open_:
        return ""
    line = query.count("\n", 0, open_[-1].start) + 1
    column = open_[-1].start - (query.rfind("\n", 0, open_[-1].start) + 1) + 1
    return f"; {open_[-1].text} at line {line}, column {column} is not closed"
