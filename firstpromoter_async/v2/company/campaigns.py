"""Campaigns: list.

This module knows nothing of HTTP or of sending.
"""

from attrs import frozen

from ...resource import Resource, pages
from ..base import V2Listing, company
from ..models.campaigns import Campaign


@frozen(kw_only=True)
class ListCampaigns(V2Listing[Campaign]):
    """List campaigns, page by page.

    `GET /api/v2/company/campaigns`
    """

    route = company.GET("/campaigns")


class Campaigns(Resource):
    """The programmes that promoters join."""

    list = pages(ListCampaigns)
    """Campaigns, 100 on a page; revenue is in minor units (cents)."""
