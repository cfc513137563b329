# ruff: noqa: E501  an address is one line
"""A promoter's own figures: exchanges, contradictions, and what the sandbox is asked."""

from typing import Any

from firstpromoter_async.v2 import ReportColumn, TrafficColumn
from tests.contract.exchange import Exchange
from tests.contract.programme import Programme

_PERIOD = {"group_by": "week", "start_date": "2026-01-01", "end_date": "2026-02-28"}
_ASKED = "group_by=week&start_date=2026-01-01&end_date=2026-02-28"
_PATH = "/api/v2/affiliate/reports"

EXCHANGES: dict[str, Exchange] = {
    **{
        f"v2.affiliate.reports.{kind}": Exchange(
            {**_PERIOD, "columns": ["revenue_amount", "clicks_count"], "q": "pod", "sorting": {"clicks_count": "desc"}},
            f"GET {_PATH}/{kind}?{_ASKED}&q=pod&sorting%5Bclicks_count%5D=desc&columns%5B%5D=revenue_amount&columns%5B%5D=clicks_count",
            answer=f"v2/affiliate/report_{kind}.json",
        )
        for kind in ("overview", "sub_ids")
    },
    "v2.affiliate.reports.download": Exchange(
        {**_PERIOD, "report_type": "sub_ids", "columns": ["clicks_count"], "totals": True},
        f"GET {_PATH}/download?{_ASKED}&columns%5B%5D=clicks_count&totals=true&report_type=sub_ids",
        answer="v2/affiliate/report.csv",
    ),
}

SAYS: dict[str, Any] = {f"GET {_PATH}/{kind} sorting": {"revenue_amount": "desc"} for kind in ("overview", "sub_ids")}

LEAST: dict[str, dict[str, Any]] = {
    **{f"GET {_PATH}/{kind}": {"columns": "sales_count", **_PERIOD} for kind in ("overview", "sub_ids")},
    f"GET {_PATH}/download": {"report_type": "sub_ids", "columns": "sales_count", **_PERIOD},
}


def play(programme: Programme) -> None:
    period = {"start_date": "2025-12-01", "end_date": "2026-01-31", "group_by": "week"}
    every: dict[str, Any] = {"columns[]": [column.value for column in ReportColumn]}
    traffic: dict[str, Any] = {"columns[]": [column.value for column in TrafficColumn]}
    programme.talk.v1("POST", "/track/signup", email="pod@example.com", ref_id="ann", sub_id="podcast")
    programme.affiliate("GET", "/reports/overview", **period, **every)
    programme.affiliate("GET", "/reports/sub_ids", **period, **traffic)
    programme.affiliate("GET", "/reports/download", report_type="sub_ids", **period, **{"columns[]": "sales_count"})
