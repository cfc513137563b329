"""v1 rewards: what promoters earned, in money or otherwise. This module knows nothing of sending."""

from attrs import field

from ..frozen import frozen
from ..money import MinorUnitsOrCount
from ..resource import Resource, call, pages
from ..unset import UNSET, Maybe
from ..wire.checks import minor_units
from ..wire.request import Listing, Replay, Request
from .base import V1
from .models.promoters import Unit
from .models.rewards import Reward, RewardStatus


@frozen(kw_only=True)
class ListRewards(Listing[Reward]):
    """Read rewards, page by page: all, or those of one promotion, promoter or campaign.

    `GET /api/v1/rewards/list`. FirstPromoter's pages have 50 rewards. Raises `Unprocessable` for an unknown promotion,
    promoter or campaign.
    """

    route = V1.GET("/rewards/list")

    promotion_id: Maybe[int] = UNSET
    """Only those of this promotion."""
    ref_id: Maybe[str] = UNSET
    """Only those of the promotion with this referral id."""
    promoter_id: Maybe[int] = UNSET
    """Only those of this promoter."""
    campaign_id: Maybe[int] = UNSET
    """Only those of this campaign."""


@frozen(kw_only=True)
class CreateReward(Request[Reward]):
    """Give a reward by hand and return it.

    `POST /api/v1/rewards/create`. Needs the lead that it is for (`lead_id`, `uid` or `email`), or else the promotion
    that gets it (`promotion_id` or `ref_id`). Commissions on sales come of `track.sale` instead. Nothing refuses a
    second copy. Raises `InvalidRequest` or `InvalidAmount` before anything is sent, `Unprocessable` where
    FirstPromoter finds neither lead nor promotion.
    """

    route = V1.POST("/rewards/create")
    replay = Replay.UNSAFE

    lead_id: Maybe[int] = UNSET
    """The lead, by FirstPromoter's id."""
    uid: Maybe[str] = UNSET
    """The lead, by the id in your own system or at your billing provider."""
    email: Maybe[str] = UNSET
    """The lead, by e-mail address."""
    promotion_id: Maybe[int] = UNSET
    """The promotion, by FirstPromoter's id."""
    ref_id: Maybe[str] = UNSET
    """The promotion, by referral id."""
    reward_type: Unit | str
    """What is given. `cash` is in the older reference only."""
    amount: MinorUnitsOrCount = field(validator=minor_units)
    """How much: minor units (cents) for `cash`, else a count. More than zero."""
    status: Maybe[RewardStatus | str] = UNSET
    """Approved, if left out."""
    skip_email_notification: Maybe[bool] = UNSET
    """True sends the promoter no e-mail."""

    def check(self) -> None:
        """Refuse a reward for nobody."""
        self._need_one_of("lead_id", "uid", "email", "promotion_id", "ref_id")


@frozen(kw_only=True)
class UpdateReward(Request[Reward]):
    """Approve, deny or suspend a reward, and return it.

    `PUT /api/v1/rewards/update`. Needs `id` or `event_id`. Raises `InvalidRequest` before anything is sent,
    `Unprocessable` for an unknown reward.
    """

    route = V1.PUT("/rewards/update")
    replay = Replay.UNSAFE

    id: Maybe[int] = UNSET
    """FirstPromoter's id."""
    event_id: Maybe[str] = UNSET
    """The `event_id` of the sale; with billing providers, the id of the invoice or of the single charge."""
    status: Maybe[RewardStatus | str] = UNSET
    """The new status."""

    def check(self) -> None:
        """Refuse a reward without any key."""
        self._need_one_of("id", "event_id")


class Rewards(Resource):
    """What promoters earned."""

    list = pages(ListRewards)
    """Rewards, 50 on a page; amounts in money are minor units (cents)."""
    create = call(CreateReward)
    """The new reward; `amount` is in minor units (cents) for `cash`, else a count."""
    update = call(UpdateReward)
    """The reward with its new status."""
