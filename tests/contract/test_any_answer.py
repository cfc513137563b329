"""Whatever comes back, with whichever status: each operation reads it, or raises an error of the family."""

import json
from functools import cache
from typing import Any, get_args

import anyio
import attrs
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from firstpromoter_async import CallFailed, FirstPromoterError, Outcome, RetryPolicy, StatusError
from firstpromoter_async.catalogue import Operation, operations
from firstpromoter_async.wire.message import HttpResponse
from tests.contract.building import least_request
from tests.many import all_in_one, speaking_of
from tests.scripted import ScriptedTransport, client_of

OPERATIONS = {operation.call: operation for operation in operations()}

# What has once made a reader of JSON, dates or numbers raise something of its own.
NASTY = st.sampled_from(
    [
        "0001-01-01T00:00:00+23:59",
        "9999-12-31T23:59:59-23:59",
        "2026-02-30",
        "9" * 5000,
        "1e999",
        "\ud800",
        "--5",
        "\u0665",
        "",
        10**400,
        -(10**400),
        1e308,
        float("inf"),
        float("nan"),
        True,
        None,
        [],
        {},
        [[]],
        [None],
        {"id": {"id": {}}},
    ]
)
LEAVES = st.one_of(NASTY, st.integers(), st.floats(), st.text(max_size=12))
WORDS = ["data", "meta", "error", "errors", "message", "code", "transaction_id", "type", "etype", "event_id", "status"]
HEADERS = st.dictionaries(
    st.sampled_from(["Link", "Total", "Per-Page", "Retry-After", "Date", "Content-Type", "Content-Disposition"]),
    st.one_of(
        st.sampled_from(
            [
                "<?page=2>; rel=next",
                "<//[::1>; rel=next",
                "<?page=" + "9" * 5000 + ">; rel=last",
                "<http://evil.test/?page=2>; rel=next",
                "9" * 5000,
                "-1",
                "Mon, 31 Dec 9999 23:59:59 -2359",
                "Fri, 99 Foo 0000 99:99:99 GMT",
            ]
        ),
        st.text(st.characters(min_codepoint=0x20, max_codepoint=0xFF), max_size=40),
    ),
    max_size=3,
)
REFUSALS = st.binary(max_size=60) | LEAVES.map(lambda leaf: json.dumps({"message": leaf, "errors": leaf}).encode())
STATUSES = st.sampled_from(
    [200, 201, 202, 204, 299, 302, 400, 401, 403, 404, 408, 409, 418, 422, 429, 500, 503, 599, 999]
)


NAMES = st.sampled_from(WORDS) | st.integers(0, 99) | st.integers(0, 99) | st.text(max_size=5)
"""A number stands for one of an operation's own names, so that what is made up once is an answer to all of them."""
JSON = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=6), max_leaves=12
)


def with_names(names: list[str], body: Any) -> Any:
    """Put names where numbers stand for them."""
    if isinstance(body, list):
        return [with_names(names, one) for one in body]
    if not isinstance(body, dict):
        return body
    return {
        names[key % len(names)] if isinstance(key, int) else key: with_names(names, value)
        for key, value in body.items()
    }


@cache
def names_of(operation: Operation) -> list[str]:
    return sorted(_names_in(operation.request.answer)) or WORDS


def _names_in(kind: Any, deep: int = 3) -> set[str]:
    if attrs.has(kind) and not get_args(kind):
        fields = [one for one in attrs.fields(attrs.resolve_types(kind)) if one.name != "raw"]
        inner = {name for one in fields if deep for name in _names_in(one.type, deep - 1)}
        return {str(one.metadata.get("name", one.name)) for one in fields} | inner
    return {name for part in get_args(kind) for name in _names_in(part, deep)} if deep else set()


@settings(max_examples=60, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(JSON | st.binary(max_size=40), STATUSES, HEADERS)
@example(b"[" * 100_000, 200, {})
@example(b'{"data":' * 100_000, 200, {})
@example(b"\xff\xfe", 200, {})
@example(b"<html>", 200, {"Content-Type": "text/html"})
def test_any_answer_is_read_by_every_operation_or_raises_an_error_of_the_family(
    body: Any, status: int, headers: dict[str, str]
) -> None:
    for name, operation in OPERATIONS.items():
        with speaking_of(name):
            said = body if isinstance(body, bytes) else json.dumps(with_names(names_of(operation), body)).encode()
            read_or_refuse(operation, attrs.evolve(HttpResponse.of(status, headers, said), url="https://fp.test/api/x"))


def read_or_refuse(operation: Operation, response: HttpResponse) -> None:
    try:
        least_request(operation.request).read(response)
    except CallFailed as error:
        assert str(error)
        assert isinstance(error, StatusError) is not response.is_success
        # Something was answered: nobody may say that nothing was sent, and an unread success may have been stored.
        assert error.outcome is Outcome.UNKNOWN if response.is_success else error.outcome is not Outcome.NOT_SENT


@all_in_one("name", OPERATIONS)
def test_an_answer_that_holds_itself_without_end_is_an_error_of_the_family(name: str) -> None:
    """Models may hold their own kind, so that reading them can go as deep as the answer does."""
    deep: Any = {}
    for _ in range(400):
        deep = dict.fromkeys(sorted(_names_in(OPERATIONS[name].request.answer, 1))[:40] or ["data"], deep) | {"id": 1}
        deep = _only_once(deep)
    for body in (deep, [deep], {"data": [deep]}):
        try:
            least_request(OPERATIONS[name].request).read(HttpResponse.of(200, {}, json.dumps(body).encode()))
        except FirstPromoterError as error:
            assert str(error)


def _only_once(held: dict[str, Any]) -> dict[str, Any]:
    """Keep one copy of what every name holds, or 400 levels would be more than there are atoms."""
    names = [name for name, value in held.items() if isinstance(value, dict)]
    return {name: value for name, value in held.items() if name not in names[1:]}


@settings(max_examples=60, deadline=None, database=None)
@given(
    st.binary(max_size=60) | LEAVES.map(lambda leaf: json.dumps({"message": leaf, "errors": leaf}).encode()),
    STATUSES,
    HEADERS,
)
def test_a_whole_call_ends_with_an_answer_or_with_an_error_that_says_which_call_it_was(
    body: bytes, status: int, headers: dict[str, str]
) -> None:
    async def call() -> None:
        answer = HttpResponse.of(status, headers, body)
        fp = client_of(
            ScriptedTransport(answer),
            retries=RetryPolicy(attempts=2, base=0.0, longest_retry_after=0.0),
            max_wait=0.0,  # nobody would wake up from a pause, since this clock stands still
            clock=lambda: 0.0,
            deadline=5.0,
        )
        try:
            await fp.v2.track.sale(email="ann@example.com", event_id="order-1", amount=4900)
        except CallFailed as failure:
            assert failure.route == "/api/v2/track/sale"

    anyio.run(call)
