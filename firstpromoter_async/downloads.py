"""Files: whole, saved under a name, or read while they come.

    report = fp.v2.reports.download(...)        # nothing is sent yet
    file = await report                         # all of it, in memory
    saved = await report.save_to("sales.csv")   # of any size
    async with report as coming:                # of any size, too
        async for row in coming.rows(): ...

Each of them may give `BeingPrepared` instead, where FirstPromoter makes the file later. This module knows nothing of HTTP or of
particular operations.
"""

import codecs
import csv
import io
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Generator
from contextlib import AbstractAsyncContextManager
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import Any, Final

import anyio
from anyio.to_thread import run_sync
from attrs import frozen

from .errors import UnreadableAnswer
from .new_file import NewFile
from .sender import StreamingSender
from .wire.answers import BeingPrepared, Download, FileDescription
from .wire.request import Request

LONGEST_LINE: Final = 1024 * 1024
"""Characters of a line, or of a row, beyond which a file is none that was made of lines or rows."""
_STATUS: Final = 200  # no other answers with a file


@frozen(kw_only=True)
class SavedFile(FileDescription):
    """A file that was saved, whole."""

    path: Path
    """Where it is."""
    size: int
    """How many bytes it has."""


class Downloading:
    """A file that has not been asked for yet.

    `await` it for the whole `File` in memory, `await` its `save_to(path)`, or read it while it comes: `async with` gives a
    `FileStream`. Where FirstPromoter makes the file later, each of these gives `BeingPrepared`. It asks anew each time.
    """

    def __init__(self, sender: StreamingSender, request: Request[Download]) -> None:
        self._sender = sender
        self.request = request
        """The call that it makes."""
        self._open: AbstractAsyncContextManager[FileStream | BeingPrepared] | None = None

    def __await__(self) -> Generator[Any, Any, Download]:
        return self._sender.send(self.request).__await__()

    async def save_to(self, path: str | PathLike[str]) -> SavedFile | BeingPrepared:
        """Save the file under this name, in pieces, and in place of a file that has it.

        What has come is written beside it (`.sales.csv.1f0a9c3b.part`) and put in place when it is whole, so there is never half
        a file of that name: not after an error, nor after cancelling. Raises `CallFailed`, and `OSError` where nothing can
        be written, before anything is sent if the folder is at fault.
        """
        new = NewFile(path)
        try:
            await run_sync(new.open)
            async with self._sender.stream(self.request) as coming:
                if isinstance(coming, BeingPrepared):
                    return coming
                async for chunk in coming.chunks():
                    await run_sync(new.write, chunk)
            await run_sync(new.put_in_place)
        finally:
            with anyio.CancelScope(shield=True):
                await run_sync(new.discard)
        return SavedFile(
            path=new.path, size=new.size, media_type=coming.media_type, name=coming.name, charset=coming.charset
        )

    async def __aenter__(self) -> "FileStream | BeingPrepared":
        if self._open is not None:
            raise RuntimeError("this file is being read already: ask for another")
        self._open = self._sender.stream(self.request)
        try:
            return await self._open.__aenter__()
        except BaseException:
            self._open = None
            raise

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        opened, self._open = self._open, None
        if opened is not None:
            await opened.__aexit__(kind, error, traceback)

    def __repr__(self) -> str:
        return f"<Downloading by {self.request!r}>"


class FileStream:
    """A file while it comes. It is read once: by its chunks, its lines or its rows."""

    def __init__(self, about: FileDescription, receive: Callable[[], Awaitable[bytes]]) -> None:
        self.media_type = about.media_type
        """What it is, for example `text/csv`."""
        self.name = about.name
        """What FirstPromoter calls it: a bare file name, never a path; None if it says none."""
        self.charset = about.charset
        """How text in it is written down."""
        self._receive = receive

    def chunks(self) -> AsyncIterator[bytes]:
        """Iterate over its bytes, unpacked, in pieces of up to 1 MB. Raises `CallFailed` where it breaks off."""
        return _Chunks(self._receive)

    def lines(self) -> AsyncIterator[str]:
        """Iterate over the lines of a text, without their ends.

        Raises `CallFailed` where it breaks off, and its kind `UnreadableAnswer` for what is no text.
        """
        return _Lines(self._receive, self.charset)

    def rows(self) -> AsyncIterator[list[str]]:
        """Iterate over the rows of a CSV file (RFC 4180), each a list of its fields; the first has the names of the columns.

        Raises `CallFailed` where it breaks off, and its kind `UnreadableAnswer` for what is no CSV.
        """
        return _Rows(_Lines(self._receive, self.charset))

    def __repr__(self) -> str:
        return f"<FileStream {self.name or 'without a name'}: {self.media_type}>"


class _Chunks:
    def __init__(self, receive: Callable[[], Awaitable[bytes]]) -> None:
        self._receive = receive

    def __aiter__(self) -> "_Chunks":
        return self

    async def __anext__(self) -> bytes:
        if chunk := await self._receive():
            return chunk
        raise StopAsyncIteration


class _Lines:
    """The lines of a text; `next_with_end` gives them with the ends that they have."""

    def __init__(self, receive: Callable[[], Awaitable[bytes]], charset: str) -> None:
        self._receive = receive
        self._decoder = codecs.getincrementaldecoder(charset)()
        self._whole: deque[str] = deque()
        self._begun: list[str] = []
        self._length = 0
        self._is_first = True
        self._is_over = False

    def __aiter__(self) -> "_Lines":
        return self

    async def __anext__(self) -> str:
        line = await self.next_with_end()
        return line.removesuffix("\n").removesuffix("\r")

    async def next_with_end(self) -> str:
        while not self._whole:
            if self._is_over:
                raise StopAsyncIteration
            chunk = await self._receive()
            self._is_over = not chunk
            self._take(self._decoded(chunk))
        return self._whole.popleft()

    def _decoded(self, chunk: bytes) -> str:
        try:
            text = self._decoder.decode(chunk, final=self._is_over)
        except UnicodeError as problem:
            told = f"the file is no text: {problem.__class__.__name__}"
        else:
            if text and self._is_first:
                self._is_first, text = False, text.removeprefix("\ufeff")
            return text
        raise UnreadableAnswer(told, status=_STATUS)

    def _take(self, text: str) -> None:
        """Keep the lines that are whole now, and what has come of the next one."""
        for part in io.StringIO(text, newline="\n"):
            self._begun.append(part)
            self._length += len(part)
            if part.endswith("\n"):
                self._end_line()
        _expect_short(self._length)
        if self._is_over and self._begun:
            self._end_line()

    def _end_line(self) -> None:
        self._whole.append("".join(self._begun))
        self._begun.clear()
        self._length = 0


class _Rows:
    """The rows of a CSV file. A row may have several lines: it ends with the first one behind which all quotes are closed."""

    def __init__(self, lines: _Lines) -> None:
        self._lines = lines

    def __aiter__(self) -> "_Rows":
        return self

    async def __anext__(self) -> list[str]:
        lines = [await self._lines.next_with_end()]
        length, quotes = len(lines[0]), lines[0].count('"')
        while quotes % 2:
            lines.append(await self._next_of_row())
            quotes += lines[-1].count('"')
            _expect_short(length := length + len(lines[-1]))
        try:
            return next(csv.reader(lines, strict=True))
        except csv.Error as problem:
            told = f"the file is no CSV: {problem}"
        raise UnreadableAnswer(told, status=_STATUS)

    async def _next_of_row(self) -> str:
        try:
            return await self._lines.next_with_end()
        except StopAsyncIteration:
            pass
        raise UnreadableAnswer("the file is no CSV: it ends within quotes", status=_STATUS)


def _expect_short(length: int) -> None:
    if length > LONGEST_LINE:
        told = f"the file is not made of lines: one has more than {LONGEST_LINE:,} characters"
        raise UnreadableAnswer(told, status=_STATUS)
