"""Handlers: what the sandbox answers, one function for each operation.

A handler reads parameters, applies the rules (`records`) and writes the documented JSON as plain data. It uses
nothing of the client's vocabulary, so that both sides read the documents for themselves.
"""

from importlib import import_module
from typing import Final

_MODULES: Final = (
    "v1_tracking",
    "v1_promoters",
    "v1_leads",
    "v1_rewards",
    "v1_payouts",
    "v1_reports",
    "v2_tracking",
    "v2_promoters",
    "v2_referrals",
    "v2_commissions",
    "v2_campaigns",
    "v2_promo_codes",
    "v2_batches",
    "v2_bulk",
    "v2_assets",
    "v2_reports",
    "v2_webhooks",
)


def load() -> None:
    """Import every module of handlers, so that they are registered."""
    for module in _MODULES:
        import_module(f"{__name__}.{module}")
