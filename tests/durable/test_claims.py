"""Claims, step by step, on both databases; time is a number."""

from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from firstpromoter_async.durable.claims import Busy, Claim, Claims, Entry, State, Work
from firstpromoter_async.durable.database import Database
from firstpromoter_async.durable.sqlite import SqliteDatabase

LEASE = 60.0
ATTEMPTS = 3


@pytest.fixture
def claims(database: Database) -> Claims:
    made = Claims(database)
    made.prepare()
    return made


def work(key: str = "a", *, subject: str | None = None, at: float = 100.0) -> Work:
    return Work(key=key, kind="event", subject=subject, happened_at=at, body="{}")


def claim(claims: Claims, one: Work, now: float = 1000.0, holder: str = "me") -> Claim | Busy | Entry:
    return claims.claim(one, now=now, lease=LEASE, holder=holder, attempts=ATTEMPTS)


def held(claims: Claims, one: Work, now: float = 1000.0, holder: str = "me") -> Claim:
    found = claim(claims, one, now, holder)
    assert isinstance(found, Claim)
    return found


def fail(claims: Claims, one: Claim, now: float = 1000.0, wait: float = 10.0) -> State | None:
    return claims.release(one, "it broke", now=now, wait=wait, attempts=ATTEMPTS)


def test_what_is_settled_is_not_claimed_again(claims: Claims) -> None:
    assert claims.settle(held(claims, work()), State.DONE, now=1001.0, answer="204")
    again = claim(claims, work(), 2000.0)
    assert isinstance(again, Entry)
    assert (again.state, again.answer, again.attempts) == (State.DONE, "204", 1)


def test_new_work_can_be_claimed_in_the_very_moment_in_which_it_comes(claims: Claims) -> None:
    assert isinstance(claim(claims, work(), 1000.0000008), Claim)


def test_what_is_claimed_is_busy_until_the_lease_is_over_and_then_taken_over(claims: Claims) -> None:
    first = held(claims, work(), 1000.0)
    assert claim(claims, work(), 1059.9, "you") == Busy(1060.0)
    second = held(claims, work(), 1060.0, "you")
    assert (second.attempt, second.holder) == (2, "you")
    assert not claims.settle(first, State.DONE, now=1061.0)
    assert not claims.renew(first, now=1061.0, lease=LEASE)
    assert claims.release(first, "late", now=1061.0, wait=0.0, attempts=1) is None
    assert claims.settle(second, State.DONE, now=1061.0)


def test_a_lease_can_be_lengthened(claims: Claims) -> None:
    mine = held(claims, work(), 1000.0)
    assert claims.renew(mine, now=1050.0, lease=LEASE)
    assert claim(claims, work(), 1100.0, "you") == Busy(1110.0)


def test_two_on_the_same_subject_are_never_claimed_at_the_same_time(claims: Claims) -> None:
    mine = held(claims, work("a", subject="commission:1"))
    assert claim(claims, work("b", subject="commission:1")) == Busy(1060.0)
    assert isinstance(claim(claims, work("c", subject="commission:2")), Claim)
    assert isinstance(claim(claims, work("d")), Claim)
    claims.settle(mine, State.DONE, now=1001.0)
    assert isinstance(claim(claims, work("b", subject="commission:1")), Claim)


@pytest.mark.parametrize(("at", "is_outdated"), [(99.0, True), (100.0, False), (101.0, False)])
def test_work_is_outdated_once_something_newer_on_its_subject_is_done(
    claims: Claims, at: float, is_outdated: bool
) -> None:
    claims.settle(held(claims, work("a", subject="x:1", at=100.0)), State.DONE, now=1001.0)
    assert held(claims, work("b", subject="x:1", at=at)).is_outdated is is_outdated
    assert not held(claims, work("c", subject="x:2", at=at)).is_outdated


def test_what_was_not_done_outdates_nothing(claims: Claims) -> None:
    claims.settle(held(claims, work("a", subject="x:1", at=100.0)), State.OUTDATED, now=1001.0)
    assert not held(claims, work("b", subject="x:1", at=50.0)).is_outdated


def test_what_failed_waits_and_is_dead_after_the_last_attempt(claims: Claims) -> None:
    assert fail(claims, held(claims, work(), 1000.0), 1000.0) is State.WAITING
    early = claim(claims, work(), 1009.9)
    assert isinstance(early, Entry)
    assert (early.state, early.reason) == (State.WAITING, "it broke")
    assert fail(claims, held(claims, work(), 1010.0), 1010.0) is State.WAITING
    assert fail(claims, held(claims, work(), 1020.0), 1020.0) is State.DEAD
    assert isinstance(claim(claims, work(), 9000.0), Entry)


def test_giving_back_what_was_not_begun_costs_no_attempt(claims: Claims) -> None:
    claims.release(held(claims, work()), "cancelled", now=1000.0, wait=0.0, attempts=ATTEMPTS, counts=False)
    assert held(claims, work()).attempt == 1


def test_what_takes_every_process_down_is_dead_in_the_end(claims: Claims) -> None:
    for attempt in range(ATTEMPTS):
        assert held(claims, work(), 1000.0 + attempt * LEASE).attempt == attempt + 1
    buried = claim(claims, work(), 5000.0)
    assert isinstance(buried, Entry)
    assert (buried.state, buried.reason) == (State.DEAD, "the process ended while it was at it")


def test_what_is_kept_is_done_again_with_all_its_attempts(claims: Claims) -> None:
    for _ in range(5 * ATTEMPTS):
        mine = held(claims, work())
        assert mine.attempt == 1
        claims.settle(mine, State.KEPT, now=1000.0, answer="202")


def test_what_is_due_waits_or_was_left_by_a_process_that_died(claims: Claims) -> None:
    fail(claims, held(claims, work("waits", at=3.0), 1000.0), 1000.0, wait=10.0)
    held(claims, work("left", at=2.0), 1000.0)
    claims.settle(held(claims, work("done", at=1.0), 1000.0), State.DONE, now=1000.0)
    assert [one.key for one in claims.due(now=1009.0, limit=9)] == []
    assert [one.key for one in claims.due(now=1010.0, limit=9)] == ["waits"]
    assert [one.key for one in claims.due(now=1060.0, limit=9)] == ["left", "waits"]
    assert [one.key for one in claims.due(now=1060.0, limit=1)] == ["left"]


def test_something_more_is_written_in_the_same_transaction_or_not_at_all(claims: Claims) -> None:
    with claims.database.transaction() as transaction:
        transaction.run("CREATE TABLE effects (name TEXT)")

    def effect(connection: Any) -> None:
        connection.execute("INSERT INTO effects VALUES ('given')")

    def broken(connection: Any) -> None:
        effect(connection)
        raise RuntimeError("after the effect")

    mine = held(claims, work())
    with pytest.raises(RuntimeError, match="after the effect"):
        claims.settle(mine, State.DONE, now=1000.0, also=broken)
    assert effects(claims) == 0
    assert claims.settle(mine, State.DONE, now=1000.0, also=effect)
    assert not claims.settle(mine, State.DONE, now=1000.0, also=effect)
    assert effects(claims) == 1


def effects(claims: Claims) -> int:
    with claims.database.transaction() as transaction:
        return len(transaction.all("SELECT name FROM effects"))


def test_the_dead_can_be_revived_and_what_is_under_way_cannot(claims: Claims) -> None:
    claims.bury(work(), "cannot be read", now=1000.0)
    assert claims.revive("a", now=1001.0)
    mine = held(claims, work(), 1002.0)
    assert mine.attempt == 1
    assert not claims.revive("a", now=1003.0)
    assert not claims.revive("nobody", now=1003.0)


def test_what_is_kept_can_be_listed_counted_and_looked_up(claims: Claims) -> None:
    claims.bury(work("a"), "cannot be read", now=1000.0)
    held(claims, work("b"), 2000.0)
    assert [one.key for one in claims.entries()] == ["b", "a"]
    assert [one.key for one in claims.entries(state=State.DEAD)] == ["a"]
    assert claims.counts() == {State.DEAD: 1, State.CLAIMED: 1}
    found = claims.get("a")
    assert found is not None
    assert (found.reason, found.happened_at, found.received_at) == ("cannot be read", 100.0, 1000.0)
    assert claims.get("nobody") is None


def test_only_what_was_done_long_ago_is_forgotten(claims: Claims) -> None:
    claims.settle(held(claims, work("old"), 1000.0), State.DONE, now=1000.0)
    claims.settle(held(claims, work("new"), 5000.0), State.DONE, now=5000.0)
    claims.bury(work("dead"), "cannot be read", now=1000.0)
    assert claims.forget(before=2000.0) == 1
    assert sorted(one.key for one in claims.entries()) == ["dead", "new"]


def test_a_second_process_finds_what_the_first_one_wrote(claims: Claims, place: str) -> None:
    mine = held(claims, work())
    other = Claims(type(claims.database)(place))  # type: ignore[call-arg]
    assert claim(other, work(), 1001.0, "you") == Busy(1060.0)
    claims.settle(mine, State.DONE, now=1002.0)
    assert isinstance(claim(other, work(), 1003.0, "you"), Entry)
    other.close()


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["claim", "settle", "fail", "cancel", "renew", "die"]),
        st.sampled_from("abc"),
        st.sampled_from(["me", "you"]),
        st.floats(0, 40),
    ),
    max_size=30,
)


@given(STEPS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_in_any_order_of_steps_nothing_is_done_twice_and_no_subject_has_two_claims(steps: list[Any]) -> None:
    claims, now, mine, done = (
        Claims(SqliteDatabase(":memory:")),
        0.0,
        dict[tuple[str, str], tuple[Claim, float]](),
        list[str](),
    )
    claims.prepare()
    for step, key, holder, passes in steps:
        now += passes
        place = (key, holder)
        if step == "claim":
            found = claim(claims, attrs.evolve(work(key), subject="x:1" if key != "c" else None), now, holder)
            if isinstance(found, Claim):
                others = [
                    until for (other, _), (_, until) in mine.items() if (other != "c" and key != "c") or other == key
                ]
                assert all(until <= now for until in others)
                mine[place] = (found, now + LEASE)
        elif place in mine:
            held_claim, until = mine.pop(place)
            if step == "settle" and claims.settle(held_claim, State.DONE, now=now):
                done.append(key)
            elif step == "fail":
                fail(claims, held_claim, now)
            elif step == "cancel":
                claims.release(held_claim, "cancelled", now=now, wait=0.0, attempts=ATTEMPTS, counts=False)
            elif step == "renew" and claims.renew(held_claim, now=now, lease=LEASE):
                mine[place] = (held_claim, now + LEASE)
            elif step == "die":
                mine[place] = (held_claim, until)
    assert len(done) == len(set(done))
    claims.close()
