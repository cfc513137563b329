"""What a run would do: the same rules on a copy of the ledger, where all that would be sent is taken for recorded.

So a refund is held back here by the same rows as in a run. What FirstPromoter would answer is not known: that a customer is
nobody's referral, or that a row is refused. Nothing is sent, and nothing is kept but the report.
"""

from collections import Counter
from collections.abc import Sequence

import anyio

from ..budget import Budget
from .conclusions import AT_ONCE, Conclusions
from .errors import RunFailed
from .job import Job, names_of, plans_of
from .kinds import Kind
from .ledger import Ledger
from .plan import Plan, Planned
from .planner import Planner
from .results import Parked, Send, Unresolved
from .source import Row
from .summary import DryRun
from .uses import ColumnUses

_NOTHING_IS_KNOWN = ColumnUses(parameters={}, unused=())


class DryRunner:
    """One dry run."""

    def __init__(self, job: Job, ledger: Ledger, budget: Budget) -> None:
        self._job = job
        self._ledger = ledger
        self._budget = budget
        self._conclusions = Conclusions(job.report)
        self._to_send = Counter[Kind]()
        self._planner: Planner | None = None
        self._stopped = ""

    async def run(self) -> DryRun:
        """Go through all rows; raises `WrongUsage`, and `RunFailed` when the source, the ledger or the report breaks."""
        async with self._ledger.copied() as ledger:
            self._planner = planner = await self._job.open(ledger, asks=False)
            try:
                await self._go_through(ledger, planner)
            except RunFailed as failure:
                self._stopped = str(failure)
                raise
            finally:
                with anyio.CancelScope(shield=True):
                    await self._job.aclose(is_whole=False)
        return self.result

    async def _go_through(self, ledger: Ledger, planner: Planner) -> None:
        while rows := await self._job.source.read():
            planner.new_in(rows)
            await self._foresee(ledger, plans_of(rows, planner))
            await self._foresee_released(ledger, planner)
        await ledger.end_source()
        await self._foresee_released(ledger, planner)
        await self._conclusions.conclude_provisional(ledger, planner)

    async def _foresee_released(self, ledger: Ledger, planner: Planner) -> None:
        """Look again at rows that had to wait for others."""
        while ledger.has_released:
            released = await ledger.take_released(AT_ONCE)
            self._conclusions.take_back(released)
            await self._foresee(ledger, plans_of([one.row for one in released], planner))

    async def _foresee(self, ledger: Ledger, plans: Sequence[tuple[Row, Plan | Unresolved]]) -> None:
        decisions = await ledger.foresee(plans)
        for (row, plan), decision in zip(plans, decisions, strict=True):
            if not isinstance(plan, Planned):
                self._conclusions.note_refused(plan)
            elif isinstance(decision, Send):
                self._to_send[plan.kind] += 1
            if not isinstance(decision, Send | Parked):
                self._conclusions.conclude(row, *names_of(plan), decision)
        await self._conclusions.flush()

    @property
    def result(self) -> DryRun:
        """What has been found so far."""
        others = self._conclusions.tally.summary()
        calls = self._to_send.total()
        return DryRun(
            rows=others.rows + calls,
            to_send={kind.value: self._to_send[kind] for kind in Kind if self._to_send[kind]},
            settled=others.recorded + others.already_recorded + others.not_referred,
            skipped=others.skipped,
            rejected=others.rejected,
            conflicts=others.conflicts,
            unresolved=others.unresolved,
            seconds=self._budget.seconds_for(calls),
            uses=_NOTHING_IS_KNOWN if self._planner is None else self._planner.uses,
            questions=() if self._planner is None else self._planner.questions,
            stopped=self._stopped,
        )
