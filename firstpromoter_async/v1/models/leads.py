"""Leads as data: the people whom promoters referred. This module knows nothing of requests."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from attrs import field

from ...frozen import frozen
from ...wire.model import Model, known_as
from .promoters import Promoter, Promotion


class LeadState(StrEnum):
    """How far a referred person has come."""

    SUBSCRIBED = "subscribed"
    """Known by a newsletter or a free plan, before any signup."""
    SIGNUP = "signup"
    ACTIVE = "active"
    """A customer."""
    CANCELLED = "cancelled"
    DENIED = "denied"


class Suspicion(StrEnum):
    """Why FirstPromoter thinks that a lead may be made up."""

    NO_SUSPICION = "no_suspicion"
    SAME_IP = "same_ip_suspicion"
    SAME_PROMOTER_EMAIL = "same_promoter_email"
    AD_SOURCE = "ad_source"
    SELF_REFERRAL = "self_referral"


@frozen(kw_only=True)
class Lead(Model):
    """A person whom a promoter referred; a customer after the first sale."""

    id: int | None = None
    state: LeadState | str | None = field(default=None, metadata=known_as("state", "status"))
    email: str | None = None
    """Not always an address: a lead that was moved may carry ` (moved)` behind it."""
    uid: str | None = None
    """The lead's id in your own system or at your billing provider."""
    customer_since: datetime | None = None
    cancelled_at: datetime | None = None
    plan_name: str | None = None
    suspicion: Suspicion | str | None = None
    username: str | None = None
    website: str | None = None
    created_at: datetime | None = None
    split_promotion_id: int | None = None
    """The promotion with which the commissions are shared."""
    split_percentage_value: Decimal | None = None
    """That promotion's share, in percent."""
    custom_fields: Any = None
    """Your own fields, just as they came: the documents call this text, and an object is what one expects."""
    visitor_sub_id: str | None = None
    promotion: Promotion | None = None
    promoter: Promoter | None = None
