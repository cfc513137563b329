"""JSON to models: forgiving where the API is loose, strict where money could change, and silent about credentials."""

import math
import pickle
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Optional

import pytest
from attrs import field
from cattrs.errors import BaseValidationError
from hypothesis import given
from hypothesis import strategies as st

from firstpromoter_async.frozen import frozen
from firstpromoter_async.wire.codec import careful_hook, explain, hook, structure
from firstpromoter_async.wire.model import Model, known_as, secret


class Mood(StrEnum):
    GOOD = "good"
    BAD = "bad"


@frozen(kw_only=True)
class Inner(Model):
    id: int | None = None


@frozen(kw_only=True)
class Thing(Model):
    id: int | None = None
    name: str | None = None
    kind: str | None = field(default=None, metadata=known_as("type", "typ", "etype"))
    mood: Mood | str | None = None
    inner: Inner | None = None
    inners: tuple[Inner, ...] = ()
    moods: tuple[Mood | str, ...] = ()
    free: Mapping[str, Any] | None = None
    anything: Any = None
    at: datetime | None = None
    token: str | None = secret()


def read(kind: Any, value: object) -> Any:
    return structure(value, kind)


# Scalars


@pytest.mark.parametrize(
    ("kind", "given_", "value"),
    [
        (int, 7, 7),
        (int, "7", 7),
        (int, "-7", -7),
        (int, 7.0, 7),
        (str, "x", "x"),
        (str, "", ""),
        (str, 7, "7"),
        (float, 1, 1),
        (float, 1.5, 1.5),
        (float, "1.5", 1.5),
        (bool, True, True),
        (bool, "true", True),
        (bool, "false", False),
        (bool, "1", True),
        (bool, "0", False),
        (bool, 0, False),
        (datetime, "2024-09-11T14:22:12.160Z", datetime(2024, 9, 11, 14, 22, 12, 160000, UTC)),
        (datetime, "2025-04-25T09:39:42Z", datetime(2025, 4, 25, 9, 39, 42, tzinfo=UTC)),
        (datetime, "2025-04-25T11:39:42+02:00", datetime(2025, 4, 25, 9, 39, 42, tzinfo=UTC)),
        (datetime, "2025-04-25 09:39:42", datetime(2025, 4, 25, 9, 39, 42, tzinfo=UTC)),
        (datetime, "2025-04-25", datetime(2025, 4, 25, tzinfo=UTC)),
        (date, "2025-04-25", date(2025, 4, 25)),
        (date, "2025-04-25T23:30:00Z", date(2025, 4, 25)),
        (Decimal, "12.30", Decimal("12.30")),
        (Decimal, 12, Decimal(12)),
        (Decimal, 0.1, Decimal("0.1")),
        (Decimal, "$1,613.17", Decimal("1613.17")),
        (Decimal, "-$2.00", Decimal("-2.00")),
        (Decimal, "$-2.00", Decimal("-2.00")),
        (Decimal, "+2", Decimal(2)),
        (Decimal, "- 2.00 kr", Decimal("-2.00")),
        (Decimal, "1,234,567.89 USDT", Decimal("1234567.89")),
        (Decimal, "USDT 1,234", Decimal(1234)),
        (Decimal, "12.5%", Decimal("12.5")),
        (Decimal, "$.50", Decimal("0.5")),
        (Optional[float], "", None),  # noqa: UP045  the same in older words
        (int | float, 1.5, 1.5),
        (int | float | None, 1, 1),
        (int | float | None, "", None),
        (int | None, "", None),
        (int | None, None, None),
        (int | None, "12", 12),
        (str | None, "", None),
        (str | None, "x", "x"),
        (datetime | None, "", None),
        (Mood | str, "good", Mood.GOOD),
        (Mood | str, "so-so", "so-so"),
        (Mood | str | None, "", None),
        (Mood | str | None, "bad", Mood.BAD),
        (tuple[int, ...], None, ()),
        (tuple[int, ...], ["1", 2], (1, 2)),
        (tuple[Mood | str, ...], ["good", "odd"], (Mood.GOOD, "odd")),
        (tuple[str, Any], ["a", 1], ("a", 1)),
        (Mapping[str, Any], {"a": [1]}, {"a": [1]}),
        (dict[str, Any], {"a": [1]}, {"a": [1]}),
        (Mapping[int, int], {"7": "5"}, {7: 5}),
        (dict[int, int], {"7": "5"}, {7: 5}),
        (datetime | Mapping[str, Any], "2025-04-25", datetime(2025, 4, 25, tzinfo=UTC)),
        (datetime | Mapping[str, Any] | None, {"a": [1]}, {"a": [1]}),
        (datetime | Mapping[str, Any] | None, "", None),
    ],
)
def test_what_fits_is_read(kind: Any, given_: object, value: object) -> None:
    assert read(kind, given_) == value


@pytest.mark.parametrize(
    ("kind", "given_"),
    [
        (int, 7.5),
        (int, True),
        (int, "7.0"),
        (int, ""),
        (int, "²"),
        (int, "\N{ARABIC-INDIC DIGIT THREE}"),
        (int, "--7"),
        (int, None),
        (int, [7]),
        (str, True),
        (str, None),
        (str, ["x"]),
        (float, "x"),
        (float, True),
        (bool, "maybe"),
        (bool, 2),
        (bool, None),
        (bool, []),
        (datetime, "soon"),
        (datetime, 1735689600),
        (datetime, "0001-01-01T00:00:00+05:00"),
        (datetime, "9999-12-31T23:59:59-05:00"),
        (date, "soon"),
        (date, 20250425),
        (Decimal, "one"),
        (Decimal, True),
        (Decimal, math.nan),
        (Decimal, "613,17"),
        (Decimal, "1234,567"),
        (Decimal, "1,2345"),
        (Decimal, "$,50"),
        (Decimal, "5,"),
        (Decimal, "1.5.5"),
        (Decimal, "2."),
        (Decimal, "1e5"),
        (Decimal, "5 euros"),
        (Decimal, "euros 5"),
        (Decimal, "(2.00)"),
        (Decimal, "2.00)"),
        (Decimal, "2.00-"),
        (Decimal, "2.00+"),
        (Decimal, "--2.00"),
        (Decimal, "-$-2.00"),
        (Decimal, "\N{MINUS SIGN}$2.00"),
        (Decimal, "$\N{EN DASH}2.00"),
        (Decimal, "\N{ARABIC-INDIC DIGIT ONE}5"),
        (int | None, "x"),
        (tuple[int, ...], "12"),
        (tuple[int, ...], 12),
        (Mapping[str, Any], []),
        (Thing, []),
        (Thing, "x"),
        (Thing, None),
    ],
)
def test_what_does_not_fit_is_refused(kind: Any, given_: object) -> None:
    with pytest.raises((TypeError, ValueError, BaseValidationError)):
        read(kind, given_)


@pytest.mark.parametrize(
    ("kind", "given_", "words"),
    [
        (str, True, "text expected, bool given"),
        (int, True, "whole number expected, bool given"),
        (float, True, "number expected, bool given"),
        (bool, [], "true or false expected, list given"),
        (datetime, True, "ISO 8601 date and time expected, bool given"),
        (date, True, "ISO 8601 date expected, bool given"),
        (Decimal, True, "amount expected, bool given"),
        (Mood | None, True, "a known value expected, bool given"),
        (tuple[int, ...], True, "list expected, bool given"),
        (Mapping[str, Any], True, "object expected, bool given"),
        (dict[str, Any], True, "object expected, bool given"),
        (Mapping[int, int], True, "object expected, bool given"),
        (dict[int, int], True, "object expected, bool given"),
        (Thing, True, "object expected, bool given"),
    ],
)
def test_what_was_expected_is_told_and_what_came_instead(kind: Any, given_: object, words: str) -> None:
    with pytest.raises(TypeError) as caught:
        read(kind, given_)
    assert f"({words}) @ $" in explain(caught.value)


@given(st.integers())
def test_every_id_is_read_as_number_or_digits(number: int) -> None:
    assert read(int, number) == read(int, str(number)) == number


def test_known_words_become_members() -> None:
    assert type(read(Mood | str, "good")) is Mood
    assert type(read(Mood | str, "so-so")) is str


@pytest.mark.usefixtures("far_from_utc")
def test_a_time_without_a_zone_is_one_in_utc_wherever_the_program_runs() -> None:
    assert read(datetime, "2025-04-25T23:30:00") == datetime(2025, 4, 25, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize("kind", [Mapping[str, Any], dict[str, Any]])
def test_a_free_object_is_passed_on_as_it_came(kind: Any) -> None:
    body = {"a": [1]}
    assert read(kind, body) is body


# Models


def test_a_missing_field_has_its_default() -> None:
    assert read(Thing, {}) == Thing()


def test_null_is_no_value_for_every_kind_of_field() -> None:
    nothing = dict.fromkeys(
        ["id", "name", "type", "mood", "inner", "inners", "moods", "free", "anything", "at", "token"]
    )
    assert read(Thing, nothing) == Thing()


def test_models_nest() -> None:
    thing = read(Thing, {"inner": {"id": "1"}, "inners": [{"id": 2}, {}]})
    assert thing.inner == Inner(id=1)
    assert thing.inners == (Inner(id=2), Inner())


@pytest.mark.parametrize("name", ["type", "typ", "etype"])
def test_a_field_is_known_by_several_names(name: str) -> None:
    thing = read(Thing, {name: "sale"})
    assert thing.kind == "sale"
    assert thing.extra == {}


@pytest.mark.parametrize("given_", [{"type": "a", "typ": "b"}, {"typ": "b", "type": "a"}])
def test_the_usual_name_counts_when_two_came(given_: dict[str, str]) -> None:
    assert read(Thing, given_).kind == "a"


def test_what_is_unknown_is_kept() -> None:
    thing = read(Thing, {"id": 1, "new": {"deep": [1]}, "inner": {"also": "new"}})
    assert thing.extra == {"new": {"deep": [1]}}
    assert thing.raw["id"] == 1
    assert thing.inner.extra == {"also": "new"}


@pytest.mark.parametrize("hook_of", [hook, careful_hook])
def test_a_field_named_raw_is_no_trap(hook_of: Any) -> None:
    thing = hook_of(Thing)({"raw": "x"}, Thing)
    assert thing.raw == {"raw": "x"}
    assert thing.extra == {"raw": "x"}


def test_a_model_made_by_hand_has_no_extra() -> None:
    assert Thing(id=1).extra == {}


def test_how_it_came_does_not_make_a_difference() -> None:
    assert read(Thing, {"id": "1", "new": 1}) == Thing(id=1)


def test_models_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        read(Thing, {"id": 1}).id = 2


# Credentials


def test_a_credential_can_be_read() -> None:
    assert read(Thing, {"token": "s3cret"}).token == "s3cret"


def test_a_credential_is_in_no_repr() -> None:
    thing = read(Thing, {"id": 1, "token": "s3cret", "unknown_token": "s3cret"})
    assert "s3cret" not in repr(thing) + str(thing) + repr([thing])


def test_a_credential_is_in_no_pickle() -> None:
    thing = read(Thing, {"id": 1, "name": "x", "token": "s3cret", "unknown_token": "s3cret"})
    pickled = pickle.dumps(thing)
    assert b"s3cret" not in pickled
    revived = pickle.loads(pickled)
    assert (revived.id, revived.name, revived.token, revived.raw) == (1, "x", None, {})


# Explanations


@pytest.mark.parametrize("notes", [[], ["too picky"]])
def test_what_a_model_itself_refuses_does_not_fit(notes: list[str]) -> None:
    @frozen(kw_only=True)
    class Picky(Model):
        def __attrs_post_init__(self) -> None:
            problem = ValueError()
            for note in notes:
                problem.add_note(note)
            raise problem

    with pytest.raises(BaseValidationError) as caught:
        read(Picky, {})
    assert explain(caught.value) == "invalid value @ $"


@pytest.mark.parametrize(
    ("given_", "words"),
    [
        ({"id": "s3cret"}, "@ $.id"),
        ({"at": "s3cret"}, "@ $.at"),
        ({"inners": [{}, {"id": "s3cret"}]}, "@ $.inners[1].id"),
        ({"free": "s3cret"}, "@ $.free"),
        ({"inner": "s3cret"}, "@ $.inner"),
        ({"name": ["s3cret"]}, "@ $.name"),
        ({"type": ["s3cret"]}, "@ $.type"),
    ],
)
def test_an_explanation_says_where_and_not_what(given_: dict[str, Any], words: str) -> None:
    with pytest.raises(BaseValidationError) as caught:
        read(Thing, given_)
    assert words in explain(caught.value)
    assert "s3cret" not in explain(caught.value)
