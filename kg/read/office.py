"""office: Word files and PDF files in, the text of each as one article out."""

import io
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.errors import ReadError
from kg.read.source import MIB, Desk, Item, Source

if TYPE_CHECKING:
    from docx.table import Table


def read_docx(source: Source, desk: Desk) -> Iterator[Item]:
    """Yield a Word file's text, a paragraph a line; offsets count in that text."""
    import docx  # python-docx loads templates when it is imported
    from docx.opc.exceptions import PackageNotFoundError
    from docx.table import Table
    from lxml.etree import LxmlError

    data = source.data(desk.settings)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(member.file_size for member in archive.infolist())
        if size > 8 * desk.settings.most_bytes:
            raise ReadError(f"unpacks to {size // MIB} MiB, too large for one article")
        document = docx.Document(io.BytesIO(data))
        lines = [
            line
            for block in document.iter_inner_content()
            for line in (_rows(block) if isinstance(block, Table) else [block.text])
        ]
    except (PackageNotFoundError, zipfile.BadZipFile, LxmlError, KeyError, ValueError) as fault:
        raise ReadError(f"not a Word file, or a damaged one: {fault}") from fault
    yield source.inside("its text", io.BytesIO()).article("\n".join(lines))


def _rows(table: "Table") -> Iterator[str]:
    """Yield a table's rows, a merged cell once."""
    for row in table.rows:
        cells = {id(cell._tc): cell.text.strip() for cell in row.cells}
        yield "\t".join(cells.values()).strip()


def read_pdf(source: Source, desk: Desk) -> Iterator[Item]:
    """Yield a PDF file's text layer, page after page; offsets count in that text."""
    import pypdfium2

    data = source.data(desk.settings)
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as fault:
        raise ReadError(f"not a PDF file, or a locked or damaged one: {fault}") from fault
    with document:
        pages: list[str] = []
        for page in document:
            pages.append(page.get_textpage().get_text_bounded())
            if sum(map(len, pages)) > desk.settings.most_bytes:
                raise ReadError(
                    f"more than {desk.settings.most_bytes // MIB} MiB of text; split it"
                )
    text = "\n".join(page.replace("\r\n", "\n") for page in pages)
    if not text.strip():
        raise ReadError(
            f"a PDF file of {len(pages)} pages without text: scanned; put it through OCR first"
        )
    yield source.inside("its text", io.BytesIO()).article(text)
