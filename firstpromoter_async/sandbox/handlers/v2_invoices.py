"""v2 invoices: every payout in money that is on its way, or has arrived, has one.

What the documents leave open, and how it goes here: an invoice is made, as a draft, when somebody first asks for invoices after
the money was sent. A draft can be finalized, and is then open, or paid once its payout is completed; what is final can be
declared void. An invoice that is deleted does not come back. There are no taxes. In a template `{{number}}`, `{{date}}`,
`{{promoter}}` and `{{total}}` are filled in, and `{{vat}}` where there is VAT.
"""

from collections.abc import Callable, Mapping
from html import escape
from typing import Any, Final

from ...wire.message import HttpResponse
from ..problems import Impossible, NoSuchRecord
from ..records.documents import Documents, kept, opened
from ..store import Row, Store
from .bulk import Item, bulk
from .conditions import Conditions
from .listing import Listing, numbers, words
from .registry import RequestContext, handles
from .replies import as_json, exported, v2_rows
from .v2_shapes import brief_promoter

_PATH: Final = "/api/v2/company/invoices"
_NOUN: Final = "invoices"
_TEMPLATES: Final = "invoice_templates"
_STATE: Final = kept("state")
_STATUS: Final = f"CASE {_STATE} WHEN 'final' THEN iif(payouts.status = 'completed', 'paid', 'open') ELSE {_STATE} END"
_FROM: Final = f"""documents JOIN payouts ON payouts.id = {kept("payout_id")}
                   JOIN promoters ON promoters.id = payouts.promoter_id"""
_COLUMNS: Final = f"""documents.*, {_STATUS} AS status, payouts.amount, payouts.status AS payout_status,
                      promoters.id AS promoter_id, promoters.email, promoters.profile"""
_BILLED: Final = "payouts.unit = 'cash' AND payouts.status IN ('processing', 'completed')"
_TEMPLATE: Final = "<h1>Invoice {{number}}</h1><p>{{date}}</p><p>{{promoter}}</p><p>{{total}}</p>{{vat}}"
_EXAMPLE: Final = {"number": "INV-1", "date": "2026-01-31", "promoter": "ann@example.com", "total": "49.00"}
_ALL: Final = Listing("documents", _FROM, filters={"promoter_id": numbers("promoters.id"), "status": words(_STATUS)})
_EXPORTED: Final = ("promoter", "id", "number", "date", "status", "total", "total_incl_tax")


def _make(context: RequestContext) -> None:
    """Make the invoices that are due."""
    due = context.store.all(
        f"""SELECT id FROM payouts WHERE {_BILLED} AND id NOT IN
            (SELECT {kept("payout_id")} FROM documents WHERE noun = ?) ORDER BY id""",
        _NOUN,
    )
    for payout in due:
        number = 1 + context.store.value("SELECT count(*) FROM documents WHERE noun = ?", _NOUN)
        fields = {"payout_id": payout["id"], "number": f"INV-{number}", "state": "draft"}
        Documents(context.store, _NOUN).add(context.moment, fields)


def _found(context: RequestContext) -> Conditions:
    _make(context)
    found = _ALL.find(context).select(_COLUMNS)
    return found.where("documents.noun = ?", _NOUN).where("documents.archived_at IS NULL")


def _shown(row: Row) -> dict[str, Any]:
    invoice = opened(row)
    return {
        "id": invoice["id"],
        "number": invoice["number"],
        "date": invoice["created_at"][:10],
        "total": invoice["amount"],
        "total_incl_tax": invoice["amount"],
        "tax_rate": 0,
        "pdf_url": f"https://firstpromoter.example/invoices/{invoice['id']}.pdf",
        "status": invoice["status"],
        "promoter": brief_promoter(invoice | {"id": invoice["promoter_id"]}),
        "payouts": [
            {"id": invoice["payout_id"], "amount": invoice["amount"], "status": invoice["payout_status"]},
        ],
    }


@handles(f"GET {_PATH}")
def list_all(context: RequestContext) -> HttpResponse:
    """A page of invoices, which the documents describe as a preview by mistake."""
    return as_json(v2_rows(context, _found(context), _shown))


@handles(f"GET {_PATH}/{{id}}")
def get(context: RequestContext) -> HttpResponse:
    """One invoice, with its page."""
    rows = _found(context).where("documents.id = ?", context.parameters.integer("id")).rows(context.store)
    if not rows:
        raise NoSuchRecord("Record not found")
    invoice = _shown(rows[0])
    return as_json(invoice | {"html": _filled(_template(context.store), _written(invoice))})


@handles(f"GET {_PATH}/export")
def export(context: RequestContext) -> HttpResponse:
    """All invoices as CSV."""
    invoices = [_shown(row) | {"promoter": row["email"]} for row in _found(context).rows(context.store)]
    return exported(context, _EXPORTED, invoices, "invoices.csv")


@handles(f"GET {_PATH}/export_zip")
def export_zip(_: RequestContext) -> HttpResponse:
    """A promise."""
    return as_json({"message": "The invoices are being exported; you will get an e-mail when they are ready."}, 202)


@handles(f"GET {_PATH}/preview")
def preview(context: RequestContext) -> HttpResponse:
    """What an invoice for some payouts of a promoter, or for all, would look like."""
    parameters, store = context.parameters, context.store
    promoter = context.referred("promoter_id", "promoters")
    payouts = Conditions("payouts").equal("promoter_id", promoter["id"]).where("unit = 'cash'")
    payouts.any_of("payouts.id", parameters.integers("payout_ids"))
    total = sum(row["amount"] for row in payouts.rows(store))
    invoice = {"number": "preview", "date": context.moment[:10], "promoter": promoter, "total": total}
    return _page(_filled(_template(store), _written(invoice)))


@handles(f"GET {_PATH}/template")
def template(context: RequestContext) -> HttpResponse:
    """The template as it is."""
    return _page(_template(context.store))


@handles(f"POST {_PATH}/preview_template")
def preview_template(context: RequestContext) -> HttpResponse:
    """An invoice that is made from a template."""
    with_vat = context.parameters.truth("vat_invoice")
    return _page(
        _filled(context.parameters.needed_text("html"), {**_EXAMPLE, "vat": "<p>VAT 0.00</p>" if with_vat else ""})
    )


@handles(f"PUT {_PATH}/custom_template")
def custom_template(context: RequestContext) -> HttpResponse:
    """Another template."""
    html = context.parameters.needed_text("html")
    Documents(context.store, _TEMPLATES).add(context.moment, {"html": html})
    return _page(_template(context.store))


def _page(html: str) -> HttpResponse:
    return as_json({"data": {"html": html}})


def _template(store: Store) -> str:
    latest = Documents(store, _TEMPLATES).latest()
    return _TEMPLATE if latest is None else str(latest["html"])


def _written(invoice: Mapping[str, Any]) -> dict[str, str]:
    """Write down what is filled in, as HTML."""
    words = {
        "number": invoice["number"],
        "date": invoice["date"],
        "promoter": invoice["promoter"]["email"],
        "total": f"{invoice['total'] / 100:.2f}",
    }
    return {name: escape(word) for name, word in words.items()} | {"vat": ""}


def _filled(html: str, words: Mapping[str, str]) -> str:
    for name, word in words.items():
        html = html.replace("{{" + name + "}}", word)
    return html


# Bulk actions.


def _move_on(before: str, after: str, refusal: str) -> Callable[[Item], None]:
    """Put an invoice that is in one state into the next."""

    def apply(one: Item) -> None:
        if _known(one)["state"] != before:
            raise Impossible(refusal)
        one.change(state=after)

    return apply


def _put_away(one: Item) -> None:
    """Delete it so that it is not made again."""
    Documents(one.records.store, _NOUN).archive(_known(one)["id"], one.moment)


def _known(one: Item) -> Row:
    if one.row["archived_at"] is not None:
        raise NoSuchRecord("Record not found")
    return one.row


_finalize = _move_on("draft", "final", "Only a draft can be finalized")
_void = _move_on("final", "voided", "Only a finalized invoice can be voided")
bulk(f"POST {_PATH}/finalize", _NOUN, _finalize, tells_objects=True)
bulk(f"POST {_PATH}/void", _NOUN, _void, tells_objects=True)
bulk(f"DELETE {_PATH}/destroy", _NOUN, _put_away, tells_objects=True)
