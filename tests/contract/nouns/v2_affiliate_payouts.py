# ruff: noqa: E501  an address is one line
"""What a promoter is paid: exchanges, contradictions, and what the sandbox is asked."""

from datetime import date

from firstpromoter_async.v2 import AffiliatePayoutFilters
from tests.contract.exchange import Exchange
from tests.contract.programme import Programme

EXCHANGES: dict[str, Exchange] = {
    "v2.affiliate.payouts.list": Exchange(
        {
            "q": "ann",
            "filters": AffiliatePayoutFilters(
                status="pending",
                campaign_id=28,
                period_start="not_set",
                period_end=date(2026, 1, 31),
                payout_method="not_set",
            ),
        },
        "GET /api/v2/affiliate/payouts?per_page=100&q=ann&filters%5Bstatus%5D=pending&filters%5Bcampaign_id%5D=28&filters%5Bperiod_start%5D=not_set&filters%5Bperiod_end%5D=2026-01-31&filters%5Bpayout_method%5D=not_set",
        answer="v2/affiliate/payouts.json",
    ),
    "v2.affiliate.payouts.due_stats": Exchange(
        {}, "GET /api/v2/affiliate/payouts/due_stats", answer="v2/affiliate/due_stats.json"
    ),
    "v2.affiliate.payouts.export": Exchange(
        {"filters": AffiliatePayoutFilters(due_period="next")},
        "GET /api/v2/affiliate/payouts/export?filters%5Bdue_period%5D=next",
        answer="v2/affiliate/payouts.csv",
    ),
}

KNOWN: dict[str, str] = {
    "GET /api/v2/affiliate/payouts 200 meta.*: not read": "`Page.meta` passes on whatever comes beside the rows",
}


def play(programme: Programme) -> None:
    programme.talk.v1("POST", "/payouts/create", promoter_id=1001)
    programme.affiliate("GET", "/payouts")
    programme.affiliate("GET", "/payouts/due_stats")
    programme.affiliate("GET", "/payouts/export")
