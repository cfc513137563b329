"""Commissions as their promoter sees them. Amounts are integers in minor units (cents). This module knows nothing of requests."""

from datetime import datetime

from attrs import frozen

from ...money import MinorUnits, MinorUnitsOrCount
from ...wire.codec import Model
from .brief import PromoterCampaignBrief, ReferralBrief, RewardBrief, Unit
from .commissions import CommissionStatus, CommissionType


@frozen(kw_only=True)
class AffiliateCommission(Model):
    """What the promoter gets for a sale, or without one; negative after a refund."""

    id: int
    status: CommissionStatus | str | None = None
    commission_type: CommissionType | str | None = None
    sale_amount: MinorUnits | None = None
    """The sale, in cents of the account's currency; None for custom commissions."""
    original_sale_amount: MinorUnits | None = None
    """The sale, in cents of the currency that it was made in."""
    original_sale_currency: str | None = None
    """That currency; None when it is the account's."""
    plan_id: str | None = None
    tier: int | None = None
    """1 for the promoter's own sales; 2 and above for those of their sub-affiliates."""
    unit: Unit | str | None = None
    amount: MinorUnitsOrCount | None = None
    """What the promoter gets: cents when `unit` is `cash`, else that many of the unit."""
    is_paid: bool | None = None
    external_note: str | None = None
    """What the company wants the promoter to know."""
    created_at: datetime | None = None
    status_updated_at: datetime | None = None
    promoter_campaign: PromoterCampaignBrief | None = None
    referral: ReferralBrief | None = None
    """None for custom commissions."""
    reward: RewardBrief | None = None
