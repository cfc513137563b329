"""A small HTTP server on the event loop of the test: it keeps what arrives, and answers as it is told."""

import json
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from typing import Any

import anyio
import h11
from anyio.abc import SocketAttribute, SocketStream
from attrs import define, field


@define
class Receiver:
    """Where webhooks are sent to."""

    answer: Callable[[int], int] = lambda _: 204
    """The status for the arrival of this number, from 1; 0: no answer at all."""
    url: str = ""
    arrivals: list[tuple[dict[str, str], bytes]] = field(factory=list[tuple[dict[str, str], bytes]])
    """Headers, their names in small letters, and bodies."""

    @property
    def events(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _, body in self.arrivals]

    @property
    def types(self) -> list[str]:
        return [event.get("event_type") or event["event"]["type"] for event in self.events]

    async def serve(self, stream: SocketStream) -> None:
        async with stream:
            connection, body, headers = h11.Connection(h11.SERVER), b"", dict[str, str]()
            while not isinstance(event := connection.next_event(), h11.EndOfMessage | h11.ConnectionClosed):
                if event is h11.NEED_DATA:
                    connection.receive_data(await _received(stream))
                elif isinstance(event, h11.Request):
                    headers = {name.decode(): value.decode() for name, value in event.headers}
                elif isinstance(event, h11.Data):
                    body += event.data
            if isinstance(event, h11.EndOfMessage):
                self.arrivals.append((headers, body))
                await self._respond(connection, stream)

    async def _respond(self, connection: h11.Connection, stream: SocketStream) -> None:
        status = self.answer(len(self.arrivals))
        if status == 0:
            await anyio.sleep_forever()
        text = b"" if status == 204 else b"x" * 2_000
        head = h11.Response(status_code=status, headers=[("Connection", "close"), ("Content-Length", str(len(text)))])
        for event in (head, h11.Data(data=text), h11.EndOfMessage()):
            await stream.send(connection.send(event) or b"")


async def _received(stream: SocketStream) -> bytes:
    try:
        return await stream.receive()
    except (anyio.EndOfStream, anyio.BrokenResourceError):
        return b""


@asynccontextmanager
async def receiving(answer: Callable[[int], int] = lambda _: 204) -> AsyncGenerator[Receiver]:
    """Listen at a free port of this machine."""
    listener = await anyio.create_tcp_listener(local_host="127.0.0.1")
    async with listener, anyio.create_task_group() as tasks:
        receiver = Receiver(answer, f"http://127.0.0.1:{listener.extra(SocketAttribute.local_port)}/hooks")
        tasks.start_soon(listener.serve, receiver.serve)
        yield receiver
        tasks.cancel_scope.cancel()
