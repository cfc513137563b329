"""Every operation by the name of its method, read off the nouns' tables of contents.

The command line offers them, the sandbox answers them, and the contract test holds them against the API's own list. This
module imports every noun, which the client itself does not.
"""

from collections.abc import Iterator
from functools import cache, cached_property
from typing import Any, TypeVar, cast

from attrs import frozen

from .resource import Resource, call, downloads, pages
from .v1 import V1Api
from .v2 import V2Api
from .wire.request import Listing, Request

R = TypeVar("R")


@frozen
class Operation:
    """One operation: how to call it, and the class that describes it."""

    call: str
    """The method's path on the client, for example `v2.promoters.create`."""
    request: type[Request[Any]]

    @property
    def is_paginated(self) -> bool:
        """Whether the answer comes page by page."""
        return issubclass(self.request, Listing)

    @property
    def summary(self) -> str:
        """The first line of the operation's description."""
        return (self.request.__doc__ or "").strip().partition("\n")[0]

    def row(self) -> dict[str, Any]:
        """Describe the operation as plain data."""
        route = self.request.route
        return {
            "api": route.api.value,
            "method": route.method,
            "path": route.path,
            "call": self.call,
            "replay": self.request.replay.value,
            "paginated": self.is_paginated,
            "documented": self.request.is_documented,
        }


@cache
def operations() -> tuple[Operation, ...]:
    """Return every operation, ordered by generation, path and method."""
    nobody = _Nobody()
    found = [*_below("v1", V1Api(nobody)), *_below("v2", V2Api(nobody))]
    return tuple(sorted(found, key=lambda one: (one.call[:2], one.request.route.path, one.request.route.method)))


class _Nobody:
    """Stands in for a client where nothing is sent."""

    async def send(self, request: Request[R], /) -> R:
        """Refuse: a catalogue is for reading."""
        raise _refusal(request)

    def stream(self, request: Request[Any], /) -> Any:
        """Refuse, too."""
        raise _refusal(request)


def _refusal(request: Request[Any]) -> TypeError:
    return TypeError(f"{type(request).__name__} was read from the catalogue, which sends nothing")


def _below(name: str, resource: Resource) -> Iterator[Operation]:
    """Walk a resource: its own methods, and those of the nouns that it leads to."""
    for attribute, declared in vars(type(resource)).items():
        if isinstance(declared, cached_property):
            yield from _below(f"{name}.{attribute}", getattr(resource, attribute))
        elif isinstance(declared, call | pages | downloads) or hasattr(declared, "request"):
            request: Any = cast(Any, declared).request
            yield Operation(f"{name}.{attribute}", request)
