"""v2 promoters."""

import json
from collections.abc import Callable
from typing import Any, Final

from ...wire.message import HttpResponse
from ...wire.plain import is_array, is_object
from ..problems import Missing, NoSuchRecord
from ..records.sessions import DAY
from ..store import Row
from . import profiles, reading
from .promoter_filters import LISTING
from .registry import RequestContext, handles
from .replies import as_json, nothing, v2_rows
from .v2_shapes import Shapes

_FIND_BY: Final = {
    "id": "id",
    "email": "email",
    "cust_id": "cust_id",
    "auth_token": "auth_token",
    "ref_token": "ref_id",
    "promo_code": "promo_code",
}


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
    email = parameters.needed_text("email")
    parameters.expect("drip_emails")  # the sandbox sends none
    given = parameters.text("initial_campaign_id")
    promoter = context.records.promoters.create(
        context.moment,
        email=email,
        campaign=context.records.campaigns.named(
            None if given is None else parameters.integer("initial_campaign_id") or -1
        ),
        state="accepted" if parameters.truth("always_approve", default=True) else "pending",
        profile=profiles.from_v2(parameters),
        cust_id=parameters.text("cust_id"),
    )
    return as_json(Shapes(context.records).promoter(promoter, with_parent=True), 201)


@handles("GET /api/v2/company/promoters/{id}")
def get(context: RequestContext) -> HttpResponse:
    """Show one promoter."""
    return as_json(_shape(context)(_named(context)))


@handles("PUT /api/v2/company/promoters/{id}")
def update(context: RequestContext) -> HttpResponse:
    """Change a promoter. Custom fields that are not named stay; those that are null or empty go."""
    parameters, promoter = context.parameters, _named(context)
    columns: Row = {**parameters.mentioned_texts("email", "cust_id")}
    if (fields := parameters.read("custom_fields", _custom_fields)) is not None:
        kept = {name: value for name, value in (json.loads(promoter["custom_fields"]) | fields).items() if value}
        columns["custom_fields"] = json.dumps(kept)
    changed = context.records.promoters.change(promoter, profile=profiles.from_v2(parameters), **columns)
    return as_json(Shapes(context.records).promoter(changed, with_parent=True))


@handles("POST /api/v2/promoters/iframe_login")
def iframe_login(context: RequestContext) -> HttpResponse:
    """Sign a promoter in to their dashboard, and so to the affiliate's side."""
    token = context.records.sessions.begin(_of_iframe(context)["id"], context.moment)
    return as_json({"access_token": token, "expires_in": DAY})


@handles("POST /api/v2/promoters/iframe_logout")
def iframe_logout(context: RequestContext) -> HttpResponse:
    """End a promoter's sessions."""
    context.records.sessions.end(_of_iframe(context)["id"])
    return nothing(200)


def _named(context: RequestContext) -> Row:
    """Find a promoter by id or by what `find_by` names; an unknown `find_by` finds nobody."""
    parameters = context.parameters
    key = _FIND_BY.get(parameters.text("find_by") or "id")
    value = parameters.text("id")
    if key is None or value is None:
        raise NoSuchRecord("Promoter not found.")
    return reading.found_promoter(context.records, key, value)


def _of_iframe(context: RequestContext) -> Row:
    given = context.parameters.first_text("promoter_id", "cust_id")
    if given is None:
        raise Missing("promoter_id")
    return reading.found_promoter(context.records, given[0].removeprefix("promoter_"), given[1])


def _custom_fields(value: object) -> dict[str, Any] | None:
    """Read custom fields: an object, as the documents describe them, or a list of such, as they declare them."""
    given = [one for one in (value if is_array(value) else [value]) if is_object(one)]
    return {name: text for one in given for name, text in one.items()} or None


def _shape(context: RequestContext) -> Callable[[Row], dict[str, Any]]:
    """Read the two switches, whether or not there is anybody to show, and return what shows a promoter."""
    with_parent = context.parameters.truth("include_parent_promoter")
    without = {"selected_payout_method"} if context.parameters.truth("exclude_payout_method") else set[str]()
    shapes = Shapes(context.records)

    def shape(row: Row) -> dict[str, Any]:
        whole = shapes.promoter(row, with_parent=with_parent)
        return {name: value for name, value in whole.items() if name not in without}

    return shape
