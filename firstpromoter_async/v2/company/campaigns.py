"""Campaigns: list, get, create, update, delete.

This module knows nothing of HTTP or of sending.
"""

from collections.abc import Iterable

from attrs import field

from ...errors import InvalidRequest
from ...frozen import frozen
from ...money import MinorUnitsOrCount
from ...resource import Resource, call, pages
from ...unset import UNSET, Maybe, Unset
from ...wire.checks import at_least, filled
from ...wire.request import Replay, Request, wire_name
from ..base import V2Listing, company
from ..lists import copied
from ..models.campaigns import AdTraffic, Campaign, RefTokenParam, UpgradeMetric
from .campaign_rewards import CampaignRewardInput, several_rewards


@frozen(kw_only=True)
class CampaignLinkInput:
    """A page that promoters may link to: a new one, or with an `id` one to change or delete."""

    id: Maybe[int] = UNSET
    name: str
    url: str
    destroy: Maybe[bool] = field(default=UNSET, metadata=wire_name("_destroy"))
    """True deletes the link with this `id`."""

    def __attrs_post_init__(self) -> None:
        if self.destroy is True and self.id is UNSET:
            raise InvalidRequest("CampaignLinkInput.destroy needs the id of what to delete, which was not given")


def _several_links(values: Maybe[Iterable[CampaignLinkInput]]) -> Maybe[tuple[CampaignLinkInput, ...]]:
    return values if isinstance(values, Unset) else copied(values)


@frozen(kw_only=True)
class UpgradeInput:
    """When promoters move up, and where to."""

    campaign_id: int
    """The campaign that they move to."""
    amount: MinorUnitsOrCount
    """How much of the metric it takes; cents when that is revenue."""
    metric: UpgradeMetric | str


@frozen(kw_only=True)
class ListCampaigns(V2Listing[Campaign]):
    """List campaigns, page by page.

    `GET /api/v2/company/campaigns`
    """

    route = company.GET("/campaigns")


@frozen
class GetCampaign(Request[Campaign]):
    """Look up one campaign.

    `GET /api/v2/company/campaigns/{id}`. Raises `NotFound`.
    """

    route = company.GET("/campaigns/{id}")
    replay = Replay.SAFE

    id: int


@frozen(kw_only=True)
class _CampaignDetails(Request[Campaign]):
    """What can be said about a campaign, when making one and later."""

    color: Maybe[str] = UNSET
    """As in a style sheet, for example `#EC4899`."""
    auto_approve_promoters: Maybe[bool] = UNSET
    """Whether promoters who sign up are accepted at once."""
    is_private: Maybe[bool] = UNSET
    """Whether only those whom you invite can join."""
    track_ad_traffic: Maybe[AdTraffic | str] = UNSET
    links: Maybe[tuple[CampaignLinkInput, ...]] = field(default=UNSET, converter=_several_links)
    """More pages that promoters may link to."""
    upgrade_details: Maybe[UpgradeInput] = UNSET
    """When promoters move up to another campaign; its `amount` is in minor units (cents) for revenue."""
    rewards_for_promoters: Maybe[tuple[CampaignRewardInput, ...]] = field(default=UNSET, converter=several_rewards)
    """What promoters get: all of it, since the list replaces what there was."""
    rewards_for_referrals: Maybe[tuple[CampaignRewardInput, ...]] = field(default=UNSET, converter=several_rewards)
    """What customers get: all of it, since the list replaces what there was."""


@frozen(kw_only=True)
class CreateCampaign(_CampaignDetails):
    """Create a campaign, which promoters can join at once.

    `POST /api/v2/company/campaigns`. There is no key against doing it twice. Raises `BadRequest` with `field_errors`.
    """

    route = company.POST("/campaigns")
    replay = Replay.UNSAFE

    name: str = field(validator=filled)
    landing_url: str = field(validator=filled)
    """Where referral links lead."""
    ref_token_param: RefTokenParam | str
    """What stands in referral links before the promoter's `ref_token`, for example `?fpr`."""
    visitor_cookie_life: int = field(validator=at_least(1))
    """Days for which a click is remembered."""


@frozen
class UpdateCampaign(_CampaignDetails):
    """Change a campaign; what is left out stays.

    `PUT /api/v2/company/campaigns/{id}`. Raises `NotFound`.
    """

    route = company.PUT("/campaigns/{id}")
    replay = Replay.UNSAFE

    id: int
    name: Maybe[str] = field(default=UNSET, kw_only=True)
    landing_url: Maybe[str] = field(default=UNSET, kw_only=True)
    """Where referral links lead; those that are out already lead there, too."""
    ref_token_param: Maybe[RefTokenParam | str] = field(default=UNSET, kw_only=True)
    """What stands in referral links before the promoter's `ref_token`, for example `?fpr`."""
    visitor_cookie_life: Maybe[int] = field(default=UNSET, validator=at_least(1), kw_only=True)
    """Days for which a click is remembered."""


@frozen
class DeleteCampaign(Request[Campaign]):
    """Delete a campaign.

    `DELETE /api/v2/company/campaigns/{id}`. Raises `NotFound`.
    """

    route = company.DELETE("/campaigns/{id}")
    replay = Replay.UNSAFE

    id: int


class Campaigns(Resource):
    """The programmes that promoters join."""

    list = pages(ListCampaigns)
    """Campaigns, 100 on a page; revenue is in minor units (cents)."""
    get = call(GetCampaign)
    """One campaign with its rewards; revenue is in minor units (cents)."""
    create = call(CreateCampaign)
    """The new campaign; amounts in money are minor units (cents)."""
    update = call(UpdateCampaign)
    """The campaign as it is now; amounts in money are minor units (cents)."""
    delete = call(DeleteCampaign)
    """The campaign as it was."""
