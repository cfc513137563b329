"""The nouns of v1 as data: promoters, leads, rewards, payouts, reports, and what tracking answers.

Nothing here is required: every field that an answer leaves out, or sends as null or empty text, is None (or an empty tuple), since
the answers of different operations show different parts of the same noun. Amounts are integers in minor units (cents) for the unit
`cash`, and plain counts for every other unit; only reports speak in major units. This module knows nothing of requests.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final, TypeAlias

from attrs import field, frozen

from ..wire.codec import Model, known_as, secret

Balance: TypeAlias = Mapping[str, int] | None
"""Unit to amount, for example `{"cash": 28800, "points": -24}`: cents for `cash`, counts otherwise, and negative at times."""


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


class RewardStatus(StrEnum):
    """Whether a reward counts."""

    APPROVED = "approved"
    PENDING = "pending"
    DENIED = "denied"


class PayoutStatus(StrEnum):
    """How far a payout has come."""

    PENDING = "pending"
    PROCESSING = "processing"
    COMPLETED = "completed"


class EventType(StrEnum):
    """What a tracking call recorded."""

    SIGNUP = "signup"
    SALE = "sale"
    REFUND = "refund"
    CANCELLATION = "cancellation"
    SUBSCRIBER = "subscriber"


# --- promoters ---------------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class CurrentOffer(Model):
    """What a campaign gives for a referral, or to the person referred."""

    id: int | None = None
    name: str | None = None
    amount: int | float | None = None
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
    target_reached_at: datetime | None = None
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
    sales_total: int | None = None
    """Minor units (cents)."""
    refunds_total: int | None = None
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

    `profile`, `promotions`, `promo_codes` and `custom_fields` come with the promoter operations only; inside a lead, a reward or a payout
    the promoter is shown without them.
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


@frozen(kw_only=True)
class MessageAnswer(Model):
    """A success in words, for example `Lead removed.`"""

    message: str | None = None


# --- leads, rewards, payouts -------------------------------------------------------------------------------------------


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


@frozen(kw_only=True)
class Reward(Model):
    """A commission, or another reward, that a promoter earned; negative after a refund."""

    id: int | None = None
    status: RewardStatus | str | None = None
    amount: int | None = None
    """Minor units (cents) where `unit` is `cash`, else a count; negative for a refund."""
    unit: Unit | str | None = None
    created_at: datetime | None = None
    event_id: str | None = None
    """The `event_id` of the sale or refund; None for a reward that was given by hand."""
    # FirstPromoter itself has spelled it in both ways.
    conversion_amount: int | None = field(default=None, metadata=known_as("conversion_amount", "conversion_ampunt"))
    """The sale or refund behind the reward, in minor units (cents)."""
    tier_level: int | None = None
    split_type: str | None = None
    lead: Lead | None = None
    promoter: Promoter | None = None
    promotion: Promotion | None = None


@frozen(kw_only=True)
class Campaign(Model):
    """A campaign, as payouts show it."""

    id: int | None = None
    name: str | None = None
    landing_url: str | None = None
    description: str | None = None
    private: bool | None = None
    color: str | None = None
    # Such a URL may hold a user and a password: that is how some receivers know the sender.
    default_webhook_url: str | None = secret()
    auto_approve_rewards: bool | None = None
    auto_approve_promoters: bool | None = None


@frozen(kw_only=True)
class Payout(Model):
    """What is paid, or given, to a promoter at once."""

    id: int | None = None
    status: PayoutStatus | str | None = None
    amount: int | None = None
    """Minor units (cents) where `unit` is `cash`, else a count."""
    unit: Unit | str | None = None
    date_paid: datetime | None = None
    due_date: datetime | None = None
    created_at: datetime | None = None
    has_issues: bool | None = None
    """Whether delivering a reward that is not money has failed."""
    reward: RewardPlan | None = None
    """The kind of reward, for units other than `cash`."""
    promoter: Promoter | None = None
    campaign: Campaign | None = None


@frozen(kw_only=True)
class Event(Model):
    """What a tracking call recorded, with the commission that came of it."""

    id: int | None = None
    type: EventType | str | None = None
    amount_cents: int | None = None
    """Minor units (cents); negative for a refund, None for a signup or a cancellation."""
    reward: Reward | None = None
    lead: Lead | None = None
    promoter: Promoter | None = None


# --- reports -----------------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class Figures(Model):
    """The figures of a report; those that were not selected are None.

    Amounts are `Decimal` in major units (dollars, not cents) of the account's currency, since the API writes them for people: `$1,613.17`.
    The API documents neither the unit nor the form of the rates; a percent sign is left out.
    """

    revenue_amount: Decimal | None = None
    net_revenue_amount: Decimal | None = None
    promoter_earnings_amount: Decimal | None = None
    promoter_paid_amount: Decimal | None = None
    three_month_epc: Decimal | None = field(default=None, metadata=known_as("3m_epc"))
    """Earnings per click over three months, in major units."""
    six_month_epc: Decimal | None = field(default=None, metadata=known_as("6m_epc"))
    """Earnings per click over six months, in major units."""
    clicks_count: int | None = None
    referrals_count: int | None = None
    customers_count: int | None = None
    active_customers: int | None = None
    cancelled_customers_count: int | None = None
    non_link_customers: int | None = None
    """Customers who came by a promo code instead of a link."""
    sales_count: int | None = None
    refunds_count: int | None = None
    monthly_churn: Decimal | None = None
    clicks_to_referrals_cr: Decimal | None = None
    clicks_to_customers_cr: Decimal | None = None
    referrals_to_customers_cr: Decimal | None = None


@frozen(kw_only=True)
class Report(Figures):
    """The figures of one period."""

    period: str | None = None
    """The period as the API writes it, for example `Sep 2024`."""

    @property
    def starts_on(self) -> date | None:
        """The first day of the period; None where the text is no date."""
        return _first_day(self.period or "")


@frozen(kw_only=True)
class CampaignReport(Figures):
    """The figures of one campaign: the sums here, the periods in `items`."""

    campaign_id: int | None = None
    campaign_name: str | None = None
    items: tuple[Report, ...] = ()

    @property
    def id(self) -> int | None:
        """What tells this row from the others: the campaign's id."""
        return self.campaign_id


@frozen(kw_only=True)
class PromoterReport(Figures):
    """The figures of one promoter: the sums here, the periods in `items`."""

    promoter_id: int | None = None
    promoter_name: str | None = None
    items: tuple[Report, ...] = ()

    @property
    def id(self) -> int | None:
        """What tells this row from the others: the promoter's id."""
        return self.promoter_id


_MONTHS: Final = {name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
# Only `Sep 2024` is documented. Days and years are read in every way in which they are usually written.
_PERIODS: Final = (
    re.compile(r"(?P<month>[A-Za-z]{3})[a-z]*\.? (?:(?P<day>\d{1,2}),? )?(?P<year>\d{4})", re.ASCII),
    re.compile(r"(?P<day>\d{1,2}) (?P<month>[A-Za-z]{3})[a-z]*\.?,? (?P<year>\d{4})", re.ASCII),
    re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?", re.ASCII),
)


def _first_day(period: str) -> date | None:
    for pattern in _PERIODS:
        if found := pattern.fullmatch(period.strip()):
            return _day_of(**found.groupdict())
    return None


def _day_of(*, year: str, month: str | None, day: str | None) -> date | None:
    named = (month or "1").lower()
    number = int(named) if named.isdigit() else _MONTHS.get(named, 0)
    try:
        return date(int(year), number, int(day or 1))
    except ValueError:
        return None
