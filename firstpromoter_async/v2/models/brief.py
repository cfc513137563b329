"""The short forms in which nouns appear inside other nouns, and the words that several nouns share.

This module knows nothing of requests, or of the nouns in full.
"""

from datetime import datetime
from enum import StrEnum

from ...frozen import frozen
from ...wire.model import Model


class FraudCheck(StrEnum):
    """What FirstPromoter suspects, if anything."""

    NO_SUSPICION = "no_suspicion"
    """Nothing, or cleared by hand."""
    SAME_IP = "same_ip_suspicion"
    """Promoter and customer share an IP address."""
    SAME_EMAIL = "same_promoter_email"
    """Promoter and customer share an e-mail address."""
    AD_SOURCE = "ad_source"
    """The visitor came through a paid ad."""


class InvoiceDetailsStatus(StrEnum):
    """What became of the invoice details that a promoter handed in."""

    PENDING = "pending"
    APPROVED = "approved"
    DENIED = "denied"
    NOT_SET = "not_set"


class Unit(StrEnum):
    """What a commission or reward is counted in."""

    CASH = "cash"
    """Money: amounts are cents of the account's currency, or whole units of a currency without cents."""
    CREDITS = "credits"
    POINTS = "points"
    FREE_MONTHS = "free_months"
    MONTHLY_DISCOUNT = "mon_discount"
    """A discount on each month, as an amount."""
    PERCENT_DISCOUNT = "discount_per"
    """A discount in percent."""


class ContractDocumentStatus(StrEnum):
    """Whether the promoter has agreed."""

    PENDING = "pending"
    SIGNED = "signed"


@frozen(kw_only=True)
class CampaignBrief(Model):
    """A campaign, by name."""

    id: int | None = None
    name: str | None = None
    color: str | None = None
    """As in a style sheet, for example `#EC4899`."""


@frozen(kw_only=True)
class PromoterBrief(Model):
    """A promoter, by name."""

    id: int | None = None
    email: str | None = None
    name: str | None = None


@frozen(kw_only=True)
class ReferralBrief(Model):
    """A referred customer, by name."""

    id: int | None = None
    email: str | None = None
    uid: str | None = None
    """Your own id of the customer, if you sent one."""


@frozen(kw_only=True)
class RewardBrief(Model):
    """A reward, by name."""

    id: int | None = None
    name: str | None = None


@frozen(kw_only=True)
class PromoterCampaignBrief(Model):
    """Which promoter, in which campaign."""

    id: int | None = None
    """The id of this link between the two: neither the promoter's nor the campaign's."""
    campaign_id: int | None = None
    promoter_id: int | None = None
    created_at: datetime | None = None
    """When the promoter joined the campaign."""
    promoter: PromoterBrief | None = None
    campaign: CampaignBrief | None = None
