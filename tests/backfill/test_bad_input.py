"""Bad input, one test each: there is always a clear reason, and nothing is lost.

What cannot begin raises `WrongUsage` before anything is sent. What is wrong with one row is that row's affair: it is rejected
with its reason, kept byte for byte, and all other rows are sent.
"""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from firstpromoter_async.backfill import Backfill, Columns, Ledger, Report, RunFailed, WrongUsage, csv_rows, jsonl_rows
from firstpromoter_async.wire.message import HttpResponse
from tests.backfill.fake import MIXED, SALES, Shop

pytestmark = pytest.mark.anyio

HEADER = "event_id,uid,amount\n"


async def reject(shop: Shop, row: str | bytes, header: str = HEADER, columns: Columns = SALES) -> str:
    """Feed one bad row between two good ones; returns the reason of its rejection."""
    row = row if isinstance(row, bytes) else row.encode()
    shop.fake.referred.add("ann")
    path = shop.file(b"".join([header.encode(), *(_good(header, n) for n in (1,)), row + b"\n", _good(header, 2)]))
    report = shop.directory / "report"
    summary = await shop.run(csv_rows(path), columns, report=Report(report))
    assert (summary.recorded, summary.rejected, summary.rows) == (2, 1, 3), "the other rows are not concerned"
    assert shop.fake.keys("sale") == ["good-1", "good-2"]
    assert (report / "rejected-rows.csv").read_bytes() == header.encode() + row + b"\n", "the row is untouched"
    line, *_, reason, shown = _last_line(report / "rejected.csv")
    assert int(line) == 3
    assert shown.encode("utf-8", "surrogateescape") == row
    return reason


def _good(header: str, number: int) -> bytes:
    values = {"event_id": f"good-{number}", "uid": "ann", "amount": "1.00", "kind": "sale"}
    return (",".join(values.get(name, "") for name in header.strip().split(",")) + "\n").encode()


def _last_line(path: Path) -> list[str]:
    import csv

    with path.open(encoding="utf-8", errors="surrogateescape", newline="") as file:
        return list(csv.reader(file))[-1]


async def refuse(shop: Shop, source: Any, columns: Columns = SALES) -> str:
    """Try to begin with this; returns why it cannot."""
    with pytest.raises(WrongUsage) as refused:
        await shop.run(source, columns)
    assert not shop.fake.calls, "nothing was sent"
    return str(refused.value)


# Rows


async def test_no_email_and_no_uid(shop: Shop) -> None:
    assert await reject(shop, "order-1,,29.33") == "there is no email and no uid"


async def test_no_event_id(shop: Shop) -> None:
    assert await reject(shop, ",ann,29.33") == "there is no event_id"


async def test_no_amount(shop: Shop) -> None:
    assert await reject(shop, "order-1,ann,") == "there is no amount"


@pytest.mark.parametrize("amount", ["abc", "29.333", "$29.33", "1e3", "NaN", "29 33"])
async def test_an_amount_that_is_none(shop: Shop, amount: str) -> None:
    reason = await reject(shop, f"order-1,ann,{amount}")
    assert reason.startswith("amount: ")
    assert amount in reason


async def test_a_comma_in_an_amount_is_not_guessed_to_be_a_point(shop: Shop) -> None:
    reason = await reject(shop, 'order-1,ann,"29,33"')
    assert "'29,33' is not an amount" in reason
    assert "--decimal ," in reason


@pytest.mark.parametrize("amount", ["1.234,50", "29.33", "1,234,50"])
async def test_with_a_decimal_comma_there_is_no_other_sign(shop: Shop, amount: str) -> None:
    columns = Columns(kind="sale", amounts="major", account_currency="USD", decimal=",")
    summary = await shop.run(f'{HEADER}order-1,ann,"{amount}"\n', columns)
    assert (summary.rejected, shop.fake.calls) == (1, [])


async def test_a_decimal_comma_is_read_where_it_is_said(shop: Shop) -> None:
    shop.fake.referred.add("ann")
    columns = Columns(kind="sale", amounts="major", account_currency="USD", decimal=",")
    summary = await shop.run("event_id;uid;amount\no-1;ann;29,33\no-2;ann;7\no-3;ann;7,5\n", columns)
    assert summary.recorded == 3
    assert [call.params["amount"] for call in shop.fake.calls] == [2933, 700, 750]


async def test_cents_that_are_no_whole_number(shop: Shop) -> None:
    columns = Columns(kind="sale", amounts="minor")
    summary = await shop.run(f"{HEADER}order-1,ann,29.33\n", columns)
    assert summary.rejected == 1
    assert not shop.fake.calls


async def test_a_currency_that_is_none(shop: Shop) -> None:
    header = "event_id,uid,amount,currency\n"
    reason = await reject(shop, "order-1,ann,29.33,dollars", header)
    assert "a currency is three letters" in reason


async def test_a_currency_with_an_unconfirmed_unit(shop: Shop) -> None:
    assert "KWD is refused" in await reject(shop, "order-1,ann,29.330,KWD", "event_id,uid,amount,currency\n")


async def test_a_code_that_is_no_money(shop: Shop) -> None:
    reason = await reject(shop, "order-1,ann,29.33,XAU", "event_id,uid,amount,currency\n")
    assert reason == "currency: XAU is no currency in use (ISO 4217), such as USD, EUR or JPY"


async def test_the_rest_of_a_binary_float(shop: Shop) -> None:
    reason = await reject(shop, "order-1,ann,22.200000000000003")
    assert reason.startswith(
        "amount: 22.200000000000003 is not whole cents; round to 2 decimals where the amount is made"
    )


async def test_an_order_number_in_the_place_of_the_amount(shop: Shop) -> None:
    assert "taken for a mistake" in await reject(shop, "order-1,ann,20241231")


async def test_zero_is_skipped_because_the_api_wants_sales_of_more(shop: Shop) -> None:
    summary = await shop.run(f"{HEADER}order-1,ann,0.00\norder-2,ann,-0\n")
    assert (summary.skipped, summary.requests, summary.exit_code) == (2, 0, 0)


async def test_a_negative_sale_is_a_refund_and_needs_to_say_so(shop: Shop) -> None:
    reason = await reject(shop, "order-1,ann,-29.33")
    assert "-29.33 is negative" in reason
    assert "refund" in reason


async def test_a_negative_refund_is_not_turned_around(shop: Shop) -> None:
    reason = await reject(shop, "refund,r-1,ann,-5.00", "kind,event_id,uid,amount\n", MIXED)
    assert "positive number" in reason


async def test_a_kind_that_does_not_exist(shop: Shop) -> None:
    reason = await reject(shop, "purchase,order-1,ann,5.00", "kind,event_id,uid,amount\n", MIXED)
    assert reason == "'purchase' is no kind that v2 knows: signup, sale, refund, cancellation"


async def test_a_kind_that_only_the_other_generation_has(shop: Shop) -> None:
    assert "v2" in await reject(shop, "subscriber,,ann,", "kind,event_id,uid,amount\n", MIXED)


async def test_too_few_fields(shop: Shop) -> None:
    assert await reject(shop, "order-1,ann") == "the header has 3 columns, and this row has 2"


async def test_too_many_fields(shop: Shop) -> None:
    assert await reject(shop, "order-1,ann,29,33") == "the header has 3 columns, and this row has 4"


async def test_latin_1_bytes_are_not_guessed_to_be_anything(shop: Shop) -> None:
    reason = await reject(shop, "order-1,André,29.33".encode("latin-1"))
    assert reason.startswith("byte 13 of the row (0xe9) is not UTF-8: convert the file to UTF-8")


async def test_a_nul_byte(shop: Shop) -> None:
    assert (await reject(shop, b"order-1,a\0nn,29.33")).startswith("byte 10 of the row is NUL")


async def test_a_quote_in_the_wrong_place(shop: Shop) -> None:
    assert (await reject(shop, 'order-1,"ann"a,29.33')).startswith("this is not CSV: ")


async def test_a_quote_that_is_never_closed_swallows_no_other_row(shop: Shop) -> None:
    assert "a quote is opened and not closed" in await reject(shop, 'order-1,"ann,29.33')


async def test_everything_that_is_wrong_with_a_row_is_said_at_once(shop: Shop) -> None:
    reason = await reject(shop, ",,x")
    assert "amount: " in reason
    assert "no email and no uid" in reason
    assert "no event_id" in reason


async def test_the_same_row_twice_is_sent_once(shop: Shop) -> None:
    shop.fake.referred.add("ann")
    summary = await shop.run(f"{HEADER}order-1,ann,5.00\norder-1,ann,5.00\n")
    assert (summary.recorded, summary.skipped, summary.exit_code) == (1, 1, 0)
    assert len(shop.fake.calls) == 1


async def test_an_event_id_twice_with_two_amounts_is_a_conflict(shop: Shop) -> None:
    shop.fake.referred.add("ann")
    report = Report(shop.directory / "report")
    summary = await shop.run(f"{HEADER}order-1,ann,5.00\norder-1,ann,6.00\n", report=report)
    assert (summary.recorded, summary.conflicts, summary.exit_code) == (1, 1, 3)
    assert [call.params["amount"] for call in shop.fake.calls] == [500]
    *_, outcome, reason, row = _last_line(report.directory / "rejected.csv")
    assert (outcome, row) == ("conflict", "order-1,ann,6.00")
    assert reason == "line 2 has the same event_id and says something else"


# What is unusual, and fine


async def test_a_byte_order_mark_is_not_part_of_the_first_column(shop: Shop) -> None:
    shop.fake.referred.add("ann")
    summary = await shop.run(csv_rows(shop.file(b"\xef\xbb\xbf" + f"{HEADER}order-1,ann,5.00\n".encode())))
    assert summary.recorded == 1


async def test_a_quoted_newline_is_part_of_its_field_and_the_line_is_where_the_row_begins(shop: Shop) -> None:
    shop.fake.referred.add("an\nn")
    report = Report(shop.directory / "report")
    summary = await shop.run(f'{HEADER}order-1,"an\nn",5.00\norder-2,ann,x\n', report=report)
    assert summary.recorded == 1
    assert shop.fake.stored[0].params["uid"] == "an\nn"
    assert _last_line(report.directory / "rejected.csv")[0] == "4"


@pytest.mark.parametrize("end", ["\n", "\r\n"])
async def test_every_usual_line_end(shop: Shop, end: str) -> None:
    shop.fake.referred.add("ann")
    text = f"{HEADER}order-1,ann,5.00\n".replace("\n", end)
    assert (await shop.run(csv_rows(shop.file(text)))).recorded == 1


async def test_a_file_that_is_still_being_written_is_not_sent_to_its_end(shop: Shop) -> None:
    shop.fake.referred.add("ann")
    report = Report(shop.directory / "report")
    rows = f"{HEADER}order-1,ann,5.00\norder-2,ann,129900.00\n".encode()
    path = shop.file(rows[:-7])
    assert path.read_bytes().endswith(b"order-2,ann,129")
    summary = await shop.run(csv_rows(path), report=report)
    assert (summary.recorded, summary.unresolved, summary.exit_code) == (1, 1, 3)
    assert _last_line(report.directory / "unresolved.csv")[5] == "order-2,ann,129"
    assert (report.directory / "rejected-rows.csv").read_text() == HEADER, (
        "with a line end it would look complete there"
    )
    summary = await shop.run(csv_rows(shop.file(rows)))
    assert (summary.recorded, summary.exit_code) == (2, 0)
    assert [call.params["amount"] for call in shop.fake.calls] == [500, 12990000]


async def test_a_dry_run_tells_that_the_last_row_is_held_back(shop: Shop) -> None:
    client = shop.client()
    async with Ledger(shop.ledger_file, account=client.account, read_only=True) as ledger:
        plan = await Backfill(client, ledger, csv_rows(shop.file(f"{HEADER}order-2,ann,129")), SALES).dry_run()
    assert (plan.rows, plan.unresolved, plan.to_send) == (1, 1, {})


async def test_a_file_that_changes_stops_the_run(shop: Shop) -> None:
    path = shop.file(HEADER + "".join(f"order-{n},ann,5.00\n" for n in range(1000)))

    def grow(call: Any) -> None:
        with path.open("a") as file:
            file.write("order-x,ann,5.00\n")

    shop.fake.before = grow
    with pytest.raises(RunFailed, match="changed while it was read"):
        await shop.run(csv_rows(path))
    assert 0 < len(shop.fake.calls) < 1000


async def test_empty_lines_and_lines_of_commas_are_not_rows(shop: Shop) -> None:
    shop.fake.referred.add("ann")
    summary = await shop.run(f"{HEADER}\norder-1,ann,5.00\n,,\n \n\n")
    assert (summary.rows, summary.recorded) == (1, 1)


async def test_a_header_and_nothing_else(shop: Shop) -> None:
    summary = await shop.run(HEADER)
    assert (summary.rows, summary.exit_code) == (0, 0)


# JSONL


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("nonsense", "this is not a JSON object"),
        ('"text"', "a str was given"),
        ('{"event_id": "x", "amount": NaN}', "NaN is not JSON"),
        ('{"amount": 5, "amount": 500, "uid": "ann", "event_id": "x"}', "'amount' twice"),
        ('{"event_id": "x", "uid": ["ann"], "amount": "5"}', "not a JSON list"),
        ('{"event_id": "x\\u0000", "uid": "ann", "amount": "5"}', "a character that no text has"),
        ('{"event_id": "\\ud800", "uid": "ann", "amount": "5"}', "a character that no text has"),
        (
            '{"event_id": "x", "metadata": {"a": "\\ud800"}, "amount": "5"}',
            "'metadata' has a character that no text has",
        ),
    ],
)
async def test_a_line_that_is_no_proper_object(shop: Shop, line: str, reason: str) -> None:
    report = Report(shop.directory / "report")
    summary = await shop.run(jsonl_rows(shop.file(f"\n{line}\n", "rows.jsonl")), report=report)
    assert summary.rejected == 1
    assert reason in _last_line(report.directory / "rejected.csv")[4]
    assert (report.directory / "rejected-rows.jsonl").read_text() == f"{line}\n"


async def test_a_json_number_is_the_number_that_is_written(shop: Shop) -> None:
    shop.fake.referred.add("7")
    rows = shop.file('{"event_id": 1, "uid": 7, "amount": 29.33, "quantity": 2}\n', "rows.jsonl")
    assert (await shop.run(jsonl_rows(rows))).recorded == 1
    assert shop.fake.stored[0].params == {"event_id": "1", "uid": "7", "amount": 2933, "quantity": 2}


async def test_rows_that_share_a_line_are_rows_of_their_own(shop: Shop) -> None:
    shop.fake.referred.add("ann")
    sales = [{"event_id": f"order-{n}", "uid": "ann", "amount": "1.00"} for n in (1, 2)]
    bad = [{"event_id": f"bad-{n}", "uid": "ann", "amount": "one"} for n in (1, 2)]
    twice = sales[0] | {"amount": "9.00"}
    path = shop.file(json.dumps([*sales, *bad, twice, sales[1]]), "rows.json")
    report = Report(shop.directory / "report")
    summary = await shop.run(jsonl_rows(path), report=report)
    assert (summary.recorded, summary.rejected, summary.conflicts, summary.skipped) == (2, 2, 1, 1)
    again = (report.directory / "rejected-rows.jsonl").read_text().splitlines()
    assert [json.loads(line) for line in again] == [*bad, twice]


# What cannot begin


async def test_a_missing_header(shop: Shop) -> None:
    reason = await refuse(shop, "order-1,ann,29.33\norder-2,ann,29.33\n")
    assert reason == (
        "a sale needs email or uid, and no column is mapped to it; "
        "the first line has to name the columns, and names: order-1, ann, 29.33"
    )


async def test_a_mapped_column_that_is_not_there(shop: Shop) -> None:
    columns = Columns(kind="sale", amounts="major", columns={"event_id": "ordr_id"})
    reason = await refuse(shop, "order_id,uid,amount\n", columns)
    assert reason.startswith("there is no column 'ordr_id'")
    assert reason.endswith("names: order_id, uid, amount")


async def test_a_parameter_that_does_not_exist(shop: Shop) -> None:
    columns = Columns(kind="sale", amounts="major", columns={"price": "amount"})
    reason = await refuse(shop, HEADER, columns)
    assert "'price' is no parameter here (is it amount?); there are email, uid, event_id, amount," in reason


async def test_a_parameter_that_only_the_other_generation_has(shop: Shop) -> None:
    columns = Columns(kind="sale", amounts="major", columns={"created_at": "day"})
    assert "'created_at' is no parameter here (v2 takes no date; --api v1 does)" in await refuse(shop, HEADER, columns)


async def test_a_parameter_given_twice(shop: Shop) -> None:
    columns = Columns(kind="sale", amounts="major", columns={"currency": "cur"}, constants={"currency": "USD"})
    assert "given twice" in await refuse(shop, HEADER, columns)


async def test_two_columns_of_one_name(shop: Shop) -> None:
    assert "there are 2 columns 'amount'" in await refuse(shop, "event_id,uid,amount,amount\n")


async def test_amounts_without_a_unit(shop: Shop) -> None:
    assert "say what amounts mean" in await refuse(shop, HEADER, Columns(kind="sale"))


async def test_major_amounts_without_a_currency(shop: Shop) -> None:
    reason = await refuse(shop, HEADER, Columns(kind="sale", amounts="major"))
    assert reason.startswith("no column is the currency, and ")
    assert "--account-currency USD" in reason
    assert "--set currency=USD" in reason


async def test_a_row_without_a_currency_where_the_accounts_is_not_known(shop: Shop) -> None:
    shop.fake.referred.add("ann")
    rows = "event_id,uid,amount,currency\norder-1,ann,5.00,USD\norder-2,ann,500,\n"
    summary = await shop.run(rows, Columns(kind="sale", amounts="major"))
    assert (summary.recorded, summary.rejected) == (1, 1)


async def test_a_file_that_does_not_say_what_its_rows_are(shop: Shop) -> None:
    assert "say what the rows are" in await refuse(shop, HEADER, MIXED)


async def test_the_wrong_delimiter(shop: Shop) -> None:
    rows = csv_rows(shop.file("event_id;uid;amount\norder-1;ann;29,33\n"), delimiter=",")
    assert "is the delimiter another one?" in await refuse(shop, rows)


async def test_utf_16(shop: Shop) -> None:
    assert "UTF-16" in await refuse(shop, csv_rows(shop.file(HEADER.encode("utf-16"))))


async def test_an_empty_file(shop: Shop) -> None:
    assert await refuse(shop, "") == "the file is empty: not even a line that names the columns"


async def test_a_directory(shop: Shop) -> None:
    assert "is a directory; name the file in it" in await refuse(shop, csv_rows(shop.directory))


async def test_a_file_that_is_not_there(shop: Shop) -> None:
    assert "nowhere.csv cannot be read: No such file" in await refuse(shop, csv_rows(shop.directory / "nowhere.csv"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
async def test_a_file_that_may_not_be_read(shop: Shop) -> None:
    path = shop.file(HEADER)
    path.chmod(0)
    assert "Permission denied" in await refuse(shop, csv_rows(path))


async def test_a_line_without_end(shop: Shop) -> None:
    assert "longer than 1 MiB" in await refuse(shop, "x" * (1 << 21))


async def test_a_report_that_cannot_be_written(shop: Shop) -> None:
    occupied = shop.file("x", "report")
    with pytest.raises(WrongUsage, match="the report cannot be written"):
        await shop.run(HEADER, report=Report(occupied))


async def test_half_a_surrogate_pair_in_an_answer_is_a_reason_like_any_other(shop: Shop) -> None:
    said = HttpResponse.of(422, body=b'{"message": "not \\ud83d this", "code": "invalid_record"}')
    shop.fake.before = lambda call: said if call.key == "order-1" else None
    shop.fake.referred.add("ben")
    report = Report(shop.directory / "report")
    summary = await shop.run(f"{HEADER}order-1,ann,5.00\norder-2,ben,5.00\n", report=report)
    assert (summary.rejected, summary.recorded) == (1, 1)
    assert "not \ufffd this" in _last_line(report.directory / "rejected.csv")[4]


# The ledger


async def test_a_ledger_that_is_a_directory(shop: Shop) -> None:
    shop.ledger_file.mkdir()
    assert "is a directory; name a file" in await refuse(shop, HEADER)


async def test_a_ledger_in_no_directory(shop: Shop) -> None:
    with pytest.raises(WrongUsage, match="is there such a directory"):
        async with Ledger(shop.directory / "nowhere" / "x.ledger", account="acc_1@fp.test"):
            pass


async def test_a_ledger_that_is_some_other_file(shop: Shop) -> None:
    shop.file("This is a shopping list. " * 100, "test.ledger")
    assert "is not a ledger, but a file of another kind" in await refuse(shop, HEADER)
    assert shop.ledger_file.read_text().startswith("This is a shopping list.")


async def test_a_ledger_that_is_some_other_database(shop: Shop) -> None:
    import sqlite3

    with sqlite3.connect(shop.ledger_file) as database:
        database.execute("CREATE TABLE customers (name)")
    database.close()
    before = shop.ledger_file.read_bytes()
    assert "a database of something else" in await refuse(shop, HEADER)
    assert shop.ledger_file.read_bytes() == before


async def test_a_ledger_of_another_account(shop: Shop) -> None:
    async with Ledger(shop.ledger_file, account="acc_2"):
        pass
    reason = await refuse(shop, HEADER)
    assert reason.endswith("test.ledger belongs to account acc_2, and this is account acc_1@fp.test")


async def test_a_ledger_of_a_newer_version(shop: Shop) -> None:
    import sqlite3

    async with Ledger(shop.ledger_file, account="acc_1@fp.test"):
        pass
    with sqlite3.connect(shop.ledger_file) as database:
        database.execute("PRAGMA user_version = 99")
    database.close()
    assert "newer version" in await refuse(shop, HEADER)


async def test_a_ledger_that_another_backfill_uses(shop: Shop) -> None:
    async with Ledger(shop.ledger_file, account="acc_1@fp.test"):
        assert "is in use by another backfill" in await refuse(shop, HEADER)


async def test_a_full_disk_stops_the_run_and_the_next_one_finishes_it(shop: Shop) -> None:
    customers = [f"customer-{number:05}" for number in range(800)]
    shop.fake.referred.update(customers)
    rows = HEADER + "".join(f"order-{uid},{uid},5.00\n" for uid in customers)
    async with Ledger(shop.ledger_file, account="acc_1@fp.test") as ledger:
        fill_the_disk(ledger)
        with pytest.raises(RunFailed, match=r"cannot be written: database or disk is full; nothing more is sent"):
            await Backfill(shop.client(), ledger, csv_rows(shop.file(rows)), SALES, concurrency=8).run()
    sent_at_the_failure = len(shop.fake.calls)
    assert 0 < sent_at_the_failure < 800

    summary = await shop.run(csv_rows(shop.file(rows)), concurrency=8)
    assert summary.recorded + summary.already_recorded == 800
    assert sorted(shop.fake.keys("sale")) == [f"order-{uid}" for uid in customers], "each is stored once"
    assert len(shop.fake.calls) - 800 <= 8, "only what was in flight is sent again"


def fill_the_disk(ledger: Ledger) -> None:
    """Let the ledger have a few pages more, and then no more: what SQLite says is what it says of a full disk."""
    assert ledger._connection is not None  # pyright: ignore[reportPrivateUsage]
    pages = ledger._connection.execute("PRAGMA page_count").fetchone()[0]  # pyright: ignore[reportPrivateUsage]
    ledger._connection.execute(f"PRAGMA max_page_count = {pages + 5}")  # pyright: ignore[reportPrivateUsage]
