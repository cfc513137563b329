"""Tracking answers become outcomes, the same way on both generations."""

import json
from typing import Any

import pytest
from attrs import frozen

from firstpromoter_async.errors import (
    BadRequest,
    Conflict,
    NotFound,
    RateLimited,
    ServerError,
    StatusError,
    Unauthorized,
    Unprocessable,
    UnreadableAnswer,
)
from firstpromoter_async.outcomes import AlreadyRecorded, NotReferred, Recorded
from firstpromoter_async.wire.codec import Model
from firstpromoter_async.wire.message import HttpResponse
from firstpromoter_async.wire.request import Replay
from firstpromoter_async.wire.route import Access, Api, Base
from firstpromoter_async.wire.tracking import Tracking


@frozen(kw_only=True)
class Event(Model):
    id: int | None = None


@frozen(kw_only=True)
class TrackV1(Tracking[Event]):
    route = Base(Api.V1, Access.V1_KEY, "/v1").POST("/track")
    replay = Replay.KEYED


@frozen(kw_only=True)
class TrackV2(Tracking[Event]):
    route = Base(Api.V2, Access.V2_KEY, "/v2").POST("/track")
    replay = Replay.KEYED


NOBODY = "Referral corresponding to email or uid parameter not found or promoter is banned."
TWICE = "The 'sale' event with the id 'order-1' already exists."
SIGNED_UP = "there is already a signup event registered on this lead"


def outcome(kind: Any, status: int, body: Any = b"") -> Any:
    return kind().read(HttpResponse.of(status, {}, body if isinstance(body, bytes) else json.dumps(body).encode()))


@pytest.mark.parametrize("kind", [TrackV1, TrackV2])
@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (200, {"id": 1}, Recorded(Event(id=1))),
        (201, {"id": 1}, Recorded(Event(id=1))),
        (200, b"", Recorded(Event())),
        (204, b"", NotReferred()),
        (404, {"message": NOBODY, "code": "not_found"}, NotReferred(NOBODY)),
        (404, {"error": "Lead not found."}, NotReferred("Lead not found.")),
        (409, {"message": TWICE}, AlreadyRecorded(TWICE)),
        (409, b"", AlreadyRecorded()),
        (422, {"transaction_id": SIGNED_UP}, AlreadyRecorded(SIGNED_UP)),
    ],
)
def test_ordinary_ends_are_values(kind: Any, status: int, body: Any, expected: object) -> None:
    assert outcome(kind, status, body) == expected


@pytest.mark.parametrize("kind", [TrackV1, TrackV2])
@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (400, {"message": "Error. Email and uid can not be blank!"}, BadRequest),
        (401, b"Bad credentials", Unauthorized),
        (404, b"", NotFound),
        (404, b"<html>Not found</html>", NotFound),
        (404, {"message": "Record not found", "code": "not_found"}, NotFound),
        (404, {"message": "Visitor  invalid, not found or you are trying"}, NotFound),
        (404, {"error": "Promoter not found."}, NotFound),
        (422, {"message": "invalid", "code": "invalid_params"}, Unprocessable),
        (429, b"", RateLimited),
        (500, b"", ServerError),
        (302, b"", StatusError),
        # What a proxy says is no word on the event: Cloudflare answers 409 when it cannot find the server.
        (409, b"error code: 1001", Conflict),
        (409, b"<html>Conflict</html>", Conflict),
        (404, b"Lead balancer: target not found", NotFound),
    ],
)
def test_everything_else_is_an_error(kind: Any, status: int, body: Any, error: type[Exception]) -> None:
    with pytest.raises(error):
        outcome(kind, status, body)


@pytest.mark.parametrize("body", [b'{"id": 1', b"<html></html>", b"[]"])
def test_a_success_that_cannot_be_read_is_an_error(body: bytes) -> None:
    """The event may well be stored; its key tells on the next try."""
    with pytest.raises(UnreadableAnswer):
        outcome(TrackV2, 200, body)


def test_a_conflict_is_never_raised() -> None:
    try:
        outcome(TrackV1, 409, {"message": TWICE})
    except Conflict:  # pragma: no cover
        pytest.fail("a repeated event is a result")
