"""What a promoter sees of themselves, and of whom they recruited. This module knows nothing of requests."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from attrs import field

from ...frozen import frozen
from ...wire.model import Model
from .brief import InvoiceDetailsStatus
from .campaign_rewards import CampaignReward
from .profiles import PromoterProfile
from .promoter_campaigns import PromoterCampaignStats
from .promoters import PromoterCampaign, PromoterStats


@frozen(kw_only=True)
class OwnPromoterCampaign(PromoterCampaign):
    """The promoter's own place in one campaign; `promoters.current` shows less of it than `promoter_campaigns.update`."""

    stats: PromoterCampaignStats | None = None
    has_monetary_rewards: bool | None = None
    """Whether they earn money here, and not only points or the like."""
    recruitment_link_url: str | None = None
    """The link by which they recruit sub-affiliates."""
    rewards_for_promoters: tuple[CampaignReward, ...] = ()
    rewards_for_referrals: tuple[CampaignReward, ...] = ()
    promo_codes: tuple[str | Mapping[str, Any], ...] = field(default=(), hash=False)
    """Codes whose sales count for them, as FirstPromoter puts it: the documents say an object each, and not of what."""
    track_ad_traffic: bool | None = None
    """None: as the campaign says."""


@frozen(kw_only=True)
class CurrentPromoter(Model):
    """The promoter whose session this is, as they see themselves."""

    id: int
    email: str | None = None
    name: str | None = None
    """First and last name."""
    stats: PromoterStats | None = None
    profile: PromoterProfile | None = None
    promoter_campaigns: tuple[OwnPromoterCampaign, ...] = ()
    """Their link, and where they stand, in each campaign."""
    balances: Mapping[str, Any] | None = field(default=None, hash=False)
    """What they have earned, by unit (`{"cash": 5000}`, cents), or by kind of balance and then unit: the API answers both."""
    custom_fields: Mapping[str, Any] | None = field(default=None, hash=False)
    is_confirmed: bool | None = None
    """Whether they confirmed their account."""
    invoice_details_status: InvoiceDetailsStatus | str | None = None
    selected_payout_method: Any = field(default=None, hash=False)
    """How they want to be paid: text by the documents, and an object on the company's side."""
    pending_contract_documents: tuple[str | Mapping[str, Any], ...] = field(default=(), hash=False)
    """What they still have to sign."""
    joined_at: datetime | None = None
    first_event_at: datetime | None = None
    """When they first did anything."""


@frozen(kw_only=True)
class SubAffiliate(Model):
    """Someone whom the promoter recruited."""

    id: int
    email: str | None = None
    name: str | None = None
    stats: PromoterStats | None = None
    joined_at: datetime | None = None


@frozen(kw_only=True)
class PromoterEmail(Model):
    """Whom an encrypted id is of."""

    email: str | None = None
