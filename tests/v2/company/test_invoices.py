"""Invoices: from a payout to a file, through the client."""

from decimal import Decimal
from pathlib import Path

import pytest

from firstpromoter_async import BeingPrepared, Done, FileStream, InvalidRequest, SavedFile
from firstpromoter_async.testing import sandboxed
from firstpromoter_async.v2 import InvoiceFilters, InvoiceStatus, PreviewInvoice, UpdateInvoiceTemplate


@pytest.mark.anyio
async def test_an_invoice_is_finalized_exported_and_deleted(tmp_path: Path) -> None:
    async with sandboxed() as fp:
        await fp.v1.promoters.create(email="ann@example.com", first_name="Ann")
        await fp.v1.track.signup(email="joe@example.com", ref_id="ann")
        await fp.v1.track.sale(email="joe@example.com", event_id="1", amount=10_000)
        payout = await fp.v1.payouts.create(promoter_id=1001)
        assert payout.id is not None
        await fp.v2.payouts.mark_as_paid([payout.id])
        (listed,) = await fp.v2.invoices.list(filters=InvoiceFilters(status=InvoiceStatus.DRAFT))
        assert isinstance(await fp.v2.invoices.finalize([listed["id"]]), Done)
        invoice = await fp.v2.invoices.get(listed["id"])
        assert (invoice.status, invoice.total, invoice.total_incl_tax) == ("paid", Decimal(2000), Decimal(2000))
        assert invoice.promoter is not None
        assert "INV-1" in (invoice.html or "")
        saved = await fp.v2.invoices.export().save_to(tmp_path / "invoices.csv")
        assert isinstance(saved, SavedFile)
        async with fp.v2.invoices.export() as coming:
            assert isinstance(coming, FileStream)
            assert len([row async for row in coming.rows()]) == 2
        assert isinstance(await fp.v2.invoices.export_zip(), BeingPrepared)
        assert "20.00" in ((await fp.v2.invoices.preview(1001)).data.html or "")
        await fp.v2.invoices.custom_template("<p>{{number}}</p>")
        assert (await fp.v2.invoices.template()).data.html == "<p>{{number}}</p>"
        await fp.v2.invoices.void([invoice.id])
        await fp.v2.invoices.delete([invoice.id])
        assert await fp.v2.invoices.list() == []


@pytest.mark.parametrize("html", ["", "  "])
def test_a_template_is_never_emptied_by_mistake(html: str) -> None:
    with pytest.raises(InvalidRequest, match="html is text that is not empty"):
        UpdateInvoiceTemplate(html)


def test_a_preview_of_no_payouts_would_be_one_of_all() -> None:
    with pytest.raises(InvalidRequest, match="empty list"):
        PreviewInvoice(1001, payout_ids=[])
