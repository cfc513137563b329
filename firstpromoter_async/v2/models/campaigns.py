"""Campaigns as FirstPromoter describes them: where promoters send people, and what they get for it.

This module knows nothing of requests.
"""

from enum import StrEnum

from ...frozen import frozen
from ...money import MinorUnits, MinorUnitsOrCount
from ...wire.model import Model
from .campaign_rewards import CampaignReward


class AdTraffic(StrEnum):
    """What happens to visitors who came through paid ads."""

    PENDING = "pending"
    ALLOW = "allow"
    BLOCK = "block"


class RefTokenParam(StrEnum):
    """What stands in referral links before the promoter's `ref_token`."""

    FPR = "?fpr"
    VIA = "?via"
    FP_REF = "?fp_ref"
    DEAL = "?deal"
    REF = "?ref"
    FROM = "?_from"
    BY = "?_by"
    GO = "?_go"


class UpgradeMetric(StrEnum):
    """What a promoter must reach to move up to another campaign."""

    CUSTOMERS = "customers"
    REVENUE = "revenue"
    ACTIVE_CUSTOMERS = "active_customers"


@frozen(kw_only=True)
class CampaignStats(Model):
    """What a campaign has achieved so far."""

    promoters_count: int | None = None
    referrals_count: int | None = None
    sales_count: int | None = None
    customers_count: int | None = None
    revenue_amount: MinorUnits | None = None
    """All sales together, in cents."""


@frozen(kw_only=True)
class UpgradeDetails(Model):
    """When promoters move up, and where to."""

    campaign_id: int | None = None
    """The campaign that they move to."""
    amount: MinorUnitsOrCount | None = None
    """How much of the metric it takes; cents when that is revenue."""
    metric: UpgradeMetric | str | None = None
    move_referrals_on_level_change: bool | None = None


@frozen(kw_only=True)
class CampaignLink(Model):
    """A page that promoters may link to."""

    id: int | None = None
    name: str | None = None
    url: str | None = None


@frozen(kw_only=True)
class Campaign(Model):
    """A programme that promoters join, with its rewards."""

    id: int
    name: str | None = None
    color: str | None = None
    """As in a style sheet, for example `#EC4899`."""
    stats: CampaignStats | None = None
    landing_url: str | None = None
    """Where referral links lead."""
    visitor_cookie_life: int | None = None
    """Days for which a click is remembered."""
    ref_token_param: RefTokenParam | str | None = None
    """What stands in referral links before the promoter's `ref_token`, for example `?fpr`."""
    auto_approve_leads: bool | None = None
    auto_approve_promoters: bool | None = None
    track_ad_traffic: AdTraffic | str | None = None
    is_private: bool | None = None
    is_default: bool | None = None
    upgrade_details: UpgradeDetails | None = None
    signup_url: str | None = None
    """Where promoters join."""
    links: tuple[CampaignLink, ...] = ()
    rewards_for_promoters: tuple[CampaignReward, ...] = ()
    rewards_for_referrals: tuple[CampaignReward, ...] = ()
