"""v2 payout methods.

What the documents leave open, and how it goes here: a promoter's first method is the selected one, another becomes it if it says
so, and the others are not any more; a selected method cannot be deleted while money is on its way by it. A promoter who is
signed in does the same with their own methods, and need not repeat the kind of one that they change.
"""

import json
from collections.abc import Mapping
from typing import Any, Final

from ...wire.message import HttpResponse
from ..parameters import Parameters
from ..problems import Conflict, Impossible, Invalid, Missing, NoSuchRecord
from ..store import Row
from .conditions import Conditions
from .listing import Listing, numbers
from .registry import RequestContext, handles
from .replies import as_json, nothing, v2_rows
from .v2_payouts import SETTINGS
from .v2_shapes import Shapes

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
    return as_json(v2_rows(context, _LISTING.find(context), Shapes(context.records).payout_method))


@handles("GET /api/v2/affiliate/payout_methods")
def mine(context: RequestContext) -> HttpResponse:
    """List the methods of the promoter who is signed in, and what the account offers."""
    found = Conditions("payout_methods").equal("promoter_id", context.promoter_id)
    meta = {name: SETTINGS[name] for name in ("selected_payout_methods", "payout_method_options")}
    return as_json({"data": v2_rows(context, found, Shapes(context.records).payout_method), "meta": meta})


@handles("GET /api/v2/company/payout_methods/{id}")
@handles("GET /api/v2/affiliate/payout_methods/{id}")
def get(context: RequestContext) -> HttpResponse:
    """Show one method."""
    return _answer(context, _named(context))


@handles("POST /api/v2/company/payout_methods")
@handles("POST /api/v2/affiliate/payout_methods")
def create(context: RequestContext) -> HttpResponse:
    """Give a promoter a method."""
    columns = _given(context)
    has_one = context.store.one("SELECT 1 FROM payout_methods WHERE promoter_id = ?", columns["promoter_id"])
    columns = {"is_selected": has_one is None} | columns
    _make_room(context, columns)
    return _answer(context, context.store.added("payout_methods", created_at=context.moment, **columns))


@handles("PUT /api/v2/company/payout_methods/{id}")
@handles("PUT /api/v2/affiliate/payout_methods/{id}")
def update(context: RequestContext) -> HttpResponse:
    """Change a method."""
    row = _named(context)
    columns = {"is_selected": row["is_selected"]} | _given(context, row)
    _make_room(context, columns)
    return _answer(context, context.store.changed("payout_methods", row["id"], **columns))


@handles("DELETE /api/v2/company/payout_methods/{id}")
@handles("DELETE /api/v2/affiliate/payout_methods/{id}")
def delete(context: RequestContext) -> HttpResponse:
    """Delete a method, unless money is on its way by it."""
    row = _named(context)
    under_way = "SELECT 1 FROM payouts WHERE promoter_id = ? AND status = 'processing'"
    if row["is_selected"] and context.store.one(under_way, row["promoter_id"]) is not None:
        raise Conflict("Failed to destroy Rewards::Providers::Account")
    context.store.remove("payout_methods", row["id"])
    return nothing(200)


def _answer(context: RequestContext, row: Row) -> HttpResponse:
    return as_json(Shapes(context.records).payout_method(row))


def _named(context: RequestContext) -> Row:
    row = context.named("payout_methods")
    if context.signed_in_id not in (None, row["promoter_id"]):
        raise NoSuchRecord("Payout method not found.")
    return row


def _given(context: RequestContext, row: Row | None = None) -> Row:
    """Read what is said of a method, new or known. Raises `Missing`, `Impossible`, `NoSuchRecord` and `Invalid`."""
    parameters = context.parameters
    is_known = row is not None and context.signed_in_id is not None and not parameters.has("method")
    for name in ("details", *(() if is_known else ("method",))):
        if not parameters.has(name):
            raise Missing(name)
    kind = row["method"] if row and is_known else parameters.word("method", _NEEDED)
    if kind is None:
        raise Impossible("Invalid method")
    said = {name: parameters.maybe_truth(name) for name in ("is_selected", "is_disabled")}
    return {
        "promoter_id": _whose(context),
        "method": kind,
        "details": json.dumps(_details(parameters, kind)),
        **{name: value for name, value in said.items() if value is not None},
    }


def _whose(context: RequestContext) -> int:
    """Return the promoter who is named, or who is signed in. Raises `Missing` and `NoSuchRecord`."""
    if context.signed_in_id is not None:
        return context.signed_in_id
    if not context.parameters.has("promoter_id"):
        raise Missing("promoter_id")
    promoter = context.records.promoters.find("id", context.parameters.text("promoter_id") or "")
    if promoter is None:
        raise NoSuchRecord("Promoter not found.")
    return int(promoter["id"])


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
