"""v2 promoters."""

from typing import Any, Final

from ...v2.company import promoters as asked_for
from ...wire.message import HttpResponse
from ..parameters import Parameters
from ..problems import Missing, NotFound
from ..records import campaigns, promoters
from ..store import Row
from . import reading
from .book import Asked, answers
from .promoter_filters import LISTING
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


@answers(asked_for.ListPromoters)
def everyone(asked: Asked) -> HttpResponse:
    """List promoters, with the number of those who wait for approval beside them."""
    rows = v2_rows(asked, LISTING.find(asked), lambda row: _shape(asked, row))
    pending = asked.store.value("SELECT count(DISTINCT promoter_id) FROM promotions WHERE state = 'pending'")
    return as_json({"data": rows, "meta": {"pending_count": pending}})


@answers(asked_for.CreatePromoter)
def create(asked: Asked) -> HttpResponse:
    """Add a promoter; accepted at once, unless `always_approve` is false."""
    says = asked.says
    if says.text("email") is None:
        raise Missing("email")
    says.expect("drip_emails")  # the sandbox sends none
    given = says.text("initial_campaign_id")
    promoter = promoters.create(
        asked.store,
        asked.moment,
        email=says.text("email"),
        campaign=campaigns.named(asked.store, None if given is None else says.integer("initial_campaign_id") or -1),
        state="accepted" if says.truth("always_approve", default=True) else "pending",
        profile=_profile(says.group("profile")),
        cust_id=says.text("cust_id"),
    )
    return as_json(Shapes(asked.store).promoter(promoter, with_parent=True), 201)


@answers(asked_for.GetPromoter)
def get(asked: Asked) -> HttpResponse:
    """Show one promoter, by id or by what `find_by` names; an unknown `find_by` finds nobody."""
    says = asked.says
    key = "id" if says.text("find_by") is None else _FIND_BY.get(says.text("find_by") or "")
    value = says.text("id")
    if key is None or value is None:
        raise NotFound("Promoter not found.")
    return as_json(_shape(asked, reading.found_promoter(asked.store, key, value)))


def _profile(says: Parameters) -> dict[str, Any]:
    says.expect("id")  # a new promoter has no profile that it could name
    texts = {"avatar_url": "avatar", **{name: name for name in (*promoters.PROFILE, *_FORMS) if name != "avatar_url"}}
    told: dict[str, Any] = {column: text for column, name in texts.items() if (text := says.text(name)) is not None}
    if (errors := says.mapping("invoice_details_validation_errors")) is not None:
        told["invoice_details_validation_errors"] = errors
    if (wanted := says.maybe_truth("should_validate_invoice_details")) is not None:
        told["should_validate_invoice_details"] = wanted
    return told


def _shape(asked: Asked, row: Row) -> dict[str, object]:
    shape = Shapes(asked.store).promoter(row, with_parent=asked.says.truth("include_parent_promoter"))
    if asked.says.truth("exclude_payout_method"):
        del shape["selected_payout_method"]
    return shape
