"""The catalogue against the API's own list: nothing missing, nothing invented.

Parameters and answers are compared field by field in `test_vocabulary`.
"""

import csv
from collections import Counter
from operator import attrgetter
from pathlib import Path
from types import NoneType
from typing import Any

import attrs

from firstpromoter_async import File, Replay
from firstpromoter_async.catalogue import Operation, operations
from firstpromoter_async.sandbox.handlers import load
from firstpromoter_async.sandbox.handlers.registry import registry
from firstpromoter_async.wire.message import HttpResponse
from tests.contract.building import least_request
from tests.contract.documents import read_digest
from tests.contract.test_words import classes
from tests.contract.vocabulary import answer_of
from tests.many import all_in_one

TABLE = Path(__file__).with_name("operations.tsv")
with TABLE.open(encoding="utf-8", newline="") as lines:
    ROWS = list(csv.DictReader(lines, delimiter="\t"))


def route_of(row: dict[str, str]) -> str:
    return f"{row['method']} {row['path']}"


BY_ROUTE = {route_of(row): row for row in ROWS}
CATALOGUE = {str(operation.request.route): operation for operation in operations()}

# Calls that stand in no document of the API, and so in neither table: three that are used and work, and one that a guide had
# for some weeks. Their classes say `is_documented = False`.
UNDOCUMENTED = {
    "POST /api/v1/promoters/iframe_login",
    "POST /api/v2/promoters/iframe_login",
    "POST /api/v2/promoters/iframe_logout",
    "POST /api/admin/v2/webhooks/{id}/rotate_secret",
}
# One operation that two documents describe, each with parameters of its own.
TWICE = "PUT /api/v2/company/referrals/{id}"


def test_the_table_is_whole() -> None:
    assert len(ROWS) == 205
    assert Counter(row["api"] for row in ROWS) == {"v1": 26, "v2": 179}
    assert [route for route, times in Counter(map(route_of, ROWS)).items() if times > 1] == [TWICE]


def test_the_table_and_the_facts_speak_of_the_same_operations() -> None:
    assert set(BY_ROUTE) == {fact.operation for fact in read_digest()}


@all_in_one("route", sorted(BY_ROUTE.keys() | UNDOCUMENTED))
def test_every_operation_can_be_called(route: str) -> None:
    assert route in CATALOGUE, f"{route} is no call: its noun needs a line (`get = call(GetVoucher)`)"


def test_every_request_class_is_called() -> None:
    called = {operation.request for operation in operations()}
    requests = {kind for kind in classes() if "route" in vars(kind) and not kind.__name__.startswith("_")}
    without_line = {kind.__name__ for kind in requests - called}
    assert without_line == set(), "their nouns need a line for each (`get = call(GetVoucher)`)"


def test_no_operation_is_invented() -> None:
    assert CATALOGUE.keys() - BY_ROUTE.keys() - UNDOCUMENTED == set(), (
        "operations.tsv has no such route: check its spelling, or put it into UNDOCUMENTED above if no document has it"
    )
    assert UNDOCUMENTED & BY_ROUTE.keys() == set(), "operations.tsv has it: take it out of UNDOCUMENTED"


@all_in_one("route", sorted(CATALOGUE))
def test_an_operation_says_whether_it_is_documented(route: str) -> None:
    is_documented = CATALOGUE[route].row()["documented"]
    assert is_documented is (route not in UNDOCUMENTED), (
        f"its class says `is_documented = {is_documented}`, and UNDOCUMENTED {'has' if is_documented else 'does not have'} it"
    )


def test_the_sandbox_answers_every_operation_and_no_others() -> None:
    load()
    assert CATALOGUE.keys() - registry.keys() == set(), "each needs a handler (sandbox/handlers)"
    assert registry.keys() - CATALOGUE.keys() == set(), (
        "no call has these routes: is a line of a noun missing, or one of them misspelt?"
    )


def test_no_route_is_bound_twice_unless_it_takes_two_shapes() -> None:
    times = Counter(str(operation.request.route) for operation in operations())
    assert {route for route, number in times.items() if number > 1} == {"POST /api/v2/company/commissions"}


each = all_in_one("operation", operations(), attrgetter("call"))
documented = all_in_one(
    "operation",
    [operation for operation in operations() if str(operation.request.route) in BY_ROUTE],
    attrgetter("call"),
)


def row_of(operation: Operation) -> dict[str, str]:
    return BY_ROUTE[str(operation.request.route)]


@each
def test_path_parameters_are_fields(operation: Operation) -> None:
    fields = {attribute.name for attribute in attrs.fields(operation.request)}
    assert set(operation.request.route.path_names) <= fields


@documented
def test_pages_are_read_where_the_api_has_pages(operation: Operation) -> None:
    marked = row_of(operation)["paginated"][:1] in ("y", "?", "p")
    assert operation.is_paginated is marked


@each
def test_reads_are_safe_and_writes_are_not(operation: Operation) -> None:
    is_read = operation.request.route.method == "GET"
    assert (operation.request.replay is Replay.SAFE) is is_read, (
        "`replay` is SAFE for GET, and KEYED or UNSAFE for all else"
    )


def test_only_what_firstpromoter_recognizes_is_sent_again() -> None:
    """A copy of anything else could be a second promoter, reward or payout; `tests/v1` and `tests/v2` say what needs a key."""
    keyed = {operation.call for operation in operations() if operation.request.replay is Replay.KEYED}
    assert keyed == {
        *(f"v1.track.{name}" for name in ("signup", "subscriber", "sale", "refund", "cancellation")),
        *(f"v2.track.{name}" for name in ("signup", "sale", "refund")),
    }


@each
def test_a_docstring_names_method_and_path(operation: Operation) -> None:
    assert f"`{operation.request.route}`" in (operation.request.__doc__ or "")


@each
def test_every_field_of_an_answer_but_the_id_may_be_null(operation: Operation) -> None:
    said = [
        f"{field}: {fact.kind}"
        for fact, field in answer_of(operation)
        if not (fact.nullable or fact.kind.endswith("[]") or field.attribute == "id")
    ]
    assert said == [], "FirstPromoter leaves out and empties what it likes: `int | None = None`"


@documented
def test_every_success_status_of_the_table_can_be_read(operation: Operation) -> None:
    """An answer in the shape that the table gives, as small as it may be."""
    request, row = least_request(operation.request), row_of(operation)
    for status in filter(None, row["success_statuses"].split(",")):
        body = smallest_answer(status, row["response_shape"])
        value = request.read(HttpResponse.of(int(status), {}, body))
        is_undescribed = operation.request.answer in (Any, File | Any) and not body
        assert (value is None) is (operation.request.answer is NoneType or is_undescribed)


def smallest_answer(status: str, shapes: str) -> bytes:
    shape = next((one for one in shapes.split(" | ") if one.startswith(f"{status}:")), "none").partition(": ")[2]
    if status == "204" or shape in ("", "none"):
        return b""
    if shape.startswith("object{data") and "data[]" not in shape and "array" not in shape:
        return b'{"data": {"id": 1}, "meta": {}}'
    if "array" in shape or "data[]" in shape:
        return b'{"data": [], "meta": {}}' if "data" in shape else b"[]"
    return {"csv": b"name,amount", "object map": b"{}"}.get(shape, b'{"id": 1}')
