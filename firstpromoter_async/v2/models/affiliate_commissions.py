"""Commissions as their promoter sees them. Amounts are integers in minor units (cents). This module knows nothing of requests."""

from ...frozen import frozen
from .commissions import AnyCommission


@frozen(kw_only=True)
class AffiliateCommission(AnyCommission):
    """What the promoter gets for a sale, or without one; negative after a refund."""
