"""Tracking: exchanges, contradictions, and what the sandbox is asked."""

from typing import Any

from tests.contract.exchange import Exchange
from tests.contract.programme import Programme
from tests.contract.reasons import WHOLE_MINOR_UNITS

EXCHANGES: dict[str, Exchange] = {
    "v2.track.cancellation": Exchange(
        {"uid": "u-1"}, 'POST /api/v2/track/cancellation {"uid":"u-1"}', answer="v2/cancellation.json"
    ),
    "v2.track.refund": Exchange(
        {"uid": "u-1", "event_id": "refund-1", "amount": 1000},
        'POST /api/v2/track/refund {"uid":"u-1","event_id":"refund-1","amount":1000}',
        answer="v2/refund.json",
    ),
    "v2.track.sale": Exchange(
        {"uid": "u-1", "event_id": "order-1", "amount": 2000},
        'POST /api/v2/track/sale {"uid":"u-1","event_id":"order-1","amount":2000}',
        answer="v2/sale.json",
    ),
    "v2.track.signup": Exchange(
        {"uid": "u-1", "tid": "t-1"}, 'POST /api/v2/track/signup {"uid":"u-1","tid":"t-1"}', answer="v2/signup.json"
    ),
}

KNOWN: dict[str, str] = {
    "POST /api/v2/track/* body amount: takes text, and we send integer": WHOLE_MINOR_UNITS,
    "POST /api/v2/track/sale body mrr: takes text, and we send integer": WHOLE_MINOR_UNITS,
    "POST /api/v2/track/refund body quantity: takes text, and we send integer": "a number of things; accepted in practice",
    "POST /api/v2/track/signup 200 commissions: is any*, and we read object*": "always empty, since it has none",
    "POST /api/v2/track/sale 200 commissions*_at: is text, and we read moment": "moments, by the list of commissions",
}

LEAST: dict[str, dict[str, Any]] = {
    "POST /api/v2/track/cancellation": {"email": "joe@example.com"},
    "POST /api/v2/track/refund": {"email": "joe@example.com", "event_id": "back-1", "amount": 100},
    "POST /api/v2/track/sale": {"email": "joe@example.com", "event_id": "order-2", "amount": 100},
    "POST /api/v2/track/signup": {"email": "max@example.com", "ref_id": "ann"},
}


def play(programme: Programme) -> None:
    v2 = programme.v2
    v2("POST", "/track/signup", email="kim@example.com", ref_id="ann")
    v2("POST", "/track/sale", email="kim@example.com", event_id="order-2", amount=5000)
    v2("POST", "/track/refund", email="kim@example.com", event_id="back-2", amount=500, sale_event_id="order-2")
    v2("POST", "/track/cancellation", email="kim@example.com")
