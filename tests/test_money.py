"""Decimal text to minor units, with nothing guessed and nothing rounded."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstpromoter_async.errors import InvalidAmount, InvalidRequest
from firstpromoter_async.money import UNCONFIRMED, ZERO_DECIMAL, Money, cents, minor_units, minor_units_as_given


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [
        ("29.33", "USD", 2933),
        ("29.3", "USD", 2930),
        ("29", "USD", 2900),
        (29, "USD", 2900),
        (Decimal("29.33"), "USD", 2933),
        (Decimal("1E+2"), "USD", 10000),
        ("29.3300", "USD", 2933),
        (".5", "USD", 50),
        ("+1.00", "USD", 100),
        ("-1.00", "EUR", -100),
        ("0", "USD", 0),
        (" 29.33 ", "usd ", 2933),
        ("500", "JPY", 500),
        ("500.00", "JPY", 500),
        (500, "krw", 500),
        ("9999999999999.99", "USD", 999999999999999),
    ],
)
def test_major_units_become_minor_ones(amount: Any, currency: str, minor: int) -> None:
    assert minor_units(amount, currency) == minor


def test_cents_is_the_usual_name() -> None:
    assert cents("29.33") == 2933


@pytest.mark.parametrize("amount", [29.33, 29.0, float("nan"), True, None, b"29", [29]])
def test_floats_and_other_kinds_are_refused(amount: Any) -> None:
    with pytest.raises(InvalidAmount):
        minor_units(amount)


@given(st.floats())
def test_no_float_ever_passes(amount: float) -> None:
    with pytest.raises(InvalidAmount, match="binary floats"):
        minor_units(amount)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "amount",
    [
        "",
        " ",
        "29,33",
        "1,000.00",
        "$29",
        "29 USD",
        "1e3",
        "29.",
        "--1",
        "+-1",
        "nan",
        "inf",
        "\uff10",
        "²",
        "1_000",
        "0x1F",
    ],
)
def test_text_that_is_no_plain_decimal_is_refused(amount: str) -> None:
    with pytest.raises(InvalidAmount, match="plain decimal notation"):
        minor_units(amount)


@pytest.mark.parametrize("amount", [Decimal("NaN"), Decimal("Infinity"), Decimal("-Infinity"), Decimal("sNaN")])
def test_decimals_that_are_no_numbers_are_refused(amount: Decimal) -> None:
    with pytest.raises(InvalidAmount):
        minor_units(amount)


@pytest.mark.parametrize(
    ("amount", "currency"),
    [("29.333", "USD"), ("0.001", "EUR"), ("500.5", "JPY"), (Decimal("0.01"), "VND"), ("1.000000001", "USD")],
)
def test_too_many_decimals_are_refused(amount: Any, currency: str) -> None:
    with pytest.raises(InvalidAmount, match="nothing is rounded"):
        minor_units(amount, currency)


@pytest.mark.parametrize("currency", sorted(UNCONFIRMED))
def test_currencies_that_are_not_confirmed_are_refused(currency: str) -> None:
    with pytest.raises(InvalidAmount, match=f"{currency} is refused"):
        minor_units("1", currency)


def test_a_currency_is_in_one_list_only() -> None:
    assert not ZERO_DECIMAL & set(UNCONFIRMED)


@pytest.mark.parametrize("currency", ["", "US", "USDT", "U$D", "12A", "\uff35\uff33\uff24", None, 840])
def test_what_is_no_currency_is_refused(currency: Any) -> None:
    with pytest.raises(InvalidAmount, match="three letters"):
        minor_units("1", currency)


@pytest.mark.parametrize("amount", ["1" * 16, "0." + "1" * 16, Decimal("1E+15"), Decimal("1E+999999"), 10**15])
def test_amounts_beyond_all_sales_are_refused(amount: Any) -> None:
    with pytest.raises(InvalidAmount, match="is not a sale"):
        minor_units(amount)


def test_an_amount_that_is_refused_is_a_request_that_is_refused() -> None:
    assert issubclass(InvalidAmount, InvalidRequest)
    assert issubclass(InvalidAmount, ValueError)


# Minor units as they are


@pytest.mark.parametrize(("amount", "minor"), [("2933", 2933), (" 2933 ", 2933), ("-5", -5), ("0", 0), (7, 7)])
def test_minor_units_are_read_as_they_are(amount: Any, minor: int) -> None:
    assert minor_units_as_given(amount) == minor


@pytest.mark.parametrize("amount", ["29.33", "29.", "", "2,933", "1e3", "²", 29.0, True, None, Decimal(29)])
def test_minor_units_have_no_decimals(amount: Any) -> None:
    with pytest.raises(InvalidAmount):
        minor_units_as_given(amount)


# Money


MINOR = st.integers(-(10**13), 10**13)
CURRENCY = st.sampled_from(["USD", "EUR", "GBP", *sorted(ZERO_DECIMAL)])


@given(MINOR, CURRENCY)
def test_there_and_back_is_the_same(minor: int, currency: str) -> None:
    money = Money(minor, currency)
    assert minor_units(str(money.major), currency) == minor
    assert Money.of(money.major, currency) == money


@given(MINOR, MINOR)
def test_sums_in_either_unit_agree(one: int, other: int) -> None:
    assert Money(one).major + Money(other).major == Money(one + other).major


@pytest.mark.parametrize(
    ("money", "text"),
    [
        (Money(2933), "29.33 USD"),
        (Money(500, "jpy"), "500 JPY"),
        (Money(-5), "-0.05 USD"),
        (Money(0, "EUR"), "0.00 EUR"),
    ],
)
def test_money_reads_as_people_write_it(money: Money, text: str) -> None:
    assert str(money) == text


@pytest.mark.parametrize("minor", [29.33, 2933.0, True, "2933", Decimal(2933)])
def test_minor_units_that_are_no_integer_are_refused(minor: Any) -> None:
    with pytest.raises(InvalidAmount, match="minor"):
        Money(minor)


def test_money_of_an_odd_currency_is_refused() -> None:
    with pytest.raises(InvalidAmount):
        Money(1, "dollars")
