"""Reading requests as Rails does."""

import contextlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstpromoter_async.sandbox.forms import Unreadable, nested, read
from firstpromoter_async.sandbox.parameters import Parameters, whole_number
from firstpromoter_async.wire.message import HttpRequest

FORM = (("Content-Type", "application/x-www-form-urlencoded"),)
JSON = (("Content-Type", "application/json; charset=utf-8"),)


@pytest.mark.parametrize(
    ("pairs", "values"),
    [
        ([("a", "1")], {"a": "1"}),
        ([("a", "1"), ("a", "2")], {"a": "2"}),
        ([("a[b]", "1"), ("a[c]", "2")], {"a": {"b": "1", "c": "2"}}),
        ([("a[b][c]", "1")], {"a": {"b": {"c": "1"}}}),
        ([("ids[]", "1"), ("ids[]", "2")], {"ids": ["1", "2"]}),
        ([("f[ids][]", "1"), ("f[ids][]", "2")], {"f": {"ids": ["1", "2"]}}),
        ([("a[][b]", "1"), ("a[][c]", "2"), ("a[][b]", "3")], {"a": [{"b": "1", "c": "2"}, {"b": "3"}]}),
        ([("a[b", "1")], {"a[b": "1"}),
        ([("[b]", "1")], {"[b]": "1"}),
        ([("a]b", "1")], {"a]b": "1"}),
        ([("3m_epc", "")], {"3m_epc": ""}),
    ],
)
def test_brackets_become_nested_values(pairs: list[tuple[str, str]], values: dict[str, Any]) -> None:
    assert nested(pairs) == values


@pytest.mark.parametrize("names", [("a", "a[b]"), ("a[]", "a[b]"), ("a[b]", "a[]"), ("a[b]", "a[b][c]")])
def test_names_that_contradict_each_other_are_refused(names: tuple[str, str]) -> None:
    with pytest.raises(Unreadable):
        nested([(names[0], "1"), (names[1], "2")])


def test_nesting_without_end_is_refused() -> None:
    with pytest.raises(Unreadable):
        nested([("a" + "[b]" * 200, "1")])


@given(st.lists(st.tuples(st.text("ab[]", max_size=12), st.text(max_size=3)), max_size=6))
def test_any_names_give_values_or_a_refusal(pairs: list[tuple[str, str]]) -> None:
    with contextlib.suppress(Unreadable):
        nested(pairs)


def test_query_form_and_path_are_merged_and_the_path_wins() -> None:
    request = HttpRequest("POST", "https://fp.test/x?a=query&b=query&c=query", FORM, b"a=body&b=body")
    assert read(request, {"a": "path"}).values == {"a": "path", "b": "body", "c": "query"}


def test_json_is_merged_as_well() -> None:
    request = HttpRequest("DELETE", "https://fp.test/x?a=query", JSON, b'{"ids": [1, 2], "profile": {"website": null}}')
    assert read(request, {}).values == {"a": "query", "ids": [1, 2], "profile": {"website": None}}


@pytest.mark.parametrize("body", [b"{", b"[1]", b'"text"', b'{"a": "\\u0000"}', b'{"a": "\\ud800"}', b"[" * 5000])
def test_a_body_that_cannot_be_read_or_stored_is_refused(body: bytes) -> None:
    with pytest.raises(Unreadable):
        read(HttpRequest("POST", "https://fp.test/x", JSON, body), {})


def test_json_that_nests_without_end_is_refused() -> None:
    body = b'{"a":' * 500 + b"1" + b"}" * 500
    with pytest.raises(Unreadable):
        read(HttpRequest("POST", "https://fp.test/x", JSON, body), {})


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("a", "a"),
        (" a ", "a"),
        ("", None),
        ("  ", None),
        (None, None),
        (5, "5"),
        (True, "true"),
        ([1], None),
        ({}, None),
    ],
)
def test_blank_null_and_absent_are_one_and_the_same(value: object, text: str | None) -> None:
    assert Parameters({"name": value}).text("name") == text


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("12", 12), (12, 12), (" 12 ", 12), ("-1", -1), ("007", 7), ("1.0", None), (1.0, None), (True, None), ("1e3", None),
        ("", None), (None, None), ("१२", None), (10**30, None), ("9" * 30, None), ([], None),
    ],
)  # fmt: skip
def test_only_whole_numbers_are_whole_numbers(value: object, number: int | None) -> None:
    assert whole_number(value) == number


@pytest.mark.parametrize(
    ("value", "truth"),
    [("true", True), ("1", True), (True, True), ("false", False), ("0", False), (False, False), ("", True)],
)
def test_truth_is_read_from_forms_and_json(value: object, truth: bool) -> None:
    assert Parameters({"name": value}).truth("name", default=True) is truth


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-01-31", "2026-01-31T00:00:00.000Z"),
        ("2026-01-31T10:00:00Z", "2026-01-31T10:00:00.000Z"),
        ("2026-01-31T10:00:00+02:00", "2026-01-31T08:00:00.000Z"),
        ("yesterday", None),
        ("0001-01-01T00:00:00+14:00", None),
    ],
)
def test_moments_are_written_in_utc(text: str, moment: str | None) -> None:
    assert Parameters({"at": text}).moment("at") == moment


def test_lists_may_be_single_values_and_keep_only_what_fits() -> None:
    assert Parameters({"ids": ["1", "x", 2]}).integers("ids") == [1, 2]
    assert Parameters({"ids": "7"}).integers("ids") == [7]
    assert Parameters({}).integers("ids") == []


def test_what_nobody_read_and_what_could_not_be_read_is_unused() -> None:
    says = Parameters(
        nested(
            [
                ("email", "ann@example.com"),
                ("colour", "red"),
                ("filters[state]", "active"),
                ("filters[hat]", "top"),
                ("filters[created_at][from]", "yesterday"),
                ("filters[promoter_id]", "Ann"),
                ("ids[0]", "1"),
                ("tags[]", "new"),
                ("note", ""),
            ]
        )
    )
    says.text("email")
    says.group("filters").text("state")
    says.group("filters").integer("promoter_id")
    says.group("filters").group("created_at").moment("from")
    says.integers("ids")
    says.text("note")
    assert says.unused() == [
        "colour",
        "filters[hat]",
        "filters[created_at][from]",
        "filters[promoter_id]",
        "ids[0]",
        "tags[]",
    ]


def test_a_mapping_is_used_with_all_that_is_in_it() -> None:
    says = Parameters({"custom_fields": {"shirt": "M", "size": {"inner": 1}}})
    assert says.mapping("custom_fields") == {"shirt": "M", "size": {"inner": 1}}
    assert says.unused() == []


def test_a_list_with_one_thing_in_it_that_does_not_fit_is_told() -> None:
    says = Parameters({"ids": ["1", "x"]})
    assert (says.integers("ids"), says.unused()) == ([1], ["ids[]"])
