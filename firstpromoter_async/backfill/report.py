"""The report: a directory that says of every row what became of it, written while the backfill runs.

    settled.csv         line, kind, key, outcome, note                  nothing to be done about these
    rejected.csv        line, kind, key, outcome, reason, row           rejected rows and conflicts
    rejected-rows.csv   the same rows byte for byte, under their header: mend them, and feed this file to the next run
    unresolved.csv      line, kind, key, outcome, reason, row           run again, or look them up

Rows of JSON are in `rejected-rows.jsonl`. The last column holds the row as it was; in all others, text that a spreadsheet
would take for a formula has a `'` in front. This module does not know how rows come to their end.
"""

import csv
import io
import os
from pathlib import Path
from typing import BinaryIO, Final

import anyio
import anyio.to_thread
from attrs import frozen

from .errors import RunFailed, WrongUsage
from .plan import Rejected, Skipped
from .source import Row
from .verdict import Conflict, Settled, Unresolved, Verdict

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
    verdict: Verdict


class Report:
    """Writes the report into a directory, which is made if it is not there; files of an earlier report are replaced."""

    def __init__(self, directory: str | os.PathLike[str]) -> None:
        self.directory = Path(directory)
        """Where the report is."""
        self._waiting: list[Entry] = []
        self._files: dict[str, BinaryIO] = {}
        self._rows_file = ""
        self._writing = anyio.Lock()

    async def open(self, *, suffix: str, header: bytes) -> None:
        """Begin the report; raises `WrongUsage` when the directory cannot be written to."""
        self._rows_file = f"rejected-rows.{suffix}"
        try:
            await anyio.to_thread.run_sync(self._open, header)
        except OSError as problem:
            raise WrongUsage(
                f"the report cannot be written to {self.directory}: {problem.strerror or problem}"
            ) from None

    def _open(self, header: bytes) -> None:
        self.directory.mkdir(parents=True, exist_ok=True)
        for name in (*_HEADERS, self._rows_file):
            self._files[name] = (self.directory / name).open("wb")
        for name, columns in _HEADERS.items():
            self._files[name].write(_line(columns))
        self._files[self._rows_file].write(header)
        self._flush_files()

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
            if not entries:
                return
            try:
                await anyio.to_thread.run_sync(self._write, entries)
            except OSError as problem:
                raise RunFailed(
                    f"the report in {self.directory} cannot be written: {problem.strerror or problem}"
                ) from None

    async def aclose(self) -> None:
        """Write what is waiting, and close the files."""
        try:
            await self.flush()
        finally:
            await anyio.to_thread.run_sync(self._close)

    def _close(self) -> None:
        files, self._files = self._files, {}
        for file in files.values():
            file.close()

    def _write(self, entries: list[Entry]) -> None:
        for entry in entries:
            name, outcome, told = _place_of(entry.verdict)
            columns = (str(entry.row.line), entry.kind, _shown(entry.key), outcome, _shown(told))
            if name == "settled.csv":
                self._files[name].write(_line(columns))
                continue
            self._files[name].write(_line((*columns, _text_of(entry.row))))
            if name == "rejected.csv":
                self._files[self._rows_file].write(
                    entry.row.raw if entry.row.raw.endswith(b"\n") else entry.row.raw + b"\n"
                )
        self._flush_files()

    def _flush_files(self) -> None:
        for file in self._files.values():
            file.flush()


def _place_of(verdict: Verdict) -> tuple[str, str, str]:
    """Return the file, the outcome and what is said about it."""
    match verdict:
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
    """Keep a spreadsheet from calculating with it."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _text_of(row: Row) -> str:
    return row.raw.rstrip(b"\r\n").decode("utf-8", "surrogateescape")


def _line(columns: tuple[str, ...]) -> bytes:
    """Write a line of CSV; bytes that are no UTF-8 stay the bytes that they are."""
    text = io.StringIO()
    csv.writer(text).writerow(columns)
    return text.getvalue().encode("utf-8", "surrogateescape")
