"""v2 payouts: listed, added up, grouped, and put into payments batches. What is done to several at once is in `v2_bulk`.

What the documents leave open, and how it goes here: what is not paid is due on a day: `next` from now on, `overdue` before,
`custom` whenever it is. A payout can be paid (`only_payable`) if it is pending, in money, more than nothing, in no payments
batch, and the promoter's selected method is not disabled. The `group_ref` of a payout is the last day of its period. Sums are by
all that was asked for, or in all three ways; grouped, a promoter's `amount` is money, and the totals are of all pages. A promoter
is `invoiceable` with invoice details that are approved, and is not with those that were denied. Amounts are cents, and there are
no taxes. Every one-time password pays a batch, but one (`records.payments.WRONG_OTP`).
"""

from collections.abc import Callable, Iterable
from typing import Any, Final

from ...wire.message import HttpResponse
from ..problems import Impossible
from ..records.payments import METHODS
from ..records.payouts import DUE_AFTER
from ..store import Row
from .conditions import Conditions
from .listing import Given, Listing, choice, days, numbers, or_not_set, word, words
from .promoter_filters import NAME, suspected
from .registry import RequestContext, handles
from .replies import as_json, nothing, v2_page_of
from .v2_shapes import Shapes, brief_promoter, lists

SETTINGS: Final[dict[str, Any]] = {
    "net_payout_days": DUE_AFTER.days,
    "payout_cycle": "monthly",
    "min_payment": 0,
    "min_paying_customers": 0,
    "terms_description": "",
    "selected_payout_methods": ["paypal", "bank", "wise", "crypto"],
    "payout_method_options": {},
    "managed_payouts": False,
}
"""How the account pays."""
_SOURCE: Final = """payouts JOIN promoters ON promoters.id = payouts.promoter_id
  LEFT JOIN payout_methods ON payout_methods.promoter_id = payouts.promoter_id AND is_selected"""
_SEARCH: Final = (NAME, "promoters.email")
_OPEN: Final = "payouts.status IN ('pending', 'failed')"
_PAYABLE: Final = """payouts.status = 'pending' AND unit = 'cash' AND amount > 0 AND payments_batch_id IS NULL
  AND payout_methods.id IS NOT NULL AND NOT is_disabled"""
_INVOICEABLE: Final = {
    "true": "invoice_details_status = 'approved'",
    "false": "invoice_details_status = 'denied'",
    "not_set": "invoice_details_status NOT IN ('approved', 'denied')",
}
_DUE: Final = {
    "next": f"{_OPEN} AND due_date >= ?",
    "overdue": f"{_OPEN} AND due_date < ?",
    "custom": f"{_OPEN} AND ? IS NOT NULL",
}
"""What is due when, as SQL with a place for now."""


def _due_period(given: Given, found: Conditions) -> None:
    if (sql := given.filters.one_of(given.name, _DUE)) is not None:
        found.where(sql, given.now)


def _only_payable(given: Given, found: Conditions) -> None:
    if given.filters.truth(given.name):
        found.where(_PAYABLE)


_STATUS: Final = {"status": words("payouts.status"), "campaign_id": numbers("payouts.campaign_id")}
LISTING: Final = Listing(
    "payouts",
    _SOURCE,
    search=_SEARCH,
    parameters={"ids": numbers("payouts.id")},
    filters={
        **_STATUS,
        "payments_batch_id": numbers("payments_batch_id"),
        "due_period": _due_period,
        "period_start": days("period_start"),
        "period_end": days("period_end"),
        "payout_method": or_not_set("payout_methods.method", word("payout_methods.method")),
        "promoter_id": numbers("payouts.promoter_id"),
        "only_payable": _only_payable,
        "group_ref": words("substr(period_end, 1, 10)"),
        "fraud_suspicions": suspected,
    },
    sorting={"amount": "amount", "period_start": "period_start", "period_end": "period_end"},
)
_SUMS: Final = Listing("payouts", _SOURCE, filters=_STATUS)
_FOUND_SUMS: Final = Listing("payouts", _SOURCE, search=_SEARCH, filters=_STATUS)
_GROUPS: Final = Listing("payouts", _SOURCE, search=_SEARCH, filters={**_STATUS, "invoiceable": choice(_INVOICEABLE)})


lists("GET /api/v2/company/payouts", LISTING, Shapes.payout)


@handles("GET /api/v2/company/payouts/stats")
def stats(context: RequestContext) -> HttpResponse:
    """Add payouts up in the ways that are asked for."""
    rows, asked = _SUMS.find(context).rows(context.store), context.parameters.group("stats_by")
    chosen = [name for name in _STATS if asked.truth(name)] or [*_STATS]
    data = {f"by_{name}": _STATS[name](context, rows) for name in chosen}
    return as_json({"data": data, "meta": SETTINGS})


def _by_period(_: RequestContext, rows: list[Row]) -> list[Row]:
    periods = dict[tuple[str, str], list[Row]]()
    for row in rows:
        if row["status"] == "completed":
            periods.setdefault((row["period_start"], row["period_end"]), []).append(row)
    return [
        {"period_start": first, "period_end": last, **_sums_of(periods[first, last])} for first, last in sorted(periods)
    ]


def _by_status(_: RequestContext, rows: list[Row]) -> dict[str, Any]:
    return _sums_by(rows, lambda row: str(row["status"]))


def _by_method(context: RequestContext, rows: list[Row]) -> dict[str, Any]:
    found = context.store.all("SELECT promoter_id, method FROM payout_methods WHERE is_selected")
    methods = {row["promoter_id"]: row["method"] for row in found}
    return _sums_by(rows, lambda row: methods.get(row["promoter_id"], "not_set"))


def _sums_by(rows: list[Row], key: Callable[[Row], str]) -> dict[str, Any]:
    return {one: _sums_of(row for row in rows if key(row) == one) for one in sorted({key(row) for row in rows})}


_STATS: Final = {"paid_period": _by_period, "status": _by_status, "payout_method": _by_method}


@handles("GET /api/v2/company/payouts/due_stats")
def due_stats(context: RequestContext) -> HttpResponse:
    """Add up what is due next, what is overdue, and all that is not paid."""
    return due_of(context, lambda: _FOUND_SUMS.find(context))


def due_of(context: RequestContext, found: Callable[[], Conditions]) -> HttpResponse:
    """Add up what is due of some payouts; `found` returns them, to be asked for more."""
    data = {}
    for period, sql in _DUE.items():
        rows = found().where(sql, context.moment).rows(context.store)
        has_days = period != "custom" or context.signed_in is not None  # promoters are told more
        data[period] = _sums_of(rows) | (_when(rows) if has_days else {})
    return as_json({"data": data, "meta": SETTINGS})


def _when(rows: list[Row]) -> dict[str, str | None]:
    """Say by which day the first of some payouts are due, and when the last of their periods ends."""
    due = min((row["due_date"] for row in rows), default=None)
    end = max((row["period_end"] for row in rows), default=None)
    return {"due_date": due and due[:10], "period_end": end and end[:10]}


@handles("GET /api/v2/company/payouts/group_by_promoters")
def group_by_promoters(context: RequestContext) -> HttpResponse:
    """List promoters with their payouts, and what all of them come to."""
    groups = dict[int, list[Row]]()
    for row in _GROUPS.find(context).rows(context.store):
        groups.setdefault(row["promoter_id"], []).append(row)
    least = context.parameters.group("filters").integer("min_payment")
    chosen = [rows for rows in groups.values() if least is None or _money(rows) >= least]
    paid = [row for rows in chosen for row in rows]
    meta = {"total": _money(paid), "promoters_count": len(chosen), "total_incl_tax": _money(paid), **_when(paid)}
    with_details = context.parameters.truth("include_payout_method_details")
    data = [_group(context, rows, with_details=with_details) for rows in v2_page_of(context, chosen)]
    return as_json({"data": data, "meta": meta})


def _group(context: RequestContext, rows: list[Row], *, with_details: bool) -> dict[str, Any]:
    shapes, promoter = Shapes(context.records), context.store.get("promoters", rows[0]["promoter_id"])
    method = shapes.selected_method(promoter["id"])
    if method is not None and not with_details:
        method |= {"details": {}}
    amount = _money(rows)
    return {
        "promoter": {
            **brief_promoter(promoter),
            "invoice_details_status": promoter["invoice_details_status"],
            "fraud_suspicions": context.records.promoters.suspicions(promoter["id"]),
            "profile": {"invoice_details_validation_errors": {}},
        },
        "payout_method": method,
        "payouts": [*map(shapes.payout, rows)],
        "is_amount_payable": amount > 0 and method is not None and not method["is_disabled"],
        "payout_ids": [row["id"] for row in rows],
        "amount": amount,
        "total_incl_tax": amount,
    }


@handles("POST /api/v2/company/payouts/create_payments_batch")
def create_payments_batch(context: RequestContext) -> HttpResponse:
    """Put what can be paid by a method into a payments batch."""
    context.parameters.require("method")
    method = context.parameters.word("method", METHODS)
    if method is None:
        raise Impossible("Invalid method")
    batch, failed = context.records.payments.create(context.moment, method)
    return as_json({"data": Shapes(context.records).payments_batch(batch), "meta": {"failed": failed}}, 201)


@handles("POST /api/v2/company/payments_batches/{id}/pay")
def pay_batch(context: RequestContext) -> HttpResponse:
    """Send the money."""
    batch, otp = context.named("payments_batches"), context.parameters.needed_text("otp")
    context.parameters.expect("otp_code")  # what it is for is documented nowhere
    paid = context.records.payments.pay(context.moment, batch, otp, context.fault)
    return as_json(Shapes(context.records).payments_batch(paid))


@handles("DELETE /api/v2/company/payments_batches/{id}")
def delete_batch(context: RequestContext) -> HttpResponse:
    """Delete a batch; its payouts stay."""
    context.records.payments.remove(context.moment, context.named("payments_batches"))
    return nothing(200)


# Sums.


def _sums_of(payouts: Iterable[Row]) -> dict[str, Any]:
    """What payouts come to, by unit; the total is of money."""
    rows, amounts = list(payouts), dict[str, int]()
    for row in rows:
        amounts[row["unit"]] = amounts.get(row["unit"], 0) + row["amount"]
    return {
        "promoters_count": len({row["promoter_id"] for row in rows}),
        "amounts": amounts,
        "total_incl_tax": amounts.get("cash", 0),
    }


def _money(payouts: Iterable[Row]) -> int:
    """What payouts in money come to."""
    return int(_sums_of(payouts)["total_incl_tax"])
