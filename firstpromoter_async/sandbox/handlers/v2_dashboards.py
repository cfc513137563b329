"""v2's dashboards. No document says what they answer, so the names here are ours, and the numbers are what is stored.

Amounts are in cents. Stats are of all times, trendings compare the last 30 days with the 30 before, and a chart shows the last
30 days unless it is told otherwise.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final

from ...wire.message import HttpResponse
from ..records.figures import Figures, Key
from .charts import SELECTIONS, as_pairs, chart, selection_of, span_of
from .registry import RequestContext, handles
from .replies import as_json
from .reports import Span

_SELECTIONS: Final = SELECTIONS | {"commissions": "earned"}
_MONTH: Final = timedelta(days=30)
_LONG_AGO: Final = date(1970, 1, 1)
_WAITING: Final = {
    "promoters": ("promotions", "state = 'pending'"),
    "referrals": ("leads JOIN promotions ON promotions.id = promotion_id", "leads.state = 'pending'"),
    "commissions": ("rewards JOIN promotions ON promotions.id = promotion_id", "rewards.status = 'pending'"),
}
"""What waits for a decision."""
_SUMS: Final = {
    "commissions": "rewards JOIN promotions ON promotions.id = promotion_id WHERE rewards.unit = 'cash' AND",
    "payouts": "payouts WHERE payouts.unit = 'cash' AND",
}


@handles("GET /api/v2/company/dashboards/stats")
def stats(context: RequestContext) -> HttpResponse:
    """Everything that was ever counted, and what waits for a decision."""
    by, keys = _campaigns(context)
    figures, today = Figures(context.store, _LONG_AGO, _today(context), by), _today(context)
    counted = {name: _sum(figures, keys, figure, _LONG_AGO, today) for name, figure in _SELECTIONS.items()}
    condition = _condition(keys)
    pending = {
        name: context.store.value(f"SELECT count(*) FROM {where} WHERE {what} AND {condition}")
        for name, (where, what) in _WAITING.items()
    }
    return as_json({**counted, "pending": pending})


@handles("GET /api/v2/company/dashboards/trendings")
def trendings(context: RequestContext) -> HttpResponse:
    """The last 30 days beside the 30 before."""
    by, keys = _campaigns(context)
    today = _today(context)
    begin, before = today - _MONTH + timedelta(days=1), today - 2 * _MONTH + timedelta(days=1)
    figures = Figures(context.store, before, today, by)
    return as_json(
        {
            name: {
                "current": _sum(figures, keys, figure, begin, today),
                "previous": _sum(figures, keys, figure, before, begin - timedelta(days=1)),
            }
            for name, figure in _SELECTIONS.items()
        }
    )


@handles("GET /api/v2/company/dashboards/chart_data")
def chart_data(context: RequestContext) -> HttpResponse:
    """One figure of the account over time."""
    by, keys = _campaigns(context)
    selection = selection_of(context.parameters, _SELECTIONS, "revenue")
    today = _today(context)
    span = span_of(context.parameters, Span(today - _MONTH + timedelta(days=1), today))
    about, points = chart(context, span, selection, _SELECTIONS[selection], by, keys)
    return as_json(about | {"selection_items": as_pairs(points)})


@handles("GET /api/v2/company/dashboards/payouts_and_commissions")
def payouts_and_commissions(context: RequestContext) -> HttpResponse:
    """Sums of money by status."""
    condition = _condition(_campaigns(context)[1])
    found: dict[str, Any] = {}
    for name, source in _SUMS.items():
        table = "rewards" if name == "commissions" else "payouts"
        sql = f"SELECT {table}.status AS status, sum({table}.amount) AS amount FROM {source} {condition} GROUP BY 1"
        found[name] = {row["status"]: row["amount"] for row in context.store.all(sql)}
    return as_json(found)


def _campaigns(context: RequestContext) -> tuple[str | None, Sequence[Key]]:
    """Read which campaigns to count: what figures are gathered by, and their keys."""
    numbers = context.parameters.group("filters").integers("campaign_id")
    return ("campaign", numbers) if numbers else (None, [None])


def _condition(keys: Sequence[Key]) -> str:
    numbers = [str(key) for key in keys if isinstance(key, int)]
    return f"campaign_id IN ({', '.join(numbers)})" if numbers else "1"


def _sum(figures: Figures, keys: Sequence[Key], figure: str, first: date, last: date) -> int:
    return sum(figures.sum(key, figure, first, last) for key in keys)


def _today(context: RequestContext) -> date:
    return date.fromisoformat(context.moment[:10])
