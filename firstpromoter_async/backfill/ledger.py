"""The ledger: a file that remembers, for every event, that it was about to be sent and what became of it.

Intent goes to the disk before anything is sent, and the outcome after. So whatever happens in between (a crash, a power
cut, SIGKILL), the next run knows which events are settled and which need to be sent again under the same key. One ledger
belongs to one account, and is used by one backfill at a time.

The work is done by one worker thread at a time. Whoever writes while a transaction is on its way to the disk shares the
next one: that costs microseconds a row, where a transaction each would cost a third of a millisecond. This module does
not know what the rules are (`rules` does), nor what is sent.
"""

import os
import sqlite3
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Generic, Self, TypeVar, cast

import anyio
import anyio.to_thread
from attrs import define

from .errors import RunFailed, WrongUsage
from .plan import Plan, Planned
from .results import Parked, Refused, RowResult, Send, SentRow, Settled, Unresolved
from .rules import Rules
from .schema import connect, copy_of, damaged
from .source import Row
from .waiting import Released

T = TypeVar("T")


@define
class _Job(Generic[T]):
    """Something to be done within the next transaction."""

    work: Callable[[Rules], T]
    wanted: bool = True
    """Whether somebody still waits for it; who is cancelled before it is begun does not."""
    done: bool = False
    result: T | None = None
    failure: Exception | None = None


class Ledger:
    """An open ledger; use it with `async with`."""

    def __init__(self, path: str | os.PathLike[str], *, account: str, read_only: bool = False) -> None:
        """Nothing is opened yet. `account` is `FirstPromoter.account`; `read_only` looks without changing anything.

        Entering raises `WrongUsage` when the file is no ledger, belongs to another account, or is in use.
        """
        self._path = Path(path)
        self._account = account
        self._read_only = read_only
        self._jobs: deque[_Job[Any]] = deque()
        self._writing = anyio.Lock()
        self._connection: sqlite3.Connection | None = None
        self._rules: Rules | None = None
        self._failure: Exception | None = None
        self.has_released = False
        """Whether rows that were put aside need not wait any longer; see `take_released`."""

    @property
    def path(self) -> Path:
        """The file."""
        return self._path

    @property
    def has_failed(self) -> bool:
        """Whether nothing can be written any more."""
        return self._failure is not None

    async def __aenter__(self) -> Self:
        self._connection = await anyio.to_thread.run_sync(self._connect)
        self._rules = Rules(self._connection)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        with anyio.CancelScope(shield=True):
            async with self._writing:
                if self._connection is not None:
                    await anyio.to_thread.run_sync(self._connection.close)

    def _connect(self) -> sqlite3.Connection:
        return connect(self._path, self._account, read_only=self._read_only)

    def copied(self) -> "Ledger":
        """Make a copy of this open ledger, to be entered with `async with`: what is written there is forgotten in the end."""
        return _Copy(self)

    async def begin_run(self, *, expects_arrivals: bool, source: str = "") -> None:
        """Forget what concerned the run before; one ledger serves one run after the other, never two at once.

        `expects_arrivals` says whether signups can be among the rows, so that a sale may turn out to be a referral after all;
        `source` what a person calls the rows, such as the name of their file.
        """
        await self._write(lambda rules: rules.begin_run(expects_arrivals=expects_arrivals, source=source))

    async def claim(self, planned: Sequence[Planned], *, room: int) -> list[Send | Parked | RowResult]:
        """Say of each row what is to be done. Those to be sent (at most `room`) are on the disk as intended when this returns.

        The list ends with the last of those, so it may be shorter than that of the rows.
        """
        return await self._write(lambda rules: rules.claim(planned, room))

    async def foresee(self, plans: Sequence[tuple[Row, Plan | Unresolved]]) -> list[Send | Parked | RowResult]:
        """Say of each row what would be done, and go on as if what would be sent were recorded; for a copy of a ledger."""
        return await self._write(lambda rules: [rules.foresee(row, plan) for row, plan in plans])

    async def refuse(self, refused: Sequence[tuple[Row, Refused]]) -> list[Refused | Settled]:
        """Note rows that are not sent at all, for the sake of those that depend on them; returns what is to be reported."""
        return await self._write(lambda rules: [rules.refuse(row, reason) for row, reason in refused])

    async def settle(self, settlements: Sequence[SentRow]) -> list[RowResult]:
        """Write down what became of rows; it is on the disk when this returns. Returns what is to be reported of each."""
        return await self._write(lambda rules: [rules.settle(one) for one in settlements])

    async def take_released(self, limit: int) -> list[Released]:
        """Take out rows that were put aside and need not wait any longer."""
        return await self._write(lambda rules: rules.take_released(limit))

    async def take_provisional(self, limit: int) -> list[Released]:
        """Take out rows that stay nobody's referral, at the end of a run."""
        return await self._write(lambda rules: rules.take_provisional(limit))

    async def end_source(self) -> None:
        """Say that no more rows come, so that nothing waits for them."""
        await self._write(lambda rules: rules.end())

    # Sharing transactions

    async def _write(self, work: Callable[[Rules], T]) -> T:
        job = _Job(work)
        self._jobs.append(job)
        try:
            async with self._writing:
                if not job.done:  # else the one before had the lock, and took this job along
                    await anyio.to_thread.run_sync(self._transact)
        finally:
            job.wanted = False
        if job.failure is not None:
            raise job.failure
        return cast(T, job.result)

    def _transact(self) -> None:
        """Do all jobs that are there in one transaction. After a failure nothing is written any more."""
        jobs = list(self._take_jobs())
        if self._failure is None:
            try:
                self._do_all(jobs)
            except sqlite3.Error as problem:
                self._failure = RunFailed(f"the ledger {self._path} {_told(problem)}")
            except Exception as mistake:
                self._failure = mistake  # raised by `_write`, in the turn of everybody whose job this was
        for job in jobs:
            job.failure, job.done = self._failure, True

    def _take_jobs(self) -> Iterator[_Job[Any]]:
        # More may be added while this runs in its thread, which a deque allows.
        while self._jobs:
            job = self._jobs.popleft()
            if job.wanted:
                yield job

    def _do_all(self, jobs: Sequence[_Job[Any]]) -> None:
        rules = self._rules
        if rules is None:
            raise sqlite3.ProgrammingError("it is not open")
        rules.statements.begin()
        try:
            for job in jobs:
                job.result = job.work(rules)
            self.has_released = rules.has_released()
            rules.statements.commit()
        except BaseException:
            rules.statements.rollback()
            raise


class _Copy(Ledger):
    """A ledger on the disk, but in no file that stays."""

    def __init__(self, original: Ledger) -> None:
        super().__init__(original._path, account=original._account)
        self._original = original

    async def __aenter__(self) -> Self:
        async with self._original._writing:
            return await super().__aenter__()

    def _connect(self) -> sqlite3.Connection:
        if self._original._connection is None:
            raise WrongUsage("the ledger is not open: use it in an `async with` block")
        try:
            return copy_of(self._original._connection)
        except sqlite3.Error as problem:
            raise RunFailed(f"the ledger {self._path} {damaged(problem) or f'cannot be copied: {problem}'}") from None


def _told(problem: sqlite3.Error) -> str:
    return damaged(problem) or (
        f"cannot be written: {problem}; nothing more is sent, and what was sent will be known in the next run"
    )
