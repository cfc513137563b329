"""The book of answers: which function answers which operation."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

from attrs import frozen

from ...wire.message import HttpResponse
from ...wire.request import Request
from ..parameters import Parameters
from ..records.rounding import Rounding
from ..store import Store


@frozen(kw_only=True)
class Asked:
    """A request, as an answer function sees it: inside a transaction, with credentials checked and parameters read."""

    store: Store
    says: Parameters
    moment: str
    """Now, as FirstPromoter writes it."""
    rounding: Rounding
    """How commissions become whole cents."""
    url: str
    """What was asked, with its query; links to other pages are made from it."""


Answer = Callable[[Asked], HttpResponse]
F = TypeVar("F", bound=Answer)

book: Final[dict[type[Request[Any]], Answer]] = {}


def answers(request: type[Request[Any]]) -> Callable[[F], F]:
    """Enter a function into the book: `@answers(TrackSale)`. The class's route says what it answers."""

    def enter(function: F) -> F:
        book[request] = function
        return function

    return enter
