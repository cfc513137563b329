"""The inbox: events come at least once, in any order; handlers run once, and never let an older state win.

    router = Router()
    inbox = Inbox("inbox.db", router, secrets=WebhookSecrets(...))

    async with inbox:
        answer = await inbox.receive(body, headers)  # respond with `answer.status`

| what comes                                | what happens                                             | answer             |
|-------------------------------------------|----------------------------------------------------------|--------------------|
| a new event                               | its handler runs                                         | 204                |
| an event that was handled                 | nothing                                                  | 204                |
| an event that is being handled            | it is waited for                                         | as it comes out    |
| a state older than one that was handled   | nothing; it is listed as outdated                        | 204                |
| an event without a handler                | nothing; it is listed as done                            | 204                |
| a handler that fails                      | tried again, by FirstPromoter and by this inbox          | 500                |
| a failed event before its next attempt    | nothing                                                  | 503                |
| the last attempt fails                    | it is listed as dead, and can be replayed                | 204                |
| `FulfilmentPending`                       | only a handler that returns `Fulfilled()` gives 200      | 200, else 202      |
| an event of v1 that nobody knows          | kept, since a 200 could mean something                   | 202                |
| an authentic body that cannot be read     | it is listed as dead                                     | 400                |
| anything else                             | nothing is kept                                          | 401, 413, 500      |

Events are kept without their credentials, so a handler that runs again from the inbox finds those empty. Two events about the
same entity are handled one after the other; of two in the same second, the one that came first.
"""

import hashlib
import math
import os
import time
from collections.abc import Callable
from functools import partial
from types import TracebackType
from typing import Any, Final, Self, TypeVar
from uuid import uuid4

import anyio
import anyio.abc
import anyio.to_thread
from attrs import frozen

from ..durable.claims import Busy, Claim, Claims, Entry, State, Work
from ..durable.database import Database
from ..durable.opening import database_at
from ..log import LOGGER
from ..redaction import redact, redact_and_cut
from .errors import WebhookError
from .event import Event, UnknownV1Event, V1Event
from .receive import LARGEST, AnyEvent, as_bytes, parse
from .router import Delivery, Fulfilled, Handler, KeepPending, Result, Router
from .secrets import Headers, WebhookSecrets
from .storing import written
from .v1_events import FulfilmentPending

T = TypeVar("T")

_HANDLED: Final = 204
_KEPT: Final = 202
_FULFILLED: Final = 200
_FAILED: Final = 500
_LATER: Final = 503
_SHORTEST_LOOK: Final = 0.02
_LONGEST_LOOK: Final = 1.0
_AHEAD: Final = 300.0
"""Seconds that FirstPromoter's clock may be ahead of ours; a state from further ahead would outdate all that follow."""


@frozen
class Answer:
    """What to respond to FirstPromoter; the body may be empty."""

    status: int
    reason: str = ""
    """A short sentence without personal data."""
    retry_after: float | None = None
    """Seconds."""

    @property
    def body(self) -> bytes:
        """The body to respond with: the reason, where a status may have one."""
        return b"" if self.status == _HANDLED else self.reason.encode()

    @property
    def headers(self) -> list[tuple[bytes, bytes]]:
        """The headers to respond with, as ASGI has them."""
        headers = [(b"retry-after", str(round(self.retry_after)).encode())] if self.retry_after is not None else []
        if self.body:
            headers.append((b"content-type", b"text/plain; charset=utf-8"))
        if self.status != _HANDLED:
            headers.append((b"content-length", str(len(self.body)).encode()))
        return headers


_TAKEN_OVER: Final = Answer(_LATER, "another process has taken the event over", 5.0)


class Inbox:
    """Webhooks, handled once; use it with `async with`, which also takes up what was left to do."""

    def __init__(
        self,
        where: str | os.PathLike[str] | Database,
        router: Router,
        *,
        secrets: WebhookSecrets | None = None,
        attempts: int = 5,
        lease: float = 60.0,
        patience: float = 10.0,
        largest: int = LARGEST,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Nothing is opened yet.

        `where` is a file of SQLite, a URL of PostgreSQL (`postgresql://...`, extra `postgres`), or another `Database`. A handler
        has `attempts`; what a process leaves when it dies is taken over after `lease` seconds. A delivery waits up to `patience`
        seconds for another one of the same event or entity; FirstPromoter itself waits 15 (v1) or 30 (v2).
        """
        self._claims = Claims(database_at(where))
        self._router = router
        self._secrets = secrets or WebhookSecrets()
        self._attempts = attempts
        self._lease = lease
        self._patience = patience
        self.largest = largest
        """Bytes of a body that are read."""
        self._clock = clock
        self._one_at_a_time = anyio.CapacityLimiter(1)
        self._tasks: anyio.abc.TaskGroup | None = None

    async def __aenter__(self) -> Self:
        try:
            await self._store(self._claims.prepare)
        except BaseException:
            with anyio.CancelScope(shield=True):
                await self._store(self._claims.close)
            raise
        self._tasks = anyio.create_task_group()
        await self._tasks.__aenter__()
        self._tasks.start_soon(self._work)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        tasks, self._tasks = self._tasks, None
        try:
            if tasks is not None:
                tasks.cancel_scope.cancel()
                await tasks.__aexit__(kind, error, traceback)
        finally:
            with anyio.CancelScope(shield=True):
                await self._store(self._claims.close)

    # Receiving

    async def receive(self, body: bytes | bytearray | memoryview | str, headers: Headers, *, path: str = "") -> Answer:
        """Take a request in: who sent it, what it is, and its handler; returns what to respond."""
        try:
            raw = as_bytes(body, self.largest)
            self._secrets.check(raw, headers, path)
        except WebhookError as refused:
            LOGGER.warning("webhook refused: %s (%d)", refused, refused.status)
            return Answer(refused.status, str(refused))
        try:
            event = parse(raw)
        except WebhookError as unreadable:
            LOGGER.warning("webhook cannot be read: %s (%d)", unreadable, unreadable.status)
            await self._store(partial(self._claims.bury, self._unreadable(raw), str(unreadable), now=self._clock()))
            return Answer(unreadable.status, str(unreadable))
        return await self.deliver(event)

    def _unreadable(self, raw: bytes) -> Work:
        text = redact(raw.decode("utf-8", "replace"))
        key = f"unreadable:{hashlib.sha256(raw).hexdigest()[:32]}"
        return Work(key=key, kind="unreadable", subject=None, happened_at=self._clock(), body=text)

    async def deliver(self, event: AnyEvent) -> Answer:
        """Handle an event that is known to be FirstPromoter's, once; returns what to respond."""
        holder = str(uuid4())
        look, deadline = _SHORTEST_LOOK, anyio.current_time() + self._patience
        while isinstance(found := await self._claim(event, holder), Busy):
            if anyio.current_time() + look > deadline:
                return Answer(_LATER, "the same event, or another about the same entity, is being handled", 5.0)
            await anyio.sleep(look)
            look = min(look * 2, _LONGEST_LOOK)
        if isinstance(found, Entry):
            return _again(event, found)
        return await self._handle(event, found)

    async def _claim(self, event: AnyEvent, holder: str) -> Claim | Busy | Entry:
        work = Work(
            key=event.key,
            kind=_name(event),
            subject=event.entity,
            happened_at=min(event.happened_at.timestamp(), self._clock() + _AHEAD),
            body=written(event.raw),
        )
        return await self._store(
            lambda: self._claims.claim(
                work, now=self._clock(), lease=self._lease, holder=holder, attempts=self._attempts
            )
        )

    async def _handle(self, event: AnyEvent, claim: Claim) -> Answer:
        handler = self._router.handler_of(event)
        if handler is None:
            return await self._settle(event, claim, None, Delivery(claim.attempt, claim.is_outdated))
        if claim.is_outdated and event.is_state and not handler.wants_outdated:
            await self._store(partial(self._claims.settle, claim, State.OUTDATED, now=self._clock()))
            return Answer(_HANDLED, "a newer state was handled already")
        return await self._run(event, claim, handler)

    async def _run(self, event: AnyEvent, claim: Claim, handler: Handler) -> Answer:
        delivery = Delivery(claim.attempt, claim.is_outdated)
        try:
            result = await self._holding(claim, handler, event, delivery)
            return await self._settle(event, claim, result, delivery)
        except anyio.get_cancelled_exc_class():
            with anyio.CancelScope(shield=True):
                await self._release(claim, "the handler was cancelled", wait=0.0, counts=False)
            raise
        except Exception as failure:
            return await self._failed(event, claim, failure)

    async def _holding(self, claim: Claim, handler: Handler, event: AnyEvent, delivery: Delivery) -> Result:
        """Run a handler, and renew the lease meanwhile; a handler whose work was taken over is cancelled."""
        result: Result = None
        failure: Exception | None = None
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(self._renew, claim, tasks.cancel_scope)
            try:
                result = await handler(event, delivery)
            except Exception as problem:  # raised below, so that it comes alone and not in a group
                failure = problem
            tasks.cancel_scope.cancel()
        if failure is not None:
            raise failure
        return result

    async def _renew(self, claim: Claim, handling: anyio.CancelScope) -> None:
        while True:
            await anyio.sleep(self._lease / 3)
            try:
                is_ours = await self._store(partial(self._claims.renew, claim, now=self._clock(), lease=self._lease))
            except self._claims.database.failure:
                continue  # it may be back before the lease is over, and if it is not, settling finds that out
            if not is_ours:
                handling.cancel()

    async def _settle(self, event: AnyEvent, claim: Claim, result: Result, delivery: Delivery) -> Answer:
        state, answer = _ending(event, result)

        def also(connection: Any) -> None:
            for work in delivery.also:
                work(connection)

        settled = await self._store(
            lambda: self._claims.settle(
                claim, state, now=self._clock(), answer=answer, also=also if delivery.also else None
            )
        )
        return Answer(int(answer)) if settled else _TAKEN_OVER

    async def _failed(self, event: AnyEvent, claim: Claim, failure: Exception) -> Answer:
        reason = redact_and_cut(f"{type(failure).__name__}: {failure}")
        state = await self._release(claim, reason, wait=_pause(claim.attempt), counts=True)
        LOGGER.error(
            "webhook %s (%s): attempt %d of %d failed (%s)%s",
            _name(event),
            event.key,
            claim.attempt,
            self._attempts,
            type(failure).__name__,
            "; it is listed as dead" if state is State.DEAD else "",
            exc_info=failure,
        )
        if state is None:
            return _TAKEN_OVER
        return _given_up(event) if state is State.DEAD else Answer(_FAILED, "the handler failed; send it again")

    async def _release(self, claim: Claim, reason: str, *, wait: float, counts: bool) -> State | None:
        return await self._store(
            partial(
                self._claims.release,
                claim,
                reason,
                now=self._clock(),
                wait=wait,
                attempts=self._attempts,
                counts=counts,
            )
        )

    # Taking up what was left

    async def _work(self) -> None:
        while True:
            try:
                await self.take_up()
            except Exception as problem:  # the database, say: this inbox goes on when it is back
                LOGGER.error("the inbox of webhooks cannot take up what is left: %s", type(problem).__name__)
            await anyio.sleep(_LONGEST_LOOK)

    async def take_up(self) -> int:
        """Handle what waits for another attempt, or was left by a process that died; returns how many were tried."""
        due = await self._store(partial(self._claims.due, now=self._clock(), limit=100))
        for entry in due:
            await self._take_up(entry)
        return len(due)

    async def _take_up(self, entry: Entry) -> None:
        try:
            event = parse(entry.body.encode())
        except WebhookError as unreadable:
            await self._store(partial(self._claims.bury, entry, str(unreadable), now=self._clock()))
        else:
            await self.deliver(event)

    # Looking, and deciding by hand

    async def entries(self, state: State | None = None, *, limit: int = 100) -> list[Entry]:
        """Return what the inbox has, the latest change first."""
        return await self._store(partial(self._claims.entries, state=state, limit=limit))

    async def get(self, key: str) -> Entry | None:
        """Return one event by its key, such as `v2:a1b2c3d4-...`."""
        return await self._store(partial(self._claims.get, key))

    async def replay(self, key: str) -> bool:
        """Let an event be handled once more; False when there is none of this key, or it is being handled."""
        return await self._store(partial(self._claims.revive, key, now=self._clock()))

    async def forget(self, *, older_than: float) -> int:
        """Delete events that were handled more than so many seconds ago; returns how many."""
        return await self._store(partial(self._claims.forget, before=self._clock() - older_than))

    async def _store(self, work: Callable[[], T]) -> T:
        return await anyio.to_thread.run_sync(work, limiter=self._one_at_a_time)


def _name(event: Event[Any] | V1Event[Any]) -> str:
    return event.event_type if isinstance(event, Event) else event.type


def _ending(event: AnyEvent, result: Result) -> tuple[State, str]:
    """Return what becomes of an event that was handled, and the status that answers it, now and when it comes again."""
    if isinstance(result, Fulfilled):
        return State.DONE, str(_FULFILLED)
    if isinstance(event, FulfilmentPending) or isinstance(result, KeepPending):
        return State.KEPT, str(_KEPT)
    return State.DONE, str(_KEPT if isinstance(event, UnknownV1Event) else _HANDLED)


def _again(event: AnyEvent, entry: Entry) -> Answer:
    """Answer an event that needs no handling any more."""
    if entry.state is State.DEAD:
        return _given_up(event)
    if entry.state is State.WAITING:
        return Answer(_LATER, "the handler has failed; its next attempt is due later", _pause(entry.attempts))
    return Answer(int(entry.answer or _HANDLED), "it was handled already")


def _given_up(event: AnyEvent) -> Answer:
    """Acknowledge what was given up, so that it is not sent for ever; never with the 200 that would say fulfilled."""
    return Answer(_KEPT if isinstance(event, FulfilmentPending | UnknownV1Event) else _HANDLED, "it is listed as dead")


def _pause(attempt: int) -> float:
    """Return the seconds until the inbox tries again by itself: 10 s, and twice as long each time, up to an hour."""
    return min(10.0 * math.exp2(attempt - 1), 3600.0)
