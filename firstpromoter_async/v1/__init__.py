"""v1, the older generation: `fp.v1.promoters`, `fp.v1.track` and their like.

Each noun is loaded when it is first touched. This module knows nothing of particular operations.
"""

from functools import cached_property
from typing import TYPE_CHECKING

from ..resource import Resource

if TYPE_CHECKING:
    from .leads import Leads
    from .payouts import Payouts
    from .promoters import Promoters
    from .reports import Reports
    from .rewards import Rewards
    from .tracking import Track


class V1Api(Resource):
    """The v1 API: what most integrations speak, and what the vendor says will stay."""

    @cached_property
    def track(self) -> "Track":
        """Signups, sales, refunds, cancellations and subscribers, as they happen."""
        from .tracking import Track

        return Track(self._sender)

    @cached_property
    def promoters(self) -> "Promoters":
        """Everyone who sends you customers."""
        from .promoters import Promoters

        return Promoters(self._sender)

    @cached_property
    def leads(self) -> "Leads":
        """Everyone who was referred to you."""
        from .leads import Leads

        return Leads(self._sender)

    @cached_property
    def rewards(self) -> "Rewards":
        """What promoters earned."""
        from .rewards import Rewards

        return Rewards(self._sender)

    @cached_property
    def payouts(self) -> "Payouts":
        """What promoters are paid."""
        from .payouts import Payouts

        return Payouts(self._sender)

    @cached_property
    def reports(self) -> "Reports":
        """Figures by period, campaign and promoter."""
        from .reports import Reports

        return Reports(self._sender)
