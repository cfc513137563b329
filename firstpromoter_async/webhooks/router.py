"""Which function handles which event.

    router = Router()

    @router.on(CommissionApproved)
    async def deliver(event: CommissionApproved) -> None: ...

A function may be `async` or not; one that is not runs in a thread. It may take a second parameter, the `Delivery`. This module
knows nothing of stores or of HTTP.
"""

import inspect
from collections.abc import Awaitable, Callable
from typing import Any, Final, TypeAlias, TypeVar

import anyio.to_thread
from attrs import define, field, frozen

from ..errors import ConfigurationError
from .event import Event, V1Event
from .v1_events import FulfilmentPending


@frozen
class Fulfilled:
    """The reward of a `FulfilmentPending` was given: FirstPromoter marks it as complete."""


@frozen
class KeepPending:
    """The reward of a `FulfilmentPending` was not given yet: FirstPromoter asks again at its next check."""


@define
class Delivery:
    """One attempt to handle an event."""

    attempt: int
    """From 1."""
    is_outdated: bool
    """Whether a newer event about the same entity was handled already, so that `data` must not overwrite what is known."""
    also: list[Callable[[Any], object]] = field(factory=list[Callable[[Any], object]], init=False, repr=False)

    def in_transaction(self, work: Callable[[Any], object]) -> None:
        """Do something in the transaction that settles the event, so that it happens exactly once.

        `work` is called with the connection of the inbox's database (`sqlite3.Connection` or `psycopg.Connection`) after the
        handler has returned. It must not commit. What it raises counts as a failure of the handler.
        """
        self.also.append(work)


E = TypeVar("E", bound="Event[Any] | V1Event[Any]")
Result: TypeAlias = Fulfilled | KeepPending | None
Function: TypeAlias = Callable[..., Result | Awaitable[Result]]
H = TypeVar("H", bound=Callable[..., Any])


@frozen
class Handler:
    """A function, and how it wants to be called."""

    function: Callable[..., Any]
    takes_delivery: bool
    wants_outdated: bool

    async def __call__(self, event: Any, delivery: Delivery) -> Result:
        """Handle an event."""
        given = (event, delivery) if self.takes_delivery else (event,)
        if inspect.iscoroutinefunction(self.function):
            result = await self.function(*given)
        else:
            result = await anyio.to_thread.run_sync(self.function, *given)
        if inspect.isawaitable(result):  # an object that is called, or a partial
            result = await result
        return _checked(event, result)


def _checked(event: Any, result: Any) -> Result:
    """Refuse what would be ignored: only the fulfilment of rewards asks for an answer."""
    if result is None or (isinstance(result, Fulfilled | KeepPending) and isinstance(event, FulfilmentPending)):
        return result
    wanted = "Fulfilled() or KeepPending()" if isinstance(event, FulfilmentPending) else "nothing"
    raise TypeError(f"a handler of {type(event).__name__} returns {wanted}, and a {type(result).__name__} was returned")


class Router:
    """Handlers by the class of their event; the closest class counts, so `Event` and `V1Event` take what is left."""

    def __init__(self) -> None:
        self._handlers: Final[dict[type, Handler]] = {}

    def on(self, *events: type[E], outdated: bool = False) -> Callable[[H], H]:
        """Register a function for classes of events.

        An event that only tells a state (`commission.updated`) is not handled once a newer one about the same entity was, unless
        `outdated=True` asks for it. Raises `ConfigurationError` for a class that has a handler already.
        """

        def register(function: H) -> H:
            handler = Handler(function, _takes_delivery(function), outdated)
            for event in events:
                if not (isinstance(event, type) and issubclass(event, Event | V1Event)):  # pyright: ignore[reportUnnecessaryIsInstance]
                    raise ConfigurationError(f"{event!r} is no class of events")
                if event in self._handlers:
                    raise ConfigurationError(f"{event.__name__} has a handler already")
                self._handlers[event] = handler
            return function

        return register

    def handler_of(self, event: Event[Any] | V1Event[Any]) -> Handler | None:
        """Return who handles an event, or None."""
        return next((self._handlers[kind] for kind in type(event).__mro__ if kind in self._handlers), None)


def _takes_delivery(function: Callable[..., Any]) -> bool:
    parameters = [
        one
        for one in inspect.signature(function).parameters.values()
        if one.kind in (one.POSITIONAL_ONLY, one.POSITIONAL_OR_KEYWORD) and one.default is one.empty
    ]
    if len(parameters) not in (1, 2):
        raise ConfigurationError("a handler takes the event, and perhaps the delivery")
    return len(parameters) == 2
