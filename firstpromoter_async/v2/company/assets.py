"""Assets: list, get, create, update, update_category, delete. Their categories are in `asset_categories`.

This module knows nothing of sending.
"""

from collections.abc import Iterable
from typing import Literal

from attrs import field

from ...frozen import frozen
from ...resource import Resource, call, pages
from ...unset import UNSET, Maybe
from ...wire.answers import Batch, Done
from ...wire.checks import filled
from ...wire.request import Replay, Request
from ...wire.route import Body
from ...wire.upload import Upload
from ..base import V2Listing, company
from ..bulk import ForIds
from ..filters import Day, Range, one_or_several_ids
from ..lists import maybe_ids
from ..models.assets import Asset, AssetType


def _ids_or_not_set(
    values: Maybe[int | Iterable[int] | Literal["not_set"]],
) -> Maybe[int | tuple[int, ...] | Literal["not_set"]]:
    return "not_set" if values == "not_set" else one_or_several_ids(values)


@frozen(kw_only=True)
class AssetFilters:
    """Which assets to list; all conditions must hold."""

    asset_type: Maybe[AssetType | str] = UNSET
    category_id: Maybe[int | tuple[int, ...] | Literal["not_set"]] = field(default=UNSET, converter=_ids_or_not_set)
    """One category or several; `"not_set"` finds those without one."""
    campaign_id: Maybe[int | tuple[int, ...]] = field(default=UNSET, converter=one_or_several_ids)
    """Those that promoters of this campaign, or of one of these, can use."""
    created_at: Maybe[Range[Day]] = UNSET


@frozen(kw_only=True)
class ListAssets(V2Listing[Asset]):
    """List material for promoters, page by page.

    `GET /api/v2/company/assets`
    """

    route = company.GET("/assets")

    q: Maybe[str] = UNSET
    """Search in names and addresses."""
    filters: Maybe[AssetFilters] = UNSET


@frozen
class GetAsset(Request[Asset]):
    """Look up one asset.

    `GET /api/v2/company/assets/{id}`. Raises `NotFound`.
    """

    route = company.GET("/assets/{id}")
    replay = Replay.SAFE

    id: int


@frozen(kw_only=True)
class CreateAsset(Request[Asset]):
    """Create an asset.

    `POST /api/v2/company/assets`. There is no key against doing it twice. Raises `BadRequest` for what is refused.
    """

    route = company.POST("/assets")
    replay = Replay.UNSAFE

    name: str = field(validator=filled)
    asset_type: AssetType | str
    file: Maybe[Upload] = UNSET
    """For an image or a document. With it, everything travels as `multipart/form-data`: the documents know JSON only, in which
    bytes have no place."""
    url: Maybe[str] = UNSET
    """Where a link leads."""
    category_id: Maybe[int] = UNSET
    allowed_campaign_ids: Maybe[tuple[int, ...]] = field(default=UNSET, converter=maybe_ids)
    """The campaigns whose promoters can use it."""
    content: Maybe[str] = UNSET
    """The text of an e-mail or of a post, for which it is required."""
    landing_page_url: Maybe[str] = UNSET
    """Where a post may lead."""


@frozen
class UpdateAsset(Request[Asset]):
    """Change an asset; what is left out stays.

    `PUT /api/v2/company/assets/{id}`. Raises `NotFound`.
    """

    route = company.PUT("/assets/{id}")
    replay = Replay.UNSAFE

    id: int
    name: Maybe[str] = field(default=UNSET, kw_only=True)
    asset_type: Maybe[AssetType | str] = field(default=UNSET, kw_only=True)
    file: Maybe[Upload] = field(default=UNSET, kw_only=True)
    """Takes the place of the old one. With it, everything travels as `multipart/form-data`, as in `create`."""
    url: Maybe[str] = field(default=UNSET, kw_only=True)
    """Where a link leads."""
    category_id: Maybe[int] = field(default=UNSET, kw_only=True)
    """Another category; `update_category` can also take it out of any."""
    allowed_campaign_ids: Maybe[tuple[int, ...]] = field(default=UNSET, converter=maybe_ids, kw_only=True)
    """All campaigns whose promoters can use it from now on."""
    content: Maybe[str] = field(default=UNSET, kw_only=True)
    """The text of an e-mail or of a post."""
    landing_page_url: Maybe[str] = field(default=UNSET, kw_only=True)
    """Where a post may lead."""


@frozen
class UpdateAssetCategory(ForIds[Done | Batch]):
    """Move assets to another category, or out of any.

    `PUT /api/v2/company/assets/update_category`. Raises `Unprocessable` for a category that is not there.
    """

    route = company.PUT("/assets/update_category")

    category_id: int | None = field(kw_only=True)
    """None takes them out of their categories."""


@frozen
class DeleteAssets(ForIds[Done | Batch]):
    """Delete assets, for good.

    `DELETE /api/v2/company/assets/destroy`
    """

    route = company.DELETE("/assets/destroy", body=Body.JSON)


class Assets(Resource):
    """Material that promoters can use."""

    list = pages(ListAssets)
    """Pictures, documents, links and texts, 100 on a page."""
    get = call(GetAsset)
    """The asset; `details` says what its file is like."""
    create = call(CreateAsset)
    """The new asset; while `uploading`, its file is not at `url` yet."""
    update = call(UpdateAsset)
    """The asset as it is now."""
    update_category = call(UpdateAssetCategory)
    """`Done`, or for more than 5 ids the `Batch` to follow; both count what failed."""
    delete = call(DeleteAssets)
    """`Done`, or for more than 5 ids the `Batch` to follow; both count what failed."""
