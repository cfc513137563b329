"""Columns that are used, left alone or forgotten: nothing that somebody gave is ignored in silence."""

from typing import Any

import pytest

from firstpromoter_async.backfill import Backfill, Columns, DryRun, Ledger, Report, UnusedColumn, WrongUsage, csv_rows
from firstpromoter_async.backfill.planner import Planner
from tests.backfill.fake import MIXED, SALES, Shop

pytestmark = pytest.mark.anyio


def unused(*header: str, **columns: Any) -> dict[str, str]:
    """Return the columns of a file of sales that are left alone, each with the reason why it may be missed."""
    given = {"kind": "sale", "amounts": "major", "account_currency": "USD"} | columns
    planner = Planner(Columns(**given), ["event_id", "uid", "amount", *header])
    return {column.column: column.reason for column in planner.uses.unused}


# Which columns are left alone, and which of them may be missed


async def test_every_parameter_says_where_it_comes_from() -> None:
    columns = Columns(
        kind="sale", amounts="major", columns={"event_id": "order", "amount": "usd"}, constants={"currency": "USD"}
    )
    assert Planner(columns, ["order", "uid", "usd"]).uses.parameters == {
        "uid": "the column 'uid'",
        "event_id": "the column 'order'",
        "amount": "the column 'usd'",
        "currency": "'USD' in all rows",
    }


async def test_a_date_is_what_v2_does_not_take() -> None:
    assert unused("created_at") == {"created_at": "v2 takes no date; --api v1 does"}
    assert unused("created_at", api="v1") == {}


@pytest.mark.parametrize(
    ("column", "parameter"),
    [
        ("emial", "email"),
        ("E-Mail", "email"),
        ("customerEmail", "email"),
        ("plans", "plan"),
        ("promo code", "promo_code"),
        ("QUANTITY", "quantity"),
        ("mrr_usd", "mrr"),
        ("currency_code", "currency"),
        ("Coupon", "promo_code"),
    ],
)
async def test_a_column_that_resembles_a_parameter_says_how_to_use_it(column: str, parameter: str) -> None:
    argument = f"{parameter}={column}" if " " not in column else f"'{parameter}={column}'"
    assert unused(column) == {column: f"not used; it resembles {parameter}: --map {argument} uses it"}


@pytest.mark.parametrize(
    ("column", "reason"),
    [
        ("Order ID", "not used; it resembles event_id, which is the column 'order'"),
        ("uid", "not used, since uid is the column 'who'"),
        ("currency", "not used, since currency is 'USD' in all rows"),
        ("sale_event_id", "only a refund takes it"),
        ("sale_event_ids", "not used; it resembles sale_event_id: only a refund takes it"),
        ("ordered_on", "not used; it resembles created_at: v2 takes no date; --api v1 does"),
        ("subscription_id", "v2 takes no subscription_id; --api v1 does"),
        ("first_name", "only a signup or a subscriber of v1 takes it"),
    ],
)
async def test_a_column_that_is_not_used_says_why(column: str, reason: str) -> None:
    columns = Columns(
        kind="sale",
        amounts="major",
        columns={"event_id": "order", "uid": "who"},
        constants={"currency": "USD"},
    )
    (left,) = Planner(columns, ["order", "who", "amount", column]).uses.unused
    assert left == UnusedColumn(column=column, reason=reason)
    assert str(left) == f"{column}: {reason}"


@pytest.mark.parametrize(
    "column", ["colour", "notes", "zip", "tax", "status", "country", "description", "id", "update"]
)
async def test_a_column_that_is_like_no_parameter_is_left_alone_without_a_word(column: str) -> None:
    assert unused(column) == {column: ""}


async def test_a_name_that_is_no_parameter_is_asked_about() -> None:
    with pytest.raises(WrongUsage, match=r"'even_id' is no parameter here \(is it event_id\?\)"):
        Planner(Columns(kind="sale", amounts="minor", columns={"even_id": "x"}), None)
    with pytest.raises(WrongUsage, match=r"'curency' is no parameter here \(is it currency\?\)"):
        Planner(Columns(kind="sale", amounts="minor", constants={"curency": "USD"}), None)


async def test_a_mapped_column_that_is_not_there_is_asked_about() -> None:
    with pytest.raises(WrongUsage, match=r"there is no column 'ordr_id' \(is it 'Order_ID'\?\)"):
        Planner(Columns(kind="sale", amounts="minor", columns={"event_id": "ordr_id"}), ["Order_ID", "uid", "amount"])


# A run tells before the first row


async def hear(shop: Shop, source: Any, columns: Columns = SALES) -> list[str]:
    """Run; returns what was told while nothing had been sent."""
    told: list[str] = []

    def tell(remark: str) -> None:
        assert not shop.fake.calls, "it is told before the first row is sent"
        told.append(remark)

    await shop.run(source, columns, tell=tell)
    return told


async def test_a_run_tells_of_columns_that_may_be_missed_and_of_no_others(shop: Shop) -> None:
    told = await hear(shop, "event_id,uid,amount,emial,notes\no-1,ann,5.00,a@b.c,x\n")
    assert told == ["emial: not used; it resembles email: --map email=emial uses it"]
    assert len(shop.fake.calls) == 1


async def test_rows_without_a_header_tell_as_they_come_and_once(shop: Shop) -> None:
    row = {"event_id": "o-1", "uid": "ann", "amount": "5.00", "E-Mail": "a@b.c"}
    assert await hear(shop, [row, row | {"event_id": "o-2"}]) == [
        "E-Mail: not used; it resembles email: --map email=E-Mail uses it"
    ]


# What cannot be mended later is asked


async def ask(shop: Shop, source: str, columns: Columns) -> str:
    with pytest.raises(WrongUsage) as refused:
        await shop.run(source, columns)
    assert not shop.fake.calls
    return str(refused.value)


async def test_a_date_that_would_be_lost_is_asked_about(shop: Shop) -> None:
    rows = "event_id,uid,amount,created_at\no-1,ann,5.00,2024-01-01\n"
    assert await ask(shop, rows, SALES) == (
        "created_at: v2 takes no date; --api v1 does; --without created_at sends them as of now"
    )
    agreed = Columns(kind="sale", amounts="major", account_currency="USD", without=["created_at"])
    assert (await shop.run(rows, agreed)).not_referred == 1


async def test_what_was_agreed_to_is_not_told_again() -> None:
    assert unused("created_at", without=["created_at"]) == {"created_at": ""}


async def test_refunds_that_do_not_say_their_sale_are_asked_about(shop: Shop) -> None:
    rows = "event_id,uid,amount\nr-1,ann,5.00\n"
    refunds = Columns(kind="refund", amounts="major", account_currency="USD")
    assert (await ask(shop, rows, refunds)).startswith(
        "sale_event_id: nothing says which sale a refund takes back; --map"
    )
    agreed = Columns(kind="refund", amounts="major", account_currency="USD", without=["sale_event_id"])
    assert (await shop.run(rows, agreed)).not_referred == 1


@pytest.mark.parametrize("more", [{"columns": {"sale_event_id": "of"}}, {"constants": {"sale_event_id": "o-1"}}])
async def test_refunds_that_say_their_sale_are_not_asked_about(more: Any) -> None:
    planner = Planner(Columns(kind="refund", amounts="minor", **more), ["event_id", "uid", "amount", "of"])
    assert not planner.questions


async def test_what_a_row_alone_can_say_is_asked_of_the_row(shop: Shop) -> None:
    """In a file of several kinds it depends on the row, and so it does without a header."""
    shop.fake.referred.add("ann")
    columns = Columns(amounts="major", account_currency="USD")
    rows = (
        "kind,event_id,uid,amount,created_at\nsale,o-1,ann,5.00,\nsale,o-2,ann,5.00,2024-01-01\nrefund,r-1,ann,5.00,\n"
    )
    report = Report(shop.directory / "report")
    summary = await shop.run(rows, columns, report=report)
    assert (summary.recorded, summary.rejected) == (1, 2)
    told = (report.place / "rejected.csv").read_text()
    assert "created_at: v2 takes no date" in told
    assert "sale_event_id: nothing says which sale" in told

    unsaid = [{"kind": "refund", "event_id": "r-2", "uid": "ann", "amount": "1.00"}]
    assert (await shop.run(unsaid, columns)).rejected == 1
    assert (await shop.run([unsaid[0] | {"sale_event_id": "o-1"}], columns)).recorded == 1
    assert (await shop.run([unsaid[0] | {"event_id": "r-3", "uid": "ben"}], MIXED)).not_referred == 1


async def test_a_date_from_another_column_is_not_lost_in_silence_either(shop: Shop) -> None:
    columns = Columns(amounts="major", account_currency="USD", columns={"created_at": "day"})
    rows = "kind,event_id,uid,amount,day\nsale,o-1,ann,5.00,2024-01-01\n"
    assert (await shop.run(rows, columns)).rejected == 1


async def test_nothing_else_can_be_agreed_to() -> None:
    with pytest.raises(WrongUsage, match="to be agreed to are only created_at and sale_event_id"):
        Planner(Columns(kind="sale", amounts="minor", without=["amount"]), None)


# A dry run says it all


async def dry_run(shop: Shop, rows: str, columns: Columns, report: Report | None = None) -> DryRun:
    client = shop.client()
    async with Ledger(shop.ledger_file, account=client.account, read_only=True) as ledger:
        plan = await Backfill(client, ledger, csv_rows(shop.file(rows)), columns, report=report).dry_run()
    assert not shop.fake.calls
    return plan


async def test_a_dry_run_shows_the_columns_and_what_a_run_would_ask(shop: Shop) -> None:
    plan = await dry_run(shop, "event_id,uid,amount,created_at,notes\no-1,ann,5.00,2024-01-01,x\n", SALES)
    assert plan.uses.parameters["amount"] == "the column 'amount'"
    assert [column.column for column in plan.uses.unused] == ["created_at", "notes"]
    assert plan.questions == ["created_at: v2 takes no date; --api v1 does; --without created_at sends them as of now"]
    assert plan.to_send == {"sale": 1}, "as it would be once that is agreed to"


async def test_a_dry_run_reports_every_row_that_would_not_be_sent(shop: Shop) -> None:
    shop.fake.referred.add("ann")
    await shop.run("event_id,uid,amount\no-1,ann,5.00\n")
    shop.fake.calls.clear()
    report = Report(shop.directory / "report")
    rows = "event_id,uid,amount\no-1,ann,5.00\no-2,ann,x\no-3,ann,0\no-4,ann,5.00\no-4,ann,6.00\n"
    plan = await dry_run(shop, rows, SALES, report)
    assert (plan.settled, plan.rejected, plan.skipped, plan.conflicts, plan.to_send) == (1, 1, 1, 1, {"sale": 1})
    assert report.is_in_place
    settled = (report.place / "settled.csv").read_text()
    assert "2,sale,o-1,recorded" in settled
    assert '4,sale,o-3,skipped,"the amount is zero' in settled
    rejected = (report.place / "rejected.csv").read_text()
    assert "3,sale,o-2,rejected,amount: 'x' is not an amount" in rejected
    assert "6,sale,o-4,conflict," in rejected
    assert (report.place / "rejected-rows.csv").read_text() == "event_id,uid,amount\no-2,ann,x\no-4,ann,6.00\n"
