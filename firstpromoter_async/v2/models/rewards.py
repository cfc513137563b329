"""Rewards as FirstPromoter describes them: what promoters earn by sales, and what the customers get whom they refer.

This module knows nothing of requests, or of the commissions that come of it.
"""

from datetime import datetime
from enum import StrEnum

from ...frozen import frozen
from ...money import MinorUnitsOrPercent
from ...wire.model import Model
from .brief import Unit


class PromoterRewardType(StrEnum):
    """What a promoter gets a reward for."""

    SALE = "sale"
    """A sale to somebody whom they referred."""
    TIER = "tier"
    """A sale of somebody whom they recruited as a promoter."""
    TARGET = "target"
    """Reaching what the rules say."""
    CUSTOM = "custom"


class TierRewardMode(StrEnum):
    """What the reward of a tier is a share of; the documents give the names only."""

    COMMISSION = "tier_commission_mode"
    OVERRIDE = "tier_override_mode"
    NET_OVERRIDE = "tier_net_override_mode"


class RewardDuration(StrEnum):
    """For how long a customer's sales are rewarded."""

    ONCE = "once"
    FOREVER = "forever"
    REPEATING = "repeating"
    """For `duration_in_months` months."""


class RuleType(StrEnum):
    """What a rule looks at."""

    CUSTOMER_SALES_COUNT = "customer_sales_count"
    CUSTOMER_AGE_IN_MONTHS = "customer_age_in_months"
    PROMOTER_CAMPAIGN_CUSTOMERS_COUNT = "promoter_campaign_customers_count"
    """How many customers the promoter has in the campaign."""
    PROMOTER_CAMPAIGN_REVENUE = "promoter_campaign_revenue"
    """What the promoter has sold in the campaign."""


class RuleCondition(StrEnum):
    """How a rule compares."""

    LESS_THAN = "less than"
    LESS_THAN_OR_EQUAL_TO = "less than or equal to"
    EQUAL_TO = "equal to"
    GREATER_THAN_OR_EQUAL_TO = "greater than or equal to"
    GREATER_THAN = "greater than"
    MULTIPLE_OF = "multiple of"


class RuleOperator(StrEnum):
    """How a rule is joined to the others."""

    AND = "and"
    OR = "or"


@frozen(kw_only=True)
class RewardRule(Model):
    """When a schema applies: `type condition value`, as in `customer_sales_count equal to 1`."""

    type: RuleType | str | None = None
    condition: RuleCondition | str | None = None
    filter_by: str | None = None
    """`price`, or nothing."""
    value: float | None = None
    """What is compared with: sales, customers, months, or revenue, of which the documents name no unit."""
    operator: RuleOperator | str | None = None


@frozen(kw_only=True)
class RewardSchema(Model):
    """How much of which unit, and under which rules."""

    unit: Unit | str | None = None
    amount: MinorUnitsOrPercent | None = None
    """Percent, or with `flat_amount` that many cents (by what clients say; the documents name no unit), points or months."""
    flat_amount: bool | None = None
    rules: tuple[RewardRule, ...] = ()
    """None: it always applies."""


@frozen(kw_only=True)
class Reward(Model):
    """What a sale, a recruit's sale, or reaching a target is worth."""

    id: int
    name: str | None = None
    is_promoter_reward: bool | None = None
    """Whether it is for promoters; the others are for the customers whom they refer."""
    promoter_reward_type: PromoterRewardType | str | None = None
    """None for rewards of referrals."""
    coupon: str | None = None
    editable: bool | None = None
    hide_reward: bool | None = None
    provider_coupon_id: str | None = None
    """The coupon's id where payments are taken, for example at Stripe."""
    duration: RewardDuration | str | None = None
    duration_in_months: int | None = None
    max_redemptions: int | None = None
    new_customers_only: bool | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    provider: str | None = None
    tier_reward_mode: TierRewardMode | str | None = None
    tier_level: int | None = None
    """2 is whoever recruited the promoter, 3 whoever recruited those, and so on."""
    schemas: tuple[RewardSchema, ...] = ()
