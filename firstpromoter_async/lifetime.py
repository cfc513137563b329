"""How long a client lives: the event loop that it belongs to, the calls that are under way, and their end when it closes.

A client and all its views share one lifetime. This module knows nothing of requests or of HTTP.
"""

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Any, Final, cast

import anyio
import sniffio

from .errors import ConfigurationError

LONGEST_GOODBYE: Final = 1.0
"""Seconds that closing gives to calls that it ends and to connections that it closes, should a transport be slow about it."""


class CancelTogether:
    """Cancel scopes of whatever waits just now, to be cancelled all at once."""

    __slots__ = ("_empty", "_scopes", "is_cancelled")

    def __init__(self) -> None:
        self._scopes: set[anyio.CancelScope] = set()
        self._empty: anyio.Event | None = None
        self.is_cancelled = False
        """Whether `cancel` was called; scopes that are added from then on are cancelled at once."""

    def add(self, scope: anyio.CancelScope) -> None:
        """Count a scope in; `discard` it when it is left."""
        self._scopes.add(scope)
        if self.is_cancelled:
            scope.cancel()

    def discard(self, scope: anyio.CancelScope) -> None:
        """Forget a scope that was left."""
        self._scopes.discard(scope)
        if self._empty is not None and not self._scopes:
            self._empty.set()

    def scope(self) -> AbstractContextManager[None, bool]:
        """Wait inside of this; cancelling goes on behind it."""
        return _Scope(self)

    def cancel(self) -> None:
        """Cancel all that are there, and all that will be added."""
        self.is_cancelled = True
        for scope in self._scopes:
            scope.cancel()

    async def until_left(self) -> None:
        """Wait until all have been left."""
        if self._scopes:
            self._empty = self._empty or anyio.Event()
            await self._empty.wait()


class _Scope:
    """One of the scopes, counted in while it is entered."""

    __slots__ = ("_scope", "_together")

    def __init__(self, together: CancelTogether) -> None:
        self._together = together
        self._scope = anyio.CancelScope()

    def __enter__(self) -> None:
        self._scope.__enter__()
        self._together.add(self._scope)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> bool:
        self._together.discard(self._scope)
        return bool(self._scope.__exit__(kind, error, traceback))


class Lifetime:
    """Open until it is closed; every call enters before it begins and leaves when it is over."""

    __slots__ = ("_calls", "_closing", "_idle", "_loop", "_running_loop", "waits")

    def __init__(self) -> None:
        self._calls = 0
        self._closing = False
        self._idle: anyio.Event | None = None
        self._loop: object = None
        self._running_loop: Callable[[], object] = _no_loop
        self.waits = CancelTogether()
        """Where calls wait without having anything under way; cancelled when the client has closed."""

    @property
    def is_over(self) -> bool:
        """Whether nothing may be sent any more."""
        return self.waits.is_cancelled

    def enter(self) -> bool:
        """Count a call as under way, if it may begin: not once closing has begun.

        Raises `ConfigurationError` in another event loop than before.
        """
        self._stay_in_one_loop()
        if self._closing:
            return False
        self._calls += 1
        return True

    def leave(self) -> None:
        """The call is over, in whichever way."""
        self._calls -= 1
        if self._idle is not None and not self._calls:
            self._idle.set()

    def expect_its_loop(self) -> None:
        """Raise `ConfigurationError` in another event loop than that of the calls, if there were any."""
        if self._loop is not None:
            self._stay_in_one_loop()

    async def close(self, grace: float) -> None:
        """Let no call begin any more, wait up to `grace` seconds for those under way, and let nothing more be sent.

        Cancelling shortens the wait; the rest happens even so.
        """
        self._closing = True
        try:
            with anyio.move_on_after(grace):
                await self.until_idle()
        finally:
            self.waits.cancel()

    async def until_idle(self) -> None:
        """Wait until no call is under way."""
        if self._calls:
            self._idle = self._idle or anyio.Event()
            await self._idle.wait()

    def _stay_in_one_loop(self) -> None:
        """Belong to the event loop that runs when this is first asked; refuse every other."""
        try:
            running = self._running_loop()
        except RuntimeError:  # no loop of the library that was asked
            running = None
        if running is None or running is not self._loop:
            self._move_in()

    def _move_in(self) -> None:
        if self._loop is not None:
            raise ConfigurationError(
                "this client belongs to another event loop, where its connections are: make a client for each event loop "
                "and each thread, inside of the coroutine that runs there (async with FirstPromoter(...) as fp)"
            )
        self._running_loop = _how_to_ask_for_the_loop()
        self._loop = self._running_loop()


def _no_loop() -> object:
    return None


def _how_to_ask_for_the_loop() -> Callable[[], object]:
    """Return the event loop library's own function; anyio's, which asks for the library first, takes ten times as long."""
    try:
        library: Any = sys.modules[sniffio.current_async_library()]
    except sniffio.AsyncLibraryNotFoundError:
        library = None
    if library is None:
        raise ConfigurationError(
            "there is no event loop here: calls are made inside of asyncio.run, trio.run or anyio.run"
        )
    if library.__name__ == "trio":
        return cast(Callable[[], object], library.lowlevel.current_trio_token)
    return cast(Callable[[], object], library.get_running_loop)
