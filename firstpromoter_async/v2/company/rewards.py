"""Rewards: list, create, update, hide. This module knows nothing of sending."""

from collections.abc import Iterable
from enum import StrEnum

from attrs import field

from ...errors import InvalidRequest
from ...frozen import frozen
from ...money import MinorUnitsOrPercent
from ...resource import Resource, call, pages
from ...unset import UNSET, Maybe
from ...wire.checks import at_least, filled, filled_if_given
from ...wire.request import Replay, Request
from ..base import V2Listing, company
from ..filters import kept
from ..lists import copied
from ..models.brief import Unit
from ..models.rewards import (
    PromoterRewardType,
    Reward,
    RewardDuration,
    RuleCondition,
    RuleOperator,
    RuleType,
    TierRewardMode,
)


class RewardScope(StrEnum):
    """Whom rewards are for."""

    PROMOTERS = "promoters"
    REFERRALS = "referrals"


class RuleFilter(StrEnum):
    """What a rule narrows its count to."""

    PRICE = "price"


@frozen(kw_only=True)
class RewardRuleInput:
    """When a schema applies: `type condition value`, as in `customer_sales_count equal to 1`."""

    type: RuleType | str
    condition: RuleCondition | str
    value: int | float
    """What is compared with: sales, customers, months, or revenue, of which the documents name no unit."""
    operator: RuleOperator | str
    """How it is joined to the other rules."""
    filter_by: Maybe[RuleFilter | str] = UNSET


def _rules(values: Maybe[Iterable[RewardRuleInput]]) -> Maybe[tuple[RewardRuleInput, ...]]:
    return UNSET if values is UNSET else copied(values)


@frozen(kw_only=True)
class RewardSchemaInput:
    """How much of which unit, and under which rules."""

    unit: Unit | str
    amount: MinorUnitsOrPercent
    """Percent (20 is 20 %), or with `flat_amount` that many minor units (cents; by what clients say), points or months."""
    flat_amount: bool
    """Whether `amount` is the same for every sale; False makes it a percentage."""
    rules: Maybe[tuple[RewardRuleInput, ...]] = field(default=UNSET, converter=_rules)
    """Left out, it always applies."""


def _schemas(values: Iterable[RewardSchemaInput]) -> tuple[RewardSchemaInput, ...]:
    return kept(values)


def _maybe_schemas(values: Maybe[Iterable[RewardSchemaInput]]) -> Maybe[tuple[RewardSchemaInput, ...]]:
    return UNSET if values is UNSET else kept(values)


@frozen(kw_only=True)
class ListRewards(V2Listing[Reward]):
    """List rewards.

    `GET /api/v2/company/rewards`
    """

    route = company.GET("/rewards")

    scope: Maybe[RewardScope | str] = UNSET
    """Only those for promoters, or only those for the customers whom they refer."""


@frozen(kw_only=True)
class CreateReward(Request[Reward]):
    """Create a reward; a campaign has to list it before a sale earns it.

    `POST /api/v2/company/rewards`. There is no key against doing it twice. Raises `BadRequest` for what FirstPromoter refuses.
    """

    route = company.POST("/rewards")
    replay = Replay.UNSAFE

    name: str = field(validator=filled)
    is_promoter_reward: bool
    """Whether it is for promoters; otherwise it is for the customers whom they refer."""
    schemas: tuple[RewardSchemaInput, ...] = field(converter=_schemas)
    promoter_reward_type: Maybe[PromoterRewardType | str] = UNSET
    """Needed for a reward of promoters."""
    tier_reward_mode: Maybe[TierRewardMode | str] = UNSET
    """Needed for a tier."""
    tier_level: Maybe[int] = field(default=UNSET, validator=at_least(2))
    """Needed for a tier: 2 is whoever recruited the promoter, 3 whoever recruited those, and so on."""
    coupon: Maybe[str] = UNSET
    hide_reward: Maybe[bool] = UNSET
    duration: Maybe[RewardDuration | str] = UNSET
    duration_in_months: Maybe[int] = field(default=UNSET, validator=at_least(1))
    """Needed where `duration` is `repeating`."""
    max_redemptions: Maybe[int] = UNSET
    """How often the coupon can be used."""
    should_create_provider_coupon: Maybe[bool] = UNSET
    """Whether to make the coupon where payments are taken, for example at Stripe."""
    new_customers_only: Maybe[bool] = UNSET
    provider_coupon_id: Maybe[str] = UNSET
    """The id of a coupon that is there already."""

    def check(self) -> None:
        """Refuse a reward that lacks what its type needs."""
        if self.is_promoter_reward:
            self._need("promoter_reward_type", "a reward of promoters")
        if self.promoter_reward_type == PromoterRewardType.TIER:
            self._need("tier_reward_mode", "a tier")
            self._need("tier_level", "a tier")
        if self.duration == RewardDuration.REPEATING:
            self._need("duration_in_months", "a reward that is repeating")

    def _need(self, name: str, what: str) -> None:
        if getattr(self, name) is UNSET:
            raise InvalidRequest(f"{what} needs {name}, and it was not given")


@frozen
class UpdateReward(Request[Reward]):
    """Change a reward; what is left out stays, and `schemas` replace those that were there.

    `PUT /api/v2/company/rewards/{id}`
    """

    route = company.PUT("/rewards/{id}")
    replay = Replay.UNSAFE

    id: int
    name: Maybe[str] = field(default=UNSET, kw_only=True, validator=filled_if_given)
    is_promoter_reward: Maybe[bool] = field(default=UNSET, kw_only=True)
    schemas: Maybe[tuple[RewardSchemaInput, ...]] = field(default=UNSET, kw_only=True, converter=_maybe_schemas)
    promoter_reward_type: Maybe[PromoterRewardType | str] = field(default=UNSET, kw_only=True)
    tier_reward_mode: Maybe[TierRewardMode | str] = field(default=UNSET, kw_only=True)
    tier_level: Maybe[int] = field(default=UNSET, kw_only=True, validator=at_least(2))
    """2 is whoever recruited the promoter, 3 whoever recruited those, and so on."""
    coupon: Maybe[str] = field(default=UNSET, kw_only=True)
    hide_reward: Maybe[bool] = field(default=UNSET, kw_only=True)
    duration: Maybe[RewardDuration | str] = field(default=UNSET, kw_only=True)
    duration_in_months: Maybe[int] = field(default=UNSET, kw_only=True, validator=at_least(1))
    """Needed where `duration` is `repeating`."""
    max_redemptions: Maybe[int] = field(default=UNSET, kw_only=True)
    """How often the coupon can be used."""
    should_create_provider_coupon: Maybe[bool] = field(default=UNSET, kw_only=True)
    new_customers_only: Maybe[bool] = field(default=UNSET, kw_only=True)
    provider_coupon_id: Maybe[str] = field(default=UNSET, kw_only=True)


@frozen
class HideReward(Request[None]):
    """Hide a reward from those who choose one for a campaign.

    `POST /api/v2/company/rewards/{id}/hide`
    """

    route = company.POST("/rewards/{id}/hide")
    replay = Replay.UNSAFE

    id: int


class Rewards(Resource):
    """What sales are worth, to promoters and to the customers whom they refer."""

    list = pages(ListRewards)
    """Rewards, 100 on a page; each schema's `amount` is percent, or flat: cents, points, months."""
    create = call(CreateReward)
    """The new reward; flat amounts of `cash` are given in minor units (cents), all others as plain numbers."""
    update = call(UpdateReward)
    """The reward as it is now; flat amounts of `cash` are given in minor units (cents)."""
    hide = call(HideReward)
    """Nothing: it is hidden."""
