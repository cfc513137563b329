"""The programme as a web page: plain HTML, with nothing from elsewhere, no script, and everything escaped.

It is for whoever opens the sandbox's address in a browser; programs get JSON there. This module knows nothing of SQL, and of
requests only what the journal shows of them.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from html import escape
from typing import Any, Final

from ..wire.message import HttpRequest, HttpResponse
from .journal import Arrival
from .parameters import iso
from .records.summary import LATEST, glance, state_of
from .sandbox import Sandbox
from .store import Row

_STYLE: Final = """
body { font: 15px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 76rem; padding: 0 1rem; color: #1c2733; }
h1 { font-size: 1.5rem; margin-bottom: 0.2rem; } h2 { font-size: 1.1rem; margin: 1.8rem 0 0.4rem; }
p { margin: 0.2rem 0; } .quiet { color: #5b6875; }
table { border-collapse: collapse; width: 100%; } caption { text-align: left; }
th, td { text-align: left; padding: 0.25rem 0.7rem 0.25rem 0; border-bottom: 1px solid #e2e7ec; vertical-align: top; }
th { font-weight: 600; color: #5b6875; } td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
td { overflow-wrap: anywhere; }
@media (prefers-color-scheme: dark) { body { background: #14191f; color: #e5eaf0; } th, td { border-color: #2c353f; } }
"""
_HEADERS: Final = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none';"
    " frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}

Cells = Sequence[str]
_LONGEST: Final = 200


class _Number(str):
    """A cell that stands to the right."""

    __slots__ = ()


def wants_page(request: HttpRequest) -> bool:
    """Tell a browser from a program: it says that it takes HTML (RFC 9110, section 12.5.1)."""
    return any(name.lower() == "accept" and "text/html" in value.lower() for name, value in request.headers)


def page(sandbox: Sandbox) -> HttpResponse:
    """Answer with the programme at a glance."""
    with sandbox.transaction():
        rows, state = glance(sandbox.store), state_of(sandbox.store)
    arrivals = sandbox.journal.arrivals()[-LATEST:]
    body = _document(sandbox.moment(), state, rows, arrivals, sandbox.journal.total)
    return HttpResponse.of(200, _HEADERS, body.encode())


def _document(
    now: str, state: dict[str, Any], rows: dict[str, list[Row]], arrivals: Sequence[Arrival], requests: int
) -> str:
    parts = [
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>FirstPromoter sandbox</title>',
        f"<style>{_STYLE}</style></head><body><h1>FirstPromoter sandbox</h1>",
        '<p class="quiet">A model of FirstPromoter\'s public documents, with state. It is not the service. ',
        f"Its clock says {escape(_moment(now))} UTC. Amounts of money are in the account's currency; reload to look again.</p>",
        _sums(state),
        _table("Promoters", state["promoters"], _PROMOTER_HEADS, map(_promoter, rows["promoters"])),
        _table("Referrals", state["leads"], _REFERRAL_HEADS, map(_referral, rows["referrals"])),
        _table("Commissions", state["rewards"], _COMMISSION_HEADS, map(_commission, rows["commissions"])),
        _table("Payouts", state["payouts"], _PAYOUT_HEADS, map(_payout, rows["payouts"])),
        _table("Requests", requests, _REQUEST_HEADS, map(_request, reversed(arrivals))),
        "</body></html>\n",
    ]
    return "".join(parts)


def _sums(state: dict[str, Any]) -> str:
    told = {
        "Sales": _money(state["sale_cents"]),
        "Refunds": _money(state["refund_cents"]),
        "Commissions": _money(state["commission_cents"]),
        "Payouts": _money(state["payout_cents"]),
        "Customers": str(state["customers"]),
    }
    return _table("The programme", None, [_Number(name) for name in told], [[_Number(one) for one in told.values()]])


_PROMOTER_HEADS: Final = (
    *("Id", "Promoter", "Campaigns (state, ref_id)"),
    *map(_Number, ("Referrals", "Customers", "Earned", "Paid", "Balance")),
)
_REFERRAL_HEADS: Final = ("Id", "E-mail", "uid", "State", "Promoter", "Since", "Customer since")
_COMMISSION_HEADS: Final = (
    *("Id", "Event", "Promoter", _Number("Sale"), _Number("Commission")),
    *("Unit", "Status", "Payout", "Created"),
)
_PAYOUT_HEADS: Final = ("Id", "Promoter", _Number("Amount"), "Unit", "Status", "Period", "Paid")
_REQUEST_HEADS: Final = (_Number("No."), "At", "Request", "Parameters", "Status", "Fault")


def _promoter(row: Row) -> Cells:
    name = " ".join(filter(None, (row["name"], f"<{row['email']}>", "(archived)" if row["archived_at"] else "")))
    counts = (_Number(row["referrals"]), _Number(row["customers"]))
    money = [_Number(_money(cents)) for cents in (row["earned"], row["paid"], row["earned"] - row["paid"])]
    return [str(row["id"]), name, row["campaigns"] or "", *counts, *money]


def _referral(row: Row) -> Cells:
    said = [_text(row[name]) for name in ("id", "email", "uid", "state", "promoter")]
    return [*said, _moment(row["created_at"]), _moment(row["customer_since"])]


def _commission(row: Row) -> Cells:
    sale = "" if row["sale"] is None else _money(row["sale"])
    event = " ".join(filter(None, (row["kind"], row["event_id"])))
    amounts = (_Number(sale), _Number(_amount(row)))
    rest = [_text(row[name]) for name in ("unit", "status", "payout_id")]
    return [str(row["id"]), event, row["promoter"], *amounts, *rest, _moment(row["created_at"])]


def _payout(row: Row) -> Cells:
    period = f"{row['period_start'][:10]} to {row['period_end'][:10]}"
    amount = _Number(_amount(row))
    return [str(row["id"]), row["promoter"], amount, row["unit"], row["status"], period, _moment(row["date_paid"])]


def _request(arrival: Arrival) -> Cells:
    asked = f"{arrival.request.method} {arrival.shown_path}"
    said = json.dumps(arrival.params, ensure_ascii=False, default=str) if arrival.params else ""
    at = _moment(iso(datetime.fromtimestamp(arrival.at, UTC)))
    return [_Number(arrival.number), at, asked, said, _text(arrival.status) or "none", _text(arrival.fault)]


def _amount(row: Row) -> str:
    return _money(row["amount"]) if row["unit"] == "cash" else str(row["amount"])


def _money(cents: int) -> str:
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100:,}.{abs(cents) % 100:02}"


def _moment(text: str | None) -> str:
    return _text(text)[:19].replace("T", " ")


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _table(title: str, count: int | None, heads: Cells, rows: Iterable[Cells]) -> str:
    head = "".join(_cell("th", one) for one in heads)
    body = "".join(f"<tr>{''.join(_cell('td', one) for one in row)}</tr>" for row in rows)
    how_many = "" if count is None else f" <small>{count:,}{f', the latest {LATEST}' if count > LATEST else ''}</small>"
    shown = (
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        if body
        else '<p class="quiet">None yet.</p>'
    )
    return f'<section id="{title.lower().replace(" ", "-")}"><h2>{title}{how_many}</h2>{shown}</section>'


def _cell(kind: str, text: str) -> str:
    side = ' class="number"' if isinstance(text, _Number) else ""
    shown = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return f"<{kind}{side}>{escape(shown)}</{kind}>"
