"""v1 payouts: what promoters are paid, and how far that has come. This module knows nothing of sending."""

from ..frozen import frozen
from ..resource import Resource, call, pages
from ..unset import UNSET, Maybe
from ..wire.request import Listing, Replay, Request
from .base import V1
from .models.payouts import Payout, PayoutStatus


@frozen(kw_only=True)
class ListPayouts(Listing[Payout]):
    """Read payouts, page by page: all, or those of one promoter, campaign or status.

    `GET /api/v1/payouts/list`.
    """

    route = V1.GET("/payouts/list")

    promoter_id: Maybe[int] = UNSET
    """Only those of this promoter."""
    campaign_id: Maybe[int] = UNSET
    """Only those of this campaign."""
    status: Maybe[PayoutStatus | str] = UNSET
    """Only those that have come this far."""


@frozen(kw_only=True)
class CreatePayout(Request[Payout]):
    """Make a payout of everything that a promoter has earned and not been paid, and return it.

    `POST /api/v1/payouts/create`. Needs `promoter_id` or `promoter_email`. Nothing refuses a second copy. Raises
    `InvalidRequest` before anything is sent, `Unprocessable` where FirstPromoter cannot make it.
    """

    route = V1.POST("/payouts/create")
    replay = Replay.UNSAFE

    promoter_id: Maybe[int] = UNSET
    """The promoter, by FirstPromoter's id."""
    promoter_email: Maybe[str] = UNSET
    """The promoter, by e-mail address."""
    status: Maybe[PayoutStatus | str] = UNSET
    """How far the payout has come."""
    campaign_id: Maybe[int] = UNSET
    """The campaign whose earnings are paid; the promoter's default campaign, if left out."""

    def check(self) -> None:
        """Refuse a payout to nobody."""
        self._need_one_of("promoter_id", "promoter_email")


@frozen(kw_only=True)
class UpdatePayout(Request[Payout]):
    """Say how far a payout has come, for example that it was paid, and return it.

    `PUT /api/v1/payouts/update`. Raises `NotFound` for an unknown payout.
    """

    route = V1.PUT("/payouts/update")
    replay = Replay.UNSAFE

    id: int
    """FirstPromoter's id of the payout."""
    status: Maybe[PayoutStatus | str] = UNSET
    """The new status."""


class Payouts(Resource):
    """What promoters are paid."""

    list = pages(ListPayouts)
    """Payouts; amounts in money are minor units (cents)."""
    create = call(CreatePayout)
    """The new payout; its amount, if it is money, is in minor units (cents)."""
    update = call(UpdatePayout)
    """The payout with its new status."""
