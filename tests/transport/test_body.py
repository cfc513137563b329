"""How much of an answer is read, over real sockets with both HTTP libraries, and over clients of the caller's."""

import gzip
import traceback
import tracemalloc
import zlib
from collections.abc import Iterator
from typing import Any

import anyio
import attrs
import httpx
import pytest
from anyio.abc import SocketStream

from firstpromoter_async import AnswerTooLarge, ConnectionLost, Outcome
from firstpromoter_async.transport import HttpxTransport
from tests.clocks import PATIENT
from tests.transport.test_transports import answering, request_to, server, transport

__all__ = ["transport"]  # the fixture

pytestmark = pytest.mark.anyio

KILO, MEGA = 1024, 1024 * 1024


def asking(base: str, max_answer: int | None = 100 * KILO) -> Any:
    return attrs.evolve(request_to(base), max_answer=max_answer)


async def chunks(stream: SocketStream, parts: Iterator[bytes], status: str = "200 OK", *headers: str) -> None:
    lines = [f"HTTP/1.1 {status}", "Transfer-Encoding: chunked", *headers]
    await stream.send("\r\n".join(lines).encode() + b"\r\n\r\n")
    for part in parts:
        await stream.send(b"%x\r\n%s\r\n" % (len(part), part))
    await stream.send(b"0\r\n\r\n")


class Endless:
    """A server whose answer never ends; it notes how much it could send before it was left."""

    def __init__(self, status: str = "200 OK", *headers: str) -> None:
        self.status, self.headers = status, headers
        self.sent = 0
        self.was_left = anyio.Event()

    async def behave(self, stream: SocketStream, _: bytes) -> None:
        try:
            await chunks(stream, self._parts(), self.status, *self.headers)
        except anyio.BrokenResourceError:
            self.was_left.set()

    def _parts(self) -> Iterator[bytes]:
        while True:
            self.sent += 64 * KILO
            yield b" " * 64 * KILO


@pytest.mark.parametrize("size", [0, 1, 99 * KILO, 100 * KILO])
async def test_as_much_as_is_allowed_comes_whole(transport: Any, size: int) -> None:
    body = b"x" * size
    packed = gzip.compress(body)
    for behave in (answering(body), answering(packed, "200 OK", "Content-Encoding: gzip")):
        async with server(behave) as base:
            assert (await transport.exchange(asking(base), timeout=PATIENT)).body == body


async def test_an_answer_that_announces_too_much_is_not_read(transport: Any) -> None:
    async def behave(stream: SocketStream, _: bytes) -> None:
        await stream.send(b"HTTP/1.1 200 OK\r\nContent-Length: 102401\r\n\r\n")
        await anyio.sleep_forever()

    async with server(behave) as base:
        with pytest.raises(AnswerTooLarge, match=r"102,401 bytes, more than the 102,400") as caught:
            await transport.exchange(asking(base), timeout=PATIENT)
    assert (caught.value.size, caught.value.max_answer, caught.value.status) == (102_401, 102_400, 200)
    assert caught.value.outcome is Outcome.UNKNOWN


async def test_an_answer_without_end_is_left(transport: Any) -> None:
    endless = Endless()
    async with server(endless.behave) as base:
        with pytest.raises(AnswerTooLarge, match="goes on beyond the 102,400 bytes"):
            await transport.exchange(asking(base), timeout=PATIENT)
        await endless.was_left.wait()
    assert endless.sent < 50 * MEGA  # what fits into the buffers of two sockets


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "x-gzip"])
async def test_a_bomb_stops_while_it_unpacks(transport: Any, encoding: str) -> None:
    packer = zlib.compressobj(9, wbits=15 if encoding == "deflate" else 31)
    bomb = b"".join([packer.compress(bytes(MEGA)) for _ in range(64)]) + packer.flush()
    assert len(bomb) < 100 * KILO
    async with server(answering(bomb, "200 OK", f"Content-Encoding: {encoding}")) as base:
        tracemalloc.start()
        try:
            with pytest.raises(AnswerTooLarge):
                await transport.exchange(asking(base), timeout=PATIENT)
            most = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert most < 8 * MEGA


async def test_an_archive_of_nothing_without_end_is_left(transport: Any) -> None:
    def parts() -> Iterator[bytes]:
        yield gzip.compress(b"")[:10]
        while True:
            yield b"\x00\x00\x00\xff\xff" * 1000  # blocks of no bytes

    async def behave(stream: SocketStream, _: bytes) -> None:
        await chunks(stream, parts(), "200 OK", "Content-Encoding: gzip")

    async with server(behave) as base:
        with pytest.raises(AnswerTooLarge):
            await transport.exchange(asking(base), timeout=PATIENT)


@pytest.mark.parametrize("wbits", [15, -15])
async def test_deflate_is_read_with_and_without_its_header(transport: Any, wbits: int) -> None:
    packer = zlib.compressobj(wbits=wbits)
    packed = packer.compress(b"[1, 2, 3]") + packer.flush()
    async with server(answering(packed, "200 OK", "Content-Encoding: deflate")) as base:
        assert (await transport.exchange(asking(base), timeout=PATIENT)).body == b"[1, 2, 3]"


async def test_an_archive_that_is_none_is_a_lost_answer(transport: Any) -> None:
    async with server(answering(b"not packed", "200 OK", "Content-Encoding: gzip")) as base:
        with pytest.raises(ConnectionLost, match="cannot be unpacked"):
            await transport.exchange(asking(base), timeout=PATIENT)


async def test_an_encoding_that_was_not_asked_for_is_left_to_the_library(transport: Any) -> None:
    twice = gzip.compress(gzip.compress(b"[1]"))
    async with server(answering(twice, "200 OK", "Content-Encoding: gzip, gzip")) as base:
        assert (await transport.exchange(asking(base), timeout=PATIENT)).body == b"[1]"


async def test_a_refusal_without_end_is_cut_and_keeps_its_status(transport: Any) -> None:
    endless = Endless("429 Too Many Requests", "Retry-After: 7")
    async with server(endless.behave) as base:
        response = await transport.exchange(asking(base), timeout=PATIENT)
    assert (response.status, response.header("retry-after")) == (429, "7")
    assert len(response.body) <= 100 * KILO + 64 * KILO


async def test_after_an_answer_that_was_left_the_next_call_gets_its_own(transport: Any) -> None:
    answers = iter([b"x" * 200 * KILO, b"[2]"])

    async def behave(stream: SocketStream, request: bytes) -> None:
        await answering(next(answers))(stream, request)

    async with server(behave) as base:
        with pytest.raises(AnswerTooLarge):
            await transport.exchange(asking(base), timeout=PATIENT)
        assert (await transport.exchange(asking(base), timeout=PATIENT)).body == b"[2]"


async def test_without_a_limit_everything_comes(transport: Any) -> None:
    body = b"x" * 3 * MEGA
    async with server(answering(gzip.compress(body), "200 OK", "Content-Encoding: gzip")) as base:
        assert (await transport.exchange(asking(base, None), timeout=PATIENT)).body == body


async def test_cancelling_in_the_middle_of_an_answer_leaves_no_connection(transport: Any) -> None:
    endless = Endless()
    async with server(endless.behave) as base:
        with anyio.CancelScope() as scope:
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(_read, transport, asking(base, None))
                while endless.sent < MEGA:
                    await anyio.lowlevel.checkpoint()
                scope.cancel()
        await endless.was_left.wait()


async def _read(transport: Any, request: Any) -> None:
    await transport.exchange(request, timeout=PATIENT)


def answered_by(response: httpx.Response, **hooks: Any) -> HttpxTransport:
    return HttpxTransport(httpx.AsyncClient(transport=httpx.MockTransport(lambda _: response), event_hooks=hooks))


async def test_a_client_of_the_callers_is_held_to_the_limit_too() -> None:
    with pytest.raises(AnswerTooLarge):
        await answered_by(httpx.Response(200, content=b"x" * 200 * KILO)).exchange(
            asking("http://fp.test"), timeout=PATIENT
        )
    small = answered_by(httpx.Response(200, content=b"[1]"))
    assert (await small.exchange(asking("http://fp.test"), timeout=PATIENT)).body == b"[1]"


async def test_a_hook_may_read_the_body_first() -> None:
    async def read(response: httpx.Response) -> None:
        await response.aread()

    async with server(answering(b"[1]")) as base:
        client = httpx.AsyncClient(event_hooks={"response": [read]})
        async with client:
            assert (await HttpxTransport(client).exchange(asking(base), timeout=PATIENT)).body == b"[1]"


async def test_an_answer_that_is_too_large_shows_no_key_in_its_frames(transport: Any) -> None:
    async with server(answering(b"x" * 200 * KILO)) as base:
        with pytest.raises(AnswerTooLarge) as caught:
            await transport.exchange(asking(base), timeout=PATIENT)
    ours = traceback.TracebackException.from_exception(caught.value, capture_locals=True).stack[1:]
    assert "hunter2" not in "".join(traceback.StackSummary.from_list(list(ours)).format())
    assert [frame.name for frame in ours] == ["exchange", "_guarded"]
