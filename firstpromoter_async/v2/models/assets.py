"""Assets as FirstPromoter describes them: material for promoters. This module knows nothing of requests."""

from datetime import datetime
from enum import StrEnum

from ...frozen import frozen
from ...wire.model import Model
from .brief import CampaignBrief


class AssetType(StrEnum):
    """What an asset is."""

    IMAGE = "image"
    DOCUMENT = "document"
    LINK = "link"
    TEXT = "text"


@frozen(kw_only=True)
class AssetCategory(Model):
    """A group of material for promoters."""

    id: int | None = None
    name: str | None = None
    position: int | None = None
    """Where it stands among the others, the lowest first."""
    created_at: datetime | None = None
    updated_at: datetime | None = None


@frozen(kw_only=True)
class ImageSize(Model):
    """How large a picture is, in pixels."""

    width: int | None = None
    height: int | None = None


@frozen(kw_only=True)
class AssetDetails(Model):
    """What is known of an asset's file."""

    file_format: str | None = None
    """For example `png`."""
    file_size: int | None = None
    """In bytes."""
    image_size: ImageSize | None = None


@frozen(kw_only=True)
class AnyAsset(Model):
    """What the company and promoters alike see of material: a picture, a document, a link or a text."""

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
    allowed_campaign_ids: tuple[int, ...] = ()
    """The campaigns whose promoters can use it."""
    allowed_campaigns: tuple[CampaignBrief, ...] = ()


@frozen(kw_only=True)
class Asset(AnyAsset):
    """Material that promoters can use: a picture, a document, a link or a text."""

    category: AssetCategory | None = None
    """Without the moments that `asset_categories` shows."""
