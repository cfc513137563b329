"""Requests to bytes: what travels in the path, the query, a form or JSON, and how values are spelled."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum, StrEnum
from itertools import pairwise
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
from attrs import field
from hypothesis import given
from hypothesis import strategies as st

from firstpromoter_async.errors import InvalidRequest
from firstpromoter_async.frozen import frozen
from firstpromoter_async.unset import UNSET, Maybe
from firstpromoter_async.wire.encode import encode, flatten, parameters, to_json, to_sorted_json
from firstpromoter_async.wire.request import IN_QUERY, Replay, Request, wire_name
from firstpromoter_async.wire.route import Access, Api, Base, Body

HOST = "https://fp.test"
V1 = Base(Api.V1, Access.V1_KEY, "/v1")
V2 = Base(Api.V2, Access.V2_KEY, "/v2")


class Colour(StrEnum):
    RED = "red"


class Size(Enum):
    LARGE = 3


@frozen(kw_only=True)
class Detail:
    from_: Maybe[int] = field(default=UNSET, metadata=wire_name("from"))
    to: Maybe[int] = UNSET
    paid: Maybe[bool] = field(default=UNSET, metadata={"write": lambda value: "yes" if value else "no"})


@frozen(kw_only=True)
class Read(Request[Any]):
    route = V2.GET("/things/{id}")
    replay = Replay.SAFE

    id: int | str
    find_by: Maybe[str] = UNSET
    value: Maybe[Any] = UNSET


@frozen(kw_only=True)
class WriteJson(Request[Any]):
    route = V2.PUT("/things/{id}")
    replay = Replay.UNSAFE

    id: int = 1
    value: Maybe[Any] = UNSET
    find_by: Maybe[str] = field(default=UNSET, metadata=IN_QUERY)
    drop: Maybe[bool] = field(default=UNSET, metadata=wire_name("profile[_drop]"))


@frozen(kw_only=True)
class WriteForm(Request[Any]):
    route = V1.POST("/things")
    replay = Replay.UNSAFE

    value: Maybe[Any] = UNSET
    other: Maybe[Any] = UNSET
    dry_run: Maybe[bool] = field(default=UNSET, metadata=IN_QUERY)
    note: Maybe[str] = field(default=UNSET, metadata={"write": str.upper})


def written(value: Any) -> list[tuple[str, str]]:
    return list(flatten({"a": value}))


# How values are spelled in a query or form


@pytest.mark.parametrize(
    ("value", "pairs"),
    [
        ("text", [("a", "text")]),
        ("", [("a", "")]),
        (None, [("a", "")]),
        (True, [("a", "true")]),
        (False, [("a", "false")]),
        (7, [("a", "7")]),
        (-7, [("a", "-7")]),
        (1.5, [("a", "1.5")]),
        (Decimal("1E+3"), [("a", "1000")]),
        (Decimal("29.30"), [("a", "29.30")]),
        (Colour.RED, [("a", "red")]),
        (Size.LARGE, [("a", "3")]),
        (date(2026, 1, 31), [("a", "2026-01-31")]),
        (datetime(2026, 1, 31, 12, tzinfo=UTC), [("a", "2026-01-31T12:00:00Z")]),
        (datetime(2026, 1, 31, 1, tzinfo=timezone(timedelta(hours=2))), [("a", "2026-01-30T23:00:00Z")]),
        (datetime(2026, 1, 31, 0, 0, 0, 123000, tzinfo=UTC), [("a", "2026-01-31T00:00:00.123000Z")]),
        (UNSET, []),
        ([], []),
        ({}, []),
        ([1, 2], [("a[]", "1"), ("a[]", "2")]),
        ((True, None), [("a[]", "true"), ("a[]", "")]),
        ({"b": 1, "c": {"d": [2, 3]}}, [("a[b]", "1"), ("a[c][d][]", "2"), ("a[c][d][]", "3")]),
        ({"b": UNSET, "c": None}, [("a[c]", "")]),
        (Detail(from_=1, to=2), [("a[from]", "1"), ("a[to]", "2")]),
        (Detail(paid=False), [("a[paid]", "no")]),
        ({"range": Detail(from_=1)}, [("a[range][from]", "1")]),
    ],
)
def test_values_are_written_as_rails_reads_them(value: Any, pairs: list[tuple[str, str]]) -> None:
    assert written(value) == pairs


def test_a_name_that_ends_in_brackets_gets_no_more() -> None:
    assert list(flatten({"ids[]": [1, 2]})) == [("ids[]", "1"), ("ids[]", "2")]


def test_python_spellings_never_leak() -> None:
    everything = [True, False, None, UNSET, [None], {"b": True}, Colour.RED]
    texts = [text for value in everything for _, text in written(value)]
    assert not {"True", "False", "None", "UNSET", "Unset.UNSET", "Colour.RED"} & set(texts)


def test_a_set_is_a_list_too() -> None:
    assert sorted(written({1, 2})) == [("a[]", "1"), ("a[]", "2")]


LEAVES = st.one_of(st.text(), st.integers(), st.booleans(), st.none())
NAMES = st.text(st.characters(exclude_characters="[]", exclude_categories=["Cs"]), min_size=1)
NESTED = st.dictionaries(
    NAMES,
    st.recursive(
        LEAVES,
        lambda inner: st.one_of(st.dictionaries(NAMES, inner, min_size=1), st.lists(LEAVES, min_size=1)),
        max_leaves=8,
    ),
)


def _read_back(pairs: list[tuple[str, str]]) -> dict[str, Any]:
    """Read flat names as Rack does."""
    root: dict[str, Any] = {}
    for name, text in pairs:
        first, *rest = name.replace("]", "").split("[")
        place, keys = root, [first, *rest]
        for key, following in pairwise(keys):
            place = place.setdefault(key, [] if following == "" else {})
        if isinstance(place, list):
            place.append(text)
        else:
            place[keys[-1]] = text
    return root


def _as_text(value: Any) -> Any:
    match value:
        case dict():
            return {key: _as_text(inner) for key, inner in value.items()}
        case list():
            return [_as_text(inner) for inner in value]
        case None:
            return ""
        case bool():
            return str(value).lower()
        case _:
            return str(value)


@given(NESTED)
def test_what_is_written_can_be_read_back(values: dict[str, Any]) -> None:
    form = encode(WriteForm(value=values), HOST).body.decode()
    pairs = parse_qsl(form, keep_blank_values=True, strict_parsing=bool(form))
    assert _read_back(pairs).get("value", {}) == _as_text(values)


# Where parameters travel


def test_a_read_puts_everything_into_the_query() -> None:
    request = encode(Read(id=7, find_by="email", value={"x": [1]}), HOST)
    assert (request.method, request.body) == ("GET", b"")
    assert request.url == "https://fp.test/v2/things/7?find_by=email&value%5Bx%5D%5B%5D=1"
    assert dict(request.headers) == {"Accept": "application/json"}


def test_a_read_without_parameters_has_no_question_mark() -> None:
    assert encode(Read(id=7), HOST).url == "https://fp.test/v2/things/7"


def test_a_v2_write_is_json() -> None:
    request = encode(WriteJson(value={"x": None, "y": [True, 1.5]}), HOST)
    assert request.body == b'{"value":{"x":null,"y":[true,1.5]}}'
    assert request.url == "https://fp.test/v2/things/1"
    assert dict(request.headers)["Content-Type"] == "application/json"


def test_a_v2_write_without_parameters_is_an_empty_object() -> None:
    assert encode(WriteJson(), HOST).body == b"{}"


def test_null_is_sent_and_unset_is_not() -> None:
    assert encode(WriteJson(value=None), HOST).body == b'{"value":null}'
    assert encode(WriteJson(value=UNSET), HOST).body == b"{}"


def test_an_empty_list_is_sent_in_json() -> None:
    """It clears what is there."""
    assert encode(WriteJson(value=[]), HOST).body == b'{"value":[]}'


def test_names_with_brackets_are_literal_in_json() -> None:
    assert encode(WriteJson(drop=True), HOST).body == b'{"profile[_drop]":true}'


def test_a_parameter_can_stay_in_the_query_of_a_write() -> None:
    request = encode(WriteJson(value=1, find_by="a@b.c"), HOST)
    assert request.url == "https://fp.test/v2/things/1?find_by=a%40b.c"
    assert request.body == b'{"value":1}'


def test_a_v1_write_is_a_form() -> None:
    request = encode(WriteForm(value="a+b @ c", other=True), HOST)
    assert request.url == "https://fp.test/v1/things"
    assert request.body == b"value=a%2Bb+%40+c&other=true"
    assert dict(request.headers)["Content-Type"] == "application/x-www-form-urlencoded"


def test_a_v1_write_can_travel_in_the_query() -> None:
    """As FirstPromoter's own v1 client sends it."""
    request = encode(WriteForm(value="x", other=2), HOST, form_in_query=True)
    assert request.url == "https://fp.test/v1/things?value=x&other=2"
    assert request.body == b""
    assert dict(request.headers)["Content-Type"] == "application/x-www-form-urlencoded"


def test_what_belongs_into_the_query_stays_there_beside_a_form_in_it() -> None:
    request = WriteForm(value="x", dry_run=True)
    assert encode(request, HOST).url == "https://fp.test/v1/things?dry_run=true"
    assert encode(request, HOST, form_in_query=True).url == "https://fp.test/v1/things?dry_run=true&value=x"


def test_a_parameter_may_be_written_in_a_way_of_its_own() -> None:
    assert encode(WriteForm(note="straße"), HOST).body == b"note=STRASSE"


def test_the_query_style_is_for_forms_alone() -> None:
    assert encode(WriteJson(value=1), HOST, form_in_query=True).body == b'{"value":1}'


def test_a_delete_may_carry_json() -> None:
    @frozen(kw_only=True)
    class Remove(Request[Any]):
        route = V2.DELETE("/things", body=Body.JSON)
        replay = Replay.UNSAFE
        ids: list[int]

    request = encode(Remove(ids=[1, 2]), HOST)
    assert (request.method, request.body) == ("DELETE", b'{"ids":[1,2]}')


def test_a_delete_is_a_query_otherwise() -> None:
    @frozen(kw_only=True)
    class Remove(Request[Any]):
        route = V1.DELETE("/things")
        replay = Replay.UNSAFE
        id: int

    request = encode(Remove(id=1), HOST)
    assert (request.method, request.url, request.body) == ("DELETE", "https://fp.test/v1/things?id=1", b"")


@pytest.mark.parametrize(
    ("value", "path"),
    [("a b", "a%20b"), ("a/b", "a%2Fb"), ("a?b#c", "a%3Fb%23c"), ("ü", "%C3%BC"), ("{id}", "%7Bid%7D"), ("...", "...")],
)
def test_values_in_the_path_are_escaped(value: str, path: str) -> None:
    assert encode(Read(id=value), HOST).url == f"https://fp.test/v2/things/{path}"


@pytest.mark.parametrize("value", ["", ".", ".."])
def test_values_that_would_lead_elsewhere_are_refused(value: str) -> None:
    with pytest.raises(InvalidRequest, match="part of the path"):
        encode(Read(id=value), HOST)


@given(st.text(min_size=1).filter(lambda text: text not in (".", "..")))
def test_no_value_leaves_its_place_in_the_path(value: str) -> None:
    parts = urlsplit(encode(Read(id=value), HOST).url)
    assert (parts.netloc, parts.query, parts.fragment) == ("fp.test", "", "")
    before, _, last = parts.path.rpartition("/")
    assert (before, unquote(last)) == ("/v2/things", value)


# JSON


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("29.30"), '"29.30"'),
        (datetime(2026, 1, 31, tzinfo=UTC), '"2026-01-31T00:00:00Z"'),
        (date(2026, 1, 31), '"2026-01-31"'),
        (Colour.RED, '"red"'),
        (Size.LARGE, "3"),
        ((1, 2), "[1,2]"),
        (frozenset({1}), "[1]"),
        (Detail(from_=1, paid=True), '{"from":1,"paid":"yes"}'),
        ("ü", '"\\u00fc"'),
    ],
)
def test_values_in_json(value: Any, text: str) -> None:
    assert to_json(value).decode() == text


REFUSED = [
    (float("nan"), "nan is not a number that the API takes"),
    (float("-inf"), "-inf is not a number that the API takes"),
    (Decimal("NaN"), "NaN is not a number that the API takes"),
    (Decimal("sNaN"), "sNaN is not a number that the API takes"),
    (Decimal("Infinity"), "Infinity is not a number that the API takes"),
    (object(), "object is not a kind of value that the API takes"),
    (b"bytes", "bytes is not a kind of value that the API takes"),
]


@pytest.mark.parametrize(("value", "why"), [*REFUSED[2:], (float("nan"), "Out of range float values are not JSON")])
def test_what_json_cannot_say_is_refused(value: Any, why: str) -> None:
    with pytest.raises(InvalidRequest, match=f"a parameter cannot be written as JSON: {why}"):
        to_json({"a": value})


def test_what_contains_itself_is_refused() -> None:
    endless: dict[str, Any] = {}
    endless["a"] = endless
    for style in (WriteForm, WriteJson):
        with pytest.raises(InvalidRequest, match="cannot be written as"):
            encode(style(value=endless), HOST)


@pytest.mark.parametrize(("value", "why"), [*REFUSED, ("\udcff", "'utf-8' codec can't encode character")])
def test_what_a_form_cannot_say_is_refused(value: Any, why: str) -> None:
    with pytest.raises(InvalidRequest, match=f"a parameter cannot be written as text: {why}"):
        encode(WriteForm(value=value), HOST)


@pytest.mark.parametrize("half", [0xD800, 0xDCFF, 0xDFFF])
def test_what_a_path_cannot_say_is_refused(half: int) -> None:
    with pytest.raises(InvalidRequest, match="part of the path"):
        encode(Read(id=chr(half)), HOST)


@pytest.mark.usefixtures("far_from_utc")
def test_a_moment_is_written_in_utc_wherever_the_program_runs() -> None:
    assert written(datetime(2026, 1, 31, 12, tzinfo=UTC)) == [("a", "2026-01-31T12:00:00Z")]


@pytest.mark.parametrize("kind", [WriteForm, WriteJson])
def test_a_moment_without_a_time_zone_is_refused(kind: Any) -> None:
    with pytest.raises(InvalidRequest, match="no time zone"):
        encode(kind(value=datetime(2026, 1, 31)), HOST)


# Parameters as data


def test_parameters_are_plain_data_by_the_apis_names() -> None:
    request = WriteJson(value=Detail(from_=1, to=UNSET), find_by="email", drop=False)
    assert json.loads(to_sorted_json(parameters(request))) == {
        "id": 1,
        "find_by": "email",
        "value": {"from": 1},
        "profile[_drop]": False,
    }


def test_parameters_can_be_kept_as_json() -> None:
    request = WriteForm(value=datetime(2026, 1, 31, tzinfo=UTC), other=Decimal("1.50"))
    assert json.loads(to_sorted_json(parameters(request))) == {"value": "2026-01-31T00:00:00Z", "other": "1.50"}


def test_equal_parameters_are_equal_bytes_whatever_the_order_in_which_they_were_given() -> None:
    one, other = {"b": {"y": 1, "x": Decimal("1.50")}, "a": None}, {"a": None, "b": {"x": Decimal("1.50"), "y": 1}}
    assert to_sorted_json(one) == to_sorted_json(other) == b'{"a":null,"b":{"x":"1.50","y":1}}'
