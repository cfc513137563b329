"""What v2 answers to a tracking call, in both shapes that it has.

Signups and sales come back with `etype`, `sale_amount` and `commissions`; refunds and cancellations are documented with the older
shape, `type`, `amount_cents` and `reward`. One model reads both. Amounts are integers in minor units: cents, or whole units of
a currency without cents. This module knows nothing of requests.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from attrs import field

from ...frozen import frozen
from ...money import MinorUnits, MinorUnitsOrCount
from ...wire.model import Model, known_as, secret
from .brief import FraudCheck, ReferralBrief, Unit
from .commissions import Commission, CommissionStatus
from .referrals import ReferralState


class EventType(StrEnum):
    """What was tracked."""

    SIGNUP = "signup"
    SALE = "sale"
    REFUND = "refund"
    CANCELLATION = "cancellation"


@frozen(kw_only=True)
class TrackedLead(Model):
    """The customer, as the older shape shows them."""

    id: int | None = None
    state: ReferralState | str | None = None
    email: str | None = None
    uid: str | None = None
    """Your own id of the customer, if you sent one."""
    customer_since: datetime | None = None
    cancelled_at: datetime | None = None
    plan_name: str | None = None
    suspicion: FraudCheck | str | None = None
    username: str | None = None
    website: str | None = None
    created_at: datetime | None = None
    split_promotion_id: str | None = None
    split_percentage_value: str | None = None
    custom_fields: Any = field(default=None, hash=False)
    visitor_sub_id: str | None = None


@frozen(kw_only=True)
class TrackedReward(Model):
    """The commission, as the older shape shows it; negative for a refund."""

    id: int | None = None
    status: CommissionStatus | str | None = None
    amount: MinorUnitsOrCount | None = None
    """Cents when `unit` is `cash`, else that many of the unit."""
    unit: Unit | str | None = None
    created_at: datetime | None = None
    lead: TrackedLead | None = None
    event_id: str | None = None
    """The `event_id` that was sent."""
    conversion_amount: MinorUnits | None = None
    """The sale or refund itself, in cents."""
    tier_level: int | None = None
    split_type: str | None = None


@frozen(kw_only=True)
class TrackedPromoter(Model):
    """The promoter, as the older shape shows them."""

    id: int | None = None
    status: str | None = None
    """For example `active`, `pending` or `blocked`."""
    cust_id: str | None = None
    """Your own id of the promoter."""
    email: str | None = None
    created_at: datetime | None = None
    temp_password: str | None = secret()
    """A credential: neither in the repr nor in a pickle."""
    default_promotion_id: int | None = None
    pref: str | None = None
    default_ref_id: str | None = None
    """What marks this promoter in links."""
    note: str | None = None
    w8_form_url: str | None = None
    w9_form_url: str | None = None
    parent_promoter_id: int | None = None
    earnings_balance: Mapping[str, Any] | None = field(default=None, hash=False)
    """All that was earned, by unit: `{"cash": 50744}`, cents."""
    current_balance: Mapping[str, Any] | None = field(default=None, hash=False)
    """What is still owed, by unit."""
    paid_balance: Mapping[str, Any] | None = field(default=None, hash=False)
    """What was paid, by unit."""
    auth_token: str | None = secret()
    """A credential: neither in the repr nor in a pickle."""


@frozen(kw_only=True)
class TrackingEvent(Model):
    """What FirstPromoter stored."""

    id: int | None = None
    etype: EventType | str | None = field(default=None, metadata=known_as("etype", "type"))
    sale_amount: MinorUnits | None = None
    """The sale, in cents of the account's currency; see also `amount`."""
    original_sale_amount: MinorUnits | None = None
    """The sale, in cents of the currency that was sent."""
    original_sale_currency: str | None = None
    """That currency; None when it is the account's."""
    event_id: str | None = None
    """May be None although one was sent."""
    plan_id: str | None = None
    billing_period: str | None = None
    created_at: datetime | None = None
    referral: ReferralBrief | None = None
    commissions: tuple[Commission, ...] = ()
    """One for each promoter who gets a share."""
    amount_cents: MinorUnits | None = None
    """The older shape's amount, in cents: negative for a refund, None for a cancellation; see also `amount`."""
    reward: TrackedReward | None = None
    lead: TrackedLead | None = None
    promoter: TrackedPromoter | None = None

    @property
    def amount(self) -> MinorUnits | None:
        """The amount in cents, in whichever shape it came; negative for a refund."""
        return self.amount_cents if self.sale_amount is None else self.sale_amount
