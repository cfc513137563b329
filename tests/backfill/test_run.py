"""Runs from end to end over a fake FirstPromoter: one effect a row, in order, whatever happens."""

import itertools
from collections.abc import AsyncIterator, Callable
from typing import Any

import anyio
import pytest

from firstpromoter_async import ConfigurationError, NotFound, Unauthorized
from firstpromoter_async.backfill import (
    Backfill,
    Columns,
    Ledger,
    Patience,
    Report,
    RunFailed,
    WrongUsage,
    csv_rows,
    rows_of,
)
from firstpromoter_async.errors import ConnectFailed, ConnectionLost
from firstpromoter_async.testing import Clock
from firstpromoter_async.wire.message import HttpResponse
from tests.backfill.fake import (
    MIXED,
    SALES,
    Call,
    Shop,
    assert_it_adds_up,
    cancellation,
    refund,
    sale,
    signup,
)
from tests.scripted import client_of

pytestmark = pytest.mark.anyio

# A day is for ever, and pauses are none: what ends a run here is what was counted, and not what a clock said.
A_DAY = 86_400.0
QUICK = Patience(seconds=0.0, calls=4, first_pause=0.0, longest_pause=0.0)
PERSISTENT = Patience(seconds=A_DAY, calls=3, first_pause=0.0, longest_pause=0.0)


def lines(report: Report, name: str) -> list[str]:
    return (report.directory / name).read_text().splitlines()[1:]


# Once


async def test_every_sale_is_sent_once_and_its_outcome_counted(shop: Shop) -> None:
    shop.fake.referred |= {"ann"}
    summary = await shop.run([sale("1"), sale("2", "ben"), sale("3")])
    assert (summary.recorded, summary.not_referred, summary.requests) == (2, 1, 3)
    assert summary.exit_code == 0


async def test_a_second_run_sends_nothing_and_counts_the_same(shop: Shop) -> None:
    shop.fake.referred |= {"ann"}
    rows = [sale("1"), sale("2", "ben"), sale("3", amount="0")]
    first, second = await shop.run(rows), await shop.run(rows)
    assert len(shop.fake.calls) == 2
    assert second.requests == 0
    assert first.as_dict() | {"requests": 0} == second.as_dict()


async def test_what_firstpromoter_had_before_is_already_recorded(shop: Shop) -> None:
    shop.fake.referred |= {"ann"}
    await shop.run([sale("1")])
    shop.ledger_file.unlink()
    assert (await shop.run([sale("1")])).already_recorded == 1


async def test_an_answer_that_was_lost_is_made_up_for_by_the_key(shop: Shop) -> None:
    shop.fake.referred |= {"ann"}
    shop.fake.after = lambda call: ConnectionLost("reset") if shop.fake.tries()[call.key] == 1 else None
    summary = await shop.run([sale("1"), sale("2")])
    assert summary.already_recorded == 2
    assert sorted(shop.fake.keys("sale")) == ["1", "2"]


async def test_as_many_rows_are_in_flight_as_allowed_and_no_more(shop: Shop) -> None:
    shop.fake.together, shop.fake.steps = 5, 10
    await shop.run([sale(str(number), f"customer-{number}") for number in range(40)], concurrency=5)
    assert shop.fake.busiest == 5


async def test_concurrency_of_nothing_is_wrong_usage(shop: Shop) -> None:
    with pytest.raises(WrongUsage, match="at least 1"):
        await shop.run([sale("1")], concurrency=0)


@pytest.mark.parametrize("moment", ["before", "after"])
async def test_a_cancelled_run_loses_nothing_and_doubles_nothing(shop: Shop, moment: str) -> None:
    """Each run is cancelled at its tenth call, just before that is stored or just after, with others in flight."""
    customers = [f"customer-{number}" for number in range(60)]
    shop.fake.referred |= set(customers)
    rows = [sale(f"order-{customer}", customer) for customer in customers]
    runs = 0
    while len(shop.fake.stored) < len(rows):
        runs += 1
        with anyio.CancelScope() as scope:
            setattr(shop.fake, moment, at_call(10, scope.cancel))
            await shop.run(rows, concurrency=4)
    assert runs >= 6
    assert sorted(shop.fake.keys("sale")) == sorted(row["event_id"] for row in rows)
    assert len(shop.fake.calls) - len(rows) <= 4 * runs
    assert (await shop.run(rows)).unresolved == 0


def at_call(wanted: int, do: Callable[[], None]) -> Callable[[Call], None]:
    """A trouble that is none, but does something when so many calls have come to it."""
    seen = itertools.count(1)

    def trouble(_: Call) -> None:
        if next(seen) == wanted:
            do()

    return trouble


async def test_the_source_is_never_read_faster_than_it_is_sent(shop: Shop) -> None:
    shop.fake.steps = 5
    furthest = taken = 0

    async def rows() -> AsyncIterator[dict[str, str]]:
        nonlocal taken, furthest
        for taken in range(1, 301):
            furthest = max(furthest, taken - len(shop.fake.calls))
            yield sale(str(taken), f"customer-{taken}")

    summary = await shop.run(rows_of(rows()), concurrency=3)
    assert summary.rows == 300
    assert furthest <= 10


async def test_rows_of_one_customer_hold_up_nobody_else(shop: Shop) -> None:
    """300 rows of one person would be one after the other; those of the others pass by."""
    shop.fake.steps = 5
    await shop.run([sale(f"a{n}") for n in range(100)] + [sale(f"b{n}", f"customer-{n}") for n in range(50)])
    position = {call.key: place for place, call in enumerate(shop.fake.calls)}
    assert position["b49"] < position["a99"]


async def test_one_ledger_serves_one_run_after_the_other(shop: Shop) -> None:
    client = shop.client()
    rows = [refund("r", sale_event_id="s"), sale("s"), signup()]
    async with Ledger(shop.ledger_file, account=client.account) as ledger:
        dry = await Backfill(client, ledger, rows_of(rows), MIXED).dry_run()
        first = await Backfill(client, ledger, rows_of(rows), MIXED).run()
        second = await Backfill(client, ledger, rows_of(list(reversed(rows))), MIXED).run()
    assert sum(dry.to_send.values()) == 3
    assert (first.recorded, second.recorded, second.requests) == (3, 3, 0)


# Order


async def test_the_rows_of_one_customer_arrive_in_the_order_of_the_file(shop: Shop) -> None:
    shop.fake.steps = 5
    rows = [signup(), sale("1"), sale("2"), refund("3", sale_event_id="1"), cancellation()]
    summary = await shop.run(rows, MIXED)
    assert summary.recorded == 5
    assert [call.kind for call in shop.fake.calls] == ["signup", "sale", "sale", "refund", "cancellation"]


async def test_a_refund_above_its_sale_waits_for_it(shop: Shop) -> None:
    shop.fake.referred |= {"ann"}
    summary = await shop.run(
        [refund("r", sale_event_id="s"), *(sale(f"x{n}", "ben") for n in range(200)), sale("s")], MIXED
    )
    assert (summary.recorded, summary.rows) == (2, 202)
    assert [call.key for call in shop.fake.stored] == ["s", "r"]


async def test_a_refund_of_a_sale_that_is_not_in_the_file_is_sent_at_the_end(shop: Shop) -> None:
    shop.fake.referred |= {"ann"}
    await shop.run([refund("r", sale_event_id="old"), sale("s")], MIXED)
    assert [call.key for call in shop.fake.calls] == ["s", "r"]


async def test_a_refund_of_a_sale_that_was_nobodys_referral_has_nothing_to_take_back(shop: Shop) -> None:
    """Even if the customer has been referred since, by other ways: the sale has earned nobody anything."""
    await shop.run([sale("s")])
    shop.fake.referred |= {"ann"}
    for _ in range(2):
        assert (await shop.run([refund("r", sale_event_id="s")], MIXED)).not_referred == 1
    assert shop.fake.keys("refund") == []


async def test_a_refund_is_held_back_while_its_sale_is_rejected(shop: Shop) -> None:
    shop.fake.referred |= {"ann"}
    rows = [sale("s", amount="ten"), refund("r", sale_event_id="s"), refund("q")]
    summary = await shop.run(rows, MIXED)
    assert (summary.rejected, summary.unresolved, len(shop.fake.calls)) == (1, 2, 0)
    mended = [sale("s"), *rows[1:]]
    assert (await shop.run(mended, MIXED)).recorded == 3


async def test_a_refund_above_a_sale_that_is_rejected_is_held_back_too(shop: Shop) -> None:
    report = Report(shop.directory / "report")
    summary = await shop.run([refund("r", sale_event_id="s"), sale("s", amount="ten")], MIXED, report=report)
    assert (summary.rejected, summary.unresolved) == (1, 1)
    assert "held back: its sale, line 2, is not settled" in lines(report, "unresolved.csv")[0]


@pytest.mark.parametrize(
    "unknown",
    [
        sale("s", kind="saIe"),
        sale("s", kind="saIe", uid="ben"),
        sale("s", kind="saIe", uid=""),
        sale("", kind="sale"),
        sale("s") | {"amount": 29.33},  # a float, and the whole row is not understood for it
    ],
)
@pytest.mark.parametrize("above", [True, False])
async def test_a_refund_is_held_back_while_any_row_may_be_its_sale(
    shop: Shop, unknown: dict[str, Any], above: bool
) -> None:
    shop.fake.referred |= {"ann"}
    report = Report(shop.directory / "report")
    both = [unknown, refund("r", sale_event_id="s")]
    summary = await shop.run(both if above else both[::-1], MIXED, report=report)
    assert (summary.rejected, summary.unresolved, len(shop.fake.calls)) == (1, 1, 0)
    place = f"line {1 if above else 2} (if that is it: the row is not understood)"
    assert f"held back: its sale, {place}, is not settled" in lines(report, "unresolved.csv")[0]
    assert (await shop.run([sale("s"), both[1]], MIXED)).recorded == 2


@pytest.mark.parametrize(
    ("unknown", "held_back"),
    [
        (sale("s", kind="saIe"), 1),
        (sale("s", kind="saIe", uid="ben"), 0),
        (sale("s", kind="saIe", uid=""), 1),
        (sale("s", uid=""), 1),
        (sale("s") | {"amount": 29.33}, 1),
    ],
)
async def test_a_refund_of_no_sale_in_particular_is_held_back_by_rows_above_it_that_may_be_its_customers_sale(
    shop: Shop, unknown: dict[str, Any], held_back: int
) -> None:
    shop.fake.referred |= {"ann"}
    summary = await shop.run([refund("q"), unknown, refund("r"), cancellation("zoe")], MIXED)
    assert summary.rejected == 1
    assert shop.fake.keys("refund") == ["q"] if held_back else ["q", "r"]


@pytest.mark.parametrize(
    ("unknown", "in_doubt", "to_send_again"),
    [
        (signup(kind="singup"), 1, 2),
        (signup("ben", kind="singup"), 0, 1),
        (signup("", kind="singup"), 0, 3),
        (signup(""), 0, 3),
        (signup() | {"amount": 29.33}, 0, 3),
    ],
)
async def test_a_sale_is_in_doubt_while_a_row_of_its_customer_may_be_the_signup_and_else_sent_again_with_it(
    shop: Shop, unknown: dict[str, Any], in_doubt: int, to_send_again: int
) -> None:
    report = Report(shop.directory / "report")
    rows = [sale("s"), unknown, sale("t", "cleo")]
    summary = await shop.run(rows, MIXED, report=report)
    assert len(report.rows_file.read_text().splitlines()) == to_send_again
    assert (summary.rejected, summary.unresolved, summary.not_referred) == (1, in_doubt, 2 - in_doubt)
    mended = await shop.run([sale("s"), signup(), sale("t", "cleo")], MIXED)
    assert (mended.recorded, mended.not_referred, mended.exit_code) == (2, 1, 0)


async def test_what_follows_a_last_row_that_is_cut_short_waits_for_the_rest_of_it(shop: Shop) -> None:
    shop.fake.referred |= {"ann"}
    content = "kind,event_id,uid,amount,sale_event_id\nrefund,r,ann,1.00,s\nsale,s,ann,10.00,"
    summary = await shop.run(content, MIXED)
    assert (summary.unresolved, len(shop.fake.calls)) == (2, 0)
    assert (await shop.run(f"{content}\n", MIXED)).recorded == 2


async def test_a_refund_is_held_back_while_its_sale_of_an_earlier_run_is_unknown(shop: Shop) -> None:
    shop.fake.referred |= {"ann"}
    shop.fake.before = lambda _: HttpResponse.of(503)
    assert (await shop.run([sale("s")], patience=QUICK, client=shop.hasty_client())).unresolved == 1
    shop.fake.before = lambda _: None
    report = Report(shop.directory / "report")
    assert (await shop.run([refund("r", sale_event_id="s")], MIXED, report=report)).unresolved == 1
    assert "its sale, line 1 of an earlier run (outcome unknown), is not settled" in lines(report, "unresolved.csv")[0]
    assert (await shop.run([refund("r", sale_event_id="s"), sale("s")], MIXED)).recorded == 2


async def test_a_sale_above_its_signup_is_tried_again_when_the_signup_is_there(shop: Shop) -> None:
    report = Report(shop.directory / "report")
    rows = [sale("s"), sale("t", "ben"), refund("r", sale_event_id="s"), signup()]
    summary = await shop.run(rows, MIXED, report=report)
    assert (summary.recorded, summary.not_referred, summary.rows) == (3, 1, 4)
    assert [call.key for call in shop.fake.stored] == ["ann", "s", "r"]
    assert sorted(lines(report, "settled.csv")) == [
        "1,sale,s,recorded,",
        "2,sale,t,not_referred,",
        "3,refund,r,recorded,",
        "4,signup,uid:ann,recorded,",
    ]


async def test_a_refund_above_a_sale_above_its_signup(shop: Shop) -> None:
    summary = await shop.run([refund("r", sale_event_id="s"), sale("s"), signup()], MIXED)
    assert summary.recorded == 3
    assert [call.key for call in shop.fake.stored] == ["ann", "s", "r"]


async def test_a_sale_of_an_earlier_run_is_tried_again_when_the_signup_came_since(shop: Shop) -> None:
    assert (await shop.run([sale("s"), refund("r", sale_event_id="s")], MIXED)).not_referred == 2
    assert (await shop.run([signup()], MIXED)).recorded == 1
    assert (await shop.run([sale("s"), refund("r", sale_event_id="s")], MIXED)).recorded == 2
    assert [call.key for call in shop.fake.stored] == ["ann", "s", "r"]


async def test_what_nobody_referred_after_the_signup_is_final(shop: Shop) -> None:
    await shop.run([signup()], MIXED)
    shop.fake.referred.clear()  # the promoter is banned, for example
    assert (await shop.run([sale("s")])).not_referred == 1
    assert (await shop.run([sale("s")])).requests == 0


async def test_a_sale_is_in_doubt_while_its_signup_is(shop: Shop) -> None:
    shop.fake.before = lambda call: HttpResponse.of(500) if call.kind == "signup" else None
    shop.fake.steps = 5
    rows = [signup(), sale("s"), *(sale(f"x{n}", f"c{n}") for n in range(400))]
    report = Report(shop.directory / "report")
    summary = await shop.run(rows, MIXED, patience=PERSISTENT, report=report, client=shop.hasty_client(), concurrency=3)
    assert (summary.unresolved, summary.not_referred) == (2, 400)
    assert any("the signup in line 1 is not settled" in line for line in lines(report, "unresolved.csv"))
    shop.fake.before = lambda _: None
    assert (await shop.run(rows, MIXED)).recorded == 2


async def test_a_sale_above_a_signup_in_doubt_is_in_doubt_as_well(shop: Shop) -> None:
    shop.fake.after = lambda call: HttpResponse.of(500) if call.kind == "signup" else None
    shop.fake.before = lambda call: HttpResponse.of(500) if call.kind == "signup" else None
    shop.fake.steps = 5
    rows = [sale("s"), refund("r", sale_event_id="s"), signup(), *(sale(f"x{n}", f"c{n}") for n in range(400))]
    report = Report(shop.directory / "report")
    summary = await shop.run(rows, MIXED, patience=PERSISTENT, report=report, client=shop.hasty_client(), concurrency=3)
    assert (summary.unresolved, summary.not_referred) == (3, 400)
    assert sum("the signup in line 3 is not settled" in line for line in lines(report, "unresolved.csv")) == 2
    shop.fake.before = shop.fake.after = lambda _: None
    assert (await shop.run(rows, MIXED)).recorded == 3


async def test_a_refund_of_no_sale_in_particular_is_held_back_by_the_sales_above_it_only(shop: Shop) -> None:
    shop.fake.referred |= {"ann"}
    rows = "refund,q,ann,1.00\nsale,s,ann,ten\nrefund,r,ann,1.00\n"  # in a file, all of them are read at once
    summary = await shop.run(f"kind,event_id,uid,amount\n{rows}", MIXED)
    assert (summary.recorded, summary.rejected, summary.unresolved) == (1, 1, 1)
    assert shop.fake.keys("refund") == ["q"]


async def test_the_sales_of_a_signup_that_is_refused_wait_for_it_to_be_mended(shop: Shop) -> None:
    invalid = HttpResponse.of(404, body=b'{"message": "Visitor  invalid, not found or expired"}')
    shop.fake.before = lambda call: invalid if call.kind == "signup" else None
    rows = [signup(), sale("s")]
    summary = await shop.run(rows, MIXED)
    assert (summary.rejected, summary.unresolved) == (1, 1)
    shop.fake.before = lambda _: None
    assert (await shop.run(rows, MIXED)).recorded == 2


async def test_a_row_that_is_mended_further_down_is_sent_and_lets_its_refund_go(shop: Shop) -> None:
    shop.fake.referred |= {"ann"}
    rows = "sale,s,ann,ten\nrefund,q,ann,1.00\nsale,s,ann,10\n"
    summary = await shop.run(f"kind,event_id,uid,amount\n{rows}", MIXED)
    assert (summary.recorded, summary.rejected, summary.unresolved) == (2, 1, 0)
    assert [call.key for call in shop.fake.stored] == ["s", "q"]


# What fails


async def test_a_row_that_firstpromoter_refuses_is_rejected_with_its_words_and_tried_again_next_time(
    shop: Shop,
) -> None:
    shop.fake.referred |= {"ann"}
    refused = HttpResponse.of(400, body=b'{"message": "Error. Amount blank or invalid."}')
    shop.fake.before = lambda call: refused if call.key == "1" else None
    report = Report(shop.directory / "report")
    summary = await shop.run([sale("1"), sale("2")], report=report)
    assert (summary.recorded, summary.rejected, summary.exit_code) == (1, 1, 3)
    assert "400 Bad Request: Error. Amount blank or invalid." in lines(report, "rejected.csv")[0]
    shop.fake.before = lambda _: None
    assert (await shop.run([sale("1"), sale("2")])).recorded == 2


async def test_a_rejected_row_may_be_mended_under_its_key(shop: Shop) -> None:
    shop.fake.referred |= {"ann"}
    refused = HttpResponse.of(400, body=b'{"message": "Error. Amount blank or invalid."}')
    shop.fake.before = lambda call: refused if call.params["amount"] == 1000 else None
    assert (await shop.run([sale("1")])).rejected == 1
    assert (await shop.run([sale("1", amount="9.00")])).recorded == 1


async def test_a_settled_row_with_another_content_is_a_conflict_and_is_not_sent(shop: Shop) -> None:
    shop.fake.referred |= {"ann"}
    await shop.run([sale("1")])
    report = Report(shop.directory / "report")
    summary = await shop.run([sale("1", amount="9.00")], report=report)
    assert (summary.conflicts, len(shop.fake.calls)) == (1, 1)
    assert (
        "an earlier run has the same event_id (its line 1, recorded) and says something else"
        in (lines(report, "rejected.csv")[0])
    )


async def test_a_row_whose_outcome_is_unknown_with_another_content_is_a_conflict_too(shop: Shop) -> None:
    shop.fake.referred |= {"ann"}
    shop.fake.after = lambda _: ConnectionLost("reset")
    shop.fake.before = lambda _: ConnectionLost("reset") if len(shop.fake.calls) > 1 else None
    assert (await shop.run([sale("1")], patience=QUICK, client=shop.hasty_client())).unresolved == 1
    assert (await shop.run([sale("1", amount="9.00")])).conflicts == 1


@pytest.mark.parametrize("status", [401, 403, 302])
async def test_wrong_keys_stop_the_run_and_reject_nothing(shop: Shop, status: int) -> None:
    shop.fake.before = lambda _: HttpResponse.of(status)
    async with Ledger(shop.ledger_file, account="acc_1@fp.test") as ledger:
        run = Backfill(shop.client(), ledger, rows_of(sale(str(n), f"c{n}") for n in range(100)), SALES, concurrency=4)
        with pytest.raises(Exception, match=str(status)):
            await run.run()
    assert (run.summary.rejected, run.summary.recorded) == (0, 0)
    assert len(shop.fake.calls) <= 4
    shop.fake.before = lambda _: None
    assert (await shop.run([sale(str(n), f"c{n}") for n in range(100)])).not_referred == 100


async def test_a_missing_key_stops_the_run(shop: Shop) -> None:
    client = client_of(shop.fake, api_key=None)
    async with Ledger(shop.ledger_file, account=client.account) as ledger:
        with pytest.raises(ConfigurationError, match="api_key was not given"):
            await Backfill(client, ledger, rows_of([sale("1")]), SALES).run()
    assert not shop.fake.calls


async def test_an_unknown_account_stops_the_run_and_rejects_nothing(shop: Shop) -> None:
    shop.fake.before = lambda _: HttpResponse.of(404)
    async with Ledger(shop.ledger_file, account="acc_1@fp.test") as ledger:
        rows = rows_of(sale(str(n), f"c{n}") for n in range(100))
        run = Backfill(shop.client(), ledger, rows, SALES, concurrency=4, patience=QUICK)
        with pytest.raises(NotFound):
            await run.run()
    assert (run.summary.rejected, len(shop.fake.calls) <= 12) == (0, True)


async def test_a_strange_404_among_good_answers_is_the_rows_own(shop: Shop) -> None:
    strange = HttpResponse.of(404, body=b'{"message": "Record not found", "code": "not_found"}')
    shop.fake.before = lambda call: strange if call.key == "1" else None
    shop.fake.together = 2
    summary = await shop.run([sale("1"), sale("2", "ben")], patience=QUICK)
    assert (summary.rejected, summary.not_referred) == (1, 1)


@pytest.mark.parametrize(
    "foreign",
    [
        HttpResponse.of(404),
        HttpResponse.of(404, body=b'{"message": "Not Found"}'),
        HttpResponse.of(409),
        HttpResponse.of(409, body=b'{"message": "Conflict"}'),
        HttpResponse.of(409, body=b"{\"message\": \"The 'sale' event with the id '2' already exists.\"}"),
        HttpResponse.of(200),
        HttpResponse.of(200, body=b'{"error": "upstream"}'),
        HttpResponse.of(200, body=b'{"id": 1, "etype": "sale", "event_id": "2"}'),
        HttpResponse.of(422, body=b'{"message": "Unprocessable Entity"}'),
    ],
)
async def test_an_answer_of_somebody_elses_settles_no_row(shop: Shop, foreign: HttpResponse) -> None:
    shop.fake.referred |= {"ann"}
    shop.fake.before = lambda call: foreign if call.key == "1" else None
    patience = Patience(seconds=0.01, first_pause=0.001, longest_pause=0.002)
    summary = await shop.run([sale("2"), sale("1")], patience=patience, client=shop.hasty_client(), concurrency=1)
    assert (summary.recorded, summary.unresolved) == (1, 1)
    shop.fake.before = lambda _: None
    assert (await shop.run([sale("2"), sale("1")])).recorded == 2
    assert sorted(shop.fake.keys("sale")) == ["1", "2"]


async def test_429_never_loses_a_row(shop: Shop) -> None:
    shop.fake.referred |= {"ann"}
    shop.fake.before = lambda call: HttpResponse.of(429) if shop.fake.tries()[call.key] < 4 else None
    patience = Patience(calls=1, first_pause=0.0, longest_pause=0.0)
    summary = await shop.run([sale("1")], patience=patience, client=shop.hasty_client())
    assert (summary.recorded, summary.requests) == (1, 4)


async def test_an_outage_is_waited_for(shop: Shop) -> None:
    shop.fake.referred |= {"ann", "ben"}
    shop.fake.before = lambda _: ConnectFailed("refused") if len(shop.fake.calls) < 20 else None
    patience = Patience(seconds=A_DAY, calls=2, first_pause=0.0, longest_pause=0.0)
    summary = await shop.run([sale("1"), sale("2", "ben")], patience=patience, client=shop.hasty_client())
    assert summary.recorded == 2


async def test_a_server_that_stays_dead_ends_the_run_and_the_rest_is_left_for_the_next(shop: Shop) -> None:
    """Each call takes a second."""
    clock = Clock()

    def refuse(_: Call) -> Exception:
        clock.tick(1)
        return ConnectFailed("refused")

    shop.fake.before, shop.fake.together = refuse, 4
    patience = Patience(seconds=20, calls=4, first_pause=0.0, longest_pause=0.0)
    rows = [sale(str(n), f"c{n}") for n in range(100)]
    summary = await shop.run(rows, patience=patience, clock=clock, concurrency=4, client=shop.hasty_client())
    assert summary.stopped.startswith("nothing has succeeded for 20 s; the last failure was")
    assert (summary.unresolved, summary.rows, summary.exit_code) == (4, 4, 3)
    assert 20 <= len(shop.fake.calls) <= 23
    shop.fake.before = lambda _: None
    assert (await shop.run(rows)).not_referred == 100


async def test_a_row_that_alone_fails_is_given_up_and_the_others_go_on(shop: Shop) -> None:
    shop.fake.steps = 5
    shop.fake.before = lambda call: HttpResponse.of(500) if call.key == "7" else None
    rows = [sale(str(n), f"c{n}") for n in range(400)]
    summary = await shop.run(rows, patience=PERSISTENT, concurrency=3, client=shop.hasty_client())
    assert (summary.unresolved, summary.not_referred, summary.stopped) == (1, 399, "")


# What must not be sent twice


async def test_a_cancellation_of_unknown_outcome_is_left_to_a_person(shop: Shop) -> None:
    shop.fake.referred |= {"ann"}
    shop.fake.after = lambda _: ConnectionLost("reset")
    report = Report(shop.directory / "report")
    assert (await shop.run([cancellation()], MIXED, report=report)).unresolved == 1
    assert "a second copy would not be refused" in lines(report, "unresolved.csv")[0]
    assert (await shop.run([cancellation()], MIXED, report=report)).unresolved == 1
    assert "look the customer up" in lines(report, "unresolved.csv")[0]
    assert len(shop.fake.calls) == 1


async def test_a_cancellation_that_never_left_is_sent_again(shop: Shop) -> None:
    shop.fake.referred |= {"ann"}
    shop.fake.before = lambda _: ConnectFailed("refused")
    assert (await shop.run([cancellation()], MIXED, patience=QUICK, client=shop.hasty_client())).unresolved == 1
    shop.fake.before = lambda _: None
    assert (await shop.run([cancellation()], MIXED)).recorded == 1


async def test_a_cancellation_with_a_key_is_sent_again_on_v1(shop: Shop) -> None:
    shop.fake.referred |= {"ann"}
    shop.fake.after = lambda _: ConnectionLost("reset") if len(shop.fake.calls) == 1 else None
    columns = Columns(api="v1", kind="cancellation")
    assert (await shop.run([{"uid": "ann", "event_id": "c-1"}], columns)).recorded == 1
    assert len(shop.fake.calls) == 2


# Stopping, looking, dry runs


async def test_a_stop_waits_for_what_is_in_flight_and_keeps_the_state(shop: Shop) -> None:
    shop.fake.steps = 5
    rows = [sale(str(n), f"c{n}") for n in range(200)]
    async with Ledger(shop.ledger_file, account="acc_1@fp.test") as ledger:
        run = Backfill(shop.client(), ledger, rows_of(rows), SALES, concurrency=4)

        def stop_after(call: Call) -> None:
            if len(shop.fake.calls) >= 20:
                run.stop()

        shop.fake.before = stop_after
        summary = await run.run()
    assert_it_adds_up(summary)
    assert summary.stopped == "interrupted"
    assert 20 <= summary.rows == len(shop.fake.calls) <= 24
    assert (await shop.run(rows)).rows == 200
    assert len(shop.fake.calls) == 200


async def test_progress_can_be_asked_for_at_any_time(shop: Shop) -> None:
    path = shop.file("event_id,uid,amount\n" + "".join(f"{n},c{n},5.00\n" for n in range(500)))
    seen: list[Any] = []
    async with Ledger(shop.ledger_file, account="acc_1@fp.test") as ledger:
        run = Backfill(shop.client(rate="1000/1"), ledger, csv_rows(path), SALES)
        shop.fake.before = lambda _: seen.append(run.progress())
        before = run.progress()
        await run.run()
    assert (before.fraction, before.seconds_left) == (None, None)
    middle = seen[250]
    assert 0 < middle.fraction < 1
    assert middle.seconds_left > 0
    assert 0 < middle.in_flight <= 16
    assert run.progress().fraction == 1.0


async def test_a_dry_run_counts_and_neither_sends_nor_writes(shop: Shop) -> None:
    once, twice = "sale,1,ann,5.00,\n", "sale,1,ann,6.00,\n"
    path = shop.file(
        "kind,event_id,uid,amount,ref_id\nsignup,,ann,,pam\n" + once + once + "sale,2,ann,0,\nrefund,3,ann,x,\n" + twice
    )
    client = shop.client(rate="1/30")
    async with Ledger(shop.ledger_file, account=client.account, read_only=True) as ledger:
        plan = await Backfill(client, ledger, csv_rows(path), MIXED).dry_run()
    assert plan.to_send == {"signup": 1, "sale": 1}
    assert (plan.rows, plan.skipped, plan.rejected, plan.conflicts, plan.settled) == (6, 2, 1, 1, 0)
    assert plan.minutes == pytest.approx(0.5, abs=0.05)
    assert not shop.fake.calls
    assert not shop.ledger_file.exists()


async def test_a_dry_run_knows_what_is_settled(shop: Shop) -> None:
    await shop.run([sale("1")])
    before = shop.ledger_file.read_bytes()
    client = shop.client()
    async with Ledger(shop.ledger_file, account=client.account, read_only=True) as ledger:
        plan = await Backfill(client, ledger, rows_of([sale("1"), sale("2")]), SALES).dry_run()
    assert (plan.settled, plan.to_send) == (1, {"sale": 1})
    assert shop.ledger_file.read_bytes() == before


async def test_a_source_that_breaks_on_the_way_is_a_failed_run_with_its_state_kept(shop: Shop) -> None:
    text = "event_id,uid,amount\n" + "".join(f"{n},c{n},5.00\n" for n in range(1000)) + "x" * (1 << 21)
    async with Ledger(shop.ledger_file, account="acc_1@fp.test") as ledger:
        run = Backfill(shop.client(), ledger, csv_rows(shop.file(text)), SALES)
        with pytest.raises(RunFailed, match="line 1002 is longer than 1 MiB"):
            await run.run()
    assert run.summary.not_referred == len(shop.fake.calls) > 0


async def test_unauthorized_is_what_the_caller_sees(shop: Shop) -> None:
    shop.fake.before = lambda _: HttpResponse.of(401)
    with pytest.raises(Unauthorized):
        await shop.run([sale("1")])
