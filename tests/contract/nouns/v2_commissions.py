# ruff: noqa: E501  an address is one line
"""Commissions: exchanges, contradictions, and what the sandbox is asked."""

from datetime import date
from typing import Any

from tests.contract.exchange import Exchange
from tests.contract.programme import Programme
from tests.contract.reasons import WHOM

_PATH = "/api/v2/company/commissions"
_SHAPES = "the documents have two shapes in one, and each of our calls is one of them"

EXCHANGES: dict[str, Exchange] = {
    "v2.commissions.list": Exchange(
        {"q": "order-1"}, f"GET {_PATH}?per_page=100&q=order-1", answer="v2/commissions.json"
    ),
    "v2.commissions.create_sale": Exchange(
        {"referral_id": 2920, "sale_amount": 2000, "event_id": "order-1", "event_date": date(2026, 4, 25)},
        f'POST {_PATH} {{"event_id":"order-1","event_date":"2026-04-25","commission_type":"sale","referral_id":2920,"sale_amount":2000}}',
        answer="v2/commissions.json",
    ),
    "v2.commissions.create_custom": Exchange(
        {"promoter_campaign_id": 1480, "amount": 3, "unit": "free_months", "notify_promoter": False},
        f'POST {_PATH} {{"unit":"free_months","notify_promoter":false,"commission_type":"custom","promoter_campaign_id":1480,"amount":3}}',
        answer="v2/commissions.json",
    ),
    "v2.commissions.update": Exchange(
        {"id": 7, "internal_note": "Paid by card"},
        f'PUT {_PATH}/7 {{"internal_note":"Paid by card"}}',
        answer="v2/commission.json",
    ),
    "v2.commissions.delete": Exchange({"ids": [7]}, f'DELETE {_PATH}/destroy {{"ids":[7]}}', answer="v2/done.json"),
    **{
        f"v2.commissions.{verb}": Exchange({"ids": [7]}, f'POST {_PATH}/{verb} {{"ids":[7]}}', answer="v2/done.json")
        for verb in ("approve", "deny", "mark_fulfilled", "mark_unfulfilled", "generate_payouts")
    },
}

KNOWN: dict[str, str] = {
    f"* {_PATH}/* body ids: need not be given": WHOM,
    f"POST {_PATH} body commission_type: *": _SHAPES,
    **{
        f"POST {_PATH} body {name}: need not be given": _SHAPES
        for name in ("referral_id", "sale_amount", "promoter_campaign_id", "amount")
    },
    f"POST {_PATH}/generate_payouts 200 processing_errors: is any[[][]]*": "texts or objects, wherever the documents say more",
}

LEAST: dict[str, dict[str, Any]] = {
    f"POST {_PATH}": {"commission_type": "sale", "referral_id": 300_001, "sale_amount": 100},
    f"POST {_PATH} with promoter_campaign_id": {"commission_type": "custom", "amount": 100},
    f"POST {_PATH} with amount": {"commission_type": "custom", "promoter_campaign_id": 20_001},
    f"POST {_PATH} with commission_type": {"promoter_campaign_id": 20_001, "amount": 100},
    f"PUT {_PATH}/{{id}}": {"id": 50_000_001},
}

SAYS: dict[str, Any] = {"referral_id": 300_001, "sale_amount": 100}


def play(programme: Programme) -> None:
    v2 = programme.v2
    v2("POST", "/company/commissions", commission_type="custom", promoter_campaign_id=20_001, amount=3, unit="points")
    v2("POST", "/company/commissions", commission_type="sale", referral_id=300_001, sale_amount=2000)
    v2("PUT", "/company/commissions/50000001", "/company/commissions/{id}", internal_note="Paid by card")
    v2("GET", "/company/commissions")
    for verb in ("approve", "deny", "generate_payouts", "mark_fulfilled", "mark_unfulfilled"):
        v2("POST", f"/company/commissions/{verb}", ids=[9])
    v2("DELETE", "/company/commissions/destroy", ids=[9])
