"""The affiliate's side: what belongs to the promoter who is signed in, and how much of it they see.

Whatever is another promoter's does not exist here: it is in no list, and has no id.
"""

from collections.abc import Iterable
from typing import Any, Final

from attrs import evolve

from ..problems import Impossible, NoSuchRecord
from ..store import Row
from .conditions import Conditions
from .listing import Listing
from .registry import RequestContext

REFERRAL: Final = ("id", "email", "uid", "state", "metadata", "created_at", "customer_since", "promoter_campaign")
COMMISSION: Final = (
    "id", "status", "commission_type", "sale_amount", "original_sale_amount", "original_sale_currency", "plan_id", "tier",
    "unit", "amount", "is_paid", "external_note", "created_at", "status_updated_at", "promoter_campaign", "referral",
    "reward",
)  # fmt: skip
_PLACE: Final = ("id", "campaign_id", "created_at", "campaign")


def only(listing: Listing, filters: Iterable[str], sorting: Iterable[str] = ()) -> Listing:
    """Return a listing of the company's with only those filters and sortings that promoters have."""
    return evolve(
        listing,
        parameters={},
        filters={name: listing.filters[name] for name in filters},
        sorting={name: listing.sorting[name] for name in sorting},
    )


def mine(context: RequestContext, found: Conditions, owner: str = "promotions.promoter_id") -> Conditions:
    """Keep what is the promoter's own; `owner` is the column that says whose a row is."""
    return found.where(f"{owner} = ?", context.promoter_id)


def my_row(context: RequestContext, found: Conditions, table: str, owner: str = "promotions.promoter_id") -> Row:
    """Return the row that the path names. Raises `NoSuchRecord` for another promoter's as for none."""
    of_this_id = mine(context, found, owner).where(f"{table}.id = ?", context.parameters.integer("id"))
    rows = of_this_id.rows(context.store, limit=1)
    if not rows:
        raise NoSuchRecord(f"{table} not found.")
    return rows[0]


def my_promotion(context: RequestContext) -> Row:
    """Return the promoter's place in a campaign that `promoter_campaign_id` names. Raises `Impossible`."""
    found = promotion_of(context, context.parameters.integer("promoter_campaign_id"))
    if found is None:
        raise Impossible("Cannot find promoter_campaign by id")
    return found


def promotion_of(context: RequestContext, number: int | None) -> Row | None:
    """Return this place in a campaign, if it is the promoter's."""
    sql = "SELECT * FROM promotions WHERE id = ? AND promoter_id = ?"
    return context.store.one(sql, number, context.promoter_id)


def seen(whole: dict[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """Show of a record what promoters see: nothing of the company's, and of their campaigns no more than which they are."""
    shown = {name: whole[name] for name in names}
    if shown.get("promoter_campaign") is not None:
        shown["promoter_campaign"] = {name: shown["promoter_campaign"][name] for name in _PLACE}
    return shown
