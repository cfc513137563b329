"""Stopping: nothing more leaves, what waits is given back, what is under way is waited for; and pauses are seen."""

import sqlite3

import anyio
import pytest
from attrs import define, field

from firstpromoter_async import FirstPromoter
from firstpromoter_async.backfill import Backfill, Ledger, Patience, Summary, rows_of
from firstpromoter_async.backfill.results import Send, State
from firstpromoter_async.backfill.sending import Ended, RowSender
from firstpromoter_async.errors import ClientClosed, ConnectFailed, ConnectionLost
from firstpromoter_async.policy.window import Lane
from firstpromoter_async.wire.message import HttpResponse
from tests.backfill.fake import SALES, Call, Shop, assert_it_adds_up, sale
from tests.backfill.test_ledger import planned
from tests.clocks import until

pytestmark = pytest.mark.anyio

ROWS = [sale(str(n), f"c{n}") for n in range(40)]
ENDLESS = Patience(seconds=1e6, first_pause=1e6, longest_pause=1e6)
PAUSED_FOR_LONG = HttpResponse.of(429, {"Retry-After": "999999999"})


@define
class Stopped:
    """A run that is stopped on its way; every wait in it is longer than any test."""

    shop: Shop
    client: FirstPromoter
    patience: Patience | float = 300.0
    run: Backfill = field(init=False)

    async def end(self, *, once_waiting: bool = False) -> Summary:
        summary = Summary()
        async with Ledger(self.shop.ledger_file, account=self.client.account) as ledger:
            self.run = Backfill(self.client, ledger, rows_of(ROWS), SALES, concurrency=8, patience=self.patience)
            async with anyio.create_task_group() as tasks:
                if once_waiting:
                    tasks.start_soon(self._stop_once_waiting)
                summary = await self.run.run()
                tasks.cancel_scope.cancel()
        assert_it_adds_up(summary)
        return summary

    async def _stop_once_waiting(self) -> None:
        await until(lambda: self._in_turns() or self._between_attempts())
        await anyio.wait_all_tasks_blocked()
        self.run.stop()

    def _in_turns(self) -> bool:
        return self.client.budget.state().waiting_bulk == 8

    def _between_attempts(self) -> bool:
        fake = self.shop.fake
        return len(fake.calls) >= 8 and self.run.progress().in_flight == 8 and not fake.under_way


def states(shop: Shop) -> dict[str, int]:
    database = sqlite3.connect(shop.ledger_file)
    found = database.execute("SELECT state, count(*) FROM entries GROUP BY state").fetchall()
    database.close()
    return dict(found)


async def test_rows_that_wait_for_a_turn_are_given_back_at_once(shop: Shop) -> None:
    summary = await Stopped(shop, shop.client(rate="1/3600")).end(once_waiting=True)
    assert (summary.rows, summary.not_referred, summary.unresolved, summary.stopped) == (1, 1, 0, "interrupted")
    assert states(shop) == {"not_referred": 1, "unsent": 8}
    assert (await shop.run(ROWS)).not_referred == 40
    assert len(shop.fake.calls) == 40


async def test_no_request_leaves_after_the_stop(shop: Shop) -> None:
    stopped = Stopped(shop, shop.client())
    left: list[int] = []

    def stop_at_the_tenth(call: Call) -> None:
        if len(shop.fake.calls) >= 10 and not left:
            left.append(len(shop.fake.calls))
            stopped.run.stop()

    shop.fake.steps = 5
    shop.fake.before = stop_at_the_tenth
    summary = await stopped.end()
    assert len(shop.fake.calls) == left[0] == summary.rows


async def test_a_turn_that_comes_in_the_moment_of_the_stop_is_given_back(shop: Shop) -> None:
    """The budget has let a row go, and it is stopped before it has come as far as the network."""
    client = shop.client(rate="1/3600")
    sender = RowSender(client, patience=Patience(), clock=client.budget.clock, stop=_unused, fail=_unused)
    take = client.budget.window.take

    def take_and_stop(now: float, lane: Lane) -> bool:
        sender.stop()
        return take(now, lane)

    client.budget.window.take = take_and_stop  # type: ignore[method-assign]
    ended = await sender.send(planned(1, sale("s")), Send())
    assert ended == Ended(State.UNSENT, given_back=True)
    assert not shop.fake.calls
    assert client.budget.state().held == 0


def _unused(_: object) -> None:
    raise AssertionError("nothing fails here")


async def test_what_has_left_is_waited_for_and_kept(shop: Shop) -> None:
    shop.fake.referred |= {f"c{n}" for n in range(40)}
    shop.fake.together = 8
    shop.fake.before = lambda _: stopped.run.stop()
    stopped = Stopped(shop, shop.client())
    summary = await stopped.end()
    assert summary.recorded == len(shop.fake.stored) == len(shop.fake.calls) == 8
    assert states(shop) == {"recorded": 8}


async def test_rows_between_two_attempts_are_given_back_at_once(shop: Shop) -> None:
    shop.fake.before = lambda _: ConnectFailed("refused")
    summary = await Stopped(shop, shop.client(), ENDLESS).end(once_waiting=True)
    assert (summary.rows, summary.unresolved) == (8, 8)
    assert (states(shop), len(shop.fake.calls)) == ({"unsent": 8}, 8)


async def test_a_row_whose_attempt_may_have_been_stored_stays_intended(shop: Shop) -> None:
    shop.fake.before = lambda _: ConnectionLost("reset")
    summary = await Stopped(shop, shop.client(), ENDLESS).end(once_waiting=True)
    assert summary.unresolved == 8
    assert states(shop) == {"intended": 8}


async def test_a_row_that_an_earlier_run_left_unknown_stays_so_when_it_is_given_back(shop: Shop) -> None:
    shop.fake.before = lambda _: ConnectionLost("reset")
    await Stopped(shop, shop.client(), ENDLESS).end(once_waiting=True)
    shop.fake.before = lambda _: None
    summary = await Stopped(shop, shop.client(rate="1/3600")).end(once_waiting=True)
    assert (summary.rows, summary.not_referred) == (1, 1)
    assert states(shop) == {"intended": 7, "not_referred": 1, "unsent": 1}


async def test_a_pause_that_outlasts_the_patience_ends_the_run_and_says_so(shop: Shop) -> None:
    shop.fake.before = lambda _: PAUSED_FOR_LONG
    summary = await Stopped(shop, shop.client(), patience=50.0).end()
    assert summary.stopped.startswith("FirstPromoter has paused this account for ")
    assert "longer than the patience of 50 s" in summary.stopped
    assert summary.exit_code == 3


async def test_a_pause_that_another_caller_of_the_account_brought_about_is_seen_too(shop: Shop) -> None:
    client = shop.client(rate="400/60")
    (await client.budget.acquire()).refused(100.0)
    summary = await Stopped(shop, client, patience=50.0).end()
    assert summary.stopped.startswith("FirstPromoter has paused this account for 100 s")
    assert (summary.rows, len(shop.fake.calls)) == (0, 0)


async def test_a_stop_ends_a_paused_run_at_once(shop: Shop) -> None:
    shop.fake.before = lambda _: PAUSED_FOR_LONG
    stopped = Stopped(shop, shop.client(), patience=1e12)
    summary = await stopped.end(once_waiting=True)
    assert summary.stopped == "interrupted"
    assert stopped.run.progress().paused_for > 100
    assert set(states(shop)) == {"unsent"}


async def test_a_client_that_is_closed_ends_the_run(shop: Shop) -> None:
    client = shop.client()
    await client.aclose()
    with pytest.raises(ClientClosed):
        await shop.run(ROWS, client=client)
    assert states(shop).keys() == {"unsent"}
