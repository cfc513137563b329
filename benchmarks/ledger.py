"""The backfill's ledger: what it costs a row that its intent is on the disk before it is sent, and its outcome after.

WAL and synchronous=FULL throughout, so every commit waits for the disk. Rows are claimed 100 at a time, and settled 100 at a
time too, or by 100 tasks, each one row after the other, which share transactions by themselves. By hand, the same table
is written with bare sqlite3 and without any checks, with a commit for a hundred rows and with one for each.
"""

import asyncio
import gc
import sqlite3
import tempfile
import time
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from statistics import median
from typing import Any, Final

from attrs import frozen

from firstpromoter_async.backfill.columns import Columns
from firstpromoter_async.backfill.ledger import Ledger
from firstpromoter_async.backfill.plan import Planned
from firstpromoter_async.backfill.planner import Planner
from firstpromoter_async.backfill.results import Send, SentRow, State
from firstpromoter_async.backfill.source import Row

from .findings import Findings, Goal, Table, ratio

ROUNDS: Final = 7
ROWS: Final = 20_000
ROWS_ONE_BY_ONE: Final = 200
BATCH: Final = 100


Settle = Callable[[Ledger, Sequence[Planned]], Coroutine[Any, Any, None]]


@frozen
class _Spent:
    wall: float
    cpu: float


def measure() -> Findings:
    """Measure all ways of writing, in turns, each into a new file."""
    rows = _planned(ROWS)
    ways: dict[str, Callable[[Path], _Spent]] = {
        "ours, 100 at a time": lambda file: _us_a_row(lambda: asyncio.run(_ours(file, rows, _together)), ROWS),
        "ours, settled by 100 tasks": lambda file: _us_a_row(lambda: asyncio.run(_ours(file, rows, _by_tasks)), ROWS),
        "sqlite3 by hand, 100 at a time": lambda file: _us_a_row(lambda: _by_hand(file, rows, BATCH), ROWS),
        "sqlite3 by hand, one by one": lambda file: _us_a_row(
            lambda: _by_hand(file, rows[:ROWS_ONE_BY_ONE], 1), ROWS_ONE_BY_ONE
        ),
    }
    spent: dict[str, list[_Spent]] = {way: [] for way in ways}
    for _ in range(ROUNDS):
        for way, write in ways.items():
            with tempfile.TemporaryDirectory() as directory:
                spent[way].append(write(Path(directory, "ledger.db")))
    return _findings(spent)


def _findings(spent: dict[str, list[_Spent]]) -> Findings:
    ours, _, by_hand, _ = spent
    wall = {way: [one.wall for one in all_of_it] for way, all_of_it in spent.items()}
    cpu = {way: [one.cpu for one in all_of_it] for way, all_of_it in spent.items()}
    rows = tuple(
        (way, f"{median(wall[way]):.1f}", f"{ratio(wall, way, by_hand):.2f}x", f"{median(cpu[way]):.1f}")
        for way in spent
    )
    return Findings(
        tables=(Table("Intent and outcome of a row", ("how", "us", "to by hand", "us CPU"), rows),),
        goals=(Goal(what="ledger, a row, 100 at a time", limit=15, measured=median(wall[ours]), unit="us"),),
    )


def _planned(count: int) -> list[Planned]:
    planner = Planner(Columns(kind="sale", amounts="minor"), None)
    rows: list[Planned] = []
    for number in range(count):
        fields = {"event_id": f"order-{number}", "uid": f"customer-{number // 3}", "amount": "4900"}
        plan = planner.plan(Row(line=number + 2, raw=",".join(fields.values()).encode(), fields=fields))
        assert isinstance(plan, Planned), plan
        rows.append(plan)
    return rows


def _us_a_row(write: Callable[[], Any], rows: int) -> _Spent:
    gc.collect()
    wall, cpu = time.perf_counter(), time.process_time()
    write()
    return _Spent((time.perf_counter() - wall) / rows * 1e6, (time.process_time() - cpu) / rows * 1e6)


async def _ours(file: Path, rows: Sequence[Planned], settle: Settle) -> None:
    async with Ledger(file, account="acc_1") as ledger:
        await ledger.begin_run(expects_arrivals=False)
        for batch in _batches(rows, BATCH):
            results = await ledger.claim(batch, room=BATCH)
            assert all(isinstance(result, Send) for result in results), results
        await settle(ledger, rows)


async def _together(ledger: Ledger, rows: Sequence[Planned]) -> None:
    for batch in _batches(rows, BATCH):
        await ledger.settle([SentRow(row, State.RECORDED) for row in batch])


async def _by_tasks(ledger: Ledger, rows: Sequence[Planned]) -> None:
    async with asyncio.TaskGroup() as tasks:
        for number in range(BATCH):
            tasks.create_task(_one_by_one(ledger, rows[number::BATCH]))


async def _one_by_one(ledger: Ledger, rows: Sequence[Planned]) -> None:
    for row in rows:
        await ledger.settle([SentRow(row, State.RECORDED)])


def _by_hand(file: Path, rows: Sequence[Planned], size: int) -> None:
    with sqlite3.connect(file, isolation_level=None) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(
            "CREATE TABLE entries (kind TEXT, key TEXT, digest BLOB, state TEXT, PRIMARY KEY (kind, key)) WITHOUT ROWID"
        )
        for batch in _batches(rows, size):
            _in_one_transaction(
                connection,
                "INSERT INTO entries VALUES (?, ?, ?, 'intended')",
                [(row.kind, row.key, row.digest) for row in batch],
            )
            _in_one_transaction(
                connection,
                "UPDATE entries SET state = 'recorded' WHERE kind = ? AND key = ?",
                [(row.kind, row.key) for row in batch],
            )
    connection.close()


def _in_one_transaction(connection: sqlite3.Connection, statement: str, values: Sequence[tuple[Any, ...]]) -> None:
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany(statement, values)
    connection.execute("COMMIT")


def _batches(rows: Sequence[Planned], size: int) -> list[Sequence[Planned]]:
    return [rows[start : start + size] for start in range(0, len(rows), size)]
