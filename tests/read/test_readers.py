"""Each kind of file gives its articles, with the text that their offsets count in."""

import gzip
import io
import json
import zipfile
from pathlib import Path

import docx
import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from kg.model import Article, Rejection
from kg.read import READERS, ReadSettings, read
from kg.repair import repair

TEXT = "濮阳工业园区签约五个项目\n6月13日，濮阳工业园区签约五个项目，总投资40.6亿元。园区负责人说，项目将于年内开工。\n"
PAGE = (
    "<!DOCTYPE html><html><head><meta charset='CHARSET'><title>濮阳工业园区签约五个项目_示例网</title>"
    "<meta name='PubDate' content='2022-06-13 09:00'><meta name='ContentSource' content='示例日报'><style>p {}</style></head>"
    "<body><div class='nav'><a href='/'>首页</a><a href='/n'>新闻</a></div><h1>濮阳工业园区签约五个项目</h1>"
    "<div class='article'><p>6月13日，濮阳&nbsp;工业园区签约<b>五个项目</b>，总投资40.6亿元，均为绿色涂料产业链上的企业。</p>"
    "<p>园区负责人说，项目将于年内开工，建成后年产值可达60亿元，带动就业一千余人。</p></div>"
    "<div class='foot'>版权所有 示例网</div></body></html>"
)


def read_all(
    *paths: Path | str, settings: ReadSettings = ReadSettings()
) -> tuple[list[Article], list[Rejection]]:
    """Read everything, apart by what came of it."""
    items = list(read(paths, settings=settings))
    articles = [item for item in items if isinstance(item, Article)]
    return articles, [item for item in items if isinstance(item, Rejection)]


def one(path: Path) -> Article:
    """Read a file that holds one article and nothing else."""
    articles, rejected = read_all(path)
    assert rejected == []
    (article,) = articles
    return article


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_text_keeps_its_line_ends(tmp_path: Path, end: str) -> None:
    """Offsets count in the file as decoded, so nothing of it is translated."""
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT.replace("\n", end).encode())
    article = one(path)
    assert article.source_text == TEXT.replace("\n", end)
    assert article.source_file == "a.txt"
    assert article.record is None


@pytest.mark.parametrize(
    ("charset", "encoding"), [("utf-8", "utf-8"), ("gb2312", "gb18030"), ("big5", "big5hkscs")]
)
def test_page(tmp_path: Path, charset: str, encoding: str) -> None:
    """A page gives its source as text, its article as body, and what its head tells."""
    page = PAGE.replace("CHARSET", charset)
    if charset == "big5":
        page = page.translate(
            str.maketrans(
                "阳业园区签约个项总资亿链带动就业产说将实负责负责均为绿涂开达余网标题首页",
                "陽業園區簽約個項總資億鏈帶動就業產說將實負責負責均為綠塗開達餘網標題首頁"[
                    : len(
                        "阳业园区签约个项总资亿链带动就业产说将实负责负责均为绿涂开达余网标题首页"
                    )
                ],
            )
        )
    path = tmp_path / "a.html"
    path.write_bytes(page.encode(encoding, errors="xmlcharrefreplace"))
    article = one(path)
    assert article.encoding == encoding
    assert article.markup
    assert article.source_text == path.read_bytes().decode(encoding)
    result = repair(article)
    assert result.article.published == "2022-06-13"
    assert "首" not in result.text
    first = next(s for s in result.sentences if result.text[s.start :].startswith("6月"))
    assert "&nbsp;" in result.passage(first).quote


def test_json_lines(tmp_path: Path) -> None:
    """Each line is an article under its usual field names; a bad line is rejected by number."""
    path = tmp_path / "dump.jsonl"
    records = [
        {
            "title": "标题一",
            "content": TEXT,
            "publish_time": "2022-06-13 09:53",
            "source": "示例日报",
            "author": "张三 李四",
            "url": "https://example.org/1",
        },
        {"标题": "标题二", "正文": TEXT, "发布时间": "2022年6月14日", "来源": "示例网"},
        {"id": 3},
    ]
    lines = [json.dumps(record, ensure_ascii=False) for record in records]
    path.write_text("\n".join([*lines, "{broken", ""]), encoding="utf-8")
    (first, second), rejected = read_all(path)
    assert (first.headline, first.published, first.publisher, first.authors) == (
        "标题一",
        "2022-06-13",
        "示例日报",
        ("张三", "李四"),
    )
    assert (first.record, second.record) == ("line 1", "line 2")
    assert (second.headline, second.published, second.publisher) == (
        "标题二",
        "2022-06-14",
        "示例网",
    )
    assert first.source_text == second.source_text == TEXT
    assert first.id != second.id
    assert [r.source for r in rejected] == ["dump.jsonl, line 3", "dump.jsonl, line 4"]


def test_fields_can_be_named(tmp_path: Path) -> None:
    """Unusual field names are mapped by a setting."""
    path = tmp_path / "dump.json"
    path.write_text(json.dumps([{"zw": TEXT, "bt": "标题"}]), encoding="utf-8")
    articles, rejected = read_all(path)
    assert articles == []
    assert "--field text=NAME" in rejected[0].reason
    (article,), _ = read_all(path, settings=ReadSettings(fields=(("text", "zw"), ("title", "bt"))))
    assert (article.source_text, article.headline, article.record) == (TEXT, "标题", "record 1")


def test_table(tmp_path: Path) -> None:
    """A CSV file in GBK with line ends in its cells gives an article a row."""
    path = tmp_path / "dump.csv"
    path.write_bytes(
        f'标题,正文,日期\r\n标题一,"{TEXT}",2022-06-13\r\n标题二,"{TEXT}",\r\n'.encode("gbk")
    )
    (first, second), rejected = read_all(path)
    assert rejected == []
    assert (first.source_text, first.published, first.record) == (TEXT, "2022-06-13", "row 1")
    assert second.headline == "标题二"


def test_parquet(tmp_path: Path) -> None:
    """A Parquet file gives an article a row."""
    arrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    path = tmp_path / "dump.parquet"
    parquet.write_table(
        arrow.table({"title": ["标题"], "text": [TEXT], "date": ["20220613"]}), path
    )
    article = one(path)
    assert (article.headline, article.published, article.source_text) == (
        "标题",
        "2022-06-13",
        TEXT,
    )


def test_word(tmp_path: Path) -> None:
    """A Word file gives its paragraphs, a line each."""
    path = tmp_path / "a.docx"
    document = docx.Document()
    for line in TEXT.splitlines():
        document.add_paragraph(line)
    document.save(str(path))
    assert one(path).source_text == TEXT.strip()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_web_archive(tmp_path: Path) -> None:
    """A WARC file gives its pages, with their addresses."""
    path = tmp_path / "a.warc.gz"
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=True)
        headers = StatusAndHeaders(
            "200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1"
        )
        body = io.BytesIO(PAGE.replace("CHARSET", "utf-8").encode())
        writer.write_record(
            writer.create_warc_record(
                "https://example.org/a", "response", payload=body, http_headers=headers
            )
        )
    article = one(path)
    assert article.url == "https://example.org/a"
    assert article.headline == "濮阳工业园区签约五个项目"


def test_saved_page(tmp_path: Path) -> None:
    """An MHTML file gives its HTML part."""
    path = tmp_path / "a.mhtml"
    path.write_bytes(
        b"From: <Saved>\r\nSnapshot-Content-Location: https://example.org/a\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related; boundary="x"\r\n\r\n--x\r\nContent-Type: text/html; charset="utf-8"\r\n'
        b"Content-Transfer-Encoding: 8bit\r\n\r\n"
        + PAGE.replace("CHARSET", "utf-8").encode()
        + b"\r\n--x--\r\n"
    )
    article = one(path)
    assert article.url == "https://example.org/a"
    assert "签约" in repair(article).text


def test_archives(tmp_path: Path) -> None:
    """Archives of any of these are read inside, by name."""
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("b/二.txt", TEXT.encode("gbk"))
        archive.writestr("a.txt.gz", gzip.compress(TEXT.encode()))
        archive.writestr("__MACOSX/._a.txt", b"\x00\x05\x16\x07")
    articles, rejected = read_all(path)
    assert rejected == []
    assert [a.record for a in articles] == ["member a.txt.gz, member a.txt", "member b/二.txt"]
    assert {a.source_text for a in articles} == {TEXT}


def test_folder_glob_and_order(tmp_path: Path) -> None:
    """Folders and globs are read in the order of their paths, whatever the order given."""
    for name in ("b.txt", "a.txt", ".hidden.txt", "c.png"):
        (tmp_path / name).write_text(TEXT + name, encoding="utf-8")
    folder, _ = read_all(tmp_path)
    globbed, _ = read_all(f"{tmp_path}/*.txt")
    both, _ = read_all(tmp_path / "b.txt", tmp_path / "a.txt")
    assert [a.source_file for a in folder] == [a.source_file for a in both] == ["a.txt", "b.txt"]
    assert {a.source_file for a in globbed} >= {"a.txt", "b.txt"}


def test_every_reader_is_for_a_known_ending() -> None:
    """The table names each ending with its dot, in small letters."""
    assert all(ending.startswith(".") and ending == ending.lower() for ending in READERS)
