"""Who takes part in which campaign, in full, and the links that they pass on. This module knows nothing of requests."""

from enum import StrEnum

from ...frozen import frozen
from ...money import MinorUnits
from ...wire.model import Model
from .brief import CampaignBrief, PromoterBrief
from .campaign_rewards import CampaignReward
from .promoters import PromoterCampaign


@frozen(kw_only=True)
class PromoterCampaignStats(Model):
    """What a promoter has achieved in one campaign."""

    clicks_count: int | None = None
    referrals_count: int | None = None
    sales_count: int | None = None
    customers_count: int | None = None
    revenue_amount: MinorUnits | None = None
    """All sales together, in cents."""


@frozen(kw_only=True)
class FullPromoterCampaign(PromoterCampaign):
    """A promoter's place in one campaign with all that is known of it; a promoter shows theirs with less."""

    promoter: PromoterBrief | None = None
    stats: PromoterCampaignStats | None = None
    is_customized: bool | None = None
    """Whether anything here differs from what the campaign says."""
    direct_url: str | None = None
    """A page whose visitors count for the promoter without a referral link."""
    promoter_rewards_customized: bool | None = None
    """Whether the promoter has rewards of their own instead of the campaign's."""
    referral_rewards_customized: bool | None = None
    """Whether the promoter's referrals have rewards of their own instead of the campaign's."""
    rewards_for_promoters: tuple[CampaignReward, ...] = ()
    rewards_for_referrals: tuple[CampaignReward, ...] = ()
    promo_codes: tuple[str, ...] = ()
    """Codes whose sales count for this promoter."""


class LinkSource(StrEnum):
    """Who made a referral link."""

    CAMPAIGN = "campaign"
    PROMOTER = "promoter"


@frozen(kw_only=True)
class ReferralLink(Model):
    """A link that a promoter passes on."""

    id: int | None = None
    name: str | None = None
    url: str | None = None
    """The whole link, with what marks the promoter in it."""
    is_default: bool | None = None
    source: LinkSource | str | None = None
    """Who made it: the campaign, or the promoter."""
    sub_id: str | None = None
    """What tells the promoter's own links apart in reports."""
    campaign: CampaignBrief | None = None
