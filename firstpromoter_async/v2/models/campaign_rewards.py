"""What a campaign gives to promoters, and to those whom they refer. This module knows nothing of requests."""

from enum import StrEnum

from ...frozen import frozen
from ...wire.model import Model


class ApplyOn(StrEnum):
    """Which sales a reward is for."""

    MONTHLY = "monthly"
    YEARLY = "yearly"
    ONE_TIME = "one_time"
    ALL = "all"
    SPECIFIC = "specific"
    """Those of the reward's products."""


@frozen(kw_only=True)
class RewardSummary(Model):
    """A reward, as its campaign shows it."""

    name: str | None = None
    promoter_reward_type: str | None = None
    """None for rewards of referrals."""
    hide_reward: bool | None = None
    tier_level: int | None = None
    coupon: str | None = None


@frozen(kw_only=True)
class ProductBrief(Model):
    """A product, by name."""

    id: int | None = None
    name: str | None = None


@frozen(kw_only=True)
class CampaignReward(Model):
    """A reward and the sales that it is for."""

    apply_on: ApplyOn | str | None = None
    product_ids: tuple[int, ...] = ()
    reward_id: int | None = None
    reward: RewardSummary | None = None
    products: tuple[ProductBrief, ...] = ()
