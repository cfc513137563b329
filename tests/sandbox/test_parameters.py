"""Named values, read in several ways, and those that nobody has read."""

import pytest

from firstpromoter_async.sandbox.forms import nested
from firstpromoter_async.sandbox.parameters import Parameters, whole_number


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
