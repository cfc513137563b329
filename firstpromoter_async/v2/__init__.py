"""The second generation of the API: `fp.v2.promoters`, `fp.v2.track`.

Each noun is loaded when it is first touched, since its classes take a few milliseconds to make. This module knows nothing of
HTTP.
"""

from functools import cached_property
from typing import TYPE_CHECKING

from ..resource import Resource

if TYPE_CHECKING:
    from .company.campaigns import Campaigns
    from .company.commissions import Commissions
    from .company.promoters import Promoters
    from .company.referrals import Referrals
    from .tracking import Track


class V2Api(Resource):
    """v2, noun by noun."""

    @cached_property
    def track(self) -> "Track":
        """What your customers do, told as it happens."""
        from .tracking import Track

        return Track(self._sender)

    @cached_property
    def promoters(self) -> "Promoters":
        """Everyone who sends you customers."""
        from .company.promoters import Promoters

        return Promoters(self._sender)

    @cached_property
    def referrals(self) -> "Referrals":
        """Everyone whom promoters sent you."""
        from .company.referrals import Referrals

        return Referrals(self._sender)

    @cached_property
    def commissions(self) -> "Commissions":
        """What promoters have earned, sale by sale."""
        from .company.commissions import Commissions

        return Commissions(self._sender)

    @cached_property
    def campaigns(self) -> "Campaigns":
        """The programmes that promoters join."""
        from .company.campaigns import Campaigns

        return Campaigns(self._sender)
