"""A FirstPromoter of one's own: routes, keys, rate limit, rules and faults behind one call, without a socket in sight.

It is a model of the public documents, not the service. `Sandbox.handle` takes a request as the client writes it and returns how
and with what it is answered; a transport (in process) or a server (over HTTP) carries that out. It does not know which.
"""

import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, TypeVar, TypeVarTuple, Unpack

import anyio
import anyio.to_thread
from anyio.lowlevel import RunVar
from attrs import evolve, frozen

from ..policy.window import Rate, rate_of
from ..wire.message import HttpRequest, HttpResponse
from ..wire.route import Access
from .access import Keys, RateLimit, bearer_of
from .faults import BadFault, Fault, FaultPlan, Faults
from .forms import read
from .handlers.bulk import catch_up
from .handlers.registry import RequestContext
from .handlers.replies import absent, answered, as_json, as_text, nothing, options, refused, without_body
from .journal import Arrival, Journal
from .parameters import iso
from .problems import Problem, Unused
from .records import Records
from .records.rounding import Rounding
from .records.sessions import DAY
from .records.summary import state_of
from .routes import Operation, routes
from .sending.book import Book
from .sending.outbox import Outbox
from .sending.plan import WebhookPlan
from .sending.sender import Sender
from .settings import Settings
from .store import Row, Store

R = TypeVar("R")
A = TypeVarTuple("A")


class Transmission(StrEnum):
    """How an answer is delivered."""

    WHOLE = "whole"
    CUT = "cut"
    """Half of the body, and then the end of the connection."""
    RESET = "reset"
    """The connection is reset without a byte."""
    SILENCE = "silence"
    """Nothing, until the other side loses patience."""


@frozen
class SandboxResponse:
    """An answer, and what happens to it on its way."""

    http: HttpResponse
    transmission: Transmission = Transmission.WHOLE


_AFTERWARDS: Final[dict[Fault | None, Transmission]] = {
    Fault.RESET_AFTER: Transmission.RESET,
    Fault.CUT_BODY: Transmission.CUT,
}
_NO_RESPONSE: Final = HttpResponse(0)
_HTML: Final = (
    b"<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>"
)


def steady_clock() -> Callable[[], float]:
    """Return a clock of seconds since 1970 that never jumps, not even when the machine's own is set."""
    offset = time.time() - time.monotonic()
    return lambda: time.monotonic() + offset


class Sandbox:
    """A stateful FirstPromoter.

    `db` is a file to keep everything in (in memory, if left out), `rate` how many calls of both generations together are let
    in (`"400/60"` or a `Rate`; None: any number), `keys` what opens it, `clock` a function that returns seconds since 1970. With
    `strict`, a parameter that has no effect is refused with 400, and otherwise counted in the state. `rounding` is how
    commissions become whole cents, which no document says: `down` or `half_up`. Raises `BadSetting` for any other, and
    `ConfigurationError` for a rate that is none.
    """

    def __init__(
        self,
        *,
        db: str | Path | None = None,
        rate: Rate | str | None = Rate(),  # noqa: B008  a value that cannot change
        keys: Keys = Keys(),  # noqa: B008
        clock: Callable[[], float] | None = None,
        strict: bool = False,
        rounding: Rounding | str = Rounding.DOWN,
    ) -> None:
        self.settings = Settings(strict=strict, rounding=rounding)
        """What it does where it has a choice; may be replaced at any time."""
        self._first_settings = self.settings
        self.keys = keys
        """What opens it: `api_key`, `account_id`, `v1_api_key`."""
        self.store = Store(db)
        """Where everything is kept."""
        self.records = Records(self.store)
        """The rules, bound to the store."""
        self._outbox = Outbox(self.records)
        self._sender = Sender(Book(self, self._outbox))
        self.clock = clock or steady_clock()
        """What time it is, in seconds since 1970."""
        self._rate_limit = RateLimit(rate_of(rate))
        self._faults = Faults(FaultPlan())
        self.journal = Journal()
        """What arrived."""
        self._limiters = RunVar[anyio.CapacityLimiter | None]("firstpromoter_async.sandbox")

    @property
    def rate(self) -> Rate | None:
        """How many calls are let in; a new rate begins to count from nothing."""
        return self._rate_limit.rate

    @rate.setter
    def rate(self, rate: Rate | str | None) -> None:
        self._rate_limit = RateLimit(rate_of(rate))

    @property
    def faults(self) -> FaultPlan:
        """Which share of the requests goes wrong; a new plan begins to draw from its seed."""
        return self._faults.plan

    @faults.setter
    def faults(self, plan: FaultPlan) -> None:
        self._faults = Faults(plan)

    @property
    def webhook_plan(self) -> WebhookPlan:
        """Which share of the webhooks comes twice, late or never, and how fast the rest is sent again; a new plan begins anew."""
        return self._outbox.plan

    @webhook_plan.setter
    def webhook_plan(self, plan: WebhookPlan) -> None:
        self._outbox.plan = plan

    # The way in.

    async def handle(self, request: HttpRequest) -> SandboxResponse:
        """Answer a request as FirstPromoter might, with what may go wrong on the way."""
        arrived, fault, status = self.clock(), None, None
        try:
            refusal, fault = self._at_entry(request, arrived)
            answer = refusal or self._before(fault) or await self._after(fault, request)
            if answer.transmission in (Transmission.WHOLE, Transmission.CUT):
                status = answer.http.status
            return evolve(answer, http=without_body(answer.http)) if request.method == "HEAD" else answer
        finally:
            self.journal.note(arrived, request, status, fault)

    def _at_entry(self, request: HttpRequest, arrived: float) -> tuple[SandboxResponse | None, Fault | None]:
        """Count the arrival; return what it is turned away with, or the fault that it meets."""
        if not self._rate_limit.admits(arrived):
            return SandboxResponse(too_many()), None
        try:
            return None, self._faults.choose(request)
        except BadFault as problem:
            return SandboxResponse(as_json({"message": str(problem)}, 400)), None

    def _before(self, fault: Fault | None) -> SandboxResponse | None:
        """Return the answer of a fault that strikes before anything is stored, or None."""
        match fault:
            case Fault.RATE_LIMITED:
                return SandboxResponse(too_many())
            case Fault.RATE_LIMITED_RETRY_AFTER:
                return SandboxResponse(too_many({"Retry-After": str(round(self.faults.retry_after))}))
            case Fault.UNAVAILABLE:
                return SandboxResponse(as_text("Service Unavailable", 503))
            case Fault.BAD_GATEWAY_HTML:
                return SandboxResponse(HttpResponse.of(502, {"Content-Type": "text/html"}, _HTML))
            case Fault.SERVER_ERROR:
                return SandboxResponse(broken())
            case Fault.RESET_BEFORE:
                return SandboxResponse(_NO_RESPONSE, Transmission.RESET)
            case Fault.HANG:
                return SandboxResponse(_NO_RESPONSE, Transmission.SILENCE)
            case _:
                return None

    async def _after(self, fault: Fault | None, request: HttpRequest) -> SandboxResponse:
        if fault is Fault.SLOW:
            await anyio.sleep(self.faults.slow_seconds)
        response = await self.in_worker(self.answer, request, fault)
        if fault is Fault.SERVER_ERROR_AFTER:
            return SandboxResponse(broken())
        return SandboxResponse(response, _AFTERWARDS.get(fault, Transmission.WHOLE))

    # Answers, without rate limit and faults, for whoever does not want to await.

    def answer(self, request: HttpRequest, fault: Fault | None = None) -> HttpResponse:
        """Answer a request by the rules alone: no rate limit, no journal, and no faults but those that handlers know.

        Blocks for a few tenths of a millisecond.
        """
        return answered(request, lambda asked, path: self._answer(asked, path, fault))

    def _answer(self, request: HttpRequest, path: str, fault: Fault | None) -> HttpResponse:
        if request.method == "OPTIONS":
            return options(routes().methods(path))
        found = routes().find(request.method, path)
        if found is None:
            return absent()
        operation, in_path = found
        refusal = self.keys.refusal(request, operation.access)
        return refusal or self._handled(operation, request, in_path, fault)

    def _handled(
        self, operation: Operation, request: HttpRequest, in_path: dict[str, str], fault: Fault | None
    ) -> HttpResponse:
        parameters, settings = read(request, in_path), self.settings
        try:
            with self.transaction():
                signed_in = self._signed_in(operation, request)
                if signed_in is None and operation.access is Access.AFFILIATE_TOKEN:
                    return nothing(401)
                context = RequestContext(
                    records=self.records,
                    parameters=parameters,
                    moment=self.moment(),
                    rounding=settings.rounding,
                    url=request.url,
                    fault=fault,
                    signed_in=signed_in,
                )
                response = operation.handler(context)
                if settings.strict and (unused := parameters.unused()):
                    raise Unused(str(operation), unused)
        except Problem as problem:
            return refused(problem, operation.api)
        self.journal.ignore(str(operation), parameters.unused())
        return response

    def _signed_in(self, operation: Operation, request: HttpRequest) -> Row | None:
        """Return the promoter whose session this is, where only a session opens the door."""
        if operation.access is not Access.AFFILIATE_TOKEN:
            return None
        return self.records.sessions.promoter(bearer_of(request), self.moment())

    @contextmanager
    def transaction(self) -> Generator[None, None, None]:
        """Run a block as one transaction, after all that the background has done by now."""
        routes()  # a file may have batches under way, and their actions have to be declared
        with self.store.transaction():
            catch_up(self.records, self.moment())
            self.records.payments.catch_up(self.moment())
            yield
            self._outbox.notice(self.moment())

    # The other side: for whoever runs it.

    async def state(self) -> dict[str, Any]:
        """Return counts and sums of what is stored, as `GET /_sandbox/state` does.

        `ignored_parameters` counts those that had no effect: `{"GET /api/v2/company/promoters filters[colour]": 3}`.
        """
        return await self.in_worker(self.count)

    def count(self) -> dict[str, Any]:
        """Do what `state` does, and block meanwhile."""
        with self.transaction():
            return state_of(self.store) | {"ignored_parameters": dict(self.journal.ignored)}

    async def visit(self, *, ref_id: str) -> str:
        """Let somebody follow this promoter's link; returns the `tid` that their browser then has. Raises LookupError."""
        return await self._told(lambda: self.records.tracking.visit(self.moment(), "ref_id", ref_id))

    async def sign_in(self, promoter_id: int, *, seconds: int = DAY) -> str:
        """Begin a session of a promoter's, for `FirstPromoter.as_promoter`; returns its token. Raises LookupError."""
        return await self._told(lambda: self.records.sessions.begin(promoter_id, self.moment(), seconds=seconds))

    async def _told(self, change: Callable[[], R]) -> R:
        """Carry a change out that comes from outside of the API."""

        def within() -> R:
            with self.transaction():
                return change()

        return await self.in_worker(within)

    async def send_webhooks(self) -> int:
        """Send the webhooks that are due by the sandbox's clock, to this machine only; returns how many requests were made.

        A server does so by itself (`keep_sending_webhooks`).
        """
        return await self._sender.send_due()

    async def keep_sending_webhooks(self) -> None:
        """Send webhooks when they are due, until this is cancelled."""
        await self._sender.run()

    def arrivals(self, path: str | None = None) -> list[Arrival]:
        """Return the latest requests, the oldest first; with `path`, those whose path has this in it."""
        return self.journal.arrivals(path)

    async def reset(self) -> None:
        """Forget everything: records, arrivals, faults, changes of the settings, and what counted against the rate."""
        await self.in_worker(self.start_again)

    def start_again(self) -> None:
        """Do what `reset` does, and block meanwhile."""
        self.store.clear()
        self.journal = Journal()
        self.faults = FaultPlan()
        self.webhook_plan = WebhookPlan()
        self.settings = self._first_settings
        self.rate = self.rate

    async def aclose(self) -> None:
        """Close the database; what was in memory is gone."""
        await self.in_worker(self.store.close)

    def moment(self) -> str:
        """Return the time as FirstPromoter writes it."""
        return iso(datetime.fromtimestamp(self.clock(), UTC))

    async def in_worker(self, function: Callable[[Unpack[A]], R], *arguments: *A) -> R:
        """Call what blocks in a thread, one at a time."""
        return await anyio.to_thread.run_sync(function, *arguments, limiter=self._one_at_a_time())

    def _one_at_a_time(self) -> anyio.CapacityLimiter:
        """Return the queue in front of the database; every event loop has its own, and the store's lock joins them."""
        limiter = self._limiters.get(None)
        if limiter is None:
            limiter = anyio.CapacityLimiter(1)
            self._limiters.set(limiter)
        return limiter

    def __repr__(self) -> str:
        return f"<Sandbox of {self.keys.account_id}, {self.rate or 'no limit'}>"


def too_many(headers: dict[str, str] | None = None) -> HttpResponse:
    """Turn a call away: the status that is documented, with a body and without headers that are not."""
    return as_text("Too Many Requests", 429, headers)


def broken() -> HttpResponse:
    """Say that something went wrong, and not what."""
    return as_json({"status": 500, "error": "Internal Server Error"}, 500)
