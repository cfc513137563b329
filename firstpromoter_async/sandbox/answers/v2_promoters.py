"""v2 promoters."""

from typing import Final

from ...v2.company import promoters as asked_for
from ...wire.message import HttpResponse
from ..parameters import Parameters
from ..problems import Missing, NotFound
from ..records import campaigns, promoters
from ..store import Row
from . import reading
from .book import Asked, answers
from .conditions import Conditions
from .replies import as_json, v2_rows
from .v2_shapes import STATS, Shapes

_FIND_BY: Final = {
    "email": "email",
    "cust_id": "cust_id",
    "auth_token": "auth_token",
    "ref_token": "ref_id",
    "promo_code": "promo_code",
}
_IN_CAMPAIGN: Final = "EXISTS (SELECT 1 FROM promotions WHERE promoter_id = promoters.id AND {})"


@answers(asked_for.ListPromoters)
def everyone(asked: Asked) -> HttpResponse:
    """List promoters, with the number of those who wait for approval beside them."""
    rows = v2_rows(asked, _found(asked.says), lambda row: _shape(asked, row))
    pending = asked.store.value("SELECT count(DISTINCT promoter_id) FROM promotions WHERE state = 'pending'")
    return as_json({"data": rows, "meta": {"pending_count": pending}})


@answers(asked_for.CreatePromoter)
def create(asked: Asked) -> HttpResponse:
    """Add a promoter; accepted at once, unless `always_approve` is false."""
    says = asked.says
    if says.text("email") is None:
        raise Missing("email")
    profile = says.group("profile")
    told = {name: text for name in promoters.PROFILE if (text := profile.text(name)) is not None}
    if (avatar := profile.text("avatar")) is not None:
        told["avatar_url"] = avatar
    given = says.text("initial_campaign_id")
    promoter = promoters.create(
        asked.store,
        asked.moment,
        email=says.text("email"),
        campaign=campaigns.named(asked.store, None if given is None else says.integer("initial_campaign_id") or -1),
        state="accepted" if says.truth("always_approve", default=True) else "pending",
        profile=told,
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


def _shape(asked: Asked, row: Row) -> dict[str, object]:
    shape = Shapes(asked.store).promoter(row, with_parent=asked.says.truth("include_parent_promoter"))
    if asked.says.truth("exclude_payout_method"):
        del shape["selected_payout_method"]
    return shape


def _found(says: Parameters) -> Conditions:
    filters = says.group("filters")
    found = Conditions("promoters").any_of("promoters.id", says.integers("ids"))
    _search(found, says.text("q"))
    _in_campaigns(found, filters)
    found.in_days("promoters.created_at", filters.group("joined_at"))
    found.equal("parent_promoter_id", filters.integer("parent_promoter_id"))
    if filters.truth("archived"):
        found.where("0")  # nobody is, here
    for name in ("revenue_amount", "customers_count", "referrals_count", "clicks_count"):
        found.between(STATS[name], filters.group(name))
    sortable = {name: STATS[name] for name in ("clicks_count", "referrals_count", "customers_count", "revenue_amount")}
    return found.sort(says.group("sorting"), {**sortable, "joined_at": "promoters.created_at"})


def _search(found: Conditions, text: str | None) -> None:
    found.like(
        text,
        "email",
        "coalesce(json_extract(profile, '$.first_name'), '') || ' ' || coalesce(json_extract(profile, '$.last_name'), '')",
        "(SELECT group_concat(ref_id) FROM promotions WHERE promoter_id = promoters.id)",
    )


def _in_campaigns(found: Conditions, filters: Parameters) -> None:
    """State and campaign are told of one and the same promotion."""
    numbers, state = filters.integers("campaign_id"), filters.text("state")
    if state == "not_set":
        found.where("0")  # everybody has one, here
        state = None
    parts = [f"campaign_id IN ({', '.join('?' * len(numbers))})"] if numbers else []
    if state is not None:
        parts.append("state = ?")
    if parts:
        found.where(_IN_CAMPAIGN.format(" AND ".join(parts)), *numbers, *([state] if state else []))
