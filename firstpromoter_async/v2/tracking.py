"""Tracking: tell FirstPromoter about signups, sales, refunds and cancellations.

Each answers `Recorded(event)`, `AlreadyRecorded` or `NotReferred`. Amounts are positive integers in minor units: cents, or whole
units of a currency without cents (`money.cents` makes them). This module knows nothing of HTTP or of sending.
"""

from datetime import datetime

from attrs import field

from ..frozen import frozen
from ..money import MinorUnits
from ..resource import Resource, call
from ..unset import UNSET, Maybe
from ..wire.checks import at_least, currency_in_use, filled, minor_units, minor_units_or_zero
from ..wire.request import Replay, Tracking
from .base import track
from .models.tracking import TrackingEvent


@frozen(kw_only=True)
class TrackSignup(Tracking[TrackingEvent]):
    """Record a lead: someone signed up who came through a promoter.

    `POST /api/v2/track/signup`. Say who it is (`email`, `uid` or both) and who sent them (`tid`, or `ref_id`). Repeating it
    answers `AlreadyRecorded`. Raises `NotFound` for an unknown `tid` or `ref_id`.
    """

    route = track.POST("/signup")
    replay = Replay.KEYED

    email: Maybe[str] = UNSET
    uid: Maybe[str] = UNSET
    """Your own id of the customer, which stays when the e-mail address changes."""
    tid: Maybe[str] = UNSET
    """The visitor's tracking id, from the cookie `_fprom_tid`. Safer than `ref_id`, which promoters can change."""
    ref_id: Maybe[str] = UNSET
    """What marks a promoter in links, from the cookie `_fprom_ref`."""
    ip: Maybe[str] = UNSET
    """The visitor's address, for the fraud check; never your server's."""
    created_at: Maybe[datetime | str] = UNSET
    """When it happened: a datetime with a time zone, or ISO 8601 text; now if left out."""
    skip_email_notification: Maybe[bool] = UNSET

    def check(self) -> None:
        """Refuse a signup of nobody, or from nobody."""
        self._need_one_of("email", "uid")
        self._need_one_of("tid", "ref_id")


@frozen(kw_only=True)
class TrackSale(Tracking[TrackingEvent]):
    """Record a sale, and the commissions that follow from it: once per charge, first and recurring alike.

    `POST /api/v2/track/sale`. Say who bought (`email`, `uid` or both). With `tid`, `ref_id` or a promoter's own `promo_code`
    an unknown customer becomes a lead in the same call; without them such a sale answers `NotReferred`.
    """

    route = track.POST("/sale")
    replay = Replay.KEYED

    email: Maybe[str] = UNSET
    uid: Maybe[str] = UNSET
    """Your own id of the customer, as the signup gave it."""
    event_id: str = field(validator=filled)
    """Your id of the charge. A second sale with it is not recorded."""
    amount: MinorUnits = field(validator=minor_units)
    """In cents, or whole units of a currency without cents; more than 0."""
    quantity: Maybe[int] = field(default=UNSET, validator=at_least(1))
    """How many items or seats; 1 if left out."""
    plan: Maybe[str] = UNSET
    """The plan's id at your payment provider, for rewards by plan."""
    currency: Maybe[str] = field(default=UNSET, converter=currency_in_use)
    """ISO 4217 code; needed only where it is not the account's currency."""
    mrr: Maybe[MinorUnits] = field(default=UNSET, validator=minor_units_or_zero)
    """The customer's monthly recurring revenue after this sale, in cents."""
    promo_code: Maybe[str] = UNSET
    tid: Maybe[str] = UNSET
    """The visitor's tracking id, from the cookie `_fprom_tid`."""
    ref_id: Maybe[str] = UNSET
    """What marks a promoter in links, from the cookie `_fprom_ref`."""
    skip_email_notification: Maybe[bool] = UNSET

    def check(self) -> None:
        """Refuse a sale to nobody."""
        self._need_one_of("email", "uid")


@frozen(kw_only=True)
class TrackRefund(Tracking[TrackingEvent]):
    """Record a refund, which takes commissions back.

    `POST /api/v2/track/refund`. Say whose it is (`email`, `uid` or both). The amount is given as a positive number; what is
    stored, and its commission, are negative.
    """

    route = track.POST("/refund")
    replay = Replay.KEYED

    email: Maybe[str] = UNSET
    uid: Maybe[str] = UNSET
    """Your own id of the customer, as the signup gave it."""
    event_id: str = field(validator=filled)
    """Your id of the refund, not of the sale. A second refund with it is not recorded."""
    amount: MinorUnits = field(validator=minor_units)
    """What is given back, in cents, or whole units of a currency without cents; more than 0."""
    currency: Maybe[str] = field(default=UNSET, converter=currency_in_use)
    """ISO 4217 code; needed only where it is not the account's currency."""
    quantity: Maybe[int] = field(default=UNSET, validator=at_least(1))
    """How many items or seats; 1 if left out."""
    sale_event_id: Maybe[str] = UNSET
    """The `event_id` of the sale; needed where there are several products, or where rewards have changed since."""
    skip_email_notification: Maybe[bool] = UNSET

    def check(self) -> None:
        """Refuse a refund to nobody."""
        self._need_one_of("email", "uid")


@frozen(kw_only=True)
class TrackCancellation(Tracking[TrackingEvent]):
    """Record that a customer cancelled, which lowers the revenue that they count for.

    `POST /api/v2/track/cancellation`. Say who it is (`email`, `uid` or both). v2 has no key for it, so it is not
    repeated when its outcome is unknown.
    """

    route = track.POST("/cancellation")
    replay = Replay.UNSAFE

    email: Maybe[str] = UNSET
    uid: Maybe[str] = UNSET
    """Your own id of the customer, as the signup gave it."""

    def check(self) -> None:
        """Refuse a cancellation of nobody."""
        self._need_one_of("email", "uid")


class Track(Resource):
    """What your customers do, told as it happens."""

    signup = call(TrackSignup)
    """What became of the signup: `Recorded`, `AlreadyRecorded` or `NotReferred`."""
    sale = call(TrackSale)
    """What became of the sale: `Recorded`, `AlreadyRecorded` or `NotReferred`; `amount` and `mrr` are minor units (cents)."""
    refund = call(TrackRefund)
    """What became of the refund: `Recorded`, `AlreadyRecorded` or `NotReferred`; `amount` is in minor units (cents)."""
    cancellation = call(TrackCancellation)
    """What became of the cancellation: `Recorded`, `AlreadyRecorded` or `NotReferred`."""
