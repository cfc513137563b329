"""Which function handles which operation."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Final, TypeVar

from attrs import frozen

from ...wire.message import HttpResponse
from ..faults import Fault
from ..parameters import Parameters
from ..problems import Impossible, NoSuchRecord
from ..records import Records
from ..records.rounding import Rounding
from ..store import Row, Store


@frozen(kw_only=True)
class RequestContext:
    """A request, as a handler sees it: inside a transaction, with credentials checked and parameters read."""

    records: Records
    parameters: Parameters
    moment: str
    """Now, as FirstPromoter writes it."""
    rounding: Rounding
    """How commissions become whole cents."""
    url: str
    """What was asked for, with its query; links to other pages are made from it."""
    fault: Fault | None = None
    """What is to go wrong inside, where a handler has a part in it."""
    signed_in: Row | None = None
    """The promoter whose session this is, on the affiliate's side."""

    @property
    def now(self) -> float:
        """Now, in seconds since 1970."""
        return datetime.fromisoformat(self.moment).timestamp()

    @property
    def today(self) -> date:
        """The day that it is now."""
        return date.fromisoformat(self.moment[:10])

    @property
    def store(self) -> Store:
        """Where the records are."""
        return self.records.store

    @property
    def signed_in_id(self) -> int | None:
        """The id of the promoter whose session this is; None on the company's side."""
        return None if self.signed_in is None else int(self.signed_in["id"])

    @property
    def promoter_id(self) -> int:
        """Who is signed in, for the handlers that nobody else comes to."""
        if self.signed_in_id is None:
            raise LookupError("nobody is signed in here")
        return self.signed_in_id

    def named(self, table: str) -> Row:
        """Return the record whose `id` is given. Raises `NoSuchRecord`."""
        row = self.store.find(table, self.parameters.integer("id"))
        if row is None:
            raise NoSuchRecord("Record not found")
        return row

    def referred(self, name: str, table: str) -> Row:
        """Return the record whose id stands under another name. Raises `Missing` and `Impossible`."""
        self.parameters.require(name)
        row = self.store.find(table, self.parameters.integer(name))
        if row is None:
            raise Impossible(f"Cannot find {name.removesuffix('_id')} by id")
        return row


Handler = Callable[[RequestContext], HttpResponse]
F = TypeVar("F", bound=Handler)

registry: Final[dict[str, Handler]] = {}
"""Operations, written as the documents do, and their handlers."""


def handles(operation: str) -> Callable[[F], F]:
    """Register a handler: `@handles("POST /api/v2/track/sale")`. Raises `ValueError` where there is one already."""

    def enter(function: F) -> F:
        if operation in registry:
            raise ValueError(f"{operation} has two handlers")
        registry[operation] = function
        return function

    return enter
