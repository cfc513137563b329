# ruff: noqa: E501  an address is one line
"""A promoter's own commissions: exchanges, contradictions, and what the sandbox is asked."""

from firstpromoter_async.v2 import (
    AffiliateCommissionExportFilters,
    AffiliateCommissionFilters,
    CommissionSorting,
    Range,
)
from tests.contract.exchange import Exchange
from tests.contract.programme import Programme
from tests.contract.reasons import CENTS

EXCHANGES: dict[str, Exchange] = {
    "v2.affiliate.commissions.list": Exchange(
        {
            "q": "order-1",
            "filters": AffiliateCommissionFilters(
                status="approved",
                paid=False,
                amount=Range(to=5000),
                due_period="next",
                first_commission=True,
                refunded=False,
                fraud_check=["ad_source"],
                plan_id="gold",
            ),
            "sorting": CommissionSorting(created_at="asc"),
        },
        "GET /api/v2/affiliate/commissions?per_page=100&q=order-1&filters%5Bstatus%5D=approved&filters%5Bpaid%5D=no&filters%5Bamount%5D%5Bto%5D=5000&filters%5Bdue_period%5D=next&filters%5Bfirst_commission%5D=true&filters%5Brefunded%5D=false&filters%5Bplan_id%5D=gold&filters%5Bfraud_check%5D%5B%5D=ad_source&sorting%5Bcreated_at%5D=asc",
        answer="v2/affiliate/commissions.json",
    ),
    "v2.affiliate.commissions.export": Exchange(
        {"filters": AffiliateCommissionExportFilters(paid=True)},
        "GET /api/v2/affiliate/commissions/export?filters%5Bpaid%5D=yes",
        answer="v2/affiliate/commissions.csv",
    ),
}

KNOWN: dict[str, str] = {
    "GET /api/v2/affiliate/commissions query filters*first_commission*: *": "four spellings are listed for two meanings",
    "GET /api/v2/affiliate/commissions query filters*refunded*: *": "the same, spelled otherwise",
    "GET /api/v2/affiliate/commissions 200 *amount: is number, and we read integer": CENTS,
}


def play(programme: Programme) -> None:
    programme.affiliate("GET", "/commissions")
    programme.affiliate("GET", "/commissions/export")
