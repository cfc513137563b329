"""v2 batch processes: how the bulk actions get on."""

from ...wire.message import HttpResponse
from ..records.batches import UNDER_WAY
from .bulk import progress, show
from .conditions import Conditions
from .listing import Given, Listing
from .registry import RequestContext, handles
from .replies import as_json, v2_rows


def _status(given: Given, found: Conditions) -> None:
    found.any_of("status", given.filters.texts(given.name) or UNDER_WAY)


_LISTING = Listing("batches", filters={"status": _status})


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
