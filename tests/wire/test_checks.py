"""Rules that one parameter must meet by itself."""

from typing import Any

import pytest
from attrs import field

from firstpromoter_async.errors import InvalidAmount, InvalidRequest
from firstpromoter_async.frozen import frozen
from firstpromoter_async.unset import UNSET
from firstpromoter_async.wire.checks import (
    at_least,
    between,
    check_count,
    currency_in_use,
    filled,
    filled_if_given,
    fit_for_links,
    minor_units,
    minor_units_or_zero,
)


@frozen(kw_only=True)
class Sale:
    amount: Any = field(default=1, validator=minor_units)
    currency: Any = field(default=UNSET, converter=currency_in_use)
    mrr: Any = field(default=UNSET, validator=minor_units_or_zero)
    quantity: Any = field(default=UNSET, validator=at_least(1))
    hour: Any = field(default=UNSET, validator=between(0, 23))
    event_id: Any = field(default="e-1", validator=filled)
    plan: Any = field(default=UNSET, validator=filled_if_given)
    ref_id: Any = field(default=UNSET, validator=fit_for_links)


@pytest.mark.parametrize("amount", [1, 2933, 10**13])
def test_a_positive_integer_is_an_amount(amount: int) -> None:
    assert Sale(amount=amount).amount == amount


@pytest.mark.parametrize("amount", [29.33, 29.0, True, "2933", None, UNSET])
def test_anything_but_an_integer_is_no_amount(amount: object) -> None:
    with pytest.raises(InvalidAmount) as caught:
        Sale(amount=amount)
    assert str(caught.value) == (
        f"Sale.amount is an integer in minor units (cents), and {type(amount).__name__} was given;"
        ' firstpromoter_async.money.cents("29.33") converts'
    )


@pytest.mark.parametrize("amount", [0, -1])
def test_an_amount_is_more_than_zero(amount: int) -> None:
    with pytest.raises(InvalidAmount, match=rf"^Sale\.amount is more than zero, and {amount} was given$"):
        Sale(amount=amount)


@pytest.mark.parametrize(
    ("amount", "told"),
    [
        (10**13 + 1, "10000000000001"),
        (10**21, "1000000000000000000000"),
        pytest.param(10**5000, "a number of more than 100 digits", id="10**5000"),
    ],
)
def test_an_amount_that_nobody_sells_for_is_a_mistake(amount: int, told: str) -> None:
    for name in ("amount", "mrr"):
        with pytest.raises(InvalidAmount) as caught:
            Sale(**{name: amount})
        assert str(caught.value) == (
            f"Sale.{name} is at most 10,000,000,000,000 minor units (cents), and {told} was given:"
            " nobody sells for more, whatever the currency"
        )


@pytest.mark.parametrize("mrr", [0, 1, UNSET, None])
def test_a_recurring_revenue_may_be_zero(mrr: object) -> None:
    assert Sale(mrr=mrr).mrr == mrr


@pytest.mark.parametrize(
    ("mrr", "wanted"),
    [
        (-1, "zero or more, and -1 was given"),
        (9.99, "an integer in minor units"),
        ("9", "an integer in minor units"),
        (True, "an integer in minor units"),
    ],
)
def test_a_recurring_revenue_is_no_less_and_nothing_else(mrr: object, wanted: str) -> None:
    with pytest.raises(InvalidAmount, match=rf"^Sale\.mrr is {wanted}"):
        Sale(mrr=mrr)


@pytest.mark.parametrize(
    ("given", "sent"), [("USD", "USD"), ("usd", "USD"), (" eur ", "EUR"), (UNSET, UNSET), (None, None)]
)
def test_a_currency_is_written_in_capitals(given: object, sent: object) -> None:
    assert Sale(currency=given).currency == sent


@pytest.mark.parametrize("currency", ["BTC", "XAU", "DEM", "dollars", "", 840])
def test_what_is_no_currency_in_use_is_refused(currency: object) -> None:
    with pytest.raises(InvalidAmount, match="currency"):
        Sale(currency=currency)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("quantity", [1, 2, 10**5000, UNSET, None]),
        ("hour", [0, 1, 23, UNSET, None]),
        ("plan", ["gold", UNSET, None]),
        ("ref_id", ["a", "jane-doe_7", UNSET, None]),
    ],
)
def test_what_meets_its_rule_or_is_not_given_passes(name: str, values: list[Any]) -> None:
    for value in values:
        assert getattr(Sale(**{name: value}), name) is value


@pytest.mark.parametrize(
    ("name", "values", "wanted"),
    [
        ("quantity", [0, -1, 1.5, True, "1"], "an integer from 1"),
        ("hour", [-1, 24, 1.5, True, "1"], "an integer from 0 to 23"),
        ("event_id", ["", " ", "\t\n", None, 17, UNSET], "text that is not empty"),
        ("plan", ["", " ", 17], "text that is not empty"),
        ("ref_id", ["", "Jane", "a b", "é", "a.b", "a\n", 7], None),
    ],
)
def test_what_breaks_its_rule_is_refused_with_the_rule_and_what_was_given(
    name: str, values: list[Any], wanted: str | None
) -> None:
    rule = f"is {wanted}" if wanted else "has lower-case letters, digits, - and _ only"
    for value in values:
        with pytest.raises(InvalidRequest) as caught:
            Sale(**{name: value})
        assert str(caught.value) == f"Sale.{name} {rule}, and {value!r} was given"


@pytest.mark.parametrize("name", ["hour", "quantity"])
def test_a_number_that_python_does_not_write_is_refused_all_the_same(name: str) -> None:
    with pytest.raises(InvalidRequest, match=rf"^Sale\.{name} is an integer .* and a number of more than"):
        Sale(**{name: -(10**5000)})


@pytest.mark.parametrize(("value", "least"), [(1, 1), (0, 0), (7, 1)])
def test_a_count_from_the_least_on_passes(value: int, least: int) -> None:
    check_count("limit", "items", value, least=least)


@pytest.mark.parametrize("value", [0, -1, 1.0, True, "1", None])
def test_a_count_is_one_or_more_unless_said_otherwise(value: object) -> None:
    with pytest.raises(InvalidRequest) as caught:
        check_count("limit", "items", value)
    assert str(caught.value) == f"limit is a number of items from 1, and {value!r} was given"


def test_a_credential_that_is_refused_is_not_in_the_words() -> None:
    @frozen(kw_only=True)
    class Password:
        new: Any = field(validator=filled, repr=False)

    with pytest.raises(InvalidRequest, match=r"new is text that is not empty, and bytes was given") as caught:
        Password(new=b"planted")
    assert "planted" not in str(caught.value)
