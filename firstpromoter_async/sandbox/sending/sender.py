"""Carries deliveries out: real requests over HTTP, to this machine only.

Each place is sent one delivery after the other, and a place that is slow keeps no other waiting. This module knows nothing of
what happened, and decides nothing about retries.
"""

import base64
import hashlib
import hmac
from collections.abc import Iterable, Iterator, Mapping
from ipaddress import ip_address
from itertools import groupby
from typing import Any, Final
from urllib.parse import urlsplit

import anyio
import anyio.abc
from attrs import define, field

from ...errors import CallFailed
from ...transport.protocol import Transport
from ...wire.message import HttpRequest
from .book import Book
from .deliveries import Due, Result, Target
from .plan import Fate

_AT_ONCE: Final = 100
_LOOK_EVERY: Final = 0.02
_LARGEST_ANSWER: Final = 64 * 1024


@define
class Sender:
    """Sends what is due, of one book."""

    book: Book
    _busy: set[str] = field(factory=set[str], init=False)
    """Where something is being sent, by `to`."""

    async def send_due(self) -> int:
        """Send all that is due now, and what becomes due meanwhile; returns how many requests were made."""
        sent = 0
        transport = to_this_machine()
        try:
            while due := await self.book.take(self._busy, _AT_ONCE):
                sent += len(due)
                async with anyio.create_task_group() as tasks:
                    self._begin(tasks, transport, due)
        finally:
            with anyio.CancelScope(shield=True):
                await transport.aclose()
        return sent

    async def run(self) -> None:
        """Send whatever becomes due, until this is cancelled."""
        transport = to_this_machine()
        try:
            async with anyio.create_task_group() as tasks:
                while True:
                    if self.book.may_be_due():
                        self._begin(tasks, transport, await self.book.take(self._busy, _AT_ONCE))
                    await anyio.sleep(_LOOK_EVERY)
        finally:
            with anyio.CancelScope(shield=True):
                await transport.aclose()

    def _begin(self, tasks: anyio.abc.TaskGroup, transport: Transport, due: Iterable[Due]) -> None:
        for to, deliveries in groupby(sorted(due, key=_to), key=_to):
            self._busy.add(to)
            tasks.start_soon(self._send_all, transport, to, list(deliveries))

    async def _send_all(self, transport: Transport, to: str, deliveries: list[Due]) -> None:
        try:
            for due in deliveries:
                await self.book.settle(due, await _sent(transport, due))
        finally:
            self._busy.discard(to)


def _to(due: Due) -> str:
    return str(due.delivery["to"])


async def _sent(transport: Transport, due: Due) -> Result:
    """Send one, unless its fate is another."""
    if due.delivery.get("fate") == Fate.DROPPED:
        return Result(None, error="dropped, as the plan of the sandbox asked for")
    return await send(transport, due.target, due.body, headers_for(due.delivery["payload"]))


def to_this_machine() -> Transport:
    """Open what carries requests to this machine, past whatever proxy."""
    from ...transport.with_httpx import DirectHttpxTransport  # here, since most sandboxes send nothing

    return DirectHttpxTransport()


async def send(transport: Transport, target: Target, body: bytes, headers: Iterable[tuple[str, str]]) -> Result:
    """Send a body to an address of this machine, and return what came of it."""
    if (why := await why_not(target.url)) is not None:
        return Result(None, error=why)
    try:
        request = HttpRequest("POST", target.url, (*headers, *proofs(target, body)), body, _LARGEST_ANSWER)
        response = await transport.exchange(request, timeout=target.timeout)
    except CallFailed as problem:
        return Result(None, error=f"{type(problem).__name__}: {problem}")
    except Exception as problem:  # headers that cannot be sent, say; whose text may show their values
        return Result(None, error=f"it cannot be sent: {type(problem).__name__}")
    text = response.body.decode("utf-8", "replace")
    return Result(response.status, text, None if response.is_success else f"HTTP {response.status}")


def headers_for(payload: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Return the headers that say what it is; v1 says that in the body only."""
    yield "Content-Type", "application/json"
    if "event_id" in payload:
        yield "X-Event-Id", payload["event_id"]
        yield "X-Event-Type", payload["event_type"]


def proofs(target: Target, body: bytes) -> Iterator[tuple[str, str]]:
    """Return the headers that say who sent it: those of the subscription's own, user and password, and the signature.

    The signature is no longer in the documents, and some accounts still send it.
    """
    yield from ((name, str(value)) for name, value in target.headers.items())
    if target.user and target.password:
        pair = f"{target.user}:{target.password}".encode()
        yield "Authorization", f"Basic {base64.b64encode(pair).decode()}"
    if target.secret_key:
        yield "X-Webhook-Signature", hmac.new(target.secret_key.encode(), body, hashlib.sha256).hexdigest()


async def why_not(url: str) -> str | None:
    """Say why nothing is sent to an address: it is not one of this machine's, whatever its name is."""
    host = urlsplit(url).hostname or ""
    try:
        addresses = await _addresses(host)
    except OSError as problem:
        return f"{host} cannot be resolved: {problem}"
    if all(ip_address(address).is_loopback for address in addresses):
        return None
    return f"{host} is not this machine, and the sandbox sends nothing elsewhere"


async def _addresses(host: str) -> list[str]:
    try:
        return [str(ip_address(host))]
    except ValueError:
        return [str(found[4][0]) for found in await anyio.getaddrinfo(host, None)]
