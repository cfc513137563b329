"""Promo codes as FirstPromoter describes them: coupons of a promoter. This module knows nothing of requests."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from attrs import field

from ...frozen import frozen
from ...wire.model import Model
from .brief import RewardBrief


@frozen(kw_only=True)
class PromoCode(Model):
    """A coupon whose sales count for a promoter."""

    id: int
    code: str | None = None
    """What customers type."""
    reward: RewardBrief | None = None
    """What the customer gets."""
    ext_id: str | None = None
    """The billing provider's own id of it."""
    description: str | None = None
    company_id: int | None = None
    promoter_campaign_id: int | None = None
    """Whose it is: the link between a promoter and a campaign."""
    metadata: Mapping[str, Any] | None = field(default=None, hash=False)
    details: Mapping[str, Any] | None = field(default=None, hash=False)
    archived_at: datetime | None = None
    """None while it can be used."""
