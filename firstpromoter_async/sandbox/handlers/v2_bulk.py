"""v2's bulk actions: which records, and what happens to each of them."""

import json
from collections.abc import Callable, Sequence
from typing import Final

from ..problems import Impossible
from ..records import Records
from ..store import Row
from .bulk import Item, bulk

_PROMOTERS: Final = "/api/v2/company/promoters"
_PAYOUTS: Final = "/api/v2/company/payouts"


def _state(state: str) -> Callable[[Item], None]:
    """Put a promoter's link to the campaign that was given into a state."""

    def apply(one: Item) -> None:
        sql = "UPDATE promotions SET state = ? WHERE promoter_id = ? AND campaign_id = ?"
        if not one.records.store.run(sql, state, one.row["id"], one.given["campaign_id"]):
            raise Impossible("The promoter is not in this campaign")

    return apply


def _status(status: str) -> Callable[[Item], Row]:
    return lambda one: one.records.payouts.set_status(one.moment, one.row, status)


def _totals(records: Records, ids: Sequence[int]) -> Row:
    """Add up payouts; there are no taxes here."""
    chosen = records.store.all(
        """SELECT coalesce(sum(amount), 0) AS total, count(DISTINCT promoter_id) AS promoters FROM payouts
           WHERE id IN (SELECT value FROM json_each(?))""",
        json.dumps(ids),
    )[0]
    return {
        "total": chosen["total"],
        "promoters_count": chosen["promoters"],
        "total_incl_tax": chosen["total"],
        "all_promoters_count": records.store.value("SELECT count(DISTINCT promoter_id) FROM payouts"),
    }


_IN_CAMPAIGN: Final = {"campaign_id": "campaigns"}

bulk(f"POST {_PROMOTERS}/accept", "promoters", _state("accepted"), needs=_IN_CAMPAIGN)
bulk(f"POST {_PROMOTERS}/reject", "promoters", _state("rejected"), needs=_IN_CAMPAIGN)
bulk(f"POST {_PROMOTERS}/block", "promoters", _state("blocked"), needs=_IN_CAMPAIGN)
bulk(f"POST {_PROMOTERS}/archive", "promoters", lambda one: one.change(archived_at=one.moment))
bulk(f"POST {_PROMOTERS}/restore", "promoters", lambda one: one.change(archived_at=None))
bulk(f"POST {_PAYOUTS}/mark_as_paid", "payouts", _status("completed"), totals=_totals)
bulk(f"POST {_PAYOUTS}/mark_as_unpaid", "payouts", _status("pending"), totals=_totals)
bulk(
    f"DELETE {_PAYOUTS}/destroy",
    "payouts",
    lambda one: one.records.store.remove("payouts", one.row["id"]),
    totals=_totals,
)
