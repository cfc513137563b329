"""Promoters as data, with their place in every campaign.

Balances and amounts are integers: minor units (cents) for `cash`, counts for every other unit. This module knows
nothing of requests.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeAlias

from attrs import field

from ...frozen import frozen
from ...money import MinorUnits, MinorUnitsOrCount
from ...wire.model import Model, secret

Balance: TypeAlias = Mapping[str, MinorUnitsOrCount] | None
"""Unit to amount, for example `{"cash": 28800, "points": -24}`; negative at times."""


class Unit(StrEnum):
    """What an amount is counted in; a new unit arrives as text."""

    CASH = "cash"
    """Money in minor units (cents)."""
    CREDITS = "credits"
    POINTS = "points"
    FREE_MONTHS = "free_months"
    DISCOUNT_PER = "discount_per"
    """A discount in percent."""
    DISCOUNT_MON = "discount_mon"
    """A discount in money; v2 calls it `mon_discount`."""


class PromoterStatus(StrEnum):
    """How a promoter stands with the company; the documents and real answers use different words, and both are here."""

    APPROVED = "approved"
    ACTIVE = "active"
    PENDING = "pending"
    DENIED = "denied"
    BLOCKED = "blocked"


class PromotionStatus(StrEnum):
    """Whether a promotion has an offer at the moment."""

    OFFER_RUNNING = "offer_running"
    OFFER_INACTIVE = "offer_inactive"


@frozen(kw_only=True)
class CurrentOffer(Model):
    """What a campaign gives for a referral, or to the person referred."""

    id: int | None = None
    name: str | None = None
    amount: MinorUnitsOrCount | float | None = None
    """Minor units (cents) where `unit` is `cash`, else a count."""
    unit: Unit | str | None = None
    default_promo_code: str | None = None


@frozen(kw_only=True)
class RewardPlan(CurrentOffer):
    """A reward as a campaign defines it, as against one that somebody earned (`Reward`)."""

    type: str | None = None
    """What it is given for, for example `per_referral` or `per_promotion`."""
    per_of_sale: int | float | None = None
    """The share of a sale, in percent; 0 where `amount` counts instead."""


@frozen(kw_only=True)
class Promotion(Model):
    """A promoter's place in one campaign, with its own referral id and link."""

    id: int | None = None
    status: PromotionStatus | str | None = None
    ref_id: str | None = None
    promo_code: str | None = None
    """The billing provider's id of the coupon."""
    customer_promo_code: str | None = None
    """The code that customers type."""
    target_reached_at: datetime | Mapping[str, Any] | None = field(default=None, hash=False)
    """When the target was reached; one of the API's documents calls it an object, and what is in it nobody says."""
    promoter_id: int | None = None
    campaign_id: int | None = None
    campaign_name: str | None = None
    referral_link: str | None = None
    current_offer: CurrentOffer | None = None
    """What the referred person gets."""
    current_referral_reward: RewardPlan | None = None
    """What the promoter gets for each referral."""
    current_promotion_reward: RewardPlan | None = None
    current_target_reward: RewardPlan | None = None
    hidden: bool | None = None
    visitors_count: int | None = None
    leads_count: int | None = None
    customers_count: int | None = None
    active_customers_count: int | None = None
    cancellations_count: int | None = None
    sales_count: int | None = None
    refunds_count: int | None = None
    sales_total: MinorUnits | None = None
    """Minor units (cents)."""
    refunds_total: MinorUnits | None = None
    """Minor units (cents); negative."""


@frozen(kw_only=True)
class SocialAccount(Model):
    """A promoter's page in one network."""

    url: str | None = None


@frozen(kw_only=True)
class SocialAccounts(Model):
    """A promoter's pages in the networks that FirstPromoter knows."""

    twitter: SocialAccount | None = None
    youtube: SocialAccount | None = None
    facebook: SocialAccount | None = None
    linkedin: SocialAccount | None = None
    instagram: SocialAccount | None = None
    twitch: SocialAccount | None = None
    """Webhooks show it, and `tiktok`; calls are not documented to."""
    tiktok: SocialAccount | None = None


@frozen(kw_only=True)
class Profile(Model):
    """Who a promoter is."""

    id: int | None = None
    first_name: str | None = None
    last_name: str | None = None
    website: str | None = None
    company_name: str | None = None
    phone_number: str | None = None
    address: str | None = None
    vat_id: str | None = None
    country: str | None = None
    paypal_email: str | None = None
    avatar_url: str | None = None
    description: str | None = None
    social_accounts: SocialAccounts | None = None


@frozen(kw_only=True)
class PromoCode(Model):
    """A promo code of a promoter."""

    id: int | None = None
    code: str | None = None
    reward: RewardPlan | None = None
    """What the code gives; only its id and name are shown."""


@frozen(kw_only=True)
class Promoter(Model):
    """Somebody who sends you customers.

    `profile`, `promotions`, `promo_codes` and `custom_fields` come with the promoter operations only; inside a lead,
    a reward or a payout the promoter is shown without them.
    """

    id: int | None = None
    status: PromoterStatus | str | None = None
    cust_id: str | None = None
    """The promoter's id in your own system."""
    email: str | None = None
    created_at: datetime | None = None
    temp_password: str | None = secret()
    """The password that was set for the first login."""
    default_promotion_id: int | None = None
    pref: str | None = None
    """The referral id with which this promoter recruits others."""
    default_ref_id: str | None = None
    note: str | None = None
    w8_form_url: str | None = None
    w9_form_url: str | None = None
    parent_promoter_id: int | None = None
    earnings_balance: Balance = None
    """Everything that was earned so far."""
    current_balance: Balance = None
    """Earned and not paid yet."""
    pending_balance: Balance = None
    """In payouts that are under way; only the older reference shows it."""
    paid_balance: Balance = None
    """Paid so far."""
    auth_token: str | None = secret()
    """Logs the promoter in to the dashboard without a password."""
    profile: Profile | None = None
    promotions: tuple[Promotion, ...] = ()
    custom_fields: Mapping[str, Any] | None = None
    promo_codes: tuple[PromoCode, ...] = ()


@frozen(kw_only=True)
class AuthToken(Model):
    """A promoter's new token; the one before it no longer works."""

    auth_token: str | None = secret()


@frozen(kw_only=True)
class IframeLogin(Model):
    """A session for a dashboard that is embedded in your own pages."""

    access_token: str | None = secret()
    expires_in: int | None = None
    """Seconds that the session lives."""
