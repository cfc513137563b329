"""Promoter campaigns: list, search, update, referral links. This module knows nothing of sending."""

from attrs import field

from ...frozen import frozen
from ...resource import Resource, call, pages
from ...unset import UNSET, Maybe
from ...wire.checks import filled, fit_for_links
from ...wire.request import Replay, Request
from ..base import V2Listing, company
from ..filters import Day
from ..models.charts import ChartData, ChartSelection
from ..models.promoter_campaigns import FullPromoterCampaign, ReferralLink
from ..models.promoters import PromoterState
from .campaign_rewards import CampaignRewardInput, several_rewards


@frozen(kw_only=True)
class ListPromoterCampaigns(V2Listing[FullPromoterCampaign]):
    """List who takes part in which campaign, page by page.

    `GET /api/v2/company/promoter_campaigns`
    """

    route = company.GET("/promoter_campaigns")


@frozen
class SearchPromoterCampaigns(Request[tuple[FullPromoterCampaign, ...]]):
    """Search those who take part in campaigns, as the dashboard's search box does.

    `GET /api/v2/company/promoter_campaigns/search`. FirstPromoter returns 5 at most, however many there are.
    """

    route = company.GET("/promoter_campaigns/search")
    replay = Replay.SAFE

    q: str = field(validator=filled)
    """For example a part of the promoter's name or e-mail address."""


@frozen
class UpdatePromoterCampaign(Request[FullPromoterCampaign]):
    """Change a promoter's place in a campaign: state, link, coupon, rewards; what is left out stays.

    `PUT /api/v2/company/promoter_campaigns/{id}`. Raises `NotFound`, and `BadRequest` or `Unprocessable` for a `ref_token` that
    is another's.
    """

    route = company.PUT("/promoter_campaigns/{id}")
    replay = Replay.UNSAFE

    id: int
    """Neither the promoter's id nor the campaign's: `Promoter.promoter_campaigns` has it."""
    ref_token: Maybe[str] = field(default=UNSET, validator=fit_for_links, kw_only=True)
    """What marks the promoter in links: lower-case letters, digits, `-` and `_`. Links with the old one bring nobody any more;
    visitors who had followed one by then still count."""
    state: Maybe[PromoterState | str] = field(default=UNSET, kw_only=True)
    """Sales that a blocked promoter brings are refused, as if nobody had referred the customer."""
    coupon: Maybe[str] = field(default=UNSET, kw_only=True)
    """The billing provider's id of the promoter's coupon."""
    display_coupon: Maybe[str] = field(default=UNSET, kw_only=True)
    """The code of that coupon as customers type it."""
    direct_url: Maybe[str] = field(default=UNSET, kw_only=True)
    """A page whose visitors count for the promoter without a referral link."""
    rewards_for_promoters: Maybe[tuple[CampaignRewardInput, ...]] = field(
        default=UNSET, converter=several_rewards, kw_only=True
    )
    """All of this promoter's own rewards; they count while `promoter_rewards_customized` is true."""
    rewards_for_referrals: Maybe[tuple[CampaignRewardInput, ...]] = field(
        default=UNSET, converter=several_rewards, kw_only=True
    )
    """All rewards of this promoter's referrals; they count while `referral_rewards_customized` is true."""
    promoter_rewards_customized: Maybe[bool] = field(default=UNSET, kw_only=True)
    """Whether the promoter has rewards of their own instead of the campaign's."""
    referral_rewards_customized: Maybe[bool] = field(default=UNSET, kw_only=True)
    """Whether the promoter's referrals have rewards of their own instead of the campaign's."""


@frozen
class ListReferralLinks(V2Listing[ReferralLink]):
    """List the links that a promoter may pass on in a campaign.

    `GET /api/v2/company/promoter_campaigns/{id}/referral_links`. Raises `NotFound`.
    """

    route = company.GET("/promoter_campaigns/{id}/referral_links")

    id: int
    """The promoter campaign's: neither the promoter's id nor the campaign's."""


@frozen
class GetPromoterCampaignChartData(Request[ChartData]):
    """Get a figure of a promoter in one campaign over time.

    `GET /api/v2/company/promoter_campaigns/{id}/chart_data`
    """

    route = company.GET("/promoter_campaigns/{id}/chart_data")
    replay = Replay.SAFE

    id: int
    """The promoter campaign's: neither the promoter's id nor the campaign's."""
    selection: ChartSelection | str
    """What to show."""
    period_from: Day
    """The first day."""
    period_to: Day
    """The last day."""
    with_totals: Maybe[bool] = UNSET
    """Whether to add the totals of the period, which come in `extra`."""


class PromoterCampaigns(Resource):
    """Who takes part in which campaign: state, link and coupon."""

    list = pages(ListPromoterCampaigns)
    """Promoter campaigns, 100 on a page; revenue is in minor units (cents)."""
    search = call(SearchPromoterCampaigns)
    """The first 5 that match, or fewer; revenue is in minor units (cents)."""
    update = call(UpdatePromoterCampaign)
    """The promoter campaign as it is now."""
    referral_links = pages(ListReferralLinks)
    """The default link, those to the campaign's other pages, and the promoter's own."""
    chart_data = call(GetPromoterCampaignChartData)
    """The figure for each period in `points`; revenue is taken for minor units (cents), since no document says."""
