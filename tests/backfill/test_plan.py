"""Rows to requests, as tables of values."""

import re
from typing import Any

import pytest

from firstpromoter_async.backfill import Columns, Kind, Row, WrongUsage
from firstpromoter_async.backfill.plan import Plan, Planned, Rejected, Skipped
from firstpromoter_async.backfill.planner import Planner
from firstpromoter_async.v1 import tracking as v1
from firstpromoter_async.v2 import tracking as v2


def plan(fields: dict[str, Any], **columns: Any) -> Plan:
    given = {"amounts": "major", "account_currency": "USD", "without": ["sale_event_id"]} | columns
    return Planner(Columns(**given), None).plan(Row(line=2, raw=b"", fields=fields))


def planned(fields: dict[str, Any], **columns: Any) -> Planned:
    made = plan(fields, **columns)
    assert isinstance(made, Planned), made
    return made


def reason(fields: dict[str, Any], **columns: Any) -> str:
    made = plan(fields, **columns)
    assert isinstance(made, Rejected), made
    return made.reason


SALE = {"event_id": "order-1", "uid": "ann", "amount": "29.33"}


def test_a_sale() -> None:
    made = planned(SALE, kind="sale")
    assert made.request == v2.TrackSale(event_id="order-1", uid="ann", amount=2933)
    assert (made.kind, made.key) == (Kind.SALE, "order-1")


def test_columns_are_mapped_and_constants_set() -> None:
    made = planned(
        {"order": "o-1", "who": "ann", "usd": "5"},
        kind="sale",
        columns={"event_id": "order", "uid": "who", "amount": "usd"},
        constants={"currency": "usd", "quantity": "2"},
    )
    assert made.request == v2.TrackSale(event_id="o-1", uid="ann", amount=500, currency="USD", quantity=2)


def test_a_mapped_parameter_does_not_come_from_the_column_of_its_own_name() -> None:
    assert planned(SALE | {"customer": "ben"}, kind="sale", columns={"uid": "customer"}).request == v2.TrackSale(
        event_id="order-1", uid="ben", amount=2933
    )


def test_a_constant_counts_more_than_a_column() -> None:
    yen = planned(SALE | {"currency": "EUR", "amount": "500"}, kind="sale", constants={"currency": "JPY"})
    assert yen.request == v2.TrackSale(event_id="order-1", uid="ann", amount=500, currency="JPY")


def test_other_columns_are_left_alone() -> None:
    assert planned(SALE | {"colour": "red"}, kind="sale").request == planned(SALE, kind="sale").request


def test_an_empty_value_is_not_mentioned() -> None:
    assert planned(SALE | {"plan": "  ", "email": ""}, kind="sale").request == planned(SALE, kind="sale").request


def test_values_are_trimmed() -> None:
    spaced = {name: f" {value}\t" for name, value in SALE.items()}
    assert planned(spaced, kind="sale").request == planned(SALE, kind="sale").request


@pytest.mark.parametrize(
    ("amount", "currency", "amounts", "expected"),
    [
        ("29.33", "USD", "major", 2933),
        ("29.3", "USD", "major", 2930),
        ("29", "EUR", "major", 2900),
        ("500", "JPY", "major", 500),
        ("2933", "USD", "minor", 2933),
        ("500", "JPY", "minor", 500),
        ("123456.78", "USD", "major", 12345678),
    ],
)
def test_amounts(amount: str, currency: str, amounts: str, expected: int) -> None:
    made = planned(SALE | {"amount": amount, "currency": currency}, kind="sale", amounts=amounts)
    assert made.request == v2.TrackSale(event_id="order-1", uid="ann", amount=expected, currency=currency)


# Whose amounts are of which currency


def test_major_amounts_of_no_known_currency_are_not_read() -> None:
    told = reason(SALE, kind="sale", account_currency=None)
    assert told.startswith("amount: there is no currency here, and how many decimals")
    assert "--account-currency USD" in told
    assert "--set currency=USD" in told


@pytest.mark.parametrize(("currency", "minor"), [("USD", 50000), ("JPY", 500)])
def test_the_accounts_currency_says_how_many_decimals_there_are_and_is_not_sent(currency: str, minor: int) -> None:
    made = planned(SALE | {"amount": "500"}, kind="sale", account_currency=currency)
    assert made.request == v2.TrackSale(event_id="order-1", uid="ann", amount=minor)


def test_a_rows_own_currency_counts_more_than_the_accounts_and_is_sent() -> None:
    made = planned(SALE | {"amount": "500", "currency": "USD"}, kind="sale", account_currency="JPY")
    assert made.request == v2.TrackSale(event_id="order-1", uid="ann", amount=50000, currency="USD")


def test_minor_units_need_no_currency() -> None:
    made = planned(SALE | {"amount": "500"}, kind="sale", amounts="minor", account_currency=None)
    assert made.request == v2.TrackSale(event_id="order-1", uid="ann", amount=500)


def test_a_currency_that_is_none_is_said_once() -> None:
    assert reason(SALE | {"currency": "BTC"}, kind="sale") == (
        "currency: BTC is no currency in use (ISO 4217), such as USD, EUR or JPY"
    )


# What is taken for a mistake


@pytest.mark.parametrize(
    ("amount", "currency", "amounts", "told"),
    [
        ("1000000.01", "USD", "major", "1000000.01 is taken for a mistake, being more than 1,000,000.00 USD"),
        ("100000001", "JPY", "major", "more than 100,000,000 JPY"),
        ("100000001", "USD", "minor", "more than 100,000,000 minor units of USD"),
        ("123456789012", "", "minor", "more than 100,000,000 minor units of the currency of the account"),
        ("123456789012345678901", "", "minor", "is not an amount of a sale"),
    ],
)
def test_an_amount_that_a_person_would_call_a_mistake(amount: str, currency: str, amounts: str, told: str) -> None:
    row = SALE | {"amount": amount, "currency": currency}
    assert told in reason(row, kind="sale", amounts=amounts, account_currency=None)
    assert told.replace("amount", "mrr") in reason(
        row | {"amount": "5", "mrr": amount}, kind="sale", amounts=amounts, account_currency=None
    ).replace("amount", "mrr")


def test_the_reason_says_what_to_do_about_it() -> None:
    told = reason(SALE | {"amount": "200000000"}, kind="sale", amounts="minor", account_currency=None)
    assert told.endswith(
        "if it is none, --account-currency says which currency that is, and --largest-amount sets another limit"
    )


@pytest.mark.parametrize(
    ("amount", "currency", "amounts", "largest"),
    [
        ("5000000", "USD", "major", "5000000"),
        ("5000000", "USD", "major", {"usd": 5_000_000}),
        ("500000000", "USD", "minor", 500_000_000),
        ("500000000", "", "minor", 500_000_000),
        ("900000000", "JPY", "major", {"JPY": "900000000"}),
    ],
)
def test_a_larger_amount_is_sent_where_that_is_said(amount: str, currency: str, amounts: str, largest: Any) -> None:
    row = SALE | {"amount": amount, "currency": currency}
    options = {"kind": "sale", "amounts": amounts, "account_currency": None, "largest_amount": largest}
    assert planned(row, **options).request.replay_rule
    assert "taken for a mistake" in reason(row | {"amount": str(int(amount) + 1)}, **options)


def test_the_limit_of_one_currency_is_not_that_of_another() -> None:
    limits = {"JPY": 500}
    assert "taken for a mistake" in reason(
        SALE | {"amount": "501", "currency": "JPY"}, kind="sale", largest_amount=limits
    )
    assert planned(SALE | {"amount": "501", "currency": "EUR"}, kind="sale", largest_amount=limits)


def test_the_limit_holds_for_money_that_was_given_back_the_wrong_way_round() -> None:
    assert "taken for a mistake" in reason(SALE | {"amount": "-2000000"}, kind="sale")


def test_mrr_is_money_too() -> None:
    assert planned(SALE | {"mrr": "9.99"}, kind="sale").request == v2.TrackSale(
        event_id="order-1", uid="ann", amount=2933, mrr=999
    )


@pytest.mark.parametrize(("told", "truth"), [("true", True), ("YES", True), ("1", True), ("No", False), ("0", False)])
def test_truth(told: str, truth: bool) -> None:
    assert planned(SALE | {"skip_email_notification": told}, kind="sale").request == v2.TrackSale(
        event_id="order-1", uid="ann", amount=2933, skip_email_notification=truth
    )


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [
        ("skip_email_notification", "perhaps", "neither true nor false"),
        ("quantity", "2.5", "no whole number"),
        ("quantity", "0", "quantity is an integer from 1"),
        ("currency", "$", "three letters"),
    ],
)
def test_values_that_do_not_fit(column: str, value: str, told: str) -> None:
    assert told in reason(SALE | {column: value}, kind="sale")


@pytest.mark.parametrize("moment", ["2024-12-31", "2024-12-31T23:59:59Z", "2024-12-31 23:59:59+01:00"])
def test_moments_pass_as_they_are_written(moment: str) -> None:
    made = planned(SALE | {"created_at": moment}, kind="sale", api="v1")
    assert made.request == v1.TrackSale(event_id="order-1", uid="ann", amount=2933, created_at=moment)


def test_a_moment_that_is_none() -> None:
    assert "no date" in reason(SALE | {"created_at": "31.12.2024"}, kind="sale", api="v1")


@pytest.mark.parametrize("told", [{"plan": "gold"}, '{"plan": "gold"}'])
def test_custom_fields_are_json(told: Any) -> None:
    made = planned({"uid": "ann", "ref_id": "pam", "custom_fields": told}, kind="signup", api="v1")
    assert made.request == v1.TrackSignup(uid="ann", ref_id="pam", custom_fields={"plan": "gold"})


def test_the_reason_names_the_column() -> None:
    told = reason({"usd": "x"}, kind="sale", columns={"amount": "usd", "event_id": "order"})
    assert "amount (column 'usd'): 'x' is not an amount" in told
    assert "there is no event_id (column 'order')" in told


def test_what_the_request_itself_refuses_is_a_reason_too() -> None:
    assert reason({"uid": "ann"}, kind="signup") == "TrackSignup needs one of tid, ref_id, and none was given"


# Kinds and keys


def test_a_column_says_the_kind() -> None:
    refund = planned(SALE | {"type": "Refund", "sale_event_id": "order-0"}, kind_column="type")
    assert refund.request == v2.TrackRefund(event_id="order-1", uid="ann", amount=2933, sale_event_id="order-0")
    assert refund.sale == "order-0"


def test_a_person_signs_up_once_so_the_person_is_the_key() -> None:
    made = planned({"uid": "ann", "email": "a@b.c", "ref_id": "pam", "event_id": "s-1"}, kind="signup")
    assert made.key == "uid:ann"


def test_an_address_is_not_written_into_the_ledger() -> None:
    made = planned({"email": "Ann@Example.com", "ref_id": "pam"}, kind="signup")
    assert made.key == planned({"email": "ann@example.com ", "ref_id": "pam"}, kind="signup").key
    assert "ann" not in made.key.lower()


def test_a_cancellation_without_an_id_has_the_person_as_its_key() -> None:
    assert planned({"uid": "ann"}, kind="cancellation").key == "uid:ann"


@pytest.mark.parametrize("api", ["v1", "v2"])
def test_a_cancellation_with_an_id_has_that_even_where_the_api_takes_none(api: str) -> None:
    assert planned({"uid": "ann", "event_id": "c-1"}, kind="cancellation", api=api).key == "c-1"


def test_v1_has_subscribers() -> None:
    made = planned({"uid": "ann", "ref_id": "pam"}, kind="subscriber", api="v1")
    assert made.request == v1.TrackSubscriber(uid="ann", ref_id="pam")


def test_the_digest_is_of_what_is_sent() -> None:
    digest = planned(SALE, kind="sale").digest
    assert planned(SALE | {"colour": "red", "amount": " 29.33"}, kind="sale").digest == digest
    assert planned(SALE | {"amount": "29.34"}, kind="sale").digest != digest
    assert planned(SALE, kind="refund").digest != digest
    assert planned(SALE, kind="sale", api="v1").digest != digest


def test_a_row_that_cannot_be_read_keeps_its_reason() -> None:
    row = Row(line=2, raw=b"\xff", problem="not UTF-8")
    assert Planner(Columns(kind="sale", amounts="major"), None).plan(row) == Rejected(reason="not UTF-8")


def test_a_zero_sale_is_skipped_with_its_key() -> None:
    made = plan(SALE | {"amount": "0"}, kind="sale")
    assert isinstance(made, Skipped)
    assert made.key == "order-1"


# Usage


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ({"kind": "purchase"}, "'purchase' is no kind that v2 knows"),
        ({"kind": "sale", "kind_column": "type"}, "both were given"),
        ({"kind": "sale", "amounts": "cents"}, "amounts are major or minor"),
        ({"kind": "sale", "api": "v3"}, "the api is v1 or v2"),
        ({"kind": "subscriber"}, "no kind that v2 knows"),
        ({"kind": "sale", "account_currency": "BTC"}, "BTC is no currency in use"),
        ({"kind": "sale", "account_currency": "KWD"}, "KWD is refused"),
        ({"kind": "sale", "largest_amount": "much"}, "a positive number in major units"),
        ({"kind": "sale", "largest_amount": 0}, "a positive number in major units"),
        ({"kind": "sale", "largest_amount": {"USD": -1}}, "a positive number in major units"),
        ({"kind": "sale", "largest_amount": "0.5", "amounts": "minor"}, "a positive number in minor units"),
        ({"kind": "sale", "largest_amount": {"XXX": 5}}, "XXX is no currency in use"),
        (
            {"kind": "sale", "constants": {"currency": "usdollar"}},
            "--set currency=usdollar: a currency is three letters",
        ),
        ({"constants": {"currency": "XAU"}}, "--set currency=XAU: XAU is no currency in use"),
        ({"kind": "sale", "constants": {"currency": "KWD"}}, "--set currency=KWD: KWD is refused"),
        ({"kind": "sale", "constants": {"currency": " "}}, "--set currency= gives it no value"),
        ({"kind": "sale", "constants": {"quantity": "few"}}, "--set quantity=few: 'few' is no whole number"),
        ({"kind": "sale", "constants": {"mrr": "x", "currency": "USD"}}, "--set mrr=x: 'x' is not an amount"),
        (
            {"kind": "sale", "api": "v1", "constants": {"created_at": "then"}},
            "--set created_at=then: 'then' is no date",
        ),
    ],
)
def test_wrong_usage(columns: dict[str, Any], told: str) -> None:
    with pytest.raises(WrongUsage, match=told):
        Planner(Columns(**({"amounts": "major"} | columns)), None)


def test_constants_are_not_refused_for_what_only_a_row_can_say() -> None:
    yen = planned(SALE | {"amount": "2933", "currency": "JPY"}, kind="sale", constants={"mrr": "500"})
    assert yen.request == v2.TrackSale(event_id="order-1", uid="ann", amount=2933, mrr=500, currency="JPY")
    dinar = planned(SALE | {"amount": "5"}, kind="sale", amounts="minor", constants={"currency": "kwd"})
    assert dinar.request == v2.TrackSale(event_id="order-1", uid="ann", amount=5, currency="KWD")


def test_signups_need_no_unit_of_amounts() -> None:
    assert planned({"uid": "ann", "ref_id": "pam"}, kind="signup", amounts=None)


@pytest.mark.parametrize(
    ("header", "told"),
    [
        (["event_ID", "uid", "amount"], "a sale needs event_id, and no column is mapped to it (event_ID: not used;"),
        (["event_id", "E-Mail", "amount"], "needs email or uid, and no column is mapped to it (E-Mail: not used;"),
        (["event_id", "uid", "notes"], "needs amount, and no column is mapped to it; the first line"),
    ],
)
def test_a_column_that_is_missing_is_looked_for_under_other_names(header: list[str], told: str) -> None:
    with pytest.raises(WrongUsage, match=re.escape(told)):
        Planner(Columns(kind="sale", amounts="minor"), header)
