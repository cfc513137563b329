"""How a backfill looks in a terminal: a bar while it runs, a table at its end. Everything here goes to stderr.

stdout is for what programs read. This module knows nothing of how a backfill works.
"""

import sys

import anyio
from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, SpinnerColumn, Task, TaskID, TextColumn
from rich.table import Table
from rich.text import Text

from ..backfill import Backfill, ColumnUses, DryRun, Report, RunProgress, Summary
from .tables import console_of, show_table

_EVERY = 0.1
_MEANING = {
    "recorded": "stored by FirstPromoter, with their commissions",
    "already_recorded": "FirstPromoter had them before",
    "not_referred": "nobody referred these customers",
    "skipped": "nothing to send: zero amounts, repeated rows",
    "rejected": "cannot be sent as they are, or were refused",
    "conflicts": "same key as another row, and another content",
    "unresolved": "not settled: run again, or look them up",
}
_WORRYING = frozenset({"rejected", "conflicts", "unresolved"})


class _TimeLeft(ProgressColumn):
    """What the rate budget and the speed so far make of the rest."""

    def render(self, task: Task) -> Text:
        left: float | None = task.fields.get("seconds_left")
        return Text("" if left is None else f"{duration(left)} left", style="cyan")


def duration(seconds: float) -> str:
    """Write a span as people say it."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes:02} min"
    return f"{minutes} min {rest:02} s" if minutes else f"{rest} s"


async def follow(backfill: Backfill) -> None:
    """Draw the bar until cancelled. Where there is no terminal, only pauses are told, in a line each."""
    console = Console(stderr=True)
    if not console.is_terminal:
        await _tell_pauses(backfill)
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(bar_width=None),
        TextColumn("{task.fields[told]}"),
    )
    with Progress(*columns, _TimeLeft(), console=console, transient=True) as bar:
        task = bar.add_task("backfill", total=None, told="", seconds_left=None)
        try:
            while True:
                _draw(bar, task, backfill)
                await anyio.sleep(_EVERY)
        finally:
            _draw(bar, task, backfill)


async def _tell_pauses(backfill: Backfill) -> None:
    paused = False
    while True:
        told = _pause(backfill.progress())
        if told and not paused:
            sys.stderr.write(f"{told}\n")
        paused = bool(told)
        await anyio.sleep(_EVERY)


def _pause(now: RunProgress) -> str:
    """Say who holds everything back and for how long; shorter pauses than a second are not worth a word."""
    return f"paused by FirstPromoter (429) for {duration(now.paused_for)}" if now.paused_for > 1 else ""


def _draw(bar: Progress, task: TaskID, backfill: Backfill) -> None:
    now = backfill.progress()
    pause = _pause(now)
    bar.update(
        task,
        total=None if now.fraction is None else 1.0,
        completed=now.fraction or 0.0,
        told=f"{now.summary.rows:,} rows, {now.in_flight} in flight{pause and f', {pause}'}",
        seconds_left=now.seconds_left,
    )


def show_summary(summary: Summary, *, report: Report | None, console: Console | None = None) -> None:
    """Print the outcomes, on stderr unless told otherwise."""
    console = console or console_of(stderr=True)
    table = Table(box=None, pad_edge=False)
    table.add_column("outcome")
    table.add_column("rows", justify="right")
    table.add_column("")
    for name, meaning in _MEANING.items():
        count: int = getattr(summary, name)
        style = "dim" if count == 0 else "bold yellow" if name in _WORRYING else "green"
        table.add_row(name.replace("_", " "), f"{count:,}", meaning, style=style)
    table.add_row("together", f"{summary.rows:,}", f"by {summary.requests:,} requests", style="bold")
    show_table(console, table)
    if summary.stopped:
        console.print(f"The run ended early: {summary.stopped}", style="yellow", markup=False, soft_wrap=True)
    if report is not None:
        _show_report(console, report)


def _show_report(console: Console, report: Report) -> None:
    told = [f"The report of this run is in {report.place}"]
    if report.earlier is not None:
        told.append(f"The earlier report was moved to {report.earlier}")
    elif report.is_in_place and report.place != report.directory:
        told.append(
            f"The report in {report.directory} stays, since the file that was read is part of it, and not settled."
        )
    for line in told:
        console.print(line, markup=False, highlight=False, soft_wrap=True)


def show_dry_run(plan: DryRun, *, report: Report | None) -> None:
    """Print what a run would do, and with which columns."""
    console = console_of(stderr=True)
    _show_uses(console, plan.uses)
    table = Table(box=None, pad_edge=False)
    table.add_column("would")
    table.add_column("rows", justify="right")
    for kind, count in plan.to_send.items():
        table.add_row(f"send: {kind}", f"{count:,}")
    for name in ("settled", "skipped", "rejected", "conflicts", "unresolved"):
        table.add_row(name, f"{getattr(plan, name):,}")
    table.add_row("together", f"{plan.rows:,}", style="bold")
    show_table(console, table)
    if plan.stopped:
        console.print(f"The dry run ended early: {plan.stopped}", style="yellow", markup=False, soft_wrap=True)
    told = [f"Sending takes at least {duration(plan.seconds)} within the rate budget. Nothing was sent."]
    if report is not None:
        told.append(f"Why rows would not be sent is in {report.place}")
    for line in told:
        console.print(line, markup=False, highlight=False, soft_wrap=True)
    for question in plan.questions:
        console.print(f"A run asks first: {question}", style="yellow", markup=False, highlight=False, soft_wrap=True)


def _show_uses(console: Console, uses: ColumnUses) -> None:
    """Print which column is which parameter, and which are left alone."""
    told = [f"{name} <- {source}" for name, source in uses.parameters.items()]
    told += [f"left alone: {column}" for column in uses.unused if column.reason]
    others = [column.column for column in uses.unused if not column.reason]
    if others:
        told.append(f"left alone: {', '.join(others)}")
    for line in told:
        console.print(line, markup=False, highlight=False, soft_wrap=True)
