"""Reads a source while the rows before are on their way: a few rows ahead, so that nothing is read faster than it is sent."""

from collections.abc import Callable, Sequence

import anyio

from .source import Row, Source


class AutoResetEvent:
    """Wakes whoever waits for something to change; once for any number of changes."""

    def __init__(self) -> None:
        self._event = anyio.Event()

    def set(self) -> None:
        """Wake the one who waits, now or when it comes to wait."""
        self._event.set()

    async def wait(self) -> None:
        """Wait for a change."""
        await self._event.wait()
        self._event = anyio.Event()


class ReadAhead:
    """The next rows of a source, as many as it gives at once."""

    def __init__(self, source: Source, *, tell: Callable[[], None]) -> None:
        """`tell` is called when there are rows to take, or when there will be none."""
        self._source = source
        self._tell = tell
        self._taken = AutoResetEvent()
        self.rows: Sequence[Row] = ()
        """What was read and not taken yet."""
        self.ended = False
        """Whether nothing more comes."""

    async def read(self) -> None:
        """Read whenever the rows before were taken, until the end of the source."""
        while not self.ended:
            self.rows = await self._source.read()
            self.ended = not self.rows
            self._tell()
            while self.rows:
                await self._taken.wait()

    def take(self) -> Sequence[Row]:
        """Take the rows, so that the next are read."""
        rows, self.rows = self.rows, ()
        self._taken.set()
        return rows
