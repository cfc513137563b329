"""What is said of each row in the end: it is counted, and written into the report.

A row can be concluded and taken back: what was nobody's referral may become one, when the customer's signup comes.
"""

from collections.abc import Iterable
from typing import Final

from attrs import define, field

from .job import names_of
from .kinds import ARRIVALS, Kind
from .ledger import Ledger
from .plan import Plan, Planned, Rejected
from .planner import Planner
from .report import Entry, Report
from .results import Refused, RowResult, SentRow, Settled, State, Unresolved
from .rules import in_doubt
from .source import Row
from .summary import Tally
from .waiting import Released

AT_ONCE: Final = 64
"""Rows that are taken from the ledger, or looked up in it, in one go."""


@define
class Conclusions:
    """The conclusions of one run."""

    report: Report | None
    tally: Tally = field(factory=Tally)
    bytes_done: int = 0
    """The size of the rows that have come to their end."""
    was_cut_short: bool = False
    """Whether a row may have been cut short, as the last one of a file that is still being written."""
    has_open_entries: bool = False
    """Whether there is a row of unknown outcome, or one that was held back, which the ledger has under its key."""
    _lacks_a_signup: bool = False
    """Whether nobody can tell whose some row is, so that it may be the signup that others wait for."""

    def conclude(self, row: Row, kind: Kind | None, key: str | None, result: RowResult) -> None:
        """A row has come to its end; where that is provisional, the report hears of it later."""
        self.tally.count(result)
        self.bytes_done += len(row.raw)
        self.has_open_entries |= isinstance(result, Unresolved) and key is not None
        if not (isinstance(result, Settled) and result.provisional):
            self._report(row, kind, key, result)

    def note_refused(self, plan: Refused) -> None:
        """Note what a row that is not sent at all means for others, and for the file."""
        self.was_cut_short |= isinstance(plan, Unresolved)
        if isinstance(plan, Rejected) and not plan.people and plan.kind in (None, *ARRIVALS):
            self._lacks_a_signup = True

    def take_back(self, released: Iterable[Released]) -> None:
        """What these rows came to before is not counted any longer."""
        for one in released:
            if one.counted:
                self.tally.count(Settled(State.NOT_REFERRED), by=-1)
                self.bytes_done -= len(one.row.raw)

    async def conclude_provisional(self, ledger: Ledger, planner: Planner) -> None:
        """Report those whose signup did not come; they are counted already."""
        while released := await ledger.take_released(AT_ONCE):  # the run stopped before their turn came
            self.take_back(released)
        while released := await ledger.take_provisional(AT_ONCE):
            for one in released:
                await self._conclude_one(ledger, planner.plan(one.row), one)
            await self.flush()

    async def _conclude_one(self, ledger: Ledger, plan: Plan, released: Released) -> None:
        if released.doubt is None or not isinstance(plan, Planned):
            settled = Settled(State.NOT_REFERRED)
            self._report(released.row, *names_of(plan), settled, send_again=self._lacks_a_signup)
            return
        self.take_back([released])
        (result,) = await ledger.settle([SentRow(plan, State.UNSENT, in_doubt(released.doubt))])
        self.conclude(plan.row, plan.kind, plan.key, result)

    def _report(
        self, row: Row, kind: Kind | None, key: str | None, result: RowResult, *, send_again: bool = False
    ) -> None:
        if self.report is not None:
            self.report.add(Entry(row=row, kind=kind or "", key=key or "", result=result, send_again=send_again))

    async def flush(self) -> None:
        """Write to the report, once there is enough of it."""
        if self.report is not None and self.report.is_full:
            await self.report.flush()
