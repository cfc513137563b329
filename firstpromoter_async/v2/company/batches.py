"""Batch processes: how bulk actions get on. This module knows nothing of sending."""

from collections.abc import Mapping

from attrs import field, frozen

from ...resource import Resource, call, pages
from ...unset import UNSET, Maybe
from ...wire.answers import Batch, BatchStatus
from ...wire.request import Replay, Request
from ..base import V2Listing, company
from ..filters import one_or_several_words


@frozen(kw_only=True)
class BatchFilters:
    """Which batches to show."""

    status: Maybe[BatchStatus | str | tuple[BatchStatus | str, ...]] = field(
        default=UNSET, converter=one_or_several_words
    )
    """One status, or several; those that are not over, if left out."""


@frozen(kw_only=True)
class ListBatches(V2Listing[Batch]):
    """List batches, page by page: those under way, unless others are asked for.

    `GET /api/v2/company/batch_processes`
    """

    route = company.GET("/batch_processes")

    filters: Maybe[BatchFilters] = UNSET


@frozen
class GetBatch(Request[Batch]):
    """Look up one batch, for example to see whether it is over.

    `GET /api/v2/company/batch_processes/{id}`. Raises `NotFound`.
    """

    route = company.GET("/batch_processes/{id}")
    replay = Replay.SAFE

    id: int


@frozen(kw_only=True)
class GetBatchProgress(Request[Mapping[int, int]]):
    """Return how far batches are: those under way, unless others are asked for.

    `GET /api/v2/company/batch_processes/progress`
    """

    route = company.GET("/batch_processes/progress")
    replay = Replay.SAFE

    filters: Maybe[BatchFilters] = UNSET


class Batches(Resource):
    """Bulk actions of more than 5 ids, which FirstPromoter carries out in the background."""

    list = pages(ListBatches)
    """Batches, 100 on a page, with their counts and errors."""
    get = call(GetBatch)
    """The batch as it stands; `is_over` says whether anything more will happen."""
    progress = call(GetBatchProgress)
    """Percent, 0 to 100, by the id of each batch."""
