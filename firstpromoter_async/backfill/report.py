"""The report: a directory that says of every row what became of it.

    settled.csv         line, kind, key, outcome, note                  nothing to be done about these
    rejected.csv        line, kind, key, outcome, reason, row           rejected rows and conflicts
    unresolved.csv      line, kind, key, outcome, reason, row           held back, or of unknown outcome
    rejected-rows.csv   the file to send again: the rejected rows, to be mended, and those that are unresolved, many of them
                        because of the former; byte for byte, in the order of the file, under its header. Where a row cannot
                        be read at all, it may be anybody's signup: then what was nobody's referral is there as well

Once it is mended and sent with the same ledger, everything is settled: a refund follows its sale, a sale its signup, as they
did in the first file. Only a last row that may be cut short is not in it. Rows of JSON are in `rejected-rows.jsonl`.

In the other files the last column holds the row as it was; in all others of theirs, text that a spreadsheet would take for a
formula has a `'` in front.

It grows in `unfinished-1/` inside of that directory, and is put in place at the end of the run; an earlier report is moved to
`1/` then, the next to `2/`, and so on: no file that exists is ever written to. When `rejected-rows.csv` itself was the file
that was read, and is still needed because not all of it was settled, it stays, and the new report goes to `1/` instead.

This module does not know how rows come to their end, nor (`report_directory` does) how files are put in place.
"""

import csv
import io
import os
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Final

import anyio
import anyio.to_thread
from attrs import frozen

from .errors import RunFailed, WrongUsage
from .files import FileName
from .plan import Rejected, Skipped
from .report_directory import ReportDirectory
from .results import Conflict, RowResult, Settled, Unresolved
from .rows_in_order import RowsInOrder
from .source import Row

_HEADERS: Final = {
    "settled.csv": ("line", "kind", "key", "outcome", "note"),
    "rejected.csv": ("line", "kind", "key", "outcome", "reason", "row"),
    "unresolved.csv": ("line", "kind", "key", "outcome", "reason", "row"),
}
_FULL: Final = 200
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


@frozen(kw_only=True)
class Entry:
    """What became of one row."""

    row: Row
    kind: str
    key: str
    result: RowResult
    send_again: bool = False
    """Whether it goes into the file to send again although it is settled: its signup may be a row that cannot be read."""


class Report:
    """Writes the report of one run into a directory, which is made if it is not there; see the top of this module."""

    def __init__(self, directory: str | os.PathLike[str]) -> None:
        self.directory = Path(directory)
        """Where reports are."""
        self._files = ReportDirectory(self.directory)
        self._source: FileName | None = None
        self._waiting: list[Entry] = []
        self._rows_file = ""
        self._rows = RowsInOrder()
        self._is_whole = False
        self._writing = anyio.Lock()

    @property
    def place(self) -> Path:
        """Where the report of this run is by now: `directory` itself, or one inside of it."""
        return self._files.place

    @property
    def is_in_place(self) -> bool:
        """Whether it is complete, and where it is to stay."""
        return self._files.is_in_place

    @property
    def rows_file(self) -> Path:
        """The rows that are not settled, as they were, in their order and under their header: the file to send again."""
        return self.place / self._rows_file

    @property
    def earlier(self) -> Path | None:
        """Where the earlier report was moved, when the run has ended; None when there was none."""
        return self._files.earlier

    @property
    def left_over(self) -> Sequence[Path]:
        """Unfinished reports in `directory`, of runs that were killed. They are left alone."""
        return self._files.left_over

    async def open(self, *, suffix: str, header: bytes, source: FileName | None = None) -> None:
        """Begin the report on the rows of `source`; raises `WrongUsage` when the directory is in use or cannot be written to."""
        self._rows_file, self._source = f"rejected-rows.{suffix}", source
        contents = {name: _line(columns) for name, columns in _HEADERS.items()} | {self._rows_file: header}
        try:
            await anyio.to_thread.run_sync(self._files.begin, contents)
        except OSError as problem:
            raise WrongUsage(
                f"the report cannot be written to {self.directory}: {problem.strerror or problem}"
            ) from None
        self._is_whole = True

    def add(self, entry: Entry) -> None:
        """Take an entry; `flush` writes it."""
        self._waiting.append(entry)

    @property
    def is_full(self) -> bool:
        """Whether so much is waiting that it should be written."""
        return len(self._waiting) >= _FULL

    async def flush(self) -> None:
        """Write what is waiting; raises `RunFailed` when that is not possible."""
        async with self._writing:
            entries, self._waiting = self._waiting, []
            if entries:
                await self._do(partial(self._write, entries))

    async def aclose(self, *, source_is_needed: bool = False) -> None:
        """Write what is waiting, and put the report in place; raises `RunFailed` when that is not possible.

        `source_is_needed` says that the file which was read has to be read once more, and must stay where it is. A report
        that could not be written in full is not put in place.
        """
        needed = self._source if source_is_needed else None
        try:
            if self._is_whole:
                await self.flush()
                await self._do(self._write_rows)
                await self._do(partial(self._files.finish, self._names, needed=needed))
        finally:
            self._is_whole = False
            await anyio.to_thread.run_sync(self._rows.close)
            await anyio.to_thread.run_sync(self._files.release)

    @property
    def _names(self) -> list[str]:
        return [*_HEADERS, *(f"rejected-rows.{suffix}" for suffix in ("csv", "jsonl"))]

    async def _do(self, work: Callable[[], None]) -> None:
        try:
            with anyio.CancelScope(shield=True):  # what was taken out of the waiting entries must reach the file
                await anyio.to_thread.run_sync(work)
        except OSError as problem:
            self._is_whole = False
            raise RunFailed(
                f"the report in {self.directory} cannot be written: {problem.strerror or problem}; what there is of it"
                f" is in {self.place}"
            ) from None

    def _write(self, entries: list[Entry]) -> None:
        pieces: dict[str, bytes] = {}
        for entry in entries:
            for name, piece in self._pieces(entry):
                pieces[name] = pieces.get(name, b"") + piece
        self._files.append(pieces)
        self._rows.add(entry.row for entry in entries if _is_to_be_sent_again(entry))

    def _pieces(self, entry: Entry) -> Iterator[tuple[str, bytes]]:
        name, outcome, told = _place_of(entry.result)
        columns = (str(entry.row.line), entry.kind, _shown(entry.key), outcome, _shown(told))
        yield name, _line(columns if name == "settled.csv" else (*columns, _text_of(entry.row)))

    def _write_rows(self) -> None:
        """Write down the rows to send again, now that it is known which they are."""
        pieces = self._rows.take()
        while several := list(islice(pieces, _FULL)):
            self._files.append({self._rows_file: b"".join(several)})


def _is_to_be_sent_again(entry: Entry) -> bool:
    """A row that may be cut short would pass for a whole one there."""
    is_settled = isinstance(entry.result, Settled | Skipped)
    return (entry.send_again or not is_settled) and not entry.row.incomplete


def _place_of(result: RowResult) -> tuple[str, str, str]:
    """Return the file, the outcome and what is said about it."""
    match result:
        case Settled(state):
            return "settled.csv", state.value, ""
        case Skipped(reason=reason):
            return "settled.csv", "skipped", reason
        case Rejected(reason=reason):
            return "rejected.csv", "rejected", reason
        case Conflict(reason):
            return "rejected.csv", "conflict", reason
        case Unresolved(reason):
            return "unresolved.csv", "unresolved", reason


def _shown(text: str) -> str:
    """Keep a spreadsheet from calculating with it, and show what no UTF-8 can hold (a server may say half a surrogate pair)."""
    text = text.encode("utf-8", "backslashreplace").decode()
    return f"'{text}" if text.startswith(_FORMULA) else text


def _text_of(row: Row) -> str:
    return row.raw.rstrip(b"\r\n").decode("utf-8", "surrogateescape")


def _line(columns: tuple[str, ...]) -> bytes:
    """Write a line of CSV; bytes that are no UTF-8 stay the bytes that they are."""
    text = io.StringIO()
    csv.writer(text).writerow(columns)
    return text.getvalue().encode("utf-8", "surrogateescape")
