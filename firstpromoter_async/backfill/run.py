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

This module decides in which order things happen; what they mean is decided in `plan`, `tables`, `order` and `judgement`.
"""

import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final

import anyio
from anyio.abc import TaskGroup
from attrs import define

from ..budget import Clock
from ..client import FirstPromoter
from ..errors import FirstPromoterError
from .errors import RunFailed, WrongUsage
from .files import FileName, refuse_overlaps
from .judgement import Patience
from .kinds import ARRIVALS, Kind
from .ledger import Ledger
from .order import Order
from .plan import Columns, Plan, Planned, Planner, Rejected
from .report import Entry, Report
from .sending import RowSender
from .source import Row, Source
from .summary import DryRun, Progress, Summary, Tally
from .tables import Refused, Settlement, in_doubt
from .uses import LeftAlone
from .verdict import Parked, Send, Settled, State, Unresolved, Verdict
from .waiting import Released

_AT_ONCE: Final = 64
"""Rows that are looked up in the ledger, or taken from it, in one go."""
_WAITING: Final = 256
"""Rows that may wait in memory for others, before nothing more is read."""
_LOOKS_EVERY: Final = 0.5
"""Seconds between two looks at the budget: whether the account is paused."""


class _Bell:
    """Wakes whoever waits for something to change."""

    def __init__(self) -> None:
        self._event = anyio.Event()

    def ring(self) -> None:
        self._event.set()

    async def wait(self) -> None:
        await self._event.wait()
        self._event = anyio.Event()


@define
class _Shelf:
    """What was read and not taken yet: one helping, so that nothing is read faster than it is sent."""

    rows: Sequence[Row] = ()
    ended: bool = False


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
        self._columns = columns
        self._concurrency = concurrency
        self._patience = patience if isinstance(patience, Patience) else Patience(seconds=patience)
        self._report = report
        self._tell = tell
        self._clock = clock
        self._sender = RowSender(client, patience=self._patience, clock=clock, stop=self.stop, fail=self._fail)

        self._tally = Tally()
        self._bytes_done = 0
        self._order = Order()
        self._ready: deque[Planned] = deque()
        self._shelf = _Shelf()
        self._in_flight = 0
        self._source_ended = False
        self._has_come_to_the_end = self._was_cut_short = self._lacks_a_signup = False
        self._began_at = clock()
        self._requests_before = client.requests_sent

        self._bell = _Bell()
        self._shelf_is_empty = _Bell()
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
        planner = await self._begin()
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
        """Say what `run` would do. Nothing is sent, and a ledger that is opened `read_only` will do.

        A `report` gets every row that would not be sent, with the reason; give it a directory of its own.
        """
        tally, settled, to_send = Tally(), 0, Counter[Kind | None]()
        planner = await self._begin(asks=False)
        try:
            while rows := await self._source.read():
                planner.new_in(rows)
                for row, kind, key, verdict in await self._survey(planner, rows):
                    if isinstance(verdict, Send):
                        to_send[kind] += 1
                        continue
                    if isinstance(verdict, Settled):
                        settled += 1
                    else:
                        tally.count(verdict)
                    self._report_entry(row, kind, key, verdict)
                await self._flush_report()
        finally:
            with anyio.CancelScope(shield=True):
                await self._end()
        if self._failure is not None:
            raise self._failure
        calls = sum(to_send.values())
        others = tally.summary()
        return DryRun(
            rows=others.rows + settled + calls,
            to_send={kind.value: to_send[kind] for kind in Kind if to_send[kind]},
            settled=settled,
            skipped=others.skipped,
            rejected=others.rejected,
            conflicts=others.conflicts,
            unresolved=others.unresolved,
            seconds=self._client.budget.seconds_for(calls),
            uses=planner.uses,
            questions=planner.questions,
        )

    async def _survey(
        self, planner: Planner, rows: Sequence[Row]
    ) -> list[tuple[Row, Kind | None, str | None, Send | Verdict]]:
        """Say what would become of rows."""
        plans = [_plan_of(row, planner) for row in rows]
        verdicts = iter(await self._ledger.survey([plan for plan in plans if isinstance(plan, Planned)]))
        return [
            (row, *_named(plan), next(verdicts) if isinstance(plan, Planned) else plan)
            for row, plan in zip(rows, plans, strict=True)
        ]

    def stop(self, reason: str = "interrupted") -> None:
        """Let no further request leave, and end; `run` then returns its summary. May be called at any time.

        Only requests that have left already are waited for, up to the client's timeout. Rows that wait for a turn of the
        rate budget, or for another attempt, are left to the next run.
        """
        self._stopped = self._stopped or reason
        self._stopping.set()
        self._sender.stop()
        self._bell.ring()

    @property
    def summary(self) -> Summary:
        """What became of the rows so far."""
        requests = self._client.requests_sent - self._requests_before
        return self._tally.summary(requests=requests, stopped=self._stopped)

    def progress(self) -> Progress:
        """How far it is; cheap enough to be asked many times a second."""
        summary, fraction = self.summary, self._fraction()
        return Progress(
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
        return min(1.0, (len(self._source.header) + self._bytes_done) / size)

    def _seconds_left(self, rows: int, fraction: float | None) -> float | None:
        """Estimate by the budget and by the speed so far, whichever is slower."""
        if not fraction or not rows:
            return None
        left = max(0, round(rows / fraction) - rows)
        by_speed = (self._clock() - self._began_at) * left / rows
        return max(by_speed, self._client.budget.seconds_for(left))

    # Beginning and ending

    async def _begin(self, *, asks: bool = True) -> Planner:
        try:
            planner = await self._plan()
            if asks:
                self._ask(planner)
            if self._report is not None:
                await self._report.open(
                    suffix=self._source.suffix, header=self._source.header, source=self._source.file
                )
                self._tell_of_unfinished_reports(self._report)
        except BaseException:
            with anyio.CancelScope(shield=True):
                await self._source.aclose()
            raise
        self._began_at = self._clock()
        self._sender.begin()
        return planner

    def _ask(self, planner: Planner) -> None:
        """Ask about columns that nobody spoke of, or tell of them."""
        if planner.questions:
            raise WrongUsage("; ".join(planner.questions))
        for remark in _missed(planner.uses.left_alone):
            self._tell(remark)

    async def _plan(self) -> Planner:
        report = None if self._report is None else self._report.directory
        refuse_overlaps(source=self._source.file, ledger=self._ledger.path, report=report)
        planner = self._columns.planner(await self._source.open())
        for remark in self._source.remarks:
            self._tell(remark)
        await self._ledger.begin_run(expects_arrivals=planner.may_have_arrivals, source=_name_of(self._source.file))
        return planner

    def _tell_of_unfinished_reports(self, report: Report) -> None:
        for left_over in report.left_over:
            self._tell(f"{left_over} holds the report of a run that was killed, as far as it came")

    async def _end(self) -> None:
        await self._source.aclose()
        if self._report is not None:
            try:
                await self._report.aclose(source_is_needed=not self.is_whole)
            except RunFailed as failure:
                self._fail(failure)

    @property
    def is_whole(self) -> bool:
        """Whether the run has come to the end of its source: every row of it is accounted for, and none was cut short.

        If not, the source has to be read once more: the rows that were read stand in the report, and the others only there.
        """
        return self._has_come_to_the_end and not self._was_cut_short and not self._stopped

    async def _conclude_provisional(self, planner: Planner) -> None:
        """Report those whose signup did not come; they are counted already."""
        if self._ledger.has_failed:
            return
        try:
            while released := await self._ledger.take_released(_AT_ONCE):  # the run stopped before their turn came
                self._uncount(released)
            while released := await self._ledger.take_provisional(_AT_ONCE):
                for one in released:
                    await self._conclude_one(planner.plan(one.row), one)
                await self._flush_report()
        except RunFailed as failure:
            self._fail(failure)

    async def _conclude_one(self, plan: Plan, released: Released) -> None:
        if released.doubt is None or not isinstance(plan, Planned):
            settled = Settled(State.NOT_REFERRED)
            self._report_entry(released.row, plan.kind, plan.key, settled, send_again=self._lacks_a_signup)
            return
        self._uncount([released])
        (verdict,) = await self._ledger.settle([Settlement(plan, State.UNSENT, in_doubt(released.doubt))])
        self._conclude(plan.row, plan.kind, plan.key, verdict)

    def _note_lack(self, refused: Refused) -> None:
        """Note a row of which nobody can tell whose it is, and which may be the signup that others wait for."""
        if isinstance(refused, Rejected) and not refused.people and refused.kind in (None, *ARRIVALS):
            self._lacks_a_signup = True

    # Reading

    async def _read(self) -> None:
        """Keep one helping of rows on the shelf, until the end of the source or of the run."""
        try:
            while not self._shelf.ended:
                rows = await self._source.read()
                self._shelf = _Shelf(rows, ended=not rows)
                self._bell.ring()
                while self._shelf.rows:
                    await self._shelf_is_empty.wait()
        except FirstPromoterError as failure:
            self._fail(failure)

    def _take_from_shelf(self) -> Sequence[Row]:
        rows, self._shelf.rows = self._shelf.rows, ()
        self._shelf_is_empty.ring()
        return rows

    # Dispatching

    async def _dispatch(self, planner: Planner, tasks: TaskGroup) -> None:
        """Bring rows on their way until there are none, or until the run stops."""
        try:
            while not self._stopping.is_set() and await self._step(planner, tasks):
                pass
        except FirstPromoterError as failure:
            self._fail(failure)
        while self._in_flight:
            await self._bell.wait()
        # Whoever still reads, or waits for room to do so, is not needed any more.
        tasks.cancel_scope.cancel()

    async def _step(self, planner: Planner, tasks: TaskGroup) -> bool:
        """Do the one thing that is to be done next; False when there is nothing left."""
        if self._ready and self._in_flight < self._concurrency:
            await self._claim(tasks)
        elif not self._ready and self._ledger.has_released:
            await self._take_in_released(planner, await self._ledger.take_released(_AT_ONCE))
        elif not self._ready and self._shelf.rows and len(self._order) < _WAITING:
            await self._take_in(planner, self._take_from_shelf())
        elif self._ready or len(self._order) or not self._shelf.ended:
            await self._bell.wait()
        elif not self._source_ended:
            self._source_ended = True
            await self._ledger.end_source()
        else:
            return False
        return True

    async def _take_in(self, planner: Planner, rows: Sequence[Row]) -> None:
        """Plan rows, conclude those that cannot be sent, and let the others enter."""
        for remark in _missed(planner.new_in(rows)):
            self._tell(remark)
        refused: list[tuple[Row, Refused]] = []
        for row in rows:
            plan = _plan_of(row, planner)
            if isinstance(plan, Planned):
                self._enter(plan)
            else:
                self._was_cut_short |= isinstance(plan, Unresolved)
                refused.append((row, plan))
                self._note_lack(plan)
        if refused:
            verdicts = await self._ledger.refuse(refused)
            for (row, plan), verdict in zip(refused, verdicts, strict=True):
                self._conclude(row, *_named(plan), verdict)
            await self._flush_report()

    async def _take_in_released(self, planner: Planner, released: Sequence[Released]) -> None:
        """Let rows enter once more; what they came to before is not counted any longer."""
        self._uncount(released)
        await self._take_in(planner, [one.row for one in released])

    def _uncount(self, released: Sequence[Released]) -> None:
        for one in released:
            if one.counted:
                self._tally.count(Settled(State.NOT_REFERRED), by=-1)
                self._bytes_done -= len(one.row.raw)

    def _enter(self, planned: Planned) -> None:
        if self._order.enter(planned):
            self._ready.append(planned)

    async def _claim(self, tasks: TaskGroup) -> None:
        """Ask the ledger about rows that are ready, and send those that are to be sent."""
        batch = [self._ready.popleft() for _ in range(min(len(self._ready), _AT_ONCE))]
        verdicts = await self._ledger.claim(batch, room=self._concurrency - self._in_flight)
        self._ready.extendleft(reversed(batch[len(verdicts) :]))
        for planned, verdict in zip(batch, verdicts, strict=False):
            if isinstance(verdict, Send):
                self._in_flight += 1
                tasks.start_soon(self._carry, planned, verdict)
            else:
                self._leave(planned, verdict)
        await self._flush_report()

    def _leave(self, planned: Planned, verdict: Verdict | Parked) -> None:
        """A row has come to its end, or is put aside: those that waited for it may go."""
        self._ready.extend(self._order.leave(planned))
        if not isinstance(verdict, Parked):
            self._conclude(planned.row, planned.kind, planned.key, verdict)

    # One row in flight

    async def _carry(self, planned: Planned, send: Send) -> None:
        """Send a row until it is known what became of it, and write that down."""
        try:
            ended = await self._sender.send(planned, send)
            with anyio.CancelScope(shield=True):
                (verdict,) = await self._ledger.settle([Settlement(planned, ended.state, ended.reason)])
                if ended.given_back:  # as if it had not been begun
                    self._order.leave(planned)
                else:
                    self._leave(planned, verdict)
            await self._flush_report()
        except FirstPromoterError as failure:
            self._fail(failure)
        finally:
            self._in_flight -= 1
            self._bell.ring()

    async def _watch_pauses(self) -> None:
        """End the run when FirstPromoter has paused the account for longer than the patience: nothing could succeed before."""
        while (paused := self._paused_for()) <= self._patience.seconds:  # noqa: ASYNC110  nobody rings when it is paused
            await anyio.sleep(_LOOKS_EVERY)
        self.stop(
            f"FirstPromoter has paused this account for {paused:,.0f} s (429), which is longer than the patience of"
            f" {self._patience.seconds:g} s; run again after that"
        )

    # Conclusions

    def _conclude(self, row: Row, kind: Kind | None, key: str | None, verdict: Verdict) -> None:
        self._tally.count(verdict)
        self._bytes_done += len(row.raw)
        if not (isinstance(verdict, Settled) and verdict.provisional):
            self._report_entry(row, kind, key, verdict)

    def _report_entry(
        self, row: Row, kind: Kind | None, key: str | None, verdict: Verdict, *, send_again: bool = False
    ) -> None:
        if self._report is not None:
            self._report.add(Entry(row=row, kind=kind or "", key=key or "", verdict=verdict, send_again=send_again))

    async def _flush_report(self) -> None:
        if self._report is not None and self._report.is_full:
            await self._report.flush()

    def _fail(self, failure: FirstPromoterError) -> None:
        """Stop, and raise this at the end of the run."""
        self._failure = self._failure or failure
        self.stop(str(failure))
        if self._ledger.has_failed and self._scope is not None:
            # Outcomes cannot be kept any more. What is under way is intended, so the next run finds out about it.
            self._scope.cancel()


def _name_of(file: FileName | None) -> str:
    """Name a source as it can be found again, with escapes for bytes that are no text; empty where there is no file."""
    if isinstance(file, int) or file is None:
        return "" if file is None else "the standard input"
    return str(Path(file).absolute()).encode("utf-8", "backslashreplace").decode()


def _plan_of(row: Row, planner: Planner) -> Plan | Unresolved:
    return Unresolved(row.problem) if row.incomplete else planner.plan(row)


def _named(plan: Plan | Unresolved) -> tuple[Kind | None, str | None]:
    return (None, None) if isinstance(plan, Unresolved) else (plan.kind, plan.key)


def _missed(columns: Iterable[LeftAlone]) -> Iterable[str]:
    """Name the columns that may be missed."""
    return [str(column) for column in columns if column.reason]
