# ruff: noqa: E501  an address is one line
"""Reports: exchanges, contradictions, and what the sandbox is asked."""

from datetime import date
from typing import Any

from tests.contract.exchange import Exchange
from tests.contract.programme import Programme

EXCHANGES: dict[str, Exchange] = {
    "v2.reports.download": Exchange(
        {
            "report_type": "overview",
            "columns": ["revenue_amount", "clicks_count"],
            "group_by": "month",
            "start_date": date(2026, 1, 1),
            "end_date": date(2026, 2, 28),
            "totals": True,
        },
        "GET /api/v2/company/reports/download?report_type=overview&columns%5B%5D=revenue_amount&columns%5B%5D=clicks_count&group_by=month&start_date=2026-01-01&end_date=2026-02-28&totals=true",
        answer="v2/report.csv",
    ),
}

LEAST: dict[str, dict[str, Any]] = {
    "GET /api/v2/company/reports/download": {
        "report_type": "promoters",
        "columns": "sales_count",
        "group_by": "month",
        "start_date": "2026-01-01",
        "end_date": "2026-01-31",
    },
}


def play(programme: Programme) -> None:
    period = {"start_date": "2025-12-01", "end_date": "2026-01-31", "group_by": "week"}
    programme.v2("GET", "/company/reports/download", report_type="overview", **period, **{"columns[]": "sales_count"})
