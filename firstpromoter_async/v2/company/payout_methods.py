"""Payout methods: list, get, create, update, delete. This module knows nothing of sending."""

from collections.abc import Mapping
from typing import Any

from attrs import field

from ...frozen import frozen
from ...resource import Resource, call, pages
from ...unset import UNSET, Maybe
from ...wire.request import Replay, Request
from ..base import V2Listing, company
from ..models.payout_methods import PayoutMethod, PayoutMethodKind
from ..payout_details import PayoutDetailsInput


@frozen(kw_only=True)
class PayoutMethodFilters:
    """Whose payout methods to list."""

    promoter_id: int


@frozen
class ListPayoutMethods(V2Listing[PayoutMethod]):
    """List the payout methods of one promoter.

    `GET /api/v2/company/payout_methods`
    """

    route = company.GET("/payout_methods")

    filters: PayoutMethodFilters = field(kw_only=True)


@frozen
class GetPayoutMethod(Request[PayoutMethod]):
    """Look up one payout method.

    `GET /api/v2/company/payout_methods/{id}`. Raises `NotFound`.
    """

    route = company.GET("/payout_methods/{id}")
    replay = Replay.SAFE

    id: int


@frozen(kw_only=True)
class CreatePayoutMethod(Request[PayoutMethod]):
    """Give a promoter a payout method.

    `POST /api/v2/company/payout_methods`. There is no key against doing it twice.
    """

    route = company.POST("/payout_methods")
    replay = Replay.UNSAFE

    promoter_id: int
    method: PayoutMethodKind | str
    details: PayoutDetailsInput | Mapping[str, Any] = field(repr=False, hash=False)
    """Where the money goes; a mapping for methods of which the documents list no details (`custom`, `dots`)."""
    is_selected: Maybe[bool] = UNSET
    """Whether the promoter is paid by this one from now on."""
    is_disabled: Maybe[bool] = UNSET


@frozen
class UpdatePayoutMethod(Request[PayoutMethod]):
    """Change a payout method; promoter, method and details are always said.

    `PUT /api/v2/company/payout_methods/{id}`. Raises `NotFound`.
    """

    route = company.PUT("/payout_methods/{id}")
    replay = Replay.UNSAFE

    id: int
    promoter_id: int = field(kw_only=True)
    method: PayoutMethodKind | str = field(kw_only=True)
    details: PayoutDetailsInput | Mapping[str, Any] = field(kw_only=True, repr=False, hash=False)
    """Where the money goes; a mapping for methods of which the documents list no details (`custom`, `dots`)."""
    is_selected: Maybe[bool] = field(default=UNSET, kw_only=True)
    """Whether the promoter is paid by this one from now on."""
    is_disabled: Maybe[bool] = field(default=UNSET, kw_only=True)


@frozen
class DeletePayoutMethod(Request[None]):
    """Delete a payout method.

    `DELETE /api/v2/company/payout_methods/{id}`. Raises `NotFound`, and `Conflict` for one that cannot be deleted.
    """

    route = company.DELETE("/payout_methods/{id}")
    replay = Replay.UNSAFE

    id: int


class PayoutMethods(Resource):
    """How promoters want to be paid."""

    list = pages(ListPayoutMethods)
    """A promoter's payout methods, 100 on a page; `details` are readable, and never shown by themselves."""
    get = call(GetPayoutMethod)
    """The payout method, with its `details`."""
    create = call(CreatePayoutMethod)
    """The new payout method."""
    update = call(UpdatePayoutMethod)
    """The payout method as it is now."""
    delete = call(DeletePayoutMethod)
    """Nothing: it is gone."""
