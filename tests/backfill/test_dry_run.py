"""A dry run foresees what a run does where FirstPromoter records all that is sent; and changes nothing."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import anyio
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from firstpromoter_async.backfill import Backfill, DryRun, Ledger, Report, RunFailed, csv_rows, rows_of
from tests.backfill.fake import MIXED, SALES, Shop, cancellation, refund, sale, signup

pytestmark = pytest.mark.anyio

Rows = Sequence[dict[str, str]]


async def foreseen(shop: Shop, rows: Rows, report: Report | None = None) -> DryRun:
    client = shop.client()
    async with Ledger(shop.ledger_file, account=client.account, read_only=True) as ledger:
        return await Backfill(client, ledger, rows_of(rows), MIXED, report=report).dry_run()


async def test_what_follows_a_rejected_sale_is_held_back(shop: Shop) -> None:
    rows = [sale("s", amount="ten"), refund("r", sale_event_id="s"), refund("q"), cancellation()]
    report = Report(shop.directory / "report")
    plan = await foreseen(shop, rows, report)
    assert (plan.to_send, plan.rejected, plan.unresolved, plan.rows) == ({}, 1, 3, 4)
    assert "held back: its sale, line 1, is not settled" in (report.directory / "unresolved.csv").read_text()


async def test_a_refund_goes_with_its_sale_wherever_that_stands(shop: Shop) -> None:
    plan = await foreseen(shop, [refund("r", sale_event_id="s"), sale("s"), refund("q", sale_event_id="elsewhere")])
    assert (plan.to_send, plan.unresolved) == ({"sale": 1, "refund": 2}, 0)


async def test_what_an_earlier_run_left_open_holds_back_as_well(shop: Shop) -> None:
    await shop.run([sale("s", amount="ten")], MIXED)
    plan = await foreseen(shop, [refund("r", sale_event_id="s"), refund("q")])
    assert (plan.to_send, plan.unresolved) == ({}, 2)


async def test_a_refund_of_what_was_nobodys_referral_is_settled_without_a_call(shop: Shop) -> None:
    await shop.run([sale("s")], MIXED)
    plan = await foreseen(shop, [sale("s"), refund("r", sale_event_id="s")])
    assert (plan.to_send, plan.settled) == ({}, 2)


async def test_a_signup_opens_the_sales_of_its_customer_again(shop: Shop) -> None:
    await shop.run([sale("s")], MIXED)
    plan = await foreseen(shop, [sale("s"), signup()])
    assert (plan.to_send, plan.settled) == ({"signup": 1, "sale": 1}, 0)


async def test_a_signup_that_cannot_be_sent_leaves_the_sales_of_its_customer_open(shop: Shop) -> None:
    await shop.run([sale("s")], MIXED)
    plan = await foreseen(shop, [sale("s"), {"kind": "signup", "uid": "ann", "created_at": "then"}])
    assert (plan.to_send, plan.settled, plan.rejected, plan.unresolved) == ({}, 0, 1, 1)


async def test_the_ledger_of_later_runs_is_left_as_it_is(shop: Shop) -> None:
    client = shop.client()
    async with Ledger(shop.ledger_file, account=client.account) as ledger:
        await Backfill(client, ledger, rows_of([sale("1")]), SALES).run()
        plan = await Backfill(client, ledger, rows_of([sale("1"), sale("2")]), SALES).dry_run()
        summary = await Backfill(client, ledger, rows_of([sale("1"), sale("2")]), SALES).run()
    assert (plan.settled, plan.to_send) == (1, {"sale": 1})
    assert (summary.not_referred, summary.requests) == (2, 1)


async def test_a_source_that_breaks_on_the_way_leaves_what_was_found(shop: Shop) -> None:
    text = "event_id,uid,amount\n" + "".join(f"{n},c{n},5.00\n" for n in range(100)) + "x" * (1 << 21)
    client = shop.client()
    async with Ledger(shop.ledger_file, account=client.account, read_only=True) as ledger:
        run = Backfill(client, ledger, csv_rows(shop.file(text)), SALES)
        with pytest.raises(RunFailed, match="line 102 is longer than 1 MiB"):
            await run.dry_run()
    assert run.foreseen.to_send["sale"] == run.foreseen.rows >= 64
    assert "line 102 is longer" in run.foreseen.stopped
    assert run.foreseen.exit_code == 3


PEOPLE = st.sampled_from(["ann", "ben"])
AMOUNTS = st.sampled_from(["10.00", "12.00", "0", "ten"])
KEYS = st.sampled_from(["1", "2", "3"])
ANY_ROW = st.one_of(
    st.builds(sale, KEYS, PEOPLE, AMOUNTS),
    st.builds(
        lambda key, uid, amount, of: refund(f"r{key}", uid, amount, sale_event_id=of), KEYS, PEOPLE, AMOUNTS, KEYS
    ),
    st.builds(lambda key, uid, amount: refund(f"q{key}", uid, amount), KEYS, PEOPLE, AMOUNTS),
    st.builds(cancellation, PEOPLE),
    st.builds(signup, PEOPLE),
    st.just({"kind": "gift", "uid": "ann"}),
)


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(ANY_ROW, max_size=8), earlier=st.lists(ANY_ROW, max_size=4))
@example(  # two refunds of one key, of which the first in the file waits for another row of its customer
    rows=[cancellation("ben"), refund("q2", "ben", "10.00"), refund("q2", "ann", "12.00")],
    earlier=[refund("q2", "ann", "12.00")],
)
@example(
    rows=[cancellation("ben"), *(refund("q1", uid, "10.00") for uid in ("ben", "ann", "ann"))],
    earlier=[],
)
@example(
    rows=[cancellation("ben"), refund("q1", "ben", "10.00"), refund("q1", "ann", "10.00")],
    earlier=[sale("1", "ann", "ten")],
)
def test_its_numbers_are_those_of_the_run(tmp_path_factory: Any, rows: Rows, earlier: Rows) -> None:
    shop = Shop(Path(tmp_path_factory.mktemp("shop")))
    shop.fake.referred |= {"ann", "ben"}

    async def both() -> None:
        await shop.run(earlier, MIXED)
        plan = await foreseen(shop, rows)
        summary = await shop.run(rows, MIXED)
        assert sum(plan.to_send.values()) == summary.requests
        assert (plan.rows, plan.skipped, plan.rejected) == (summary.rows, summary.skipped, summary.rejected)
        assert (plan.conflicts, plan.unresolved) == (summary.conflicts, summary.unresolved)

    anyio.run(both)
