"""Rules that one parameter must meet by itself."""

from typing import Any

import pytest
from attrs import field

from firstpromoter_async.errors import InvalidAmount, InvalidRequest
from firstpromoter_async.frozen import frozen
from firstpromoter_async.unset import UNSET
from firstpromoter_async.wire.checks import at_least, currency_in_use, filled, minor_units, minor_units_or_zero

BEYOND_WRITING = pytest.param(10**5000, id="10**5000")


@frozen(kw_only=True)
class Sale:
    amount: Any = field(default=1, validator=minor_units)
    currency: Any = field(default=UNSET, converter=currency_in_use)
    mrr: Any = field(default=UNSET, validator=minor_units_or_zero)
    quantity: Any = field(default=UNSET, validator=at_least(1))
    event_id: Any = field(default="e-1", validator=filled)


@pytest.mark.parametrize("amount", [1, 2933, 10**13])
def test_a_positive_integer_is_an_amount(amount: int) -> None:
    assert Sale(amount=amount).amount == amount


@pytest.mark.parametrize("amount", [29.33, 29.0, True, "2933", None, UNSET])
def test_anything_but_an_integer_is_no_amount(amount: object) -> None:
    with pytest.raises(InvalidAmount, match=r"Sale\.amount is an integer in minor units"):
        Sale(amount=amount)


@pytest.mark.parametrize("amount", [0, -1])
def test_an_amount_is_more_than_zero(amount: int) -> None:
    with pytest.raises(InvalidAmount, match=r"Sale\.amount is more than zero"):
        Sale(amount=amount)


@pytest.mark.parametrize("amount", [10**13 + 1, 10**21, BEYOND_WRITING])
def test_an_amount_that_nobody_sells_for_is_a_mistake(amount: int) -> None:
    for name in ("amount", "mrr"):
        with pytest.raises(InvalidAmount, match=rf"Sale\.{name} is at most 10,000,000,000,000 minor units"):
            Sale(**{name: amount})


@pytest.mark.parametrize("mrr", [0, 1, UNSET])
def test_a_recurring_revenue_may_be_zero(mrr: object) -> None:
    assert Sale(mrr=mrr).mrr == mrr


@pytest.mark.parametrize("mrr", [-1, 9.99, "9", True])
def test_a_recurring_revenue_is_no_less_and_nothing_else(mrr: object) -> None:
    with pytest.raises(InvalidAmount, match=r"Sale\.mrr is"):
        Sale(mrr=mrr)


@pytest.mark.parametrize(("given", "sent"), [("USD", "USD"), ("usd", "USD"), (" eur ", "EUR"), (UNSET, UNSET)])
def test_a_currency_is_written_in_capitals(given: object, sent: object) -> None:
    assert Sale(currency=given).currency == sent


@pytest.mark.parametrize("currency", ["BTC", "XAU", "DEM", "dollars", "", 840])
def test_what_is_no_currency_in_use_is_refused(currency: object) -> None:
    with pytest.raises(InvalidAmount, match="currency"):
        Sale(currency=currency)


@pytest.mark.parametrize("quantity", [1, 2, UNSET])
def test_a_number_from_the_least_on_passes(quantity: object) -> None:
    assert Sale(quantity=quantity).quantity == quantity


@pytest.mark.parametrize("quantity", [0, -1, 1.5, True, "1"])
def test_a_number_below_the_least_or_none_at_all_is_refused(quantity: object) -> None:
    with pytest.raises(InvalidRequest, match=r"Sale\.quantity is an integer from 1"):
        Sale(quantity=quantity)


@pytest.mark.parametrize("event_id", ["", " ", "\t\n", None, 17, UNSET])
def test_empty_text_is_refused(event_id: object) -> None:
    with pytest.raises(InvalidRequest, match=r"Sale\.event_id is text that is not empty"):
        Sale(event_id=event_id)
