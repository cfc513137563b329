"""Rows from CSV and JSONL, from a file, a pipe or your own code, each kept as it was.

A row that cannot be read is still a row: it carries its bytes and the reason. Files are read in a worker thread, a small
piece at a time and only when asked for. This module does not know what the columns mean.
"""

import csv
import json
import os
import re
import stat
import sys
from collections import deque
from collections.abc import AsyncIterable, Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, Final, Protocol, cast

import anyio
import anyio.to_thread
from attrs import frozen

from .errors import RunFailed, WrongUsage

ROWS_AT_ONCE: Final = 64
"""How many rows are read in one go."""
LONGEST_LINE: Final = 1 << 20
"""Bytes; a longer line is not a line of sales, and is not taken into memory."""

_BOM: Final = b"\xef\xbb\xbf"
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")
_CONVERT: Final = "convert the file to UTF-8 (for example: iconv -f latin1 -t utf-8), since nothing is guessed"


@frozen(kw_only=True)
class Row:
    """One row of the source."""

    line: int
    """The number of its first line, from 1."""
    raw: bytes
    """Its bytes, untouched, with the end of the line."""
    fields: Mapping[str, Any] | None = None
    """Column to value; values are text, except for objects and lists of JSON. None when the row cannot be read."""
    problem: str = ""
    """Why it cannot be read."""


class Source(Protocol):
    """Where rows come from; `csv_rows`, `jsonl_rows` and `rows_of` make one. It is read once."""

    suffix: str
    """The ending of a file with such rows: `csv` or `jsonl`."""
    header: bytes
    """What such a file begins with, untouched; empty for JSONL."""

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


def csv_rows(path: str | os.PathLike[str], *, delimiter: str = ",") -> Source:
    """Read a CSV file whose first line names the columns; `-` is the standard input."""
    if len(delimiter) != 1 or delimiter in '\r\n"':
        raise WrongUsage(f"a delimiter is one character such as , or ;, not {delimiter!r}")
    return _FileSource(path, "csv", partial(_CsvReader, delimiter=delimiter))


def jsonl_rows(path: str | os.PathLike[str]) -> Source:
    """Read a file with one JSON object a line; `-` is the standard input."""
    return _FileSource(path, "jsonl", _JsonlReader)


def rows_of(rows: Iterable[Mapping[str, Any]] | AsyncIterable[Mapping[str, Any]]) -> Source:
    """Take rows from your own code, each a mapping of column to value, one by one as they are wanted."""
    return _MappingSource(rows)


# Lines


class _Lines:
    """The lines of a file, one by one; those of the row that is being read can be looked at and taken back."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self._again: deque[bytes] = deque()
        self.number = 0
        self._begun = False
        self.taken: list[bytes] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        raw = self._again.popleft() if self._again else self._fresh()
        if not raw:
            raise StopIteration
        self.number += 1
        self.taken.append(raw)
        return raw.decode("utf-8", "surrogateescape")

    def _fresh(self) -> bytes:
        raw: bytes = self._file.readline(LONGEST_LINE)
        if len(raw) == LONGEST_LINE and not raw.endswith(b"\n"):
            raise RunFailed(f"line {self.number + 1} is longer than {LONGEST_LINE >> 20} MiB: this is no list of sales")
        if not self._begun:
            self._begun = True
            if raw.startswith(_UTF16):
                raise WrongUsage("the file is UTF-16: save it as CSV UTF-8 (or use iconv -f utf-16 -t utf-8)")
            # What spreadsheets put in front of UTF-8 is no part of the first column's name.
            return raw.removeprefix(_BOM)
        return raw

    def begin_row(self) -> int:
        """Forget the lines of the row before; returns the number of the next line."""
        self.taken.clear()
        return self.number + 1

    def keep_only_first(self) -> None:
        """Take back all lines of this row but its first, so that they are read again as rows of their own."""
        self._again.extendleft(reversed(self.taken[1:]))
        self.number -= len(self.taken) - 1
        del self.taken[1:]


def _undecodable(raw: bytes) -> str:
    """Say what is wrong with the bytes of a row; empty when nothing is."""
    try:
        raw.decode()
    except UnicodeDecodeError as problem:
        return f"byte {problem.start + 1} of the row (0x{raw[problem.start]:02x}) is not UTF-8: {_CONVERT}"
    if b"\0" in raw:
        return f"byte {raw.index(0) + 1} of the row is NUL, which no text has: the file is damaged, or is not UTF-8"
    return ""


# CSV


class _CsvReader:
    """Rows of CSV, strictly (RFC 4180)."""

    def __init__(self, lines: _Lines, *, delimiter: str) -> None:
        self._lines = lines
        self._delimiter = delimiter
        self._reader = csv.reader(lines, delimiter=delimiter, strict=True)
        self._columns: list[str] = []
        self.header = b""

    def open(self) -> Sequence[str]:
        """Read the header."""
        self._lines.begin_row()
        try:
            names = next(self._reader, None)
        except csv.Error as problem:
            raise WrongUsage(f"the first line, which should name the columns, cannot be read: {problem}") from None
        if names is None:
            raise WrongUsage("the file is empty: not even a line that names the columns")
        self.header = b"".join(self._lines.taken)
        broken = _undecodable(self.header)
        if broken:
            raise WrongUsage(f"the first line, which should name the columns, cannot be read: {broken}")
        self._columns = [name.strip() for name in names]
        return self._columns

    def __iter__(self) -> Iterator[Row]:
        return self

    def __next__(self) -> Row:
        while True:
            line = self._lines.begin_row()
            try:
                values = next(self._reader)
            except csv.Error as problem:
                return self._unreadable(line, str(problem))
            if any(map(str.strip, values)):
                return self._row(line, values)

    def _unreadable(self, line: int, told: str) -> Row:
        """Give up on one line, and go on with the next: a quote that is not closed must not swallow what follows."""
        spanned = len(self._lines.taken)
        self._lines.keep_only_first()
        if spanned > 1:
            told = f"a quote is opened and not closed ({told})"
        return Row(line=line, raw=self._lines.taken[0], problem=f"this is not CSV: {told}")

    def _row(self, line: int, values: Sequence[str]) -> Row:
        raw = b"".join(self._lines.taken)
        problem = _undecodable(raw) or self._ragged(len(values), len(self._lines.taken))
        fields = None if problem else dict(zip(self._columns, values, strict=True))
        return Row(line=line, raw=raw, fields=fields, problem=problem)

    def _ragged(self, found: int, lines: int) -> str:
        if found == len(self._columns):
            return ""
        spans = f" (it spans {lines} lines: is there a quote that is not closed?)" if lines > 1 else ""
        return f"the header has {len(self._columns)} columns, and this row has {found}{spans}"


# JSONL


class _JsonlReader:
    """Rows of JSON, one object a line. Numbers stay the text that they are, so that 29.33 is 29.33."""

    header = b""

    def __init__(self, lines: _Lines) -> None:
        self._lines = lines

    def open(self) -> None:
        """There is no header."""

    def __iter__(self) -> Iterator[Row]:
        return self

    def __next__(self) -> Row:
        while True:
            line = self._lines.begin_row()
            text = next(self._lines)
            if text.strip():
                return _json_row(line, self._lines.taken[0])


def _json_row(line: int, raw: bytes) -> Row:
    problem = _undecodable(raw)
    if problem:
        return Row(line=line, raw=raw, problem=problem)
    try:
        return Row(line=line, raw=raw, fields=_object_of(raw))
    except (ValueError, RecursionError) as trouble:
        return Row(line=line, raw=raw, problem=f"this is not a JSON object: {trouble}")


def _object_of(raw: bytes) -> Mapping[str, Any]:
    parsed: Any = json.loads(
        raw, parse_float=str, parse_int=str, parse_constant=_no_number, object_pairs_hook=_without_twins
    )
    if not isinstance(parsed, dict):
        raise ValueError(f"a {type(parsed).__name__} was given")  # noqa: TRY004  one kind of trouble for the caller
    return _as_fields(cast("dict[str, Any]", parsed))


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    named = dict(pairs)
    if len(named) < len(pairs):
        names = [name for name, _ in pairs]
        twin = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"it has {twin!r} twice, and which one counts is not for us to say")
    return named


_NO_TEXT: Final = re.compile("[\0\ud800-\udfff]")


def _as_fields(values: Mapping[str, Any]) -> dict[str, Any]:
    """Turn JSON values into fields: truth is `true` or `false`, and null is nothing."""
    return {name: _as_field(name, value) for name, value in values.items() if value is not None}


def _as_field(name: str, value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and _NO_TEXT.search(value):
        raise ValueError(f"{name!r} has a character that no text has (NUL, or half of a surrogate pair)")
    return value


# Files and pipes


class _Reader(Protocol):
    header: bytes

    def open(self) -> Sequence[str] | None: ...
    def __next__(self) -> Row: ...


class _Pipe:
    """The lines of a pipe or a terminal, from which one can wait for more without holding a thread.

    A thread that waits in `read` cannot be interrupted, and would keep the program from ending.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._buffer = bytearray()
        self._at_end = False

    async def wait_for_a_line(self) -> None:
        """Wait until there is a whole line, or the end."""
        while not self._at_end and b"\n" not in self._buffer and len(self._buffer) < LONGEST_LINE:
            try:
                await anyio.wait_readable(self._descriptor)
            except (OSError, NotImplementedError):  # not every kind of device can be waited for
                return
            self._read_some()

    def _read_some(self) -> None:
        piece = os.read(self._descriptor, 1 << 16)
        self._at_end = not piece
        self._buffer += piece

    def readline(self, limit: int) -> bytes:
        """Return the next line, or nothing at the end; waits for what is missing of it."""
        while (end := self._buffer.find(b"\n", 0, limit) + 1) == 0 and len(self._buffer) < limit and not self._at_end:
            self._read_some()
        line = bytes(self._buffer[: end or limit])
        del self._buffer[: len(line)]
        return line

    @property
    def has_a_line(self) -> bool:
        """Whether a line can be had at once."""
        return self._at_end or b"\n" in self._buffer


class _FileSource:
    """A file or a pipe, read in a worker thread."""

    def __init__(self, path: str | os.PathLike[str], suffix: str, reader: Callable[[_Lines], _Reader]) -> None:
        self.suffix = suffix
        self.header = b""
        self._path = os.fspath(path)
        self._make_reader = reader
        self._file: BinaryIO | None = None
        self._pipe: _Pipe | None = None
        self._size = 0
        self._lines: _Lines | None = None
        self._reader: _Reader | None = None

    async def open(self) -> Sequence[str] | None:
        """Open the file and read its header."""
        lines = await anyio.to_thread.run_sync(self._open)
        if self._pipe is not None:
            await self._pipe.wait_for_a_line()
        self._lines, self._reader = lines, self._make_reader(lines)
        try:
            columns = await anyio.to_thread.run_sync(self._reader.open)
        except RunFailed as problem:
            raise WrongUsage(str(problem)) from None
        except OSError as problem:
            raise WrongUsage(self._told(problem)) from None
        self.header = self._reader.header
        return columns

    def _open(self) -> _Lines:
        try:
            file = sys.stdin.buffer if self._path == "-" else Path(self._path).open("rb")  # noqa: SIM115  see aclose
            status = os.fstat(file.fileno())
        except OSError as problem:
            raise WrongUsage(self._told(problem)) from None
        self._file, self._size = file, status.st_size
        if not stat.S_ISREG(status.st_mode):
            self._pipe, self._size = _Pipe(file.fileno()), 0
        return _Lines(self._pipe or file)

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
        return rows

    async def aclose(self) -> None:
        """Close the file; the standard input stays open."""
        if self._file is not None and self._path != "-":
            await anyio.to_thread.run_sync(self._file.close)

    def size(self) -> int | None:
        """How many bytes the file has."""
        return self._size or None

    def _told(self, problem: OSError) -> str:
        name = "the standard input" if self._path == "-" else self._path
        if isinstance(problem, IsADirectoryError):
            return f"{name} is a directory; name the file in it"
        return f"{name} cannot be read: {problem.strerror or problem}"


# Your own code


class _MappingSource:
    """Mappings from your own code; `line` is their number, and `raw` the mapping as JSON."""

    suffix = "jsonl"
    header = b""

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
        fields = {name: _as_field(name, _plain(name, value)) for name, value in mapping.items() if value is not None}
    except ValueError as trouble:
        return Row(line=number, raw=raw, problem=str(trouble))
    return Row(line=number, raw=raw, fields=fields)


def _plain(name: str, value: Any) -> Any:
    if isinstance(value, float):
        raise ValueError(  # noqa: TRY004  one kind of trouble for the caller
            f"{name!r} is a float, and binary floats cannot hold most cents exactly: pass text or Decimal"
        )
    return cast("Any", value) if isinstance(value, str | bool | Mapping) else str(value)
