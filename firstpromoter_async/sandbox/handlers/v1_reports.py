"""v1 reports: money is written for people."""

import json
from typing import Any, Final

from ...wire.message import HttpResponse
from ..problems import BadReport
from ..records.figures import Key
from ..store import Row
from .registry import RequestContext, handles
from .replies import as_json, page_headers
from .reports import METRICS, Report, Span

_PAGE: Final = 50
_USUAL: Final = ["revenue_amount", "clicks_count", "referrals_count", "customers_count"]
_KNOWN: Final = METRICS.keys() - {"signups_count"}


class V1Report(Report):
    """A report with the fields that were selected. Raises `BadReport`."""

    def __init__(self, context: RequestContext, usual: list[str], by: str | None) -> None:
        self.fields = context.parameters.texts("selected_fields") or usual
        if not _KNOWN.issuperset(self.fields):
            raise BadReport("Selected Fields invalid !")
        super().__init__(context, by, ("day", "month", "year"))

    def row(self, key: Key, span: Span | None = None) -> dict[str, Any]:
        """Return the selected figures, written for people."""
        return {name: _written(name, self.value(name, key, span)) for name in self.fields}

    def items(self, key: Key) -> list[dict[str, Any]]:
        """Return a row for each period."""
        return [{**self.row(key, period), "period": period.label} for period in self.periods]


@handles("GET /api/v1/reports/overview")
def overview(context: RequestContext) -> HttpResponse:
    """The account's figures, period by period, sorted by one of them."""
    report = V1Report(context, [*_USUAL, "promoter_earnings_amount"], None)
    sort = context.parameters.text("sort") or report.fields[0]
    if sort not in _KNOWN:
        raise BadReport("Sort invalid !")
    falling = (context.parameters.text("sort_dir") or "desc") != "asc"
    periods = sorted(report.periods, key=lambda period: report.value(sort, None, period), reverse=falling)
    return as_json([{**report.row(None, period), "period": period.label} for period in periods])


@handles("GET /api/v1/reports/campaigns")
def by_campaign(context: RequestContext) -> HttpResponse:
    """Each campaign's figures: the sums, and the periods in `items`."""
    report = V1Report(context, _USUAL, "campaign")
    return as_json(
        [
            {
                "campaign_name": row["name"],
                "campaign_id": row["id"],
                "items": report.items(row["id"]),
                **report.row(row["id"]),
            }
            for row in context.records.campaigns.all_of_them()
        ]
    )


@handles("GET /api/v1/reports/promoters")
def by_promoter(context: RequestContext) -> HttpResponse:
    """Each promoter's figures: a page of all of them by lifetime revenue, or without `page` the 50 best of the span."""
    report = V1Report(context, _USUAL, "promoter")
    context.parameters.expect("top_50")
    if context.parameters.text("page") is None:
        best = context.parameters.text("top_50") or "revenue_amount"
        if best not in _KNOWN:
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


def _promoter(report: V1Report, row: Row) -> dict[str, Any]:
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
