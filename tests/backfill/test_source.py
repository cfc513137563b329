"""Rows as they are: their bytes, their line, their fields."""

import gzip
import json
import os
from collections.abc import AsyncIterator, Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import anyio
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstpromoter_async.backfill import Row, RunFailed, Source, WrongUsage, csv_rows, jsonl_rows, rows_of
from firstpromoter_async.backfill.formats import Elements
from firstpromoter_async.backfill.source import ROWS_AT_ONCE
from tests.backfill.fake import Shop
from tests.clocks import cancel_when_all_wait

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
    rows = await read_all(csv_rows(shop.file('id, uid \r\n1,"a ""b"""\r\n2,c\n')))
    assert [row.fields for row in rows] == [{"id": "1", "uid": 'a "b"'}, {"id": "2", "uid": "c"}]
    assert [row.raw for row in rows] == [b'1,"a ""b"""\r\n', b"2,c\n"]
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


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
async def test_a_delimiter_is_found_in_the_first_line_and_remarked(shop: Shop, delimiter: str) -> None:
    source = csv_rows(shop.file(f'id{delimiter}"a,b,c"{delimiter}uid\n'))
    assert await source.open() == ["id", "a,b,c", "uid"]
    await source.aclose()
    assert source.remarks == [f"columns are separated by {delimiter!r}, as the first line has it"]


async def test_commas_are_not_remarked(shop: Shop) -> None:
    source = csv_rows(shop.file("id,uid;old,name\n"))
    assert await source.open() == ["id", "uid;old", "name"]
    await source.aclose()
    assert source.remarks == []


async def test_two_possible_delimiters_are_for_a_person_to_choose_from(shop: Shop) -> None:
    with pytest.raises(WrongUsage, match="may be separated by ',' or by ';': say which"):
        await read_all(csv_rows(shop.file("id,uid;name\n")))
    (row,) = await read_all(csv_rows(shop.file("id,uid;name\n1,2\n"), delimiter=","))
    assert row.fields == {"id": "1", "uid;name": "2"}


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
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(cancel_when_all_wait, tasks.cancel_scope)
            await source.read()
            raise AssertionError("half a line is no row yet, and waiting for it can be cancelled")
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


# A last line without an end


@pytest.mark.parametrize("row", ["2,129", '2,"129"', '2,"129', "2"])
async def test_a_last_row_without_a_line_end_may_be_cut_short_and_is_held_back(shop: Shop, row: str) -> None:
    first, last = await read_all(csv_rows(shop.file(f"id,amount\n1,129900\n{row}")))
    assert first.fields == {"id": "1", "amount": "129900"}
    assert (last.line, last.raw, last.fields, last.incomplete) == (3, row.encode(), None, True)
    assert last.problem.startswith("the last line has no line end: the file may still be being written")
    assert "--last-line complete" in last.problem


async def test_a_file_that_is_said_to_be_complete_needs_no_line_end(shop: Shop) -> None:
    (row,) = await read_all(csv_rows(shop.file("id,amount\n2,129"), last_line="complete"))
    assert row.fields == {"id": "2", "amount": "129"}
    assert not row.incomplete


async def test_a_header_without_a_line_end_is_no_header_yet(shop: Shop) -> None:
    with pytest.raises(WrongUsage, match="it has no line end, so the file may still be being written"):
        await read_all(csv_rows(shop.file("id,amount")))


async def test_blanks_at_the_end_are_no_row(shop: Shop) -> None:
    assert len(await read_all(csv_rows(shop.file("id,amount\n1,2\n  ")))) == 1


async def test_a_json_object_is_whole_when_its_brace_is_there(shop: Shop) -> None:
    (whole,) = await read_all(jsonl_rows(shop.file('{"id": 1}')))
    assert (whole.fields, whole.incomplete) == ({"id": "1"}, False)
    (half,) = await read_all(jsonl_rows(shop.file('{"id": 1, "amount": 129')))
    assert (half.fields, half.incomplete) == (None, True)
    (said,) = await read_all(jsonl_rows(shop.file('{"id": 1, "amount": 129'), last_line="complete"))
    assert (said.fields, said.incomplete) == (None, False)


def test_a_last_line_is_held_or_complete() -> None:
    with pytest.raises(WrongUsage, match="last_line is hold or complete, not 'keep'"):
        csv_rows("x.csv", last_line="keep")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


# A file that changes


def append(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"9,z\n")


def replace(path: Path) -> None:
    other = path.with_name("other")
    other.write_bytes(path.read_bytes())
    other.replace(path)


def touch(path: Path) -> None:
    os.utime(path, ns=(0, 0))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (append, "it had 2008 bytes, and has 2012 now"),
        (replace, "another file has taken its place"),
        (touch, "it was written to"),
    ],
)
async def test_a_file_that_changes_while_it_is_read_is_not_read_any_further(
    shop: Shop, change: Callable[[Path], None], told: str
) -> None:
    path = shop.file("id,uid\n" + "1,a\n" * 500 + "\n")
    source = csv_rows(path)
    await source.open()
    assert len(await source.read()) == ROWS_AT_ONCE
    change(path)
    with pytest.raises(RunFailed, match=f"changed while it was read \\({told}\\)"):
        await source.read()
    await source.aclose()


async def test_a_change_after_the_last_row_is_seen_as_well(shop: Shop) -> None:
    path = shop.file("id,uid\n1,a\n")
    source = csv_rows(path)
    await source.open()
    assert len(await source.read()) == 1
    append(path)
    with pytest.raises(RunFailed, match="changed while it was read"):
        await source.read()
    await source.aclose()


async def test_a_file_that_is_deleted_is_still_whole(shop: Shop) -> None:
    path = shop.file("id,uid\n" + "1,a\n" * 100)
    source = csv_rows(path)
    await source.open()
    path.unlink()
    assert len(await source.read()) + len(await source.read()) == 100
    await source.aclose()


# gzip


@pytest.mark.parametrize("name", ["rows.csv.gz", "rows.csv"])
async def test_gzip_is_unpacked_whatever_the_name(shop: Shop, name: str) -> None:
    text = b"id,uid\n" + b"1,a\n" * 1000
    source = csv_rows(shop.file(gzip.compress(text), name))
    rows = await read_all(source)
    assert len(rows) == 1000
    assert source.size() == len(text)


async def test_gzip_that_is_cut_off_is_refused_before_its_first_row(shop: Shop) -> None:
    packed = gzip.compress(os.urandom(2000).hex().encode() + b"\n")
    with pytest.raises(WrongUsage, match="as gzip, it ends in the middle"):
        await read_all(csv_rows(shop.file(packed[:-9])))


async def test_gzip_with_one_wrong_byte_is_refused_before_its_first_row(shop: Shop) -> None:
    packed = bytearray(gzip.compress(b"id,amount\n1,1299.00\n", compresslevel=0))
    packed[packed.index(b"1299")] = ord("9")
    with pytest.raises(WrongUsage, match=r"as gzip, it is damaged \(CRC check failed"):
        await read_all(csv_rows(shop.file(bytes(packed))))


async def test_gzip_in_a_pipe_says_how_to_unpack_it() -> None:
    reading, writing = os.pipe()
    os.write(writing, gzip.compress(b"id\n"))
    os.close(writing)
    with pytest.raises(WrongUsage, match="gunzip -c"):
        await read_all(csv_rows(f"/dev/fd/{reading}"))
    os.close(reading)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"PK\x03\x04...", "ZIP archive, which an Excel workbook is"),
        (b"SQLite format 3\0...", "is a database"),
        (b"BZh9...", "bunzip2"),
        (b"\xfd7zXZ\0", "unxz"),
        (b"\x28\xb5\x2f\xfd...", "unzstd"),
        (b'{"id": 1}\n', "is JSON and no CSV"),
    ],
)
async def test_a_file_that_is_no_csv_at_all_is_called_what_it_is(shop: Shop, content: bytes, told: str) -> None:
    with pytest.raises(WrongUsage, match=told):
        await read_all(csv_rows(shop.file(content)))


# JSON arrays


async def test_a_json_array_has_rows_too(shop: Shop) -> None:
    text = ' [\n {"id": 1, "note": "a]},\\"b", "of": {"x": [1, 2]}},\n\n  {"id":\n 2}, {"id": 3}\n]\n'
    rows = await read_all(jsonl_rows(shop.file(text)))
    assert [row.fields for row in rows] == [
        {"id": "1", "note": 'a]},"b', "of": {"x": ["1", "2"]}},
        {"id": "2"},
        {"id": "3"},
    ]
    assert [row.line for row in rows] == [1, 2, 3]
    assert rows[1].raw == b'{"id":  2}\n', "one line, so that a report of it can be read again"


async def test_a_json_array_of_one_long_line(shop: Shop) -> None:
    text = json.dumps([{"id": number, "note": '"\\]' * 10} for number in range(30_000)])
    assert len(text) > 1 << 20
    rows = await read_all(jsonl_rows(shop.file(text)))
    assert [row.fields["id"] for row in rows if row.fields] == [str(number) for number in range(30_000)]
    assert [row.line for row in rows] == list(range(1, 30_001)), "rows are told apart by it"


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("[]", []),
        ('[{"id": 1},]', [""]),
        ('[{"id": 1}, 2]', ["", "a str was given"]),
        ('[{"id": 1} {"id": 2}]', ["Extra data"]),
        ('[{"id": 1}] more', ["", "this stands behind the end of the JSON array"]),
        ('[{"id": 1]}, {"id": 2}]', ["this is not a JSON object", "this stands behind the end of the JSON array"]),
    ],
)
async def test_what_is_wrong_in_a_json_array_is_a_row_of_its_own(shop: Shop, text: str, problems: list[str]) -> None:
    rows = await read_all(jsonl_rows(shop.file(text)))
    assert len(rows) == len(problems)
    assert all(problem in row.problem for row, problem in zip(rows, problems, strict=True))
    assert not any(row.incomplete for row in rows)


@pytest.mark.parametrize("text", ["[", '[{"id": 1}', '[{"id": 1},', '[{"id": 1}, {"id": "2'])
async def test_a_json_array_that_is_cut_off_is_not_complete(shop: Shop, text: str) -> None:
    *_, last = await read_all(jsonl_rows(shop.file(text)))
    assert last.incomplete
    assert "the file ends before its JSON array does" in last.problem


@given(rows=st.lists(st.dictionaries(st.text(), st.text() | st.integers() | st.lists(st.text()), max_size=3)))
def test_any_json_array_is_found_whole_wherever_its_pieces_end(rows: list[dict[str, Any]]) -> None:
    text = json.dumps(rows, indent=1).encode()
    elements = Elements()
    found = [json.loads(one) for at in range(len(text)) for one in elements.within(text[at : at + 1])]
    assert found == rows
    assert elements.ended


# Mappings


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
