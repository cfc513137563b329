"""Referrals: list.

This module knows nothing of HTTP or of sending.
"""

from enum import StrEnum

from attrs import field, frozen

from ...resource import Resource, pages
from ...unset import UNSET, Maybe
from ..base import V2Listing, company
from ..filters import Day, Range, several_ids
from ..models.referrals import Referral, ReferralState


class ReferralType(StrEnum):
    """Whether a referral has paid yet."""

    LEAD = "lead"
    CUSTOMER = "customer"


@frozen(kw_only=True)
class ReferralFilters:
    """Which referrals to list; all conditions must hold."""

    type: Maybe[ReferralType | str] = UNSET
    promoter_id: Maybe[int] = UNSET
    state: Maybe[ReferralState | str] = UNSET
    customer_since: Maybe[Range[Day]] = UNSET
    """The first payment."""
    created_at: Maybe[Range[Day]] = UNSET
    cancelled_at: Maybe[Range[Day]] = UNSET


@frozen(kw_only=True)
class ListReferrals(V2Listing[Referral]):
    """List referrals, page by page: leads and customers.

    `GET /api/v2/company/referrals`; the API does not let you sort them.
    """

    route = company.GET("/referrals")

    q: Maybe[str] = UNSET
    """Search in e-mail, uid, username and website."""
    ids: Maybe[tuple[int, ...]] = field(default=UNSET, converter=several_ids)
    filters: Maybe[ReferralFilters] = UNSET


class Referrals(Resource):
    """Everyone whom promoters sent you."""

    list = pages(ListReferrals)
    """Leads and customers, 100 on a page."""
