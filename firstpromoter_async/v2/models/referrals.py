"""Referrals as FirstPromoter describes them: people whom a promoter sent, as leads and later as customers.

This module knows nothing of requests.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from attrs import field

from ...frozen import frozen
from ...wire.model import Model
from .brief import FraudCheck, PromoterCampaignBrief


class ReferralState(StrEnum):
    """How far a referral has come."""

    SUBSCRIBED = "subscribed"
    """To a newsletter or a free plan, before signing up."""
    SIGNUP = "signup"
    ACTIVE = "active"
    """A paying customer."""
    CANCELLED = "cancelled"
    REFUNDED = "refunded"
    DENIED = "denied"
    PENDING = "pending"
    MOVED = "moved"
    """To another promoter or campaign; the e-mail address may then end in ` (moved)`."""


class EntrySource(StrEnum):
    """How a referral was found."""

    API = "api"
    COUPON = "coupon"
    COOKIE = "cookie"
    MANUAL_ADMIN = "manual_admin"
    MANUAL_AFFILIATE = "manual_affiliate"


@frozen(kw_only=True)
class SplitDetail(Model):
    """Another promoter's share of each commission; the owner of the referral gets what all shares leave."""

    promoter_campaign_id: int | None = None
    promoter_id: int | None = None
    percentage: float | None = None
    """0 to 100."""


@frozen(kw_only=True)
class CustomStatus(Model):
    """A status of your own making."""

    id: int | None = None
    name: str | None = None
    description: str | None = None
    order: int | None = None
    company_id: int | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None


@frozen(kw_only=True)
class Referral(Model):
    """Someone whom a promoter sent: a lead, or a customer."""

    id: int
    email: str | None = None
    """May end in ` (moved)` when the state is `moved`."""
    uid: str | None = None
    """Your own id of the customer, if you sent one."""
    state: ReferralState | str | None = None
    custom_status: CustomStatus | None = None
    metadata: Mapping[str, Any] | None = field(default=None, hash=False)
    entry_source: EntrySource | str | None = None
    created_at: datetime | None = None
    customer_since: datetime | None = None
    """The first payment; None for a lead."""
    promoter_campaign: PromoterCampaignBrief | None = None
    fraud_check: FraudCheck | str | None = None
    created_by_user_email: str | None = None
    """Who entered the referral by hand."""
    username: str | None = None
    split_details: tuple[SplitDetail, ...] = ()
    first_name: str | None = None
    last_name: str | None = None
    website: str | None = None
    comment: str | None = None
    is_expired: bool | None = None
    traffic_source: str | None = None
    """Seen in answers, though not documented."""
