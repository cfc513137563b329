"""v2 asset categories: how the material for promoters is sorted."""

from ..records.documents import kept
from .fields import Field, integer, text
from .nouns import Noun

ASSET_CATEGORIES = Noun(
    "asset_categories",
    fields={"name": Field(text, needed=True), "position": Field(integer, needed=True)},
    shown=("id", "name", "position", "created_at", "updated_at"),
    order=(kept("position"), "ASC"),
)
ASSET_CATEGORIES.at("/api/v2/company/assets/categories", "list", "save")
