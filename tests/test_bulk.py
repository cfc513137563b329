"""Many calls at once: each has its own outcome, and an interruption leaves an account."""

from typing import Any

import anyio
import anyio.lowlevel
import pytest

from firstpromoter_async import (
    ClientClosed,
    ConnectFailed,
    ConnectionLost,
    InvalidRequest,
    NotFound,
    RetryPolicy,
    ServerError,
    Unauthorized,
)
from firstpromoter_async.bulk import Bulk, RequestState
from firstpromoter_async.sandbox import FaultPlan
from firstpromoter_async.testing import SandboxedFirstPromoter, sandboxed
from firstpromoter_async.v1.payouts import UpdatePayout
from tests.clocks import PATIENT, until
from tests.scripted import ScriptedTransport, client_of

pytestmark = pytest.mark.anyio


async def with_pending_payouts(fp: SandboxedFirstPromoter, count: int) -> None:
    """Let so many promoters earn something, and make a payout of it for each."""

    async def earn(number: int) -> None:
        ref_id = f"promoter-{number}"
        await fp.v1.promoters.create(email=f"{ref_id}@example.com", ref_id=ref_id)
        await fp.v1.track.sale(uid=f"customer-{number}", ref_id=ref_id, event_id=f"order-{number}", amount=1000)
        await fp.v1.payouts.create(promoter_email=f"{ref_id}@example.com")

    async with anyio.create_task_group() as tasks:
        for number in range(count):
            tasks.start_soon(earn, number)


async def completing(fp: SandboxedFirstPromoter, **arguments: Any) -> Bulk[Any]:
    pending = [payout async for payout in fp.v1.payouts.list(status="pending")]
    requests = [UpdatePayout(id=payout.id or 0, status="completed") for payout in pending]
    return Bulk(fp, requests, **arguments)


async def statuses(fp: SandboxedFirstPromoter) -> list[Any]:
    return [payout.status async for payout in fp.v1.payouts.list()]


async def test_five_hundred_pending_payouts_are_completed() -> None:
    async with sandboxed(timeout=PATIENT, deadline=PATIENT) as fp:  # each call waits for hundreds of others
        await with_pending_payouts(fp, 500)
        bulk = await (await completing(fp)).run()
        assert (len(bulk.done), bulk.not_done, bulk.unknown) == (500, [], [])
        assert set(await statuses(fp)) == {"completed"}


async def test_each_payout_has_its_own_outcome() -> None:
    async with sandboxed() as fp:
        await with_pending_payouts(fp, 2)
        known = await completing(fp)
        requests = [*(result.request for result in known.results), UpdatePayout(id=999, status="completed")]
        bulk = await Bulk(fp, requests).run()
        assert [result.state for result in bulk.results] == ["done", "done", "rejected"]
        assert isinstance(bulk.results[2].failure, NotFound)


async def test_a_payout_whose_answer_was_lost_is_unknown_and_is_not_sent_again() -> None:
    async with sandboxed() as fp:
        await with_pending_payouts(fp, 40)
        bulk = await completing(fp)
        sent = fp.requests_sent
        fp.sandbox.faults = FaultPlan(seed=3, shares={"reset_after": 0.2, "unavailable": 0.2})
        await bulk.run()
        assert fp.requests_sent - sent == 40
        lost = [one for one in bulk.unknown if isinstance(one.failure, ConnectionLost)]
        unavailable = [one for one in bulk.unknown if isinstance(one.failure, ServerError)]
        assert lost
        assert unavailable
        assert len(bulk.done) + len(lost) + len(unavailable) == 40


async def test_an_interrupted_run_tells_what_is_done_what_is_not_and_what_is_unknown() -> None:
    class Interrupting:
        """Breaks the whole thing off in the middle."""

        def __init__(self, fp: SandboxedFirstPromoter, scope: anyio.CancelScope) -> None:
            self.fp, self.scope, self.calls = fp, scope, 0

        async def send(self, request: Any, /) -> Any:
            self.calls += 1
            if self.calls == 20:
                self.scope.cancel()
            return await self.fp.send(request)

    async with sandboxed() as fp:
        await with_pending_payouts(fp, 60)
        requests = [result.request for result in (await completing(fp)).results]
        with anyio.CancelScope() as scope:
            bulk = Bulk(Interrupting(fp, scope), requests, concurrency=4)
            await bulk.run()
        assert scope.cancelled_caught
        assert (len(bulk.done) + len(bulk.not_done) + len(bulk.unknown)) == 60
        assert 0 < len(bulk.unknown) <= 4
        assert len(bulk.not_done) >= 36
        completed = (await statuses(fp)).count("completed")
        assert len(bulk.done) <= completed <= len(bulk.done) + len(bulk.unknown)


async def test_run_again_after_an_interruption_goes_on_with_what_was_not_begun() -> None:
    async with sandboxed() as fp:
        await with_pending_payouts(fp, 10)
        bulk = await completing(fp)
        bulk.results[0].state = RequestState.UNKNOWN
        before = fp.requests_sent
        await bulk.run()
        assert fp.requests_sent - before == 9
        assert len(bulk.unknown) == 1


async def test_a_key_that_is_not_accepted_stops_everything() -> None:
    async with sandboxed() as fp:
        await with_pending_payouts(fp, 30)
        requests = [result.request for result in (await completing(fp)).results]
        stranger = fp.with_account(v1_api_key="not-a-key")
        bulk = Bulk(stranger, requests, concurrency=2)
        with pytest.raises(Unauthorized):
            await bulk.run()
        assert stranger.requests_sent <= 4
        assert bulk.done == []


async def test_a_key_that_is_not_accepted_breaks_off_nothing_that_is_under_way() -> None:
    refused = anyio.Event()

    class Refusing:
        async def send(self, request: Any, /) -> Any:
            if request.id == 2:
                await anyio.wait_all_tasks_blocked()
                refused.set()
                raise Unauthorized(401, "Bad credentials")
            await refused.wait()
            return request.id

    bulk = Bulk(Refusing(), [UpdatePayout(id=number, status="completed") for number in range(1, 30)], concurrency=8)
    with pytest.raises(Unauthorized):
        await bulk.run()
    assert (len(bulk.done), len(bulk.not_done), bulk.unknown) == (7, 22, [])


async def test_a_request_that_cannot_be_written_does_not_stop_the_others() -> None:
    class Choosy:
        async def send(self, request: Any, /) -> Any:
            if request.id == 2:
                raise InvalidRequest("no time zone")
            await anyio.lowlevel.checkpoint()
            return request.id

    bulk = Bulk(Choosy(), [UpdatePayout(id=number, status="completed") for number in range(1, 6)], concurrency=2)
    await bulk.run()
    assert [one.state for one in bulk.results] == ["done", "not_sent", "done", "done", "done"]
    assert isinstance(bulk.results[1].failure, InvalidRequest)


async def test_the_rate_budget_holds_for_all_of_them_together() -> None:
    async with sandboxed(rate=None) as fp:
        await with_pending_payouts(fp, 8)
        requests = [result.request for result in (await completing(fp)).results]
        limited = SandboxedFirstPromoter(fp.sandbox, rate="5/60", max_wait=0.0)
        bulk = await Bulk(limited, requests, concurrency=8).run()
        assert (len(bulk.done), len(bulk.not_done)) == (5, 3)
        assert {result.state for result in bulk.not_done} == {RequestState.NOT_SENT}


@pytest.mark.parametrize("concurrency", [0, "4", 2.5, True, None])
async def test_an_odd_number_of_calls_at_once_is_refused(concurrency: Any) -> None:
    async with sandboxed() as fp:
        with pytest.raises(InvalidRequest, match="concurrency is a number of calls from 1"):
            Bulk(fp, [], concurrency=concurrency)


async def test_what_still_waited_for_its_turn_when_it_was_interrupted_is_not_unknown() -> None:
    async with sandboxed() as fp:
        await with_pending_payouts(fp, 12)
        requests = [result.request for result in (await completing(fp)).results]
        limited = SandboxedFirstPromoter(fp.sandbox, rate="5/86400", deadline=None)
        bulk = Bulk(limited, requests, concurrency=12)
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(bulk.run)
            await until(lambda: (len(bulk.done), limited.budget.state().waiting_interactive) == (5, 7))
            tasks.cancel_scope.cancel()
        assert (len(bulk.done), len(bulk.not_done), bulk.unknown) == (5, 7, [])


async def test_what_the_rate_limit_turned_away_can_be_done_again() -> None:
    async with sandboxed(retries=RetryPolicy(attempts=1)) as fp:
        await with_pending_payouts(fp, 1)
        bulk = await completing(fp)
        fp.sandbox.faults = FaultPlan(seed=1, shares={"rate_limited": 1.0})
        await bulk.run()
        assert [one.state for one in bulk.results] == [RequestState.NOT_SENT]
        fp.sandbox.faults = FaultPlan()
        await bulk.run()
        assert len(bulk.done) == 1


async def test_closing_the_client_stops_the_rest_and_is_raised() -> None:
    a_day_between = RetryPolicy(base=86_400.0, longest_wait=86_400.0)
    fp = client_of(ScriptedTransport(ConnectFailed("refused")), retries=a_day_between, deadline=None)
    bulk = Bulk(fp, [UpdatePayout(id=number, status="completed") for number in range(1, 6)], concurrency=2)

    async def close_when_two_have_failed_once() -> None:
        await until(lambda: fp.requests_sent == 2)
        await anyio.wait_all_tasks_blocked()  # sent is not failed: their answers may be under way
        await fp.aclose(grace=0)

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(close_when_two_have_failed_once)
        with pytest.raises(ClientClosed):
            await bulk.run()
    assert [one.state for one in bulk.results] == [RequestState.NOT_SENT] * 2 + [RequestState.WAITING] * 3
