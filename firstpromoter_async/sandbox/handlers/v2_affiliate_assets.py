"""Material for an affiliate: what is for all campaigns, or for one that they are in, with its category by name."""

from typing import Any, Final

from ...wire.message import HttpResponse
from ..records.documents import kept, opened
from ..store import Row
from .conditions import Conditions
from .registry import RequestContext, handles
from .replies import as_json, v2_rows
from .v2_assets import ASSET_CATEGORIES, ASSETS

_ALLOWED: Final = kept("allowed_campaign_ids")
_FOR_THEM: Final = f"""(coalesce(json_array_length({_ALLOWED}), 0) = 0 OR EXISTS (
  SELECT 1 FROM json_each({_ALLOWED}) JOIN promotions ON promotions.campaign_id = value WHERE promoter_id = ?))"""


@handles("GET /api/v2/affiliate/assets")
def assets(context: RequestContext) -> HttpResponse:
    """List what the promoter can use."""
    found = Conditions("documents").equal("documents.noun", ASSETS.name).where(_FOR_THEM, context.promoter_id)

    def shape(row: Row) -> dict[str, Any]:
        whole = ASSETS.show(context.records, opened(row))
        return whole | {"category": whole["category"] and whole["category"]["name"]}

    return as_json(v2_rows(context, found, shape))


@handles("GET /api/v2/affiliate/asset_categories")
def categories(context: RequestContext) -> HttpResponse:
    """List what the material is sorted into."""
    found = Conditions("documents").equal("documents.noun", ASSET_CATEGORIES.name).sort(kept("position"), "ASC")
    return as_json(v2_rows(context, found, lambda row: ASSET_CATEGORIES.show(context.records, opened(row))))
