"""Asset categories: list, save. This module knows nothing of sending."""

from collections.abc import Iterable

from attrs import field

from ...errors import InvalidRequest
from ...frozen import frozen
from ...resource import Resource, call, pages
from ...unset import UNSET, Maybe
from ...wire.request import Replay, Request, wire_name
from ..base import V2Listing, company
from ..filters import kept
from ..models.assets import AssetCategory


@frozen(kw_only=True)
class ListAssetCategories(V2Listing[AssetCategory]):
    """List the categories that material for promoters is sorted into.

    `GET /api/v2/company/assets/categories`
    """

    route = company.GET("/assets/categories")


@frozen(kw_only=True)
class AssetCategoryInput:
    """A category to make, or with an `id` to change or delete."""

    id: Maybe[int] = UNSET
    name: str
    position: int
    """Where it stands among the others, the lowest first."""
    destroy: Maybe[bool] = field(default=UNSET, metadata=wire_name("_destroy"))
    """True deletes the category with this `id`."""

    def __attrs_post_init__(self) -> None:
        if self.destroy is True and self.id is UNSET:
            raise InvalidRequest("AssetCategoryInput.destroy needs the id of what to delete, which was not given")


def _categories(values: Iterable[AssetCategoryInput]) -> tuple[AssetCategoryInput, ...]:
    return kept(values)


@frozen
class SaveAssetCategories(Request[tuple[AssetCategory, ...]]):
    """Make, change and delete categories in one call; those that are not named stay.

    `PUT /api/v2/company/assets/categories`
    """

    route = company.PUT("/assets/categories")
    replay = Replay.UNSAFE

    asset_categories: tuple[AssetCategoryInput, ...] = field(converter=_categories)


class AssetCategories(Resource):
    """What material for promoters is sorted into."""

    list = pages(ListAssetCategories)
    """Categories, in the order of their positions."""
    save = call(SaveAssetCategories)
    """All categories as they are now."""
