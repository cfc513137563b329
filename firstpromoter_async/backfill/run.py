"""The run: rows in, one effect each, and an account of every one.

    source ──▶ plan ──▶ order ──▶ ledger.claim ──▶ send ──▶ ledger.settle ──▶ report
               cannot     waits for   intent is on   again and   outcome is
               be sent    a person's  the disk, or   again, if   on the disk
                          other rows  it is settled  need be
                             ▲                            │
                             └──── released from the disk ◀┘
                                   (a refund whose sale has come; a sale whose signup has)

A row is *in flight* from the moment its intent is on the disk until its outcome is, and no more than `concurrency` are at
once. So a run that is killed leaves at most that many rows unknown, and the next run sends just those again, under their keys.
Nothing that belongs to a row outside of that stays in memory: what waits for long waits on the disk.

This module decides in which order things happen; what they mean is decided in `request_builder`, `rules`,
`order` and `failures`.
"""

import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import Final

import anyio
from anyio.abc import TaskGroup

from ..budget import Clock
from ..client import FirstPromoter
from ..errors import FirstPromoterError
from .columns import Columns
from .conclusions import AT_ONCE, Conclusions
from .dry_run import DryRunner
from .errors import RunFailed, WrongUsage
from .failures import Patience
from .job import Job, names_of, plans_of
from .ledger import Ledger
from .order import Order
from .plan import Planned
from .planner import Planner
from .read_ahead import AutoResetEvent, ReadAhead
from .report import Report
from .results import Parked, Refused, RowResult, Send, SentRow
from .sending import RowSender
from .source import Row, Source
from .summary import DryRun, RunProgress, Summary
from .waiting import Released

_WAITING: Final = 256
"""Rows that may wait in memory for others, before nothing more is read."""
_LOOKS_EVERY: Final = 0.5
"""Seconds between two looks at the budget: whether the account is paused."""


class Backfill:
    """Sends the rows of a source, each with one effect, however often it is run.

        async with FirstPromoter.from_env() as fp, Ledger("sales.ledger", account=fp.account) as ledger:
            columns = Columns(kind="sale", amounts="minor", columns={"event_id": "order_id", "uid": "customer_id"})
            summary = await Backfill(fp, ledger, csv_rows("sales.csv"), columns).run()

    One object is one run.
    """

    def __init__(
        self,
        client: FirstPromoter,
        ledger: Ledger,
        source: Source,
        columns: Columns,
        *,
        concurrency: int = 16,
        patience: Patience | float = 300.0,
        report: Report | None = None,
        tell: Callable[[str], None] = lambda remark: None,
        clock: Clock = time.monotonic,
    ) -> None:
        """Prepare; nothing is read or sent yet.

        `concurrency` is how many rows are in flight at once. `patience` is how many seconds nothing at all may succeed
        before the run stops (a `Patience` says more); a pause of the account that is longer ends it at once. `report`
        writes down what became of every row. `tell` is called before the first row with each sentence that a person should
        hear, such as which delimiter was found. Calls go out in the bulk lane of the client's budget, with its timeout,
        without its deadline, and repeated by the patience given here. A budget holds within one process: beside live
        services of their own, give the client a part of the rate, such as `rate="320/60"` of 400/60.
        """
        if concurrency < 1:
            raise WrongUsage(f"concurrency is at least 1, not {concurrency}")
        self._client = client
        self._ledger = ledger
        self._source = source
        self._job = Job(source=source, columns=columns, report=report, tell=tell)
        self._concurrency = concurrency
        self._patience = patience if isinstance(patience, Patience) else Patience(seconds=patience)
        self._clock = clock
        self._sender = RowSender(client, patience=self._patience, clock=clock, stop=self.stop, fail=self._fail)

        self._changed = AutoResetEvent()
        self._ahead = ReadAhead(source, tell=self._changed.set)
        self._conclusions = Conclusions(report)
        self._dry_runner = DryRunner(self._job, ledger, client.budget)
        self._order = Order()
        self._ready: deque[Planned] = deque()
        self._in_flight = 0
        self._source_ended = self._has_come_to_the_end = False
        self._began_at = clock()
        self._requests_before = client.requests_sent

        self._stopping = anyio.Event()
        self._stopped = ""
        self._failure: FirstPromoterError | None = None
        self._scope: anyio.CancelScope | None = None

    # What a caller asks for

    async def run(self) -> Summary:
        """Send what is not settled, and return what became of every row.

        Raises `WrongUsage` before anything is sent, and `RunFailed` or the `StatusError` of a wrong key or account when
        nothing more can be sent; `summary` tells how far it came. Cancelling it is always safe: the ledger knows.
        """
        planner = await self._job.open(self._ledger, asks=True)
        self._began_at = self._clock()
        self._sender.begin()
        try:
            async with anyio.create_task_group() as tasks:
                self._scope = tasks.cancel_scope
                tasks.start_soon(self._read)
                tasks.start_soon(self._watch_pauses)
                await self._dispatch(planner, tasks)
            await self._conclude_provisional(planner)
            self._has_come_to_the_end = self._source_ended
        finally:
            with anyio.CancelScope(shield=True):
                await self._end()
        if self._failure is not None:
            raise self._failure
        return self.summary

    async def dry_run(self) -> DryRun:
        """Say what `run` would do if all that it sends were recorded. Nothing is sent, and a `read_only` ledger will do.

        A `report` gets every row that would not be sent, with the reason; give it a directory of its own. Raises `WrongUsage`,
        and `RunFailed` when the source breaks on the way; `foreseen` tells how far it came.
        """
        return await self._dry_runner.run()

    @property
    def foreseen(self) -> DryRun:
        """What a dry run has found so far."""
        return self._dry_runner.result

    def stop(self, reason: str = "interrupted") -> None:
        """Let no further request leave, and end; `run` then returns its summary. May be called at any time.

        Only requests that have left already are waited for, up to the client's timeout. Rows that wait for a turn of the
        rate budget, or for another attempt, are left to the next run.
        """
        self._stopped = self._stopped or reason
        self._stopping.set()
        self._sender.stop()
        self._changed.set()

    @property
    def summary(self) -> Summary:
        """What became of the rows so far."""
        requests = self._client.requests_sent - self._requests_before
        return self._conclusions.tally.summary(requests=requests, stopped=self._stopped)

    def progress(self) -> RunProgress:
        """How far it is; cheap enough to be asked many times a second."""
        summary, fraction = self.summary, self._fraction()
        return RunProgress(
            summary=summary,
            in_flight=self._in_flight,
            fraction=fraction,
            seconds_left=self._seconds_left(summary.rows, fraction),
            paused_for=self._paused_for(),
        )

    def _paused_for(self) -> float:
        return self._client.budget.state().paused_for

    def _fraction(self) -> float | None:
        """Compare the bytes of the rows that have come to their end with those of the file."""
        size = self._source.size()
        if size is None:
            return None
        if self._source_ended and not self._in_flight:
            return 1.0
        return min(1.0, (len(self._source.header) + self._conclusions.bytes_done) / size)

    def _seconds_left(self, rows: int, fraction: float | None) -> float | None:
        """Estimate by the budget and by the speed so far, whichever is slower."""
        if not fraction or not rows:
            return None
        left = max(0, round(rows / fraction) - rows)
        by_speed = (self._clock() - self._began_at) * left / rows
        return max(by_speed, self._client.budget.seconds_for(left))

    # The end

    async def _end(self) -> None:
        try:
            await self._job.aclose(is_whole=self.is_whole)
        except RunFailed as failure:
            self._fail(failure)

    @property
    def is_whole(self) -> bool:
        """Whether the run has come to the end of its source: every row of it is accounted for, and none was cut short.

        If not, the source has to be read once more: the rows that were read stand in the report, and the others only there.
        """
        return self._has_come_to_the_end and not self.was_cut_short and not self._stopped

    @property
    def was_cut_short(self) -> bool:
        """Whether the last row was held back, since the source may end in the middle of it."""
        return self._conclusions.was_cut_short

    @property
    def has_open_entries(self) -> bool:
        """Whether there are unresolved rows that the ledger has under their key, where a person can settle them."""
        return self._conclusions.has_open_entries

    async def _conclude_provisional(self, planner: Planner) -> None:
        if self._ledger.has_failed:
            return
        try:
            await self._conclusions.conclude_provisional(self._ledger, planner)
        except RunFailed as failure:
            self._fail(failure)

    # Reading

    async def _read(self) -> None:
        try:
            await self._ahead.read()
        except FirstPromoterError as failure:
            self._fail(failure)

    # Dispatching

    async def _dispatch(self, planner: Planner, tasks: TaskGroup) -> None:
        """Bring rows on their way until there are none, or until the run stops."""
        try:
            while not self._stopping.is_set() and await self._step(planner, tasks):
                pass
        except FirstPromoterError as failure:
            self._fail(failure)
        while self._in_flight:
            await self._changed.wait()
        # Whoever still reads, or waits for room to do so, is not needed any more.
        tasks.cancel_scope.cancel()

    async def _step(self, planner: Planner, tasks: TaskGroup) -> bool:
        """Do the one thing that is to be done next; False when there is nothing left."""
        if self._ready and self._in_flight < self._concurrency:
            await self._claim(tasks)
        elif not self._ready and self._ledger.has_released:
            await self._take_in_released(planner, await self._ledger.take_released(AT_ONCE))
        elif not self._ready and self._ahead.rows and len(self._order) < _WAITING:
            await self._take_in(planner, self._ahead.take())
        elif self._ready or len(self._order) or not self._ahead.ended:
            await self._changed.wait()
        elif not self._source_ended:
            self._source_ended = True
            await self._ledger.end_source()
        else:
            return False
        return True

    async def _take_in(self, planner: Planner, rows: Sequence[Row]) -> None:
        """Plan rows, conclude those that cannot be sent, and let the others enter."""
        self._job.tell_of(planner.new_in(rows))
        refused: list[tuple[Row, Refused]] = []
        for row, plan in plans_of(rows, planner):
            if isinstance(plan, Planned):
                self._enter(plan)
            else:
                self._conclusions.note_refused(plan)
                refused.append((row, plan))
        if refused:
            await self._refuse(refused)

    async def _refuse(self, refused: Sequence[tuple[Row, Refused]]) -> None:
        results = await self._ledger.refuse(refused)
        for (row, plan), result in zip(refused, results, strict=True):
            self._conclusions.conclude(row, *names_of(plan), result)
        await self._conclusions.flush()

    async def _take_in_released(self, planner: Planner, released: Sequence[Released]) -> None:
        """Let rows enter once more."""
        self._conclusions.take_back(released)
        await self._take_in(planner, [one.row for one in released])

    def _enter(self, planned: Planned) -> None:
        if self._order.enter(planned):
            self._ready.append(planned)

    async def _claim(self, tasks: TaskGroup) -> None:
        """Ask the ledger about rows that are ready, and send those that are to be sent."""
        batch = [self._ready.popleft() for _ in range(min(len(self._ready), AT_ONCE))]
        results = await self._ledger.claim(batch, room=self._concurrency - self._in_flight)
        self._ready.extendleft(reversed(batch[len(results) :]))
        for planned, result in zip(batch, results, strict=False):
            if isinstance(result, Send):
                self._in_flight += 1
                tasks.start_soon(self._carry, planned, result)
            else:
                self._leave(planned, result)
        await self._conclusions.flush()

    def _leave(self, planned: Planned, result: RowResult | Parked) -> None:
        """A row has come to its end, or is put aside: those that waited for it may go."""
        self._ready.extend(self._order.leave(planned))
        if not isinstance(result, Parked):
            self._conclusions.conclude(planned.row, planned.kind, planned.key, result)

    # One row in flight

    async def _carry(self, planned: Planned, send: Send) -> None:
        """Send a row until it is known what became of it, and write that down."""
        try:
            ended = await self._sender.send(planned, send)
            with anyio.CancelScope(shield=True):
                (result,) = await self._ledger.settle([SentRow(planned, ended.state, ended.reason)])
                if ended.given_back:  # as if it had not been begun
                    self._order.leave(planned)
                else:
                    self._leave(planned, result)
            await self._conclusions.flush()
        except FirstPromoterError as failure:
            self._fail(failure)
        finally:
            self._in_flight -= 1
            self._changed.set()

    async def _watch_pauses(self) -> None:
        """End the run when FirstPromoter has paused the account for longer than the patience: nothing could succeed before."""
        while (paused := self._paused_for()) <= self._patience.seconds:  # noqa: ASYNC110  nobody rings when it is paused
            await anyio.sleep(_LOOKS_EVERY)
        self.stop(
            f"FirstPromoter has paused this account for {paused:,.0f} s (429), which is longer than the patience of"
            f" {self._patience.seconds:g} s; run again after that"
        )

    def _fail(self, failure: FirstPromoterError) -> None:
        """Stop, and raise this at the end of the run."""
        self._failure = self._failure or failure
        self.stop(str(failure))
        if self._ledger.has_failed and self._scope is not None:
            # Outcomes cannot be kept any more. What is under way is intended, so the next run finds out about it.
            self._scope.cancel()
