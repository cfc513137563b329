"""v2 campaigns."""

from ...v2.company import campaigns as operations
from ...wire.message import HttpResponse
from .conditions import Conditions
from .registry import RequestContext, handles
from .replies import as_json, v2_rows
from .v2_shapes import Shapes


@handles(operations.ListCampaigns)
def everything(context: RequestContext) -> HttpResponse:
    """List campaigns."""
    return as_json(v2_rows(context, Conditions("campaigns"), Shapes(context.store).campaign))
