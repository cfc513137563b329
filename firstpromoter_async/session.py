"""A promoter's session token that a function of the caller's supplies: asked for once, shared, and renewed when it is refused.

FirstPromoter documents no way to refresh such a token, so where the next one comes from is the caller's to know. This module
knows nothing of requests.
"""

from collections.abc import Awaitable, Callable
from inspect import isawaitable
from typing import Final, TypeAlias

import anyio

from .credentials import Credentials
from .errors import ConfigurationError, NoSessionToken
from .redaction import from_the_first_frame_of, without_frames

TokenSource: TypeAlias = Callable[[], Awaitable[str]]
"""An async function without arguments that returns a promoter's session token, each time a new one."""

_SOURCE: Final = "the function that supplies the promoter's session token (affiliate_token)"
_PACKAGE: Final = __name__.partition(".")[0]


class AffiliateSession:
    """The token of one promoter's session, as the calls of a client share it."""

    __slots__ = ("_ask", "_failure", "_one_at_a_time", "_times_asked", "_token")

    def __init__(self, ask: TokenSource) -> None:
        self._ask = ask
        self._token: str | None = None
        self._failure: Exception | None = None
        self._times_asked = 0
        self._one_at_a_time: anyio.Lock | None = None  # made in the event loop that it belongs to

    async def token(self, *, refused: str | None = None) -> str:
        """Return the token, asking for one if there is none yet, or none but the one that was `refused`.

        Whoever comes while it is being asked for waits, and gets what that gave: the token, or `NoSessionToken`. When the caller
        that asks is cancelled, one of those who wait asks in its place.
        """
        if self._has_another_than(refused):
            return self._known()
        times_asked = self._times_asked
        self._one_at_a_time = self._one_at_a_time or anyio.Lock()
        async with self._one_at_a_time:
            if self._times_asked == times_asked:
                await self._renew()
        if self._token is not None and self._token == refused:
            raise NoSessionToken(f"{_SOURCE} gave the token again that had been refused")
        return self._known()

    def _has_another_than(self, refused: str | None) -> bool:
        return self._token is not None and self._token != refused

    async def _renew(self) -> None:
        self._token = self._failure = None
        try:
            self._token = await self._asked()
        except Exception as problem:
            self._failure = from_the_first_frame_of(problem, _is_theirs)
        self._times_asked += 1

    async def _asked(self) -> str:
        """Ask for a token; raises `ConfigurationError` for what is none."""
        answer = self._ask()
        if not isawaitable(answer):
            raise ConfigurationError(
                "affiliate_token is text or an async function, and a function that is not async was given"
            )
        token = await answer
        _expect_token(token)
        return token

    def _known(self) -> str:
        if self._token is not None:
            return self._token
        raise NoSessionToken(f"{_SOURCE} gave none: {_words_of(self._failure)}") from self._failure

    def __repr__(self) -> str:
        return "<AffiliateSession>"


def _expect_token(token: str) -> None:
    try:
        Credentials(affiliate_token=token)
        problem = None if token is not None else ConfigurationError("affiliate_token is text, and None was given")  # pyright: ignore[reportUnnecessaryComparison]
    except ConfigurationError as refused:
        problem = refused
    del token  # an error is reported with this frame's variables
    if problem is not None:
        raise without_frames(problem)


def _is_theirs(module: str) -> bool:
    return module.partition(".")[0] != _PACKAGE


def _words_of(problem: Exception | None) -> str:
    """Say what went wrong; of an error that is not ours its kind alone, since its text may hold anything."""
    return str(problem) if isinstance(problem, ConfigurationError) else type(problem).__name__
