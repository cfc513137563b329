"""v2 payout methods.

What the documents leave open, and how it goes here: a promoter's first method is the selected one, another becomes it if it says
so, and the others are not any more; a selected method cannot be deleted while money is on its way by it.
"""

import json
from collections.abc import Mapping
from typing import Any, Final

from ...wire.message import HttpResponse
from ..parameters import Parameters
from ..problems import Conflict, Impossible, Invalid, Missing, NotFound
from ..store import Row
from .listing import Listing, numbers
from .payout_shapes import method
from .registry import RequestContext, handles
from .replies import as_json, nothing, v2_rows

_NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    "paypal": ("paypal_email",),
    "bank": ("bank_country", "account_holder_name"),
    "wise": ("wise_email",),
    "crypto": ("wallet_address", "crypto_currency"),
    "custom": (),
    "dots": (),
}
"""What the details of each method cannot do without."""
_LISTING: Final = Listing("payout_methods", filters={"promoter_id": numbers("promoter_id")})


@handles("GET /api/v2/company/payout_methods")
def everything(context: RequestContext) -> HttpResponse:
    """List the methods of one promoter."""
    if context.parameters.group("filters").is_blank("promoter_id"):
        raise Missing("filters[promoter_id]")
    return as_json(v2_rows(context, _LISTING.find(context), method))


@handles("GET /api/v2/company/payout_methods/{id}")
def get(context: RequestContext) -> HttpResponse:
    """Show one method."""
    return as_json(method(_named(context)))


@handles("POST /api/v2/company/payout_methods")
def create(context: RequestContext) -> HttpResponse:
    """Give a promoter a method."""
    columns = _given(context)
    has_one = context.store.one("SELECT 1 FROM payout_methods WHERE promoter_id = ?", columns["promoter_id"])
    columns = {"is_selected": has_one is None} | columns
    _make_room(context, columns)
    number = context.store.insert("payout_methods", created_at=context.moment, **columns)
    return as_json(method(context.store.get("payout_methods", number)))


@handles("PUT /api/v2/company/payout_methods/{id}")
def update(context: RequestContext) -> HttpResponse:
    """Change a method."""
    row, columns = _named(context), _given(context)
    _make_room(context, {"is_selected": row["is_selected"]} | columns)
    context.store.change("payout_methods", row["id"], **columns)
    return as_json(method(context.store.get("payout_methods", row["id"])))


@handles("DELETE /api/v2/company/payout_methods/{id}")
def delete(context: RequestContext) -> HttpResponse:
    """Delete a method, unless money is on its way by it."""
    row = _named(context)
    under_way = "SELECT 1 FROM payouts WHERE promoter_id = ? AND status = 'processing'"
    if row["is_selected"] and context.store.one(under_way, row["promoter_id"]) is not None:
        raise Conflict("Failed to destroy Rewards::Providers::Account")
    context.store.remove("payout_methods", row["id"])
    return nothing(200)


def _named(context: RequestContext) -> Row:
    row = context.store.one("SELECT * FROM payout_methods WHERE id = ?", context.parameters.integer("id"))
    if row is None:
        raise NotFound("Payout method not found.")
    return row


def _given(context: RequestContext) -> Row:
    """Read what is said of a method. Raises `Missing`, `Impossible`, `NotFound` and `Invalid`."""
    parameters = context.parameters
    for name in ("promoter_id", "method", "details"):
        if not parameters.has(name):
            raise Missing(name)
    kind = parameters.one_of("method", {name: name for name in _NEEDED})
    if kind is None:
        raise Impossible("Invalid method")
    promoter = context.records.promoters.find("id", parameters.text("promoter_id") or "")
    if promoter is None:
        raise NotFound("Promoter not found.")
    said = {name: parameters.maybe_truth(name) for name in ("is_selected", "is_disabled")}
    return {
        "promoter_id": promoter["id"],
        "method": kind,
        "details": json.dumps(_details(parameters, kind)),
        **{name: value for name, value in said.items() if value is not None},
    }


def _details(parameters: Parameters, kind: str) -> dict[str, Any]:
    details = parameters.mapping("details") or {}
    missing = [name for name in _NEEDED[kind] if not str(details.get(name) or "").strip()]
    if missing:
        raise Invalid({f"details.{name}": "can't be blank" for name in missing})
    return dict(details)


def _make_room(context: RequestContext, columns: Row) -> None:
    """Let the promoter have no other selected method."""
    if columns["is_selected"]:
        sql = "UPDATE payout_methods SET is_selected = 0 WHERE promoter_id = ?"
        context.store.run(sql, columns["promoter_id"])
