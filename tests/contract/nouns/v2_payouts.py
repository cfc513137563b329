# ruff: noqa: E501  an address is one line
"""Payouts: exchanges, contradictions, and what the sandbox is asked."""

from datetime import date
from typing import Any

from firstpromoter_async.v2.company.payouts import (
    PayoutFilters,
    PayoutStatsBy,
    PayoutStatsFilters,
    PromoterPayoutsFilters,
)
from firstpromoter_async.v2.filters import Range
from tests.contract.exchange import Exchange
from tests.contract.programme import Programme
from tests.sandbox.talking import Talk

EXCHANGES: dict[str, Exchange] = {
    "v2.payouts.create_payments_batch": Exchange(
        {"method": "paypal"},
        'POST /api/v2/company/payouts/create_payments_batch {"method":"paypal"}',
        answer="v2/payments_batch_created.json",
        status=201,
    ),
    "v2.payouts.delete": Exchange(
        {"ids": [826, 827]}, 'DELETE /api/v2/company/payouts/destroy {"ids":[826,827]}', answer="v2/payouts_marked.json"
    ),
    "v2.payouts.due_stats": Exchange(
        {"q": "ann", "filters": PayoutStatsFilters(campaign_id=28)},
        "GET /api/v2/company/payouts/due_stats?q=ann&filters%5Bcampaign_id%5D=28",
        answer="v2/payout_due_stats.json",
    ),
    "v2.payouts.group_by_promoters": Exchange(
        {
            "include_payout_method_details": True,
            "filters": PromoterPayoutsFilters(min_payment=5000, invoiceable="true"),
        },
        "GET /api/v2/company/payouts/group_by_promoters?per_page=100&include_payout_method_details=true&filters%5Bmin_payment%5D=5000&filters%5Binvoiceable%5D=true",
        answer="v2/payouts_by_promoter.json",
    ),
    "v2.payouts.list": Exchange(
        {
            "filters": PayoutFilters(
                campaign_id=(28, 29), period_end=Range(to=date(2026, 1, 31)), payout_method="not_set", only_payable=True
            )
        },
        "GET /api/v2/company/payouts?per_page=100&filters%5Bcampaign_id%5D%5B%5D=28&filters%5Bcampaign_id%5D%5B%5D=29&filters%5Bperiod_end%5D%5Bto%5D=2026-01-31&filters%5Bpayout_method%5D=not_set&filters%5Bonly_payable%5D=true",
        answer="v2/payouts.json",
    ),
    "v2.payouts.mark_as_paid": Exchange(
        {"ids": [826, 827]},
        'POST /api/v2/company/payouts/mark_as_paid {"ids":[826,827]}',
        answer="v2/payouts_marked.json",
    ),
    "v2.payouts.mark_as_unpaid": Exchange(
        {"ids": [826, 827]},
        'POST /api/v2/company/payouts/mark_as_unpaid {"ids":[826,827]}',
        answer="v2/payouts_marked.json",
    ),
    "v2.payouts.stats": Exchange(
        {"stats_by": PayoutStatsBy(status=True), "filters": PayoutStatsFilters(status="completed")},
        "GET /api/v2/company/payouts/stats?stats_by%5Bstatus%5D=true&filters%5Bstatus%5D=completed",
        answer="v2/payout_stats.json",
    ),
}

KNOWN: dict[str, str] = {
    "GET /api/v2/company/payouts* *payout_method.details: is map, and we read object": "payout methods have these members",
    "GET /api/v2/company/payouts/group_by_promoters 200 meta.*: not read": "`Page.meta` passes on whatever comes beside the rows",
}

LEAST: dict[str, dict[str, Any]] = {
    "POST /api/v2/company/payouts/create_payments_batch": {"method": "paypal"},
    **{
        f"{method} /api/v2/company/payouts/{verb}": {"ids": [4_000_001]}
        for method, verb in (("POST", "mark_as_paid"), ("POST", "mark_as_unpaid"), ("DELETE", "destroy"))
    },
}

SAYS: dict[str, Any] = {"POST /api/v2/company/payouts/create_payments_batch method": "paypal"}


def prepare(talk: Talk) -> dict[str, Any]:
    """Let Pol wait to be paid by PayPal."""
    pol = talk.promoter("Pol")["id"]
    talk.v2(
        "POST", "/company/payout_methods", promoter_id=pol, method="paypal", details={"paypal_email": "pol@example.com"}
    )
    talk.v1("POST", "/track/sale", email="lou@example.com", event_id="order-of-pol", amount=5000, ref_id="pol")
    talk.v1("POST", "/payouts/create", promoter_id=pol)
    return {}


def play(programme: Programme) -> None:
    v2 = programme.v2
    paul = programme.talk.v1("POST", "/promoters/create", email="paul@example.com", ref_id="paul").json["id"]
    for name, ref_id in (("first", "paul"), ("second", "ann")):
        programme.talk.v1(
            "POST", "/track/sale", email=f"{name}@example.com", event_id=name, amount=10_000, ref_id=ref_id
        )
    details = {"paypal_email": "paul@example.com"}
    programme.talk.v2("POST", "/company/payout_methods", promoter_id=paul, method="paypal", details=details)
    for promoter in (paul, 1001):
        programme.talk.v1("POST", "/payouts/create", promoter_id=promoter)
    paid = programme.talk.v2("GET", "/company/payouts", {"filters[promoter_id]": paul}).json[0]["id"]
    v2("POST", "/company/payouts/mark_as_paid", ids=[paid, 9])
    for path in ("", "/stats", "/due_stats", "/group_by_promoters"):
        v2("GET", f"/company/payouts{path}")
    v2("POST", "/company/payouts/mark_as_unpaid", ids=[paid, 9])
    made = v2("POST", "/company/payouts/create_payments_batch", method="paypal")["data"]
    batches = "/company/payments_batches"
    v2("POST", f"{batches}/{made['id']}/pay", f"{batches}/{{id}}/pay", otp="123456")
    programme.talk.clock.tick(4)
    v2("DELETE", f"{batches}/{made['id']}", f"{batches}/{{id}}")
    v2("DELETE", "/company/payouts/destroy", ids=[9])
