"""export/text: strings that another tool can hold: no control characters, no formula."""

import re

#: XML 1.0 forbids them, and CSV readers stumble over them; tab, newline and return stay.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
#: A cell that starts so is run as a formula by Excel, LibreOffice and Google Sheets (OWASP, "CSV Injection").
_FORMULA = re.compile(r"[=+\-@\t\r]")

#: How CSV rows end (RFC 4180). Python's writer quotes what its own row end is made of: with a bare
#: newline, a lone carriage return within a name would end the row for most readers.
ROW_END = "\r\n"


def clean(text: str) -> str:
    """Give `text` without the characters that XML 1.0 cannot hold (section 2.2).

    >>> clean("三棵树\x01")
    '三棵树'
    """
    return _CONTROL.sub("", text)


def cell(text: str) -> str:
    """Give `text` as a spreadsheet shows it, an apostrophe before what it would run as a formula.

    >>> cell("=1+1"), cell("三棵树")
    ("'=1+1", '三棵树')
    """
    return f"'{text}" if _FORMULA.match(text) else clean(text)
