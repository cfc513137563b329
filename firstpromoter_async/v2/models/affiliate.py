"""What a promoter sees of themselves, their referrals and commissions: less than the company does, and some of it otherwise.

Amounts are integers in minor units: cents, or whole units of a currency without cents. This module knows nothing of requests.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from attrs import field, frozen

from ...money import MinorUnits, MinorUnitsOrCount, UnconfirmedMinorUnits
from ...wire.codec import Model
from .assets import AssetDetails, AssetType
from .brief import (
    CampaignBrief,
    ContractDocumentStatus,
    InvoiceDetailsStatus,
    PromoterBrief,
    PromoterCampaignBrief,
    ReferralBrief,
    RewardBrief,
    Unit,
)
from .campaigns import CampaignReward
from .commissions import CommissionStatus, CommissionType
from .payouts import PayoutStatus
from .profiles import PromoterProfile
from .promoter_campaigns import PromoterCampaignStats
from .promoters import PromoterCampaign, PromoterStats
from .referrals import ReferralState
from .reports import PeriodReport, ReportFigures


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


@frozen(kw_only=True)
class AffiliateCommission(Model):
    """What the promoter gets for a sale, or without one; negative after a refund."""

    id: int
    status: CommissionStatus | str | None = None
    commission_type: CommissionType | str | None = None
    sale_amount: MinorUnits | None = None
    """The sale, in cents of the account's currency; None for custom commissions."""
    original_sale_amount: MinorUnits | None = None
    """The sale, in cents of the currency that it was made in."""
    original_sale_currency: str | None = None
    """That currency; None when it is the account's."""
    plan_id: str | None = None
    tier: int | None = None
    """1 for the promoter's own sales; 2 and above for those of their sub-affiliates."""
    unit: Unit | str | None = None
    amount: MinorUnitsOrCount | None = None
    """What the promoter gets: cents when `unit` is `cash`, else that many of the unit."""
    is_paid: bool | None = None
    external_note: str | None = None
    """What the company wants the promoter to know."""
    created_at: datetime | None = None
    status_updated_at: datetime | None = None
    promoter_campaign: PromoterCampaignBrief | None = None
    referral: ReferralBrief | None = None
    """None for custom commissions."""
    reward: RewardBrief | None = None


@frozen(kw_only=True)
class AffiliatePayout(Model):
    """What the promoter is paid for a period of a campaign.

    The documents name no unit for its amounts: they are taken for minor units (cents), as everywhere else in v2.
    """

    id: int
    status: PayoutStatus | str | None = None
    unit: Unit | str | None = None
    amount: UnconfirmedMinorUnits | None = None
    tax_rate: Decimal | None = None
    """Percent."""
    total_incl_tax: UnconfirmedMinorUnits | None = None
    period_start: date | None = None
    period_end: date | None = None
    payments_batch_id: int | None = None
    """The batch that it is paid with, if it is in one."""
    payout_method: Mapping[str, Any] | None = field(default=None, hash=False)
    """How it is paid, as FirstPromoter puts it."""
    error: str | None = None
    """Why it failed."""
    created_at: datetime | None = None
    processing_started_at: datetime | None = None
    paid_at: datetime | None = None
    failed_at: datetime | None = None
    campaign: CampaignBrief | None = None
    promoter: PromoterBrief | None = None


@frozen(kw_only=True)
class AffiliateAsset(Model):
    """Material that the promoter can use: a picture, a document, a link or a text."""

    id: int
    name: str | None = None
    asset_type: AssetType | str | None = None
    url: str | None = None
    """Where its file is, or where its link leads."""
    thumbnail_url: str | None = None
    content: str | None = None
    """Its text."""
    landing_page_url: str | None = None
    details: AssetDetails | None = None
    uploading: bool | None = None
    """Whether its file is still on its way to where `url` will be."""
    category: Any = field(default=None, hash=False)
    """Text by the documents, and an object on the company's side."""
    allowed_campaign_ids: tuple[int, ...] = ()
    """The campaigns whose promoters can use it."""
    allowed_campaigns: tuple[CampaignBrief, ...] = ()


@frozen(kw_only=True)
class SubIdReport(Model):
    """The figures of one `sub_id`: all periods together, and each by itself in `sub_data`."""

    id: str | None = None
    sub_id: str | None = None
    """What tells one of the promoter's links apart from the others."""
    data: ReportFigures | None = None
    sub_data: tuple[PeriodReport, ...] = ()


@frozen(kw_only=True)
class ContractBrief(Model):
    """A contract, by name."""

    id: int | None = None
    name: str | None = None


@frozen(kw_only=True)
class ContractVersion(Model):
    """What a contract says at one time."""

    added_at: datetime | None = None
    changes_made: str | None = None
    """What is new in it."""
    content_hosted: bool | None = None
    """Whether FirstPromoter has the text; else it is at `external_link`."""
    external_link: str | None = None


@frozen(kw_only=True)
class SignerProfile(Model):
    """The picture of who signs."""

    avatar: str | None = None
    """The address of a picture."""


@frozen(kw_only=True)
class Signer(PromoterBrief):
    """Who signs."""

    profile: SignerProfile | None = None


@frozen(kw_only=True)
class AffiliateContractDocument(Model):
    """A contract between the company and the promoter."""

    id: int
    status: ContractDocumentStatus | str | None = None
    contract: ContractBrief | None = None
    contract_version: ContractVersion | None = None
    contract_version_id: int | None = None
    promoter: Signer | None = None
    signed_at: datetime | None = None
    signed_ip: str | None = None
    """The internet address that it was signed from."""


@frozen(kw_only=True)
class ContractContent(Model):
    """What a contract says, as HTML."""

    content: str | None = None


@frozen(kw_only=True)
class EmailSettings(Model):
    """Which e-mails of one company the promoter gets."""

    id: int
    """The promoter's id at that company."""
    company_name: str | None = None
    company_domain: str | None = None
    marketing_consent: bool | None = None
    """Whether the company may send marketing of any kind."""
    emails_opt_drip: bool | None = None
    """Helpful e-mails about the programme."""
    emails_opt_new_commission: bool | None = None
    """One for each new commission."""
    emails_opt_new_referral: bool | None = None
    """One for each new referral."""
    emails_opt_payout: bool | None = None
    """One for each payment."""
