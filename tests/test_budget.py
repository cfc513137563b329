"""Waiting for turns: on asyncio and trio, and at full length in trio's virtual time. Nothing here depends on speed."""

import gc
import time
import weakref
from collections.abc import Awaitable, Callable
from itertools import pairwise
from typing import Any

import anyio
import anyio.lowlevel
import pytest
import trio
from trio.testing import MockClock

from firstpromoter_async import FirstPromoter, RateLimited, RetryPolicy
from firstpromoter_async.budget import REMEMBERED, Budget, Permit
from firstpromoter_async.errors import Outcome, WaitTooLong
from firstpromoter_async.policy.window import Lane, Rate
from firstpromoter_async.testing import sandboxed
from tests.clocks import PATIENT
from tests.scripted import ScriptedTransport, client_of, json_answer

BOTH_LANES = pytest.mark.parametrize("lane", list(Lane))
FOREVER = 86_400.0

pytestmark = pytest.mark.anyio


def one_a_day() -> Budget:
    """One slot; who misses it waits for longer than any test."""
    return Budget(Rate(calls=1, seconds=FOREVER))


async def until_waiting(budget: Budget, callers: int) -> None:
    """Let others run until so many of them wait."""
    while budget.state().waiting_interactive + budget.state().waiting_bulk != callers:
        await anyio.lowlevel.checkpoint()


def in_virtual_time(scenario: Callable[[], Awaitable[None]]) -> None:
    """Run on trio with a clock that jumps to the next event whenever everybody sleeps."""
    trio.run(scenario, clock=MockClock(autojump_threshold=0))


# A permit at once


@BOTH_LANES
@pytest.mark.parametrize("rate", [Rate(), None])
def test_a_turn_that_can_be_had_at_once_does_not_touch_the_event_loop(rate: Rate | None, lane: Lane) -> None:
    """There is none here."""
    with pytest.raises(StopIteration) as done:
        Budget(rate).acquire(lane).send(None)
    assert isinstance(done.value.value, Permit)
    assert done.value.value.lane is lane


# How a permit ends


async def test_an_answered_call_holds_its_slot() -> None:
    budget = one_a_day()
    (await budget.acquire()).answered()
    assert (budget.state().held, budget.state().in_flight) == (1, 0)


async def test_a_turn_that_is_given_back_leaves_no_trace() -> None:
    budget = one_a_day()
    (await budget.acquire()).give_back()
    assert budget.state().held == 0


async def test_nothing_may_have_left_even_after_sending_began() -> None:
    """No connection could be made, for example."""
    budget = one_a_day()
    permit = await budget.acquire()
    permit.sent(timeout=30.0)
    permit.give_back()
    assert budget.state().held == 0


async def test_leaving_the_block_before_sending_gives_the_turn_back() -> None:
    budget = one_a_day()
    with await budget.acquire():
        pass
    assert budget.state().held == 0


async def test_leaving_the_block_after_sending_counts_as_an_answer() -> None:
    budget = Budget(Rate(calls=1, seconds=60.0), clock=lambda: 1_000.0)
    with await budget.acquire() as permit:
        permit.sent(timeout=30.0)
    assert budget.state().next_interactive_in == pytest.approx(60.0)


async def test_a_call_that_breaks_after_sending_is_held_from_its_timeout_on() -> None:
    budget = Budget(Rate(calls=1, seconds=60.0), clock=lambda: 1_000.0)

    async def break_down() -> None:
        with await budget.acquire() as permit:
            permit.sent(timeout=30.0)
            raise OSError("broken")

    with pytest.raises(OSError, match="broken"):
        await break_down()
    assert budget.state().next_interactive_in == pytest.approx(90.0)


async def test_who_knows_better_says_until_when_the_server_may_receive_a_broken_call() -> None:
    budget = Budget(Rate(calls=1, seconds=60.0), clock=lambda: 1_000.0)
    permit = await budget.acquire()
    permit.sent(timeout=30.0)
    permit.abandoned(2.0)
    assert budget.state().next_interactive_in == pytest.approx(62.0)


async def test_a_cancelled_call_keeps_its_slot_only_if_something_was_sent() -> None:
    budget = one_a_day()

    async def call(sending: bool) -> None:
        with anyio.CancelScope() as scope, await budget.acquire() as permit:
            if sending:
                permit.sent(timeout=30.0)
            scope.cancel()
            await anyio.lowlevel.checkpoint()

    await call(sending=False)
    assert budget.state().held == 0
    await call(sending=True)
    assert budget.state().held == 1


async def test_what_was_said_in_the_block_is_not_said_again_when_it_ends() -> None:
    budget = one_a_day()
    with await budget.acquire() as permit:
        permit.sent(timeout=30.0)
        permit.refused(5.0)
    assert budget.state().held == 1
    assert budget.state().paused_for > 0


@pytest.mark.parametrize("again", [Permit.answered, Permit.refused, Permit.abandoned, Permit.give_back])
async def test_the_end_of_a_turn_is_told_once(again: Callable[[Permit], None]) -> None:
    permit = await one_a_day().acquire()
    permit.sent(timeout=30.0)
    permit.answered()
    with pytest.raises(RuntimeError, match="told already"):
        again(permit)


async def test_a_turn_that_sent_nothing_cannot_be_abandoned_without_saying_until_when() -> None:
    with pytest.raises(RuntimeError, match="give it back"):
        (await one_a_day().acquire()).abandoned()


async def test_a_turn_says_how_far_it_has_come() -> None:
    permit = await one_a_day().acquire(Lane.BULK)
    assert repr(permit) == "<Permit in the bulk lane: granted>"


# Waiting


async def test_a_slot_given_back_goes_to_the_caller_who_waits_longest() -> None:
    budget, order = one_a_day(), list[int]()
    first = await budget.acquire()

    async def caller(number: int) -> None:
        with await budget.acquire():  # sends nothing, so the slot goes to the next
            order.append(number)

    async with anyio.create_task_group() as callers:
        for number in range(20):
            callers.start_soon(caller, number)
            await until_waiting(budget, number + 1)
        first.give_back()
    assert order == list(range(20))


async def test_interactive_callers_go_first_however_long_bulk_has_waited() -> None:
    budget, order = one_a_day(), list[Lane]()
    first = await budget.acquire()

    async def caller(lane: Lane) -> None:
        with await budget.acquire(lane):
            order.append(lane)

    async with anyio.create_task_group() as callers:
        callers.start_soon(caller, Lane.BULK)
        await until_waiting(budget, 1)
        callers.start_soon(caller, Lane.INTERACTIVE)
        await until_waiting(budget, 2)
        first.give_back()
    assert order == [Lane.INTERACTIVE, Lane.BULK]


@pytest.mark.parametrize("leaves", [0, 1, 2])
async def test_a_cancelled_caller_leaves_the_queue_and_the_others_keep_their_places(leaves: int) -> None:
    budget, order = one_a_day(), list[int]()
    first, scopes = await budget.acquire(), [anyio.CancelScope() for _ in range(3)]

    async def caller(number: int) -> None:
        with scopes[number], await budget.acquire():
            order.append(number)

    async with anyio.create_task_group() as callers:
        for number in range(3):
            callers.start_soon(caller, number)
            await until_waiting(budget, number + 1)
        scopes[leaves].cancel()
        await until_waiting(budget, 2)
        first.give_back()
    assert order == [number for number in range(3) if number != leaves]
    assert budget.state().held == 0


async def test_a_caller_cancelled_in_the_moment_of_its_turn_passes_it_on() -> None:
    budget, order = one_a_day(), list[int]()
    first, scope = await budget.acquire(), anyio.CancelScope()

    async def caller(number: int, cancelled_by: anyio.CancelScope) -> None:
        with cancelled_by, await budget.acquire():
            order.append(number)
            await anyio.lowlevel.checkpoint()

    async with anyio.create_task_group() as callers:
        callers.start_soon(caller, 1, scope)
        await until_waiting(budget, 1)
        callers.start_soon(caller, 2, anyio.CancelScope())
        await until_waiting(budget, 2)
        first.give_back()
        scope.cancel()
    assert order[-1] == 2
    assert budget.state().held == 0


async def test_when_an_interactive_caller_gives_up_bulk_may_go_on() -> None:
    """Bulk leaves the one free slot of two to the interactive caller ahead of it, who then does not want it any more."""
    budget = Budget(Rate(calls=2, seconds=FOREVER), bulk_share=1.0)
    permits = [await budget.acquire(), await budget.acquire()]
    scope, went = anyio.CancelScope(), anyio.Event()

    async def give_up() -> None:
        with scope:
            await budget.acquire()

    async def bulk() -> None:
        await budget.acquire(Lane.BULK)
        went.set()

    async with anyio.create_task_group() as callers:
        callers.start_soon(give_up)
        callers.start_soon(bulk)
        await until_waiting(budget, 2)
        scope.cancel()
        permits[0].give_back()
        await went.wait()


@BOTH_LANES
async def test_turns_go_on_as_slots_come_free(lane: Lane) -> None:
    """The whole life of many calls in real time, five at most in any tenth of a second, however much slower they are."""
    budget, granted = Budget(Rate(calls=5, seconds=0.1)), list[float]()

    async def caller() -> None:
        with await budget.acquire(lane) as permit:
            granted.append(permit.granted_at)
            permit.sent(timeout=PATIENT)
            await anyio.lowlevel.checkpoint()

    async with anyio.create_task_group() as callers:
        for _ in range(25):
            callers.start_soon(caller)
    assert len(granted) == 25
    assert all(later - earlier >= 0.1 for earlier, later in zip(granted, granted[5:], strict=False))


async def test_whoever_is_cancelled_whenever_all_others_have_their_turns() -> None:
    budget, served = Budget(Rate(calls=10, seconds=0.05)), list[int]()
    scopes = [anyio.CancelScope() for _ in range(90)]

    async def caller(number: int) -> None:
        with scopes[number], await budget.acquire(Lane.BULK if number % 2 else Lane.INTERACTIVE) as permit:
            served.append(number)
            permit.sent(timeout=0.01)
            permit.answered()

    async with anyio.create_task_group() as callers:
        for number in range(90):
            callers.start_soon(caller, number)
        for number in range(0, 90, 3):
            await anyio.sleep(0.001)  # true at any speed; it only scatters the moments
            scopes[number].cancel()
    assert set(served) >= {number for number in range(90) if number % 3}
    state = budget.state()
    assert (state.in_flight, state.waiting_interactive, state.waiting_bulk) == (0, 0, 0)


# Not waiting too long


async def test_a_caller_who_would_wait_too_long_is_refused_up_front() -> None:
    budget = one_a_day()
    (await budget.acquire()).answered()
    with pytest.raises(WaitTooLong) as refused:
        await budget.acquire(max_wait=2.0)
    assert refused.value.max_wait == 2.0
    assert refused.value.wait == pytest.approx(FOREVER, abs=60.0)
    assert refused.value.outcome is Outcome.NOT_SENT
    assert budget.state().waiting_interactive == 0


async def test_whoever_wants_no_waiting_at_all_still_gets_a_free_slot() -> None:
    assert (await one_a_day().acquire(max_wait=0.0)).lane is Lane.INTERACTIVE


async def test_a_place_far_back_in_the_queue_is_too_long_a_wait_as_well() -> None:
    """The first in the queue waits for a minute, the third for three."""
    budget = Budget(Rate(calls=1, seconds=60.0))
    (await budget.acquire()).answered()

    async with anyio.create_task_group() as callers:
        callers.start_soon(budget.acquire)
        callers.start_soon(budget.acquire)
        await until_waiting(budget, 2)
        with pytest.raises(WaitTooLong) as refused:
            await budget.acquire(max_wait=90.0)
        callers.cancel_scope.cancel()
    assert 170.0 < refused.value.wait <= 180.0


def test_a_wait_that_turns_out_too_long_ends_when_the_time_is_up() -> None:
    async def scenario() -> None:
        budget = Budget(Rate(calls=2, seconds=60.0), clock=trio.current_time)
        permits = [await budget.acquire(), await budget.acquire()]
        permits[0].answered()
        async with trio.open_nursery() as nursery:
            nursery.start_soon(trio.sleep, 100)
            nursery.start_soon(refuse_later, permits[1])
            with pytest.raises(WaitTooLong) as refused:
                await budget.acquire(max_wait=70.0)
            assert trio.current_time() == 70.0
        assert refused.value.wait > 70.0

    async def refuse_later(permit: Permit) -> None:
        await trio.sleep(30.0)
        permit.refused(300.0)

    in_virtual_time(scenario)


# At full length, in virtual time


@BOTH_LANES
def test_two_thousand_callers_have_their_turns_in_order_400_in_any_minute(lane: Lane) -> None:
    async def scenario() -> None:
        budget, order = Budget(Rate(), clock=trio.current_time), list[tuple[float, int]]()

        async def caller(number: int) -> None:
            with await budget.acquire(lane) as permit:
                order.append((permit.granted_at, number))
                permit.sent(timeout=30.0)
                await trio.sleep(0.3)

        async with trio.open_nursery() as nursery:
            for number in range(2_000):
                nursery.start_soon(caller, number)
                await trio.lowlevel.checkpoint()
        granted = [when for when, _ in order]
        assert [number for _, number in order] == list(range(2_000))
        assert all(later - earlier >= 60.3 - 1e-6 for earlier, later in zip(granted, granted[400:], strict=False))
        assert granted[-1] <= 5 * 60.3 * 1.01

    in_virtual_time(scenario)


def test_an_interactive_call_hardly_waits_beside_a_backfill_and_the_backfill_hardly_notices() -> None:
    async def scenario() -> None:
        budget, waits, done = Budget(Rate(), clock=trio.current_time), list[float](), 0

        async def backfill() -> None:
            nonlocal done
            while True:
                with await budget.acquire(Lane.BULK) as permit:
                    permit.sent(timeout=30.0)
                    await trio.sleep(0.3)
                done += 1

        with trio.move_on_after(600.0):  # in virtual time
            async with trio.open_nursery() as nursery:
                for _ in range(20):
                    nursery.start_soon(backfill)
                while True:
                    await trio.sleep(7.7)
                    asked = trio.current_time()
                    with await budget.acquire() as permit:
                        waits.append(trio.current_time() - asked)
                        permit.sent(timeout=30.0)
        assert max(waits) <= 2.0
        assert done >= 0.95 * 3_200

    in_virtual_time(scenario)


def test_a_429_holds_back_both_lanes_and_then_lets_callers_through_one_by_one() -> None:
    async def scenario() -> None:
        budget, granted = Budget(Rate(), clock=trio.current_time), list[float]()
        (await budget.acquire()).refused(20.0)

        async def caller(lane: Lane) -> None:
            with await budget.acquire(lane) as permit:
                granted.append(permit.granted_at)

        assert budget.state().paused_for == 20.0
        async with trio.open_nursery() as nursery:
            for lane in list(Lane) * 10:
                nursery.start_soon(caller, lane)
        assert granted[0] == 20.0
        assert all(later - earlier >= 0.1 for earlier, later in pairwise(granted))

    in_virtual_time(scenario)


# One budget for the clients of an account


def client(**arguments: Any) -> FirstPromoter:
    return client_of(ScriptedTransport(json_answer()), **({"rate": "40/86400", "clock": stopped} | arguments))


def stopped() -> float:
    return 1_000.0


async def calls_until_full(*clients: FirstPromoter) -> int:
    """Call with each in turn until one of them would have to wait."""
    for made in range(1_000):
        try:
            await clients[made % len(clients)].using(max_wait=0.0).request("GET", "/api/v2/company/promoters")
        except WaitTooLong:
            return made
    return 1_000


async def test_two_clients_of_an_account_keep_to_one_rate_together() -> None:
    one, other = client(), client()
    assert await calls_until_full(one, other) == 40
    assert one.budget is other.budget


async def test_a_429_to_one_client_pauses_the_other() -> None:
    refused = client_of(ScriptedTransport(json_answer(429)), retries=RetryPolicy(attempts=1), clock=stopped)
    other = client_of(ScriptedTransport(json_answer()), clock=stopped)
    with pytest.raises(RateLimited):
        await refused.request("GET", "/api/v2/company/promoters")
    assert other.budget.state().paused_for > 0


async def test_an_account_of_a_view_and_a_client_of_its_own_are_the_same_account() -> None:
    view = client().with_account(api_key="key", account_id="acc_2")
    assert await calls_until_full(view, client(account_id="acc_2")) == 40


async def test_a_client_made_after_another_was_closed_remembers_its_calls() -> None:
    async with client(clock=time.monotonic) as fp:
        assert await calls_until_full(fp) == 40
    del fp
    gc.collect()
    assert await calls_until_full(client(clock=time.monotonic)) == 0


@pytest.mark.parametrize(
    "different",
    [
        {"account_id": "acc_2"},
        {"base_url": "https://other.test"},
        {"share_budget": False},
        {"rate": "40/3600"},
        {"clock": lambda: 5.0},
    ],
    ids=lambda different: next(iter(different)),
)
async def test_clients_that_differ_in_this_have_a_budget_each(different: dict[str, Any]) -> None:
    assert await calls_until_full(client(), client(**different)) == 80


async def test_sandboxes_never_share_although_their_account_has_one_name() -> None:
    async with sandboxed(rate=Rate(calls=3, seconds=FOREVER)) as one, sandboxed(rate=one.sandbox.rate) as other:
        assert one.account == other.account
        assert one.budget is not other.budget


def test_event_loops_do_not_share() -> None:
    assert [anyio.run(calls_until_full, client(), backend=name) for name in ("asyncio", "asyncio", "trio")] == [40] * 3


def test_a_budget_looked_at_before_there_is_a_loop_is_shared_later() -> None:
    one, other = client(), client()
    assert one.budget is not other.budget
    assert anyio.run(calls_until_full, one, other) == 40
    assert one.budget is other.budget


async def test_budgets_that_nobody_uses_are_not_kept_for_ever() -> None:
    alive = [weakref.ref(client(account_id=f"many_{number}").budget) for number in range(3 * REMEMBERED)]
    gc.collect()
    assert sum(ref() is not None for ref in alive) == REMEMBERED


# Looking at it


async def test_the_state_counts_those_who_wait() -> None:
    budget = one_a_day()
    await budget.acquire()
    async with anyio.create_task_group() as callers:
        for lane in (Lane.BULK, Lane.BULK, Lane.INTERACTIVE):
            callers.start_soon(budget.acquire, lane)
        await until_waiting(budget, 3)
        state = budget.state()
        callers.cancel_scope.cancel()
    assert (state.waiting_interactive, state.waiting_bulk, state.held, state.limit) == (1, 2, 1, 1)


def test_the_length_of_a_backfill_is_known_before_it_begins() -> None:
    assert Budget(Rate()).seconds_for(6_919) == pytest.approx(6_918 * 0.15)
    assert Budget(None).seconds_for(6_919) == 0.0
