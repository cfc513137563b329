"""Dashboards: exchanges, and what the sandbox is asked. None of their answers is documented."""

from typing import Any

from firstpromoter_async.v2.company.dashboards import DashboardFilters
from tests.contract.exchange import Exchange
from tests.contract.programme import Programme

_PATH = "/api/v2/company/dashboards"

EXCHANGES: dict[str, Exchange] = {
    "v2.dashboards.stats": Exchange(
        {"filters": DashboardFilters(campaign_id=7)},
        f"GET {_PATH}/stats?filters%5Bcampaign_id%5D=7",
        answer="v2/dashboard.json",
    ),
    "v2.dashboards.trendings": Exchange(
        {"filters": DashboardFilters(campaign_id=[7, 8])},
        f"GET {_PATH}/trendings?filters%5Bcampaign_id%5D%5B%5D=7&filters%5Bcampaign_id%5D%5B%5D=8",
        answer="v2/dashboard.json",
    ),
    "v2.dashboards.chart_data": Exchange(
        {"selection": "commissions", "period_from": "2026-01-01", "period_to": "2026-01-31"},
        f"GET {_PATH}/chart_data?selection=commissions&period_from=2026-01-01&period_to=2026-01-31",
        answer="v2/dashboard.json",
    ),
    "v2.dashboards.payouts_and_commissions": Exchange(
        {}, f"GET {_PATH}/payouts_and_commissions", answer="v2/dashboard.json"
    ),
}

SAYS: dict[str, Any] = {
    f"GET {_PATH}/{name} filters[campaign_id]": 101
    for name in ("stats", "trendings", "chart_data", "payouts_and_commissions")
}


def play(programme: Programme) -> None:
    for name in ("stats", "trendings", "chart_data", "payouts_and_commissions"):
        programme.v2("GET", f"/company/dashboards/{name}")
