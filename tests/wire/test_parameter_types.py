"""What is no text, no number and no list is refused before it becomes a customer that nobody finds again."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import IntEnum, StrEnum
from operator import attrgetter
from typing import Any, ClassVar, Literal, NewType
from uuid import UUID

import attrs
import pytest

from firstpromoter_async.catalogue import Operation, operations
from firstpromoter_async.errors import InvalidRequest
from firstpromoter_async.frozen import frozen
from firstpromoter_async.unset import UNSET, Maybe
from firstpromoter_async.v1.leads import UpdateLead
from firstpromoter_async.v1.tracking import TrackSale as TrackSaleV1
from firstpromoter_async.v2.base import company
from firstpromoter_async.v2.company.promoters import CreatePromoter, ListPromoters, ProfileInput
from firstpromoter_async.v2.tracking import TrackSale, TrackSignup
from firstpromoter_async.wire.request import Replay, Request
from firstpromoter_async.wire.untyped import UntypedRequest
from tests.contract.building import least_request
from tests.many import all_in_one

Cents = NewType("Cents", int)


class Colour(StrEnum):
    RED = "red"


class Size(IntEnum):
    SMALL = 1


@frozen(kw_only=True)
class Everything(Request[Any]):
    route = company.POST("/everything")
    replay: ClassVar[Replay] = Replay.UNSAFE

    text: str = "t"
    number: Maybe[int] = UNSET
    share: Maybe[float] = UNSET
    flag: Maybe[bool] = UNSET
    when: Maybe[datetime | str] = UNSET
    day: Maybe[date] = UNSET
    colour: Maybe[Colour] = UNSET
    direction: Maybe[Literal["asc", "desc"]] = UNSET
    cents: Maybe[Cents] = UNSET
    ids: Maybe[Sequence[int]] = UNSET
    words: Maybe[tuple[str, ...]] = UNSET
    fields: Maybe[Mapping[str, str]] = UNSET
    either: Maybe[int | str] = UNSET
    numbers: Maybe[Sequence[int] | Mapping[str, int] | str] = UNSET
    anything: Maybe[Any] = UNSET


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("text", 5, r"^Everything.text is text, and int was given: str\(text\) makes text of it"),
        ("text", 1.5, "Everything.text is text, and float was given"),
        ("text", None, "text is text, and None was given"),
        ("text", b"bytes", "text is text, and bytes was given"),
        ("text", UUID(int=1), "text is text, and UUID was given"),
        ("number", None, "number is an integer, and None was given: leave it out, or pass number or UNSET"),
        ("number", "5", "number is an integer, and str was given"),
        ("number", True, "number is an integer, and bool was given"),
        ("number", 5.0, "number is an integer, and float was given"),
        ("number", Decimal(5), "number is an integer, and Decimal was given"),
        ("share", "1", "share is a number, and str was given"),
        ("flag", 1, "flag is True or False, and int was given"),
        ("flag", "yes", "flag is True or False, and str was given"),
        ("when", 1_700_000_000, "when is a datetime or text, and int was given"),
        ("when", date(2026, 1, 1), "when is a datetime or text, and date was given"),
        ("colour", "red", "colour is Colour, and str was given"),
        ("direction", 1, "direction is text, and int was given"),
        ("cents", "5", "cents is an integer, and str was given"),
        ("ids", 5, "ids is a list, and int was given"),
        ("ids", "12", "ids is a list, and str was given"),
        ("ids", [1, "2"], r"Everything.ids\[...\] is an integer, and str was given"),
        (
            "words",
            ("a", 2),
            r"Everything.words\[...\] is text, and int was given: str\(words\[...\]\) makes text of it",
        ),
        ("fields", ["a"], "fields is a mapping, and list was given"),
        ("either", 1.5, "either is an integer or text, and float was given"),
    ],
)
def test_a_value_of_another_type_is_refused_and_named(name: str, value: Any, told: str) -> None:
    with pytest.raises(InvalidRequest, match=rf"{told}$"):
        Everything(**{name: value})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("text", Colour.RED),
        ("number", Size.SMALL),
        ("share", 1.5),
        ("when", datetime(2026, 1, 1, tzinfo=UTC)),
        ("day", datetime(2026, 1, 1, tzinfo=UTC)),
        ("direction", "asc"),
        ("cents", 5),
        ("ids", [1, 2]),
        ("ids", (1, 2)),
        ("fields", {"a": "b"}),
        ("either", "a"),
        ("numbers", {"a": 1}),
        ("numbers", Colour.RED),
        ("anything", True),
        ("anything", object()),
    ],
)
def test_a_value_that_the_declaration_allows_is_kept(name: str, value: Any) -> None:
    assert getattr(Everything(**{name: value}), name) is value


def test_nothing_is_emptied_by_a_none_that_was_not_meant() -> None:
    with pytest.raises(InvalidRequest, match="new_email is text, and None was given: leave it out"):
        UpdateLead(id=7, new_email=None)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", [TrackSaleV1, TrackSale])
def test_a_sale_is_not_lost_for_a_none_in_a_parameter_that_need_not_be_given(kind: Any) -> None:
    sale = kind(uid="cus_1", email=None, event_id="order-1", amount=4900)
    assert sale == kind(uid="cus_1", event_id="order-1", amount=4900)


@pytest.mark.parametrize("kind", [TrackSaleV1, TrackSale])
def test_what_a_sale_needs_is_never_none(kind: Any) -> None:
    with pytest.raises(InvalidRequest, match="event_id"):
        kind(uid="cus_1", event_id=None, amount=4900)
    with pytest.raises(InvalidRequest, match="needs one of email, uid"):
        kind(uid=None, email=None, event_id="order-1", amount=4900)


def test_tracking_under_a_number_is_refused_in_both_generations() -> None:
    number: Any = 5
    with pytest.raises(InvalidRequest, match=r"TrackSale.uid is text, and int was given: str\(uid\)"):
        TrackSale(uid=number, event_id="e", amount=1)
    with pytest.raises(InvalidRequest, match=r"TrackSale\.uid is text"):
        TrackSaleV1(uid=number, event_id="e", amount=1)
    with pytest.raises(InvalidRequest, match=r"TrackSignup\.tid is text"):
        TrackSignup(email="ann@example.com", tid=number)


def test_what_is_nested_is_checked_too() -> None:
    number: Any = 5
    with pytest.raises(InvalidRequest, match=r"ProfileInput\.first_name is text"):
        CreatePromoter(email="ann@example.com", profile=ProfileInput(first_name=number))
    with pytest.raises(InvalidRequest, match=r"CreatePromoter\.profile is ProfileInput, and dict was given"):
        CreatePromoter(email="ann@example.com", profile={"first_name": "Ann"})  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def test_pages_are_numbers() -> None:
    text: Any = "2"
    with pytest.raises(InvalidRequest, match=r"ListPromoters\.page is an integer, and str was given"):
        ListPromoters(page=text)


def test_a_replay_rule_in_text_is_refused_since_it_would_count_as_repeatable() -> None:
    text: Any = "unsafe"
    with pytest.raises(InvalidRequest, match=r"UntypedRequest\.rule is Replay"):
        UntypedRequest(method="POST", path="/api/v2/company/x", rule=text)
    with pytest.raises(InvalidRequest, match=r"UntypedRequest\.method is text"):
        UntypedRequest(method=5, path="/api/v2/company/x")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


@all_in_one("operation", operations(), attrgetter("call"))
def test_no_parameter_of_any_operation_takes_what_is_no_value_at_all(operation: Operation) -> None:
    request = least_request(operation.request)
    for parameter in (one for one in attrs.fields(type(request)) if one.init):
        with pytest.raises(InvalidRequest):
            attrs.evolve(request, **{parameter.name: object()})
