"""The report: every row in its place, and the rejected ones as they were."""

import csv
import shutil
from pathlib import Path

import pytest

from firstpromoter_async.backfill import Report, Row, RunFailed, WrongUsage
from firstpromoter_async.backfill.plan import Rejected, Skipped
from firstpromoter_async.backfill.report import Entry
from firstpromoter_async.backfill.results import Conflict, RowResult, Settled, State, Unresolved

pytestmark = pytest.mark.anyio


async def write(directory: Path, *entries: tuple[bytes, str, RowResult]) -> None:
    report = Report(directory)
    await report.open(suffix="csv", header=b"a,b\n")
    for line, (raw, key, result) in enumerate(entries, start=2):
        report.add(Entry(row=Row(line=line, raw=raw), kind="sale", key=key, result=result))
    await report.aclose()


NAMES = ["rejected-rows.csv", "rejected.csv", "settled.csv", "unresolved.csv"]


def names_in(directory: Path) -> list[str]:
    return sorted(path.name for path in directory.iterdir())


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


async def test_what_no_utf_8_can_hold_is_shown_as_an_escape(tmp_path: Path) -> None:
    """A server may say half of a surrogate pair."""
    await write(tmp_path, (b"1\n", "k", Rejected(reason="it said \ud83d and \udc80")))
    assert table(tmp_path / "rejected.csv")[1][4] == r"it said \ud83d and \udc80"


# Where it is


async def test_it_grows_in_a_directory_of_its_own(tmp_path: Path) -> None:
    report = Report(tmp_path / "report")
    await report.open(suffix="csv", header=b"")
    for line in range(300):
        report.add(Entry(row=Row(line=line, raw=b""), kind="sale", key="k", result=Settled(State.RECORDED)))
        if report.is_full:
            await report.flush()
    assert report.place == tmp_path / "report" / "unfinished-1"
    assert len(table(report.place / "settled.csv")) >= 200
    assert names_in(report.directory) == ["unfinished-1"]
    await report.aclose()
    assert names_in(report.directory) == NAMES
    assert report.place == report.directory


async def test_earlier_reports_are_kept_under_numbers(tmp_path: Path) -> None:
    for key in ("k1", "k2", "k3"):
        await write(tmp_path, (b"1\n", key, Settled(State.RECORDED)))
    found = {place: table(tmp_path / place / "settled.csv")[1][2] for place in ("1", "2", ".")}
    assert found == {"1": "k1", "2": "k2", ".": "k3"}
    assert names_in(tmp_path) == ["1", "2", *NAMES]


async def test_a_report_of_another_kind_of_rows_is_moved_as_a_whole(tmp_path: Path) -> None:
    (tmp_path / "rejected-rows.jsonl").write_text("{}\n")
    await write(tmp_path)
    assert names_in(tmp_path / "1") == ["rejected-rows.jsonl"]


async def test_what_else_is_there_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / "7").mkdir()
    await write(tmp_path)
    await write(tmp_path)
    assert names_in(tmp_path) == ["7", "8", "notes.txt", *NAMES]


async def test_the_unfinished_report_of_a_killed_run_is_kept_and_named(tmp_path: Path) -> None:
    killed = tmp_path / "unfinished-1"
    killed.mkdir()
    (killed / "settled.csv").write_text("what it wrote")
    report = Report(tmp_path)
    await report.open(suffix="csv", header=b"")
    assert (list(report.left_over), report.place.name) == ([killed], "unfinished-2")
    await report.aclose()
    assert (killed / "settled.csv").read_text() == "what it wrote"


async def test_a_directory_is_used_by_one_run_at_a_time(tmp_path: Path) -> None:
    first = Report(tmp_path)
    await first.open(suffix="csv", header=b"")
    with pytest.raises(WrongUsage, match="is in use by another run"):
        await Report(tmp_path).open(suffix="csv", header=b"")
    await first.aclose()
    await write(tmp_path)


async def test_the_file_that_was_read_stays_while_it_is_needed(tmp_path: Path) -> None:
    await write(tmp_path, (b"1\n", "k1", Rejected(reason="x")))
    source = str(tmp_path / "rejected-rows.csv")
    report = Report(tmp_path)
    await report.open(suffix="csv", header=b"a,b\n", source=source)
    report.add(Entry(row=Row(line=2, raw=b"1\n"), kind="sale", key="k1", result=Unresolved("who knows")))
    await report.aclose(source_is_needed=True)
    assert report.place == tmp_path / "1"
    assert report.rows_file == tmp_path / "1" / "rejected-rows.csv"
    assert (tmp_path / "rejected-rows.csv").read_bytes() == b"a,b\n1\n"
    assert names_in(tmp_path) == ["1", *NAMES]


async def test_the_file_that_was_read_is_moved_when_it_is_done_with(tmp_path: Path) -> None:
    await write(tmp_path, (b"1\n", "k1", Rejected(reason="x")))
    report = Report(tmp_path)
    await report.open(suffix="csv", header=b"a,b\n", source=str(tmp_path / "rejected-rows.csv"))
    await report.aclose(source_is_needed=False)
    assert (tmp_path / "1" / "rejected-rows.csv").read_bytes() == b"a,b\n1\n"
    assert (tmp_path / "rejected-rows.csv").read_bytes() == b"a,b\n"


async def test_a_report_that_cannot_be_put_in_place_says_where_it_is(tmp_path: Path) -> None:
    report = Report(tmp_path)
    await report.open(suffix="csv", header=b"")
    (tmp_path / "settled.csv").mkdir()
    (tmp_path / "1").write_text("no directory")
    shutil.rmtree(tmp_path / "unfinished-1")
    with pytest.raises(RunFailed, match=r"cannot be written: .*; what there is of it is in .*unfinished-1"):
        await report.aclose()
    assert not report.is_in_place
