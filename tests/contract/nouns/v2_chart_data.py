"""Charts of promoters and of promoter campaigns: exchanges, contradictions, and what the sandbox is asked."""

from datetime import date
from typing import Any

from tests.contract.exchange import Exchange
from tests.contract.programme import Programme

_DAYS = {"period_from": date(2026, 1, 1), "period_to": date(2026, 1, 31)}
_ASKED = "period_from=2026-01-01&period_to=2026-01-31"

EXCHANGES: dict[str, Exchange] = {
    "v2.promoters.chart_data": Exchange(
        {"id": 120, "selection": "revenue", **_DAYS},
        f"GET /api/v2/company/promoters/120/chart_data?selection=revenue&{_ASKED}",
        answer="v2/chart_of_promoter.json",
    ),
    "v2.promoter_campaigns.chart_data": Exchange(
        {"id": 1480, "selection": "clicks", **_DAYS, "with_totals": True},
        f"GET /api/v2/company/promoter_campaigns/1480/chart_data?selection=clicks&{_ASKED}&with_totals=true",
        answer="v2/chart_of_promoter_campaign.json",
    ),
}

_EITHER = "pairs here, objects there: `points` reads both, and `selection_items` is what came"

KNOWN: dict[str, str] = {
    "* selection_items: is *, and we read any[[]]": _EITHER,
    "* selection_items[[]].*: not read": _EITHER,
}

LEAST: dict[str, dict[str, Any]] = {
    "GET /api/v2/company/promoters/{id}/chart_data": {
        "id": 1001,
        "selection": "revenue",
        "period_from": "2026-01-01",
        "period_to": "2026-01-31",
    },
    "GET /api/v2/company/promoter_campaigns/{id}/chart_data": {
        "id": 20_001,
        "selection": "revenue",
        "period_from": "2026-01-01",
        "period_to": "2026-01-31",
    },
}


def play(programme: Programme) -> None:
    for noun, number in (("promoters", 1001), ("promoter_campaigns", 20_001)):
        programme.v2(
            "GET",
            f"/company/{noun}/{number}/chart_data",
            f"/company/{noun}/{{id}}/chart_data",
            selection="revenue",
            period_from="2025-12-01",
            period_to="2026-01-31",
        )
