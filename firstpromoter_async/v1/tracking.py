"""v1 tracking: signups, sales, refunds, cancellations and subscribers, as they happen on your server.

What a call comes to is a value (`outcomes`): recorded, recorded already, or nobody's referral. This module knows
nothing of sending.
"""

from collections.abc import Mapping
from datetime import datetime

from attrs import field

from ..errors import InvalidRequest
from ..frozen import frozen
from ..money import MinorUnits
from ..resource import Resource, call
from ..unset import UNSET, Maybe
from ..wire.checks import at_least, currency_in_use, filled, minor_units, minor_units_or_zero
from ..wire.request import Replay, Tracking
from .base import V1
from .models.tracking import Event


@frozen(kw_only=True)
class _TrackPerson(Tracking[Event]):
    """What all tracking calls have in common: somebody, found by `email`, `uid` or both."""

    email: Maybe[str] = UNSET
    """The person's e-mail address."""
    uid: Maybe[str] = UNSET
    """The person's id in your system, or at your billing provider; it stays when the address changes."""
    created_at: Maybe[datetime | str] = UNSET
    """When it happened: an aware datetime, or ISO 8601 text; now, if left out."""
    skip_email_notification: Maybe[bool] = UNSET
    """True sends no e-mail about it."""

    def check(self) -> None:
        """Refuse to track nobody."""
        self._need_one_of("email", "uid")


@frozen(kw_only=True)
class _TrackArrival(_TrackPerson):
    """What a signup and a subscriber have in common: the promoter's part in it, and who the person is."""

    tid: Maybe[str] = UNSET
    """The visitor's tracking id, from the cookie `_fprom_tid` (`_fprom_track` on accounts from before April 2021)."""
    ref_id: Maybe[str] = UNSET
    """The promoter's referral id; promoters may change theirs, so `tid` is the safer one."""
    promoter_email: Maybe[str] = UNSET
    """The promoter's e-mail address."""
    ip: Maybe[str] = UNSET
    """The visitor's address (never your server's), to tell fraud."""
    username: Maybe[str] = UNSET
    first_name: Maybe[str] = UNSET
    last_name: Maybe[str] = UNSET
    website: Maybe[str] = UNSET
    custom_fields: Maybe[Mapping[str, str]] = field(default=UNSET, metadata={"write": dict})
    """Your own fields. They travel as `custom_fields[key]=value`, as Rails reads them; the documents do not say how,
    and it is not confirmed."""

    def check(self) -> None:
        """Refuse to track somebody whom nobody referred."""
        super().check()
        self._need_one_of("tid", "ref_id", "promoter_email")


@frozen(kw_only=True)
class TrackSignup(_TrackArrival):
    """Record that a referred person signed up, as a lead.

    `POST /api/v1/track/signup`. Needs `email` or `uid`, and one of `tid`, `ref_id` and `promoter_email`. Gives
    `Recorded`, or `AlreadyRecorded` where this lead has a signup already. Raises `InvalidRequest` before anything is
    sent, `NotFound` for an unknown `tid` or `ref_id`.
    """

    route = V1.POST("/track/signup")
    replay = Replay.KEYED

    sub_id: Maybe[str] = UNSET
    """Your name for the channel that the visitor came by."""
    override_existing_lead: Maybe[bool] = UNSET
    """True writes these details over those of a lead that is there already."""


@frozen(kw_only=True)
class TrackSale(_TrackPerson):
    """Record a sale and its commission.

    `POST /api/v1/track/sale`. Needs `email` or `uid`; with `tid`, `ref_id` or a promoter's own `promo_code` it makes
    the lead as well. Gives `Recorded`, `AlreadyRecorded` where this `event_id` is known, or `NotReferred` for a
    customer whom nobody referred: track every sale, and leave the sorting to FirstPromoter. Raises `InvalidRequest` or
    `InvalidAmount` before anything is sent.
    """

    route = V1.POST("/track/sale")
    replay = Replay.KEYED

    event_id: str = field(validator=filled)
    """The sale's own id. The same id is never recorded twice, so that a repeated call is harmless."""
    amount: MinorUnits = field(validator=minor_units)
    """Before taxes, in minor units: cents, or whole units of a currency without any (JPY). More than zero."""
    currency: Maybe[str] = field(default=UNSET, converter=currency_in_use)
    """ISO 4217 code, where it is not the account's currency; FirstPromoter converts."""
    quantity: Maybe[int] = field(default=UNSET, validator=at_least(1))
    """How many items or subscriptions; one, if left out."""
    plan: Maybe[str] = UNSET
    """The plan's id at the billing provider, for rewards that differ by plan."""
    mrr: Maybe[MinorUnits] = field(default=UNSET, validator=minor_units_or_zero)
    """The customer's monthly recurring revenue in minor units; for statistics only, never for commissions."""
    promo_code: Maybe[str] = UNSET
    """The coupon that was used; one that belongs to a single promoter makes the lead, too."""
    tid: Maybe[str] = UNSET
    """The visitor's tracking id, from the cookie `_fprom_tid`; makes the lead where there is none."""
    ref_id: Maybe[str] = UNSET
    """The promoter's referral id; makes the lead where there is none."""
    subscription_id: Maybe[str] = UNSET
    """The subscription's id at the billing provider, kept with the lead."""
    start_recurring_reward_in: Maybe[int] = field(default=UNSET, validator=at_least(0))
    """Days until the sale is recorded and the first commission counts."""
    recurring_reward_frequency: Maybe[int] = field(default=UNSET, validator=at_least(1))
    """Days between recurring commissions; goes with `start_recurring_reward_in`."""
    max_recurring: Maybe[int] = field(default=UNSET, validator=at_least(1))
    """How many recurring commissions there will be; needs `recurring_reward_frequency`."""
    ecom_sale: Maybe[bool] = UNSET
    """True for a single purchase in a shop, as against a subscription."""

    def check(self) -> None:
        """Refuse a number of recurring commissions without the days between them."""
        super().check()
        if self.max_recurring is not UNSET and self.recurring_reward_frequency is UNSET:
            raise InvalidRequest("TrackSale.max_recurring needs recurring_reward_frequency, and it was not given")

    @property
    def replay_rule(self) -> Replay:
        """Not so for a sale of a later day: it is not stored yet, and nothing is known to refuse its copy until it is."""
        return super().replay_rule if self.start_recurring_reward_in in (UNSET, 0) else Replay.UNSAFE


@frozen(kw_only=True)
class TrackRefund(_TrackPerson):
    """Record a refund and its negative commission.

    `POST /api/v1/track/refund`. Needs `email` or `uid`. Gives `Recorded`, `AlreadyRecorded` where this `event_id` is
    known, or `NotReferred` for a customer whom nobody referred. Raises `InvalidRequest` or `InvalidAmount` before
    anything is sent.
    """

    route = V1.POST("/track/refund")
    replay = Replay.KEYED

    event_id: str = field(validator=filled)
    """The refund's own id, not the sale's. The same id is never recorded twice."""
    amount: MinorUnits = field(validator=minor_units)
    """What is given back, in minor units (cents); more than zero, since the API makes it negative."""
    currency: Maybe[str] = field(default=UNSET, converter=currency_in_use)
    """ISO 4217 code, where it is not the account's currency; FirstPromoter converts."""
    quantity: Maybe[int] = field(default=UNSET, validator=at_least(1))
    """How many items or subscriptions; one, if left out."""
    sale_event_id: Maybe[str] = UNSET
    """The `event_id` of the sale. Optional, but needed for the right commission where there are several products or
    where rates change."""
    ecom_refund: Maybe[bool] = UNSET
    """True for a single purchase in a shop, as against a subscription."""


@frozen(kw_only=True)
class TrackCancellation(_TrackPerson):
    """Record that a customer cancelled, which lowers the recurring revenue.

    `POST /api/v1/track/cancellation`. Needs `email` or `uid`. Gives `Recorded`, `AlreadyRecorded` where this
    `event_id` is known, or `NotReferred`. Raises `InvalidRequest` before anything is sent. Only with an `event_id` is
    it safe to repeat.
    """

    route = V1.POST("/track/cancellation")
    replay = Replay.KEYED
    replay_key = "event_id"

    event_id: Maybe[str] = UNSET
    """The cancellation's own id; the same id is never recorded twice."""


@frozen(kw_only=True)
class TrackSubscriber(_TrackArrival):
    """Record a newsletter or free-plan subscriber, before any signup.

    `POST /api/v1/track/subscriber`. The lead's state becomes `subscribed`. Needs `email` or `uid`, and one of `tid`,
    `ref_id` and `promoter_email`. Gives `Recorded`, `AlreadyRecorded`, or `NotReferred`. Raises `InvalidRequest`
    before anything is sent, `NotFound` for an unknown `tid` or `ref_id`.
    """

    route = V1.POST("/track/subscriber")
    replay = Replay.KEYED


class Track(Resource):
    """What happens between you and the people who were referred to you."""

    signup = call(TrackSignup)
    """What became of the signup: `Recorded`, `AlreadyRecorded` or `NotReferred`."""
    sale = call(TrackSale)
    """What became of the sale: `Recorded`, `AlreadyRecorded` or `NotReferred`; `amount` and `mrr` are minor units (cents)."""
    refund = call(TrackRefund)
    """What became of the refund: `Recorded`, `AlreadyRecorded` or `NotReferred`; `amount` is in minor units (cents)."""
    cancellation = call(TrackCancellation)
    """What became of the cancellation: `Recorded`, `AlreadyRecorded` or `NotReferred`."""
    subscriber = call(TrackSubscriber)
    """What became of the subscriber: `Recorded`, `AlreadyRecorded` or `NotReferred`."""
