"""The catalogue against the API's own list: nothing missing, nothing invented, every parameter in its place."""

import csv
import re
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin

import attrs
import pytest

from firstpromoter_async import Replay, Unset
from firstpromoter_async.catalogue import Operation, operations
from firstpromoter_async.sandbox.documented import DOCUMENTED
from firstpromoter_async.wire.message import HttpResponse
from firstpromoter_async.wire.route import Body
from tests.contract.building import least_request

TABLE = Path(__file__).with_name("operations.tsv")
with TABLE.open(encoding="utf-8", newline="") as lines:
    ROWS = list(csv.DictReader(lines, delimiter="\t"))

BY_ROUTE = {f"{row['method']} {row['path']}": row for row in ROWS}
CATALOGUE = {str(operation.request.route): operation for operation in operations()}
V1 = [row for row in ROWS if row["api"] == "v1"]

# Calls that are used and work, but stand in no document of the API.
UNDOCUMENTED = {"POST /api/v1/promoters/iframe_login"}
# Parameters that we offer beyond the table, each with its reason.
BEYOND: dict[str, set[str]] = {
    # prose and error texts name these lookup keys, the parameter list does not
    "DELETE /api/v1/promoters/delete": {"promoter_email"},
    # two switches that only descriptions of the answer mention
    "GET /api/v2/company/promoters": {"include_parent_promoter", "exclude_payout_method"},
    "GET /api/v2/company/promoters/{id}": {"include_parent_promoter", "exclude_payout_method"},
}
# Parameters of the table that we do not offer, each with its reason.
LEFT_OUT: dict[str, set[str]] = {}


def names_in_table(row: dict[str, str]) -> set[str]:
    """Read `a,b*,c{},filters{x|y},sorting{z}` as names; nested ones in brackets."""
    text = re.sub(r"^\w+/\w+:|\[one of:.*?\]", "", row["body_fields"].strip())
    found: set[str] = set()
    for part in re.findall(r"[^,{]+(?:\{[^}]*\})?", f"{row['query_params']},{text}"):
        name, _, inner = part.strip().rstrip("*").partition("{")
        name = name.rstrip("*")
        members = [member for member in inner.rstrip("}").split("|") if member]
        found |= {f"{name}[{member}]" for member in members} or ({name} if name else set())
    return found


def names_in_request(kind: Any, prefix: str = "") -> set[str]:
    """Return what a request class can send; members of nested values in brackets."""
    found: set[str] = set()
    for attribute in attrs.fields(kind):
        if not prefix and attribute.name in ("page", "per_page"):
            continue
        name = attribute.metadata.get("name", attribute.name)
        full = f"{prefix}[{name}]" if prefix else name
        nested = [part for part in parts_of(attribute.type) if attrs.has(part)]
        lists = [part for part in parts_of(attribute.type) if get_origin(part) in (list, tuple, set)]
        if nested:
            found |= names_in_request(nested[0], full)
        else:
            found.add(full + "[]" if lists and not full.endswith("]") and kind.route.body is Body.QUERY else full)
    return found


def parts_of(kind: Any) -> list[Any]:
    if get_origin(kind) in (Union, UnionType):
        return [inner for part in get_args(kind) for inner in parts_of(part)]
    return [] if kind in (None, Unset) else [kind]


def test_the_table_is_whole() -> None:
    assert len(ROWS) == 205
    assert len(V1) == 26


@pytest.mark.parametrize("row", V1, ids=lambda row: f"{row['method']} {row['path']}")
def test_every_v1_operation_can_be_called(row: dict[str, str]) -> None:
    assert f"{row['method']} {row['path']}" in CATALOGUE


@pytest.mark.parametrize("route", sorted(CATALOGUE))
def test_no_operation_is_invented(route: str) -> None:
    assert route in BY_ROUTE or route in UNDOCUMENTED


def test_the_sandbox_knows_every_operation_of_the_table() -> None:
    assert {f"{method} {path}" for method, path in DOCUMENTED} == set(BY_ROUTE)


def test_no_route_is_bound_twice() -> None:
    assert len(CATALOGUE) == len(operations())


documented = pytest.mark.parametrize(
    ("operation", "row"),
    [pytest.param(CATALOGUE[route], BY_ROUTE[route], id=route) for route in sorted(CATALOGUE) if route in BY_ROUTE],
)


def offered_by(operation: Operation) -> set[str]:
    in_path = set(operation.request.route.path_names)
    return {name.removesuffix("[]") for name in names_in_request(operation.request)} - in_path


def listed_in(row: dict[str, str]) -> set[str]:
    return {name.removesuffix("[]") for name in names_in_table(row)}


def covers(listed: str, offered: str) -> bool:
    """Tell whether they are the same, or `offered` is a member of what the table lists as a whole."""
    return offered == listed or offered.startswith(f"{listed}[")


@documented
def test_every_parameter_of_the_table_is_offered(operation: Operation, row: dict[str, str]) -> None:
    wanted = listed_in(row) - LEFT_OUT.get(str(operation.request.route), set())
    assert [name for name in wanted if not any(covers(name, offered) for offered in offered_by(operation))] == []


@documented
def test_no_parameter_is_invented(operation: Operation, row: dict[str, str]) -> None:
    known = listed_in(row) | BEYOND.get(str(operation.request.route), set())
    assert [name for name in offered_by(operation) if not any(covers(listed, name) for listed in known)] == []


@documented
def test_path_parameters_are_fields(operation: Operation, row: dict[str, str]) -> None:
    fields = {attribute.name for attribute in attrs.fields(operation.request)}
    assert set(operation.request.route.path_names) <= fields


@documented
def test_pages_are_read_where_the_api_has_pages(operation: Operation, row: dict[str, str]) -> None:
    marked = row["paginated"][:1] in ("y", "?", "p")
    assert operation.is_paginated is marked


@documented
def test_reads_are_safe_and_writes_are_not(operation: Operation, row: dict[str, str]) -> None:
    assert (operation.request.replay is Replay.SAFE) is (row["method"] == "GET")


@documented
def test_every_parameter_says_what_it_is(operation: Operation, row: dict[str, str]) -> None:
    assert operation.summary.endswith(".")
    assert row["method"] in (operation.request.__doc__ or "")
    assert row["path"].removeprefix("/api") in (operation.request.__doc__ or "")


@documented
def test_every_success_status_of_the_table_can_be_read(operation: Operation, row: dict[str, str]) -> None:
    """An answer in the shape that the table gives, as small as it may be."""
    request = least_request(operation.request)
    for status in row["success_statuses"].split(","):
        body = b"" if status == "204" else smallest_answer(row["response_shape"])
        assert request.read(HttpResponse.of(int(status), {}, body)) is not None


def smallest_answer(shape: str) -> bytes:
    if "array" in shape.partition("|")[0]:
        return b'{"data": [], "meta": {}}' if "data" in shape else b"[]"
    return b'{"id": 1}'
