"""What httpx and httpx2 have in common, which is nearly everything: requests, exceptions, and what they write to logs.

Their classes have the same names and meanings but no common base, so the library is handed in as a module.
"""

import logging
import os
import time
from collections.abc import Awaitable
from typing import Any, ClassVar, Final, TypeVar, cast

import anyio

from ..errors import (
    AnswerTimedOut,
    CallFailed,
    ClientClosed,
    ConfigurationError,
    ConnectFailed,
    ConnectionLost,
    Outcome,
    PoolExhausted,
    TransportError,
)
from ..lifetime import CancelTogether
from ..redaction import from_the_first_frame_of, redact, without_frames
from ..wire.message import HttpRequest, HttpResponse
from .body import StreamedBody, body_of
from .borrowed import closed_during_exchange
from .protocol import ResponseStream
from .streams import StreamedResponse, WholeResponse

T = TypeVar("T")

_PROXIES: Final = ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY")
_OURS_AND_THE_LIBRARIES: Final = frozenset(
    {__name__.partition(".")[0], "httpx", "httpx2", "httpcore", "httpcore2", "h11", "h2", "anyio"}
)
_HAPPENED: Final = {
    "ConnectError": "no connection could be made",
    "ConnectTimeout": "no connection could be made in time",
    "ReadError": "the connection was lost while the answer was awaited or read",
    "ReadTimeout": "the answer did not come in time",
    "WriteError": "the connection was lost while the request was sent",
    "WriteTimeout": "the request could not be sent in time",
    "CloseError": "the connection could not be closed",
    "OSError": "the connection failed",
}
"""What the libraries' errors mean, which often have no text."""
_CERTIFICATES: Final = ("SSL_CERT_FILE", "SSL_CERT_DIR")


class HideSecretsInUrls(logging.Filter):
    """Keeps credentials that the API wants in a URL (`auth_token`) out of the HTTP library's own log lines."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record where it shows such a URL; lets every record pass."""
        text = record.getMessage()
        hidden = redact(text)
        if hidden != text:
            record.msg, record.args = hidden, ()
        return True


class _Leaving:
    """Notes when the first byte of a request may leave: the library, which calls this its `trace`, names each step."""

    __slots__ = ("begun", "native")

    def __init__(self) -> None:
        self.begun = False
        self.native: Any = None
        """The library's own request."""

    def is_ours(self, request: Any) -> bool:
        """Tell whether an error is about our request: hooks of a client of the caller's make calls of their own."""
        return request is self.native

    async def __call__(self, step: str, details: dict[str, Any]) -> None:
        if step.endswith("send_request_headers.started"):
            self.begun = True
            details["request"].extensions.pop("trace", None)  # the steps that follow need not be told


class HttpxFamilyTransport:
    """One transport over a client of the httpx family."""

    _library: ClassVar[Any]
    _shared_tls: ClassVar[dict[str, Any]] = {}

    def __init__(self, client: Any = None) -> None:
        name = str(self._library.__name__)
        if client is not None and not isinstance(client, self._library.AsyncClient):
            given = f"{type(client).__module__.partition('.')[0]}.{type(client).__qualname__}"
            raise ConfigurationError(f"{type(self).__name__} takes a {name}.AsyncClient, and {given} was given")
        _hide_secrets_in_logs(name)
        self._owns_client = client is None
        self._client: Any = self._own_client(name) if client is None else client
        self._proxies = _set_in_the_environment(_PROXIES) if client is None else ""
        self._urls: dict[str, Any] = {}
        self._under_way = CancelTogether()

    @classmethod
    def _own_client(cls, name: str) -> Any:
        """Make a client, which reads from the environment what proxies there are."""
        tls = cls._tls(name)
        try:
            return cls._library.AsyncClient(verify=tls)
        except (ValueError, ImportError, cls._library.InvalidURL) as problem:
            kind = type(problem).__name__  # without its text, which may show the proxy's password
        raise ConfigurationError(
            f"{name} cannot use the proxy that is set by {_set_in_the_environment(_PROXIES)} ({kind}): write it as "
            f"http://host:port, or pass a client that has it, transport={cls.__name__}({name}.AsyncClient(proxy=...))"
        )

    @classmethod
    def _tls(cls, name: str) -> Any:
        """Make the TLS context once; to load the certificates takes some 20 ms."""
        if name not in cls._shared_tls:
            try:
                cls._shared_tls[name] = cls._library.create_ssl_context()
            except OSError as problem:
                told = f"no certificates can be read where {_set_in_the_environment(_CERTIFICATES)} says: {problem}"
                raise ConfigurationError(told) from None
        return cls._shared_tls[name]

    async def exchange(self, request: HttpRequest, *, timeout: float) -> HttpResponse:  # noqa: ASYNC109
        """Send the request and read the response; see `Transport.exchange`."""
        leaving = _Leaving()
        return await self._guarded(self._exchange(request, timeout, leaving), leaving, timeout)

    async def begin(self, request: HttpRequest, *, timeout: float) -> ResponseStream:  # noqa: ASYNC109
        """Send the request and read the head of the response; see `StreamingTransport.begin`."""
        leaving = _Leaving()
        response = await self._guarded(self._send(request, timeout, leaving), leaving, timeout)
        if isinstance(response, HttpResponse):
            return WholeResponse(response)
        head, body = _valued(response, b"", request), StreamedBody(response)
        return StreamedResponse(head, body, lambda work, seconds: self._guarded(work, leaving, seconds))

    async def _guarded(self, work: Awaitable[T], leaving: "_Leaving", timeout: float) -> T:  # noqa: ASYNC109
        """Let a part of an exchange take so long, and raise what goes wrong as an error of ours."""
        failure: Exception
        try:
            with anyio.CancelScope(deadline=anyio.current_time() + timeout) as scope:
                self._under_way.add(scope)
                try:
                    return await work
                finally:
                    self._under_way.discard(scope)
            failure = self._cut_off(leaving, timeout)
        except (self._library.HTTPError, self._library.StreamError, self._library.InvalidURL) as problem:
            failure = self._translate(problem, leaving)
        except CallFailed as problem:  # ours already
            failure = without_frames(problem)
        except OSError as problem:  # a TLS record that cannot be read, for example, which the library lets through
            failure = _lost(_told(problem))
        except ExceptionGroup as problem:  # anyio's, of attempts to connect; a proxy's port that is none, for example
            told = f"cannot connect: {_first_of(problem)}"
            failure = _lost(told) if self._may_have_left(leaving) else self._connect_failed(told)
        except Exception as problem:  # of a hook or a transport of the caller's, whose own frames stay
            failure = from_the_first_frame_of(problem, _is_the_callers)
        except anyio.get_cancelled_exc_class() as cancelled:
            raise without_frames(cancelled)  # noqa: B904  those of the library have the keys in their variables
        # Raised out here, so that it carries no frames whose variables hold keys.
        raise failure

    def _cut_off(self, leaving: "_Leaving", timeout: float) -> Exception:
        """Tell why an exchange was cancelled from here: because of closing, or because its time was up."""
        if not self._under_way.is_cancelled:
            return AnswerTimedOut(f"no answer within {timeout:g} s")
        return closed_during_exchange(Outcome.UNKNOWN if self._may_have_left(leaving) else Outcome.NOT_SENT)

    def _may_have_left(self, leaving: "_Leaving") -> bool:
        """Tell whether something was sent, perhaps; a client of the caller's may do so by other means, which report nothing."""
        return leaving.begun or not self._owns_client

    async def _exchange(self, request: HttpRequest, timeout: float, leaving: "_Leaving") -> HttpResponse:  # noqa: ASYNC109
        response = await self._send(request, timeout, leaving)
        if isinstance(response, HttpResponse):
            return response
        return _valued(response, await body_of(response, request.max_answer), request)

    async def _send(self, request: HttpRequest, timeout: float, leaving: "_Leaving") -> Any:  # noqa: ASYNC109
        """Send the request; returns the library's response before its body, or ours where the body is gone."""
        if self._client.is_closed:
            raise ClientClosed("the HTTP client is closed, and its connections with it: make another one")
        native = leaving.native = self._native(request, timeout, leaving)
        try:
            return await self._client.send(native, stream=True, follow_redirects=False)
        except (
            self._library.HTTPStatusError
        ) as problem:  # a hook of the caller's client raised it, and has read the body
            if leaving.is_ours(problem.request):
                return _valued(problem.response, b"", request)
        # Its text would show the URL.
        raise ConnectionLost("a hook of the HTTP client raised the status of another call")

    def _native(self, request: HttpRequest, timeout: float, leaving: "_Leaving") -> Any:
        # Waiting for a connection gets half of the time, so that when all of it is over the request was on its way.
        limits = {"connect": timeout / 2, "pool": timeout / 2, "read": None, "write": None}
        make = self._library.Request if self._owns_client else self._client.build_request
        return make(
            request.method,
            self._url(request.url),
            headers=list(request.headers),
            content=request.body or None,
            extensions={"timeout": limits, "trace": leaving},
        )

    def _url(self, url: str) -> Any:
        """Parse a URL; those without a query are few, and are kept."""
        if "?" in url:
            return url
        if url not in self._urls:
            if len(self._urls) >= 512:
                self._urls.clear()
            self._urls[url] = self._library.URL(url)
        return self._urls[url]

    def _translate(self, problem: Any, leaving: "_Leaving") -> Exception:
        library, told = self._library, _told(problem)
        # A client of the caller's may have sent it before, and again: by a transport that repeats, or in a hook.
        never_left = not leaving.begun and leaving.is_ours(getattr(problem, "_request", None))
        if isinstance(problem, library.ConnectError | library.ConnectTimeout):
            return self._connect_failed(told) if never_left else _lost(told)
        if isinstance(problem, library.PoolTimeout) and never_left:
            return PoolExhausted("no connection of the pool became free in time")
        if isinstance(problem, library.TimeoutException):
            return AnswerTimedOut(told)
        if isinstance(problem, library.UnsupportedProtocol | library.InvalidURL):
            return ConfigurationError(told)
        return _lost(told)

    def _connect_failed(self, told: str) -> Exception:
        return ConnectFailed(f"{told} (the proxy is set by {self._proxies})" if self._proxies else told)

    async def aclose(self) -> None:
        """End the exchanges under way, and close the client unless the caller brought it."""
        self._under_way.cancel()
        await self._under_way.until_left()
        if self._owns_client:
            await self._client.aclose()

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


def _first_of(problem: Exception) -> str:
    while isinstance(problem, ExceptionGroup):
        problem = cast("ExceptionGroup[Exception]", problem).exceptions[0]
    return _told(problem)


def _told(problem: Exception) -> str:
    """Say what went wrong: in the library's words or, where it has none, in ours."""
    kinds = [kind.__name__ for kind in type(problem).__mro__]
    own = next((_HAPPENED[kind] for kind in kinds if kind in _HAPPENED), "the HTTP library says no more")
    return f"{kinds[0]}: {str(problem).strip() or own}"


def _set_in_the_environment(names: tuple[str, ...]) -> str:
    """Name those of the variables that are set, in either case."""
    return ", ".join(sorted(name for name in os.environ if name.upper() in names and os.environ[name]))


def _valued(response: Any, body: bytes, request: HttpRequest) -> HttpResponse:
    return HttpResponse(response.status_code, tuple(response.headers.raw), body, request.url, time.time())


def _is_the_callers(module: str) -> bool:
    return module.partition(".")[0] not in _OURS_AND_THE_LIBRARIES


def _lost(told: str) -> TransportError:
    return ConnectionLost(told)


def _hide_secrets_in_logs(name: str) -> None:
    logger = logging.getLogger(name)
    if not any(isinstance(present, HideSecretsInUrls) for present in logger.filters):
        logger.addFilter(HideSecretsInUrls())
