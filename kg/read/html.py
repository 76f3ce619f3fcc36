"""html: a saved page in, one article out: the page's source, with the spans of its blocks that are the article.

trafilatura decides what is article; its paragraphs are found again in the page's source, so that
every offset counts in the file as it is.
"""

import html as entities
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import trafilatura
from lxml.etree import LxmlError

from kg.errors import ReadError
from kg.model import Article, Span
from kg.read.decode import decode
from kg.read.source import Desk, Item, Source

_CHARSET = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,30})""", re.IGNORECASE
)
_DECLARED_WITHIN = 4096
_TOKEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<(?P<silent>script|style|noscript|template|svg|head|textarea|select)\b[^>]*+>.*?(?:</(?P=silent)\s*>|\Z)"
    r"|<(?P<close>/?)(?P<tag>[A-Za-z][A-Za-z0-9]*)[^>]*+>|<[!?/][^>]*+>",
    re.DOTALL | re.IGNORECASE,
)
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "img",
        "ins",
        "kbd",
        "label",
        "mark",
        "o:p",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    ]
)
_META = re.compile(r"<meta\b[^>]{0,2000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([A-Za-z:-]+)\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)""")
_CANONICAL = re.compile(
    r"""<link\b[^>]{0,300}rel=["']?canonical["']?[^>]{0,300}href=["']([^"']+)|<link\b[^>]{0,300}href=["']([^"']+)["'][^>]{0,300}rel=["']?canonical""",
    re.IGNORECASE,
)
_TITLES = ("articletitle", "og:title", "twitter:title")
_DATES = (
    "pubdate",
    "publishdate",
    "article:published_time",
    "datepublished",
    "publish_time",
    "og:release_date",
    "weibo:article:create_at",
)
_OUTLETS = ("contentsource", "source", "og:site_name", "mediaid")
_AUTHORS = ("author", "article:author")
_MOST_NESTED = 400  #: elements within elements; a page of an article has some 30
_TITLE_SUFFIX = re.compile(r"\s*[-_|—–]+\s*[^-_|—–]{1,24}$")
_DAY = re.compile(r"((?:19|20)\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})")
_FRAME_WORDS = re.compile(
    r"来源|來源|编辑|編輯|责编|作者|记者|記者|发布|發布|日期|时间|(?:19|20)\d\d[-/.年]\d"
)
_SHORT = 80  #: a block that is furniture around an article is no longer
_AROUND = 6  #: blocks before and after the article that may tell of it
_PIECE = 10  #: a block of fewer characters must be a paragraph by itself to be found


class Block(NamedTuple):
    """A paragraph of a page: where its source is, and what it reads."""

    span: Span
    text: str
    key: str  #: the text without blanks, to compare
    tag: str


def read_html(source: Source, desk: Desk) -> Iterator[Item]:
    """Yield a page as one article."""
    data = source.data(desk.settings)
    declared = _CHARSET.search(data[:_DECLARED_WITHIN])
    charset = source.charset or (declared[1].decode("ascii") if declared else None)
    text, encoding, notes = decode(data, declared=charset)
    yield page_article(source, text, known={"encoding": encoding, "notes": notes})


def page_article(source: Source, page: str, *, known: Mapping[str, object]) -> Article:
    """Give the article of a page that is decoded; raises ReadError when it has no text."""
    blocks = list(_blocks(page))
    if not blocks:
        raise ReadError("a page without text; it may be drawn by scripts: save it from a browser")
    meta = _metadata(page)
    body = _article_blocks(page, blocks, meta)
    found = {
        "headline": _headline(page, blocks, meta),
        "published": _iso(_first(meta, _DATES)),
        "publisher": _chinese(_first(meta, _OUTLETS)),
        "authors": _people(_first(meta, _AUTHORS)),
        "url": _url(page, meta) or source.url,
    }
    given = {name: value for name, value in known.items() if value}
    return source.article(
        page, markup=True, body=[block.span for block in body], **{**found, **given}
    )


def _blocks(page: str) -> Iterator[Block]:
    """Yield the page's paragraphs: the text between two elements that break the line."""
    begin: int | None = None
    end = place = 0
    tag = ""
    words: list[str] = []
    for token in (*_TOKEN.finditer(page), None):
        upto = token.start() if token else len(page)
        run = page[place:upto]
        if run.strip():
            begin = place + len(run) - len(run.lstrip()) if begin is None else begin
            end = place + len(run.rstrip())
        words.append(run)
        place = token.end() if token else upto
        name = (token["tag"] or "").lower() if token else "html"
        if token is None or (name and name not in _INLINE):
            if begin is not None:
                text = " ".join(entities.unescape("".join(words)).split())
                if key := re.sub(r"\s", "", text):
                    yield Block(Span(begin, end), text, key, tag)
            begin, words, tag = None, [], name


def _article_blocks(page: str, blocks: list[Block], meta: Mapping[str, str]) -> list[Block]:
    """Give the blocks that are the article, with its headline and the lines that tell of it."""
    paragraphs = _main_text(page)
    lines = {re.sub(r"\s", "", line) for line in paragraphs.splitlines()}
    whole = re.sub(r"\s", "", paragraphs)
    chosen = [
        number
        for number, block in enumerate(blocks)
        if block.key in lines or (len(block.key) >= _PIECE and block.key in whole)
    ]
    if not chosen:
        return blocks
    title = _headline(page, blocks, meta)
    heads = [n for n in range(chosen[0]) if title and blocks[n].key == re.sub(r"\s", "", title)]
    first = heads[-1] if heads else max(0, chosen[0] - _AROUND)
    around = (
        *range(first, chosen[0]),
        *range(chosen[-1] + 1, min(len(blocks), chosen[-1] + 1 + _AROUND)),
    )
    told = [
        n for n in around if len(blocks[n].text) <= _SHORT and _FRAME_WORDS.search(blocks[n].text)
    ]
    inside = [
        n
        for n in range(chosen[0], chosen[-1])
        if _FRAME_WORDS.search(blocks[n].text) and len(blocks[n].text) <= _SHORT
    ]
    return [blocks[n] for n in sorted({*chosen, *heads[-1:], *told, *inside})]


def _main_text(page: str) -> str:
    """Give trafilatura's main text; nothing for pages that could take it down."""
    if _nesting(page) > _MOST_NESTED:
        return ""
    try:
        text = trafilatura.extract(
            page, include_comments=False, include_tables=True, favor_recall=True
        )
    except (LxmlError, ValueError, RecursionError):
        return ""
    return text or ""


def _nesting(page: str) -> int:
    depth = deepest = 0
    for token in _TOKEN.finditer(page):
        if token["tag"]:
            depth = max(0, depth - 1) if token["close"] else depth + 1
            deepest = max(deepest, depth)
        if deepest > 20 * _MOST_NESTED:
            break
    # Unclosed <p>, <br> and <img> count as well, so a long flat page seems deep: compare to its length.
    return deepest if deepest > _MOST_NESTED and _closes(page) > _MOST_NESTED else 0


def _closes(page: str) -> int:
    """Give the longest row of opening tags with no text and no closing one between them."""
    rows = re.findall(r"(?:<[A-Za-z][A-Za-z0-9]*[^>]*+>\s*){20,}", page)
    return max((row.count("<") for row in rows), default=0)


def _metadata(page: str) -> dict[str, str]:
    meta: dict[str, str] = {}
    for tag in _META.findall(page[: 1 << 18]):
        attributes = {
            n.lower(): entities.unescape(v.strip("\"'")) for n, v in _ATTRIBUTE.findall(tag)
        }
        name = attributes.get("name") or attributes.get("property") or attributes.get("itemprop")
        if name and attributes.get("content", "").strip():
            meta.setdefault(name.lower(), attributes["content"].strip())
    return meta


def _headline(page: str, blocks: list[Block], meta: Mapping[str, str]) -> str | None:
    if title := _first(meta, _TITLES[:1]):
        return title
    headings = [block.text for block in blocks if block.tag == "h1" and len(block.key) > 5]
    if headings:
        return headings[0]
    title = _first(meta, _TITLES)
    if not title and (
        match := re.search(r"<title[^>]*>(.{1,300}?)</title", page, re.DOTALL | re.IGNORECASE)
    ):
        title = " ".join(entities.unescape(match[1]).split())
    if not title:
        return None
    keys = {block.key: block.text for block in blocks}
    while (
        re.sub(r"\s", "", title) not in keys and (shorter := _TITLE_SUFFIX.sub("", title)) != title
    ):
        title = shorter  # 标题_濮阳网
    return title or None


def _first(meta: Mapping[str, str], names: tuple[str, ...]) -> str | None:
    return next((meta[name] for name in names if name in meta), None)


def _iso(value: str | None) -> str | None:
    match = _DAY.search(value or "")
    return f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}" if match else None


def _chinese(value: str | None) -> str | None:
    return value if value and re.search("[\u4e00-\u9fff]", value) and len(value) <= 20 else None


def _people(value: str | None) -> tuple[str, ...]:
    return tuple(re.findall("[\u4e00-\u9fff]{2,4}", value)) if value and len(value) <= 20 else ()


def _url(page: str, meta: Mapping[str, str]) -> str | None:
    match = _CANONICAL.search(page[: 1 << 18])
    return (match[1] or match[2]) if match else _first(meta, ("og:url",))
