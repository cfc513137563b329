"""Rewards of a campaign, and of a promoter in one. This module knows nothing of requests."""

from collections.abc import Iterable

from attrs import field

from ...frozen import frozen
from ...unset import Maybe, Unset
from ..lists import copied, ids
from ..models.campaign_rewards import ApplyOn


@frozen(kw_only=True)
class CampaignRewardInput:
    """A reward, and the sales that it is for."""

    reward_id: int
    apply_on: ApplyOn | str = ApplyOn.ALL
    product_ids: tuple[int, ...] = field(default=(), converter=ids)
    """The products that it is for, where `apply_on` is `specific`."""


def several_rewards(values: Maybe[Iterable[CampaignRewardInput]]) -> Maybe[tuple[CampaignRewardInput, ...]]:
    """Keep rewards as they are now; an empty list takes all rewards away. An attrs converter."""
    return values if isinstance(values, Unset) else copied(values)
