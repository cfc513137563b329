"""Batch processes: how bulk actions get on, and waiting until they are over. This module knows nothing of sending."""

from collections.abc import Mapping
from math import inf

import anyio
from attrs import field

from ...errors import BatchNotOver, InvalidRequest
from ...frozen import frozen
from ...policy.checks import is_number
from ...policy.polling import pause_after
from ...resource import Resource, call, pages
from ...unset import UNSET, Maybe
from ...wire.answers import Batch, BatchStatus, Done, Envelope
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

    async def wait(self, batch: Batch | Done | int, *, timeout: float | None = 600.0) -> Batch | Done:  # noqa: ASYNC109
        """Wait until a bulk action is over, and return it as it is then.

            batch = await fp.v2.batches.wait(await fp.v2.promoters.archive(ids))
            if not batch.all_succeeded:
                print(batch.status, batch.failed_count, batch.processing_errors)

        `batch` is what the bulk action gave, or a batch's id: kept somewhere, it lets another process wait on. What is over
        already is returned at once. "Over" may also mean failed or stopped, and single ids may fail of what is completed:
        `all_succeeded` says whether every id worked.

        `timeout` is in seconds, None for as long as it takes; the last look is made when it is over. Each look is a call
        (`GET /api/v2/company/batch_processes/{id}`) and takes its turn in the rate budget; the pauses between them grow from 1 s
        to 30 s. Cancelling this leaves the bulk action alone, and so does an error.

        Raises `BatchNotOver`, which has the last state, when the time is up; `NotFound` for an unknown id; any other `CallFailed`
        when looking fails for good.
        """
        ends_at = anyio.current_time() + _seconds(timeout)
        if isinstance(batch, Done):
            return batch
        state, looks = await self._look(batch), 0
        while not state.is_over:
            pause = pause_after(looks, ends_at - anyio.current_time())
            if pause is None:
                raise BatchNotOver(state, timeout or 0.0)
            await anyio.sleep(pause)
            state, looks = await self.get(state.id), looks + 1
        return state

    async def _look(self, batch: Batch | int) -> Batch:
        """Return the first state to go by: that which was given, or the one of the id."""
        if isinstance(batch, Batch):
            return batch
        if not isinstance(batch, int):  # pyright: ignore[reportUnnecessaryIsInstance]
            hint = ": pass its data" if isinstance(batch, Envelope) else ""
            raise InvalidRequest(f"wait takes a bulk action or its id, and {type(batch).__name__} was given{hint}")
        return await self.get(batch)


def _seconds(timeout: float | None) -> float:
    if timeout is None:
        return inf
    if not (is_number(timeout) and timeout >= 0):
        raise InvalidRequest(f"timeout is a number of seconds from 0, or None for no end, and {timeout!r} was given")
    return timeout
