"""Commissions as FirstPromoter describes them: what a promoter gets, for which sale, and whether it was paid.

Amounts of the unit `cash` and amounts of sales are integers in minor units: cents, or whole units of a currency without cents.
This module knows nothing of requests.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from attrs import field

from ...frozen import frozen
from ...money import MinorUnits, MinorUnitsOrCount
from ...wire.model import Model
from .brief import FraudCheck, PromoterCampaignBrief, ReferralBrief, RewardBrief, Unit


class CommissionStatus(StrEnum):
    """Whether a commission counts."""

    PENDING = "pending"
    APPROVED = "approved"
    DENIED = "denied"


class CommissionType(StrEnum):
    """Where a commission comes from."""

    SALE = "sale"
    CUSTOM = "custom"
    """Entered by hand or through the API, without a sale."""


@frozen(kw_only=True)
class AnyCommission(Model):
    """What the company and the promoter alike see of a commission."""

    id: int
    status: CommissionStatus | str | None = None
    commission_type: CommissionType | str | None = None
    sale_amount: MinorUnits | None = None
    """The sale, in cents of the account's currency; None or 0 for custom commissions."""
    original_sale_amount: MinorUnits | None = None
    """The sale, in cents of the currency that it was made in."""
    original_sale_currency: str | None = None
    """That currency; None when it is the account's."""
    plan_id: str | None = None
    tier: int | None = None
    """1 for the promoter's own sales; 2 and above for those of their sub-affiliates."""
    external_note: str | None = None
    """What the company wants the promoter to know."""
    unit: Unit | str | None = None
    amount: MinorUnitsOrCount | None = None
    """What the promoter gets: cents when `unit` is `cash`, else that many of the unit."""
    is_paid: bool | None = None
    created_at: datetime | None = None
    status_updated_at: datetime | None = None
    promoter_campaign: PromoterCampaignBrief | None = None
    referral: ReferralBrief | None = None
    """None for custom commissions."""
    reward: RewardBrief | None = None


@frozen(kw_only=True)
class Commission(AnyCommission):
    """What a promoter gets for a sale, or without one; negative after a refund."""

    metadata: Mapping[str, Any] | None = field(default=None, hash=False)
    is_self_referral: bool | None = None
    created_by_user_email: str | None = None
    """Who entered it by hand."""
    created_by_user_at: datetime | None = None
    event_id: str | None = None
    """The `event_id` that the sale or refund was tracked with, or that a commission was entered with."""
    internal_note: str | None = None
    """Only your team sees it."""
    fraud_check: FraudCheck | str | None = None
    is_split: bool | None = None
    """Whether several promoters share the sale; each has a commission of their own, and `amount` is their part."""
    split_details: Any = field(default=None, hash=False)
    """How the referral is shared, if it is; documented only as an object."""
