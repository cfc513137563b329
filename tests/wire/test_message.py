"""Requests and responses as values: headers, success, and reprs that tell no secrets."""

import pytest

from firstpromoter_async.wire.message import HttpRequest, HttpResponse


def test_headers_are_found_whatever_their_case() -> None:
    assert HttpResponse.of(200, {"Retry-After": "7"}).header("retry-AFTER") == "7"


def test_a_missing_header_is_none() -> None:
    assert HttpResponse.of(200).header("link") is None


def test_a_repeated_header_is_one_list() -> None:
    response = HttpResponse(200, ((b"Link", b"<a>; rel=next"), (b"link", b"<b>; rel=last")))
    assert response.header("Link") == "<a>; rel=next, <b>; rel=last"


def test_header_bytes_outside_of_ascii_do_not_break_reading() -> None:
    assert HttpResponse(200, ((b"Server", b"caf\xe9"),)).header("server") == "café"


@pytest.mark.parametrize(("status", "is_success"), [(199, False), (200, True), (204, True), (299, True), (302, False)])
def test_success_is_2xx(status: int, is_success: bool) -> None:
    assert HttpResponse.of(status).is_success is is_success


def test_more_headers_make_another_request() -> None:
    accept = ("Accept", "application/json")
    request = HttpRequest("POST", "https://fp.test/x", (accept,), b"{}", max_answer=9)
    more = request.with_headers([("X", "1")])
    assert more == HttpRequest("POST", "https://fp.test/x", (accept, ("X", "1")), b"{}", max_answer=9)
    assert request.headers == (accept,)


def test_a_response_has_no_body_unless_one_is_given() -> None:
    assert HttpResponse.of(204) == HttpResponse(204, (), b"")


def test_a_request_shows_neither_path_nor_query_nor_headers_nor_body() -> None:
    request = HttpRequest("GET", "https://fp.test/promoters/s3cret?auth_token=s3cret", (("K", "s3cret"),), b"s3cret")
    assert repr(request) == "<HttpRequest GET https://fp.test>"


def test_a_response_shows_its_status_and_size_alone() -> None:
    assert repr(HttpResponse.of(200, {"K": "s3cret"}, b"s3cret")) == "<HttpResponse 200, 6 bytes>"
