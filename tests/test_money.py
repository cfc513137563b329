"""Decimal text to minor units, with nothing guessed and nothing rounded."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstpromoter_async.currencies import LARGEST, REPLACED, UNCONFIRMED, ZERO_DECIMAL
from firstpromoter_async.errors import InvalidAmount, InvalidRequest
from firstpromoter_async.money import (
    LARGEST_MINOR_UNITS,
    Money,
    cents,
    currency_code,
    largest_believed,
    minor_units,
    minor_units_as_given,
    shown,
)

BEYOND_WRITING = pytest.param(10**5000, id="10**5000")


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
        ("100000000000.00", "USD", 10**13),
        ("29.33" + "0" * 95, "USD", 2933),
        (Decimal("29.33" + "0" * 96), "USD", 2933),
    ],
)
def test_major_units_become_minor_ones(amount: Any, currency: str, minor: int) -> None:
    assert minor_units(amount, currency) == minor


def test_cents_are_cents_without_a_currency() -> None:
    assert cents("29.33") == minor_units("29.33", "EUR") == 2933
    with pytest.raises(InvalidAmount, match="not whole cents"):
        cents("29.333")


def test_an_amount_without_a_currency_is_not_taken_for_dollars() -> None:
    with pytest.raises(TypeError, match="currency"):
        minor_units("500")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    with pytest.raises(TypeError, match="currency"):
        Money(500)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]


@pytest.mark.parametrize("amount", [29.33, 29.0, float("nan"), True, None, b"29", [29]])
def test_floats_and_other_kinds_are_refused(amount: Any) -> None:
    with pytest.raises(InvalidAmount):
        minor_units(amount, "USD")


@pytest.mark.parametrize("read", [cents, minor_units_as_given, lambda amount: Money(amount, "USD")])
def test_the_kind_that_is_refused_is_named(read: Any) -> None:
    with pytest.raises(InvalidAmount, match="not float"):
        read(29.33)


@given(st.floats())
def test_no_float_ever_passes(amount: float) -> None:
    with pytest.raises(InvalidAmount, match="binary floats"):
        minor_units(amount, "USD")  # type: ignore[arg-type]


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
    with pytest.raises(InvalidAmount) as refused:
        minor_units(amount, "USD")
    assert str(refused.value) == f"{amount!r} is not an amount: plain decimal notation such as 29.33 is expected"


@pytest.mark.parametrize("amount", [Decimal("NaN"), Decimal("Infinity"), Decimal("-Infinity"), Decimal("sNaN")])
def test_decimals_that_are_no_numbers_are_refused(amount: Decimal) -> None:
    with pytest.raises(InvalidAmount, match=f"^{amount} is not an amount$"):
        minor_units(amount, "USD")


@pytest.mark.parametrize(
    ("amount", "currency"),
    [("29.333", "USD"), ("0.001", "EUR"), ("500.5", "JPY"), (Decimal("0.01"), "VND"), ("1.000000001", "USD")],
)
def test_too_many_decimals_are_refused(amount: Any, currency: str) -> None:
    with pytest.raises(InvalidAmount, match="nothing is rounded"):
        minor_units(amount, currency)


@pytest.mark.parametrize(("currency", "unit"), [("USD", "cents"), ("jpy", "units of JPY")])
def test_the_unit_that_an_amount_is_not_whole_in_is_named(currency: str, unit: str) -> None:
    with pytest.raises(InvalidAmount, match=f"^29.333 is not whole {unit}; nothing is rounded$"):
        minor_units("29.333", currency)


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


@pytest.mark.parametrize(
    "amount",
    ["22.200000000000003", "19.989999999999998", "0.30000000000000004", "129999.99999999999", "29.3300000000001"],
)
def test_what_looks_like_the_rest_of_a_float_says_so(amount: str) -> None:
    with pytest.raises(InvalidAmount) as refused:
        cents(amount)
    assert str(refused.value) == (
        f"{amount} is not whole cents; round to 2 decimals where the amount is made: it looks like the rest of a binary float"
    )


@pytest.mark.parametrize(
    "amount", ["29.333", "29.3333333333333333", "0.12345678901234567", "29.330000000001", "123456789.330001"]
)
def test_what_is_no_rest_of_a_float_is_not_said_to_be_one(amount: str) -> None:
    with pytest.raises(InvalidAmount, match="not whole cents; nothing is rounded"):
        cents(amount)


def test_a_float_in_yen_is_to_be_rounded_to_whole_yen() -> None:
    with pytest.raises(InvalidAmount, match="not whole units of JPY; round to 0 decimals"):
        minor_units("499.99999999999994", "JPY")


@pytest.mark.parametrize(
    "amount", ["100000000000.01", "-100000000000.01", "1" * 16, Decimal("1E+15"), Decimal("1E+999999"), BEYOND_WRITING]
)
def test_amounts_beyond_all_sales_are_refused(amount: Any) -> None:
    with pytest.raises(InvalidAmount) as refused:
        minor_units(amount, "USD")
    assert str(refused.value) == (
        f"{shown(amount)} is not an amount of a sale: more than 10,000,000,000,000 minor units (cents)"
    )


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (2933, "2933"),
        (Decimal("29.33"), "29.33"),
        ("29,33", "'29,33'"),
        ("x" * 98, f"'{'x' * 98}'"),
        ("x" * 99, f"'{'x' * 99}..."),
        (10**100 - 1, "9" * 100),
        (10**100, "a number of more than 100 digits"),
        (-(10**101), "a number of more than 100 digits"),
    ],
    ids=lambda value: str(value)[:12],
)
def test_what_was_given_is_shown_as_far_as_one_can_read_it(amount: Any, text: str) -> None:
    assert shown(amount) == text


# Currencies


def test_every_currency_in_use_has_a_largest_amount() -> None:
    assert len(LARGEST) == 155
    assert ZERO_DECIMAL | set(UNCONFIRMED) < set(LARGEST)
    assert not REPLACED.keys() & LARGEST.keys()
    assert set(REPLACED.values()) < set(LARGEST)


@pytest.mark.parametrize(
    "code", ["XXX", "XTS", "XAU", "XAG", "XPT", "XBA", "XDR", "XSU", "CHE", "MXV", "CLF", "BTC", "ETH", "AAA"]
)
def test_what_is_no_money_is_refused(code: str) -> None:
    with pytest.raises(InvalidAmount, match=f"{code} is no currency in use"):
        minor_units("1", code)
    with pytest.raises(InvalidAmount, match=f"{code} is no currency in use"):
        Money(1, code)


@pytest.mark.parametrize("given", [840, None, "dollars"])
def test_what_is_no_code_is_refused_and_shown(given: Any) -> None:
    with pytest.raises(InvalidAmount) as caught:
        currency_code(given)
    assert str(caught.value) == f"a currency is three letters such as USD, not {given!r}"


@pytest.mark.parametrize(("code", "instead"), [("DEM", "EUR"), ("hrk", "EUR"), ("ANG", "XCG")])
def test_a_currency_that_was_withdrawn_says_what_came_in_its_place(code: str, instead: str) -> None:
    with pytest.raises(InvalidAmount, match=f"{code.upper()} is no currency in use any more: {instead} came"):
        currency_code(code)


@pytest.mark.parametrize("code", ["XAF", "XOF", "XPF", "XCD", "XCG"])
def test_money_of_several_countries_is_money(code: str) -> None:
    assert currency_code(code.lower()) == code


@pytest.mark.parametrize(
    ("currency", "most"),
    [("USD", 100_000_000), ("EUR", 100_000_000), ("JPY", 100_000_000), ("KRW", 10**9), ("IDR", 10**12), ("KWD", 10**9)],
)
def test_the_largest_amount_that_is_believed_is_about_a_million_dollars(currency: str, most: int) -> None:
    assert largest_believed(currency) == most


def test_no_currency_is_believed_beyond_what_any_amount_is() -> None:
    assert max(map(largest_believed, LARGEST)) <= LARGEST_MINOR_UNITS


def test_an_amount_that_is_refused_is_a_request_that_is_refused() -> None:
    assert issubclass(InvalidAmount, InvalidRequest)
    assert issubclass(InvalidAmount, ValueError)


# Minor units as they are


@pytest.mark.parametrize(
    ("amount", "minor"), [("2933", 2933), (" 2933 ", 2933), ("-5", -5), ("0", 0), (7, 7), ("5".zfill(100), 5)]
)
def test_minor_units_are_read_as_they_are(amount: Any, minor: int) -> None:
    assert minor_units_as_given(amount) == minor


@pytest.mark.parametrize("amount", ["1" * 21, "-" + "1" * 21, "9" * 5000, 10**13 + 1])
def test_minor_units_beyond_all_sales_are_refused(amount: Any) -> None:
    with pytest.raises(InvalidAmount) as refused:
        minor_units_as_given(amount)
    assert str(refused.value).startswith(f"{shown(amount)} is not an amount of a sale")
    assert len(str(refused.value)) < 300, "the text stays readable"


@pytest.mark.parametrize("amount", ["29.33", "29.", "", "2,933", "1e3", "²", 29.0, True, None, Decimal(29)])
def test_minor_units_have_no_decimals(amount: Any) -> None:
    with pytest.raises(InvalidAmount, match="whole number") as refused:
        minor_units_as_given(amount)
    assert (repr(amount) if isinstance(amount, str) else type(amount).__name__) in str(refused.value)


# Money


MINOR = st.integers(-LARGEST_MINOR_UNITS, LARGEST_MINOR_UNITS)
CURRENCY = st.sampled_from(["USD", "EUR", "GBP", *sorted(ZERO_DECIMAL)])


@given(MINOR, CURRENCY)
def test_there_and_back_is_the_same(minor: int, currency: str) -> None:
    money = Money(minor, currency)
    assert minor_units(str(money.major), currency) == minor
    assert Money.of(money.major, currency) == money


@given(MINOR, MINOR)
def test_sums_in_either_unit_agree(one: int, other: int) -> None:
    assert Money(one, "USD").major + Money(other, "USD").major == Money(one + other, "USD").major


@pytest.mark.parametrize(
    ("money", "text"),
    [
        (Money(2933, "USD"), "29.33 USD"),
        (Money(500, "jpy"), "500 JPY"),
        (Money(-5, "USD"), "-0.05 USD"),
        (Money(0, "EUR"), "0.00 EUR"),
        (Money(1000, "KWD"), "1000 minor units of KWD"),
        (Money(10**40 + 1, "USD"), f"{10**38}.01 USD"),
    ],
)
def test_money_reads_as_people_write_it(money: Money, text: str) -> None:
    assert str(money) == text


@pytest.mark.parametrize("minor", [29.33, 2933.0, True, "2933", Decimal(2933)])
def test_minor_units_that_are_no_integer_are_refused(minor: Any) -> None:
    with pytest.raises(InvalidAmount, match="minor"):
        Money(minor, "USD")


def test_money_of_an_odd_currency_is_refused() -> None:
    with pytest.raises(InvalidAmount):
        Money(1, "dollars")
