"""Waiting until a bulk action is over."""

from collections.abc import Awaitable, Callable
from typing import Any

import anyio
import pytest
import trio
from trio.testing import MockClock

from firstpromoter_async import Batch, BatchNotOver, BatchStatus, Done, Envelope, InvalidRequest, NotFound, ServerError
from firstpromoter_async.testing import Clock, sandboxed
from firstpromoter_async.v2.company.batches import Batches, GetBatch
from tests.clocks import PATIENT, cancel_when_all_wait, let_pass, let_pass_when_all_wait

PENDING = Batch(id=8, status=BatchStatus.PENDING, selected_total=7, processed_count=0)


class Office:
    """A sender that shows one batch: pending, under way, and over after so many seconds; it notes when it is looked at."""

    def __init__(self, over_after: float = 0.0, **ended: Any) -> None:
        self.over_after = over_after
        given: dict[str, Any] = {"id": 8, "status": BatchStatus.COMPLETED, "processed_count": 7, **ended}
        self.ended = Batch(**given)
        self.looks: list[float] = []
        self.began_at = anyio.current_time()
        self.failure: Exception | None = None

    async def send(self, request: Any, /) -> Any:
        assert request == GetBatch(8)
        self.looks.append(round(anyio.current_time() - self.began_at, 3))
        if self.failure is not None:
            raise self.failure
        is_over = self.looks[-1] >= self.over_after
        return self.ended if is_over else Batch(id=8, status=BatchStatus.IN_PROGRESS, progress=int(self.looks[-1]))

    def stream(self, request: Any, /) -> Any:
        raise NotImplementedError("a batch is no file")


def in_virtual_time(scenario: Callable[[], Awaitable[None]]) -> None:
    """Run on a clock that jumps to the next event whenever everybody sleeps: each time is exact."""
    trio.run(scenario, clock=MockClock(autojump_threshold=0))


# When it is looked at


def test_it_is_looked_at_seldom_once_it_is_slow() -> None:
    async def scenario() -> None:
        office = Office(over_after=100)
        assert await Batches(office).wait(PENDING) is office.ended
        assert office.looks == [1.0, 2.5, 4.75, 8.125, 13.188, 20.781, 32.172, 49.258, 74.887, 104.887]

    in_virtual_time(scenario)


def test_an_id_is_looked_up_at_once() -> None:
    async def scenario() -> None:
        office = Office(over_after=2)
        assert await Batches(office).wait(8) is office.ended
        assert office.looks == [0.0, 1.0, 2.5]

    in_virtual_time(scenario)


def test_the_last_look_is_made_when_the_time_is_over() -> None:
    async def scenario() -> None:
        office = Office(over_after=30)
        assert await Batches(office).wait(PENDING, timeout=30) is office.ended
        assert office.looks[-2:] == [20.781, 30.0]

    in_virtual_time(scenario)


def test_when_the_time_is_over_the_last_state_is_told() -> None:
    async def scenario() -> None:
        office = Office(over_after=1000)
        with pytest.raises(BatchNotOver, match="batch 8 was not over after 60 s: in_progress, 60 %") as caught:
            await Batches(office).wait(PENDING, timeout=60)
        assert (caught.value.batch.progress, caught.value.timeout) == (60, 60)
        assert office.looks[-1] == 60.0
        assert isinstance(caught.value, TimeoutError)

    in_virtual_time(scenario)


def test_without_a_timeout_it_takes_as_long_as_it_takes() -> None:
    async def scenario() -> None:
        office = Office(over_after=86_400)
        assert await Batches(office).wait(PENDING, timeout=None) is office.ended

    in_virtual_time(scenario)


def test_what_is_not_over_yet_is_not_waited_for_without_any_time() -> None:
    async def scenario() -> None:
        office = Office(over_after=10)
        with pytest.raises(BatchNotOver, match="after 0 s: pending"):
            await Batches(office).wait(PENDING, timeout=0)
        assert office.looks == []

    in_virtual_time(scenario)


# What comes back


@pytest.mark.anyio
async def test_what_is_over_already_is_not_looked_at() -> None:
    office, done = Office(), Done(id=8)
    assert await Batches(office).wait(done) is done
    assert await Batches(office).wait(office.ended) is office.ended
    assert office.looks == []


@pytest.mark.anyio
@pytest.mark.parametrize("status", [BatchStatus.FAILED, BatchStatus.STOPPED])
async def test_what_failed_or_was_stopped_is_over_too(status: BatchStatus) -> None:
    office = Office(status=status)
    batch = await Batches(office).wait(8)
    assert (batch.status, batch.all_succeeded) == (status, False)


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("said", "all_succeeded"),
    [
        ({}, True),
        ({"failed_count": 0, "selected_total": 7}, True),
        ({"failed_count": 1}, False),
        ({"processing_errors": ("9: Record not found",)}, False),
        ({"selected_total": 8}, False),
        ({"processed_count": None, "selected_total": 8}, True),
    ],
)
async def test_a_completed_batch_says_whether_every_id_worked(said: dict[str, Any], all_succeeded: bool) -> None:
    assert (await Batches(Office(**said)).wait(8)).all_succeeded is all_succeeded


def test_what_goes_on_has_not_succeeded_yet() -> None:
    assert not PENDING.all_succeeded
    assert not Batch(id=8, status=BatchStatus.IN_PROGRESS, processed_count=7).all_succeeded


@pytest.mark.parametrize(("failed", "all_succeeded"), [(0, True), (None, True), (1, False)])
def test_what_was_done_at_once_says_so_as_well(failed: int | None, all_succeeded: bool) -> None:
    assert Done(id=8, failed_count=failed).all_succeeded is all_succeeded


@pytest.mark.anyio
async def test_a_status_that_nobody_knows_yet_is_not_over() -> None:
    office = Office(over_after=1)
    with pytest.raises(BatchNotOver, match="queued"):
        await Batches(office).wait(Batch(id=8, status="queued"), timeout=0)


# On both event loops


@pytest.mark.anyio
async def test_it_goes_on_while_the_clock_does() -> None:
    office = Office(over_after=50)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(let_pass_when_all_wait, 60)
        assert await Batches(office).wait(PENDING) is office.ended


@pytest.mark.anyio
async def test_cancelling_ends_it() -> None:
    office = Office(over_after=PATIENT)
    with anyio.CancelScope() as scope:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(cancel_when_all_wait, scope)
            await Batches(office).wait(PENDING)
    assert scope.cancelled_caught
    assert office.looks == []


@pytest.mark.anyio
async def test_a_look_that_fails_for_good_is_raised_and_waiting_can_go_on_by_the_id() -> None:
    office = Office()
    office.failure = ServerError(503, "later")
    with pytest.raises(ServerError):
        await Batches(office).wait(8)
    office.failure = None
    assert await Batches(office).wait(8) is office.ended


# What is refused


@pytest.mark.anyio
@pytest.mark.parametrize("seconds", [-1, "60", True, float("nan")])
async def test_an_odd_timeout_is_refused(seconds: Any) -> None:
    with pytest.raises(InvalidRequest, match="timeout is a number of seconds from 0"):
        await Batches(Office()).wait(8, timeout=seconds)


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("8", "str was given"),
        (None, "NoneType was given"),
        (Envelope(data=PENDING, meta={}), "Envelope was given: pass its data"),
    ],
)
async def test_what_is_no_bulk_action_is_refused(given: Any, words: str) -> None:
    with pytest.raises(InvalidRequest, match=f"wait takes a bulk action or its id, and {words}"):
        await Batches(Office()).wait(given)


# Over the sandbox


@pytest.mark.anyio
async def test_a_batch_of_the_sandbox_is_followed_to_its_end() -> None:
    clock = Clock()

    async def an_hour_goes_by() -> None:
        await anyio.wait_all_tasks_blocked()
        clock.tick(3600)
        let_pass(3600)

    async with sandboxed(clock=clock) as fp:
        ids = [(await fp.v2.promoters.create(email=f"p{n}@example.com")).id for n in range(7)]
        begun = await fp.v2.promoters.archive([*ids, 999_999])
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(an_hour_goes_by)
            batch = await fp.v2.batches.wait(begun, timeout=None)
    assert (batch.status, batch.failed_count, batch.all_succeeded) == ("completed", 1, False)
    assert batch.processing_errors == ("999999: Record not found",)


@pytest.mark.anyio
async def test_an_unknown_batch_is_not_waited_for() -> None:
    async with sandboxed() as fp:
        with pytest.raises(NotFound):
            await fp.v2.batches.wait(9)
