"""The report: every row in its place, and the rejected ones as they were."""

import csv
from pathlib import Path

import pytest

from firstpromoter_async.backfill import Report, Row
from firstpromoter_async.backfill.plan import Rejected, Skipped
from firstpromoter_async.backfill.report import Entry
from firstpromoter_async.backfill.verdict import Conflict, Settled, State, Unresolved, Verdict

pytestmark = pytest.mark.anyio


async def write(directory: Path, *entries: tuple[bytes, str, Verdict]) -> None:
    report = Report(directory)
    await report.open(suffix="csv", header=b"a,b\n")
    for line, (raw, key, verdict) in enumerate(entries, start=2):
        report.add(Entry(row=Row(line=line, raw=raw), kind="sale", key=key, verdict=verdict))
    await report.aclose()


def table(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", errors="surrogateescape", newline="") as file:
        return list(csv.reader(file))


async def test_every_end_has_its_place(tmp_path: Path) -> None:
    await write(
        tmp_path,
        (b"1\n", "k1", Settled(State.RECORDED)),
        (b"2\n", "k2", Skipped(reason="zero")),
        (b"3\n", "k3", Rejected(reason="no amount")),
        (b"4\n", "k4", Conflict("another")),
        (b"5\n", "k5", Unresolved("who knows")),
    )
    assert table(tmp_path / "settled.csv")[1:] == [
        ["2", "sale", "k1", "recorded", ""],
        ["3", "sale", "k2", "skipped", "zero"],
    ]
    assert table(tmp_path / "rejected.csv")[1:] == [
        ["4", "sale", "k3", "rejected", "no amount", "3"],
        ["5", "sale", "k4", "conflict", "another", "4"],
    ]
    assert table(tmp_path / "unresolved.csv")[1:] == [["6", "sale", "k5", "unresolved", "who knows", "5"]]


async def test_rejected_rows_can_be_mended_and_fed_again(tmp_path: Path) -> None:
    odd = b'1,"two\r\nlines"\r\n'
    await write(tmp_path, (odd, "", Rejected(reason="x")), (b"2,\xe9", "", Rejected(reason="y")))
    assert (tmp_path / "rejected-rows.csv").read_bytes() == b"a,b\n" + odd + b"2,\xe9\n"
    assert [row[5] for row in table(tmp_path / "rejected.csv")[1:]] == ['1,"two\r\nlines"', "2,\udce9"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
async def test_a_spreadsheet_finds_no_formula(tmp_path: Path, start: str) -> None:
    await write(tmp_path, (b"1\n", f"{start}cmd()", Settled(State.RECORDED)))
    assert table(tmp_path / "settled.csv")[1][2] == f"'{start}cmd()"


async def test_an_earlier_report_is_replaced(tmp_path: Path) -> None:
    await write(tmp_path, (b"1\n", "k1", Settled(State.RECORDED)))
    await write(tmp_path)
    assert len(table(tmp_path / "settled.csv")) == 1


async def test_it_is_written_while_it_grows(tmp_path: Path) -> None:
    report = Report(tmp_path)
    await report.open(suffix="csv", header=b"")
    for line in range(300):
        report.add(Entry(row=Row(line=line, raw=b""), kind="sale", key="k", verdict=Settled(State.RECORDED)))
        if report.is_full:
            await report.flush()
    assert len(table(tmp_path / "settled.csv")) >= 200
    await report.aclose()
