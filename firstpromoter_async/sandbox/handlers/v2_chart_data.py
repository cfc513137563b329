"""v2's charts of a promoter, whose points are pairs, and of a promoter in one campaign, whose points are objects."""

from ...wire.message import HttpResponse
from .charts import Chart
from .registry import RequestContext, handles


@handles("GET /api/v2/company/promoters/{id}/chart_data")
def of_promoter(context: RequestContext) -> HttpResponse:
    """A promoter, in all campaigns."""
    promoter = context.named("promoters")
    return Chart.asked(context).as_pairs("promoter", [promoter["id"]])


@handles("GET /api/v2/company/promoter_campaigns/{id}/chart_data")
def of_promoter_campaign(context: RequestContext) -> HttpResponse:
    """A promoter in one campaign; with totals, if they are asked for."""
    promotion, chart = context.named("promotions"), Chart.asked(context)
    points = chart.points("promoter_campaign", [promotion["id"]])
    items = [{"date": period.first.isoformat(), "value": number} for period, number in points]
    totals = {"totals": {chart.selection: sum(number for _, number in points)}}
    return chart.answer(items, **(totals if context.parameters.truth("with_totals") else {}))
