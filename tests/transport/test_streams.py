"""Answers that are read while they come, over real sockets with both HTTP libraries and over transports of the caller's."""

import gzip
import tracemalloc
from collections.abc import Iterator
from typing import Any

import anyio
import httpx
import pytest
from anyio.abc import SocketStream

from firstpromoter_async import AnswerTimedOut, ClientClosed, ConnectFailed, ConnectionLost
from firstpromoter_async.transport import HttpxTransport
from firstpromoter_async.transport.borrowed import BorrowedTransport
from firstpromoter_async.transport.protocol import ResponseStream
from firstpromoter_async.transport.streams import begin
from tests.clocks import PATIENT, cancel_when_all_wait, let_pass_when_all_wait
from tests.scripted import ScriptedTransport, json_answer
from tests.transport.test_body import KILO, MEGA, Endless, chunks
from tests.transport.test_transports import Behaviour, answering, request_to, server, transport

__all__ = ["transport"]  # the fixture

pytestmark = pytest.mark.anyio


def sending(*parts: bytes, headers: tuple[str, ...] = ()) -> Behaviour:
    async def behave(stream: SocketStream, _: bytes) -> None:
        await chunks(stream, iter(parts), "200 OK", *headers)

    return behave


def breaking_off(*parts: bytes) -> Behaviour:
    async def behave(stream: SocketStream, _: bytes) -> None:
        await stream.send(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        for part in parts:
            await stream.send(part)
        await stream.aclose()

    return behave


def falling_silent(*parts: bytes) -> Behaviour:
    async def behave(stream: SocketStream, _: bytes) -> None:
        await stream.send(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + b"".join(parts))
        await anyio.sleep_forever()

    return behave


async def pieces_of(response: ResponseStream) -> list[bytes]:
    pieces: list[bytes] = []
    while piece := await response.receive(timeout=PATIENT):
        pieces.append(piece)
    return pieces


async def test_the_head_is_there_before_the_body(transport: Any) -> None:
    async with server(falling_silent()) as base:
        response = await transport.begin(request_to(base), timeout=PATIENT)
        assert (response.head.status, response.head.header("content-length")) == (200, "1000")
        assert (response.head.body, response.head.url) == (b"", f"{base}/x")
        await response.aclose()


async def test_pieces_come_until_nothing_is_left(transport: Any) -> None:
    async with server(sending(b"one", b"two")) as base:
        response = await transport.begin(request_to(base), timeout=PATIENT)
        assert b"".join(await pieces_of(response)) == b"onetwo"
        assert await response.receive(timeout=PATIENT) == b""
        await response.aclose()


@pytest.mark.parametrize("kind", ["plain", "gzip"])
async def test_fifty_megabytes_never_lie_in_memory(transport: Any, kind: str) -> None:
    size, part = 50 * MEGA, b"0123456789abcdef" * 4096

    def parts() -> Iterator[bytes]:
        if kind == "gzip":
            yield gzip.compress(part * (size // len(part)))
        else:
            yield from (part for _ in range(size // len(part)))

    body = list(parts()) if kind == "gzip" else parts()

    async def behave(stream: SocketStream, _: bytes) -> None:
        await chunks(stream, iter(body), "200 OK", *(["Content-Encoding: gzip"] if kind == "gzip" else []))

    came = largest = 0
    async with server(behave) as base:
        response = await transport.begin(request_to(base), timeout=PATIENT)
        tracemalloc.start()
        try:
            while piece := await response.receive(timeout=PATIENT):
                came, largest = came + len(piece), max(largest, len(piece))
            most = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        await response.aclose()
    assert came == size
    assert largest <= MEGA
    assert most < 8 * MEGA


async def test_a_body_that_breaks_off_is_a_lost_connection(transport: Any) -> None:
    async with server(breaking_off(b"half")) as base:
        response = await transport.begin(request_to(base), timeout=PATIENT)
        assert await response.receive(timeout=PATIENT) == b"half"
        for _ in range(2):
            with pytest.raises(ConnectionLost):
                await response.receive(timeout=PATIENT)
        await response.aclose()


async def test_after_a_piece_that_was_not_waited_for_there_is_no_end(transport: Any) -> None:
    async with server(falling_silent(b"half")) as base:
        response = await transport.begin(request_to(base), timeout=PATIENT)
        assert await response.receive(timeout=PATIENT) == b"half"
        with anyio.CancelScope() as scope:
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(cancel_when_all_wait, scope)
                await response.receive(timeout=PATIENT)
        with pytest.raises(ConnectionLost):
            await response.receive(timeout=PATIENT)
        await response.aclose()


async def test_a_packed_body_that_ends_too_early_is_a_lost_connection(transport: Any) -> None:
    packed = gzip.compress(bytes(range(256)) * 100)[:-20]
    async with server(answering(packed, "200 OK", "Content-Encoding: gzip")) as base:
        response = await transport.begin(request_to(base), timeout=PATIENT)
        with pytest.raises(ConnectionLost, match="ends too early"):
            await pieces_of(response)
        await response.aclose()
        with pytest.raises(ConnectionLost, match="ends too early"):
            await transport.exchange(request_to(base), timeout=PATIENT)


async def test_an_empty_body_needs_no_unpacking(transport: Any) -> None:
    async with server(answering(b"", "200 OK", "Content-Encoding: gzip")) as base:
        response = await transport.begin(request_to(base), timeout=PATIENT)
        assert await pieces_of(response) == []
        await response.aclose()


async def test_each_piece_has_its_own_time(transport: Any) -> None:
    async with server(falling_silent(b"half")) as base:
        response = await transport.begin(request_to(base), timeout=PATIENT)
        assert await response.receive(timeout=PATIENT) == b"half"
        with pytest.raises(AnswerTimedOut):
            await response.receive(timeout=0.01)
        await response.aclose()


async def test_leaving_early_closes_the_connection(transport: Any) -> None:
    endless = Endless()
    async with server(endless.behave) as base:
        response = await transport.begin(request_to(base), timeout=PATIENT)
        await response.receive(timeout=PATIENT)
        await response.aclose()
        await endless.was_left.wait()
        await response.aclose()  # once more does no harm


async def test_a_connection_that_was_read_to_the_end_is_used_again(transport: Any) -> None:
    connections = 0

    async def behave(stream: SocketStream, request: bytes) -> None:
        nonlocal connections
        connections = max(connections, seen.setdefault(id(stream), len(seen) + 1))
        await answering(b"whole")(stream, request)

    seen: dict[int, int] = {}
    async with server(behave) as base:
        for _ in range(3):
            response = await transport.begin(request_to(base), timeout=PATIENT)
            assert await pieces_of(response) == [b"whole"]
            await response.aclose()
    assert connections == 1


async def test_an_answer_that_nobody_asked_for_is_not_the_next_one(transport: Any) -> None:
    async def behave(stream: SocketStream, request: bytes) -> None:
        one = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n"
        await stream.send(one + b"ours" + one + b"none")

    async with server(behave) as base:
        for _ in range(2):
            response = await transport.begin(request_to(base), timeout=PATIENT)
            assert await pieces_of(response) == [b"ours"]
            await response.aclose()


async def test_nobody_there_is_told_as_for_other_calls(transport: Any) -> None:
    with pytest.raises(ConnectFailed):
        await transport.begin(request_to("http://127.0.0.1:9"), timeout=PATIENT)


async def test_closing_the_transport_ends_a_wait_for_the_next_piece(transport: Any) -> None:
    async with server(falling_silent(b"half")) as base:
        response = await transport.begin(request_to(base), timeout=PATIENT)
        await response.receive(timeout=PATIENT)
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(_close_when_all_wait, transport)
            with pytest.raises(ClientClosed):
                await response.receive(timeout=PATIENT)
        with pytest.raises(ClientClosed):
            await response.receive(timeout=PATIENT)
        await response.aclose()


async def _close_when_all_wait(transport: Any) -> None:
    await anyio.wait_all_tasks_blocked()
    await transport.aclose()


async def test_closing_a_borrowed_transport_ends_the_wait_and_leaves_the_lender_open(transport: Any) -> None:
    async with server(falling_silent(b"half")) as base:
        borrowed = BorrowedTransport(transport)
        response = await borrowed.begin(request_to(base), timeout=PATIENT)
        await response.receive(timeout=PATIENT)
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(_close_when_all_wait, borrowed)
            with pytest.raises(ClientClosed):
                await response.receive(timeout=PATIENT)
        with pytest.raises(ClientClosed):
            await borrowed.begin(request_to(base), timeout=PATIENT)
        await response.aclose()
    async with server(answering(b"[]")) as base:
        assert (await transport.exchange(request_to(base), timeout=PATIENT)).body == b"[]"


async def test_no_head_in_time_is_a_time_out(transport: Any) -> None:
    async def behave(stream: SocketStream, _: bytes) -> None:
        await anyio.sleep_forever()

    async with server(behave) as base, anyio.create_task_group() as tasks:
        tasks.start_soon(let_pass_when_all_wait, 2 * PATIENT)
        with pytest.raises(AnswerTimedOut):
            await transport.begin(request_to(base), timeout=PATIENT)


async def test_over_a_transport_that_cannot_stream_everything_comes_at_once() -> None:
    response = await begin(ScriptedTransport(json_answer(200, b"[1]")), request_to("http://fp.test"), PATIENT)
    assert (response.head.status, response.head.body) == (200, b"")
    assert await pieces_of(response) == [b"[1]"]


async def test_a_hook_may_read_the_body_first() -> None:
    async def read(response: httpx.Response) -> None:
        await response.aread()

    packed = gzip.compress(b"read by a hook")
    async with (
        server(answering(packed, "200 OK", "Content-Encoding: gzip")) as base,
        httpx.AsyncClient(event_hooks={"response": [read]}) as client,
    ):
        response = await HttpxTransport(client).begin(request_to(base), timeout=PATIENT)
        assert await pieces_of(response) == [b"read by a hook"]
        await response.aclose()


async def test_a_hook_that_raises_the_status_leaves_the_status() -> None:
    async def raise_it(response: httpx.Response) -> None:
        response.raise_for_status()

    async with (
        server(answering(b"{}", "404 Not Found")) as base,
        httpx.AsyncClient(event_hooks={"response": [raise_it]}) as client,
    ):
        response = await HttpxTransport(client).begin(request_to(base), timeout=PATIENT)
        assert response.head.status == 404
        assert await pieces_of(response) == []


async def test_the_pieces_of_an_archive_are_no_larger_than_a_megabyte(transport: Any) -> None:
    packed = gzip.compress(b"x" * 5 * MEGA)
    async with server(answering(packed, "200 OK", "Content-Encoding: gzip")) as base:
        response = await transport.begin(request_to(base), timeout=PATIENT)
        pieces = await pieces_of(response)
        await response.aclose()
    assert sum(map(len, pieces)) == 5 * MEGA
    assert KILO < max(map(len, pieces)) <= MEGA
