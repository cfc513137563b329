"""The sandbox behind the client, and its faults as the client meets them."""

import time

import anyio
import pytest

from firstpromoter_async import AlreadyRecorded, FirstPromoter, Rate, RateLimited, Recorded, RetryPolicy
from firstpromoter_async.errors import AnswerTimedOut, ConnectionLost
from firstpromoter_async.sandbox import Fault, FaultPlan, SandboxTransport, open_sandbox
from firstpromoter_async.testing import sandboxed
from firstpromoter_async.wire.message import HttpRequest
from tests.clocks import PATIENT, let_pass_when_all_wait

pytestmark = pytest.mark.anyio
STATE = HttpRequest("GET", "https://fp.test/_sandbox/state")


def wishing(fault: str) -> HttpRequest:
    return HttpRequest("GET", "https://fp.test/api/v1/leads/list", (("X-Sandbox-Fault", fault),))


async def test_an_answer_knows_what_was_asked_and_when_it_came() -> None:
    async with open_sandbox() as sandbox:
        before = time.time()
        response = await SandboxTransport(sandbox).exchange(STATE, timeout=PATIENT)
        assert (response.status, response.url) == (200, STATE.url)
        assert before <= response.received_at <= time.time()


@pytest.mark.parametrize("fault", ["reset_before", "reset_after", "cut_body"])
async def test_a_broken_connection_is_a_lost_one(fault: str) -> None:
    async with open_sandbox() as sandbox:
        with pytest.raises(ConnectionLost):
            await SandboxTransport(sandbox).exchange(wishing(fault), timeout=PATIENT)


@pytest.mark.parametrize("fault", ["hang", "slow"])
async def test_no_answer_in_time_is_a_timeout(fault: str) -> None:
    async with open_sandbox() as sandbox:
        sandbox.faults = FaultPlan(slow_seconds=3600)
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(let_pass_when_all_wait, PATIENT)
            with pytest.raises(AnswerTimedOut):
                await SandboxTransport(sandbox).exchange(wishing(fault), timeout=PATIENT)


async def test_a_sale_whose_answer_was_lost_is_recorded_once() -> None:
    async with sandboxed(retries=RetryPolicy(attempts=30, base=0.0)) as fp:
        await fp.v1.promoters.create(email="ann@example.com", first_name="Ann")
        await fp.v1.track.signup(email="joe@example.com", ref_id="ann")
        fp.sandbox.faults = FaultPlan(seed=1, shares={Fault.RESET_AFTER: 0.5})
        outcomes = [
            await fp.v2.track.sale(email="joe@example.com", event_id=f"order-{n}", amount=100) for n in range(20)
        ]
        assert {type(outcome) for outcome in outcomes} == {Recorded, AlreadyRecorded}
        assert (await fp.sandbox.state())["events"]["sale"] == 20


async def test_a_client_without_a_budget_runs_into_the_limit() -> None:
    async with sandboxed(retries=RetryPolicy(attempts=1)) as fp:
        fp.sandbox.rate = Rate(calls=2, seconds=60)
        await fp.v2.campaigns.list()
        await fp.v2.campaigns.list()
        with pytest.raises(RateLimited):
            await fp.v2.campaigns.list()


async def test_both_generations_answer_the_client() -> None:
    async with sandboxed() as fp:
        ann = await fp.v2.promoters.create(email="ann@example.com")
        assert (await fp.v1.promoters.show(id=ann.id)).email == "ann@example.com"


async def test_a_listing_is_read_to_its_end_on_both_generations() -> None:
    async with sandboxed() as fp:
        for number in range(60):
            await fp.v1.promoters.create(email=f"p{number}@example.com")
        in_turn = [f"p{number}@example.com" for number in range(60)]
        assert [one.email async for one in fp.v1.promoters.list()] == in_turn[::-1]
        assert [one.email async for one in fp.v2.promoters.list(per_page=25)] == in_turn, "the order that never shifts"


def test_it_is_a_transport() -> None:
    from firstpromoter_async.sandbox import Sandbox

    FirstPromoter(api_key="k", account_id="a", transport=SandboxTransport(Sandbox()))
