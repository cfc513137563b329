"""What stands beside v2's payouts: their sums, and how the account pays. Amounts are cents; there are no taxes here."""

from collections.abc import Iterable
from typing import Any, Final

from ..records.payouts import DUE_AFTER
from ..store import Row

SETTINGS: Final[dict[str, Any]] = {
    "net_payout_days": DUE_AFTER.days,
    "payout_cycle": "monthly",
    "min_payment": 0,
    "min_paying_customers": 0,
    "terms_description": "",
    "selected_payout_methods": ["paypal", "bank", "wise", "crypto"],
    "payout_method_options": {},
    "managed_payouts": False,
}
"""How the account pays."""


def sums(payouts: Iterable[Row]) -> dict[str, Any]:
    """What payouts come to, by unit; the total is of money."""
    rows, amounts = list(payouts), dict[str, int]()
    for row in rows:
        amounts[row["unit"]] = amounts.get(row["unit"], 0) + row["amount"]
    return {
        "promoters_count": len({row["promoter_id"] for row in rows}),
        "amounts": amounts,
        "total_incl_tax": amounts.get("cash", 0),
    }


def money(payouts: Iterable[Row]) -> int:
    """What payouts in money come to."""
    return int(sums(payouts)["total_incl_tax"])
