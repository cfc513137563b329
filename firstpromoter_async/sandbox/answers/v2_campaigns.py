"""v2 campaigns."""

from ...v2.company import campaigns as asked_for
from ...wire.message import HttpResponse
from .book import Asked, answers
from .conditions import Conditions
from .replies import as_json, v2_rows
from .v2_shapes import Shapes


@answers(asked_for.ListCampaigns)
def everything(asked: Asked) -> HttpResponse:
    """List campaigns."""
    return as_json(v2_rows(asked, Conditions("campaigns"), Shapes(asked.store).campaign))
