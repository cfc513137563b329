# ruff: noqa: E501  an address is one line
"""Reports: exchanges, contradictions, and what the sandbox is asked."""

from datetime import date
from typing import Any

from firstpromoter_async.v2.company.reports import ReportColumn, TrafficColumn
from tests.contract.exchange import Exchange
from tests.contract.programme import Programme

_PERIOD = {"group_by": "week", "start_date": "2026-01-01", "end_date": "2026-02-28"}
_ASKED = "group_by=week&start_date=2026-01-01&end_date=2026-02-28"

EXCHANGES: dict[str, Exchange] = {
    **{
        f"v2.reports.{kind}": Exchange(
            {**_PERIOD, "columns": ["revenue_amount", "clicks_count"], "q": "ann", "sorting": {"clicks_count": "desc"}},
            f"GET /api/v2/company/reports/{kind}?{_ASKED}&q=ann&sorting%5Bclicks_count%5D=desc&columns%5B%5D=revenue_amount&columns%5B%5D=clicks_count",
            answer=f"v2/report_{kind}.json",
        )
        for kind in ("overview", "campaigns", "promoters", "traffic_sources", "urls")
    },
    "v2.reports.download": Exchange(
        {
            "report_type": "overview",
            "columns": ["revenue_amount", "clicks_count"],
            "group_by": "month",
            "start_date": date(2026, 1, 1),
            "end_date": date(2026, 2, 28),
            "totals": True,
        },
        "GET /api/v2/company/reports/download?group_by=month&start_date=2026-01-01&end_date=2026-02-28&columns%5B%5D=revenue_amount&columns%5B%5D=clicks_count&totals=true&report_type=overview",
        answer="v2/report.csv",
    ),
}

KNOWN: dict[str, str] = {
    "GET /api/v2/company/reports/urls query columns: has the value url": "it is no figure; any text can be given",
}

SAYS: dict[str, Any] = {
    **{
        f"GET /api/v2/company/reports/{kind} sorting": {"revenue_amount": "desc"}
        for kind in ("overview", "campaigns", "promoters", "traffic_sources", "urls")
    },
}

LEAST: dict[str, dict[str, Any]] = {
    **{
        f"GET /api/v2/company/reports/{kind}": {"columns": "sales_count", **_PERIOD}
        for kind in ("overview", "campaigns", "promoters", "traffic_sources", "urls")
    },
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
    every: dict[str, Any] = {"columns[]": [column.value for column in ReportColumn]}
    traffic: dict[str, Any] = {"columns[]": [column.value for column in TrafficColumn]}
    for kind in ("overview", "campaigns", "promoters"):
        programme.v2("GET", f"/company/reports/{kind}", **period, **every)
    for kind in ("traffic_sources", "urls"):
        programme.v2("GET", f"/company/reports/{kind}", **period, **traffic)
    programme.v2("GET", "/company/reports/download", report_type="overview", **period, **{"columns[]": "sales_count"})
