"""Referrals as their promoter sees them. This module knows nothing of requests."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from attrs import field

from ...frozen import frozen
from ...wire.model import Model
from .brief import PromoterCampaignBrief
from .referrals import ReferralState


@frozen(kw_only=True)
class AffiliateReferral(Model):
    """Someone whom the promoter sent, as the promoter sees them."""

    id: int
    email: str | None = None
    """May end in ` (moved)` when the state is `moved`."""
    uid: str | None = None
    """The company's own id of the customer."""
    state: ReferralState | str | None = None
    metadata: Mapping[str, Any] | None = field(default=None, hash=False)
    created_at: datetime | None = None
    customer_since: datetime | None = None
    """The first payment; None for a lead."""
    promoter_campaign: PromoterCampaignBrief | None = None
