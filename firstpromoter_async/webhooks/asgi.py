"""An inbox at a URL, for every ASGI server and framework:

    app = WebhookApp(inbox)  # uvicorn module:app
    app = FastAPI(routes=[Route("/hooks", WebhookApp(inbox))], lifespan=lifespan)

The raw body reaches the inbox as it came, and no more of it than the inbox reads. On its own the application opens and closes the
inbox with the server (lifespan); at a route of another one, that one does it with `async with inbox:`.
"""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final, TypeAlias

from attrs import frozen

from ..log import LOGGER
from ..redaction import redact
from .inbox import Answer, Inbox

Scope: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send: TypeAlias = Callable[[MutableMapping[str, Any]], Awaitable[None]]

_ONLY_POST: Final = Answer(405, "webhooks are sent with POST")
_BROKEN: Final = Answer(500, "the webhook could not be kept; send it again")


@frozen
class WebhookApp:
    """An ASGI application that gives every POST to an inbox, whatever its path."""

    inbox: Inbox

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or open and close the inbox with the server."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            answer = await self._answer(scope, receive)
            if answer is not None:
                await _respond(send, answer)

    async def _answer(self, scope: Scope, receive: Receive) -> Answer | None:
        """Return what to respond, or None to a client that has gone."""
        if scope["method"] != "POST":
            return _ONLY_POST
        body = await _body(receive, self.inbox.largest)
        if body is None:
            return None
        try:
            return await self.inbox.receive(body, scope["headers"], path=scope["path"])
        except Exception as problem:  # the database, say; FirstPromoter sends it again
            LOGGER.error("a webhook could not be kept: %s", type(problem).__name__)
            return _BROKEN

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        try:
            await self.inbox.__aenter__()
        except Exception as problem:
            await send({"type": "lifespan.startup.failed", "message": redact(f"{type(problem).__name__}: {problem}")})
            return
        try:
            await send({"type": "lifespan.startup.complete"})
            await receive()
        finally:
            await self.inbox.__aexit__(None, None, None)
        await send({"type": "lifespan.shutdown.complete"})


async def _body(receive: Receive, largest: int) -> bytes | None:
    """Return the body, or a byte more than is read of one that is too long; None when the client has gone."""
    parts: list[bytes] = []
    size, more = 0, True
    while more and size <= largest:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        part: bytes = message.get("body", b"")
        parts.append(part)
        size += len(part)
        more = message.get("more_body", False)
    return b"".join(parts)[: largest + 1]


async def _respond(send: Send, answer: Answer) -> None:
    await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
    await send({"type": "http.response.body", "body": answer.body})
