"""`firstpromoter backfill`: arguments to a `Backfill`, signals to an orderly end, numbers to a terminal.

This module knows nothing of rows, rules or ledgers beyond their names.
"""

import json
import signal
import sys
import tempfile
from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager
from pathlib import Path
from typing import Annotated, Final, Literal

import anyio
from attrs import frozen
from cyclopts import Parameter
from rich.console import Console

from ..backfill import (
    Backfill,
    Columns,
    DryRun,
    Kind,
    Ledger,
    Report,
    Source,
    Summary,
    WrongUsage,
    csv_rows,
    jsonl_rows,
)
from ..client import FirstPromoter
from ..errors import ConfigurationError, FirstPromoterError
from ..policy.window import Rate
from .options import JsonOption, RateOption, rate_of
from .progress import follow, show_dry_run, show_summary

NOT_ALL_SETTLED: Final = 3
INTERRUPTED: Final = 130

Flag = Annotated[bool, Parameter(negative="")]


def backfill(
    file: Annotated[str, Parameter(allow_leading_hyphen=True)],
    /,
    *,
    kind: Kind | None = None,
    kind_column: str | None = None,
    amounts: Literal["major", "minor"] | None = None,
    map_: Annotated[list[str] | None, Parameter(name="--map", negative="")] = None,
    set_: Annotated[list[str] | None, Parameter(name="--set", negative="")] = None,
    api: Literal["v1", "v2"] = "v2",
    ledger: Path | None = None,
    report: Path | None = None,
    concurrency: int = 16,
    rate: RateOption = "400/60",
    patience: float = 300.0,
    dry_run: Flag = False,
    file_format: Annotated[Literal["csv", "jsonl"] | None, Parameter(name="--format")] = None,
    delimiter: str = ",",
    as_json: JsonOption = False,
    sandbox: Flag = False,
) -> int:
    """Send a file of sales, refunds, signups or cancellations, with exactly one effect per row.

    The ledger remembers what was sent and what came of it. Interrupt the run, kill it, lose the network: run the same
    line again, and only what is not settled is sent. Keys come from the environment, see `firstpromoter --help`.

    Exit code 0: every row is settled. 3: some are rejected, in conflict or unresolved. 2: wrong usage, nothing was
    sent. 130: interrupted.

        firstpromoter backfill sales.csv --kind sale --amounts major \\
            --map event_id=order_id --map uid=customer_id --map amount=amount_usd

    Parameters
    ----------
    file
        CSV with a header, or JSONL; - is the standard input.
    kind
        What all rows are.
    kind_column
        Which column says what each row is; `kind`, if neither is given.
    amounts
        major: 29.33 is 29 dollars 33. minor: 2933 is. Needed for sales and refunds, since a guess could be wrong by 100 times.
    map_
        PARAMETER=COLUMN, as often as needed: --map event_id=order_id. A column named like a parameter is taken by itself.
    set_
        PARAMETER=VALUE for every row: --set currency=USD.
    api
        Which generation to call. v1 can date events back (created_at), v2 cannot.
    ledger
        The file that remembers; FILE.ledger, if left out. It belongs to one account.
    report
        A directory for settled, rejected (with the row untouched) and unresolved rows.
    concurrency
        Rows in flight at once, at most.
    rate
        Calls and seconds, such as 400/60, or off.
    patience
        Seconds that nothing at all may succeed before the run stops.
    dry_run
        Plan only: counts, and minutes at this rate. Nothing is sent or written.
    file_format
        csv or jsonl, where the file's name does not say it.
    delimiter
        Between CSV columns.
    as_json
        Print the numbers as one JSON line, last on the standard output.
    sandbox
        Send to an embedded, empty sandbox instead of FirstPromoter.
    """
    columns = Columns(
        api=api,
        kind=kind,
        kind_column=kind_column,
        amounts=amounts,
        columns=_pairs("--map", map_),
        constants=_pairs("--set", set_),
    )
    job = _Job(
        file=file,
        columns=columns,
        file_format=_format_of(file, file_format),
        delimiter=delimiter,
        ledger=ledger,
        report=report,
        concurrency=concurrency,
        patience=patience,
        rate=rate_of(rate),
        as_json=as_json,
        sandbox=sandbox,
    )
    return anyio.run(job.dry_run if dry_run else job.run)


def _pairs(option: str, given: Sequence[str] | None) -> dict[str, str]:
    """Read `name=value` pairs; the value may hold further equals signs."""
    pairs: dict[str, str] = {}
    for text in given or ():
        name, equals, value = text.partition("=")
        if not equals or not name.strip() or not value:
            raise WrongUsage(f"{option} takes PARAMETER=..., and {text!r} was given")
        if name.strip() in pairs:
            raise WrongUsage(f"{option} {name.strip()}=... is given twice")
        pairs[name.strip()] = value
    return pairs


def _format_of(file: str, given: Literal["csv", "jsonl"] | None) -> Literal["csv", "jsonl"]:
    if given is not None:
        return given
    return "jsonl" if Path(file).suffix.lower() in (".jsonl", ".ndjson") else "csv"


@frozen(kw_only=True)
class _Job:
    """One command line, understood."""

    file: str
    columns: Columns
    file_format: Literal["csv", "jsonl"]
    delimiter: str
    ledger: Path | None
    report: Path | None
    concurrency: int
    patience: float
    rate: Rate | None
    as_json: bool
    sandbox: bool

    def source(self) -> Source:
        if self.file_format == "jsonl":
            return jsonl_rows(self.file)
        return csv_rows(self.file, delimiter=self.delimiter)

    async def run(self) -> int:
        """Send; returns the exit code."""
        async with self._client(needs_keys=True) as fp, self._ledger(fp) as ledger:
            report = None if self.report is None else Report(self.report)
            backfill = Backfill(
                fp,
                ledger,
                self.source(),
                self.columns,
                concurrency=self.concurrency,
                patience=self.patience,
                report=report,
            )
            return await self._carry_out(backfill)

    async def _carry_out(self, backfill: Backfill) -> int:
        interrupted = _Interruption()
        failure: FirstPromoterError | None = None
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(interrupted.watch, backfill, tasks.cancel_scope)
            tasks.start_soon(follow, backfill)
            try:
                await backfill.run()
            except FirstPromoterError as problem:
                failure = problem
            tasks.cancel_scope.cancel()
        if isinstance(failure, WrongUsage | ConfigurationError):
            raise failure
        self._tell(backfill.summary, failure)
        if interrupted.heard:
            return INTERRUPTED
        return NOT_ALL_SETTLED if failure is not None else backfill.summary.exit_code

    def _tell(self, summary: Summary, failure: FirstPromoterError | None) -> None:
        show_summary(summary, report=self.report)
        if failure is not None:
            Console(stderr=True, soft_wrap=True).print(f"stopped: {failure}", style="bold red", markup=False)
        if self.as_json:
            print(json.dumps(summary.as_dict()), flush=True)

    async def dry_run(self) -> int:
        """Say what would be sent; returns the exit code."""
        async with self._client(needs_keys=False) as fp, self._ledger(fp, read_only=True) as ledger:
            plan = await Backfill(fp, ledger, self.source(), self.columns, concurrency=self.concurrency).dry_run()
        show_dry_run(plan)
        if self.as_json:
            print(json.dumps(plan.as_dict()), flush=True)
        return _code_of(plan)

    @asynccontextmanager
    async def _client(self, *, needs_keys: bool) -> AsyncGenerator[FirstPromoter, None]:
        async with AsyncExitStack() as stack:
            if self.sandbox:
                from ..testing import sandboxed

                yield await stack.enter_async_context(sandboxed(rate=self.rate))
            else:
                yield await stack.enter_async_context(self._client_of_the_environment(needs_keys=needs_keys))

    def _client_of_the_environment(self, *, needs_keys: bool) -> FirstPromoter:
        try:
            fp = FirstPromoter.from_env(rate=self.rate)
        except ConfigurationError:
            if needs_keys:
                raise
            return FirstPromoter(rate=self.rate)
        return fp

    @asynccontextmanager
    async def _ledger(self, fp: FirstPromoter, *, read_only: bool = False) -> AsyncGenerator[Ledger, None]:
        with ExitStack() as stack:
            path = self._ledger_path(stack)
            async with Ledger(path, account=fp.account, read_only=read_only) as ledger:
                yield ledger

    def _ledger_path(self, stack: ExitStack) -> Path:
        if self.ledger is not None:
            return self.ledger
        if self.sandbox:
            # The embedded sandbox forgets everything, so the ledger must not remember.
            forgotten = stack.enter_context(tempfile.TemporaryDirectory(prefix="firstpromoter-"))
            return Path(forgotten) / "sandbox.ledger"
        if self.file == "-":
            raise WrongUsage("rows from the standard input need a --ledger: there is no file name to call it after")
        return Path(f"{self.file}.ledger")


class _Interruption:
    """Turns the first Ctrl+C or SIGTERM into an orderly end, and the second into an immediate one."""

    def __init__(self) -> None:
        self.heard = False

    async def watch(self, backfill: Backfill, everything: anyio.CancelScope) -> None:
        with anyio.open_signal_receiver(signal.SIGINT, signal.SIGTERM) as signals:
            async for _ in signals:
                if self.heard:
                    everything.cancel()
                    return
                self.heard = True
                backfill.stop()
                sys.stderr.write("\nstopping: what is in flight is waited for; once more to leave at once\n")


def _code_of(plan: DryRun) -> int:
    return NOT_ALL_SETTLED if plan.rejected or plan.conflicts or plan.unresolved else 0
