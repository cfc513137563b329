"""Invoices: exchanges, contradictions, and what the sandbox is asked."""

from typing import Any

from firstpromoter_async.v2.company.invoices import InvoiceExportFilters, InvoiceFilters
from tests.contract.exchange import Exchange
from tests.contract.programme import Programme
from tests.contract.reasons import WHOM
from tests.sandbox.talking import Talk

_PATH = "/api/v2/company/invoices"

EXCHANGES: dict[str, Exchange] = {
    "v2.invoices.list": Exchange(
        {"filters": InvoiceFilters(promoter_id=120, status="open"), "page": 2},
        f"GET {_PATH}?filters%5Bpromoter_id%5D=120&filters%5Bstatus%5D=open&page=2&per_page=100",
        answer="v2/invoices.json",
    ),
    "v2.invoices.get": Exchange({"id": 31}, f"GET {_PATH}/31", answer="v2/invoice.json"),
    **{
        f"v2.invoices.{verb}": Exchange({"ids": [31]}, f'POST {_PATH}/{verb} {{"ids":[31]}}', answer="v2/done.json")
        for verb in ("finalize", "void")
    },
    "v2.invoices.delete": Exchange({"ids": [31]}, f'DELETE {_PATH}/destroy {{"ids":[31]}}', answer="v2/done.json"),
    "v2.invoices.export": Exchange(
        {"filters": InvoiceExportFilters(promoter_id=120)},
        f"GET {_PATH}/export?filters%5Bpromoter_id%5D=120",
        answer="v2/invoices.csv",
    ),
    "v2.invoices.export_zip": Exchange({}, f"GET {_PATH}/export_zip", answer="v2/invoices_prepared.json", status=202),
    "v2.invoices.preview": Exchange(
        {"promoter_id": 120, "payout_ids": [826, 827]},
        f"GET {_PATH}/preview?promoter_id=120&payout_ids%5B%5D=826&payout_ids%5B%5D=827",
        answer="v2/invoice_page.json",
    ),
    "v2.invoices.template": Exchange({}, f"GET {_PATH}/template", answer="v2/invoice_page.json"),
    "v2.invoices.preview_template": Exchange(
        {"html": "<h1>{{number}}</h1>", "vat_invoice": True},
        f'POST {_PATH}/preview_template {{"html":"<h1>{{{{number}}}}</h1>","vat_invoice":true}}',
        answer="v2/invoice_page.json",
    ),
    "v2.invoices.custom_template": Exchange(
        {"html": "<h1>{{number}}</h1>"},
        f'PUT {_PATH}/custom_template {{"html":"<h1>{{{{number}}}}</h1>"}}',
        answer="v2/invoice_page.json",
    ),
}

_COPIED = "the documents have the answer of the preview here; what comes is given as it is"

KNOWN: dict[str, str] = {
    f"* {_PATH}/* body ids: need not be given": WHOM,
    f"GET {_PATH} 200 data.html: not read": _COPIED,
}

NOT_SHOWN: dict[str, str] = {f"GET {_PATH} data*: is in a list": _COPIED}

LEAST: dict[str, dict[str, Any]] = {
    f"GET {_PATH}/preview": {"promoter_id": 1001},
    f"POST {_PATH}/preview_template": {"html": "<p>"},
}


def prepare(talk: Talk) -> dict[str, dict[str, Any]]:
    paid = talk.v1("GET", "/payouts/list").json[0]["id"]
    talk.v2("POST", "/company/payouts/mark_as_paid", ids=[paid])
    invoice = talk.v2("GET", "/company/invoices").json[0]
    return {f"GET {_PATH}/{{id}}": {"id": invoice["id"]}}


def play(programme: Programme) -> None:
    v2 = programme.v2
    v2("POST", "/company/payouts/mark_as_paid", ids=[4_000_001])
    invoice = v2("GET", "/company/invoices")[0]
    v2("GET", f"/company/invoices/{invoice['id']}", "/company/invoices/{id}")
    v2("POST", "/company/invoices/finalize", ids=[invoice["id"], 9])
    v2("POST", "/company/invoices/void", ids=[invoice["id"], 9])
    v2("GET", "/company/invoices/export")
    v2("GET", "/company/invoices/export_zip")
    v2("GET", "/company/invoices/preview", promoter_id=1001)
    v2("GET", "/company/invoices/template")
    v2("POST", "/company/invoices/preview_template", html="<p>{{number}}</p>")
    v2("PUT", "/company/invoices/custom_template", html="<p>{{number}}</p>")
    v2("DELETE", "/company/invoices/destroy", ids=[invoice["id"], 9])
