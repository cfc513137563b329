"""Payouts as their promoter sees them. Amounts are integers in minor units (cents). This module knows nothing of requests."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from attrs import field

from ...frozen import frozen
from ...money import UnconfirmedMinorUnits
from ...wire.model import Model
from .brief import CampaignBrief, PromoterBrief, Unit
from .payouts import PayoutStatus


@frozen(kw_only=True)
class AffiliatePayout(Model):
    """What the promoter is paid for a period of a campaign.

    The documents name no unit for its amounts: they are taken for minor units (cents), as everywhere else in v2.
    """

    id: int
    status: PayoutStatus | str | None = None
    unit: Unit | str | None = None
    amount: UnconfirmedMinorUnits | None = None
    tax_rate: Decimal | None = None
    """Percent."""
    total_incl_tax: UnconfirmedMinorUnits | None = None
    period_start: date | None = None
    period_end: date | None = None
    payments_batch_id: int | None = None
    """The batch that it is paid with, if it is in one."""
    payout_method: Mapping[str, Any] | None = field(default=None, hash=False)
    """How it is paid, as FirstPromoter puts it."""
    error: str | None = None
    """Why it failed."""
    created_at: datetime | None = None
    processing_started_at: datetime | None = None
    paid_at: datetime | None = None
    failed_at: datetime | None = None
    campaign: CampaignBrief | None = None
    promoter: PromoterBrief | None = None
