"""What an observer is told of attempts and calls, and what it is never told."""

import logging

import anyio
import pytest

from firstpromoter_async import ClientClosed, ConnectionLost, NotFound, Outcome, RetryPolicy, ServerError
from firstpromoter_async.observe import AttemptEnded, CallEnded
from firstpromoter_async.testing import Clock
from firstpromoter_async.wire.message import HttpResponse
from tests.clocks import let_pass
from tests.scripted import ScriptedTransport, Step, client_of, json_answer

pytestmark = pytest.mark.anyio

AT_ONCE = RetryPolicy(base=0.0)
SALE = "POST /api/v2/track/sale"


class Watched:
    """A client over a script, and everything that its observer was told."""

    def __init__(self, *script: Step, rate: str = "off") -> None:
        self.told: list[AttemptEnded | CallEnded] = []
        self.clock = Clock()
        self.transport = ScriptedTransport(*script)
        self.client = client_of(self.transport, observe=self.told.append, clock=self.clock, retries=AT_ONCE, rate=rate)

    @property
    def attempts(self) -> list[AttemptEnded]:
        return [one for one in self.told if isinstance(one, AttemptEnded)]

    @property
    def call(self) -> CallEnded:
        (call,) = (one for one in self.told if isinstance(one, CallEnded))
        return call

    async def sell(self) -> None:
        await self.client.v2.track.sale(email="ann@example.com", event_id="order-1", amount=4900)


async def test_an_answered_call_is_one_attempt_and_one_call() -> None:
    watched = Watched(json_answer(200, b'{"id": 1}'))
    await watched.sell()
    (attempt,) = watched.attempts
    assert (attempt.operation, attempt.host, attempt.number) == (SALE, "https://fp.test", 1)
    assert (attempt.status, attempt.error) == (200, None)
    assert (attempt.request_bytes, attempt.response_bytes) == (len(watched.transport.sent[0].body), 9)
    assert (watched.call.outcome, watched.call.error, watched.call.status) == (None, None, 200)
    assert watched.call.attempts == (attempt,)
    assert watched.told[-1] is watched.call


async def test_every_attempt_of_a_repeated_call_is_told() -> None:
    watched = Watched(json_answer(503), ConnectionLost("gone"), json_answer(200, b'{"id": 1}'))
    await watched.sell()
    assert [(one.number, one.status, one.error) for one in watched.attempts] == [
        (1, 503, "ServerError"),
        (2, None, "ConnectionLost"),
        (3, 200, None),
    ]
    assert watched.attempts[1].response_bytes is None


async def test_a_failed_call_says_its_outcome_and_its_error() -> None:
    watched = Watched(json_answer(500))
    with pytest.raises(ServerError):
        await watched.sell()
    assert (watched.call.outcome, watched.call.error, watched.call.status) == (Outcome.UNKNOWN, "ServerError", 500)
    assert len(watched.call.attempts) == 5


async def test_a_call_that_never_left_has_no_attempt() -> None:
    watched = Watched(json_answer())
    await watched.client.aclose()
    with pytest.raises(ClientClosed):
        await watched.sell()
    assert watched.attempts == []
    assert (watched.call.outcome, watched.call.error) == (Outcome.NOT_SENT, "ClientClosed")


async def test_times_are_seconds_of_the_clients_clock() -> None:
    watched = Watched(lambda _: _answer_after(watched.clock, 2.5))
    await watched.sell()
    assert (watched.attempts[0].seconds, watched.call.seconds, watched.call.waited) == (2.5, 2.5, 0.0)


def _answer_after(clock: Clock, seconds: float) -> HttpResponse:
    clock.tick(seconds)
    return json_answer(200, b'{"id": 1}')


async def test_a_wait_for_a_turn_is_told_in_seconds_and_logged_with_the_operation(
    caplog: pytest.LogCaptureFixture,
) -> None:
    watched = Watched(json_answer(200, b'{"id": 1}'), rate="1/30")
    await watched.sell()
    watched.told.clear()
    with caplog.at_level(logging.INFO, "firstpromoter_async"):
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(watched.sell)
            await anyio.wait_all_tasks_blocked()
            watched.clock.tick(30.0)
            let_pass(30.0)
    assert (watched.call.waited, watched.call.seconds, watched.attempts[0].seconds) == (30.0, 30.0, 0.0)
    assert [one.getMessage() for one in caplog.records] == [f"{SALE}: waited 30.0 s for its turn in the rate budget"]


async def test_a_cancelled_call_may_have_been_stored() -> None:
    watched = Watched(json_answer())

    async def hang(*_: object, **__: object) -> None:
        await anyio.sleep_forever()

    watched.transport.exchange = hang  # type: ignore[method-assign, assignment]
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(watched.sell)
        await anyio.wait_all_tasks_blocked()
        tasks.cancel_scope.cancel()
    assert (watched.call.outcome, watched.call.error) == (Outcome.UNKNOWN, "Cancelled")
    assert [one.error for one in watched.attempts] == ["Cancelled"]


@pytest.mark.parametrize(
    ("earlier", "outcome"),
    [(ConnectionLost("gone"), Outcome.UNKNOWN), (json_answer(429), Outcome.REJECTED)],
)
async def test_a_call_cancelled_before_its_next_attempt_ends_as_the_attempts_before_it(
    earlier: Step, outcome: Outcome
) -> None:
    watched = Watched(earlier, rate="1/30")
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(watched.sell)
        await anyio.wait_all_tasks_blocked()
        tasks.cancel_scope.cancel()
    assert (watched.call.outcome, watched.call.error) == (outcome, "Cancelled")
    assert len(watched.attempts) == 1


async def test_what_is_told_names_nobody() -> None:
    watched = Watched(json_answer(404, b'{"message": "Cannot find promoter by email ann@example.com"}'))
    with pytest.raises(NotFound):
        await watched.client.v2.promoters.get("ann@example.com", find_by="email")
    with pytest.raises(NotFound):
        await watched.client.request("GET", "/api/v2/company/promoters/ann@example.com")
    assert "ann" not in repr(watched.told)
    assert {one.operation for one in watched.told} == {
        "GET /api/v2/company/promoters/{id}",
        "GET /api/v2/company/promoters/*",
    }


async def test_an_observer_that_raises_fails_no_call(caplog: pytest.LogCaptureFixture) -> None:
    def broken(_: object) -> None:
        raise RuntimeError("ann@example.com")

    fp = client_of(ScriptedTransport(json_answer(200, b'{"id": 1}')), observe=broken)
    with caplog.at_level(logging.ERROR, "firstpromoter_async"):
        await fp.v2.track.sale(email="ann@example.com", event_id="order-1", amount=4900)
    assert [record.getMessage() for record in caplog.records] == [
        "observe raised RuntimeError, and is not told of this again for this call"
    ]
