"""v2 promoters."""

from collections.abc import Callable
from typing import Any, Final

from ...wire.message import HttpResponse
from ..parameters import Parameters
from ..problems import Missing, NotFound
from ..records import promoters
from ..store import Row
from . import reading
from .promoter_filters import LISTING
from .registry import RequestContext, handles
from .replies import as_json, v2_rows
from .v2_shapes import Shapes

_FIND_BY: Final = {
    "email": "email",
    "cust_id": "cust_id",
    "auth_token": "auth_token",
    "ref_token": "ref_id",
    "promo_code": "promo_code",
}
_FORMS: Final = ("w8_form_url", "w9_form_url")


@handles("GET /api/v2/company/promoters")
def everyone(context: RequestContext) -> HttpResponse:
    """List promoters, with the number of those who wait for approval beside them."""
    rows = v2_rows(context, LISTING.find(context), _shape(context))
    pending = context.store.value("SELECT count(DISTINCT promoter_id) FROM promotions WHERE state = 'pending'")
    return as_json({"data": rows, "meta": {"pending_count": pending}})


@handles("POST /api/v2/company/promoters")
def create(context: RequestContext) -> HttpResponse:
    """Add a promoter; accepted at once, unless `always_approve` is false."""
    parameters = context.parameters
    if parameters.text("email") is None:
        raise Missing("email")
    parameters.expect("drip_emails")  # the sandbox sends none
    given = parameters.text("initial_campaign_id")
    promoter = context.records.promoters.create(
        context.moment,
        email=parameters.text("email"),
        campaign=context.records.campaigns.named(
            None if given is None else parameters.integer("initial_campaign_id") or -1
        ),
        state="accepted" if parameters.truth("always_approve", default=True) else "pending",
        profile=_profile(parameters.group("profile")),
        cust_id=parameters.text("cust_id"),
    )
    return as_json(Shapes(context.records).promoter(promoter, with_parent=True), 201)


@handles("GET /api/v2/company/promoters/{id}")
def get(context: RequestContext) -> HttpResponse:
    """Show one promoter, by id or by what `find_by` names; an unknown `find_by` finds nobody."""
    parameters = context.parameters
    key = "id" if parameters.text("find_by") is None else _FIND_BY.get(parameters.text("find_by") or "")
    value = parameters.text("id")
    if key is None or value is None:
        raise NotFound("Promoter not found.")
    return as_json(_shape(context)(reading.found_promoter(context.records, key, value)))


def _profile(parameters: Parameters) -> dict[str, Any]:
    parameters.expect("id")  # a new promoter has no profile that it could name
    texts = {"avatar_url": "avatar", **{name: name for name in (*promoters.PROFILE, *_FORMS) if name != "avatar_url"}}
    told: dict[str, Any] = {
        column: text for column, name in texts.items() if (text := parameters.text(name)) is not None
    }
    if (errors := parameters.mapping("invoice_details_validation_errors")) is not None:
        told["invoice_details_validation_errors"] = errors
    if (wanted := parameters.maybe_truth("should_validate_invoice_details")) is not None:
        told["should_validate_invoice_details"] = wanted
    return told


def _shape(context: RequestContext) -> Callable[[Row], dict[str, Any]]:
    """Read the two switches, whether or not there is anybody to show, and return what shows a promoter."""
    with_parent = context.parameters.truth("include_parent_promoter")
    without = {"selected_payout_method"} if context.parameters.truth("exclude_payout_method") else set[str]()
    shapes = Shapes(context.records)

    def shape(row: Row) -> dict[str, Any]:
        whole = shapes.promoter(row, with_parent=with_parent)
        return {name: value for name, value in whole.items() if name not in without}

    return shape
