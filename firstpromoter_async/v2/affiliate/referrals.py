"""The promoter's own referrals: list, create, update, delete, export. This module knows nothing of sending."""

from attrs import field

from ...frozen import frozen
from ...resource import Resource, call, downloads, pages
from ...unset import UNSET, Maybe
from ...wire.answers import Download
from ...wire.checks import filled
from ...wire.request import Replay, Request
from ..base import V2Listing, affiliate
from ..company.referrals import ReferralType
from ..filters import Day, Direction, Range, one_or_several_ids
from ..models.affiliate_referrals import AffiliateReferral
from ..models.referrals import ReferralState


@frozen(kw_only=True)
class AffiliateReferralFilters:
    """Which referrals to list; all conditions must hold."""

    type: Maybe[ReferralType | str] = UNSET
    state: Maybe[ReferralState | str] = UNSET
    created_at: Maybe[Range[Day]] = UNSET
    customer_since: Maybe[Range[Day]] = UNSET
    """The first payment."""
    campaign_id: Maybe[int | tuple[int, ...]] = field(default=UNSET, converter=one_or_several_ids)
    """One campaign, or several."""


@frozen(kw_only=True)
class AffiliateReferralSorting:
    """What comes first."""

    state: Maybe[Direction] = UNSET
    email: Maybe[Direction] = UNSET


@frozen(kw_only=True)
class ListAffiliateReferrals(V2Listing[AffiliateReferral]):
    """List the promoter's referrals, page by page: leads and customers.

    `GET /api/v2/affiliate/referrals`
    """

    route = affiliate.GET("/referrals")

    q: Maybe[str] = UNSET
    """Search in e-mail, uid, username and website."""
    filters: Maybe[AffiliateReferralFilters] = UNSET
    sorting: Maybe[AffiliateReferralSorting] = UNSET


@frozen(kw_only=True)
class CreateAffiliateReferral(Request[AffiliateReferral]):
    """Enter somebody whom the promoter sent, by hand.

    `POST /api/v2/affiliate/referrals`. Raises `Unprocessable` for somebody who is a referral already.
    """

    route = affiliate.POST("/referrals")
    replay = Replay.UNSAFE

    email: str = field(validator=filled)
    promoter_campaign_id: int
    """In which campaign: `CurrentPromoter.promoter_campaigns` has the id."""
    uid: Maybe[str] = UNSET
    """The company's own id of the customer."""


@frozen
class UpdateAffiliateReferral(Request[AffiliateReferral]):
    """Change a referral's address or uid; what is left out stays.

    `PUT /api/v2/affiliate/referrals/{id}`
    """

    route = affiliate.PUT("/referrals/{id}")
    replay = Replay.UNSAFE

    id: int
    email: Maybe[str] = field(default=UNSET, kw_only=True)
    uid: Maybe[str] = field(default=UNSET, kw_only=True)
    """The company's own id of the customer."""


@frozen
class DeleteAffiliateReferral(Request[None]):
    """Delete a referral.

    `DELETE /api/v2/affiliate/referrals/{id}`
    """

    route = affiliate.DELETE("/referrals/{id}")
    replay = Replay.UNSAFE

    id: int


@frozen(kw_only=True)
class AffiliateReferralExportFilters:
    """Which referrals to export; there are fewer conditions than for a list."""

    type: Maybe[ReferralType | str] = UNSET
    state: Maybe[ReferralState | str] = UNSET


@frozen(kw_only=True)
class ExportAffiliateReferrals(Request[Download]):
    """Export the promoter's referrals as CSV.

    `GET /api/v2/affiliate/referrals/export`
    """

    route = affiliate.GET("/referrals/export")
    replay = Replay.SAFE

    filters: Maybe[AffiliateReferralExportFilters] = UNSET


class AffiliateReferrals(Resource):
    """Everyone whom the promoter sent."""

    list = pages(ListAffiliateReferrals)
    """Leads and customers, 100 on a page."""
    create = call(CreateAffiliateReferral)
    """The new referral."""
    update = call(UpdateAffiliateReferral)
    """The referral as it is now."""
    delete = call(DeleteAffiliateReferral)
    """Nothing: it is deleted."""
    export = downloads(ExportAffiliateReferrals)
    """The CSV, whole, saved or row by row; `BeingPrepared` where FirstPromoter makes it later."""
