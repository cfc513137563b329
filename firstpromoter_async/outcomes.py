"""What became of a tracking call, as values to match on.

A sale that was recorded earlier, or that is nobody's referral, is an ordinary result and not an exception:

    match await fp.v2.track.sale(email="ann@example.com", event_id="order-1", amount=4900):
        case Recorded(event): ...
        case AlreadyRecorded(): ...
        case NotReferred(): ...

This module knows nothing of statuses or bodies; `wire.tracking` reads those.
"""

from typing import Generic, TypeAlias, TypeVar

from attrs import frozen

E = TypeVar("E", covariant=True)


@frozen
class Recorded(Generic[E]):
    """FirstPromoter stored the event."""

    event: E
    """What was stored, with its commission where there is one."""


@frozen
class AlreadyRecorded:
    """FirstPromoter had this event before; nothing was stored twice.

    The stored event is not part of the answer. `GET /company/commissions?q=<event_id>` finds it.
    """

    message: str = ""
    """FirstPromoter's own words, for example `The 'sale' event with the id 'order-1' already exists.`"""


@frozen
class NotReferred:
    """Nobody referred this customer, so there is nothing to record."""

    message: str = ""
    """FirstPromoter's own words; empty where the answer had none (v1's 204)."""


Tracked: TypeAlias = Recorded[E] | AlreadyRecorded | NotReferred
"""Every way in which a tracking call can end well."""
