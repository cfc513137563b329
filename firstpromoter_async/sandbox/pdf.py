"""The smallest PDF that shows lines of text (ISO 32000-1): what a contract is as a file."""

from collections.abc import Iterable
from typing import Final

_HEAD: Final = b"%PDF-1.4\n"
_PAGE: Final = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 4 0 R >> >> /Contents 5 0 R >>"
)


def pdf(lines: Iterable[str]) -> bytes:
    """Return a document of one page, in Helvetica; letters that it does not have become question marks."""
    shown = b" ".join(b"(%s) Tj T*" % _escaped(line) for line in lines)
    content = b"BT /F1 11 Tf 14 TL 56 786 Td %s ET" % shown
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        _PAGE,
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
    ]
    return _with_places(objects)


def _escaped(line: str) -> bytes:
    text = line.encode("cp1252", "replace")
    for special in (b"\\", b"(", b")"):
        text = text.replace(special, b"\\" + special)
    return text


def _with_places(objects: list[bytes]) -> bytes:
    """Write the objects down, and then the table of where each of them begins."""
    written, places = _HEAD, list[int]()
    for number, one in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    end = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, len(written))
    return written + b"xref\n0 %d\n0000000000 65535 f \n" % count + table + end
