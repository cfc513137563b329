"""From the first call of a client to its closing: what becomes of calls under way, and in which event loop they may be made."""

import threading
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any
from unittest.mock import patch

import anyio
import anyio.abc
import pytest

from firstpromoter_async import (
    CallFailed,
    ClientClosed,
    ConfigurationError,
    ConnectFailed,
    ConnectionLost,
    FirstPromoter,
    Outcome,
    Replay,
    RetryPolicy,
)
from firstpromoter_async.transport import Httpx2Transport, HttpxTransport
from firstpromoter_async.wire.message import HttpRequest, HttpResponse
from tests.clocks import PATIENT, until
from tests.scripted import ScriptedTransport, client_of, json_answer

pytestmark = pytest.mark.anyio

POOL = 100
"""How many connections httpx opens at most, unless it is told otherwise."""


class Gate(ScriptedTransport):
    """Answers when it is let; until then every exchange hangs."""

    def __init__(self) -> None:
        super().__init__(json_answer())
        self.opened = anyio.Event()

    async def exchange(self, request: HttpRequest, *, timeout: float) -> HttpResponse:  # noqa: ASYNC109
        self.sent.append(request)
        await self.opened.wait()
        return json_answer()


class SilentServer:
    """Reads what comes, counts the requests, and never answers."""

    def __init__(self, port: int) -> None:
        self.base_url = f"http://127.0.0.1:{port}"
        self.requests = 0


@asynccontextmanager
async def silent_server() -> AsyncGenerator[SilentServer, None]:
    async def handle(stream: anyio.abc.SocketStream) -> None:
        async with stream:
            end = b""
            try:
                while data := await stream.receive():
                    served.requests += (end + data).count(b"\r\n\r\n")
                    end = data[-3:]
            except (anyio.EndOfStream, anyio.BrokenResourceError):
                return

    async with await anyio.create_tcp_listener(local_host="127.0.0.1") as listener, anyio.create_task_group() as tasks:
        served = SilentServer(listener.extra(anyio.abc.SocketAttribute.local_port))
        tasks.start_soon(listener.serve, handle)
        yield served
        tasks.cancel_scope.cancel()


class Calls:
    """Calls in the background, and how each ended."""

    def __init__(self) -> None:
        self.answers: list[Any] = []
        self.failures: list[CallFailed] = []

    async def write(self, fp: FirstPromoter, replay: Replay = Replay.KEYED) -> None:
        try:
            self.answers.append(await fp.request("POST", "/api/v2/track/sale", replay=replay))
        except CallFailed as failure:
            self.failures.append(failure)

    @property
    def outcomes(self) -> list[Outcome]:
        return [failure.outcome for failure in self.failures]


def over_the_network(server: SilentServer, **arguments: Any) -> FirstPromoter:
    patient: dict[str, Any] = {"timeout": PATIENT, "deadline": None} | arguments
    return FirstPromoter(api_key="key", account_id="acc_1", base_url=server.base_url, rate="off", **patient)


# Calls that are under way


async def test_a_sale_on_its_way_ends_as_unknown_and_says_which_call_it_was() -> None:
    calls = Calls()
    async with silent_server() as server, anyio.create_task_group() as tasks:
        fp = over_the_network(server)
        tasks.start_soon(calls.write, fp)
        await until(lambda: server.requests == 1)
        await fp.aclose(grace=0)
        assert calls.failures, "closing returns when its calls have ended"
    (failure,) = calls.failures
    assert isinstance(failure, ClientClosed)
    assert (failure.outcome, failure.attempts) == (Outcome.UNKNOWN, 1)
    assert (failure.method, failure.route) == ("POST", "/api/v2/track/sale")


@pytest.mark.parametrize("kind", [HttpxTransport, Httpx2Transport])
async def test_only_what_waited_for_a_connection_was_not_sent(kind: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("firstpromoter_async.client._own_transport", kind)
    calls = Calls()
    async with silent_server() as server, anyio.create_task_group() as tasks:
        fp = over_the_network(server)
        for _ in range(POOL + 3):
            tasks.start_soon(calls.write, fp)
        await until(lambda: server.requests == POOL and fp.requests_sent == POOL + 3)
        await fp.aclose(grace=0)
    assert sorted(calls.outcomes) == [Outcome.NOT_SENT] * 3 + [Outcome.UNKNOWN] * POOL


async def test_a_call_that_waited_for_a_connection_gives_its_slot_back() -> None:
    class Full(ScriptedTransport):
        async def exchange(self, request: HttpRequest, *, timeout: float) -> HttpResponse:  # noqa: ASYNC109
            raise ClientClosed("closed while waiting for a connection")

    fp = client_of(Full(json_answer()), rate="10/60")
    with pytest.raises(ClientClosed):
        await fp.request("GET", "/api/v2/company/promoters")
    assert fp.budget.state().held == 0


async def test_closing_waits_for_calls_under_way() -> None:
    gate, calls = Gate(), Calls()
    fp = client_of(gate)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(calls.write, fp)
        await until(lambda: len(gate.sent) == 1)
        async with anyio.create_task_group() as closing:
            closing.start_soon(fp.aclose)
            await anyio.wait_all_tasks_blocked()
            gate.opened.set()
    assert (calls.answers, calls.failures) == ([{}], [])


async def test_leaving_the_block_waits_too_and_also_after_an_error() -> None:
    gate, calls = Gate(), Calls()

    async def open_soon() -> None:
        await anyio.wait_all_tasks_blocked()
        gate.opened.set()

    async with anyio.create_task_group() as tasks:
        with pytest.raises(ZeroDivisionError):
            async with client_of(gate) as fp:
                tasks.start_soon(calls.write, fp)
                await until(lambda: len(gate.sent) == 1)
                tasks.start_soon(open_soon)
                raise ZeroDivisionError
        assert calls.answers == [{}]


async def test_no_call_begins_once_closing_has_begun() -> None:
    gate, calls, too_late = Gate(), Calls(), Calls()
    fp = client_of(gate)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(calls.write, fp)
        await until(lambda: len(gate.sent) == 1)
        tasks.start_soon(fp.aclose)
        await anyio.wait_all_tasks_blocked()
        await too_late.write(fp)
        gate.opened.set()
    (failure,) = too_late.failures
    assert isinstance(failure, ClientClosed)
    assert (failure.outcome, failure.attempts, failure.route) == (Outcome.NOT_SENT, 0, "/api/v2/track/sale")
    assert "the client is closed, so nothing was sent" in str(failure)
    assert (calls.answers, len(gate.sent)) == ([{}], 1)


async def test_a_call_after_closing_was_not_sent() -> None:
    transport, calls = ScriptedTransport(json_answer()), Calls()
    async with client_of(transport) as fp:
        pass
    await calls.write(fp)
    assert isinstance(calls.failures[0], ClientClosed)
    assert (calls.outcomes, calls.failures[0].attempts, transport.sent) == ([Outcome.NOT_SENT], 0, [])


async def test_a_call_that_waits_for_its_turn_was_not_sent_and_leaves_the_queue() -> None:
    calls = Calls()
    fp = client_of(ScriptedTransport(json_answer()), rate="1/86400", deadline=None)
    await calls.write(fp)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(calls.write, fp)
        await until(lambda: fp.budget.state().waiting_interactive == 1)
        await fp.aclose(grace=0)
    assert (calls.outcomes, calls.failures[0].attempts) == ([Outcome.NOT_SENT], 0)
    assert "closed while the call waited for its turn" in str(calls.failures[0])
    assert fp.budget.state().waiting_interactive == 0


@pytest.mark.parametrize(
    ("first", "outcome"), [(ConnectFailed("refused"), Outcome.NOT_SENT), (ConnectionLost("reset"), Outcome.UNKNOWN)]
)
async def test_a_call_between_two_attempts_keeps_what_they_tell(first: Exception, outcome: Outcome) -> None:
    transport, calls = ScriptedTransport(first), Calls()
    a_day_between = RetryPolicy(base=86_400.0, longest_wait=86_400.0)
    fp = client_of(transport, retries=a_day_between, deadline=None)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(calls.write, fp)
        await until(lambda: len(transport.sent) == 1)
        await anyio.wait_all_tasks_blocked()
        await fp.aclose(grace=0)
    assert isinstance(calls.failures[0], ClientClosed)
    assert "closed before the call was sent again" in str(calls.failures[0])
    assert (calls.outcomes, calls.failures[0].attempts) == ([outcome], 1)


async def test_a_transport_that_was_passed_stays_open_and_calls_over_it_end() -> None:
    gate, calls = Gate(), Calls()
    fp, other = client_of(gate), client_of(gate)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(calls.write, fp)
        tasks.start_soon(calls.write, other)
        await until(lambda: len(gate.sent) == 2)
        await fp.aclose(grace=0)
        assert (calls.outcomes, gate.closed) == ([Outcome.UNKNOWN], False)
        gate.opened.set()
    assert calls.answers == [{}]


async def test_an_http_client_that_its_owner_closed_takes_back_nothing_that_was_said() -> None:
    transport, calls = ScriptedTransport(ConnectionLost("reset"), ClientClosed("the HTTP client is closed")), Calls()
    await calls.write(client_of(transport, retries=RetryPolicy(base=0.0)))
    assert (calls.outcomes, calls.failures[0].attempts) == ([Outcome.UNKNOWN], 2)


# Views


async def test_the_calls_of_views_end_with_the_client() -> None:
    gate, calls = Gate(), Calls()
    fp = client_of(gate)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(calls.write, fp.using(timeout=5.0))
        tasks.start_soon(calls.write, fp.with_account(api_key="other", account_id="acc_2"))
        await until(lambda: len(gate.sent) == 2)
        await fp.aclose(grace=0)
    assert calls.outcomes == [Outcome.UNKNOWN] * 2


async def test_closing_a_view_closes_nothing() -> None:
    calls = Calls()
    fp = client_of(ScriptedTransport(json_answer()))
    async with fp.using(timeout=5.0) as view:
        await calls.write(view)
    await calls.write(fp)
    await calls.write(view)
    assert calls.answers == [{}] * 3


# Cancelling


async def test_cancelling_a_call_while_the_client_closes_simply_cancels_it() -> None:
    gate, calls = Gate(), Calls()
    fp, scope = client_of(gate), anyio.CancelScope()

    async def cancelled() -> None:
        with scope:
            await calls.write(fp)

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(cancelled)
        await until(lambda: len(gate.sent) == 1)
        scope.cancel()
        await fp.aclose(grace=0)
    assert (scope.cancelled_caught, calls.answers, calls.failures) == (True, [], [])


async def test_cancelling_the_closing_skips_the_wait_and_closes_all_the_same() -> None:
    calls = Calls()
    async with silent_server() as server, anyio.create_task_group() as tasks:
        fp = over_the_network(server)
        with anyio.CancelScope() as scope:
            async with fp:
                tasks.start_soon(calls.write, fp)
                await until(lambda: server.requests == 1)
                scope.cancel()
        assert calls.outcomes == [Outcome.UNKNOWN]
        with pytest.raises(ClientClosed):
            await fp._context.transport.exchange(HttpRequest("GET", server.base_url), timeout=PATIENT)  # pyright: ignore[reportPrivateUsage]


async def test_a_transport_that_cannot_be_cancelled_does_not_hold_the_closing_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Stubborn(Gate):
        async def exchange(self, request: HttpRequest, *, timeout: float) -> HttpResponse:  # noqa: ASYNC109
            with anyio.CancelScope(shield=True):
                return await super().exchange(request, timeout=timeout)
            raise AssertionError

    monkeypatch.setattr("firstpromoter_async.client.LONGEST_GOODBYE", 0.01)
    gate, calls = Stubborn(), Calls()
    fp = client_of(gate)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(calls.write, fp)
        await until(lambda: len(gate.sent) == 1)
        await fp.aclose(grace=0)
        gate.opened.set()
    assert calls.answers == [{}], "an answer that came all the same is the answer"


# One event loop


def test_a_second_event_loop_is_told_to_make_a_client_of_its_own() -> None:
    fp, calls = client_of(ScriptedTransport(json_answer())), Calls()
    for first, second in [("asyncio", "asyncio"), ("asyncio", "trio"), ("trio", "trio"), ("trio", "asyncio")]:
        fp, calls = client_of(ScriptedTransport(json_answer())), Calls()
        anyio.run(calls.write, fp, backend=first)
        with pytest.raises(ConfigurationError, match="make a client for each event loop"):
            anyio.run(calls.write, fp, backend=second)
        with pytest.raises(ConfigurationError, match="make a client for each event loop"):
            anyio.run(fp.aclose, backend=second)


async def test_a_second_thread_is_told_so_while_the_first_loop_runs() -> None:
    fp, calls, told = client_of(ScriptedTransport(json_answer())), Calls(), list[str]()
    await calls.write(fp)

    def elsewhere() -> None:
        try:
            anyio.run(calls.write, fp)
        except ConfigurationError as error:
            told.append(str(error))

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    await calls.write(fp)
    assert len(told) == 1
    assert calls.answers == [{}] * 2


async def test_a_second_thread_cannot_close_what_the_first_uses() -> None:
    gate, told = ScriptedTransport(json_answer()), list[str]()
    with patch("firstpromoter_async.client._own_transport", lambda: gate):
        fp = FirstPromoter(api_key="key-of-v2", account_id="acc_1", rate="off")
    await fp.request("GET", "/api/v2/company/promoters")

    def elsewhere() -> None:
        try:
            anyio.run(fp.aclose)
        except ConfigurationError as error:
            told.append(str(error))

    await anyio.to_thread.run_sync(elsewhere)
    assert len(told) == 1
    assert not gate.closed
    await fp.request("GET", "/api/v2/company/promoters")


def test_a_client_may_be_made_before_there_is_a_loop_and_closed_without_a_call() -> None:
    fp = client_of(ScriptedTransport(json_answer()))
    anyio.run(fp.aclose)
    calls = Calls()
    anyio.run(calls.write, fp)
    assert calls.outcomes == [Outcome.NOT_SENT]


def test_a_call_outside_of_any_loop_says_so() -> None:
    with pytest.raises(ConfigurationError, match="no event loop here"):
        client_of(ScriptedTransport(json_answer())).request("GET", "/api/v2/company/promoters").send(None)
