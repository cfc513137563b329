"""The promoter's own commissions: list, export. This module knows nothing of sending."""

from attrs import field

from ...frozen import frozen
from ...resource import Resource, downloads, pages
from ...unset import UNSET, Maybe
from ...wire.answers import Download
from ...wire.request import Replay, Request
from ..base import V2Listing, affiliate
from ..company.commissions import AnyCommissionFilters, CommissionSorting
from ..filters import YES_OR_NO, several_words
from ..models.affiliate_commissions import AffiliateCommission
from ..models.brief import FraudCheck
from ..models.commissions import CommissionStatus


@frozen(kw_only=True)
class AffiliateCommissionFilters(AnyCommissionFilters):
    """Which commissions to list; all conditions must hold."""

    fraud_check: Maybe[tuple[FraudCheck | str, ...]] = field(default=UNSET, converter=several_words)
    """Any of these."""


@frozen(kw_only=True)
class ListAffiliateCommissions(V2Listing[AffiliateCommission]):
    """List the promoter's commissions, page by page.

    `GET /api/v2/affiliate/commissions`
    """

    route = affiliate.GET("/commissions")
    stable_sorting = CommissionSorting(created_at="asc")

    q: Maybe[str] = UNSET
    """Search in the sale's event_id, and the referral's e-mail and uid."""
    filters: Maybe[AffiliateCommissionFilters] = UNSET
    sorting: Maybe[CommissionSorting] = UNSET


@frozen(kw_only=True)
class AffiliateCommissionExportFilters:
    """Which commissions to export; there are fewer conditions than for a list."""

    status: Maybe[CommissionStatus | str] = UNSET
    paid: Maybe[bool] = field(default=UNSET, metadata=YES_OR_NO)


@frozen(kw_only=True)
class ExportAffiliateCommissions(Request[Download]):
    """Export the promoter's commissions as CSV.

    `GET /api/v2/affiliate/commissions/export`
    """

    route = affiliate.GET("/commissions/export")
    replay = Replay.SAFE

    filters: Maybe[AffiliateCommissionExportFilters] = UNSET


class AffiliateCommissions(Resource):
    """What the promoter has earned, sale by sale."""

    list = pages(ListAffiliateCommissions)
    """Commissions, 100 on a page; amounts in money, also in `filters`, are minor units (cents)."""
    export = downloads(ExportAffiliateCommissions)
    """The CSV, whole, saved or row by row; `BeingPrepared` where FirstPromoter makes it later."""
