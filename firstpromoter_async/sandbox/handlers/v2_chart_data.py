"""v2's charts of a promoter, whose points are pairs, and of a promoter in one campaign, whose points are objects."""

from ...wire.message import HttpResponse
from ..problems import NotFound
from ..records.figures import Key
from .charts import SELECTIONS, as_pairs, chart, selection_of, span_of
from .registry import RequestContext, handles
from .replies import as_json


@handles("GET /api/v2/company/promoters/{id}/chart_data")
def of_promoter(context: RequestContext) -> HttpResponse:
    """A promoter, in all campaigns."""
    promoter = _existing(context, "promoters")
    selection = selection_of(context.parameters)
    span = span_of(context.parameters)
    about, points = chart(context, span, selection, SELECTIONS[selection], "promoter", [promoter])
    return as_json(about | {"selection_items": as_pairs(points)})


@handles("GET /api/v2/company/promoter_campaigns/{id}/chart_data")
def of_promoter_campaign(context: RequestContext) -> HttpResponse:
    """A promoter in one campaign; with totals, if they are asked for."""
    link = _existing(context, "promotions")
    selection = selection_of(context.parameters)
    span = span_of(context.parameters)
    about, points = chart(context, span, selection, SELECTIONS[selection], "promoter_campaign", [link])
    items = [{"date": period.first.isoformat(), "value": number} for period, number in points]
    totals = {"totals": {selection: sum(number for _, number in points)}}
    with_totals = context.parameters.truth("with_totals")
    return as_json(about | {"selection_items": items} | (totals if with_totals else {}))


def _existing(context: RequestContext, table: str) -> Key:
    number = context.parameters.integer("id")
    if context.store.one(f"SELECT 1 FROM {table} WHERE id = ?", number) is None:
        raise NotFound("Record not found")
    return number
