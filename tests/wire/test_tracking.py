"""Tracking answers become outcomes, the same way on both generations; and only those that are about what was sent."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import firstpromoter_async.v1.tracking as track_v1
import firstpromoter_async.v2.tracking as track_v2
from firstpromoter_async.errors import (
    BadRequest,
    CallFailed,
    Conflict,
    NotFound,
    NotSupported,
    Outcome,
    RateLimited,
    ServerError,
    StatusError,
    Unauthorized,
    UnexpectedAnswer,
    Unprocessable,
    UnreadableAnswer,
)
from firstpromoter_async.outcomes import AlreadyRecorded, NotReferred, Recorded
from firstpromoter_async.wire.message import HttpResponse
from firstpromoter_async.wire.request import Tracking

SALES: list[Any] = [
    track_v1.TrackSale(uid="u", event_id="order-1", amount=100),
    track_v2.TrackSale(uid="u", event_id="order-1", amount=100),
]
REFUNDS: list[Any] = [
    track_v1.TrackRefund(uid="u", event_id="refund-1", sale_event_id="order-1", amount=100),
    track_v2.TrackRefund(uid="u", event_id="refund-1", sale_event_id="order-1", amount=100),
]
SIGNUPS: list[Any] = [track_v1.TrackSignup(uid="u", tid="t"), track_v2.TrackSignup(uid="u", tid="t")]
CANCELLATIONS: list[Any] = [track_v1.TrackCancellation(uid="u"), track_v2.TrackCancellation(uid="u")]
SUBSCRIBER: Any = track_v1.TrackSubscriber(uid="u", tid="t")
ALL: list[Any] = [*SALES, *REFUNDS, *SIGNUPS, *CANCELLATIONS, SUBSCRIBER]

NOBODY = "Referral corresponding to email or uid parameter not found or promoter is banned."
TWICE = "The 'sale' event with the id 'order-1' already exists."
SIGNED_UP = "there is already a signup event registered on this lead"


def name_of(request: Tracking[Any]) -> str:
    return f"{request.route.api} {request.route.path.rpartition('/')[2]}"


def answer(status: int, body: Any = b"") -> HttpResponse:
    return HttpResponse.of(status, {}, body if isinstance(body, bytes) else json.dumps(body).encode())


def failure_of(request: Tracking[Any], status: int, body: Any = b"") -> CallFailed:
    with pytest.raises(CallFailed) as caught:
        request.read(answer(status, body))
    return caught.value


# Ordinary ends


@pytest.mark.parametrize("request_", ALL, ids=name_of)
@pytest.mark.parametrize("status", [200, 201])
def test_a_success_with_an_event_is_recorded(request_: Tracking[Any], status: int) -> None:
    outcome = request_.read(answer(status, {"id": 7}))
    assert isinstance(outcome, Recorded)
    assert outcome.event.id == 7


@pytest.mark.parametrize("sale", SALES, ids=name_of)
@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (204, b"", NotReferred()),
        (404, {"message": NOBODY, "code": "not_found"}, NotReferred(NOBODY)),
        (404, {"error": "Lead not found."}, NotReferred("Lead not found.")),
        (409, {"message": TWICE}, AlreadyRecorded(TWICE)),
    ],
)
def test_ordinary_ends_are_values(sale: Tracking[Any], status: int, body: Any, expected: object) -> None:
    assert sale.read(answer(status, body)) == expected


@pytest.mark.parametrize("signup", [*SIGNUPS, SUBSCRIBER], ids=name_of)
def test_a_second_signup_is_recorded_already(signup: Tracking[Any]) -> None:
    assert signup.read(answer(422, {"transaction_id": SIGNED_UP})) == AlreadyRecorded(SIGNED_UP)


@pytest.mark.parametrize(
    "words",
    [
        "THE 'SALE' EVENT WITH THE ID 'ORDER-1' ALREADY EXISTS",
        "This event has been recorded before",
        "The id 'order-1' is in use",
        "The sale event with the id 'order-1' already exists, so it was not recorded again",
        'Event id: "order-1"  was used',
        "It already exists.",
        "Already recorded",
        "The &#39;sale&#39; event with the id &#39;order-1&#39; already exists.",
    ],
)
def test_a_409_may_change_its_sentence(words: str) -> None:
    for body in ({"message": words}, {"error": words}, words):
        assert SALES[1].read(answer(409, body)) == AlreadyRecorded(words)


@pytest.mark.parametrize(
    "words", ["There already is a signup", "signup is already registered", "a duplicate signup event"]
)
def test_a_422_may_change_its_sentence(words: str) -> None:
    assert SIGNUPS[1].read(answer(422, {"transaction_id": words})) == AlreadyRecorded(words)


@given(st.text(min_size=1, max_size=80).filter(lambda text: bool(text.strip())))
def test_the_conflict_over_any_event_id_is_understood(event_id: str) -> None:
    sale = track_v2.TrackSale(uid="u", event_id=event_id, amount=100)
    said = {"message": f"The 'sale' event with the id '{event_id}' already exists."}
    assert isinstance(sale.read(answer(409, said)), AlreadyRecorded)


# Errors


@pytest.mark.parametrize("sale", SALES, ids=name_of)
@pytest.mark.parametrize(
    ("status", "body", "error", "own"),
    [
        (400, {"message": "Error. Email and uid can not be blank!"}, BadRequest, True),
        (404, {"message": "Record not found", "code": "not_found"}, NotFound, True),
        (404, {"message": "Visitor  invalid, not found or you are trying"}, NotFound, True),
        (404, {"error": "Promoter not found."}, NotFound, True),
        (422, {"message": "invalid", "code": "invalid_params"}, Unprocessable, True),
        (422, {"transaction_id": "is invalid"}, Unprocessable, True),
        (422, {"transaction_id": SIGNED_UP}, Unprocessable, True),  # of a sale, it says that another event is there
        (401, b"Bad credentials", Unauthorized, False),
        (404, b"", NotFound, False),
        (404, b"<html>Not found</html>", NotFound, False),
        (404, {"message": "Not Found"}, NotFound, False),
        (404, {"message": "no Route matched with those values"}, NotFound, False),
        (404, {"timestamp": 1, "status": 404, "error": "Not Found", "path": "/api/v2/track/sale"}, NotFound, False),
        (404, {"detail": "Not Found"}, NotFound, False),
        (404, b"Lead balancer: target not found", NotFound, False),
        (422, {"message": "Unprocessable Entity"}, Unprocessable, False),
        (429, b"", RateLimited, False),
        (308, b"", StatusError, False),
        (501, b"", NotSupported, False),
    ],
)
def test_everything_else_is_an_error(
    sale: Tracking[Any], status: int, body: Any, error: type[StatusError], own: bool
) -> None:
    failure = failure_of(sale, status, body)
    assert isinstance(failure, error)
    assert (failure.outcome, failure.own_words) == (Outcome.REJECTED, own)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"error code: 1001",  # Cloudflare's, when it cannot find the server
        b"<html>Conflict</html>",
        {},
        {"message": "Conflict"},
        {"error": "conflict", "ray": "8f"},
        {"message": "The 'sale' event with the id 'order-2' already exists."},
        {"message": "The 'refund' event with the id 'order-1' already exists."},
        {"message": "The event 'order-1' is being processed, try again later"},
        {"message": "another request is already in progress"},
        {"message": "The event could not be recorded because of a conflict"},
        {"message": "The sale event was rejected"},
        {"message": "Event conflict"},
        {"message": "This event can't be stored for the referral"},
        {"message": "Failed to track the event"},
        {"message": "The event with the id 'order-1' was not tracked"},
    ],
)
def test_a_409_that_is_not_about_this_event_leaves_it_unknown(body: Any) -> None:
    failure = failure_of(SALES[1], 409, body)
    assert isinstance(failure, Conflict)
    assert (failure.outcome, failure.own_words) == (Outcome.UNKNOWN, False)


@pytest.mark.parametrize("sale", SALES, ids=name_of)
@pytest.mark.parametrize("status", [302, 303])
def test_a_page_to_look_at_next_does_not_mean_that_nothing_was_stored(sale: Tracking[Any], status: int) -> None:
    assert failure_of(sale, status).outcome is Outcome.UNKNOWN


@pytest.mark.parametrize("signup", SIGNUPS, ids=name_of)
def test_a_signup_is_nobodys_only_by_mistake(signup: Tracking[Any]) -> None:
    assert failure_of(signup, 204).outcome is Outcome.UNKNOWN
    assert isinstance(failure_of(signup, 404, {"message": NOBODY, "code": "not_found"}), NotFound)


@pytest.mark.parametrize("request_", ALL, ids=name_of)
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"  ",
        {},
        [],
        None,
        1,
        {"id": None},
        {"id": ""},
        {"error": "no"},
        {"id": 1, "error": "no"},
        {"message": "ok"},
        {"id": 1, "errors": ["no"]},
    ],
)
def test_a_success_without_an_event_leaves_the_call_unknown(request_: Tracking[Any], body: Any) -> None:
    failure = failure_of(request_, 200, body)
    assert isinstance(failure, UnreadableAnswer)
    assert (failure.outcome, failure.status) == (Outcome.UNKNOWN, 200)


@pytest.mark.parametrize("body", [b'{"id": 1', b"<html></html>", {"id": {"a": 1}}])
def test_a_success_that_cannot_be_read_is_an_error(body: Any) -> None:
    """The event may well be stored; its key tells on the next try."""
    assert isinstance(failure_of(SALES[1], 200, body), UnreadableAnswer)


def test_a_server_that_failed_may_have_stored_it() -> None:
    failure = failure_of(SALES[0], 500, {"message": TWICE})
    assert isinstance(failure, ServerError)
    assert failure.outcome is Outcome.UNKNOWN


# The event that was sent

ANOTHERS: list[Any] = [
    {"id": 1, "etype": "sale", "event_id": "order-2"},
    {"id": 1, "type": "sale", "reward": {"id": 2, "event_id": "order-2"}},
    {"id": 1, "etype": "sale", "commissions": [{"id": 2, "event_id": "order-2"}]},
    {"id": 1, "etype": "refund", "event_id": "order-1"},
    {"id": 1, "type": "signup"},
]
ITS_OWN: list[Any] = [
    {"id": 1, "etype": "sale", "event_id": None},
    {"id": 1, "etype": "sale", "event_id": ""},
    {"id": 1, "etype": "sale", "event_id": "order-1"},
    {"id": 1, "etype": "sale", "event_id": " ORDER-1"},
    {"id": 1, "type": "sale", "reward": {"id": 2, "event_id": "order-1"}},
    {"id": 1, "type": "sale", "reward": None},
    {"id": 1, "etype": "recurring_sale"},  # a new name for something is no reason to doubt
]


@pytest.mark.parametrize("sale", SALES, ids=name_of)
@pytest.mark.parametrize("body", ANOTHERS)
def test_the_answer_to_another_event_is_not_taken_for_this_ones(sale: Tracking[Any], body: Any) -> None:
    failure = failure_of(sale, 200, body)
    assert isinstance(failure, UnexpectedAnswer)
    assert (failure.outcome, failure.status) == (Outcome.UNKNOWN, 200)
    assert "order-2" not in str(failure)


@pytest.mark.parametrize("sale", SALES, ids=name_of)
@pytest.mark.parametrize("body", ITS_OWN)
def test_the_answer_to_this_event_is_believed(sale: Tracking[Any], body: Any) -> None:
    assert isinstance(sale.read(answer(200, body)), Recorded)


def test_an_event_id_that_is_a_number_is_the_same_as_its_digits() -> None:
    sale = track_v2.TrackSale(uid="u", event_id="17", amount=100)
    assert isinstance(sale.read(answer(200, {"id": 1, "event_id": 17})), Recorded)


def test_a_subscriber_who_has_signed_up_is_known() -> None:
    assert isinstance(SUBSCRIBER.read(answer(200, {"id": 1, "type": "signup"})), Recorded)


@pytest.mark.parametrize("event_id", ["refund-1", "order-1"])
def test_a_refund_is_known_by_its_own_id_or_by_the_sales(event_id: str) -> None:
    body = {"id": 1, "type": "refund", "reward": {"id": 2, "event_id": event_id}}
    assert isinstance(REFUNDS[1].read(answer(200, body)), Recorded)
    assert isinstance(failure_of(REFUNDS[1], 200, body | {"type": "sale"}), UnexpectedAnswer)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=8), st.lists, max_leaves=3))
def test_a_409_is_never_believed_for_its_shape_alone(anything: Any) -> None:
    with pytest.raises(Conflict):
        SALES[1].read(answer(409, {"status": 409, "message": anything, "error": anything}))
