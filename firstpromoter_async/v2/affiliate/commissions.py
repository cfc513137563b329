"""The promoter's own commissions: list, export. This module knows nothing of sending."""

from attrs import field, frozen

from ...money import MinorUnits
from ...resource import Resource, downloads, pages
from ...unset import UNSET, Maybe
from ...wire.answers import Download
from ...wire.request import Replay, Request
from ..base import V2Listing, affiliate
from ..company.commissions import CommissionSorting
from ..filters import YES_OR_NO, Day, DuePeriod, Range, one_or_several_ids, one_or_several_keys, several_words
from ..models.affiliate_commissions import AffiliateCommission
from ..models.brief import FraudCheck
from ..models.commissions import CommissionStatus


@frozen(kw_only=True)
class AffiliateCommissionFilters:
    """Which commissions to list; all conditions must hold."""

    status: Maybe[CommissionStatus | str] = UNSET
    paid: Maybe[bool] = field(default=UNSET, metadata=YES_OR_NO)
    sale_amount: Maybe[Range[MinorUnits]] = UNSET
    """In cents."""
    amount: Maybe[Range[MinorUnits]] = UNSET
    """In cents, for commissions in money."""
    created_at: Maybe[Range[Day]] = UNSET
    campaign_id: Maybe[int | tuple[int, ...]] = field(default=UNSET, converter=one_or_several_ids)
    """One campaign, or several."""
    payout_id: Maybe[int | tuple[int, ...]] = field(default=UNSET, converter=one_or_several_ids)
    """One payout, or several."""
    due_period: Maybe[DuePeriod | str] = UNSET
    promoter_id: Maybe[int] = UNSET
    """Whose: the promoter's own, the only ones that there are."""
    first_commission: Maybe[bool] = UNSET
    """Whether it is the customer's first."""
    refunded: Maybe[bool] = UNSET
    fraud_check: Maybe[tuple[FraudCheck | str, ...]] = field(default=UNSET, converter=several_words)
    """Any of these."""
    plan_id: Maybe[int | str | tuple[int | str, ...]] = field(default=UNSET, converter=one_or_several_keys)
    """One plan, or several."""


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
