"""The campaigns that a promoter can see: list. This module knows nothing of sending."""

from ...frozen import frozen
from ...resource import Resource, pages
from ..base import V2Listing, affiliate
from ..models.brief import CampaignBrief


@frozen(kw_only=True)
class ListAffiliateCampaigns(V2Listing[CampaignBrief]):
    """List the campaigns that the promoter can see, page by page.

    `GET /api/v2/affiliate/campaigns`
    """

    route = affiliate.GET("/campaigns")


class AffiliateCampaigns(Resource):
    """The campaigns that the promoter can see."""

    list = pages(ListAffiliateCampaigns)
    """Campaigns by name and colour, 100 on a page."""
