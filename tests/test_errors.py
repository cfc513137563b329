"""One family of errors: every member can be kept, copied and understood, and none tells a secret."""

import copy
import pickle
from collections.abc import Iterator
from typing import Any

import pytest

from firstpromoter_async import Batch, BatchStatus, errors
from firstpromoter_async.errors import (
    AnswerTimedOut,
    AnswerTooLarge,
    BadRequest,
    BatchNotOver,
    CallFailed,
    ClientClosed,
    ConfigurationError,
    Conflict,
    ConnectFailed,
    ConnectionLost,
    DeadlineExceeded,
    FirstPromoterError,
    Forbidden,
    InvalidAmount,
    InvalidRequest,
    InvalidResumeToken,
    NoSessionToken,
    NotFound,
    NotSupported,
    Outcome,
    PausedTooLong,
    PoolExhausted,
    PromoterConflict,
    RateLimited,
    Redirected,
    RefusedLink,
    RequestTimeout,
    ServerError,
    SessionExpired,
    StatusError,
    TransportError,
    Unauthorized,
    UnexpectedAnswer,
    Unprocessable,
    UnreadableAnswer,
    WaitTooLong,
    status_error,
)


def _status(kind: type[StatusError], status: int) -> StatusError:
    return kind(status, "No", code="no", field_errors={"email": ("is taken",)}, retry_after=7.0)


ONE_OF_EACH: list[FirstPromoterError] = [
    FirstPromoterError("something"),
    ConfigurationError("no key"),
    InvalidRequest("no email"),
    InvalidAmount("no amount"),
    InvalidResumeToken("no token"),
    BatchNotOver(Batch(id=8, status=BatchStatus.IN_PROGRESS, progress=40), timeout=600.0),
    PromoterConflict(826, "c-1"),
    CallFailed("a call"),
    WaitTooLong(wait=12.3, max_wait=1.0),
    PausedTooLong(refusals=2, wait=12.3, max_wait=1.0, retry_after=12.0),
    DeadlineExceeded(60.0),
    ClientClosed("closed"),
    NoSessionToken("none"),
    TransportError("network"),
    ConnectFailed("refused"),
    PoolExhausted("full"),
    AnswerTimedOut("late"),
    ConnectionLost("broken"),
    UnreadableAnswer("cut off", status=200),
    UnexpectedAnswer("another event's", status=200),
    AnswerTooLarge(max_answer=100, status=200, size=101),
    RefusedLink("elsewhere"),
    _status(StatusError, 418),
    _status(Redirected, 302),
    _status(BadRequest, 400),
    _status(Unauthorized, 401),
    _status(SessionExpired, 401),
    _status(Forbidden, 403),
    _status(NotFound, 404),
    _status(RequestTimeout, 408),
    _status(Conflict, 409),
    _status(Unprocessable, 422),
    _status(RateLimited, 429),
    _status(ServerError, 503),
    _status(NotSupported, 501),
]


def _family(root: type[FirstPromoterError] = FirstPromoterError) -> Iterator[type[FirstPromoterError]]:
    yield root
    for child in root.__subclasses__():
        if child.__module__ == errors.__name__:
            yield from _family(child)


def test_the_examples_are_the_whole_family() -> None:
    assert {type(error) for error in ONE_OF_EACH} == set(_family())


def test_the_tree_in_the_docstring_is_the_whole_family() -> None:
    assert errors.__doc__ is not None
    for kind in _family():
        assert f" {kind.__name__} " in errors.__doc__.replace("\n", " \n")


def _names(error: BaseException) -> str:
    return type(error).__name__


@pytest.mark.parametrize("error", ONE_OF_EACH, ids=_names)
@pytest.mark.parametrize("copied", [lambda e: pickle.loads(pickle.dumps(e)), copy.copy, copy.deepcopy])
def test_every_error_survives_copying(error: FirstPromoterError, copied: Any) -> None:
    twin = copied(error)
    assert type(twin) is type(error)
    assert (str(twin), twin.args, twin.__dict__) == (str(error), error.args, error.__dict__)


@pytest.mark.parametrize("error", [e for e in ONE_OF_EACH if isinstance(e, CallFailed)], ids=_names)
def test_every_failed_call_survives_with_its_call(error: CallFailed) -> None:
    error = copy.copy(error).during("POST", "/api/v2/track/sale", 3, Outcome.UNKNOWN)
    error.resume_token = "page 7"
    twin = pickle.loads(pickle.dumps(error))
    assert (twin.method, twin.route, twin.attempts) == ("POST", "/api/v2/track/sale", 3)
    assert (twin.outcome, twin.resume_token, twin.reason) == (Outcome.UNKNOWN, "page 7", error.reason)


def test_a_note_survives_copying() -> None:
    error = NotFound(404, "nobody")
    error.add_note("row 7")
    assert pickle.loads(pickle.dumps(error)).__notes__ == ["row 7"]


@pytest.mark.parametrize(
    ("kind", "outcome"),
    [
        (WaitTooLong, Outcome.NOT_SENT),
        (ConnectFailed, Outcome.NOT_SENT),
        (PoolExhausted, Outcome.NOT_SENT),
        (AnswerTimedOut, Outcome.UNKNOWN),
        (ConnectionLost, Outcome.UNKNOWN),
        (UnreadableAnswer, Outcome.UNKNOWN),
        (DeadlineExceeded, Outcome.UNKNOWN),
        (BadRequest, Outcome.REJECTED),
        (RateLimited, Outcome.REJECTED),
        (RequestTimeout, Outcome.UNKNOWN),
        (ServerError, Outcome.UNKNOWN),
        (NotSupported, Outcome.REJECTED),
    ],
)
def test_an_error_says_what_it_means_for_a_write(kind: type[CallFailed], outcome: Outcome) -> None:
    assert kind.outcome is outcome


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (301, Outcome.UNKNOWN),
        (302, Outcome.UNKNOWN),
        (303, Outcome.UNKNOWN),
        (304, Outcome.UNKNOWN),
        (307, Outcome.REJECTED),
        (308, Outcome.REJECTED),
    ],
)
def test_a_redirect_after_a_write_may_mean_that_it_was_carried_out(status: int, outcome: Outcome) -> None:
    assert Redirected(status).outcome is outcome


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (300, Redirected),
        (307, Redirected),
        (400, BadRequest),
        (401, Unauthorized),
        (402, StatusError),
        (403, Forbidden),
        (404, NotFound),
        (408, RequestTimeout),
        (409, Conflict),
        (422, Unprocessable),
        (429, RateLimited),
        (460, RequestTimeout),
        (499, RequestTimeout),
        (500, ServerError),
        (501, NotSupported),
        (505, NotSupported),
        (599, ServerError),
        (999, ServerError),
        (101, StatusError),
    ],
)
def test_a_status_has_its_class(status: int, kind: type[StatusError]) -> None:
    assert status_error(status) is kind


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (NotFound(404), "404 Not Found"),
        (NotFound(404, "Record not found"), "404 Not Found: Record not found"),
        (ServerError(599, "x"), "599 (no standard status): x"),
        (
            BadRequest(400, "Validation failed", field_errors={"email": ("is taken", "is odd"), "name": ("is long",)}),
            "400 Bad Request: Validation failed - email: is taken, is odd; name: is long",
        ),
        (Unprocessable(422, field_errors={"email": ("is taken",)}), "422 Unprocessable Entity: email: is taken"),
        (
            WaitTooLong(wait=12.34, max_wait=1),
            "the rate budget has the next turn in about 12.3 s, and 1.0 s were allowed",
        ),
        (DeadlineExceeded(60.0), "no result within 60 s"),
    ],
)
def test_an_error_reads_well(error: CallFailed, text: str) -> None:
    assert str(error) == error.reason == text


@pytest.mark.parametrize(("attempts", "words"), [(0, "0 attempts"), (1, "1 attempt"), (3, "3 attempts")])
def test_an_error_names_its_call(attempts: int, words: str) -> None:
    error = NotFound(404, "nobody").during("GET", "/api/v2/company/promoters/{id}", attempts)
    assert str(error) == (
        f"GET /api/v2/company/promoters/{{id}}: 404 Not Found: nobody ({words}; outcome: {error.outcome.value})"
    )


def test_naming_the_call_keeps_the_outcome_unless_another_is_given() -> None:
    assert ServerError(500).during("GET", "/x", 1).outcome is Outcome.UNKNOWN
    assert ServerError(500).during("GET", "/x", 1, Outcome.NOT_SENT).outcome is Outcome.NOT_SENT
    assert ServerError.outcome is Outcome.UNKNOWN


@pytest.mark.parametrize("kind", [ConfigurationError, InvalidRequest, InvalidAmount, InvalidResumeToken])
def test_mistakes_of_the_caller_are_value_errors(kind: type[FirstPromoterError]) -> None:
    assert issubclass(kind, ValueError)


def test_field_errors_are_the_errors_own() -> None:
    given = {"email": ("is taken",)}
    error = BadRequest(400, field_errors=given)
    given.clear()
    assert error.field_errors == {"email": ("is taken",)}


def test_what_a_server_says_can_be_written_anywhere() -> None:
    """JSON can escape half of a surrogate pair, which is no text."""
    error = StatusError(422, "no \ud83d", code="\udc80", field_errors={"\ud83d": ("\udfff",)})
    assert str(error).encode().decode() == "422 Unprocessable Entity: no \ufffd - \ufffd: \ufffd"
    assert error.code == "\ufffd"
    assert str(errors.UnreadableAnswer("at \ud83d", status=200)) == "at \ufffd"


@pytest.mark.parametrize("failure", [ConnectFailed("refused"), PoolExhausted("none"), RateLimited(429)])
def test_it_says_when_an_earlier_attempt_is_why_the_outcome_is_unknown(failure: CallFailed) -> None:
    failure.during("POST", "/x", 2, Outcome.UNKNOWN)
    assert "(2 attempts; outcome: unknown, because of an earlier attempt)" in str(failure)
    assert str(copy.copy(failure)) == str(failure)


def test_it_blames_no_earlier_attempt_for_what_is_unknown_anyway() -> None:
    assert "earlier" not in str(ConnectionLost("reset").during("POST", "/x", 2, Outcome.UNKNOWN))
    assert "earlier" not in str(ConnectFailed("refused").during("POST", "/x", 2, Outcome.NOT_SENT))
