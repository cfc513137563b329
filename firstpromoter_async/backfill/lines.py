"""Lines of a file, a pipe or a gzip file, one by one: which bytes they are, and whether they can be text at all.

This module does not know what stands in a line.
"""

import gzip
import os
import zlib
from collections import deque
from collections.abc import Iterator
from typing import BinaryIO, Final, Protocol

import anyio

from .errors import RunFailed, WrongUsage

LONGEST_LINE: Final = 1 << 20
"""Bytes; a longer line is not a line of sales, and is not taken into memory."""

_PIECE: Final = 1 << 16
_BOM: Final = b"\xef\xbb\xbf"
_GZIP: Final = b"\x1f\x8b"
_CONVERT: Final = "convert the file to UTF-8 (for example: iconv -f latin1 -t utf-8), since nothing is guessed"
_NO_TEXT: Final = {
    b"\xff\xfe": "the file is UTF-16: save it as CSV UTF-8 (or use iconv -f utf-16 -t utf-8)",
    b"\xfe\xff": "the file is UTF-16: save it as CSV UTF-8 (or use iconv -f utf-16 -t utf-8)",
    b"PK\x03\x04": "the file is a ZIP archive, which an Excel workbook is too: save it as CSV UTF-8, or unpack it first",
    b"SQLite format 3\0": "the file is a database (a ledger is one), and no list of rows",
    b"BZh": "the file is packed with bzip2, and only gzip is read: unpack it with bunzip2 first",
    b"\xfd7zXZ": "the file is packed with xz, and only gzip is read: unpack it with unxz first",
    b"\x28\xb5\x2f\xfd": "the file is packed with zstd, and only gzip is read: unpack it with unzstd first",
    _GZIP: "a pipe with gzip is not unpacked: send it through gunzip -c first",
}
"""What the first bytes of a file tell."""


class Readable(Protocol):
    """Where lines come from."""

    def readline(self, limit: int, /) -> bytes:
        """Return the next line, or the first `limit` bytes of it; nothing at the end."""
        ...


class Lines:
    """The lines of a file, one by one; those of the row that is being read can be looked at and taken back."""

    def __init__(self, file: Readable) -> None:
        self._file = file
        self._head: bytes | None = None
        self._again: deque[bytes] = deque()
        self.number = 0
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

    def head(self) -> bytes:
        """Look at what the file begins with: its first line, or the first bytes of that. Nothing is taken."""
        if self._head is None:
            # What spreadsheets put in front of UTF-8 is no part of the first column's name.
            self._head = self._file.readline(_PIECE).removeprefix(_BOM)
            for magic, told in _NO_TEXT.items():
                if self._head.startswith(magic):
                    raise WrongUsage(told)
        return self._head

    def _fresh(self) -> bytes:
        raw, self._head = self.head(), b""
        if not raw.endswith(b"\n"):
            raw += self._file.readline(LONGEST_LINE - len(raw))
        if len(raw) == LONGEST_LINE and not raw.endswith(b"\n"):
            raise RunFailed(f"line {self.number + 1} is longer than {LONGEST_LINE >> 20} MiB: this is no list of sales")
        return raw

    def pieces(self) -> Iterator[bytes]:
        """Yield everything that is left in pieces that may end anywhere."""
        piece, self._head = self.head(), b""
        while piece:
            yield piece
            piece = self._file.readline(_PIECE)

    def begin_row(self) -> int:
        """Forget the lines of the row before; returns the number of the next line."""
        self.taken.clear()
        return self.number + 1

    def keep_only_first(self) -> None:
        """Take back all lines of this row but its first, so that they are read again as rows of their own."""
        self._again.extendleft(reversed(self.taken[1:]))
        self.number -= len(self.taken) - 1
        del self.taken[1:]

    @property
    def has_no_end(self) -> bool:
        """Whether the line that was taken last is the last of the file, and has no line end."""
        return bool(self.taken) and not self.taken[-1].endswith(b"\n")


def undecodable(raw: bytes) -> str:
    """Say what is wrong with the bytes of a row; empty when nothing is."""
    try:
        raw.decode()
    except UnicodeDecodeError as problem:
        return f"byte {problem.start + 1} of the row (0x{raw[problem.start]:02x}) is not UTF-8: {_CONVERT}"
    if b"\0" in raw:
        return f"byte {raw.index(0) + 1} of the row is NUL, which no text has: the file is damaged, or is not UTF-8"
    return ""


# gzip


class Unpacked:
    """The lines inside of a gzip file that was read through and found whole, before the first of them is used.

    Only its end tells whether a gzip file is complete and undamaged, and a damaged amount must not be sent.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._begin = file.tell()
        self._unpacked = gzip.GzipFile(fileobj=file)
        self.size = 0
        """Bytes of the content that were found so far; all, when `look_through` is done."""

    @staticmethod
    def begins_here(file: BinaryIO) -> bool:
        """Tell whether a file that was just opened is packed."""
        begin = file.tell()
        found = file.read(len(_GZIP)) == _GZIP
        file.seek(begin)
        return found

    def look_through(self) -> bool:
        """Read a few more megabytes to see that they are whole; False at the end. Raises `OSError`."""
        for _ in range(64):
            piece = _whole(self._unpacked, _PIECE)
            self.size += len(piece)
            if not piece:
                self._file.seek(self._begin)
                self._unpacked = gzip.GzipFile(fileobj=self._file)
                return False
        return True

    def readline(self, limit: int, /) -> bytes:
        """Return the next line of the content."""
        return self._unpacked.readline(limit)


def _whole(file: gzip.GzipFile, size: int) -> bytes:
    try:
        return file.read(size)
    except EOFError:
        told = "it ends in the middle: it was cut off, or is still being written"
    except (zlib.error, gzip.BadGzipFile) as problem:
        told = f"it is damaged ({problem})"
    raise OSError(f"as gzip, {told}")


# Pipes


class Pipe:
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

    def readline(self, limit: int, /) -> bytes:
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
