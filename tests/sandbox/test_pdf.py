"""The smallest PDF: its parts are where its table says."""

import re

import pytest

from firstpromoter_async.sandbox.pdf import pdf


@pytest.mark.parametrize("lines", [[], ["Terms", "Be fair."], ["(a) \\ b)", "Grüße €, 你好"]])
def test_the_table_says_where_each_object_begins(lines: list[str]) -> None:
    written = pdf(lines)
    start = int(re.findall(rb"startxref\n(\d+)\n%%EOF\n$", written)[0])
    assert written[start:].startswith(b"xref\n0 6\n0000000000 65535 f \n")
    places = [int(place) for place in re.findall(rb"(\d{10}) 00000 n \n", written[start:])]
    assert [written[place:].startswith(b"%d 0 obj\n" % number) for number, place in enumerate(places, 1)] == [True] * 5


def test_the_content_is_as_long_as_it_says_and_special_letters_are_escaped() -> None:
    written = pdf(["(a) \\ b", "Grüße 你"])
    length, content = re.findall(rb"/Length (\d+) >>\nstream\n(.*)\nendstream", written, re.DOTALL)[0]
    assert int(length) == len(content)
    assert rb"(\(a\) \\ b) Tj T* (Gr" + "üße".encode("cp1252") + b" ?) Tj T*" in content
