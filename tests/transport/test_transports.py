"""Both adapters against real sockets: what comes back, and what each kind of failure becomes."""

import gzip
import json
import logging
import socket
import ssl
import struct
import sys
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import anyio
import pytest
from anyio.abc import SocketAttribute, SocketStream

from firstpromoter_async import (
    AnswerTimedOut,
    ClientClosed,
    ConfigurationError,
    ConnectFailed,
    ConnectionLost,
    FirstPromoter,
    NotFound,
    Outcome,
    PoolExhausted,
    TransportError,
)
from firstpromoter_async import transport as transports
from firstpromoter_async.transport import Httpx2Transport, HttpxTransport
from firstpromoter_async.wire.message import HttpRequest, HttpResponse
from tests.clocks import PATIENT, let_pass

pytestmark = pytest.mark.anyio

Behaviour = Callable[[SocketStream, bytes], Awaitable[None]]
TRANSPORTS = [HttpxTransport, Httpx2Transport]


@pytest.fixture(params=TRANSPORTS, ids=lambda kind: kind.__name__)
async def transport(request: pytest.FixtureRequest) -> AsyncIterator[Any]:
    made = request.param()
    yield made
    await made.aclose()


@asynccontextmanager
async def server(behave: Behaviour) -> AsyncIterator[str]:
    """Serve one behaviour on loopback: it gets the stream and the bytes of the request."""

    async def handle(stream: SocketStream) -> None:
        async with stream:
            try:
                while True:
                    await behave(stream, await receive_request(stream))
            except (anyio.EndOfStream, anyio.BrokenResourceError, anyio.ClosedResourceError):
                return

    async with await anyio.create_tcp_listener(local_host="127.0.0.1") as listener, anyio.create_task_group() as tasks:
        tasks.start_soon(listener.serve, handle)
        yield f"http://127.0.0.1:{listener.extra(anyio.abc.SocketAttribute.local_port)}"
        tasks.cancel_scope.cancel()


async def receive_request(stream: SocketStream) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data:
        data += await stream.receive()
    head, _, body = data.partition(b"\r\n\r\n")
    length = next((int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), 0)
    while len(body) < length:
        body += await stream.receive()
    return head + b"\r\n\r\n" + body


def answering(body: bytes, status: str = "200 OK", *headers: str) -> Behaviour:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers]

    async def behave(stream: SocketStream, _: bytes) -> None:
        await stream.send("\r\n".join(lines).encode() + b"\r\n\r\n" + body)

    return behave


def request_to(base: str, path: str = "/x") -> HttpRequest:
    return HttpRequest(
        "POST", base + path, (("Content-Type", "application/json"), ("X-API-KEY", "hunter2")), b'{"a":1}'
    )


async def test_the_request_arrives_as_it_was_written(transport: Any) -> None:
    arrived: list[bytes] = []

    async def behave(stream: SocketStream, request: bytes) -> None:
        arrived.append(request)
        await answering(b"{}")(stream, request)

    async with server(behave) as base:
        await transport.exchange(request_to(base, "/api/v1/x?a%5B%5D=1"), timeout=PATIENT)
    head, _, body = arrived[0].partition(b"\r\n\r\n")
    assert head.startswith(b"POST /api/v1/x?a%5B%5D=1 HTTP/1.1\r\n")
    assert b"\r\nx-api-key: hunter2" in head.lower()
    assert body == b'{"a":1}'


async def test_the_response_comes_back_whole_with_its_url_and_time(transport: Any) -> None:
    async with server(answering(b'{"id": 1}', "201 Created", "Total: 7")) as base:
        response = await transport.exchange(request_to(base), timeout=PATIENT)
    assert (response.status, response.body, response.header("total")) == (201, b'{"id": 1}', "7")
    assert response.url == f"{base}/x"
    assert response.received_at > 1_700_000_000


async def test_a_compressed_response_is_unpacked(transport: Any) -> None:
    packed = gzip.compress(json.dumps([1, 2, 3]).encode())
    async with server(answering(packed, "200 OK", "Content-Encoding: gzip")) as base:
        assert json.loads((await transport.exchange(request_to(base), timeout=PATIENT)).body) == [1, 2, 3]


async def test_a_redirect_is_not_followed(transport: Any) -> None:
    async with server(answering(b"", "302 Found", "Location: http://127.0.0.1:9/")) as base:
        assert (await transport.exchange(request_to(base), timeout=PATIENT)).status == 302


async def test_nobody_listening_means_that_nothing_left(transport: Any) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    with pytest.raises(ConnectFailed):
        await transport.exchange(request_to(f"http://127.0.0.1:{port}"), timeout=PATIENT)


class Silence:
    """A server's behaviour: it takes requests, and says nothing."""

    def __init__(self) -> None:
        self.arrived = anyio.Event()

    async def __call__(self, stream: SocketStream, _: bytes) -> None:
        self.arrived.set()
        await anyio.sleep_forever()


async def let_pass_after(event: anyio.Event, seconds: float) -> None:
    await event.wait()
    let_pass(seconds)


async def test_no_answer_in_time_is_a_timeout(transport: Any) -> None:
    silence = Silence()
    async with server(silence) as base, anyio.create_task_group() as tasks:
        tasks.start_soon(let_pass_after, silence.arrived, 600.0)
        with pytest.raises(AnswerTimedOut, match="600 s"):
            await transport.exchange(request_to(base), timeout=600.0)


async def test_an_answer_that_trickles_is_bounded_by_the_timeout_as_a_whole(transport: Any) -> None:
    async def behave(stream: SocketStream, _: bytes) -> None:
        await stream.send(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n")
        for _ in range(100):
            await stream.send(b" ")
            await anyio.wait_all_tasks_blocked()  # the byte has been read
            let_pass(100.0)

    async with server(behave) as base:
        with pytest.raises(AnswerTimedOut):
            await transport.exchange(request_to(base), timeout=600.0)


async def test_a_connection_closed_without_an_answer_is_lost(transport: Any) -> None:
    async def behave(stream: SocketStream, _: bytes) -> None:
        await stream.aclose()

    async with server(behave) as base:
        with pytest.raises(ConnectionLost):
            await transport.exchange(request_to(base), timeout=PATIENT)


async def test_a_body_cut_in_half_is_a_lost_connection(transport: Any) -> None:
    async def behave(stream: SocketStream, _: bytes) -> None:
        await stream.send(b'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"id": 1')
        await stream.aclose()

    async with server(behave) as base:
        with pytest.raises(ConnectionLost):
            await transport.exchange(request_to(base), timeout=PATIENT)


async def test_no_free_connection_means_that_nothing_left(transport: Any) -> None:
    library = type(transport)._library
    crowded = library.AsyncClient(limits=library.Limits(max_connections=1))
    narrow, silence = type(transport)(crowded), Silence()

    async def wait_for_the_connection(base: str) -> None:
        with pytest.raises(PoolExhausted):
            await narrow.exchange(request_to(base), timeout=600.0)
        tasks.cancel_scope.cancel()

    async with server(silence) as base, anyio.create_task_group() as tasks:
        tasks.start_soon(lambda: narrow.exchange(request_to(base), timeout=3600.0))
        await silence.arrived.wait()
        tasks.start_soon(wait_for_the_connection, base)
        await anyio.wait_all_tasks_blocked()
        let_pass(300.0)  # half of the time may go into waiting for a connection
    await crowded.aclose()


async def test_cancelling_is_not_swallowed(transport: Any) -> None:
    silence = Silence()

    async def cancel() -> None:
        await silence.arrived.wait()
        scope.cancel()

    async with server(silence) as base, anyio.create_task_group() as tasks:
        tasks.start_soon(cancel)
        with anyio.CancelScope() as scope:
            await transport.exchange(request_to(base), timeout=PATIENT)
    assert scope.cancelled_caught


async def test_a_failure_carries_no_frames_that_hold_the_key(transport: Any) -> None:
    async def behave(stream: SocketStream, _: bytes) -> None:
        await stream.aclose()

    async with server(behave) as base:
        with pytest.raises(ConnectionLost) as caught:
            await transport.exchange(request_to(base, "/x?auth_token=hunter2"), timeout=PATIENT)
    told = "".join(traceback.TracebackException.from_exception(caught.value, capture_locals=True).format())
    assert "hunter2" not in told.replace("/x?auth_token=hunter2", "", 1)  # this test's own line


@pytest.mark.parametrize("framing", ["length", "chunks", "gzip"])
async def test_an_answer_that_nobody_asked_for_is_not_taken_for_the_next_one(transport: Any, framing: str) -> None:
    """One answer too many, right behind the first, would be read as the answer to the second request."""
    answered = 0

    async def behave(stream: SocketStream, _: bytes) -> None:
        nonlocal answered
        answered += 1
        surplus = written("404 Not Found", b"nobody's", "length")
        await stream.send(written("200 OK", f"[{answered}]".encode(), framing) + surplus)

    async with server(behave) as base:
        got = [await transport.exchange(request_to(base), timeout=PATIENT) for _ in range(3)]
    assert [(one.status, one.body) for one in got] == [(200, b"[1]"), (200, b"[2]"), (200, b"[3]")]


async def test_a_connection_on_which_nothing_else_came_is_used_again(transport: Any) -> None:
    connections = set[int]()

    async def behave(stream: SocketStream, _: bytes) -> None:
        connections.add(id(stream))
        await stream.send(written("200 OK", b"[]", "length"))

    async with server(behave) as base:
        for _ in range(3):
            await transport.exchange(request_to(base), timeout=PATIENT)
    assert len(connections) == 1


def written(status: str, body: bytes, framing: str) -> bytes:
    """Write a whole answer down."""
    if framing == "chunks":
        return b"HTTP/1.1 %b\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%b\r\n0\r\n\r\n" % (
            status.encode(),
            len(body),
            body,
        )
    packed = framing == "gzip"
    body = gzip.compress(body) if packed else body
    encoding = b"Content-Encoding: gzip\r\n" if packed else b""
    return b"HTTP/1.1 %b\r\n%bContent-Length: %d\r\n\r\n%b" % (status.encode(), encoding, len(body), body)


@pytest.mark.parametrize("kind", TRANSPORTS)
async def test_a_client_of_the_callers_keeps_its_headers_and_stays_open(kind: Any) -> None:
    arrived: list[bytes] = []

    async def behave(stream: SocketStream, request: bytes) -> None:
        arrived.append(request)
        await answering(b"{}")(stream, request)

    async with server(behave) as base, kind._library.AsyncClient(headers={"X-Trace": "abc"}) as mine:
        transport = kind(mine)
        await transport.exchange(request_to(base), timeout=PATIENT)
        await transport.aclose()
        assert not mine.is_closed
    assert b"x-trace: abc" in arrived[0].lower()


@pytest.mark.parametrize("kind", TRANSPORTS)
async def test_the_librarys_own_log_lines_do_not_show_tokens_in_urls(
    kind: Any, caplog: pytest.LogCaptureFixture
) -> None:
    async with server(answering(b"{}")) as base:
        transport = kind()
        with caplog.at_level(logging.DEBUG):
            await transport.exchange(request_to(base, "/x?auth_token=hunter2&id=7"), timeout=PATIENT)
            await transport.exchange(request_to(base, "/promoters/hunter2?find_by=auth_token"), timeout=PATIENT)
        await transport.aclose()
    assert "auth_token=[hidden]&id=7" in caplog.text
    assert "/promoters/[hidden]?find_by=auth_token" in caplog.text
    assert "hunter2" not in caplog.text


@pytest.mark.parametrize("kind", TRANSPORTS)
async def test_clients_share_one_tls_context(kind: Any) -> None:
    first, second = kind(), kind()
    assert first._tls(kind._library.__name__) is second._tls(kind._library.__name__)
    await first.aclose()
    await second.aclose()


@pytest.mark.parametrize("kind", TRANSPORTS)
@pytest.mark.parametrize("error", ["ConnectError", "ConnectTimeout", "PoolTimeout"])
async def test_a_hook_that_cannot_connect_elsewhere_says_nothing_of_our_call(kind: Any, error: str) -> None:
    library = kind._library

    async def report(_: Any) -> None:
        raise getattr(library, error)("metrics.test", request=library.Request("POST", "http://metrics.test"))

    async with (
        server(answering(b"{}")) as base,
        library.AsyncClient(event_hooks={"response": [report]}) as mine,
    ):
        with pytest.raises(TransportError) as caught:
            await kind(mine).exchange(request_to(base), timeout=PATIENT)
    assert caught.value.outcome is Outcome.UNKNOWN


@pytest.mark.parametrize("kind", TRANSPORTS)
async def test_the_status_of_a_hooks_own_call_is_not_ours(kind: Any) -> None:
    library = kind._library

    async def report(_: Any) -> None:
        library.Response(404, request=library.Request("POST", "http://metrics.test")).raise_for_status()

    async with (
        server(answering(b"{}")) as base,
        library.AsyncClient(event_hooks={"response": [report]}) as mine,
    ):
        with pytest.raises(ConnectionLost):
            await kind(mine).exchange(request_to(base), timeout=PATIENT)


@pytest.mark.parametrize("kind", TRANSPORTS)
async def test_a_request_that_was_sent_and_then_found_no_connection_may_have_arrived(kind: Any) -> None:
    library = kind._library

    class Repeating(library.AsyncHTTPTransport):  # type: ignore[misc,name-defined]
        """Sends everything twice, as a transport that repeats by itself does; the second time nobody listens."""

        async def handle_async_request(self, request: Any) -> Any:
            with suppress(library.TransportError):
                await super().handle_async_request(request)
            raise library.ConnectError("refused")

    async def hang_up(stream: SocketStream, _: bytes) -> None:
        await stream.aclose()

    async with server(hang_up) as base, library.AsyncClient(transport=Repeating()) as mine:
        with pytest.raises(TransportError) as caught:
            await kind(mine).exchange(request_to(base), timeout=PATIENT)
    assert caught.value.outcome is Outcome.UNKNOWN


@pytest.mark.parametrize("kind", TRANSPORTS)
@pytest.mark.parametrize("client", ["x", FirstPromoter, object()])
async def test_something_else_than_a_client_of_the_library_is_refused(kind: Any, client: Any) -> None:
    with pytest.raises(ConfigurationError, match=r"takes a httpx2?\.AsyncClient, and"):
        kind(client)


@pytest.mark.parametrize("kind", TRANSPORTS)
@pytest.mark.parametrize("raw", [ssl.SSLError(1, "bad record mac"), ConnectionResetError(104, "reset")])
async def test_what_the_library_does_not_translate_is_a_lost_connection(kind: Any, raw: Exception) -> None:
    def broken(_: Any) -> Any:
        raise raw

    library = kind._library
    async with library.AsyncClient(transport=library.MockTransport(broken)) as mine:
        with pytest.raises(ConnectionLost) as caught:
            await kind(mine).exchange(request_to("http://127.0.0.1"), timeout=PATIENT)
    assert caught.value.__context__ is None


@pytest.mark.parametrize("kind", TRANSPORTS)
async def test_a_client_that_raises_for_statuses_still_gives_the_status_and_no_url(kind: Any) -> None:
    async def strict(response: Any) -> None:
        response.raise_for_status()

    async with (
        server(answering(b"{}", "409 Conflict")) as base,
        kind._library.AsyncClient(event_hooks={"response": [strict]}) as mine,
    ):
        response = await kind(mine).exchange(request_to(base, "/x?auth_token=hunter2"), timeout=PATIENT)
    assert response.status == 409


async def test_a_transport_that_was_closed_says_so(transport: Any) -> None:
    await transport.aclose()
    with pytest.raises(ClientClosed, match="closed"):
        await transport.exchange(request_to("http://127.0.0.1"), timeout=PATIENT)


async def test_a_scheme_that_is_not_http_is_a_matter_of_configuration(transport: Any) -> None:
    with pytest.raises(ConfigurationError):
        await transport.exchange(request_to("gopher://127.0.0.1"), timeout=PATIENT)


# What the environment says


@pytest.fixture
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    return monkeypatch


@pytest.mark.parametrize("kind", TRANSPORTS)
@pytest.mark.parametrize("proxy", ["ftp://hunter2@proxy.test", "http://[::", "http://user:hunter2@proxy.test:port"])
async def test_a_proxy_variable_that_is_none_is_named_and_not_shown(
    kind: Any, proxy: str, no_proxies: pytest.MonkeyPatch
) -> None:
    no_proxies.setenv("https_proxy", proxy)
    with pytest.raises(ConfigurationError, match=r"set by https_proxy .* write it as http://host:port") as caught:
        kind()
    told = "".join(traceback.TracebackException.from_exception(caught.value).format())
    assert "hunter2" not in told


@pytest.mark.parametrize("kind", TRANSPORTS)
async def test_certificates_that_are_not_there_are_named(kind: Any, no_proxies: pytest.MonkeyPatch) -> None:
    no_proxies.setenv("SSL_CERT_FILE", "/nowhere/certificates.pem")
    no_proxies.setattr(kind, "_shared_tls", {})
    with pytest.raises(ConfigurationError, match="SSL_CERT_FILE"):
        kind()


@pytest.mark.parametrize("kind", TRANSPORTS)
@pytest.mark.parametrize("port", [1, 99_999])
async def test_a_proxy_that_cannot_be_reached_is_named_by_its_variable(
    kind: Any, port: int, no_proxies: pytest.MonkeyPatch
) -> None:
    no_proxies.setenv("HTTP_PROXY", f"http://user:hunter2@127.0.0.1:{port}")
    transport = kind()
    with pytest.raises(ConnectFailed, match="the proxy is set by HTTP_PROXY") as caught:
        await transport.exchange(request_to("http://127.0.0.2:9"), timeout=PATIENT)
    assert "hunter2" not in str(caught.value)


def test_the_faster_transport_without_its_extra_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "httpx2", None)
    monkeypatch.delitem(sys.modules, "firstpromoter_async.transport.with_httpx2", raising=False)
    monkeypatch.delattr(transports, "Httpx2Transport", raising=False)  # kept there by whoever asked for it before
    with pytest.raises(ConfigurationError, match=r"pip install 'firstpromoter-async\[httpx2\]'"):
        assert transports.Httpx2Transport


@pytest.mark.parametrize("kind", TRANSPORTS)
async def test_the_whole_client_works_over_it(kind: Any) -> None:
    async with server(answering(b'{"message": "Record not found", "code": "not_found"}', "404 Not Found")) as base:
        transport = kind()
        fp = FirstPromoter(api_key="key", account_id="acc", base_url=base, transport=transport, timeout=PATIENT)
        with pytest.raises(NotFound, match="Record not found"):
            await fp.request("GET", "/api/v2/company/promoters/1")
        await transport.aclose()


def test_a_response_value_shows_no_body() -> None:
    assert "hunter2" not in repr(HttpResponse.of(200, {"A": "hunter2"}, b"hunter2"))


async def test_a_connection_that_is_reset_is_told_in_words(transport: Any) -> None:
    async def reset(stream: SocketStream, _: bytes) -> None:
        raw = stream.extra(SocketAttribute.raw_socket)
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        await stream.aclose()

    async with server(reset) as base:
        with pytest.raises(ConnectionLost, match=r"^(ReadError|RemoteProtocolError): \w"):
            await transport.exchange(request_to(base), timeout=PATIENT)


@pytest.mark.parametrize("kind", TRANSPORTS)
@pytest.mark.parametrize(
    "error",
    [
        "ConnectError",
        "ConnectTimeout",
        "ReadError",
        "ReadTimeout",
        "WriteError",
        "WriteTimeout",
        "CloseError",
        "DecodingError",
    ],
)
async def test_an_error_without_words_is_told_in_ours(kind: Any, error: str) -> None:
    library = kind._library

    async def fail(request: Any) -> Any:
        raise getattr(library, error)(" ", request=request)

    async with library.AsyncClient(transport=library.MockTransport(fail)) as mine:
        with pytest.raises(TransportError, match=f"^{error}: [a-zA-Z]"):
            await kind(mine).exchange(request_to("http://fp.test"), timeout=PATIENT)


@pytest.mark.parametrize("kind", TRANSPORTS)
async def test_an_error_of_the_operating_system_without_words_is_told_in_ours(kind: Any) -> None:
    async def fail(_: Any) -> Any:
        raise ConnectionResetError

    async with kind._library.AsyncClient(transport=kind._library.MockTransport(fail)) as mine:
        with pytest.raises(ConnectionLost, match=r"^ConnectionResetError: the connection failed$"):
            await kind(mine).exchange(request_to("http://fp.test"), timeout=PATIENT)
