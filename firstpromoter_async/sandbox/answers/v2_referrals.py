"""v2 referrals: what v1 calls leads."""

from ...v2.company import referrals as asked_for
from ...wire.message import HttpResponse
from .book import Asked, answers
from .conditions import Conditions
from .replies import as_json, v2_rows
from .v2_shapes import Shapes


@answers(asked_for.ListReferrals)
def everyone(asked: Asked) -> HttpResponse:
    """List leads and customers."""
    says, filters = asked.says, asked.says.group("filters")
    found = Conditions("leads", source="leads JOIN promotions ON promotions.id = leads.promotion_id")
    found.any_of("leads.id", says.integers("ids"))
    found.like(says.text("q"), "leads.email", "uid", "username", "website")
    found.equal("promotions.promoter_id", filters.integer("promoter_id"))
    found.any_of("promotions.campaign_id", filters.integers("campaign_id"))
    found.any_of("leads.state", filters.texts("state"))
    found.any_of("entry_source", filters.texts("entry_source"))
    for name in ("created_at", "customer_since", "cancelled_at"):
        found.in_days(f"leads.{name}", filters.group(name))
    if (kind := filters.text("type")) in ("lead", "customer"):
        found.where(f"(customer_since IS NOT NULL) = {int(kind == 'customer')}")
    return as_json(v2_rows(asked, found, Shapes(asked.store).referral))
