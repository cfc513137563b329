"""The sandbox as a server: real sockets, real resets. Needs the extra `firstpromoter-async[sandbox]` (uvicorn).

One small ASGI application turns HTTP into requests of ours and deliveries back into HTTP. What a well-behaved application
cannot do (break a connection off) it does on the connection itself, which `_Connection` hands to it.
"""

import asyncio
import json
import socket
import struct
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from pathlib import Path
from typing import Any, Final

import anyio
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from ..errors import ConfigurationError
from ..policy.window import Rate
from ..wire.message import HttpRequest, HttpResponse
from .access import Keys
from .control import is_control
from .dispatch import handle
from .handlers.replies import as_json, options
from .records.rounding import Rounding
from .routes import METHODS
from .same_origin import BadHost, Hosts, host_of
from .sandbox import Sandbox, Transmission

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

_CONNECTION: Final = "firstpromoter_sandbox.connection"
_EVERYWHERE: Final[dict[str, str]] = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  these are recognized, not listened at
_LONGEST_GOODBYE: Final = 5
"""Seconds that requests under way may take to end when the server stops."""


class _Connection(H11Protocol):
    """uvicorn's HTTP connection, which puts itself within reach of the application."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin a connection."""
        super().connection_made(transport)
        application = self.app

        async def within_reach(scope: Any, receive: Any, send: Any) -> None:
            await application({**scope, _CONNECTION: transport}, receive, send)

        self.app = within_reach


class Application:
    """The sandbox as an ASGI application, for the server below."""

    def __init__(self, sandbox: Sandbox, hosts: Hosts) -> None:
        self._sandbox = sandbox
        self._hosts = hosts
        self._closing = asyncio.Event()

    def close(self) -> None:
        """Break the requests off that would otherwise never end."""
        self._closing.set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            raise RuntimeError(f"the sandbox speaks HTTP, not {scope['type']}")
        body = await _body_of(receive)
        if body is None:
            return
        if (scope["method"], scope["raw_path"]) == ("OPTIONS", b"*"):
            await _respond(options(METHODS), send)  # of the server as a whole: RFC 9110, section 9.3.7
            return
        try:
            authority, target = _target_of(scope)
            host = host_of(authority)
        except BadHost as problem:
            await _respond(as_json({"message": f"Bad Request: {problem}"}, 400), send)
            return
        if is_control(target.partition("?")[0]) and not self._hosts.know(host):
            await _respond(_foreign_host(host), send)
            return
        url = f"{scope['scheme']}://{authority}{target}"
        answer = await handle(self._sandbox, HttpRequest(scope["method"], url, _headers_of(scope), body))
        match answer.transmission:
            case Transmission.WHOLE:
                await _respond(answer.http, send)
            case Transmission.CUT:
                await _respond_by_half(answer.http, scope, receive, send)
            case Transmission.RESET:
                await _reset(scope, receive)
            case Transmission.SILENCE:
                await self._say_nothing(scope, receive)

    async def _say_nothing(self, scope: Scope, receive: Receive) -> None:
        """Wait until the other side leaves, or until the server stops and breaks the connection off."""
        leaving = asyncio.ensure_future(_until_gone(receive))
        closing = asyncio.ensure_future(self._closing.wait())
        await asyncio.wait({leaving, closing}, return_when=asyncio.FIRST_COMPLETED)
        closing.cancel()
        if not leaving.done():
            _break_off(scope)
        await leaving


def _target_of(scope: Scope) -> tuple[str, str]:
    """Return the authority and the target of a request. Raises `BadHost`.

    A client that takes the sandbox for a proxy writes the whole URL, whose authority then counts (RFC 9112, section 3.2.2).
    One that sends no `Host` speaks HTTP/1.0, and is no browser.
    """
    query, path = scope["query_string"].decode("latin-1"), scope["raw_path"].decode("latin-1").partition("?")[0]
    authority = dict(scope["headers"]).get(b"host", b"localhost").decode("latin-1")
    scheme, separator, rest = path.partition("://")
    if separator and scheme in ("http", "https"):
        authority, slash, path = rest.partition("/")
        path = slash + path
    if not path.startswith("/"):
        raise BadHost(f"{path or 'the URL'} is no path")
    return authority, f"{path}{'?' if query else ''}{query}"


def _foreign_host(host: str) -> HttpResponse:
    told = (
        f"The sandbox's own side does not answer to the name {host}, which may be anybody's. "
        f"Use 127.0.0.1 or localhost, or start the sandbox with --allow-host {host}."
    )
    return as_json({"message": told}, 403)


def _headers_of(scope: Scope) -> tuple[tuple[str, str], ...]:
    return tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"])


async def _body_of(receive: Receive) -> bytes | None:
    """Read the body; None when the client left before it was whole, since half a form can look like a whole one."""
    parts: list[bytes] = []
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        parts.append(message.get("body", b""))
        more = message.get("more_body", False)
    return b"".join(parts)


async def _start(response: HttpResponse, send: Send) -> None:
    headers = list(response.headers)
    if response.status != 204 and not any(name.lower() == b"content-length" for name, _ in headers):
        headers.append((b"content-length", str(len(response.body)).encode()))
    await send({"type": "http.response.start", "status": response.status, "headers": headers})


async def _respond(response: HttpResponse, send: Send) -> None:
    await _start(response, send)
    await send({"type": "http.response.body", "body": response.body})


async def _respond_by_half(response: HttpResponse, scope: Scope, receive: Receive, send: Send) -> None:
    """Promise the whole body, send half of it, and hang up. An answer without a body has no half: its connection is reset."""
    if not response.body:
        await _reset(scope, receive)
        return
    await _start(response, send)
    await send({"type": "http.response.body", "body": response.body[: len(response.body) // 2], "more_body": True})
    scope[_CONNECTION].close()
    await _until_gone(receive)


async def _reset(scope: Scope, receive: Receive) -> None:
    _break_off(scope)
    await _until_gone(receive)


def _break_off(scope: Scope) -> None:
    """Reset the connection: with a linger time of zero, TCP says RST where it would say goodbye."""
    transport: asyncio.Transport = scope[_CONNECTION]
    connection = transport.get_extra_info("socket")
    if connection is not None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()


async def _until_gone(receive: Receive) -> None:
    # uvicorn counts an application that returns without an answer as broken, unless the connection is gone.
    while (await receive())["type"] != "http.disconnect":
        pass


class _Server(uvicorn.Server):
    """uvicorn's server, with signals that end it politely and leave exit code 0."""

    def __init__(self, config: uvicorn.Config, application: Application, started: Callable[[], None]) -> None:
        super().__init__(config)
        self._application = application
        self._when_started = started

    def handle_exit(self, sig: int, frame: Any) -> None:
        """Stop; do not raise the signal again afterwards, as uvicorn would."""
        self.should_exit = True

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen, and say so."""
        await super().startup(sockets)
        self._when_started()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let requests end that can, and break those off that cannot."""
        self._application.close()
        await super().shutdown(sockets)


Announce = Callable[[dict[str, str]], None]


def as_json_line(ready: dict[str, str]) -> None:
    """Announce for programs: one line of JSON on stdout."""
    print(json.dumps(ready), flush=True)


def in_words(ready: dict[str, str]) -> None:
    """Announce for people: what to set to use it."""
    print(
        f"The sandbox listens at {ready['base_url']} (a model of FirstPromoter's documents, not the service).\n\n"
        f"  export FIRSTPROMOTER_BASE_URL={ready['base_url']}\n"
        f"  export FIRSTPROMOTER_API_KEY={ready['api_key']}\n"
        f"  export FIRSTPROMOTER_ACCOUNT_ID={ready['account_id']}\n"
        f"  export FIRSTPROMOTER_V1_API_KEY={ready['v1_api_key']}\n\n"
        "Ctrl+C stops it.",
        flush=True,
    )


def serve(
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    db: str | Path | None = None,
    rate: Rate | None = Rate(),  # noqa: B008  a value that cannot change
    strict: bool = False,
    rounding: Rounding | str = Rounding.DOWN,
    allow_hosts: Iterable[str] = (),
    announce: Announce = in_words,
) -> None:
    """Serve a sandbox until SIGTERM or SIGINT, and then return.

    Its own side, `/_sandbox/`, answers to loopback names, to `host`, and to `allow_hosts` (`*` is any name); the API answers
    to every name.
    `port` 0 takes a free one; `announce` is called with `base_url`, `api_key`, `account_id` and `v1_api_key` once it listens.
    Raises `ConfigurationError` for a port that is none, `OSError` where the address cannot be had, `NotOurs` where `db` is
    not a sandbox's, and `BadSetting`. For the other arguments see `Sandbox`.
    """
    listening = _listen(host, port)
    try:
        sandbox = Sandbox(db=db, rate=rate, strict=strict, rounding=rounding)
        asyncio.run(_serve(sandbox, Hosts([host, *allow_hosts]), listening, announce))
    finally:
        listening.close()


def _listen(host: str, port: int) -> socket.socket:
    if not 0 <= port <= 65_535:
        raise ConfigurationError(f"port is a number from 0 (any that is free) to 65535, and {port} was given")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named as TCP, or asyncio would not switch Nagle's delay off, and every answer would take 40 ms.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(1024)
    except BaseException:
        listening.close()
        raise
    return listening


async def _serve(sandbox: Sandbox, hosts: Hosts, listening: socket.socket, announce: Announce) -> None:
    await sandbox.state()  # opens the database, so that a wrong file is told at once
    application = Application(sandbox, hosts)
    config = uvicorn.Config(
        application,
        http=_Connection,
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        ws="none",
        timeout_graceful_shutdown=_LONGEST_GOODBYE,
    )
    server = _Server(config, application, lambda: announce(_ready(sandbox.keys, listening)))
    try:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(sandbox.keep_sending_webhooks)
            await server.serve([listening])
            tasks.cancel_scope.cancel()
    finally:
        await sandbox.aclose()


def _ready(keys: Keys, listening: socket.socket) -> dict[str, str]:
    host, port = listening.getsockname()[:2]
    host = _EVERYWHERE.get(str(host), str(host))  # an address to listen at, and none to call
    address = f"[{host}]" if ":" in host else host
    return {
        "base_url": f"http://{address}:{port}",
        "api_key": keys.api_key,
        "account_id": keys.account_id,
        "v1_api_key": keys.v1_api_key,
    }
