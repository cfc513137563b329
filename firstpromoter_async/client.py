"""The client: where keys, budget, retries and a transport come together.

    async with FirstPromoter(api_key=..., account_id=...) as fp:
        await fp.v2.track.sale(email="ann@example.com", event_id="order-1", amount=4900)

The connection pool belongs to the client, and keys and rate budget to an account; both generations of the API share
them. This module knows no noun of the API by name beyond the two doors `v1` and `v2`.
"""

import copy
import os
import sys
import time
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager, suppress
from functools import cached_property, partial
from inspect import iscoroutinefunction
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Literal, Self, TypeVar, cast

import anyio
import attrs

from .budget import Budget, Clock
from .call import MAX_ANSWER, Account, Call, CallContext, CallOptions
from .credentials import Credentials
from .errors import ConfigurationError, FirstPromoterError, InvalidRequest
from .hosts import account_at, hosts_of
from .lifetime import LONGEST_GOODBYE, Lifetime
from .observe import Observer
from .policy.checks import is_number
from .policy.retry import RetryPolicy
from .policy.window import Lane, Rate, rate_of
from .redaction import hides_arguments, without_frames
from .session import AffiliateSession, TokenSource
from .transport.borrowed import BorrowedTransport
from .unset import UNSET, Maybe
from .version import __version__
from .wire.answers import BeingPrepared, Download
from .wire.request import Replay, Request
from .wire.route import Api
from .wire.untyped import UntypedRequest

if TYPE_CHECKING:
    from .downloads import FileStream
    from .transport import Transport
    from .transport.protocol import StreamingTransport
    from .v1 import V1Api
    from .v2 import V2Api

R = TypeVar("R")

DEFAULT_RATE: Final = Rate(calls=400, seconds=60.0)
GRACE: Final = 5.0
"""Seconds that closing waits for calls under way, unless `aclose(grace=...)` says otherwise."""
_HEADERS: Final = (
    ("Accept-Encoding", "gzip, deflate"),
    ("User-Agent", f"firstpromoter-async/{__version__} python/{sys.version_info.major}.{sys.version_info.minor}"),
)
_ENVIRONMENT: Final = {
    "api_key": "FIRSTPROMOTER_API_KEY",
    "account_id": "FIRSTPROMOTER_ACCOUNT_ID",
    "v1_api_key": "FIRSTPROMOTER_V1_API_KEY",
    "base_url": "FIRSTPROMOTER_BASE_URL",
}


class FirstPromoter:
    """A client of FirstPromoter, for both generations of its API.

    Close it with `async with` or `aclose()`: both first wait for calls under way, for 5 seconds if nothing else is said. It
    belongs to the event loop, asyncio's or trio's, in which it makes its first call; each other loop or thread needs a
    client of its own.
    """

    @hides_arguments
    def __init__(
        self,
        *,
        api_key: str | None = None,
        account_id: str | None = None,
        v1_api_key: str | None = None,
        affiliate_token: str | TokenSource | None = None,
        base_url: str | None = None,
        v1_base_url: str | None = None,
        rate: Rate | str | None = DEFAULT_RATE,
        bulk_share: float = 0.8,
        timeout: float = 10.0,
        deadline: float | None = 60.0,
        max_wait: float | None = None,
        lane: Lane = Lane.INTERACTIVE,
        max_answer: int | None = MAX_ANSWER,
        retries: RetryPolicy | None = None,
        v1_writes: Literal["form", "query"] = "form",
        transport: "Transport | None" = None,
        share_budget: bool = True,
        observe: Observer | None = None,
        clock: Clock = time.monotonic,
    ) -> None:
        """Make a client; nothing is sent yet, and what is missing is asked for by the first call that needs it.

        `api_key` and `account_id` open v2, `v1_api_key` opens v1; they are different keys. `affiliate_token` opens
        `v2.affiliate` for one promoter, with the same `account_id` and no other key: the token of their session, or an async
        function that supplies it, see `as_promoter`. `base_url` replaces the host of
        both generations, so that one sandbox serves both, unless it is a host of FirstPromoter itself; `v1_base_url`
        replaces v1's alone. `rate` is calls in seconds, `"400/60"`, and `"off"` or None for no limit; `bulk_share` is the
        part of it that the bulk lane may hold while both lanes are in use. `timeout`, `deadline`, `max_wait` (seconds),
        `lane` and `max_answer` (bytes) are the defaults of every call, see `CallOptions`; `retries` says how often a call
        is repeated, and how long a pause may be that FirstPromoter asks for. `v1_writes` says whether v1's writes travel
        as a form or, like those of FirstPromoter's own client, as a query. `transport` replaces httpx; it stays yours to
        close.

        The budget holds within one process. In an event loop, clients of one account on one host share it if they name the
        same `rate` (the other settings are those of the first); clients that name different rates are taken to have divided
        the account between them. With `share_budget=False` this client has a budget of its own. `clock` tells seconds for
        budget and deadlines.

        `observe` is called with one small value for each attempt and each call, see `firstpromoter_async.observe`.
        Raises `ConfigurationError` for keys, URLs and settings that cannot be right.
        """
        hosts = hosts_of(base_url, v1_base_url)
        limit = rate_of(rate)
        policy = _policy(retries)
        if not callable(clock):
            raise ConfigurationError("clock is a function that tells seconds, such as time.monotonic")
        if observe is not None:
            _check_observer(observe)
        if v1_writes not in ("form", "query"):
            raise ConfigurationError(f"v1_writes is 'form' or 'query', and {v1_writes!r} was given")
        self._is_view = False
        self._new_budget = partial(
            Budget, limit, bulk_share=bulk_share, longest_retry_after=policy.longest_retry_after, clock=clock
        )
        self._shares = (tuple(hosts.values()), limit, id(clock)) if share_budget else None
        self._accounts: dict[str, Account] = {}
        token, session = _text_or_session(affiliate_token)
        credentials = Credentials(api_key=api_key, account_id=account_id, v1_api_key=v1_api_key, affiliate_token=token)
        self._context = CallContext(
            options=CallOptions(
                timeout=timeout, deadline=deadline, max_wait=max_wait, lane=lane, max_answer=max_answer
            ),
            credentials=credentials,
            session=session,
            account=self._account_of(credentials),
            retries=policy,
            hosts=hosts,
            clock=clock,
            lifetime=Lifetime(),
            headers=_HEADERS,
            form_in_query=v1_writes == "query",
            observe=observe,
            transport=_own_transport() if transport is None else _borrowed(transport),
        )

    @classmethod
    @hides_arguments
    def from_env(cls, environ: Mapping[str, str] | None = None, **arguments: Any) -> Self:
        """Make a client from FIRSTPROMOTER_API_KEY, _ACCOUNT_ID, _V1_API_KEY and _BASE_URL of the environment.

        `environ` replaces `os.environ`; `arguments` are the constructor's and count more. Raises
        `ConfigurationError` when there is no key at all.
        """
        environ = os.environ if environ is None else environ
        found = {name: environ[variable] for name, variable in _ENVIRONMENT.items() if environ.get(variable)}
        merged: dict[str, Any] = found | arguments
        if not merged.keys() & {"api_key", "v1_api_key", "affiliate_token"}:
            raise ConfigurationError(
                "no key in the environment: set FIRSTPROMOTER_API_KEY and FIRSTPROMOTER_ACCOUNT_ID for v2, "
                "or FIRSTPROMOTER_V1_API_KEY for v1"
            )
        return cls(**merged)

    # The two doors.

    @cached_property
    def v1(self) -> "V1Api":
        """The v1 API: key-value requests, opened by the legacy key."""
        from .v1 import V1Api

        return V1Api(self)

    @cached_property
    def v2(self) -> "V2Api":
        """The v2 API: JSON requests, opened by the v2 key and the account id."""
        from .v2 import V2Api

        return V2Api(self)

    # Other ways to call.

    def using(
        self,
        *,
        timeout: Maybe[float] = UNSET,
        deadline: Maybe[float | None] = UNSET,
        max_wait: Maybe[float | None] = UNSET,
        lane: Maybe[Lane] = UNSET,
        max_answer: Maybe[int | None] = UNSET,
        retries: Maybe[RetryPolicy] = UNSET,
    ) -> Self:
        """Return this client with other call options, on the same connections, keys and budget.

        `await fp.using(deadline=2.0).v2.track.signup(...)`. The original keeps its own options, and is the one to close.
        """
        given = {"timeout": timeout, "deadline": deadline, "max_wait": max_wait, "lane": lane, "max_answer": max_answer}
        changes: dict[str, Any] = {name: value for name, value in given.items() if value is not UNSET}
        policy = self._context.retries if retries is UNSET else _policy(retries)
        return self._view(options=attrs.evolve(self._context.options, **changes), retries=policy)

    @hides_arguments
    def with_account(
        self,
        *,
        api_key: str | None = None,
        account_id: str | None = None,
        v1_api_key: str | None = None,
        affiliate_token: str | TokenSource | None = None,
    ) -> Self:
        """Return a client of another account, with a budget of its own, over the connections of this one.

        The rate limit is the account's: opened again, even with another key, an account has the budget that it had before.
        It is remembered, in some 3 kB, for as long as this client and its views live.
        """
        token, session = _text_or_session(affiliate_token)
        credentials = Credentials(api_key=api_key, account_id=account_id, v1_api_key=v1_api_key, affiliate_token=token)
        return self._view(credentials=credentials, session=session, account=self._account_of(credentials))

    @hides_arguments
    def as_promoter(self, affiliate_token: str | TokenSource) -> Self:
        """Return this client with `v2.affiliate` opened for one promoter, on the same connections and budget.

        `await fp.as_promoter(token).v2.affiliate.promoters.current()`. A server that serves many promoters has one client, and
        makes one of these, which costs next to nothing, for each session. `affiliate_token` is the token of the promoter's
        session, or an async function without arguments that returns one. The function is called when there is no token yet,
        and once more when FirstPromoter refuses the one there is (401); calls that wait for it at the same time share what it
        returns, so keep the view as long as the session. If it fails, the calls raise `NoSessionToken`; a token given as text
        that is refused raises `SessionExpired`.

        All else stays as it is: `v2.promoters` of the view is still opened by the company's key.
        """
        if affiliate_token is None:  # pyright: ignore[reportUnnecessaryComparison]  a lookup that found no session
            raise ConfigurationError("as_promoter takes the token of a promoter's session, and None was given")
        token, session = _text_or_session(affiliate_token)
        credentials = attrs.evolve(self._context.credentials, affiliate_token=token)
        return self._view(credentials=credentials, session=session)

    def _account_of(self, credentials: Credentials) -> Account:
        """Return what the calls of an account share, made when it is first named."""
        name = credentials.account
        if name not in self._accounts:
            shared_as = None if self._shares is None else (name, self._shares)
            self._accounts[name] = Account(self._new_budget(), shared_as)
        return self._accounts[name]

    def _view(self, **changes: Any) -> Self:
        view = copy.copy(self)
        view._is_view = True
        view._context = attrs.evolve(self._context, **changes)
        for generation in ("v1", "v2"):
            view.__dict__.pop(generation, None)
        return view

    # What can be read.

    @property
    def account(self) -> str:
        """A name for the account that may be stored and shown: its id, or a fingerprint of the v1 key.

        Where calls do not go to FirstPromoter itself, their host is part of it (`acc_1@127.0.0.1:8080`), so that a ledger
        that was filled on a sandbox is never taken for one of the real account.
        """
        return account_at(self._context.credentials.account, self._context.hosts[Api.V2])

    @property
    def budget(self) -> Budget:
        """The rate budget of the account: its state, and how long so many calls will take."""
        account = self._context.account
        if account.shared_as is not None:
            with suppress(RuntimeError):  # outside of an event loop it is shared with nobody yet
                account.share()
        return account.budget

    @property
    def requests_sent(self) -> int:
        """How many requests were made for this account, repeated ones included."""
        return self._context.account.requests_sent

    # Calls.

    async def send(self, request: Request[R], /) -> R:
        """Carry a request out and return its answer; raises `CallFailed` or one of its kinds."""
        if not isinstance(request, Request):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise InvalidRequest(
                f"send takes a request, such as TrackSale(...), and {type(request).__name__} was given"
            )
        try:
            call = Call(self._context, request)
        except FirstPromoterError as problem:
            refused = problem
        else:
            return cast(R, await call.run())
        raise without_frames(refused)  # those that wrote the request down have its parameters in their variables

    def stream(self, request: Request[Download], /) -> AbstractAsyncContextManager["FileStream | BeingPrepared"]:
        """Carry a request for a file out, and give the file while it comes: `async with fp.stream(DownloadReport(...))`.

        What a noun's method gives for such a request does this by itself. Leaving the block closes the answer.
        """
        from .streamed_call import StreamedCall

        try:
            return StreamedCall(self._context, request)
        except FirstPromoterError as problem:
            refused = problem
        raise without_frames(refused)  # as in `send`

    async def request(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        body: Mapping[str, Any] | None = None,
        replay: Replay | None = None,
    ) -> Any:
        """Call something that has no method yet, and return its JSON as plain data, or None for an empty answer.

        `path` starts at the host (`/api/v2/company/...`), and with it the generation and the credential are chosen. Errors
        name it, so no token belongs into it. `query` and `body` may nest. Reads count as SAFE and writes as UNSAFE, unless
        `replay` says better.
        """
        try:
            anything: Request[Any] | FirstPromoterError = UntypedRequest(
                method=method, path=path, query=query or {}, body=body or {}, rule=replay
            )
        except FirstPromoterError as problem:
            anything = problem
        query = body = None  # an error is reported with this frame's variables, and a credential may be among them
        if isinstance(anything, FirstPromoterError):
            raise without_frames(anything)
        return await self.send(anything)

    async def aclose(self, *, grace: float = GRACE) -> None:
        """Let the calls under way end, for up to `grace` seconds, and close the connections that this client opened.

        No call begins any more: it raises `ClientClosed`, as do the calls that are still under way when the time is up,
        each with the outcome that is known. Those include the calls of views, and those over a transport that you
        passed, which itself stays open. Cancelling skips the wait. Closing a view does nothing.
        """
        if not (is_number(grace) and grace >= 0):
            raise ConfigurationError(f"grace is a number of seconds from 0, and {grace!r} was given")
        if self._is_view:
            return
        lifetime = self._context.lifetime
        lifetime.expect_its_loop()
        try:
            await lifetime.close(grace)
        finally:
            with anyio.move_on_after(LONGEST_GOODBYE, shield=True):
                await self._context.transport.aclose()
                await lifetime.until_idle()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.aclose()

    def __repr__(self) -> str:
        # Reports of errors also show what was refused half built.
        if not hasattr(self, "_context"):
            return "<FirstPromoter>"
        has_session = self._context.session is not None or self._context.credentials.affiliate_token is not None
        session = ", with a promoter's session" if has_session else ""
        return f"<FirstPromoter {self.account}{session}>"


def _text_or_session(token: str | TokenSource | None) -> tuple[str | None, AffiliateSession | None]:
    """Tell a session token from a function that supplies one."""
    return (None, AffiliateSession(token)) if callable(token) else (token, None)


def _own_transport() -> "StreamingTransport":
    from .transport import HttpxTransport

    return HttpxTransport()


def _check_observer(observe: Observer) -> None:
    if not callable(observe):
        raise ConfigurationError(f"observe is a function of one argument, and {observe!r} was given")
    if iscoroutinefunction(observe) or iscoroutinefunction(getattr(observe, "__call__", None)):  # noqa: B004  of an object
        raise ConfigurationError("observe is an ordinary function, not an `async def`: nothing waits for it")


def _borrowed(transport: "Transport") -> "StreamingTransport":
    if isinstance(transport, type):
        raise ConfigurationError(f"transport is a Transport, and the class was given: make one, {transport.__name__}()")
    if not hasattr(transport, "exchange"):
        raise ConfigurationError(
            f"transport is a Transport, and {type(transport).__name__} was given: an AsyncClient of httpx goes into it as "
            "HttpxTransport(client), from firstpromoter_async.transport"
        )
    return BorrowedTransport(transport)


def _policy(retries: RetryPolicy | None) -> RetryPolicy:
    if retries is None:
        return RetryPolicy()
    if isinstance(retries, RetryPolicy):  # pyright: ignore[reportUnnecessaryIsInstance]
        return retries
    raise ConfigurationError(f"retries is a RetryPolicy, such as RetryPolicy(attempts=3), and {retries!r} was given")
