"""Rows as they are: their bytes, their line, their fields."""

import os
from collections.abc import AsyncIterator
from decimal import Decimal
from typing import Any

import anyio
import pytest

from firstpromoter_async.backfill import Row, RunFailed, Source, WrongUsage, csv_rows, jsonl_rows, rows_of
from firstpromoter_async.backfill.source import ROWS_AT_ONCE
from tests.backfill.fake import Shop

pytestmark = pytest.mark.anyio


async def read_all(source: Source) -> list[Row]:
    rows: list[Row] = []
    try:
        await source.open()
        while some := await source.read():
            rows += some
    finally:
        await source.aclose()
    return rows


async def test_csv_rows_have_fields_by_column_and_their_bytes(shop: Shop) -> None:
    rows = await read_all(csv_rows(shop.file('id, uid \r\n1,"a ""b"""\r\n2,c')))
    assert [row.fields for row in rows] == [{"id": "1", "uid": 'a "b"'}, {"id": "2", "uid": "c"}]
    assert [row.raw for row in rows] == [b'1,"a ""b"""\r\n', b"2,c"]
    assert [row.line for row in rows] == [2, 3]


async def test_the_header_is_kept_for_the_report(shop: Shop) -> None:
    source = csv_rows(shop.file("id,uid\n1,a\n"))
    assert await source.open() == ["id", "uid"]
    assert source.header == b"id,uid\n"
    await source.aclose()


async def test_another_delimiter(shop: Shop) -> None:
    (row,) = await read_all(csv_rows(shop.file("id;uid\n1;a,b\n"), delimiter=";"))
    assert row.fields == {"id": "1", "uid": "a,b"}


def test_a_delimiter_of_two_characters() -> None:
    with pytest.raises(WrongUsage, match="a delimiter is one character"):
        csv_rows("x.csv", delimiter="::")


async def test_after_a_quote_that_is_not_closed_the_next_lines_are_rows_again(shop: Shop) -> None:
    text = "id,uid\n" + '1,"a\n' + "".join(f"{n},b\n" for n in range(2, 20_000))
    rows = await read_all(csv_rows(shop.file(text)))
    assert [row.line for row in rows if row.problem] == [2]
    assert [row.line for row in rows] == list(range(2, 20_001))
    assert b"".join(row.raw for row in rows) == text.removeprefix("id,uid\n").encode()


async def test_a_row_of_several_lines_that_fits_nowhere_is_one_row(shop: Shop) -> None:
    """What is inside of its quotes must never be taken for rows."""
    rows = await read_all(csv_rows(shop.file('id,uid\n1,"x\n2,b\ny",z\n3,c\n')))
    assert [(row.line, bool(row.problem)) for row in rows] == [(2, True), (5, False)]
    assert "spans 3 lines" in rows[0].problem


async def test_json_keeps_numbers_as_they_are_written(shop: Shop) -> None:
    text = '{"a": 29.33, "b": 1e2, "c": 12345678901234567890, "d": true, "e": null, "f": {"g": 1}, "h": "é"}\n'
    (row,) = await read_all(jsonl_rows(shop.file(text)))
    assert row.fields == {
        "a": "29.33",
        "b": "1e2",
        "c": "12345678901234567890",
        "d": "true",
        "f": {"g": "1"},
        "h": "é",
    }


async def test_a_file_is_read_a_helping_at_a_time(shop: Shop) -> None:
    source = csv_rows(shop.file("id\n" + "1\n" * 1000))
    await source.open()
    assert len(await source.read()) == ROWS_AT_ONCE
    assert source.size() == 3 + 2 * 1000
    await source.aclose()


async def test_a_pipe_gives_what_is_there_and_waits_for_the_rest() -> None:
    reading, writing = os.pipe()
    try:
        source = csv_rows(f"/dev/fd/{reading}")
        os.write(writing, b"id,uid\n1,a\n2,")
        assert await source.open() == ["id", "uid"]
        assert [row.raw for row in await source.read()] == [b"1,a\n"]
        assert source.size() is None
        with anyio.move_on_after(0.05) as waited:
            await source.read()
        assert waited.cancelled_caught, "half a line is no row yet, and waiting for it can be cancelled"
        os.write(writing, b"b\n")
        assert [row.raw for row in await source.read()] == [b"2,b\n"]
        os.close(writing)
        writing = -1
        assert await source.read() == []
        await source.aclose()
    finally:
        os.close(reading)
        if writing != -1:
            os.close(writing)


async def test_an_overlong_line_in_the_middle_stops_the_reading(shop: Shop) -> None:
    with pytest.raises(RunFailed, match="line 3 is longer than 1 MiB"):
        await read_all(csv_rows(shop.file("id\n1\n" + "x" * (1 << 21) + "\n")))


async def test_mappings_are_rows_and_their_numbers_are_exact() -> None:
    first, second = await read_all(rows_of([{"id": 1, "amount": Decimal("29.33"), "none": None}, {"amount": 29.33}]))
    assert (first.line, first.fields) == (1, {"id": "1", "amount": "29.33"})
    assert "'amount' is a float" in second.problem


async def test_mappings_are_taken_one_by_one_as_they_are_wanted() -> None:
    taken = 0

    async def rows() -> AsyncIterator[dict[str, Any]]:
        nonlocal taken
        while True:
            taken += 1
            yield {"id": taken}

    source = rows_of(rows())
    await source.open()
    await source.read()
    await source.read()
    assert taken == 2
    await source.aclose()
