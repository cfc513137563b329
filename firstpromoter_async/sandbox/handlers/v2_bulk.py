"""v2's bulk actions: which records, and what happens to each of them; and the batches that these make, and how they get on."""

import json
from collections.abc import Callable, Sequence
from typing import Final

from ...wire.message import HttpResponse
from ..problems import Impossible
from ..records import Records
from ..records.batches import UNDER_WAY
from ..store import Row
from .bulk import Item, bulk, progress, show
from .listing import Listing, words
from .registry import RequestContext, handles
from .replies import as_json, v2_rows

_PROMOTERS: Final = "/api/v2/company/promoters"
_REFERRALS: Final = "/api/v2/company/referrals"
_COMMISSIONS: Final = "/api/v2/company/commissions"
_PAYOUTS: Final = "/api/v2/company/payouts"


def _state(state: str) -> Callable[[Item], None]:
    """Put a promoter's link to the campaign that was given into a state."""

    def apply(one: Item) -> None:
        sql = "UPDATE promotions SET state = ? WHERE promoter_id = ? AND campaign_id = ?"
        if not one.records.store.run(sql, state, one.row["id"], one.given["campaign_id"]):
            raise Impossible("The promoter is not in this campaign")

    return apply


def _add(one: Item) -> None:
    one.records.promoters.add(one.row, one.records.campaigns.named(one.given["campaign_id"]), one.moment)


def _move(one: Item) -> None:
    """Put a promoter's link into another campaign; their referrals go with it where that is asked for."""
    one.records.promoters.move(
        one.row,
        one.moment,
        source=one.given["from_campaign_id"],
        destination=one.given["to_campaign_id"],
        with_leads=one.given["soft_move_referrals"],
    )


def _adopt(one: Item) -> None:
    if one.row["id"] == one.given["parent_promoter_id"]:
        raise Impossible("A promoter cannot be their own parent")
    one.change(parent_promoter_id=one.given["parent_promoter_id"])


def _give(one: Item) -> None:
    """Give a referral to another promoter, with its commissions where that is asked for."""
    target = one.records.store.get("promotions", one.given["promoter_campaign_id"])
    one.records.leads.move(one.row, target, only_the_lead=not one.given["move_associated_commissions"])


def _judge(status: str) -> Callable[[Item], Row]:
    return lambda one: one.records.rewards.set_status(one.moment, one.row, status)


def _hand_over(status: str) -> Callable[[Item], Row]:
    return lambda one: one.records.payouts.hand_over(one.moment, one.row, status)


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
_BETWEEN: Final = {"from_campaign_id": "campaigns", "to_campaign_id": "campaigns"}

bulk(f"POST {_PROMOTERS}/accept", "promoters", _state("accepted"), needs=_IN_CAMPAIGN)
bulk(f"POST {_PROMOTERS}/reject", "promoters", _state("rejected"), needs=_IN_CAMPAIGN)
bulk(f"POST {_PROMOTERS}/block", "promoters", _state("blocked"), needs=_IN_CAMPAIGN)
bulk(f"POST {_PROMOTERS}/archive", "promoters", lambda one: one.change(archived_at=one.moment))
bulk(f"POST {_PROMOTERS}/restore", "promoters", lambda one: one.change(archived_at=None))
bulk(f"POST {_PROMOTERS}/add_to_campaign", "promoters", _add, needs=_IN_CAMPAIGN, takes=("drip_emails",))
bulk(
    f"POST {_PROMOTERS}/move_to_campaign",
    "promoters",
    _move,
    needs=_BETWEEN,
    takes=("drip_emails", "soft_move_referrals"),
)
bulk(f"POST {_PROMOTERS}/assign_parent", "promoters", _adopt, needs={"parent_promoter_id": "promoters"})
bulk(
    f"POST {_REFERRALS}/move_to_promoter",
    "leads",
    _give,
    needs={"promoter_campaign_id": "promotions"},
    takes=("move_associated_commissions",),
)
bulk(f"POST {_REFERRALS}/approve", "leads", lambda one: one.records.leads.judge(one.row, "signup"))
bulk(f"POST {_REFERRALS}/enable", "leads", lambda one: one.records.leads.judge(one.row, "signup"))
bulk(f"POST {_REFERRALS}/disable", "leads", lambda one: one.records.leads.judge(one.row, "denied"))
bulk(f"DELETE {_REFERRALS}", "leads", Item.remove)
bulk(
    f"POST {_COMMISSIONS}/approve",
    "rewards",
    _judge("approved"),
)
bulk(f"POST {_COMMISSIONS}/deny", "rewards", _judge("denied"))
bulk(
    f"POST {_COMMISSIONS}/mark_fulfilled",
    "rewards",
    _hand_over("completed"),
)
bulk(
    f"POST {_COMMISSIONS}/mark_unfulfilled",
    "rewards",
    _hand_over("pending"),
)
bulk(f"POST {_COMMISSIONS}/generate_payouts", "rewards", lambda one: one.records.payouts.generate(one.moment, one.row))
bulk(f"DELETE {_COMMISSIONS}/destroy", "rewards", Item.remove)
bulk(
    f"POST {_PAYOUTS}/mark_as_paid",
    "payouts",
    _status("completed"),
    totals=_totals,
)
bulk(
    f"POST {_PAYOUTS}/mark_as_unpaid",
    "payouts",
    _status("pending"),
    totals=_totals,
)
bulk(f"DELETE {_PAYOUTS}/destroy", "payouts", Item.remove, totals=_totals)


# Batches.


_LISTING = Listing("batches", filters={"status": words("status", usual=UNDER_WAY)})


@handles("GET /api/v2/company/batch_processes")
def everything(context: RequestContext) -> HttpResponse:
    """List batches: those under way, unless others are asked for."""
    return as_json(v2_rows(context, _LISTING.find(context), show))


@handles("GET /api/v2/company/batch_processes/progress")
def how_far(context: RequestContext) -> HttpResponse:
    """Say how much of each batch is done, in per cent: of those under way, unless others are asked for."""
    return as_json({str(row["id"]): progress(row) for row in _LISTING.find(context).rows(context.store)})


@handles("GET /api/v2/company/batch_processes/{id}")
def get(context: RequestContext) -> HttpResponse:
    """Show one batch."""
    return as_json(show(context.named("batches")))
