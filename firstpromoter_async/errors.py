"""Everything that can go wrong, as one family.

    FirstPromoterError
    ├── ConfigurationError        the client cannot be built or used like this: your turn
    ├── InvalidRequest            refused before anything was sent: your turn
    │   ├── InvalidAmount         an amount that cannot be turned into minor units for certain
    │   └── InvalidResumeToken    not a token of this listing
    ├── PromoterConflict          another of your users' promoter has the e-mail address that was to be ensured
    ├── BatchNotOver              waiting for a bulk action took longer than it was given: a TimeoutError, too
    └── CallFailed                a call did not end well; `outcome` says what that means for a write
        ├── WaitTooLong           the rate budget has no turn soon enough; nothing was sent
        │   └── PausedTooLong     the same after a 429 to this very call: a RateLimited, too
        ├── DeadlineExceeded      the call's own deadline passed
        ├── ClientClosed          the client was closed before the call was over, or before it began
        ├── NoSessionToken        your function that supplies a promoter's session token gave none
        ├── TransportError        the network
        │   ├── ConnectFailed     no connection, so nothing left with this attempt
        │   ├── PoolExhausted     no connection became free, so nothing left with this attempt
        │   ├── AnswerTimedOut    connected, but no answer in time
        │   └── ConnectionLost    the connection broke while sending or reading
        ├── UnreadableAnswer      an answer came, but not one that can be understood
        │   ├── UnexpectedAnswer  a success that does not belong to this call: another event's, or not FirstPromoter's
        │   └── AnswerTooLarge    more bytes than `max_answer` allows; the rest was not read
        ├── RefusedLink           a next-page link points away from the API; no credential was sent there
        └── StatusError           FirstPromoter said no
            ├── Redirected        3xx: redirects are not followed, since they would carry credentials away
            ├── BadRequest        400
            ├── Unauthorized      401: keys, account id
            │   └── SessionExpired  a promoter's session token is over: a new session has a new one
            ├── Forbidden         403
            ├── NotFound          404
            ├── RequestTimeout    408
            ├── Conflict          409
            ├── Unprocessable     422
            ├── RateLimited       429: FirstPromoter's turn; `retry_after` says when, if it does
            └── ServerError       5xx: FirstPromoter's turn
                └── NotSupported  501, 505: the server does not have this operation; nothing was changed

Every error can be pickled and copied, and none carries a key, a token or a body. This module knows nothing of HTTP
libraries or of retries.
"""

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final, Self

if TYPE_CHECKING:
    from .wire.answers import Batch

_HALF: Final = re.compile("[\ud800-\udfff]")


class Outcome(StrEnum):
    """What a failed call means for the thing it was meant to change."""

    NOT_SENT = "not_sent"
    """Nothing left this machine, with any attempt: nothing was changed."""
    REJECTED = "rejected"
    """FirstPromoter answered no, or turned the call away at the door (429): nothing was changed."""
    UNKNOWN = "unknown"
    """It may have been stored or not. Look it up, or repeat it under the same key, before doing it again."""


class FirstPromoterError(Exception):
    """The root of the family."""

    def __reduce__(self) -> tuple[Any, ...]:
        return _revive, (type(self), self.args, self.__dict__)


def _revive(kind: type[FirstPromoterError], args: tuple[Any, ...], state: dict[str, Any]) -> FirstPromoterError:
    error = kind.__new__(kind, *args)
    error.args = args
    error.__dict__.update(state)
    return error


class ConfigurationError(FirstPromoterError, ValueError):
    """The client cannot be built or used like this: a key is missing, a URL is not one."""

    outcome = Outcome.NOT_SENT


class InvalidRequest(FirstPromoterError, ValueError):
    """The request cannot be right, and was refused before anything was sent."""

    outcome = Outcome.NOT_SENT


class InvalidAmount(InvalidRequest):
    """The amount cannot be turned into minor units for certain."""


class InvalidResumeToken(InvalidRequest):
    """The text is not a resume token, or belongs to another listing."""


class BatchNotOver(FirstPromoterError, TimeoutError):
    """A bulk action was not over when the time for waiting was; it goes on, and `batches.wait(error.batch.id)` does too."""

    def __init__(self, batch: "Batch", timeout: float) -> None:
        super().__init__(f"batch {batch.id} was not over after {timeout:g} s: {batch.status}, {batch.progress or 0} %")
        self.batch = batch
        """How far it was when it was last looked at."""
        self.timeout = timeout
        """Seconds that it was given."""


class PromoterConflict(FirstPromoterError):
    """The promoter who is to be ensured cannot be: their e-mail address is that of a promoter with another `cust_id`.

    Nothing was changed. Either the two are one and the same for you: then `promoters.update(error.promoter_id, cust_id=...)` says
    so. Or they are two people with one address, which FirstPromoter does not allow.
    """

    def __init__(self, promoter_id: int, cust_id: str) -> None:
        super().__init__(
            f"promoter {promoter_id} has this e-mail address under another cust_id, and was left as they are"
        )
        self.promoter_id = promoter_id
        """Whose address it is, by FirstPromoter's id."""
        self.cust_id = cust_id
        """The `cust_id` that they have."""


class CallFailed(FirstPromoterError):
    """A call did not end well.

    `method` and `route` name the operation (by the path template, not the path with its values), `attempts` counts the
    requests that were made for it, and `outcome` says what is known about its effect.
    """

    method: str = ""
    """The HTTP method; empty until the call is known."""
    route: str = ""
    """The path template, for example `/api/v2/company/promoters/{id}`; for `FirstPromoter.request`, the path as given."""
    attempts: int = 0
    """How many requests were made for this call; 0 when it never had its turn."""
    outcome: Outcome = Outcome.UNKNOWN
    """What is known about the effect of the call."""
    is_unknown_since_before: bool = False
    """Whether this last failure alone would not make the outcome unknown, but an attempt before it did."""
    timed_out: bool = False
    """Whether time ran out while waiting for the network."""
    resume_token: str | None = None
    """Where to go on, when a page of a listing failed; see `Pages.resume`."""

    def during(self, method: str, route: str, attempts: int, outcome: Outcome | None = None) -> Self:
        """Say which call this was; returns the same error."""
        self.method, self.route, self.attempts = method, route, attempts
        if outcome is not None:
            if outcome is Outcome.UNKNOWN and self.outcome is not Outcome.UNKNOWN:
                self.is_unknown_since_before = True
            self.outcome = outcome
        return self

    def rewrite(self, clean: Callable[[str], str]) -> None:
        """Rewrite every text that may hold somebody else's words, so that no key is shown even if it was echoed."""
        self.args = tuple(clean(one) if isinstance(one, str) else one for one in self.args)

    @property
    def reason(self) -> str:
        """What went wrong, without the call around it."""
        return super().__str__()

    def __str__(self) -> str:
        if not self.method:
            return self.reason
        times = f"{self.attempts} attempt{'' if self.attempts == 1 else 's'}"
        earlier = ", because of an earlier attempt" if self.is_unknown_since_before else ""
        return f"{self.method} {self.route}: {self.reason} ({times}; outcome: {self.outcome}{earlier})"


class WaitTooLong(CallFailed):
    """The rate budget has no turn soon enough, so the call was refused up front; nothing was sent."""

    outcome = Outcome.NOT_SENT

    def __init__(self, *, wait: float, max_wait: float, paused: bool = False) -> None:
        cause = "FirstPromoter has paused this account with a 429: " if paused else ""
        CallFailed.__init__(
            self, f"{cause}the rate budget has the next turn in about {wait:.1f} s, and {max_wait:.1f} s were allowed"
        )
        self.wait = wait
        """Seconds until the turn would have come, about."""
        self.max_wait = max_wait
        """Seconds that were allowed."""


class DeadlineExceeded(CallFailed):
    """The call's own deadline passed: while queueing, calling, or waiting to repeat."""

    def __init__(self, deadline: float) -> None:
        super().__init__(f"no result within {deadline:g} s")
        self.deadline = deadline
        """Seconds that the call was given."""


class ClientClosed(CallFailed):
    """The client was closed before the call was over, or before it began.

    `outcome` is `not_sent` for a call that came too late, or that was waiting for its turn or to be repeated when nothing
    of it had been stored; it is `unknown` where a request was on its way.
    """

    outcome = Outcome.NOT_SENT


class NoSessionToken(CallFailed):
    """The function that supplies a promoter's session token (`affiliate_token`) failed, or gave none.

    What it raised is the `__cause__`. Nothing was sent without a token, and an attempt whose token was refused has changed
    nothing.
    """

    outcome = Outcome.NOT_SENT


def _writable(text: str) -> str:
    """Replace halves of surrogate pairs, which JSON can escape into a text and no file or database takes."""
    return _HALF.sub("\N{REPLACEMENT CHARACTER}", text)


class TransportError(CallFailed):
    """The network did not carry the call to its end."""


class ConnectFailed(TransportError):
    """No connection could be made, so nothing left this machine with this attempt.

    `outcome` is that of the whole call: `unknown` where an earlier attempt was lost on its way, and may have been stored.
    """

    outcome = Outcome.NOT_SENT


class PoolExhausted(TransportError):
    """No connection became free in time, so nothing left this machine with this attempt.

    `outcome` is that of the whole call, as with `ConnectFailed`.
    """

    outcome = Outcome.NOT_SENT


class AnswerTimedOut(TransportError):
    """The request was on its way, and no answer came in time."""

    timed_out = True


class ConnectionLost(TransportError):
    """The connection broke while the request was sent or the answer was read."""


class UnreadableAnswer(CallFailed):
    """An answer came, but not one that can be understood: cut off, not JSON, or of another shape."""

    def __init__(self, reason: str, *, status: int, cut_short: bool = False) -> None:
        super().__init__(_writable(reason))
        self.status = status
        """The HTTP status that came with it."""
        self.cut_short = cut_short
        """Whether the body was no whole JSON document, which another attempt may mend."""


class UnexpectedAnswer(UnreadableAnswer):
    """A success came that does not belong to this call: it is about another event, or is not FirstPromoter's at all.

    So what became of the call is not known. Under a key (`event_id`) it is safe to repeat, and the client has tried that.
    """


class AnswerTooLarge(UnreadableAnswer):
    """The answer has more bytes than `max_answer` allows, and was read no further.

    Of a write this leaves the outcome unknown; a read has changed nothing, whatever its outcome says. It is not repeated.
    """

    def __init__(self, *, max_answer: int, status: int, size: int | None = None) -> None:
        has = "goes on beyond" if size is None else f"has {size:,} bytes, more than"
        super().__init__(
            f"the answer {has} the {max_answer:,} bytes that are allowed: ask for less (per_page, a filter), "
            "or allow more with using(max_answer=...)",
            status=status,
        )
        self.max_answer = max_answer
        """Bytes that were allowed, decoded."""
        self.size = size
        """Bytes that the answer has, where it said so."""


class RefusedLink(CallFailed):
    """A next-page link points to another origin; it was not followed, and no credential was sent there."""


class StatusError(CallFailed):
    """FirstPromoter answered with a status that is not a success."""

    outcome = Outcome.REJECTED

    def __init__(
        self,
        status: int,
        message: str = "",
        *,
        code: str | None = None,
        field_errors: Mapping[str, tuple[str, ...]] | None = None,
        retry_after: float | None = None,
        own_words: bool = True,
    ) -> None:
        CallFailed.__init__(
            self, message
        )  # not super(): whoever is both a StatusError and something else has two texts
        self.status = status
        """The HTTP status."""
        self.message = message
        """FirstPromoter's own words, or a hint of ours where it said nothing."""
        self.code = code
        """FirstPromoter's code, for example `not_found` or `invalid_record`; v2 only."""
        self.field_errors: Mapping[str, tuple[str, ...]] = dict(field_errors or {})
        """What is wrong with which field."""
        self.retry_after = retry_after
        """Seconds to wait, when the answer carried `Retry-After`."""
        self.own_words = own_words
        """Whether these are FirstPromoter's own words, and not nothing at all or those of a gateway in front of it."""
        self.rewrite(_writable)

    def rewrite(self, clean: Callable[[str], str]) -> None:
        """Rewrite the message, the code and what is said of fields."""
        self.message = clean(self.message)
        self.code = self.code and clean(self.code)
        self.args = (self.message,)
        self.field_errors = {
            clean(name): tuple(clean(text) for text in texts) for name, texts in self.field_errors.items()
        }

    @property
    def reason(self) -> str:
        """Status, words and fields in one line."""
        fields = "; ".join(f"{name}: {', '.join(texts)}" for name, texts in self.field_errors.items())
        said = " - ".join(part for part in (self.message, fields) if part)
        return f"{self.status} {phrase_of(self.status)}{': ' if said else ''}{said}"


def phrase_of(status: int) -> str:
    """Return what HTTP calls a status, for example `Not Found` for 404."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "(no standard status)"


class Redirected(StatusError):
    """3xx: redirects are not followed, since following one could carry credentials to another host.

    A 307 or 308 asks for the same request elsewhere, so nothing was changed. Any other may follow a write that was carried out
    (303 says so, RFC 9110, 15.4.4), so the outcome is `unknown`.
    """

    def __init__(self, status: int, message: str = "", **told: Any) -> None:
        super().__init__(status, message, **told)
        self.outcome = Outcome.REJECTED if status in _SAME_REQUEST_ELSEWHERE else Outcome.UNKNOWN


class BadRequest(StatusError):
    """400: a parameter is missing or not valid; `field_errors` may name it."""


class Unauthorized(StatusError):
    """401: the key or the account id is not accepted."""


class SessionExpired(Unauthorized):
    """401 to a promoter's session token: it has expired, was revoked, or is of another account.

    FirstPromoter documents no way to refresh it. Get a token from a new session; or pass `affiliate_token` an async function
    that supplies one, and the client asks it by itself.
    """


class Forbidden(StatusError):
    """403: this key has no right to do that."""


class NotFound(StatusError):
    """404: no such record, or no such account."""


class Conflict(StatusError):
    """409: it exists already."""


class Unprocessable(StatusError):
    """422: understood, but not possible; `field_errors` may say why."""


class RequestTimeout(StatusError):
    """408: FirstPromoter gave up waiting for the request, and may have read enough of it to act.

    Proxies say 460 or 499 when they gave up while it was being answered.
    """

    outcome = Outcome.UNKNOWN


class RateLimited(StatusError):
    """429: more calls than the account may make; `retry_after` carries the answer's wish, if it had one."""


class PausedTooLong(RateLimited, WaitTooLong):
    """FirstPromoter turned this call away (429), and the pause that follows is longer than the call may wait.

    It is both: `status`, `retry_after` and `outcome` are those of the refusals, `wait` and `max_wait` those of the turn that
    would come too late. The call can be made again once the pause is over.
    """

    def __init__(self, *, refusals: int, wait: float, max_wait: float, retry_after: float | None = None) -> None:
        times = "once" if refusals == 1 else f"{refusals} times"
        RateLimited.__init__(
            self,
            429,
            f"FirstPromoter turned this call away {times} and so paused the account: the next turn is in about "
            f"{wait:.1f} s, and {max_wait:.1f} s were allowed",
            retry_after=retry_after,
        )
        self.refusals = refusals
        """How many attempts of this call were answered with 429."""
        self.wait = wait
        self.max_wait = max_wait


class ServerError(StatusError):
    """5xx: FirstPromoter failed, and may have stored the change before it did."""

    outcome = Outcome.UNKNOWN


class NotSupported(ServerError):
    """501, 505: the server does not have this operation, or not in this version of HTTP (RFC 9110, 15.6.2 and 15.6.6).

    Nothing was changed, and the same call would fail again, so it is not repeated.
    """

    outcome = Outcome.REJECTED


_BY_STATUS: Mapping[int, type[StatusError]] = {
    400: BadRequest,
    401: Unauthorized,
    403: Forbidden,
    404: NotFound,
    408: RequestTimeout,
    409: Conflict,
    422: Unprocessable,
    429: RateLimited,
    460: RequestTimeout,
    499: RequestTimeout,
    501: NotSupported,
    505: NotSupported,
}
_SAME_REQUEST_ELSEWHERE: Final = frozenset({307, 308})


def status_error(status: int) -> type[StatusError]:
    """Choose the class of the family that a status belongs to."""
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    if status >= 500:
        return ServerError
    return Redirected if 300 <= status < 400 else StatusError
