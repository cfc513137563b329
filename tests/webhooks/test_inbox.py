"""The inbox: every row of the table in its docstring, and what is left when something dies."""

import json
import logging
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anyio
import pytest
from attrs import define

from firstpromoter_async.durable.claims import Claim, Claims, State
from firstpromoter_async.durable.sqlite import SqliteDatabase
from firstpromoter_async.webhooks import (
    Answer,
    CommissionCreated,
    CommissionUpdated,
    Delivery,
    Fulfilled,
    FulfilmentPending,
    Inbox,
    KeepPending,
    LeadSignedUp,
    PromoterSignedUp,
    Router,
    WebhookSecrets,
)
from tests.clocks import let_pass_when_all_wait, until
from tests.webhooks.making import PROOF, SECRETS, body, v1, v2

pytestmark = pytest.mark.anyio


@define
class Clock:
    """What time it is for leases and attempts."""

    now: float = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


def inbox_of(place: str | Path, router: Router, **more: Any) -> Inbox:
    return Inbox(str(place), router, secrets=SECRETS, **{"clock": Clock(), "patience": 0.0} | more)


def noting(router: Router, *kinds: Any, then: Callable[[Any], Any] = lambda _: None) -> list[Any]:
    """Note the events of some classes."""
    seen: list[Any] = []

    @router.on(*kinds)
    async def note(event: Any) -> Any:
        seen.append(event)
        return then(event)

    return seen


def breaking(_: Any) -> None:
    raise RuntimeError("no stock for ann@example.com")


async def send(inbox: Inbox, event: dict[str, Any]) -> Answer:
    return await inbox.receive(body(event), PROOF)


async def state(inbox: Inbox, key: str = "v2:event-1") -> tuple[State, str | None]:
    entry = await inbox.get(key)
    assert entry is not None
    return entry.state, entry.reason


async def test_an_event_is_handled_once_however_often_it_comes(place: str) -> None:
    router = Router()
    seen = noting(router, CommissionUpdated)
    async with inbox_of(place, router) as inbox:
        assert [(await send(inbox, v2())).status for _ in range(3)] == [204, 204, 204]
    assert [event.event_id for event in seen] == ["event-1"]


async def test_a_hundred_deliveries_at_once_run_the_handler_once(place: str) -> None:
    router, statuses = Router(), list[int]()
    seen = noting(router, CommissionUpdated)

    async def deliver() -> None:
        statuses.append((await send(inbox, v2())).status)

    async with inbox_of(place, router, patience=60.0) as inbox, anyio.create_task_group() as tasks:
        for _ in range(100):
            tasks.start_soon(deliver)
    assert (len(seen), statuses) == (1, [204] * 100)


async def test_a_delivery_waits_for_another_of_the_same_event_and_gives_up_with_patience(tmp_path: Path) -> None:
    router, begun, ends = Router(), anyio.Event(), anyio.Event()

    @router.on(CommissionUpdated)
    async def slow(event: CommissionUpdated) -> None:
        begun.set()
        await ends.wait()

    async with inbox_of(tmp_path / "i.db", router) as inbox, anyio.create_task_group() as tasks:
        tasks.start_soon(send, inbox, v2())
        await begun.wait()
        impatient = await send(inbox, v2())
        assert (impatient.status, impatient.retry_after) == (503, 5.0)
        assert (await send(inbox, v2("event-2"))).status == 503  # the same commission
        ends.set()


async def test_an_older_state_never_follows_a_newer_one(tmp_path: Path) -> None:
    router = Router()
    seen = noting(router, CommissionUpdated)
    async with inbox_of(tmp_path / "i.db", router) as inbox:
        await send(inbox, v2("new", timestamp="2026-01-21T12:00:00Z"))
        assert (await send(inbox, v2("old", timestamp="2026-01-21T11:59:59Z"))).status == 204
        assert (await send(inbox, v2("same second", timestamp="2026-01-21T12:00:00Z"))).status == 204
        assert (await send(inbox, v2("other", timestamp="2026-01-21T11:00:00Z", entity_id=5))).status == 204
        assert (await state(inbox, "v2:old"))[0] is State.OUTDATED
    assert [event.event_id for event in seen] == ["new", "same second", "other"]


async def test_what_happened_once_is_handled_also_late_and_knows_that_it_is_late(tmp_path: Path) -> None:
    router, late = Router(), dict[str, bool]()

    @router.on(CommissionCreated)
    async def created(event: CommissionCreated, delivery: Delivery) -> None:
        late[event.event_id] = delivery.is_outdated

    noting(router, CommissionUpdated)
    async with inbox_of(tmp_path / "i.db", router) as inbox:
        await send(inbox, v2("first", "commission.created", timestamp="2026-01-21T10:00:00Z"))
        await send(inbox, v2(timestamp="2026-01-21T12:00:00Z"))
        await send(inbox, v2("late", "commission.created", timestamp="2026-01-21T11:00:00Z"))
    assert late == {"first": False, "late": True}


async def test_a_handler_may_ask_for_outdated_states(tmp_path: Path) -> None:
    router, seen = Router(), list[str]()

    @router.on(CommissionUpdated, outdated=True)
    def note(event: CommissionUpdated) -> None:
        seen.append(event.event_id)

    async with inbox_of(tmp_path / "i.db", router) as inbox:
        await send(inbox, v2("new", timestamp="2026-01-21T12:00:00Z"))
        await send(inbox, v2("old", timestamp="2026-01-21T11:00:00Z"))
    assert seen == ["new", "old"]


async def test_a_moment_in_the_far_future_does_not_outdate_all_that_follows(tmp_path: Path) -> None:
    router, clock = Router(), Clock()
    seen = noting(router, CommissionUpdated)
    async with inbox_of(tmp_path / "i.db", router, clock=clock) as inbox:
        await send(inbox, v2("ahead", timestamp="2999-01-01T00:00:00Z"))
        clock.now += 301
        await send(inbox, v2("ahead too", timestamp="2998-01-01T00:00:00Z"))
    assert len(seen) == 2


async def test_an_event_without_a_handler_is_acknowledged_and_listed(tmp_path: Path) -> None:
    async with inbox_of(tmp_path / "i.db", Router()) as inbox:
        assert (await send(inbox, v2(event_type="coupon.melted"))).status == 204
        assert (await state(inbox))[0] is State.DONE


async def test_a_handler_that_fails_is_tried_again_later_and_given_up_in_the_end(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    router, clock = Router(), Clock()
    seen = noting(router, CommissionUpdated, then=breaking)
    async with inbox_of(tmp_path / "i.db", router, clock=clock, attempts=2) as inbox:
        assert (await send(inbox, v2())).status == 500
        too_early = await send(inbox, v2())
        assert (too_early.status, too_early.retry_after) == (503, 10.0)
        clock.now += 10
        assert (await send(inbox, v2())).status == 204
        assert await state(inbox) == (State.DEAD, "RuntimeError: no stock for ann@example.com")
        assert (await send(inbox, v2())).status == 204
    assert len(seen) == 2
    assert "ann@example.com" not in "".join(record.getMessage() for record in caplog.records)
    assert [record.levelno for record in caplog.records] == [logging.ERROR, logging.ERROR]


async def test_the_inbox_tries_again_by_itself(tmp_path: Path) -> None:
    router, clock, fails = Router(), Clock(), [True]
    seen = noting(router, LeadSignedUp, then=lambda event: breaking(event) if fails.pop() else None)
    fails.insert(0, False)
    async with inbox_of(tmp_path / "i.db", router, clock=clock) as inbox:
        assert (await send(inbox, v1())).status == 500
        assert await inbox.take_up() == 0
        clock.now += 10
        await inbox.take_up()
        assert (await state(inbox, "v1:lead_signup:22700000"))[0] is State.DONE
    assert len(seen) == 2


async def test_what_a_dead_process_left_is_taken_up_after_its_lease(place: str) -> None:
    clock, never = Clock(), Router()

    @never.on(CommissionUpdated)
    async def dies(event: CommissionUpdated) -> None:
        raise SystemExit

    dying = inbox_of(place, never, clock=clock)
    with pytest.raises(BaseException):  # noqa: B017, PT011  as if the process were gone: neither settled nor released
        async with dying:
            await send(dying, v2())
    router = Router()
    seen = noting(router, CommissionUpdated)
    async with inbox_of(place, router, clock=clock) as inbox:
        assert (await send(inbox, v2())).status == 503
        clock.now += 60
        await inbox.take_up()
        assert (await state(inbox))[0] is State.DONE
    assert len(seen) == 1


async def test_a_failure_of_work_that_another_process_has_taken_over_does_not_acknowledge_it(tmp_path: Path) -> None:
    router, clock, claims = Router(), Clock(), Claims(SqliteDatabase(tmp_path / "i.db"))

    @router.on(CommissionUpdated)
    def loses_its_lease(event: CommissionUpdated) -> None:
        entry = claims.get(event.key)
        assert entry is not None
        claims.claim(entry, now=clock.now + 61, lease=60, holder="another process", attempts=9)
        breaking(event)

    async with inbox_of(tmp_path / "i.db", router, clock=clock, attempts=1) as inbox:
        assert (await send(inbox, v2())).status == 503
        assert (await state(inbox))[0] is State.CLAIMED
    claims.close()


async def test_a_database_that_is_away_for_a_moment_does_not_end_a_handler(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    router, tried = Router(), list[str]()

    def away(_: Claims, claim: Claim, **__: float) -> bool:
        tried.append(claim.key)
        raise sqlite3.OperationalError("database is locked")

    @router.on(CommissionUpdated)
    async def slow(event: CommissionUpdated) -> None:
        await let_pass_when_all_wait(21)  # a third of the lease, and more
        await until(lambda: tried == [event.key])

    monkeypatch.setattr(Claims, "renew", away)
    async with inbox_of(tmp_path / "i.db", router) as inbox:
        assert (await send(inbox, v2())).status == 204


async def test_a_cancelled_handler_gives_the_event_back_at_once(tmp_path: Path) -> None:
    router, begun = Router(), anyio.Event()

    @router.on(CommissionUpdated)
    async def waits(event: CommissionUpdated) -> None:
        begun.set()
        await anyio.sleep_forever()

    async with inbox_of(tmp_path / "i.db", router) as inbox:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(send, inbox, v2())
            await begun.wait()
            tasks.cancel_scope.cancel()
        entry = await inbox.get("v2:event-1")
        assert entry is not None
        assert (entry.state, entry.attempts, entry.reason) == (State.WAITING, 0, "the handler was cancelled")


@pytest.mark.parametrize(("answer", "status"), [(Fulfilled(), 200), (KeepPending(), 202), (None, 202)])
async def test_only_a_reward_that_was_given_is_answered_with_200(tmp_path: Path, answer: Any, status: int) -> None:
    router = Router()
    noting(router, FulfilmentPending, then=lambda _: answer)
    async with inbox_of(tmp_path / "i.db", router) as inbox:
        assert (await send(inbox, v1("fulfilment_pending"))).status == status


async def test_a_reward_that_was_given_is_not_given_again_and_one_that_was_kept_is_asked_for_again(
    tmp_path: Path,
) -> None:
    router, answers = Router(), [Fulfilled(), KeepPending()]
    seen = noting(router, FulfilmentPending, then=lambda _: answers.pop())
    async with inbox_of(tmp_path / "i.db", router) as inbox:
        got = [(await send(inbox, v1("fulfilment_pending"))).status for _ in range(3)]
    assert (got, len(seen)) == ([202, 200, 200], 2)


async def test_no_mistake_answers_a_pending_reward_with_200(tmp_path: Path) -> None:
    router, clock = Router(), Clock()
    noting(router, FulfilmentPending, then=breaking)
    async with inbox_of(tmp_path / "i.db", router, attempts=1, clock=clock) as inbox:
        assert (await send(inbox, v1("fulfilment_pending"))).status == 202  # dead
        assert (await send(inbox, v1("fulfilment_pending"))).status == 202
    async with inbox_of(tmp_path / "none.db", Router()) as inbox:
        assert (await send(inbox, v1("fulfilment_pending"))).status == 202
        unknown = v1("fulfilment_pending")
        unknown["event"]["type"] = "fulfillment_pending"
        assert (await send(inbox, unknown)).status == 202


async def test_an_effect_in_the_transaction_of_the_inbox_happens_once(tmp_path: Path) -> None:
    router, clock, breaks = Router(), Clock(), [True]

    @router.on(CommissionUpdated)
    async def give(event: CommissionUpdated, delivery: Delivery) -> None:
        def effect(connection: sqlite3.Connection) -> None:
            connection.execute("CREATE TABLE IF NOT EXISTS given (id INTEGER)")
            connection.execute("INSERT INTO given VALUES (?)", (event.data.id,))
            if breaks:
                breaking(breaks.pop())

        delivery.in_transaction(effect)

    async with inbox_of(tmp_path / "i.db", router, clock=clock) as inbox:
        assert (await send(inbox, v2())).status == 500
        clock.now += 10
        assert [(await send(inbox, v2())).status for _ in range(2)] == [204, 204]
    assert sqlite3.connect(tmp_path / "i.db").execute("SELECT * FROM given").fetchall() == [(88901,)]


@pytest.mark.parametrize("raw", [b"", body(v2())[:-1], b"{}", body(v2(timestamp=None))])
async def test_an_authentic_body_that_cannot_be_read_is_kept_for_a_person(tmp_path: Path, raw: bytes) -> None:
    async with inbox_of(tmp_path / "i.db", Router()) as inbox:
        assert (await inbox.receive(raw, PROOF)).status == 400
        (entry,) = await inbox.entries(State.DEAD)
        assert (entry.kind, entry.body) == ("unreadable", raw.decode())


@pytest.mark.parametrize(
    ("headers", "raw", "status"), [({}, b"{}", 401), ({"X-Secret": "no"}, b"{}", 401), (PROOF, b" " * 2_000_000, 413)]
)
async def test_what_is_refused_is_not_kept(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, headers: dict[str, str], raw: bytes, status: int
) -> None:
    async with inbox_of(tmp_path / "i.db", Router()) as inbox:
        assert (await inbox.receive(raw, headers)).status == status
        assert await inbox.entries() == []
    assert len(caplog.records) == 1


async def test_an_inbox_without_secrets_lets_nobody_in(tmp_path: Path) -> None:
    async with Inbox(tmp_path / "i.db", Router(), secrets=WebhookSecrets()) as inbox:
        assert (await inbox.receive(body(v2()), {})).status == 500


async def test_a_dead_event_can_be_replayed_and_finds_its_handler(tmp_path: Path) -> None:
    router, clock, fails = Router(), Clock(), [False, True]
    seen = noting(router, CommissionUpdated, then=lambda event: breaking(event) if fails.pop() else None)
    async with inbox_of(tmp_path / "i.db", router, clock=clock, attempts=1) as inbox:
        await send(inbox, v2())
        assert await inbox.replay("v2:event-1")
        assert not await inbox.replay("v2:nobody")
        await inbox.take_up()
        assert (await state(inbox))[0] is State.DONE
    assert len(seen) == 2


async def test_no_credential_is_written_to_the_disk(tmp_path: Path) -> None:
    router = Router()
    seen = noting(router, PromoterSignedUp)
    async with inbox_of(tmp_path / "i.db", router) as inbox:
        await send(inbox, v1("promoter_signed_up"))
        await inbox.receive(json.dumps(v1("promoter_accepted"))[:-1], PROOF)
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())  # noqa: ASYNC240  small, and nothing else goes on
    assert seen[0].data.promoter.temp_password == "Wq-7x"
    assert not any(secret in kept for secret in (b"Wq-7x", b"token-of-ann", b"hush"))


async def test_handled_events_can_be_forgotten(tmp_path: Path) -> None:
    clock = Clock()
    async with inbox_of(tmp_path / "i.db", Router(), clock=clock) as inbox:
        await send(inbox, v2())
        clock.now += 100
        assert await inbox.forget(older_than=101) == 0
        assert await inbox.forget(older_than=99) == 1
