"""One call, from its request to its answer or its failure.

                      ┌───────────── again, after a wait ─────────────┐
                      ▼                                               │
    written ──► waiting for a turn ──► in flight ──► response ──► failed ──► given up
                      │                    │             │          ▲
                      │ no turn in time    │ network     └──► read  │
                      └────────────────────┴────────────────────────┘

- *written*: the request is encoded once, with its keys; every attempt sends the same bytes. Where a function supplies a
  promoter's session token, each attempt first asks for it, and a refused token is renewed once.
- *waiting for a turn* of the account's budget; nothing has left. Time may run out here (`WaitTooLong`, `DeadlineExceeded`).
- *in flight*: from here on FirstPromoter may have stored something, whatever happens.
- *read*: the request made its answer of the response; the call is over.
- *failed*: `policy.retry` decides between one more attempt and giving up.
- *given up*: the failure is raised, with the outcome of all attempts together.

Closing the client leads from any of these states to *given up*, and cancelling the caller ends the call in any of them.
This module knows no noun of the API.
"""

import random
from collections.abc import Awaitable, Coroutine, Hashable, Mapping, Sequence
from math import inf
from typing import TYPE_CHECKING, Any, Final, NoReturn

import anyio
import attrs
from attrs import define, field, frozen

from . import log
from .budget import Budget, Clock, Permit
from .credentials import Credentials
from .errors import (
    AnswerTimedOut,
    AnswerTooLarge,
    CallFailed,
    ClientClosed,
    ConfigurationError,
    ConnectionLost,
    DeadlineExceeded,
    Outcome,
    PausedTooLong,
    RateLimited,
    SessionExpired,
    WaitTooLong,
)
from .lifetime import Lifetime
from .observe import CallTimer, Observer
from .outcomes import AlreadyRecorded, NotReferred
from .policy.checks import at_least_one_or_none, more_than_zero, zero_or_more_or_none
from .policy.retry import RetryPolicy, RetryQuota, Stop, decide, outcome_so_far
from .policy.window import Lane
from .redaction import redact_and_cut
from .sender import about_to_send
from .session import AffiliateSession
from .wire import decode
from .wire.encode import encode
from .wire.message import Headers, HttpRequest, HttpResponse
from .wire.parse import LARGE
from .wire.request import Request
from .wire.route import Access, Api

if TYPE_CHECKING:
    from .transport.protocol import StreamingTransport


def _lane(value: Lane | str) -> Lane:
    try:
        return Lane(value)
    except ValueError:
        lanes = " or ".join(repr(str(lane)) for lane in Lane)
    raise ConfigurationError(f"lane is {lanes}, and {value!r} was given")


MAX_ANSWER: Final = 64 * 1024 * 1024
"""Bytes that an answer may have if nothing else is said: some 200 times the largest page that is known."""


@frozen(kw_only=True)
class CallOptions:
    """How a call is made; see `FirstPromoter.using`. Raises `ConfigurationError` for options that cannot be right."""

    timeout: float = field(default=10.0, validator=more_than_zero)
    """Seconds for one attempt, from asking for a connection to the last byte of the answer. Of a file that is read while it
    comes: to its first byte, and then for each piece."""
    deadline: float | None = field(default=60.0, validator=zero_or_more_or_none)
    """Seconds for the whole call: waiting for its turn, all attempts, and the waits between them; None for no end. Of a file
    that is read while it comes: until it begins to come."""
    max_wait: float | None = field(default=None, validator=zero_or_more_or_none)
    """Seconds that the call may wait for a turn of the rate budget; None for as long as the deadline allows."""
    lane: Lane = field(default=Lane.INTERACTIVE, converter=_lane)
    """Interactive calls go first; bulk calls are spaced and leave room."""
    max_answer: int | None = field(default=MAX_ANSWER, validator=at_least_one_or_none)
    """Bytes that an answer may have, unpacked; 64 MB if not said, None for any number. Beyond that: `AnswerTooLarge`. A file
    that is read while it comes may have any number."""


_WITH_A_MESSAGE: Final = (AlreadyRecorded, NotReferred)
NO_TOKEN_YET: Final = "-"  # noqa: S105  stands where the token will, while the request is written to see whether it can be


@define
class Account:
    """What the calls of one account share, whichever key they are made with."""

    budget: Budget
    shared_as: Hashable = None
    """By what the budget is shared with other clients of this event loop; None once it is, or if it is not to be."""
    quota: RetryQuota = field(factory=RetryQuota)
    requests_sent: int = 0

    def share(self) -> None:
        """From now on use one budget with the other clients of this event loop; raises RuntimeError outside of any."""
        self.budget = self.budget.shared_as(self.shared_as)
        self.shared_as = None


@frozen(kw_only=True)
class CallContext:
    """Everything that a call needs besides its request."""

    transport: "StreamingTransport"
    credentials: Credentials
    account: Account
    options: CallOptions
    retries: RetryPolicy
    hosts: Mapping[Api, str]
    clock: Clock
    lifetime: Lifetime
    headers: Headers
    """What every request carries besides its own headers and its keys."""
    form_in_query: bool
    observe: Observer | None = None
    session: AffiliateSession | None = None
    """Who knows the promoter's session token, if it is not among the credentials."""

    def write(self, request: Request[Any], credentials: Credentials) -> HttpRequest:
        """Write a request down, with what opens its route."""
        # The keys come last, so that no variable here holds them when the request turns out to be none.
        message = encode(request, self.hosts[request.route.api], form_in_query=self.form_in_query)
        headers = (*message.headers, *credentials.headers(request.route.access), *self.headers)
        return HttpRequest(message.method, message.url, headers, message.body, self.options.max_answer)

    def session_for(self, request: Request[Any]) -> AffiliateSession | None:
        """Return whom to ask for what opens this request, if that has to be asked for."""
        return self.session if request.route.access is Access.AFFILIATE_TOKEN else None

    def timer(self, request: Request[Any]) -> CallTimer | None:
        """Begin to take the times of a call, where somebody wants to know them."""
        if self.observe is None:
            return None
        return CallTimer(self.observe, str(request.route), self.hosts[request.route.api], self.clock)


class Call:
    """A request on its way: written once, attempted until it is answered or given up."""

    __slots__ = (
        "_attempts",
        "_context",
        "_credentials",
        "_ends_at",
        "_message",
        "_outcome",
        "_refusals",
        "_refused_token",
        "_request",
        "_session",
        "_spent",
        "_timer",
        "_wait",
    )

    def __init__(self, context: CallContext, request: Request[Any]) -> None:
        self._context = context
        self._request = request
        self._session = context.session_for(request)
        self._refused_token: str | None = None
        self._credentials = (
            context.credentials if self._session is None else context.credentials.with_token(NO_TOKEN_YET)
        )
        self._message = context.write(request, self._credentials)
        deadline = context.options.deadline
        self._ends_at = inf if deadline is None else context.clock() + deadline
        self._attempts = 0
        self._spent = 0
        self._outcome: Outcome | None = None
        self._wait: float | None = None
        self._refusals: tuple[RateLimited, ...] = ()
        self._timer = context.timer(request)

    def run(self) -> Coroutine[Any, Any, Any]:
        """Await it for the answer; raises `CallFailed` when the call is given up."""
        return self._run() if self._timer is None else self._run_timed(self._timer)

    async def _run_timed(self, timer: CallTimer) -> Any:
        try:
            return await self._run()
        finally:
            timer.call_ended(self._outcome)

    async def _run(self) -> Any:
        lifetime = self._context.lifetime
        if not lifetime.enter():
            self._give_up(ClientClosed("the client is closed, so nothing was sent: make another client"))
        try:
            if self._context.account.shared_as is not None:
                self._context.account.share()
            result = await self._attempt()
            if self._wait is not None:
                result = await self._attempt_again()
        finally:
            self._leave()
        if isinstance(result, CallFailed):
            self._give_up(result)
        return self._answered(result)

    def _leave(self) -> None:
        self._context.lifetime.leave()

    def _answered(self, answer: Any) -> Any:
        """Note that the call went well, and pass its answer on."""
        self._context.account.quota.bring_back(self._spent)
        log.call_answered(self._request.route, self._attempts)
        if self._timer is not None:
            self._timer.answered()
        if isinstance(answer, _WITH_A_MESSAGE):
            return attrs.evolve(answer, message=self._clean(answer.message))
        return answer

    async def _attempt(self) -> Any:
        """Attempt it once. Returns the answer or the failure, and then `_wait` says after how long to attempt it again."""
        self._wait = None
        try:
            result = await self._exchange()
        except CallFailed as failure:
            self._wait = self._judge(failure)
            result = failure
        self._attempt_ended(result)
        return result

    def _attempt_ended(self, result: Any) -> None:
        if self._timer is not None:
            self._timer.attempt_ended(result)

    async def _attempt_again(self) -> Any:
        """Wait and attempt, until `_wait` is None.

        tenacity drives this loop because its users know it: what it logs and counts is where they look for retries. It is
        imported here, since it takes long and few calls come this far.
        """
        from tenacity import AsyncRetrying

        await self._sleep(self._wait or 0.0)
        repeat = AsyncRetrying(
            retry=lambda _: self._wait is not None, wait=lambda _: self._wait or 0.0, sleep=self._sleep
        )
        return await repeat(self._attempt)

    async def _sleep(self, seconds: float) -> None:
        """Sleep until the next attempt; less when the client closes, which that attempt then finds out."""
        with self._context.lifetime.waits.scope():
            await anyio.sleep(seconds)

    async def _exchange(self) -> Any:
        """Wait for a turn, send the request, and read its answer."""
        if self._session is not None:
            await self._open(self._session)
        permit = self._try_acquire() or await self._acquire()
        with permit:
            response = await self._send(permit)
            if response.status == 429:
                permit.refused(decode.retry_after(response))
                log.account_paused(self._request.route, self._context.account.budget.state().paused_for)
        self._expect_allowed_size(response)
        if len(response.body) <= LARGE:
            return self._read(response)
        return await self._read_in_a_thread(response)

    def _read(self, response: HttpResponse) -> Any:
        return self._request.read(response)

    def _expect_allowed_size(self, response: HttpResponse) -> None:
        """Refuse what the transport should have: it may be the caller's own."""
        size, most = len(response.body), self._context.options.max_answer
        if most is not None and size > most and response.is_success:
            raise AnswerTooLarge(max_answer=most, size=size, status=response.status)

    async def _read_in_a_thread(self, response: HttpResponse) -> Any:
        """Let the request make its answer of a response so large that it would hold up the event loop.

        Measured with 22 MB (100,000 referrals) on two busy cores: the loop stood still for 0.3 s instead of 1.7 s.
        """
        return await anyio.to_thread.run_sync(self._read, response, abandon_on_cancel=True)

    async def _open(self, session: AffiliateSession) -> None:
        """Put the promoter's session token into the request: another one than that which was refused, if one was."""
        with self._context.lifetime.waits.scope(), anyio.move_on_after(self._remaining()):
            self._credentials = self._credentials.with_token(await session.token(refused=self._refused_token))
            self._message = self._context.write(self._request, self._credentials)
            return
        if self._context.lifetime.is_over:
            raise ClientClosed("the client was closed while the call waited for a session token")
        raise self._too_late()

    def _too_late(self) -> DeadlineExceeded:
        late = DeadlineExceeded(self._context.options.deadline or 0.0)
        late.outcome = Outcome.NOT_SENT  # this time; what earlier attempts came to is noted already
        return late

    def _try_acquire(self) -> Permit | None:
        options = self._context.options
        if self._remaining() <= 0:
            raise self._too_late()
        return self._context.account.budget.try_acquire(options.lane)

    async def _acquire(self) -> Permit:
        options, since = self._context.options, self._context.clock()
        longest = min(self._ends_at - since, inf if options.max_wait is None else options.max_wait)
        try:
            with self._context.lifetime.waits.scope():
                budget = self._context.account.budget
                return await budget.acquire(options.lane, max_wait=longest)
        finally:
            self._note_wait(self._context.clock() - since)
        raise ClientClosed("the client was closed while the call waited for its turn")

    def _note_wait(self, seconds: float) -> None:
        log.turn_awaited(self._request.route, seconds)
        if self._timer is not None:
            self._timer.waited(seconds)

    async def _send(self, permit: Permit) -> HttpResponse:
        """Send the request; the permit hears what became of it."""
        context = self._context
        if context.lifetime.is_over:
            raise ClientClosed("the client was closed before the call was sent again")
        timeout = min(context.options.timeout, self._remaining())
        if (tell := about_to_send.get()) is not None:
            tell()
        permit.sent(timeout=timeout)
        self._attempts += 1
        context.account.requests_sent += 1
        if self._timer is not None:
            self._timer.sent(len(self._message.body))
        try:
            response = await self._transmit(timeout)
        except (ConnectionLost, AnswerTooLarge):
            permit.answered()
            raise
        except CallFailed as failure:
            if failure.outcome is Outcome.NOT_SENT:
                permit.give_back()
            raise
        if self._timer is not None:
            self._timer.received(response.status, len(response.body))
        return response

    def _transmit(self, timeout: float) -> Awaitable[HttpResponse]:
        return self._context.transport.exchange(self._message, timeout=timeout)

    def _remaining(self) -> float:
        return self._ends_at - self._context.clock()

    def _judge(self, failure: CallFailed) -> float | None:
        """Note what a failure means for the whole call; returns the wait before the next attempt, None for giving up."""
        failure.rewrite(self._clean)
        if isinstance(failure, RateLimited):
            self._refusals = (*self._refusals, failure)
        self._outcome = outcome_so_far(self._outcome, failure)
        if self._may_renew(failure):
            log.attempt_repeated(self._request.route, self._attempts, failure, 0.0)
            return 0.0
        decision = decide(
            self._context.retries,
            failure,
            self._request.replay_rule,
            attempt=self._attempts,
            remaining=self._remaining(),
            chance=random.random(),
        )
        if isinstance(decision, Stop):
            return None
        spent = self._context.account.quota.spend(failure)
        if spent is None:
            return None
        self._spent += spent
        log.attempt_repeated(self._request.route, self._attempts, failure, decision.wait)
        return decision.wait

    def _may_renew(self, failure: CallFailed) -> bool:
        """Note a session token that was refused, and tell whether another may be asked for: once, since nothing was changed."""
        if self._session is None or self._refused_token is not None or not isinstance(failure, SessionExpired):
            return False
        self._refused_token = self._credentials.affiliate_token
        return True

    def _clean(self, text: str) -> str:
        """Take out of a text what opened this call, and what the request itself held in secret."""
        earlier = () if self._refused_token is None else (self._refused_token,)
        return redact_and_cut(text, (*self._credentials.secrets, *earlier, *self._request.secrets))

    def _give_up(self, failure: CallFailed) -> NoReturn:
        """Raise the failure, with all that is known about the call."""
        if isinstance(failure, AnswerTimedOut) and self._remaining() <= 0:
            failure = DeadlineExceeded(self._context.options.deadline or 0.0)
        if isinstance(failure, WaitTooLong) and self._refusals:
            failure = _paused_too_long(self._refusals, failure)
        route = self._request.route
        failure.during(route.method, route.path, self._attempts, self._outcome)
        log.call_failed(route, failure)
        if self._timer is not None:
            self._timer.failed(failure)
        # Without the frames below this one: the variables of some hold an answer's body, and credentials may be in it.
        raise failure.with_traceback(None)


def _paused_too_long(refusals: Sequence[RateLimited], late: WaitTooLong) -> PausedTooLong:
    """Say why there is no turn in time: these refusals have paused the account."""
    return PausedTooLong(
        refusals=len(refusals), wait=late.wait, max_wait=late.max_wait, retry_after=refusals[-1].retry_after
    )
