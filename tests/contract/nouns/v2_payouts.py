"""Payouts: exchanges, contradictions, and what the sandbox is asked."""

from tests.contract.exchange import Exchange
from tests.contract.programme import Programme

EXCHANGES: dict[str, Exchange] = {
    "v2.payouts.delete": Exchange(
        {"ids": [826, 827]}, 'DELETE /api/v2/company/payouts/destroy {"ids":[826,827]}', answer="v2/payouts_marked.json"
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
}


def play(programme: Programme) -> None:
    for method, verb in (("POST", "mark_as_paid"), ("POST", "mark_as_unpaid"), ("DELETE", "destroy")):
        programme.v2(method, f"/company/payouts/{verb}", ids=[4_000_001, 9])
