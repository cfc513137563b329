"""Commissions: exchanges, contradictions, and what the sandbox is asked."""

from tests.contract.exchange import Exchange
from tests.contract.programme import Programme

EXCHANGES: dict[str, Exchange] = {
    "v2.commissions.list": Exchange(
        {"q": "order-1"}, "GET /api/v2/company/commissions?per_page=100&q=order-1", answer="v2/commissions.json"
    ),
}


def play(programme: Programme) -> None:
    v2 = programme.v2
    v2("GET", "/company/commissions")
    for method, verb in (("POST", "approve"), ("POST", "deny"), ("DELETE", "destroy")):
        v2(method, f"/company/commissions/{verb}", ids=[9])
