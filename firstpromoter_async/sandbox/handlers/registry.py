"""Which function handles which operation."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

from attrs import frozen

from ...wire.message import HttpResponse
from ...wire.request import Request
from ..parameters import Parameters
from ..records.rounding import Rounding
from ..store import Store


@frozen(kw_only=True)
class RequestContext:
    """A request, as a handler sees it: inside a transaction, with credentials checked and parameters read."""

    store: Store
    parameters: Parameters
    moment: str
    """Now, as FirstPromoter writes it."""
    rounding: Rounding
    """How commissions become whole cents."""
    url: str
    """What was context, with its query; links to other pages are made from it."""


Handler = Callable[[RequestContext], HttpResponse]
F = TypeVar("F", bound=Handler)

registry: Final[dict[type[Request[Any]], Handler]] = {}


def handles(request: type[Request[Any]]) -> Callable[[F], F]:
    """Register a handler: `@handles(TrackSale)`. The class's route says what it answers."""

    def enter(function: F) -> F:
        registry[request] = function
        return function

    return enter
