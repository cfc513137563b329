"""How the promoter wants to be paid: list, get, create, update, delete. This module knows nothing of sending."""

from attrs import field

from ...frozen import frozen
from ...resource import Resource, call, pages
from ...unset import UNSET, Maybe
from ...wire.request import Replay, Request
from ..base import V2Listing, affiliate
from ..models.payout_methods import PayoutMethod, PayoutMethodKind
from ..payout_details import PayoutDetailsInput


@frozen(kw_only=True)
class ListAffiliatePayoutMethods(V2Listing[PayoutMethod]):
    """List the ways in which the promoter can be paid, page by page.

    `GET /api/v2/affiliate/payout_methods`; each page's `meta` has `selected_payout_methods`, those that the company offers, and
    `payout_method_options`.
    """

    route = affiliate.GET("/payout_methods")
    rows_key = "data"


@frozen
class GetAffiliatePayoutMethod(Request[PayoutMethod]):
    """Look up one way in which the promoter can be paid.

    `GET /api/v2/affiliate/payout_methods/{id}`. Raises `NotFound`.
    """

    route = affiliate.GET("/payout_methods/{id}")
    replay = Replay.SAFE

    id: int


@frozen(kw_only=True)
class CreateAffiliatePayoutMethod(Request[PayoutMethod]):
    """Add a way in which the promoter can be paid.

    `POST /api/v2/affiliate/payout_methods`. Raises `BadRequest` or `Unprocessable` for details that do not fit the method.
    """

    route = affiliate.POST("/payout_methods")
    replay = Replay.UNSAFE

    method: PayoutMethodKind | str
    details: PayoutDetailsInput = field(repr=False)
    """Where the money goes."""
    is_selected: Maybe[bool] = UNSET
    """Whether it is used from now on."""
    is_disabled: Maybe[bool] = UNSET


@frozen
class UpdateAffiliatePayoutMethod(Request[PayoutMethod]):
    """Change a way in which the promoter can be paid.

    `PUT /api/v2/affiliate/payout_methods/{id}`. Raises `NotFound`, and `BadRequest` or `Unprocessable` for details that do not
    fit the method.
    """

    route = affiliate.PUT("/payout_methods/{id}")
    replay = Replay.UNSAFE

    id: int
    details: PayoutDetailsInput = field(kw_only=True, repr=False)
    """Where the money goes; FirstPromoter wants it with every change."""
    method: Maybe[PayoutMethodKind | str] = field(default=UNSET, kw_only=True)
    is_selected: Maybe[bool] = field(default=UNSET, kw_only=True)
    """Whether it is used from now on."""
    is_disabled: Maybe[bool] = field(default=UNSET, kw_only=True)


@frozen
class DeleteAffiliatePayoutMethod(Request[None]):
    """Delete a way in which the promoter can be paid.

    `DELETE /api/v2/affiliate/payout_methods/{id}`. Raises `NotFound`, and `Conflict` for one that is in use.
    """

    route = affiliate.DELETE("/payout_methods/{id}")
    replay = Replay.UNSAFE

    id: int


class AffiliatePayoutMethods(Resource):
    """How the promoter wants to be paid."""

    list = pages(ListAffiliatePayoutMethods)
    """Payout methods, 100 on a page, one of them selected."""
    get = call(GetAffiliatePayoutMethod)
    """The payout method, with where the money goes."""
    create = call(CreateAffiliatePayoutMethod)
    """The new payout method."""
    update = call(UpdateAffiliatePayoutMethod)
    """The payout method as it is now."""
    delete = call(DeleteAffiliatePayoutMethod)
    """Nothing: it is deleted."""
