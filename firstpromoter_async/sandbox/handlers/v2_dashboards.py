"""v2's dashboards. No document says what they answer, so the names here are ours, and the numbers are what is stored.

Amounts are in cents. Stats are of all times, trendings compare the last 30 days with the 30 before, and a chart shows the last
30 days unless it is told otherwise.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final

from ...wire.message import HttpResponse
from ..records.figures import Figures, Key
from .charts import MORE_SELECTIONS, Chart
from .registry import RequestContext, handles
from .replies import as_json
from .reports import Span

_DAY: Final = timedelta(days=1)
_MONTH: Final = timedelta(days=30)
_LONG_AGO: Final = date(1970, 1, 1)
_WAITING: Final = {
    "promoters": ("promotions", "state = 'pending'"),
    "referrals": ("leads JOIN promotions ON promotions.id = promotion_id", "leads.state = 'pending'"),
    "commissions": ("rewards JOIN promotions ON promotions.id = promotion_id", "rewards.status = 'pending'"),
}
"""What waits for a decision."""
_SUMS: Final = {
    "commissions": ("rewards", "rewards JOIN promotions ON promotions.id = promotion_id"),
    "payouts": ("payouts", "payouts"),
}


@handles("GET /api/v2/company/dashboards/stats")
def stats(context: RequestContext) -> HttpResponse:
    """Everything that was ever counted, and what waits for a decision."""
    by, keys = _campaigns(context)
    condition = _condition(keys)
    pending = {
        name: context.store.value(f"SELECT count(*) FROM {where} WHERE {what} AND {condition}")
        for name, (where, what) in _WAITING.items()
    }
    figures = Figures(context.store, _LONG_AGO, context.today, by)
    return as_json({**_sums(figures, keys, _LONG_AGO, context.today), "pending": pending})


@handles("GET /api/v2/company/dashboards/trendings")
def trendings(context: RequestContext) -> HttpResponse:
    """The last 30 days beside the 30 before."""
    by, keys = _campaigns(context)
    begin = context.today - _MONTH + _DAY
    figures = Figures(context.store, begin - _MONTH, context.today, by)
    current = _sums(figures, keys, begin, context.today)
    previous = _sums(figures, keys, begin - _MONTH, begin - _DAY)
    return as_json({name: {"current": current[name], "previous": previous[name]} for name in current})


@handles("GET /api/v2/company/dashboards/chart_data")
def chart_data(context: RequestContext) -> HttpResponse:
    """One figure of the account over time."""
    by, keys = _campaigns(context)
    return Chart.asked(context, Span(context.today - _MONTH + _DAY, context.today)).as_pairs(by, keys)


@handles("GET /api/v2/company/dashboards/payouts_and_commissions")
def payouts_and_commissions(context: RequestContext) -> HttpResponse:
    """Sums of money by status."""
    condition = _condition(_campaigns(context)[1])
    found: dict[str, Any] = {}
    for name, (table, source) in _SUMS.items():
        rows = context.store.all(
            f"""SELECT {table}.status AS status, sum({table}.amount) AS amount FROM {source}
                WHERE {table}.unit = 'cash' AND {condition} GROUP BY 1"""
        )
        found[name] = {row["status"]: row["amount"] for row in rows}
    return as_json(found)


def _campaigns(context: RequestContext) -> tuple[str | None, Sequence[Key]]:
    """Read which campaigns to count: what figures are gathered by, and their keys."""
    numbers = context.parameters.group("filters").integers("campaign_id")
    return ("campaign", numbers) if numbers else (None, [None])


def _condition(keys: Sequence[Key]) -> str:
    numbers = [str(key) for key in keys if isinstance(key, int)]
    return f"campaign_id IN ({', '.join(numbers)})" if numbers else "1"


def _sums(figures: Figures, keys: Sequence[Key], first: date, last: date) -> dict[str, int]:
    return {name: figures.sum_of(keys, figure, first, last) for name, figure in MORE_SELECTIONS.items()}
