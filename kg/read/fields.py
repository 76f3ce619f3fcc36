"""fields: a record of a crawler's dump in, an article out; fields are found by their usual names."""

import io
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

from kg.errors import ReadError
from kg.model import Article
from kg.read.html import page_article
from kg.read.source import ReadSettings, Source

#: What a field tells -> the names it goes by, the usual ones first; compared without case, blanks and _ -.
FIELDS: dict[str, tuple[str, ...]] = {
    "text": (
        "text", "content", "body", "maintext", "articlebody", "article", "fulltext", "articletext", "rawtext", "articlecontent", "newscontent",
        "正文", "内容", "文章内容", "新闻内容", "新闻正文", "全文", "文本", "正文内容", "內容", "html", "contenthtml", "rawhtml", "rawcontent", "summary", "摘要",
    ),
    "title": ("title", "headline", "newstitle", "articletitle", "标题", "题目", "新闻标题", "文章标题", "標題"),
    "date": (
        "date", "published", "publishedat", "publishtime", "publishdate", "pubdate", "pubtime", "datepublished", "datetime", "posttime",
        "releasetime", "ptime", "ctime", "time", "发布时间", "发布日期", "日期", "时间", "发表时间", "發布時間", "createdat", "timestamp",
    ),
    "source": ("publisher", "source", "sitename", "site", "media", "medianame", "sourcename", "来源", "媒体", "文章来源", "信息来源", "网站", "出处", "來源"),
    "author": ("author", "authors", "byline", "reporter", "writer", "作者", "记者", "撰稿人"),
    "url": ("url", "link", "href", "sourceurl", "articleurl", "pageurl", "网址", "链接", "原文链接", "来源链接"),
}  # fmt: skip
_TAG = re.compile(
    r"<(?:p|div|br|span|article|html|body|table|h[1-6])\b[^>]{0,400}>", re.IGNORECASE
)
_DAY = re.compile(r"((?:19|20)\d\d)\s?[-/.年]?\s?(\d{1,2})\s?[-/.月]?\s?(\d{1,2})(?!\d)")
_MILLISECONDS = 10**11


def record_article(
    source: Source, record: Mapping[str, object], settings: ReadSettings
) -> Article:
    """Give the article of one record; raises ReadError when none of its fields holds text."""
    values = _by_role(record, dict(settings.fields))
    text = values.get("text")
    if not isinstance(text, str) or not text.strip():
        names = ", ".join(sorted(map(str, record))[:12]) or "none"
        raise ReadError(
            f"no field with the text of an article (fields: {names}); name it with --field text=NAME"
        )
    if len(text) > settings.most_bytes:
        raise ReadError(f"the text is larger than {settings.most_bytes >> 20} MiB; split it")
    known = {
        "headline": _line(values.get("title")),
        "published": iso_date(values.get("date")),
        "publisher": _line(values.get("source")),
        "authors": _names(values.get("author")),
        "url": _line(values.get("url")),
    }
    if _TAG.search(text):
        return page_article(source, text, known=known)
    return source.article(text, **known)


def _by_role(record: Mapping[str, object], chosen: Mapping[str, str]) -> dict[str, object]:
    plain = {_plain(str(name)): value for name, value in record.items()}
    found: dict[str, object] = {}
    for role, names in FIELDS.items():
        if role in chosen:
            found[role] = record.get(chosen[role])
            continue
        present = [plain[name] for name in names if plain.get(name) not in (None, "", [], {})]
        if present:
            found[role] = present[0]
    return found


def _plain(name: str) -> str:
    return re.sub(r"[\s_\-.]+", "", name.strip("\ufeff")).lower()


def _line(value: object) -> str | None:
    """Give a value as one line of text, if it is one."""
    if isinstance(value, Mapping):
        value = value.get("name") or value.get("title")
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _names(value: object) -> tuple[str, ...]:
    if isinstance(value, list):
        return tuple(name for item in value if (name := _line(item)))
    line = _line(value)
    return tuple(part for part in re.split(r"[,，;；、/\s]+", line) if part) if line else ()


def iso_date(value: object) -> str | None:
    """Give a date in ISO 8601 from text in the usual forms, or from seconds or milliseconds since 1970."""
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_seconds(value / 1000 if value > _MILLISECONDS else value)
    if not isinstance(value, str):
        return None
    if value.strip().isdigit() and len(value.strip()) in (10, 13):
        return iso_date(int(value))
    if match := _DAY.search(value):
        try:
            return date(*map(int, match.groups())).isoformat()
        except ValueError:
            return None
    try:
        return parsedate_to_datetime(value).date().isoformat()
    except (TypeError, ValueError):
        return None


def _from_seconds(seconds: float) -> str | None:
    try:
        return datetime.fromtimestamp(seconds, UTC).date().isoformat()
    except (OverflowError, ValueError, OSError):
        return None


def no_stream() -> io.BytesIO:
    """Give the empty stream of a record whose fields are already read."""
    return io.BytesIO()
