"""Promoters as FirstPromoter describes them: who they are, what they achieved, and the campaigns they are in.

Amounts are integers in minor units: cents, or whole units of a currency without cents. This module knows nothing of requests.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from attrs import field

from ...frozen import frozen
from ...money import MinorUnits
from ...wire.model import Model, secret
from .brief import CampaignBrief, FraudCheck, InvoiceDetailsStatus, PromoterBrief
from .payout_methods import PayoutMethod
from .profiles import PromoterProfile


class PromoterState(StrEnum):
    """Where a promoter stands in one campaign."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    BLOCKED = "blocked"
    INACTIVE = "inactive"
    NOT_SET = "not_set"
    """None at all; as a filter, it finds those without a state."""


@frozen(kw_only=True)
class PromoterStats(Model):
    """What a promoter has achieved so far, over all campaigns."""

    clicks_count: int | None = None
    referrals_count: int | None = None
    sales_count: int | None = None
    customers_count: int | None = None
    active_customers_count: int | None = None
    revenue_amount: MinorUnits | None = None
    """All sales together, in cents."""


@frozen(kw_only=True)
class PromoterCampaign(Model):
    """A promoter's place in one campaign, with their link and coupon there."""

    id: int | None = None
    """The `promoter_campaign_id` of other operations: neither the promoter's id nor the campaign's."""
    campaign_id: int | None = None
    promoter_id: int | None = None
    state: PromoterState | str | None = None
    created_at: datetime | None = None
    """When the promoter joined the campaign."""
    campaign: CampaignBrief | None = None
    coupon: str | None = None
    display_coupon: str | None = None
    """Seen in answers, though not documented here."""
    ref_token: str | None = None
    """What marks this promoter in links; v1 calls it `ref_id`."""
    ref_link: str | None = None
    """The link that the promoter passes on."""


@frozen(kw_only=True)
class Promoter(Model):
    """Someone who sends you customers.

    Whether they are accepted is said per campaign, in `promoter_campaigns`.
    """

    id: int
    email: str | None = None
    name: str | None = None
    """First and last name."""
    cust_id: str | None = None
    """Your own id of the promoter."""
    note: str | None = None
    stats: PromoterStats | None = None
    is_customized: bool | None = None
    fraud_suspicions: tuple[FraudCheck | str, ...] = ()
    is_confirmed: bool | None = None
    """Whether they confirmed their account."""
    invoice_details_status: InvoiceDetailsStatus | str | None = None
    profile: PromoterProfile | None = None
    joined_at: datetime | None = None
    last_login_at: datetime | None = None
    archived_at: datetime | None = None
    custom_fields: Mapping[str, Any] | None = field(default=None, hash=False)
    password_setup_url: str | None = secret()
    """Lets whoever has it choose the promoter's password: a credential, so neither in the repr nor in a pickle."""
    first_event_at: datetime | None = None
    """When they first did anything."""
    promoter_campaigns: tuple[PromoterCampaign, ...] = ()
    balances: Mapping[str, Any] | None = field(default=None, hash=False)
    """What they have earned, by unit (`{"cash": 5000}`, cents), or by kind of balance and then unit: the API answers both."""
    track_ad_traffic: bool | None = None
    """None: as the campaign says."""
    auth_provider: str | None = None
    """For example `google`; None for e-mail and password."""
    selected_payout_method: PayoutMethod | None = None
    """None also when the request said `exclude_payout_method=True`."""
    parent_promoter: PromoterBrief | None = None
    """Who recruited them; only when the request said `include_parent_promoter=True`."""
    has_monetary_rewards: bool | None = None
    """Seen in answers, though not documented."""
    recruitment_link_url: str | None = None
    """Seen in answers, though not documented."""
    pending_contract_documents: Any = field(default=None, hash=False)
    """Seen in answers, though not documented."""


@frozen(kw_only=True)
class IframeLogin(Model):
    """A session for a dashboard that is embedded in your own pages."""

    access_token: str | None = secret()
    expires_in: int | None = None
    """Seconds that the session lives."""
