"""The ledger: what it says of a row, what it keeps, and that it keeps it."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import anyio
import pytest

from firstpromoter_async.backfill import Columns, Ledger, RunFailed, WrongUsage
from firstpromoter_async.backfill.plan import Planned, Rejected, Skipped
from firstpromoter_async.backfill.planner import Planner
from firstpromoter_async.backfill.results import Conflict, Parked, Send, SentRow, Settled, State, Unresolved
from firstpromoter_async.backfill.source import Row
from tests.backfill.fake import cancellation, refund, sale, signup

pytestmark = pytest.mark.anyio

PLANNER = Planner(Columns(amounts="major", account_currency="USD", without=["sale_event_id"]), None)


def planned(line: int, fields: dict[str, str]) -> Planned:
    plan = PLANNER.plan(Row(line=line, raw=b"raw", fields=fields))
    assert isinstance(plan, Planned)
    return plan


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "test.ledger"


@pytest.fixture
async def ledger(path: Path) -> AsyncIterator[Ledger]:
    async with Ledger(path, account="acc_1@fp.test") as ledger:
        yield ledger


async def foresee(ledger: Ledger, *rows: Planned) -> list[Any]:
    async with ledger.copied() as copy:
        return await copy.foresee([(row.row, row) for row in rows])


async def claim(ledger: Ledger, *rows: Planned, room: int = 100) -> list[Any]:
    return await ledger.claim(rows, room=room)


def entries(path: Path) -> list[tuple[Any, ...]]:
    """Read the file as anybody would."""
    with sqlite3.connect(path) as database:
        found = database.execute("SELECT kind, key, state FROM entries ORDER BY kind, key").fetchall()
    database.close()
    return found


async def test_a_new_row_is_to_be_sent_and_is_on_the_disk_as_intended(path: Path) -> None:
    async with Ledger(path, account="acc_1@fp.test") as ledger:
        assert await claim(ledger, planned(1, sale("a"))) == [Send()]
    assert entries(path) == [("sale", "a", "intended")]


async def test_no_more_rows_are_claimed_than_there_is_room_for(ledger: Ledger) -> None:
    rows = [planned(line, sale(str(line))) for line in range(1, 6)]
    assert await claim(ledger, *rows, room=2) == [Send(), Send()]


@pytest.mark.parametrize("state", [State.RECORDED, State.ALREADY_RECORDED, State.NOT_REFERRED])
async def test_a_settled_row_is_settled_in_every_later_run(path: Path, state: State) -> None:
    row = planned(1, sale("a"))
    for expected in (Send(), Settled(state)):
        async with Ledger(path, account="acc_1@fp.test") as ledger:
            await ledger.begin_run(expects_arrivals=False)
            assert await claim(ledger, row) == [expected]
            if expected == Send():
                await ledger.settle([SentRow(row, state)])


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (State.INTENDED, Send(unknown_before=True)),
        (State.UNSENT, Send()),
        (State.REJECTED, Send()),
    ],
)
async def test_what_is_not_settled_is_sent_by_the_next_run(path: Path, state: State, expected: Send) -> None:
    row = planned(1, sale("a"))
    async with Ledger(path, account="acc_1@fp.test") as ledger:
        await claim(ledger, row)
        await ledger.settle([SentRow(row, state, "so it was")])
    async with Ledger(path, account="acc_1@fp.test") as ledger:
        assert await claim(ledger, row) == [expected]


async def test_what_cannot_be_repeated_is_not_sent_by_the_next_run(path: Path) -> None:
    row = planned(1, cancellation())
    for expected in (Send, Unresolved):
        async with Ledger(path, account="acc_1@fp.test") as ledger:
            (result,) = await claim(ledger, row)
            assert isinstance(result, expected)


async def test_the_same_row_twice_in_a_run(ledger: Ledger) -> None:
    first, twin, other = planned(1, sale("a")), planned(2, sale("a")), planned(3, sale("a", amount="9.00"))
    sent, skipped, conflict = await claim(ledger, first, twin, other)
    assert sent == Send()
    assert isinstance(skipped, Skipped)
    assert skipped.reason == "it is the same as line 1"
    assert conflict == Conflict("line 1 has the same event_id and says something else")


async def test_keys_are_those_of_a_kind(ledger: Ledger) -> None:
    assert await claim(ledger, planned(1, sale("a")), planned(2, refund("a"))) == [Send(), Send()]


async def test_a_refund_is_parked_until_its_sale_is_settled(ledger: Ledger) -> None:
    returned, bought = planned(1, refund("r", sale_event_id="s")), planned(2, sale("s"))
    assert await claim(ledger, returned, bought) == [Parked(), Send()]
    assert not ledger.has_released
    await ledger.settle([SentRow(bought, State.RECORDED)])
    assert ledger.has_released
    (released,) = await ledger.take_released(10)
    assert (released.row, released.counted) == (returned.row, False)
    assert await claim(ledger, returned) == [Send()]


async def test_a_refund_whose_sale_does_not_come_is_released_at_the_end(ledger: Ledger) -> None:
    returned = planned(1, refund("r", sale_event_id="s"))
    assert await claim(ledger, returned) == [Parked()]
    await ledger.end_source()
    assert len(await ledger.take_released(10)) == 1
    assert await claim(ledger, returned) == [Send()]


async def test_a_parked_row_is_found_again_by_its_twin(ledger: Ledger) -> None:
    returned, twin = planned(1, refund("r", sale_event_id="s")), planned(2, refund("r", sale_event_id="s"))
    parked, skipped = await claim(ledger, returned, twin)
    assert parked == Parked()
    assert isinstance(skipped, Skipped)


async def test_a_sale_of_nobody_is_released_by_the_signup(ledger: Ledger) -> None:
    bought, joined = planned(1, sale("s")), planned(2, signup(email="ann@example.com"))
    await claim(ledger, bought, joined)
    assert await ledger.settle([SentRow(bought, State.NOT_REFERRED)]) == [Settled(State.NOT_REFERRED, provisional=True)]
    await ledger.settle([SentRow(joined, State.RECORDED)])
    (released,) = await ledger.take_released(10)
    assert (released.row, released.counted) == (bought.row, True)
    assert await claim(ledger, bought) == [Send()]
    assert await ledger.settle([SentRow(bought, State.NOT_REFERRED)]) == [Settled(State.NOT_REFERRED)]


def refused(line: int, fields: dict[str, str]) -> tuple[Row, Rejected | Skipped]:
    row = Row(line=line, raw=b"raw", fields=fields)
    plan = PLANNER.plan(row)
    assert isinstance(plan, Rejected | Skipped)
    return row, plan


async def test_a_row_of_nothing_contradicts_no_other_with_its_key(ledger: Ledger) -> None:
    await ledger.refuse([refused(1, refund("r", amount="0"))])
    assert await claim(ledger, planned(2, refund("r"))) == [Send()]


async def test_a_mistake_under_the_key_of_a_row_of_unknown_outcome_is_no_other_row(path: Path) -> None:
    async with Ledger(path, account="acc_1@fp.test") as ledger:
        await ledger.begin_run(expects_arrivals=False)
        await claim(ledger, planned(1, sale("a")))
        await ledger.begin_run(expects_arrivals=False)
        await ledger.refuse([refused(1, sale("a", amount="ten"))])
        await ledger.begin_run(expects_arrivals=False)
        assert await claim(ledger, planned(1, sale("a"))) == [Send(unknown_before=True)]


async def test_no_address_is_in_the_file(path: Path) -> None:
    rows = [
        planned(1, {**signup(""), "email": "ann@example.com"}),
        planned(2, {**cancellation(""), "email": "ann@example.com"}),
    ]
    async with Ledger(path, account="acc_1@fp.test") as ledger:
        assert await claim(ledger, *rows) == [Send(), Send()]
        await ledger.settle([SentRow(rows[0], State.RECORDED)])
    assert b"example.com" not in await anyio.Path(path).read_bytes()


async def test_writers_share_transactions(ledger: Ledger) -> None:
    rows = [planned(line, sale(str(line))) for line in range(1, 201)]
    await claim(ledger, *rows, room=200)
    commits = 0

    def count(statement: str) -> None:
        nonlocal commits
        commits += statement == "COMMIT"

    assert ledger._connection is not None  # pyright: ignore[reportPrivateUsage]
    ledger._connection.set_trace_callback(count)  # pyright: ignore[reportPrivateUsage]
    async with anyio.create_task_group() as tasks:
        for row in rows:
            tasks.start_soon(ledger.settle, [SentRow(row, State.RECORDED)])
    assert commits < 20


async def test_after_a_failure_nothing_is_written_any_more(ledger: Ledger) -> None:
    assert ledger._connection is not None  # pyright: ignore[reportPrivateUsage]
    ledger._connection.execute("DROP TABLE entries")  # pyright: ignore[reportPrivateUsage]
    for _ in range(2):
        with pytest.raises(RunFailed, match="no such table: entries"):
            await claim(ledger, planned(1, sale("a")))
    assert ledger.has_failed


KILLED = """
import anyio, os, signal, sys
from firstpromoter_async.backfill import Ledger
from tests.backfill.test_ledger import planned, sale

async def main():
    async with Ledger(sys.argv[1], account="acc_1@fp.test") as ledger:
        await ledger.claim([planned(1, sale("a"))], room=1)
        os.kill(os.getpid(), signal.SIGKILL)

anyio.run(main)
"""


async def test_what_was_committed_survives_sigkill_and_the_lock_does_not(path: Path) -> None:
    killed = await anyio.to_thread.run_sync(
        lambda: subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False)
    )
    assert killed.returncode == -signal.SIGKILL
    async with Ledger(path, account="acc_1@fp.test", read_only=True) as ledger:
        assert await foresee(ledger, planned(1, sale("a"))) == [Send(unknown_before=True)]
    async with Ledger(path, account="acc_1@fp.test") as ledger:
        assert await claim(ledger, planned(1, sale("a"))) == [Send(unknown_before=True)]


async def test_it_is_durable(ledger: Ledger) -> None:
    assert ledger._connection is not None  # pyright: ignore[reportPrivateUsage]
    ask = ledger._connection.execute  # pyright: ignore[reportPrivateUsage]
    assert ask("PRAGMA journal_mode").fetchone() == ("wal",)
    assert ask("PRAGMA synchronous").fetchone() == (2,)


# Damage


def damage(path: Path, statement: str, *values: Any) -> None:
    with sqlite3.connect(path) as database:
        database.execute(statement, values)
    database.close()


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("state", "'lost'"),
        ("state", "CAST(x'ff' AS TEXT)"),
        ("digest", "x'00'"),
        ("digest", "'text'"),
        ("line", "'many'"),
        ("run", "'x'"),
    ],
)
async def test_a_damaged_entry_names_its_row_and_holds_back_that_row_alone(path: Path, column: str, value: str) -> None:
    async with Ledger(path, account="acc_1@fp.test") as ledger:
        await ledger.begin_run(expects_arrivals=False)
        await claim(ledger, planned(1, sale("a")), planned(2, sale("b", uid="ben")))
    damage(path, f"UPDATE entries SET {column} = {value} WHERE key = 'a'")  # noqa: S608  ours
    async with Ledger(path, account="acc_1@fp.test") as ledger:
        await ledger.begin_run(expects_arrivals=False)
        damaged, whole, back = await claim(
            ledger, planned(1, sale("a")), planned(2, sale("b", uid="ben")), planned(3, refund("r", sale_event_id="a"))
        )
        (foreseen,) = await foresee(ledger, planned(1, sale("a")))
    assert isinstance(damaged, Unresolved)
    assert damaged.reason.startswith("the ledger's entry for the sale 'a' is damaged")
    assert whole == Send(unknown_before=True)
    assert back == damaged, "a refund does not go before its sale"
    assert foreseen == damaged


@pytest.mark.parametrize("value", ["x", "-1", "0"])
async def test_a_run_never_takes_the_number_of_an_earlier_one(path: Path, value: str) -> None:
    """Else the rows of that one would pass for repetitions within this one, and never be sent."""
    async with Ledger(path, account="acc_1@fp.test") as ledger:
        await ledger.begin_run(expects_arrivals=False)
        await claim(ledger, planned(1, sale("a")))
    damage(path, "UPDATE meta SET value = ? WHERE name = 'run'", value)
    async with Ledger(path, account="acc_1@fp.test") as ledger:
        with pytest.raises(RunFailed, match=r"test.ledger is damaged \(it says that its last run was number"):
            await ledger.begin_run(expects_arrivals=False)


async def test_a_ledger_that_belongs_to_nobody_is_damaged(path: Path) -> None:
    async with Ledger(path, account="acc_1@fp.test"):
        pass
    damage(path, "DELETE FROM meta")
    with pytest.raises(WrongUsage, match=r"is damaged \(it does not say which account it belongs to"):
        async with Ledger(path, account="acc_1@fp.test"):
            pass


async def test_a_corrupt_file_says_so_when_it_is_opened(path: Path) -> None:
    async with Ledger(path, account="acc_1@fp.test"):
        pass
    damage(path, "DROP TABLE meta")
    with pytest.raises(WrongUsage, match=r"test.ledger is damaged \(no such table: meta\): bring back a copy of it"):
        async with Ledger(path, account="acc_1@fp.test"):
            pass


async def test_a_corrupt_page_says_so_when_it_is_met(path: Path) -> None:
    async with Ledger(path, account="acc_1@fp.test") as ledger:
        await ledger.begin_run(expects_arrivals=False)
        await claim(ledger, *(planned(n, sale(f"order-{n:04}", uid=f"u{n}")) for n in range(400)), room=1000)
    with path.open("r+b") as file:
        file.seek(5 * 4096)
        file.write(b"\xff" * 4096 * 3)
    async with Ledger(path, account="acc_1@fp.test") as ledger:
        with pytest.raises(RunFailed, match=r"test.ledger is damaged \(database disk image is malformed\)"):
            await ledger.begin_run(expects_arrivals=False)
            await claim(ledger, *(planned(n, sale(f"order-{n:04}", uid=f"u{n}")) for n in range(400)), room=1000)


async def test_a_name_that_is_no_utf_8_is_a_name(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"sales-\xff?%20#.ledger")
    async with Ledger(path, account="acc_1@fp.test"):
        pass
    assert path.exists()
