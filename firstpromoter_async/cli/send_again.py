"""What to do after a run that did not settle everything: in words, and as the command line that does it.

This module knows nothing of how rows are sent.
"""

import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from ..backfill import Backfill, Report, Summary
from .options import command_line

_FLAGS: Final = ("--json", "--sandbox", "--dry-run")


def advice(run: Backfill, *, report: Report | None, file: str, ledger: Path | None) -> Iterator[str]:
    """Say how to come to a complete end after a run of `file`; nothing where everything is settled.

    `ledger` is None where it is forgotten with the run.
    """
    summary = run.summary
    if summary.exit_code == 0 or ledger is None:
        return
    if run.was_cut_short:
        yield (
            "The last row has no end, and was held back: run the same line again when the file is complete, or with"
            " --last-line complete if it is. What is settled costs no calls."
        )
    elif not run.is_whole:
        yield "Run the same line again: what is settled costs no calls."
    elif report is None:
        yield (
            "Run the same line again with --report DIRECTORY: it says what is wrong with which row, and holds those that are"
            " not settled in one file, to be mended and sent again."
        )
    elif report.is_in_place:
        yield from _advice_to_mend(summary, report, _again(file, report.rows_file, ledger))
    if run.has_open_entries:
        named = ["--ledger", str(ledger)]
        yield (
            f"Should some stay unresolved: {shlex.join(['firstpromoter', 'ledger', 'list', *named])} shows them, and"
            f" {shlex.join(['firstpromoter', 'ledger', 'settle', 'KEY', '--as', 'recorded', *named])} takes your word."
        )


def _advice_to_mend(summary: Summary, report: Report, command: str) -> Iterator[str]:
    if summary.rejected or summary.conflicts:
        yield (
            f"Mend the rejected rows in {report.rows_file} ({report.place / 'rejected.csv'} says what is wrong with them)."
            " Those that wait for them stand there too, in their order. Then send that file:"
        )
    else:
        yield f"The rows that are not settled stand in {report.rows_file}. Send them again:"
    yield f"    {command}"


def _again(file: str, rows_file: Path, ledger: Path) -> str:
    """Write the command line of this run down for another file with the same ledger."""
    typed = [*_without(command_line.get(), "--format", "--ledger")]
    place = _place_of(file, typed)
    typed[place : place + 1] = [str(rows_file)]
    return shlex.join(["firstpromoter", *typed, "--ledger", str(ledger)])


def _without(typed: Sequence[str], *options: str) -> Iterator[str]:
    """Leave out options with their values: how the file is written and what the ledger is called, the file's name said."""
    words = iter(typed)
    for word in words:
        if word in options:
            next(words, None)
        elif word.partition("=")[0] not in options:
            yield word


def _place_of(file: str, typed: Sequence[str]) -> int:
    """Find the file among the words: the one that is not the value of an option."""
    for place, word in enumerate(typed):
        before = typed[place - 1] if place else ""
        if word == file and (not before.startswith("--") or "=" in before or before in _FLAGS):
            return place
    return len(typed)
