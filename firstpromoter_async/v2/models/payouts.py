"""Payouts as FirstPromoter describes them: what promoters are paid. This module knows nothing of requests."""

from decimal import Decimal

from attrs import frozen

from ...wire.codec import Model


@frozen(kw_only=True)
class PayoutTotals(Model):
    """What the payouts of a bulk action come to, together."""

    total: Decimal | None = None
    """As FirstPromoter writes it: the documents name no unit."""
    total_incl_tax: Decimal | None = None
    promoters_count: int | None = None
    """How many promoters they belong to."""
    all_promoters_count: int | None = None
