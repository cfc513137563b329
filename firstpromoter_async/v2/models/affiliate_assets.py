"""Assets as promoters see them. This module knows nothing of requests."""

from typing import Any

from attrs import field, frozen

from ...wire.codec import Model
from .assets import AssetDetails, AssetType
from .brief import CampaignBrief


@frozen(kw_only=True)
class AffiliateAsset(Model):
    """Material that the promoter can use: a picture, a document, a link or a text."""

    id: int
    name: str | None = None
    asset_type: AssetType | str | None = None
    url: str | None = None
    """Where its file is, or where its link leads."""
    thumbnail_url: str | None = None
    content: str | None = None
    """Its text."""
    landing_page_url: str | None = None
    details: AssetDetails | None = None
    uploading: bool | None = None
    """Whether its file is still on its way to where `url` will be."""
    category: Any = field(default=None, hash=False)
    """Text by the documents, and an object on the company's side."""
    allowed_campaign_ids: tuple[int, ...] = ()
    """The campaigns whose promoters can use it."""
    allowed_campaigns: tuple[CampaignBrief, ...] = ()
