"""Invoices: list, get, finalize, void, delete, export, preview, and the template of all. This module knows nothing of sending."""

from typing import Any

from attrs import field

from ...frozen import frozen
from ...resource import Resource, call, downloads
from ...unset import UNSET, Maybe
from ...wire.answers import Batch, BeingPrepared, Done, Download, Envelope, Meta
from ...wire.checks import filled
from ...wire.request import Replay, Request
from ...wire.route import Body
from ..base import company
from ..bulk import ForIds
from ..filters import several_ids
from ..models.invoices import Invoice, InvoicePage, InvoiceStatus


@frozen(kw_only=True)
class InvoiceFilters:
    """Which invoices to list."""

    promoter_id: Maybe[int] = UNSET
    status: Maybe[InvoiceStatus | str] = UNSET


@frozen(kw_only=True)
class ListInvoices(Request[Any]):
    """List invoices.

    `GET /api/v2/company/invoices`. What FirstPromoter documents as its answer is that of `preview`, by mistake, so what comes is
    given as it is; go on with `page=2` as long as there is something.
    """

    route = company.GET("/invoices")
    replay = Replay.SAFE

    filters: Maybe[InvoiceFilters] = UNSET
    page: Maybe[int] = UNSET
    """The page to read, from 1."""
    per_page: Maybe[int] = 100
    """Items a page, at most 100."""


@frozen
class GetInvoice(Request[Invoice]):
    """Look up one invoice, with its page as HTML.

    `GET /api/v2/company/invoices/{id}`
    """

    route = company.GET("/invoices/{id}")
    replay = Replay.SAFE

    id: int


@frozen
class FinalizeInvoices(ForIds[Done | Batch]):
    """Finalize invoices that are drafts.

    `POST /api/v2/company/invoices/finalize`. Raises `Unprocessable`.
    """

    route = company.POST("/invoices/finalize")


@frozen
class VoidInvoices(ForIds[Done | Batch]):
    """Declare invoices void.

    `POST /api/v2/company/invoices/void`. Raises `Unprocessable`.
    """

    route = company.POST("/invoices/void")


@frozen
class DeleteInvoices(ForIds[Done | Batch]):
    """Delete invoices.

    `DELETE /api/v2/company/invoices/destroy`. Raises `Unprocessable`.
    """

    route = company.DELETE("/invoices/destroy", body=Body.JSON)


@frozen(kw_only=True)
class InvoiceExportFilters:
    """Which invoices to export; there are fewer conditions than for a list."""

    promoter_id: Maybe[int] = UNSET


@frozen(kw_only=True)
class ExportInvoices(Request[Download]):
    """Export invoices as CSV.

    `GET /api/v2/company/invoices/export`
    """

    route = company.GET("/invoices/export")
    replay = Replay.SAFE

    filters: Maybe[InvoiceExportFilters] = UNSET


@frozen
class ExportInvoicesAsZip(Request[BeingPrepared]):
    """Have the PDFs of all invoices put into one archive.

    `GET /api/v2/company/invoices/export_zip`. The answer is never the archive itself, and no document says where that goes.
    """

    route = company.GET("/invoices/export_zip")
    replay = Replay.SAFE


@frozen
class PreviewInvoice(Request[Envelope[InvoicePage, Meta]]):
    """Show what a promoter's invoice would look like.

    `GET /api/v2/company/invoices/preview`
    """

    route = company.GET("/invoices/preview")
    replay = Replay.SAFE

    promoter_id: int
    payout_ids: Maybe[tuple[int, ...]] = field(default=UNSET, converter=several_ids)
    """The payouts that it would be for."""


@frozen
class GetInvoiceTemplate(Request[Envelope[InvoicePage, Meta]]):
    """Return the template that invoices are made from.

    `GET /api/v2/company/invoices/template`
    """

    route = company.GET("/invoices/template")
    replay = Replay.SAFE


@frozen
class PreviewInvoiceTemplate(Request[Envelope[InvoicePage, Meta]]):
    """Show what an invoice would look like that is made from a template; nothing is changed.

    `POST /api/v2/company/invoices/preview_template`
    """

    route = company.POST("/invoices/preview_template")
    replay = Replay.UNSAFE

    html: str = field(validator=filled)
    """The whole template."""
    vat_invoice: Maybe[bool] = UNSET
    """Whether to show an invoice with VAT."""


@frozen
class UpdateInvoiceTemplate(Request[Envelope[InvoicePage, Meta]]):
    """Replace the template that invoices are made from.

    `PUT /api/v2/company/invoices/custom_template`
    """

    route = company.PUT("/invoices/custom_template")
    replay = Replay.UNSAFE

    html: str = field(validator=filled)
    """The whole template."""


class Invoices(Resource):
    """What promoters bill you for their payouts."""

    list = call(ListInvoices)
    """Plain data: a list of invoices, as far as anybody knows."""
    get = call(GetInvoice)
    """The invoice; its totals are taken for minor units (cents), since no document says."""
    finalize = call(FinalizeInvoices)
    """What became of it, by now or soon: look at `failed_count`."""
    void = call(VoidInvoices)
    """What became of it, by now or soon: look at `failed_count`."""
    delete = call(DeleteInvoices)
    """What became of it, by now or soon: look at `failed_count`."""
    export = downloads(ExportInvoices)
    """The CSV, whole, saved or row by row; `BeingPrepared` where FirstPromoter makes it later."""
    export_zip = call(ExportInvoicesAsZip)
    """FirstPromoter's own words on where the archive will be."""
    preview = call(PreviewInvoice)
    """The page in `data.html`."""
    template = call(GetInvoiceTemplate)
    """The template in `data.html`."""
    preview_template = call(PreviewInvoiceTemplate)
    """The page in `data.html`."""
    custom_template = call(UpdateInvoiceTemplate)
    """The template as it is now, in `data.html`."""
