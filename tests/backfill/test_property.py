"""Any file, any misfortune, any number of interruptions: in the end every event is stored once, and in its order."""

import random
import tempfile
from collections import Counter
from pathlib import Path

import anyio
import anyio.lowlevel
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstpromoter_async.backfill import Patience
from firstpromoter_async.errors import AnswerTimedOut, ConnectFailed, ConnectionLost
from firstpromoter_async.wire.message import HttpResponse
from tests.backfill.fake import MIXED, Call, Shop, cancellation, refund, sale, signup

PEOPLE = ("ann", "ben", "cleo", "dan")
STUBBORN = Patience(seconds=86_400, calls=1000, first_pause=0.0, longest_pause=0.0)

Rows = list[dict[str, str]]


@st.composite
def files(draw: st.DrawFn) -> Rows:
    """Signups, sales, refunds and cancellations of a few people in any order, some of them twice, some of them broken."""
    rows: Rows = [signup(person) for person in draw(st.sets(st.sampled_from(PEOPLE)))]
    sales = draw(st.lists(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(["5.00", "9.99", "0", "x"])), max_size=12))
    for number, (person, amount) in enumerate(sales):
        rows.append(sale(f"s{number}", person, amount))
        if draw(st.booleans()):
            named = {"sale_event_id": f"s{number}"} if draw(st.booleans()) else {}
            rows.append(refund(f"r{number}", person, "1.00", **named))
    rows += [cancellation(person) for person in draw(st.sets(st.sampled_from(PEOPLE)))]
    rows += draw(st.lists(st.sampled_from(rows), max_size=3)) if rows else []
    return draw(st.permutations(rows))


@settings(max_examples=60, deadline=None)
@given(rows=files(), seed=st.integers(0, 2**32), backend=st.sampled_from(["asyncio", "trio"]))
def test_every_event_is_stored_once(rows: Rows, seed: int, backend: str) -> None:
    anyio.run(check, rows, random.Random(seed), backend=backend)


async def check(rows: Rows, chance: random.Random) -> None:
    with tempfile.TemporaryDirectory() as directory:
        shop = Shop(Path(directory))
        await go_through_misfortune(shop, rows, chance)
        shop.fake.before = shop.fake.after = lambda _: None
        last = await shop.run(rows, MIXED)
        again = await shop.run(rows, MIXED)
    assert last.rows == again.rows == len(rows)
    assert again.as_dict() == last.as_dict() | {"requests": 0}, "what is done is done"
    assert_each_is_stored_once(shop, rows)
    assert_refunds_follow_their_sales(shop)


async def go_through_misfortune(shop: Shop, rows: Rows, chance: random.Random) -> None:
    def maybe(*troubles: HttpResponse | Exception) -> HttpResponse | Exception | None:
        return chance.choice(troubles) if chance.random() < 0.3 else None

    def before(_: Call) -> HttpResponse | Exception | None:
        if len(shop.fake.calls) >= enough:
            enough_is_reached.set()
        return maybe(HttpResponse.of(503), ConnectFailed("refused"), ConnectionLost("reset"))

    shop.fake.steps, shop.fake.before = 3, before
    shop.fake.after = lambda _: maybe(HttpResponse.of(502), ConnectionLost("reset"), AnswerTimedOut("slow"))
    for _ in range(3):
        enough, enough_is_reached = len(shop.fake.calls) + chance.randrange(40), anyio.Event()
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(interrupt, tasks.cancel_scope, enough_is_reached, chance.randrange(20))
            await shop.run(rows, MIXED, patience=STUBBORN, concurrency=4, client=shop.hasty_client())
            tasks.cancel_scope.cancel()


async def interrupt(scope: anyio.CancelScope, when: anyio.Event, steps: int) -> None:
    """Cancel when others have run so often since then."""
    await when.wait()
    for _ in range(steps):
        await anyio.lowlevel.checkpoint()
    scope.cancel()


def assert_each_is_stored_once(shop: Shop, rows: Rows) -> None:
    referred = {row["uid"] for row in rows if row["kind"] == "signup"}
    wanted = {
        row["event_id"]
        for row in rows
        if row["kind"] == "sale" and row["uid"] in referred and row["amount"] not in "0x"
    }
    assert Counter(shop.fake.keys("sale")) == Counter(wanted)
    assert Counter(shop.fake.keys("signup")) == Counter(referred)
    assert max(Counter(shop.fake.keys("cancellation")).values(), default=0) <= 1, "not even those without a key"
    assert Counter(shop.fake.keys("refund")) <= Counter({row["event_id"] for row in rows if row["kind"] == "refund"})
    refunds_of_stored_sales = {
        row["event_id"] for row in rows if row["kind"] == "refund" and row.get("sale_event_id") in wanted
    }
    assert refunds_of_stored_sales <= set(shop.fake.keys("refund"))


def assert_refunds_follow_their_sales(shop: Shop) -> None:
    def place(wanted: Call) -> int:
        return shop.fake.stored.index(wanted)

    sales = {call.key: call for call in shop.fake.stored if call.kind == "sale"}
    for call in shop.fake.stored:
        named = call.params.get("sale_event_id")
        if call.kind == "refund" and named is not None:
            assert place(sales[named]) < place(call)


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_refund_above_its_sale_above_its_signup_in_all_misfortune(backend: str) -> None:
    rows = [refund("r", sale_event_id="s"), sale("s"), signup()]
    for seed in range(20):
        anyio.run(check, rows, random.Random(seed), backend=backend)
