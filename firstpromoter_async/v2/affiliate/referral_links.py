"""The promoter's own referral links: list, create, update, delete. This module knows nothing of sending."""

from attrs import field

from ...frozen import frozen
from ...resource import Resource, call, pages
from ...unset import UNSET, Maybe
from ...wire.request import Replay, Request
from ..base import V2Listing, affiliate
from ..models.promoter_campaigns import ReferralLink


@frozen(kw_only=True)
class ListOwnReferralLinks(V2Listing[ReferralLink]):
    """List the links that the promoter may pass on, page by page.

    `GET /api/v2/affiliate/referral_links`
    """

    route = affiliate.GET("/referral_links")

    promoter_campaign_id: Maybe[int] = UNSET
    """Only those of one campaign: `CurrentPromoter.promoter_campaigns` has the id."""


@frozen(kw_only=True)
class CreateReferralLink(Request[ReferralLink]):
    """Make a link of the promoter's own.

    `POST /api/v2/affiliate/referral_links`. Raises `Unprocessable` for what cannot be a link.
    """

    route = affiliate.POST("/referral_links")
    replay = Replay.UNSAFE

    promoter_campaign_id: int
    """In which campaign: `CurrentPromoter.promoter_campaigns` has the id."""
    sub_id: Maybe[str] = UNSET
    """What tells this link apart in reports."""
    name: Maybe[str] = UNSET
    url: Maybe[str] = UNSET
    """The page that it leads to; the campaign's own, if left out."""


@frozen
class UpdateReferralLink(Request[ReferralLink]):
    """Change what a link of the promoter's own is called, or its `sub_id`; what is left out stays.

    `PUT /api/v2/affiliate/referral_links/{id}`
    """

    route = affiliate.PUT("/referral_links/{id}")
    replay = Replay.UNSAFE

    id: int
    sub_id: Maybe[str] = field(default=UNSET, kw_only=True)
    """What tells this link apart in reports."""
    name: Maybe[str] = field(default=UNSET, kw_only=True)


@frozen
class DeleteReferralLink(Request[None]):
    """Delete a link of the promoter's own.

    `DELETE /api/v2/affiliate/referral_links/{id}`
    """

    route = affiliate.DELETE("/referral_links/{id}")
    replay = Replay.UNSAFE

    id: int


class AffiliateReferralLinks(Resource):
    """The links that the promoter passes on."""

    list = pages(ListOwnReferralLinks)
    """The campaigns' links and the promoter's own, 100 on a page; only the latter have a `source` of `promoter`."""
    create = call(CreateReferralLink)
    """The new link, with the whole address as `url`."""
    update = call(UpdateReferralLink)
    """The link as it is now."""
    delete = call(DeleteReferralLink)
    """Nothing: it is deleted."""
