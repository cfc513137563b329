"""What events carry and no call gives: several nouns side by side, or more of one than elsewhere.

This module knows nothing of how events arrive.
"""

from datetime import datetime

from ..frozen import frozen
from ..v1.models import Campaign, CurrentOffer, Payout, Promoter, Promotion, RewardPlan
from ..wire.model import Model


@frozen(kw_only=True)
class CampaignWithRewards(Campaign):
    """A campaign of v1, with what it gives at the moment."""

    offer: CurrentOffer | None = None
    """What referred persons get."""
    referral_reward: RewardPlan | None = None
    """What promoters get for each referral."""
    promotion_reward: RewardPlan | None = None
    target_reward: RewardPlan | None = None


@frozen(kw_only=True)
class PromoterSignup(Model):
    """Who signed up as a promoter, and for which campaigns."""

    promoter: Promoter | None = None
    """`status` is `pending` unless promoters are accepted at once."""
    promotions: tuple[Promotion, ...] = ()


@frozen(kw_only=True)
class PromoterAcceptance(Model):
    """Who was accepted, and where."""

    state: str | None = None
    """`accepted`."""
    campaign: CampaignWithRewards | None = None
    promoter: Promoter | None = None
    promotion: Promotion | None = None


@frozen(kw_only=True)
class PendingFulfilment(Payout):
    """A reward that is not money and waits to be given: `amount` counts in `unit`."""

    campaign: CampaignWithRewards | None = None


@frozen(kw_only=True)
class SignedContractDocument(Model):
    """A contract document, as the event shows it."""

    id: int
    promoter_id: int | None = None
    signed_at: datetime | None = None
    created_at: datetime | None = None
