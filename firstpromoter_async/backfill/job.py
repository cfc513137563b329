"""What is to be done, for a run and a dry run alike: which rows, what their columns mean, and where their fate is written down.

Opening it checks all that can be checked before the first row. This module does not know what becomes of a row.
"""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import anyio
from attrs import frozen

from .columns import Columns
from .errors import WrongUsage
from .files import FileName, refuse_overlaps
from .kinds import Kind
from .ledger import Ledger
from .plan import Plan
from .planner import Planner
from .report import Report
from .results import Unresolved
from .source import Row, Source
from .uses import UnusedColumn


@frozen(kw_only=True)
class Job:
    """A source, what was said about it, and who is to hear of it."""

    source: Source
    columns: Columns
    report: Report | None
    tell: Callable[[str], None]

    async def open(self, ledger: Ledger, *, asks: bool) -> Planner:
        """Open the source and the report, and begin a run in the ledger; raises `WrongUsage`, also for what is to be asked."""
        try:
            planner = await self._plan(ledger)
            if asks:
                self._ask(planner)
            await self._open_report()
        except BaseException:
            with anyio.CancelScope(shield=True):
                await self.source.aclose()
            raise
        return planner

    async def _plan(self, ledger: Ledger) -> Planner:
        report = None if self.report is None else self.report.directory
        refuse_overlaps(source=self.source.file, ledger=ledger.path, report=report)
        planner = Planner(self.columns, await self.source.open())
        for remark in self.source.remarks:
            self.tell(remark)
        await ledger.begin_run(expects_arrivals=planner.may_have_arrivals, source=_name_of(self.source.file))
        return planner

    def _ask(self, planner: Planner) -> None:
        """Ask about columns that nobody spoke of, or tell of them."""
        if planner.questions:
            raise WrongUsage("; ".join(planner.questions))
        self.tell_of(planner.uses.unused)

    async def _open_report(self) -> None:
        if self.report is not None:
            await self.report.open(suffix=self.source.suffix, header=self.source.header, source=self.source.file)
            for left_over in self.report.left_over:
                self.tell(f"{left_over} holds the report of a run that was killed, as far as it came")

    def tell_of(self, columns: Iterable[UnusedColumn]) -> None:
        """Name the columns that may be missed."""
        for column in columns:
            if column.reason:
                self.tell(str(column))

    async def aclose(self, *, is_whole: bool) -> None:
        """Close the source, and put the report in place; `is_whole` says that the source need not be read once more."""
        await self.source.aclose()
        if self.report is not None:
            await self.report.aclose(source_is_needed=not is_whole)


def plans_of(rows: Sequence[Row], planner: Planner) -> list[tuple[Row, Plan | Unresolved]]:
    """Say what is to be done with rows; one that may be cut short is not even planned."""
    return [(row, Unresolved(row.problem) if row.incomplete else planner.plan(row)) for row in rows]


def names_of(plan: Plan | Unresolved) -> tuple[Kind | None, str | None]:
    """Return the kind and the key, where they are known."""
    return (None, None) if isinstance(plan, Unresolved) else (plan.kind, plan.key)


def _name_of(file: FileName | None) -> str:
    """Name a source as it can be found again, with escapes for bytes that are no text; empty where there is no file."""
    if isinstance(file, int) or file is None:
        return "" if file is None else "the standard input"
    return str(Path(file).absolute()).encode("utf-8", "backslashreplace").decode()
