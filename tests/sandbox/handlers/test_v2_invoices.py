"""v2 invoices, which follow from payouts."""

import csv
import io
from typing import Any

import pytest

from tests.sandbox.talking import Talk

PATH = "/company/invoices"


@pytest.fixture
def busy(talk: Talk) -> Talk:
    """Ann earned 20.00 and was paid; Ben's 10.00 wait."""
    for name, amount in (("Ann", 10_000), ("Ben", 5_000)):
        talk.promoter(name)
        talk.lead(f"of-{name.lower()}", name.lower())
        talk.sale(f"order-{name}", amount, f"of-{name.lower()}")
    for number in (1001, 1002):
        talk.v1("POST", "/payouts/create", promoter_id=number)
    talk.v2("POST", "/company/payouts/mark_as_unpaid", ids=[4_000_002])
    talk.v2("POST", "/company/payouts/mark_as_paid", ids=[4_000_001])
    return talk


def invoices(talk: Talk, **more: Any) -> Any:
    answer = talk.v2("GET", PATH, more)
    assert answer.status == 200, answer.text
    return answer.json


def statuses(talk: Talk) -> list[str]:
    return [one["status"] for one in invoices(talk)]


def act(talk: Talk, verb: str, *ids: int) -> Any:
    method = "DELETE" if verb == "destroy" else "POST"
    return talk.v2(method, f"{PATH}/{verb}", ids=list(ids)).json


def test_a_payout_has_an_invoice_once_the_money_was_sent(busy: Talk) -> None:
    (invoice,) = invoices(busy)
    assert (invoice["number"], invoice["status"], invoice["date"]) == ("INV-1", "draft", "2026-01-01")
    assert (invoice["total"], invoice["promoter"]) == (2000, {"id": 1001, "email": "ann@example.com", "name": "Ann"})
    assert invoice["payouts"] == [{"id": 4_000_001, "amount": 2000, "status": "completed"}]
    assert len(invoices(busy)) == 1
    busy.v2("POST", "/company/payouts/mark_as_paid", ids=[4_000_002])
    assert [one["number"] for one in invoices(busy)] == ["INV-2", "INV-1"]


def test_an_invoice_is_a_draft_then_final_then_void(busy: Talk) -> None:
    (invoice,) = invoices(busy)
    (error,) = act(busy, "void", invoice["id"])["processing_errors"]
    assert error == {"id": invoice["id"], "message": "Only a finalized invoice can be voided"}
    assert act(busy, "finalize", invoice["id"])["action_label"] == "invoice/finalize"
    assert statuses(busy) == ["paid"]
    assert act(busy, "finalize", invoice["id"])["failed_count"] == 1
    busy.v2("POST", "/company/payouts/mark_as_unpaid", ids=[4_000_001])
    assert statuses(busy) == ["open"]
    act(busy, "void", invoice["id"])
    assert statuses(busy) == ["voided"]


def test_a_deleted_invoice_does_not_come_back(busy: Talk) -> None:
    (invoice,) = invoices(busy)
    assert act(busy, "destroy", invoice["id"])["failed_count"] == 0
    assert invoices(busy) == []
    assert act(busy, "destroy", invoice["id"])["failed_count"] == 1
    assert busy.v2("GET", f"{PATH}/{invoice['id']}").status == 404


def test_other_documents_are_no_invoices(busy: Talk) -> None:
    code = busy.v2("POST", "/company/promo_codes", code="X", reward_id=7020, promoter_campaign_id=20_001).json
    assert act(busy, "destroy", code["id"])["failed_count"] == 1
    assert busy.v2("GET", f"/company/promo_codes/{code['id']}").status == 200
    assert busy.v2("GET", f"{PATH}/{code['id']}").status == 404
    assert busy.v2("GET", f"{PATH}/one").status == 404


def test_invoices_are_filtered(busy: Talk) -> None:
    assert invoices(busy, **{"filters[promoter_id]": 1002}) == []
    assert len(invoices(busy, **{"filters[promoter_id]": 1001, "filters[status]": "draft"})) == 1
    assert invoices(busy, **{"filters[status]": "paid"}) == []


def test_an_export_has_a_line_for_each(busy: Talk) -> None:
    answer = busy.v2("GET", f"{PATH}/export")
    header, line = csv.reader(io.StringIO(answer.text))
    assert header == ["promoter", "id", "number", "date", "status", "total", "total_incl_tax"]
    assert line[0] == "ann@example.com"
    assert line[-2:] == ["2000", "2000"]
    nobody = busy.v2("GET", f"{PATH}/export", {"filters[promoter_id]": 1002})
    assert len(nobody.text.splitlines()) == 1
    assert busy.with_fault("prepared_later", "GET", f"{PATH}/export", {}).status == 202
    assert busy.v2("GET", f"{PATH}/export_zip").status == 202


def html(talk: Talk, method: str, path: str, **more: Any) -> str:
    answer = talk.v2(method, f"{PATH}/{path}", more)
    assert answer.status == 200, answer.text
    page: str = answer.json["data"]["html"]
    return page


def test_a_page_is_made_from_the_template(busy: Talk) -> None:
    assert "{{number}}" in html(busy, "GET", "template")
    assert html(busy, "PUT", "custom_template", html="<b>{{promoter}}: {{total}}</b>{{vat}}") == html(
        busy, "GET", "template"
    )
    (invoice,) = invoices(busy)
    assert busy.v2("GET", f"{PATH}/{invoice['id']}").json["html"] == "<b>ann@example.com: 20.00</b>"


def test_a_preview_changes_nothing(busy: Talk) -> None:
    before = html(busy, "GET", "template")
    assert html(busy, "POST", "preview_template", html="<i>{{total}}</i>{{vat}}") == "<i>49.00</i>"
    assert "VAT" in html(busy, "POST", "preview_template", html="{{vat}}", vat_invoice=True)
    assert html(busy, "GET", "template") == before


def test_a_preview_is_of_all_payouts_of_a_promoter_or_of_some(busy: Talk) -> None:
    assert "10.00" in html(busy, "GET", "preview", promoter_id=1002)
    assert "0.00" in html(busy, "GET", "preview", promoter_id=1002, **{"payout_ids[]": [4_000_001]})
    assert busy.v2("GET", f"{PATH}/preview").status == 422
    assert busy.v2("GET", f"{PATH}/preview", promoter_id=9).status == 422


def test_what_is_filled_in_is_written_as_html(busy: Talk) -> None:
    busy.v1("POST", "/promoters/create", email="<b>@example.com")
    assert "&lt;b&gt;@example.com" in html(busy, "GET", "preview", promoter_id=1003)
