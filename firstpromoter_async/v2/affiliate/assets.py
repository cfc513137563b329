"""Material that the promoter can use, and what it is sorted into: list. This module knows nothing of sending."""

from typing import Any

from ...frozen import frozen
from ...resource import Resource, call, pages
from ...wire.request import Replay, Request
from ..base import V2Listing, affiliate
from ..models.affiliate_assets import AffiliateAsset


@frozen(kw_only=True)
class ListAffiliateAssets(V2Listing[AffiliateAsset]):
    """List the material that the promoter can use, page by page.

    `GET /api/v2/affiliate/assets`
    """

    route = affiliate.GET("/assets")


@frozen
class ListAffiliateAssetCategories(Request[Any]):
    """List what the material is sorted into.

    `GET /api/v2/affiliate/asset_categories`. What it answers is documented nowhere, so it comes as it is.
    """

    route = affiliate.GET("/asset_categories")
    replay = Replay.SAFE


class AffiliateAssets(Resource):
    """Material that the promoter can use."""

    list = pages(ListAffiliateAssets)
    """Pictures, documents, links and texts, 100 on a page."""
    categories = call(ListAffiliateAssetCategories)
    """Plain JSON; on the company's side a list of `id`, `name` and `position`."""
