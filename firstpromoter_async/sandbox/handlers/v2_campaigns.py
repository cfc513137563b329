"""v2 campaigns."""

from ...wire.message import HttpResponse
from .conditions import Conditions
from .registry import RequestContext, handles
from .replies import as_json, v2_rows
from .v2_shapes import Shapes


@handles("GET /api/v2/company/campaigns")
def everything(context: RequestContext) -> HttpResponse:
    """List campaigns."""
    return as_json(v2_rows(context, Conditions("campaigns"), Shapes(context.records).campaign))
