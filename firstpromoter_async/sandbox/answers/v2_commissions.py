"""v2 commissions: what v1 calls rewards."""

from typing import Final

from ...v2.company import commissions as asked_for
from ...wire.message import HttpResponse
from ..parameters import Parameters
from .book import Asked, answers
from .conditions import Conditions
from .replies import as_json, v2_rows
from .v2_shapes import Shapes

_SOURCE: Final = """rewards JOIN promotions ON promotions.id = rewards.promotion_id
  LEFT JOIN events ON events.id = event_rowid LEFT JOIN leads ON leads.id = rewards.lead_id
  LEFT JOIN payouts ON payouts.id = payout_id"""
_SORTABLE: Final = {
    "sale_amount": "events.amount",
    "amount": "rewards.amount",
    "created_at": "rewards.created_at",
    "referral": "leads.email",
}
_PAID: Final = "coalesce(payouts.status = 'completed', 0)"
_REFUNDED: Final = (
    "events.kind = 'sale' AND events.event_id IN (SELECT sale_event_id FROM events WHERE kind = 'refund')"
)
_FIRST: Final = (
    "event_rowid = (SELECT min(id) FROM events AS others WHERE others.lead_id = events.lead_id AND kind = 'sale')"
)


@answers(asked_for.ListCommissions)
def everything(asked: Asked) -> HttpResponse:
    """List commissions; `q` finds the one that a sale made, by its `event_id`."""
    says, filters = asked.says, asked.says.group("filters")
    found = Conditions("rewards", source=_SOURCE)
    found.any_of("rewards.id", says.integers("ids"))
    found.like(says.text("q"), "events.event_id", "leads.email", "leads.uid")
    found.any_of("rewards.status", filters.texts("status"))
    found.equal("rewards.promoter_id", filters.integer("promoter_id"))
    found.any_of("promotions.campaign_id", filters.integers("campaign_id"))
    found.any_of("payout_id", filters.integers("payout_id"))
    found.any_of("events.plan", filters.texts("plan_id"))
    found.between("events.amount", filters.group("sale_amount"))
    found.between("rewards.amount", filters.group("amount"))
    found.in_days("rewards.created_at", filters.group("created_at"))
    _whether(found, filters, "paid", _PAID)
    _whether(found, filters, "fulfilled", f"rewards.unit <> 'cash' AND {_PAID}")
    _whether(found, filters, "refunded", _REFUNDED)
    _whether(found, filters, "first_commission", _FIRST)
    return as_json(v2_rows(asked, found.sort(says.group("sorting"), _SORTABLE), Shapes(asked.store).commission))


def _whether(found: Conditions, filters: Parameters, name: str, sql: str) -> None:
    wanted = filters.maybe_truth(name)
    if wanted is not None:
        found.where(f"coalesce({sql}, 0) = {int(wanted)}")
