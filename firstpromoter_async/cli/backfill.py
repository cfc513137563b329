"""`firstpromoter backfill`: arguments to a `Backfill`, signals to an orderly end, numbers to a terminal.

This module knows nothing of rows, rules or ledgers beyond their names.
"""

import json
import signal
import tempfile
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager, suppress
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
    RunFailed,
    Source,
    WrongUsage,
    csv_rows,
    jsonl_rows,
)
from ..backfill.files import refuse_overlaps
from ..backfill.source import LastLine
from ..backfill.summary import NOT_ALL_SETTLED
from ..client import DEFAULT_RATE, FirstPromoter
from ..errors import ConfigurationError, FirstPromoterError
from ..policy.window import Rate
from .environment import likely_cause
from .exit_codes import FAILED, INTERRUPTED, WRONG_USAGE
from .options import JsonOption, rate_of
from .progress import follow, show_dry_run, show_summary
from .send_again import advice
from .streams import tell

SHARE_PERCENT: Final = 80
"""How much of the rate a backfill takes: it is always one more process beside the live ones, and knows nothing of them."""
SHARED_RATE: Final = Rate(calls=DEFAULT_RATE.calls * SHARE_PERCENT // 100, seconds=DEFAULT_RATE.seconds)

Flag = Annotated[bool, Parameter(negative="")]


def backfill(
    file: Annotated[str, Parameter(allow_leading_hyphen=True)],
    /,
    *,
    kind: Kind | None = None,
    kind_column: str | None = None,
    amounts: Literal["major", "minor"] | None = None,
    account_currency: str | None = None,
    largest_amount: Annotated[list[str] | None, Parameter(negative="")] = None,
    map_: Annotated[list[str] | None, Parameter(name="--map", negative="")] = None,
    set_: Annotated[list[str] | None, Parameter(name="--set", negative="")] = None,
    without: Annotated[list[Literal["created_at", "sale_event_id"]] | None, Parameter(negative="")] = None,
    api: Literal["v1", "v2"] = "v2",
    ledger: Path | None = None,
    report: Path | None = None,
    concurrency: int = 16,
    rate: Annotated[str | None, Parameter(name="--rate")] = None,
    patience: float = 300.0,
    dry_run: Flag = False,
    file_format: Annotated[Literal["csv", "jsonl"] | None, Parameter(name="--format")] = None,
    delimiter: str | None = None,
    decimal: Literal[".", ","] = ".",
    last_line: LastLine = "hold",
    as_json: JsonOption = False,
    sandbox: Flag = False,
) -> int:
    """Send a file of sales, refunds, signups or cancellations, with exactly one effect per row.

    The ledger remembers what was sent and what came of it. Interrupt the run, kill it, lose the network: run the same
    line again, and only what is not settled is sent. Keys come from the environment, see `firstpromoter --help`.

    Exit code 0: every row is settled. 3: some are rejected, in conflict or unresolved, or the run ended early. 2: wrong usage,
    nothing was sent. 1: the rows are settled, but the numbers could not be written to the standard output. 130: interrupted.

        firstpromoter backfill sales.csv --kind sale --amounts major --account-currency USD \\
            --map event_id=order_id --map uid=customer_id --map amount=amount_usd

    Parameters
    ----------
    file
        CSV with a header, or JSON: an object a line, or one array. Packed with gzip, too. - is the standard input.
    kind
        What all rows are.
    kind_column
        Which column says what each row is; `kind`, if neither is given.
    amounts
        major: 29.33 is 29 dollars 33. minor: 2933 is. Needed for sales and refunds, since a guess could be wrong by 100 times.
    account_currency
        In what amounts are where a row names no currency: USD. Needed for major amounts of such rows; it is not sent.
    largest_amount
        From where on an amount is taken for a mistake and rejected, in the unit of --amounts: --largest-amount 5000000 for all
        currencies, --largest-amount JPY=900000000 for one. Without it, more than about a million dollars.
    map_
        PARAMETER=COLUMN, as often as needed: --map event_id=order_id. A column named like a parameter is taken by itself.
    set_
        PARAMETER=VALUE for every row: --set currency=USD.
    without
        What the rows may go without, which cannot be mended later: created_at, a date that v2 does not take, or sale_event_id,
        where refunds do not say which sale they take back.
    api
        Which generation to call. v1 can date events back (created_at), v2 cannot.
    ledger
        The file that remembers; FILE.ledger, if left out. It belongs to one account.
    report
        A directory for settled, rejected (with the row untouched) and unresolved rows. It is put in place at the end of the
        run; an earlier report is moved to REPORT/1, the next to REPORT/2. rejected-rows.* holds all rows that are not settled,
        also those that wait for others: mend it, and let it be the FILE of the next run with the same report and ledger.
        That of a --dry-run goes to REPORT/dry-run.
    concurrency
        Rows in flight at once, at most.
    rate
        Calls and seconds, such as 400/60, or off. Left out, it is 80 % of what an account has, 320/60: the budget holds
        within one process, and this one runs beside your live services.
    patience
        Seconds that nothing at all may succeed before the run stops.
    dry_run
        Plan only: which column is which parameter, counts, and minutes at this rate. Nothing is sent.
    file_format
        csv or jsonl, where the file's name does not say it.
    delimiter
        Between CSV columns, such as , or ; or \\t for a tab. If left out, it is what separates the names in the first line.
    decimal
        The decimal sign of major amounts. Never guessed: with a comma, 29,33 is 29 dollars 33, and 29.33 is refused.
    last_line
        A last line without a line end may be cut short, in a file that is still being written. hold: it is not sent, and is
        reported as unresolved. complete: the file is whole, so send it.
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
        account_currency=account_currency,
        largest_amount=_limits(largest_amount),
        columns=_pairs("--map", map_),
        constants=_pairs("--set", set_),
        without=tuple(without or ()),
        decimal=decimal,
    )
    job = _Job(
        file=file,
        columns=columns,
        file_format=_format_of(file, file_format),
        delimiter=_unescaped(delimiter),
        last_line=last_line,
        ledger=ledger,
        report=report,
        concurrency=concurrency,
        patience=patience,
        rate=SHARED_RATE if rate is None else rate_of(rate),
        shares=rate is None,
        as_json=as_json,
        sandbox=sandbox,
    )
    return anyio.run(job.dry_run if dry_run else job.run)


def _pairs(option: str, given: Sequence[str] | None, takes: str = "PARAMETER=...") -> dict[str, str]:
    """Read `name=value` pairs; the value may hold further equals signs."""
    pairs: dict[str, str] = {}
    for text in given or ():
        name, equals, value = text.partition("=")
        if not equals or not name.strip() or not value:
            raise WrongUsage(f"{option} takes {takes}, and {text!r} was given")
        if name.strip() in pairs:
            raise WrongUsage(f"{option} {name.strip()}=... is given twice")
        pairs[name.strip()] = value
    return pairs


def _limits(given: Sequence[str] | None) -> str | dict[str, str] | None:
    """Read one number for all currencies, or `currency=number` pairs."""
    if given and not any("=" in text for text in given):
        if len(given) > 1:
            raise WrongUsage("--largest-amount is given twice; JPY=900000000 would be the limit of one currency")
        return given[0]
    return _pairs("--largest-amount", given, takes="AMOUNT or CURRENCY=AMOUNT") or None


def _format_of(file: str, given: Literal["csv", "jsonl"] | None) -> Literal["csv", "jsonl"]:
    if given is not None:
        return given
    name = Path(file.lower().removesuffix(".gz"))
    return "jsonl" if name.suffix in (".jsonl", ".ndjson", ".json") else "csv"


def _unescaped(delimiter: str | None) -> str | None:
    """Read a tab as it is written where none can be typed."""
    return "\t" if delimiter in ("\\t", "tab") else delimiter


@frozen(kw_only=True)
class _Job:
    """One command line, understood."""

    file: str
    columns: Columns
    file_format: Literal["csv", "jsonl"]
    delimiter: str | None
    last_line: LastLine
    ledger: Path | None
    report: Path | None
    concurrency: int
    patience: float
    rate: Rate | None
    shares: bool
    """Whether the rate was left to us, and leaves room for others."""
    as_json: bool
    sandbox: bool

    def source(self) -> Source:
        if self.file_format == "jsonl":
            return jsonl_rows(self.file, last_line=self.last_line)
        return csv_rows(self.file, delimiter=self.delimiter, last_line=self.last_line)

    async def run(self) -> int:
        """Send; returns the exit code."""
        self._tell_rate()
        source, report = self.source(), None if self.report is None else Report(self.report)
        async with self._client(needs_keys=True) as fp, self._ledger(fp, source) as ledger:
            backfill = Backfill(
                fp,
                ledger,
                source,
                self.columns,
                concurrency=self.concurrency,
                patience=self.patience,
                report=report,
                tell=tell,
            )
            return await self._carry_out(backfill, report, ledger.path)

    def _tell_rate(self) -> None:
        if self.shares:
            tell(
                f"keeps to {SHARED_RATE}, {SHARE_PERCENT} % of the account's {DEFAULT_RATE}, and leaves the rest to your live"
                f" services; --rate {DEFAULT_RATE} takes all"
            )

    async def _carry_out(self, backfill: Backfill, report: Report | None, ledger: Path) -> int:
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
        code = INTERRUPTED if interrupted.heard else backfill.summary.exit_code
        show_summary(backfill.summary, report=report)
        if failure is not None:
            self._tell_failure(failure, told=backfill.summary.stopped)
            code = code or NOT_ALL_SETTLED
        remembered = None if self.sandbox and self.ledger is None else ledger
        for line in advice(backfill, report=report, file=self.file, ledger=remembered):
            tell(line)
        return self._print_numbers(backfill.summary.as_dict(), code)

    def _tell_failure(self, failure: FirstPromoterError, *, told: str) -> None:
        """Say what broke, unless the summary has, and which variable is likely to blame."""
        if str(failure) != told:
            Console(stderr=True, soft_wrap=True).print(f"stopped: {failure}", style="bold red", markup=False)
        cause = "" if self.sandbox else likely_cause(failure, api=self.columns.api)
        if cause:
            tell(cause)

    def _print_numbers(self, numbers: Mapping[str, object], code: int) -> int:
        """Print what a program is to read, if it is asked for; returns the exit code, which is 0 only when it could be read."""
        if self.as_json:
            try:
                print(json.dumps(numbers), flush=True)
            except OSError as problem:
                tell(f"the numbers cannot be written to the standard output: {problem.strerror}")
                return code or FAILED
        return code

    async def dry_run(self) -> int:
        """Say what would be sent; returns the exit code."""
        self._tell_rate()
        source, report = self.source(), None if self.report is None else Report(self.report / "dry-run")
        async with self._client(needs_keys=False) as fp, self._ledger(fp, source, read_only=True) as ledger:
            backfill = Backfill(
                fp, ledger, source, self.columns, concurrency=self.concurrency, report=report, tell=tell
            )
            with suppress(RunFailed):  # its numbers say why it ended
                await backfill.dry_run()
        show_dry_run(backfill.foreseen, report=report)
        return self._print_numbers(backfill.foreseen.as_dict(), _code_of(backfill.foreseen))

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
    async def _ledger(
        self, fp: FirstPromoter, source: Source, *, read_only: bool = False
    ) -> AsyncGenerator[Ledger, None]:
        with ExitStack() as stack:
            path = self._ledger_path(stack)
            refuse_overlaps(source=source.file, ledger=path, report=self.report)
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
    """Turns the first Ctrl+C, SIGTERM or SIGHUP into an orderly end, and the second into an immediate one."""

    def __init__(self) -> None:
        self.heard = False

    async def watch(self, backfill: Backfill, everything: anyio.CancelScope) -> None:
        with anyio.open_signal_receiver(*_signals()) as signals:
            async for _ in signals:
                if self.heard:
                    everything.cancel()
                    return
                self.heard = True
                backfill.stop()
                tell("\nstopping: what is in flight is waited for; once more to leave at once")


def _signals() -> list[signal.Signals]:
    """Those that end a run. A terminal that is closed ends it too, unless `nohup` says that it should not."""
    signals = [signal.SIGINT, signal.SIGTERM]
    hang_up = getattr(signal, "SIGHUP", None)  # Windows has none
    if hang_up is not None and signal.getsignal(hang_up) is not signal.SIG_IGN:
        signals.append(hang_up)
    return signals


def _code_of(plan: DryRun) -> int:
    return WRONG_USAGE if plan.questions else plan.exit_code
