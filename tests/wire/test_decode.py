"""Answers to values, and refusals to errors: every shape that FirstPromoter's bodies have."""

import json
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from firstpromoter_async.errors import (
    BadRequest,
    Conflict,
    FirstPromoterError,
    Forbidden,
    NotFound,
    Outcome,
    RateLimited,
    Redirected,
    RequestTimeout,
    ServerError,
    StatusError,
    Unauthorized,
    Unprocessable,
    UnreadableAnswer,
)
from firstpromoter_async.wire import decode
from firstpromoter_async.wire.message import HttpResponse
from firstpromoter_async.wire.route import Access


def answer(status: int, body: bytes | Any = b"", headers: dict[str, str] | None = None) -> HttpResponse:
    return HttpResponse.of(status, headers or {}, body if isinstance(body, bytes) else json.dumps(body).encode())


def refusal(status: int, body: bytes | Any = b"", access: Access = Access.V2_KEY) -> StatusError:
    return decode.refusal(answer(status, body), access)


# Success


@pytest.mark.parametrize("body", [b'{"a": [1, 2.5, null, true, "x"]}', b'\xef\xbb\xbf{"a": [1, 2.5, null, true, "x"]}'])
def test_json_is_read(body: bytes) -> None:
    assert decode.json_of(answer(200, body)) == {"a": [1, 2.5, None, True, "x"]}


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"<!DOCTYPE html><html>", "web page"),
        (b"  <html>", "web page"),
        (b'{"id": 1, "email": "a', r"not whole, or not JSON \(21 bytes\)"),
        (b"\xff\xfe\xfd", "not whole"),
        (b"OK", "not whole"),
        (b"[" * 100_000, "not whole"),
    ],
)
def test_a_body_that_is_no_json_says_what_came_instead(body: bytes, words: str) -> None:
    with pytest.raises(UnreadableAnswer, match=words) as caught:
        decode.json_of(answer(200, body))
    assert (caught.value.status, caught.value.outcome) == (200, Outcome.UNKNOWN)
    assert caught.value.cut_short, "so that a read may be repeated"


@pytest.mark.parametrize("status", [204, 205])
def test_an_answer_that_has_no_content_by_its_status_is_whole_and_says_so(status: int) -> None:
    with pytest.raises(UnreadableAnswer, match="no content") as caught:
        decode.json_of(answer(status))
    assert (caught.value.status, caught.value.cut_short) == (status, False)
    assert decode.json_of(answer(status, {"a": 1})) == {"a": 1}


@pytest.mark.parametrize(
    ("body", "is_one"),
    [(b"<html>", True), (b" \n<!DOCTYPE html>", True), (b"id,name\n1,<b>", False), (b"a <", False), (b"", False)],
)
def test_a_web_page_is_known_by_how_it_begins(body: bytes, is_one: bool) -> None:
    assert decode.is_web_page(answer(200, body)) is is_one


def test_an_answer_of_another_shape_says_where_without_its_values() -> None:
    with pytest.raises(UnreadableAnswer) as caught:
        decode.structure(["s3cret"], list[int], answer(200))
    assert "expected int @ $[0]" in str(caught.value)
    assert caught.value.status == 200
    assert "s3cret" not in str(caught.value)


# Refusals: shapes


VALIDATION = {
    "message": "Validation failed: Email has already been taken",
    "errors": {"email": ["has already been taken"]},
    "code": "invalid_record",
}


@pytest.mark.parametrize(
    ("body", "message", "code", "fields"),
    [
        (b"", "", None, {}),
        (b"{}", "", None, {}),
        (b"Bad credentials", "Bad credentials", None, {}),
        (b'"Bad credentials"', "Bad credentials", None, {}),
        (b"X-Api-Key is missing", "X-Api-Key is missing", None, {}),
        ({"error": "Promoter not found."}, "Promoter not found.", None, {}),
        ({"message": "Error. Amount blank or invalid."}, "Error. Amount blank or invalid.", None, {}),
        ({"message": "Record not found", "code": "not_found"}, "Record not found", "not_found", {}),
        (VALIDATION, VALIDATION["message"], "invalid_record", {"email": ("has already been taken",)}),
        ({"message": "No", "errors": "everything"}, "No", None, {"base": ("everything",)}),
        ({"message": "No", "errors": ["a", "b"]}, "No", None, {"base": ("a", "b")}),
        ({"message": "No", "errors": {"email": "taken"}}, "No", None, {"email": ("taken",)}),
        ({"message": ["a", "b"]}, "a, b", None, {}),
        ({"message": "", "error": "Nope", "errors": "", "email": ""}, "Nope", None, {}),
        (
            {"transaction_id": "there is already a signup event registered on this lead"},
            "there is already a signup event registered on this lead",
            None,
            {"transaction_id": ("there is already a signup event registered on this lead",)},
        ),
        (
            {"company_user.user.email": ["has already been taken"], "promotions": [{"a": 1}]},
            "",
            None,
            {"company_user.user.email": ("has already been taken",)},
        ),
        ({"error": "Nope", "email": ["is odd"]}, "Nope", None, {"email": ("is odd",)}),
        ({"message": None, "error": "Nope"}, "Nope", None, {}),
        ({"code": 17, "message": "No"}, "No", None, {}),
        ([1, 2], "", None, {}),
        (b'{"message": "cut o', "", None, {}),
        (b"[" * 100_000, "", None, {}),
        (b"<html><body>502 Bad Gateway</body></html>", "a web page came instead of the API's answer", None, {}),
        (b"\xff\xfe", "\ufffd\ufffd", None, {}),
    ],
)
def test_every_shape_of_a_refusal_is_read(
    body: Any, message: str, code: str | None, fields: dict[str, tuple[str, ...]]
) -> None:
    error = refusal(422, body)
    assert (error.message, error.code, error.field_errors) == (message, code, fields)


def test_the_message_counts_before_other_words() -> None:
    assert refusal(422, {"error": "c", "transaction_id": "b", "message": "a"}).message == "a"


def test_a_text_without_end_is_bounded_here_and_cut_where_keys_are_taken_out_of_it() -> None:
    assert len(refusal(500, b"x" * 1_000_000).message) == 10_000


def test_a_message_is_one_line() -> None:
    assert refusal(500, b"one\r\ntwo\nthree").message == "one two three"


def test_the_double_space_of_an_unknown_visitor_stays() -> None:
    assert refusal(404, {"message": "Visitor  invalid, not found"}).message == "Visitor  invalid, not found"


@given(st.binary(max_size=200))
def test_no_body_can_break_reading(body: bytes) -> None:
    assert isinstance(refusal(500, body), ServerError)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.sampled_from(["message", "errors", "code", "error", "x"]), inner)
    ),
    max_leaves=6,
)


@given(JSON)
def test_no_json_can_break_reading(body: Any) -> None:
    error = refusal(422, body)
    assert isinstance(error.message, str)
    assert all(isinstance(text, str) for texts in error.field_errors.values() for text in texts)


@pytest.mark.parametrize(
    ("body", "own"),
    [
        ({"message": "Error. Amount blank or invalid."}, True),
        ({"message": "Record not found", "code": "not_found"}, True),
        ({"company_user.user.email": ["has already been taken"]}, True),
        ({"transaction_id": "is invalid"}, True),
        ({"message": "Not Found"}, False),
        (b"", False),
        (b'"Bad credentials"', False),
        (b"<html>Promoter not found</html>", False),
        (b"Promoter not found", False),
        (b'{"message": "Promoter not fou', False),
    ],
)
def test_words_that_may_be_a_gateways_are_told_from_the_apis_own(body: Any, own: bool) -> None:
    assert refusal(422, body).own_words is own


# Refusals: statuses


@pytest.mark.parametrize(
    ("status", "kind", "outcome"),
    [
        (302, Redirected, Outcome.UNKNOWN),
        (400, BadRequest, Outcome.REJECTED),
        (401, Unauthorized, Outcome.REJECTED),
        (403, Forbidden, Outcome.REJECTED),
        (404, NotFound, Outcome.REJECTED),
        (408, RequestTimeout, Outcome.UNKNOWN),
        (409, Conflict, Outcome.REJECTED),
        (418, StatusError, Outcome.REJECTED),
        (422, Unprocessable, Outcome.REJECTED),
        (429, RateLimited, Outcome.REJECTED),
        (500, ServerError, Outcome.UNKNOWN),
        (502, ServerError, Outcome.UNKNOWN),
        (599, ServerError, Outcome.UNKNOWN),
    ],
)
def test_a_status_has_its_error_and_its_outcome(status: int, kind: type[StatusError], outcome: Outcome) -> None:
    error = refusal(status)
    assert type(error) is kind
    assert (error.status, error.outcome) == (status, outcome)


def test_a_refusal_carries_the_apis_code() -> None:
    error = decode.refusal(answer(403, {"message": "You don't have enough rights", "code": "forbidden"}), Access.V2_KEY)
    assert isinstance(error, Forbidden)
    assert error.code == "forbidden"


def test_a_bare_401_of_v2_hints_at_both_credentials() -> None:
    message = refusal(401).message
    assert message.startswith("check the v2 key and the account id")
    assert "v1 (legacy) key does not work" in message


def test_a_401_of_v1_hints_at_the_legacy_key() -> None:
    message = refusal(401, b"Bad credentials", Access.V1_KEY).message
    assert message.startswith("Bad credentials (")
    assert "v2 key does not work" in message


# Retry-After


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("0", 0.0),
        ("7", 7.0),
        (" 120 ", 120.0),
        ("Sat, 21 Nov 2026 03:00:30 GMT", 30.0),
        ("Sat, 21 Nov 2026 02:00:00 GMT", 0.0),
        ("Sat, 21 Nov 2026 05:00:30 +0200", 30.0),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("²", None),
        ("9" * 10, None),
        ("1 Jan 2026 00:00:00 +99999999999999999999", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(text: str, seconds: float | None) -> None:
    response = answer(429, b"", {"Retry-After": text, "Date": "Sat, 21 Nov 2026 03:00:00 GMT"})
    assert decode.retry_after(response) == seconds
    error = decode.refusal(response, Access.V2_KEY)
    assert error.retry_after == seconds


@pytest.mark.usefixtures("far_from_utc")
def test_a_date_that_says_nothing_of_its_zone_is_in_utc() -> None:
    response = answer(429, b"", {"Retry-After": "Sat, 21 Nov 2026 03:00:30", "Date": "Sat, 21 Nov 2026 03:00:00 GMT"})
    assert decode.retry_after(response) == 30.0


def test_a_date_is_measured_from_our_clock_when_the_answer_has_none() -> None:
    response = evolve(answer(503, b"", {"Retry-After": "Sat, 21 Nov 2026 03:00:30 GMT"}), received_at=1795230020.0)
    assert decode.retry_after(response) == 10.0


def test_without_the_header_there_is_no_wish() -> None:
    assert refusal(429).retry_after is None


@given(st.text(st.characters(codec="latin-1")))
def test_no_header_can_break_reading(text: str) -> None:
    seconds = decode.retry_after(answer(429, b"", {"Retry-After": text, "Date": text}))
    assert seconds is None or seconds >= 0


def test_no_error_keeps_the_body() -> None:
    error = refusal(500, b'{"unknown": {"auth_token": "s3cret"}, "message": "No"}')
    assert isinstance(error, FirstPromoterError)
    assert "s3cret" not in repr(error.__dict__) + str(error) + repr(error)
