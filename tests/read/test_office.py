"""PDF and Word files that a person would have: text layers, browsers' prints, tables in their place."""

import shutil
import subprocess
from pathlib import Path

import pytest

from kg.model import Article
from kg.read import read

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
TEXT = "濮阳的园区签约五个项目"


def hand_made_pdf(text: str) -> bytes:
    """Give a PDF file of one page, with a font that names its characters but has no glyphs of its own."""
    codes = text.encode("utf-16-be").hex().upper()
    stream = f"BT /F1 14 Tf 40 700 Td <{codes}> Tj ET".encode("ascii")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H"
        b" /DescendantFonts [6 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>",
    ]
    data = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        len(data),
    )
    return data + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + end


def only_article(path: Path) -> Article:
    """Give the one article of a file."""
    (found,) = read([path])
    assert isinstance(found, Article), found
    return found


def test_a_text_layer_is_read(tmp_path: Path) -> None:
    """Chinese in a PDF file's text layer comes back as it was written."""
    path = tmp_path / "a.pdf"
    path.write_bytes(hand_made_pdf(TEXT))
    assert TEXT in only_article(path).source_text


@pytest.mark.skipif(not CHROMIUM, reason="needs Chromium, which CI has")
def test_a_page_printed_by_a_browser_is_read(tmp_path: Path) -> None:
    """A page that a browser saved as PDF has its text, line by line."""
    page, printed = tmp_path / "a.html", tmp_path / "a.pdf"
    page.write_text(f"<meta charset=utf-8><h1>{TEXT}</h1><p>总投资40亿元。</p>", encoding="utf-8")
    command = [str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu"]
    subprocess.run(
        [*command, f"--user-data-dir={tmp_path}/profile", f"--print-to-pdf={printed}", str(page)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    text = only_article(printed).source_text
    assert TEXT in text
    assert "总投资40亿元。" in text


def test_a_table_stands_where_it_stood(tmp_path: Path) -> None:
    """A Word file's table is read between its paragraphs, a row a line, a merged cell once."""
    import docx

    document = docx.Document()
    document.add_paragraph("签约项目如下。")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(
        (c for row in table.rows for c in row.cells), ("项目", "投资", "合计", ""), strict=True
    ):
        cell.text = text
    table.cell(1, 0).merge(table.cell(1, 1))
    document.add_paragraph("以上项目年内开工。")
    path = tmp_path / "a.docx"
    document.save(str(path))
    text = only_article(path).source_text
    assert text.split("\n") == ["签约项目如下。", "项目\t投资", "合计", "以上项目年内开工。"]
