"""What the promoter is paid: list, due stats, export. This module knows nothing of sending."""

from typing import Literal

from attrs import field

from ...frozen import frozen
from ...resource import Resource, call, downloads, pages
from ...unset import UNSET, Maybe
from ...wire.answers import Download, Envelope
from ...wire.request import Replay, Request
from ..base import V2Listing, affiliate
from ..filters import Day, DuePeriod, one_or_several_ids
from ..models.affiliate_payouts import AffiliatePayout
from ..models.payout_methods import PayoutMethodKind
from ..models.payouts import DueStats, PayoutSettings, PayoutStatus


@frozen(kw_only=True)
class AffiliatePayoutFilters:
    """Which payouts to list or export; all conditions must hold."""

    status: Maybe[PayoutStatus | str] = UNSET
    campaign_id: Maybe[int | tuple[int, ...]] = field(default=UNSET, converter=one_or_several_ids)
    """One campaign, or several."""
    payments_batch_id: Maybe[int | tuple[int, ...]] = field(default=UNSET, converter=one_or_several_ids)
    """One batch of payments, or several."""
    due_period: Maybe[DuePeriod | str] = UNSET
    period_start: Maybe[Day] = UNSET
    """The first day of the period; `not_set` finds those without one."""
    period_end: Maybe[Day] = UNSET
    """The last day of the period; `not_set` finds those without one."""
    payout_method: Maybe[PayoutMethodKind | Literal["not_set"] | str] = UNSET
    """`not_set` finds those without one."""
    group_ref: Maybe[str] = UNSET


@frozen(kw_only=True)
class ListAffiliatePayouts(V2Listing[AffiliatePayout]):
    """List the promoter's payouts, page by page.

    `GET /api/v2/affiliate/payouts`; each page's `meta` says how the company pays, in the words of `PayoutSettings`.
    """

    route = affiliate.GET("/payouts")
    rows_key = "data"

    q: Maybe[str] = UNSET
    """Search in the promoter's name and e-mail address."""
    filters: Maybe[AffiliatePayoutFilters] = UNSET


@frozen
class GetAffiliateDueStats(Request[Envelope[DueStats, PayoutSettings]]):
    """Say what the promoter is to be paid, and when.

    `GET /api/v2/affiliate/payouts/due_stats`
    """

    route = affiliate.GET("/payouts/due_stats")
    replay = Replay.SAFE


@frozen(kw_only=True)
class ExportAffiliatePayouts(Request[Download]):
    """Export the promoter's payouts as CSV.

    `GET /api/v2/affiliate/payouts/export`. Raises `Unprocessable` for filters that cannot be.
    """

    route = affiliate.GET("/payouts/export")
    replay = Replay.SAFE

    q: Maybe[str] = UNSET
    """Search in the promoter's name and e-mail address."""
    filters: Maybe[AffiliatePayoutFilters] = UNSET


class AffiliatePayouts(Resource):
    """What the promoter is paid."""

    list = pages(ListAffiliatePayouts)
    """Payouts, 100 on a page; the documents name no unit for amounts, which are taken for minor units (cents)."""
    due_stats = call(GetAffiliateDueStats)
    """`data` is what is due next, overdue, or due at any time; `meta` says how the company pays."""
    export = downloads(ExportAffiliatePayouts)
    """The CSV, whole, saved or row by row; `BeingPrepared` where FirstPromoter makes it later."""
