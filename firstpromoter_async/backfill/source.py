"""Rows from CSV and JSON, from a file, a pipe or your own code.

Files are read in a worker thread, a small piece at a time and only when asked for; a file that changes meanwhile is not read
any further. This module does not know what the columns mean, nor (`formats` does) how rows are written.
"""

import json
import os
import stat
import sys
from collections.abc import AsyncIterable, Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, Final, Protocol, cast

import anyio
import anyio.to_thread

from .errors import RunFailed, WrongUsage
from .files import FileName, Version
from .formats import CsvReader, JsonReader, LastLine, Row, as_field
from .lines import Lines, Pipe, Unpacked

__all__ = ["ROWS_AT_ONCE", "LastLine", "Row", "Source", "csv_rows", "jsonl_rows", "rows_of"]

ROWS_AT_ONCE: Final = 64
"""How many rows are read in one go."""


class Source(Protocol):
    """Where rows come from; `csv_rows`, `jsonl_rows` and `rows_of` make one. It is read once."""

    suffix: str
    """The ending of a file with such rows: `csv` or `jsonl`."""
    header: bytes
    """What such a file begins with, untouched; empty for JSONL."""
    file: FileName | None
    """Which file or descriptor is read, so that nothing else is written to it; None where it is neither."""
    remarks: Sequence[str]
    """What was found out when it was opened, and a person should hear; such as a delimiter other than the comma."""

    async def open(self) -> Sequence[str] | None:
        """Begin, and return the names of the columns where they are known beforehand; raises `WrongUsage`."""
        ...

    async def read(self) -> Sequence[Row]:
        """Return the next few rows, and nothing at the end; raises `RunFailed` when the source breaks."""
        ...

    async def aclose(self) -> None:
        """Let go of the source."""
        ...

    def size(self) -> int | None:
        """How many bytes it has, from the header to the end; None where that is not known."""
        ...


def csv_rows(path: str | os.PathLike[str], *, delimiter: str | None = None, last_line: LastLine = "hold") -> Source:
    """Read a CSV file whose first line names the columns; `-` is the standard input.

    Without a `delimiter`, it is the one of `,` `;` `|` and tab that separates those names. A file that is packed with gzip is
    unpacked while it is read, after it was found to be whole. A last row without a line end may be cut short, in a file that is
    still being written: it is held back as unresolved, unless `last_line="complete"` says that it is as it should be.
    """
    if delimiter is not None and (len(delimiter) != 1 or delimiter in '\r\n"'):
        raise WrongUsage(f"a delimiter is one character such as , or ;, not {delimiter!r}")
    return _FileSource(path, "csv", partial(CsvReader, delimiter=delimiter, last_line=_known(last_line)))


def jsonl_rows(path: str | os.PathLike[str], *, last_line: LastLine = "hold") -> Source:
    """Read a file with one JSON object a line, or with one JSON array of objects; `-` is the standard input.

    gzip is unpacked as in `csv_rows`. A last line without a line end that is no whole object is held back as unresolved; with
    `last_line="complete"` it is rejected like any other.
    """
    return _FileSource(path, "jsonl", partial(JsonReader, last_line=_known(last_line)))


def _known(last_line: LastLine) -> LastLine:
    if last_line not in ("hold", "complete"):
        raise WrongUsage(f"last_line is hold or complete, not {last_line!r}")
    return last_line


def rows_of(rows: Iterable[Mapping[str, Any]] | AsyncIterable[Mapping[str, Any]]) -> Source:
    """Take rows from your own code, each a mapping of column to value, one by one as they are wanted."""
    return _MappingSource(rows)


# Files and pipes


class _Reader(Protocol):
    header: bytes
    remarks: list[str]

    def open(self) -> Sequence[str] | None: ...
    def __next__(self) -> Row: ...


class _FileSource:
    """A file or a pipe, read in a worker thread."""

    def __init__(self, path: str | os.PathLike[str], suffix: str, reader: Callable[[Lines], _Reader]) -> None:
        self.suffix = suffix
        self.header = b""
        self.remarks: Sequence[str] = ()
        self._path = os.fspath(path)
        self.file: FileName | None = 0 if self._path == "-" else self._path
        self._make_reader = reader
        self._opened: BinaryIO | None = None
        self._version: Version | None = None
        self._pipe: Pipe | None = None
        self._packed: Unpacked | None = None
        self._size = 0
        self._reader: _Reader | None = None

    async def open(self) -> Sequence[str] | None:
        """Open the file and read its header."""
        try:
            await anyio.to_thread.run_sync(self._open)
            while self._packed is not None and await anyio.to_thread.run_sync(self._packed.look_through):
                pass
            if self._pipe is not None:
                await self._pipe.wait_for_a_line()
            return await anyio.to_thread.run_sync(self._begin)
        except WrongUsage:
            raise
        except RunFailed as problem:
            raise WrongUsage(str(problem)) from None
        except (OSError, ValueError) as problem:
            raise WrongUsage(self._told(problem)) from None

    def _open(self) -> None:
        file = _standard_input() if self._path == "-" else Path(self._path).open("rb")  # noqa: SIM115  see aclose
        self._opened = file
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            self._pipe = Pipe(file.fileno())
            return
        self._size, self._version = status.st_size, self._version_now()
        if file.seekable() and Unpacked.begins_here(file):
            self._packed = Unpacked(file)

    def _begin(self) -> Sequence[str] | None:
        assert self._opened is not None  # noqa: S101  `open` comes first
        self._reader = self._make_reader(Lines(self._pipe or self._packed or self._opened))
        columns = self._reader.open()
        self.header, self.remarks = self._reader.header, self._reader.remarks
        return columns

    async def read(self) -> Sequence[Row]:
        """Read the next rows; of a pipe, those that are there."""
        if self._pipe is not None:
            await self._pipe.wait_for_a_line()
        try:
            return await anyio.to_thread.run_sync(self._read)
        except OSError as problem:
            raise RunFailed(self._told(problem)) from None

    def _read(self) -> list[Row]:
        rows: list[Row] = []
        assert self._reader is not None  # noqa: S101  `open` comes first
        while len(rows) < ROWS_AT_ONCE:
            try:
                rows.append(next(self._reader))
            except StopIteration:
                break
            if self._pipe is not None and not self._pipe.has_a_line:
                break
        self._refuse_changes()
        return rows

    def _refuse_changes(self) -> None:
        """Look whether the file is still the one that was opened, before the rows of it are handed over."""
        difference = self._version.difference(self._version_now()) if self._version is not None else ""
        if difference:
            raise RunFailed(
                f"{self._name} changed while it was read ({difference}), so no more of it is sent: run it again when it is"
                " complete; what was sent is known"
            )

    def _version_now(self) -> Version:
        assert self._opened is not None  # noqa: S101  `open` comes first
        return Version.of(self._opened.fileno(), self._path if self._path != "-" else 0)

    async def aclose(self) -> None:
        """Close the file; the standard input stays open."""
        if self._opened is not None and self._path != "-":
            await anyio.to_thread.run_sync(self._opened.close)

    def size(self) -> int | None:
        """How many bytes the rows have, with the header."""
        return (self._packed.size if self._packed else self._size) or None

    @property
    def _name(self) -> str:
        return "the standard input" if self._path == "-" else self._path

    def _told(self, problem: OSError | ValueError) -> str:
        if isinstance(problem, IsADirectoryError):
            return f"{self._name} is a directory; name the file in it"
        return f"{self._name} cannot be read: {getattr(problem, 'strerror', None) or problem}"


def _standard_input() -> BinaryIO:
    if sys.stdin is None:  # pyright: ignore[reportUnnecessaryComparison]  closed by the shell
        raise OSError("it is closed")
    return cast("BinaryIO", sys.stdin.buffer)


# Your own code


class _MappingSource:
    """Mappings from your own code; `line` is their number, and `raw` the mapping as JSON."""

    suffix = "jsonl"
    header = b""
    file: FileName | None = None
    remarks: Sequence[str] = ()

    def __init__(self, rows: Iterable[Mapping[str, Any]] | AsyncIterable[Mapping[str, Any]]) -> None:
        self._rows = aiter(rows) if isinstance(rows, AsyncIterable) else _Asynchronous(rows)
        self._number = 0

    async def open(self) -> None:
        """There is no header."""

    async def read(self) -> Sequence[Row]:
        """Take the next row."""
        try:
            mapping = await anext(self._rows)
        except StopAsyncIteration:
            return []
        self._number += 1
        return [_mapped_row(self._number, mapping)]

    async def aclose(self) -> None:
        """Close the generator, where it is one: nobody else knows that no more rows are wanted."""
        close = getattr(self._rows, "aclose", None)
        if close is not None:
            await close()

    def size(self) -> None:
        """How many rows there are is not known."""


class _Asynchronous:
    """An ordinary iterable, iterated asynchronously."""

    def __init__(self, rows: Iterable[Mapping[str, Any]]) -> None:
        self._rows = iter(rows)

    def __aiter__(self) -> "_Asynchronous":
        return self

    async def __anext__(self) -> Mapping[str, Any]:
        for row in self._rows:
            return row
        raise StopAsyncIteration


def _mapped_row(number: int, mapping: Mapping[str, Any]) -> Row:
    raw = json.dumps(dict(mapping), default=str).encode() + b"\n"
    try:
        fields = {name: as_field(name, _plain(name, value)) for name, value in mapping.items() if value is not None}
    except ValueError as trouble:
        return Row(line=number, raw=raw, problem=str(trouble))
    return Row(line=number, raw=raw, fields=fields)


def _plain(name: str, value: Any) -> Any:
    if isinstance(value, float):
        raise ValueError(  # noqa: TRY004  one kind of trouble for the caller
            f"{name!r} is a float, and binary floats cannot hold most cents exactly: pass text or Decimal"
        )
    return cast("Any", value) if isinstance(value, str | bool | Mapping) else str(value)
