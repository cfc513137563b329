"""v1 reports, computed from what is stored at the moment (the real ones lag by minutes or a day).

What the documents leave open, and how it goes here: rates are percentages with two decimals; churn is the share of
cancelled among active and cancelled customers; active customers of a period are those who became customers in it and still are;
earnings per click look at the three or six months up to a period's end. Every period of the span has a row.
"""

import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any, Final

from attrs import frozen

from ...wire.message import HttpResponse
from ..parameters import Parameters
from ..problems import BadReport
from ..records import campaigns
from ..records.figures import Figures, Key
from ..store import Row
from .registry import RequestContext, handles
from .replies import as_json, page_headers

_PAGE: Final = 50
_LONGEST_BY_DAY: Final = 90
_MONTHS: Final = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_USUAL: Final = ["revenue_amount", "clicks_count", "referrals_count", "customers_count"]


@frozen
class Span:
    """Days in a row, both ends included."""

    first: date
    last: date
    label: str = ""


class Sums:
    """What one campaign, promoter or account did in one span."""

    def __init__(self, figures: Figures, key: Key, span: Span) -> None:
        self._figures, self._key, self._span = figures, key, span

    def __getitem__(self, figure: str) -> int:
        return self._figures.sum(self._key, figure, self._span.first, self._span.last)

    def per_click(self, months: int) -> float:
        """Cents earned for each click in the months up to the end of the span."""
        back = Span(_months_before(self._span.last, months) + timedelta(days=1), self._span.last)
        recent = Sums(self._figures, self._key, back)
        return recent["earned"] / recent["clicks"] if recent["clicks"] else 0.0


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 2) if whole else 0.0


_METRICS: Final[dict[str, Callable[[Sums], int | float]]] = {
    "revenue_amount": lambda sums: sums["revenue"],
    "clicks_count": lambda sums: sums["clicks"],
    "referrals_count": lambda sums: sums["referrals"],
    "customers_count": lambda sums: sums["customers"],
    "active_customers": lambda sums: sums["active"],
    "monthly_churn": lambda sums: _percent(sums["cancelled"], sums["active"] + sums["cancelled"]),
    "net_revenue_amount": lambda sums: sums["revenue"] + sums["refunded"],
    "sales_count": lambda sums: sums["sales"],
    "refunds_count": lambda sums: sums["refunds"],
    "cancelled_customers_count": lambda sums: sums["cancelled"],
    "promoter_earnings_amount": lambda sums: sums["earned"],
    "non_link_customers": lambda sums: sums["non_link"],
    "referrals_to_customers_cr": lambda sums: _percent(sums["customers"], sums["referrals"]),
    "3m_epc": lambda sums: sums.per_click(3),
    "6m_epc": lambda sums: sums.per_click(6),
    "clicks_to_customers_cr": lambda sums: _percent(sums["customers"], sums["clicks"]),
    "clicks_to_referrals_cr": lambda sums: _percent(sums["referrals"], sums["clicks"]),
    "promoter_paid_amount": lambda sums: sums["paid"],
}


class Report:
    """What was asked of a report, and the figures to answer with. Raises `BadReport`."""

    def __init__(self, context: RequestContext, usual: list[str], by: str | None) -> None:
        parameters = context.parameters
        self.fields = parameters.texts("selected_fields") or usual
        if not all(name in _METRICS for name in self.fields):
            raise BadReport("Selected Fields invalid !")
        self.span = _span(parameters, date.fromisoformat(context.moment[:10]))
        self.periods = list(_periods(self.span, parameters.text("group_by") or "month"))
        self._figures = Figures(context.store, _months_before(self.span.first, 6), self.span.last, by)

    def value(self, name: str, key: Key, span: Span | None = None) -> int | float:
        """Return one figure as a number."""
        return _METRICS[name](Sums(self._figures, key, span or self.span))

    def row(self, key: Key, span: Span | None = None) -> dict[str, Any]:
        """Return the selected figures, written for people."""
        return {name: _written(name, self.value(name, key, span)) for name in self.fields}

    def items(self, key: Key) -> list[dict[str, Any]]:
        """Return a row for each period."""
        return [{**self.row(key, period), "period": period.label} for period in self.periods]


@handles("GET /api/v1/reports/overview")
def overview(context: RequestContext) -> HttpResponse:
    """The account's figures, period by period, sorted by one of them."""
    report = Report(context, [*_USUAL, "promoter_earnings_amount"], None)
    sort = context.parameters.text("sort") or report.fields[0]
    if sort not in _METRICS:
        raise BadReport("Sort invalid !")
    falling = (context.parameters.text("sort_dir") or "desc") != "asc"
    periods = sorted(report.periods, key=lambda period: report.value(sort, None, period), reverse=falling)
    return as_json([{**report.row(None, period), "period": period.label} for period in periods])


@handles("GET /api/v1/reports/campaigns")
def by_campaign(context: RequestContext) -> HttpResponse:
    """Each campaign's figures: the sums, and the periods in `items`."""
    report = Report(context, _USUAL, "campaign_id")
    return as_json(
        [
            {
                "campaign_name": row["name"],
                "campaign_id": row["id"],
                "items": report.items(row["id"]),
                **report.row(row["id"]),
            }
            for row in campaigns.all_of_them(context.store)
        ]
    )


@handles("GET /api/v1/reports/promoters")
def by_promoter(context: RequestContext) -> HttpResponse:
    """Each promoter's figures: a page of all of them by lifetime revenue, or without `page` the 50 best of the span."""
    report = Report(context, _USUAL, "promoter_id")
    context.parameters.expect("top_50")
    if context.parameters.text("page") is None:
        best = context.parameters.text("top_50") or "revenue_amount"
        if best not in _METRICS:
            raise BadReport("Top 50 invalid !")
        rows = sorted(_promoters(context), key=lambda row: report.value(best, row["id"]), reverse=True)[:_PAGE]
        return as_json([_promoter(report, row) for row in rows])
    rows = _promoters(context)
    page = max(context.parameters.integer("page") or 1, 1)
    shown = rows[(page - 1) * _PAGE : page * _PAGE]
    return as_json([_promoter(report, row) for row in shown], headers=page_headers(context.url, page, _PAGE, len(rows)))


def _promoters(context: RequestContext) -> list[Row]:
    """Return promoters by lifetime revenue: those that are asked for, or all."""
    rows = context.store.all(
        """SELECT promoters.id, email, profile, coalesce(sum(amount), 0) AS revenue FROM promoters
           LEFT JOIN promotions ON promoter_id = promoters.id
           LEFT JOIN events ON promotion_id = promotions.id AND kind = 'sale'
           GROUP BY promoters.id ORDER BY revenue DESC, promoters.id"""
    )
    wanted = set(context.parameters.integers("promoter_ids"))
    return [row for row in rows if row["id"] in wanted] if context.parameters.has("promoter_ids") else rows


def _promoter(report: Report, row: Row) -> dict[str, Any]:
    told = json.loads(row["profile"])
    name = " ".join(text for text in (told.get("first_name"), told.get("last_name")) if text)
    return {
        "promoter_name": name or row["email"],
        "promoter_id": row["id"],
        "items": report.items(row["id"]),
        **report.row(row["id"]),
    }


def _written(name: str, value: float) -> str | int | float:
    if not (name.endswith(("_amount", "_epc"))):
        return value
    return f"{'-' if value < 0 else ''}${abs(value) / 100:,.2f}"


def _span(parameters: Parameters, today: date) -> Span:
    first = _day(parameters, "start_date") or _months_before(today, 12)
    last = _day(parameters, "end_date") or today
    if last < first:
        raise BadReport("End date invalid !")
    if parameters.text("group_by") == "day" and (last - first).days > _LONGEST_BY_DAY:
        raise BadReport("Period span is limited at 90 days !")
    return Span(first, last)


def _day(parameters: Parameters, name: str) -> date | None:
    text = parameters.text(name)
    try:
        day = None if text is None else date.fromisoformat(text[:10])
    except ValueError:
        day = date.min
    if day is not None and not 1970 <= day.year <= 2200:
        raise BadReport(f"{name.replace('_', ' ').capitalize()} invalid !")
    return day


def _periods(span: Span, length: str) -> Iterator[Span]:
    """Cut a span into days, months or years; the first and the last may be shorter."""
    first = span.first
    while first <= span.last:
        match length:
            case "day":
                following, label = first + timedelta(days=1), f"{_MONTHS[first.month - 1]} {first.day}, {first.year}"
            case "month":
                following, label = _month_after(first), f"{_MONTHS[first.month - 1]} {first.year}"
            case "year":
                following, label = date(first.year + 1, 1, 1), str(first.year)
            case _:
                raise BadReport("Group by invalid !")
        yield Span(first, min(following - timedelta(days=1), span.last), label)
        first = following


def _month_after(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def _months_before(day: date, months: int) -> date:
    """Return the same day some months ago, or the last of a shorter month."""
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    last_of_month = (_month_after(date(year, month + 1, 1)) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last_of_month))
