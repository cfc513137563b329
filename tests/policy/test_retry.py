"""When a failed call is repeated, as tables of values."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstpromoter_async.errors import (
    AnswerTimedOut,
    BadRequest,
    CallFailed,
    ConnectFailed,
    ConnectionLost,
    DeadlineExceeded,
    NotSupported,
    Outcome,
    PoolExhausted,
    RateLimited,
    RequestTimeout,
    ServerError,
    Unauthorized,
    UnexpectedAnswer,
    UnreadableAnswer,
    WaitTooLong,
)
from firstpromoter_async.policy.retry import (
    Again,
    RetryPolicy,
    RetryQuota,
    Stop,
    decide,
    may_repeat,
    outcome_of,
    outcome_so_far,
)
from firstpromoter_async.wire.request import Replay

SAFE, KEYED, UNSAFE = Replay.SAFE, Replay.KEYED, Replay.UNSAFE


def rate_limited(retry_after: float | None = None) -> RateLimited:
    return RateLimited(429, retry_after=retry_after)


def unavailable(retry_after: float | None = None) -> ServerError:
    return ServerError(503, retry_after=retry_after)


NOTHING_LEFT = [ConnectFailed("refused"), PoolExhausted("busy"), rate_limited()]
PERHAPS_STORED = [
    AnswerTimedOut("slow"),
    ConnectionLost("reset"),
    RequestTimeout(408),
    ServerError(500),
    ServerError(502),
    unavailable(),
    UnreadableAnswer("half a body", status=200, cut_short=True),
    UnexpectedAnswer("another event's", status=200),
]
FINAL = [
    BadRequest(400),
    Unauthorized(401),
    NotSupported(501),
    WaitTooLong(wait=9, max_wait=1),
    UnreadableAnswer("another shape", status=200),
]


def named(failure: CallFailed) -> str:
    return f"{type(failure).__name__} {getattr(failure, 'status', '')}".strip()


@pytest.mark.parametrize("failure", NOTHING_LEFT, ids=named)
@pytest.mark.parametrize("replay", [SAFE, KEYED, UNSAFE])
def test_what_cannot_have_arrived_is_repeated_under_every_rule(failure: CallFailed, replay: Replay) -> None:
    assert may_repeat(failure, replay)


@pytest.mark.parametrize("failure", PERHAPS_STORED, ids=named)
@pytest.mark.parametrize(("replay", "repeated"), [(SAFE, True), (KEYED, True), (UNSAFE, False)])
def test_what_may_have_been_stored_is_repeated_only_where_a_second_copy_does_nothing(
    failure: CallFailed, replay: Replay, repeated: bool
) -> None:
    assert may_repeat(failure, replay) is repeated


@pytest.mark.parametrize("failure", FINAL, ids=named)
@pytest.mark.parametrize("replay", [SAFE, KEYED, UNSAFE])
def test_what_another_attempt_cannot_mend_is_final(failure: CallFailed, replay: Replay) -> None:
    assert not may_repeat(failure, replay)


@pytest.mark.parametrize(("attempt", "longest"), [(1, 0.5), (2, 1.0), (3, 2.0), (4, 4.0)])
def test_waits_may_double_and_are_full_jitter(attempt: int, longest: float) -> None:
    def wait(chance: float) -> float:
        decision = decide(RetryPolicy(), unavailable(), SAFE, attempt=attempt, remaining=60, chance=chance)
        assert isinstance(decision, Again)
        return decision.wait

    assert (wait(0.0), wait(0.5), wait(1.0)) == (0.0, longest / 2, longest)


def test_no_wait_of_our_own_choosing_exceeds_the_longest() -> None:
    policy = RetryPolicy(attempts=50, longest_wait=20)
    assert decide(policy, unavailable(), SAFE, attempt=40, remaining=60, chance=1.0) == Again(20)


def test_a_thousand_attempts_are_no_overflow() -> None:
    policy = RetryPolicy(attempts=10_000)
    assert decide(policy, unavailable(), SAFE, attempt=5_000, remaining=60, chance=1.0) == Again(20.0)


def test_after_the_last_attempt_the_failure_goes_to_the_caller() -> None:
    assert decide(RetryPolicy(attempts=3), unavailable(), SAFE, attempt=3, remaining=60, chance=0.5) == Stop()


def test_a_retry_after_is_waited_for_and_spread() -> None:
    assert decide(RetryPolicy(), unavailable(30), SAFE, attempt=1, remaining=60, chance=1.0) == Again(30.5)


@pytest.mark.parametrize("failure", [ConnectFailed("refused"), AnswerTimedOut("slow")], ids=named)
def test_what_was_not_answered_asks_for_no_pause(failure: CallFailed) -> None:
    assert decide(RetryPolicy(), failure, KEYED, attempt=1, remaining=60, chance=1.0) == Again(0.5)


def test_a_call_that_must_not_be_doubled_is_not_repeated_after_an_answer_that_leaves_it_open() -> None:
    assert decide(RetryPolicy(), unavailable(), UNSAFE, attempt=1, remaining=60, chance=0.5) == Stop()


def test_a_retry_after_at_the_ceiling_is_waited_for() -> None:
    assert decide(RetryPolicy(), unavailable(120), SAFE, attempt=1, remaining=9999, chance=0.0) == Again(120)


def test_a_retry_after_beyond_the_ceiling_stops_at_once() -> None:
    for failure in (unavailable(121), rate_limited(121)):
        assert decide(RetryPolicy(), failure, SAFE, attempt=1, remaining=9999, chance=0.5) == Stop()


def test_the_ceiling_of_a_retry_after_can_be_set() -> None:
    policy = RetryPolicy(longest_retry_after=600)
    assert decide(policy, unavailable(121), SAFE, attempt=1, remaining=9999, chance=0.0) == Again(121)


def test_a_wait_that_outlives_the_deadline_is_not_begun() -> None:
    assert decide(RetryPolicy(), unavailable(30), SAFE, attempt=1, remaining=30, chance=0.0) == Stop()


def test_after_a_429_the_budget_does_the_waiting() -> None:
    assert decide(RetryPolicy(), rate_limited(30), UNSAFE, attempt=1, remaining=60, chance=1.0) == Again(0.0)


@pytest.mark.parametrize(
    ("earlier", "failure", "known"),
    [
        (None, ConnectFailed("refused"), Outcome.NOT_SENT),
        (None, BadRequest(400), Outcome.REJECTED),
        (None, ConnectionLost("reset"), Outcome.UNKNOWN),
        (Outcome.NOT_SENT, ConnectionLost("reset"), Outcome.UNKNOWN),
        (Outcome.UNKNOWN, ConnectFailed("refused"), Outcome.UNKNOWN),
        (Outcome.UNKNOWN, rate_limited(), Outcome.UNKNOWN),
        (Outcome.UNKNOWN, Unauthorized(401), Outcome.UNKNOWN),
        (Outcome.UNKNOWN, NotSupported(501), Outcome.UNKNOWN),
        (Outcome.UNKNOWN, BadRequest(400), Outcome.REJECTED),
        (Outcome.UNKNOWN, BadRequest(400, own_words=False), Outcome.UNKNOWN),
        (None, BadRequest(400, own_words=False), Outcome.REJECTED),
        # What is there already was perhaps put there by the attempt before.
        (Outcome.UNKNOWN, BadRequest(400, "Email has already been taken"), Outcome.UNKNOWN),
        (Outcome.UNKNOWN, BadRequest(400, "No", field_errors={"email": ("already taken",)}), Outcome.UNKNOWN),
        (Outcome.REJECTED, ConnectFailed("refused"), Outcome.REJECTED),
        (Outcome.REJECTED, WaitTooLong(wait=9, max_wait=1), Outcome.REJECTED),
        (Outcome.REJECTED, ConnectionLost("reset"), Outcome.UNKNOWN),
    ],
)
def test_one_attempt_that_may_have_been_stored_leaves_the_call_unknown(
    earlier: Outcome | None, failure: CallFailed, known: Outcome
) -> None:
    assert outcome_so_far(earlier, failure) is known


ATTEMPTS = st.lists(
    st.sampled_from([*NOTHING_LEFT, *PERHAPS_STORED, *FINAL, DeadlineExceeded(1.0), BadRequest(400, own_words=False)])
)


@given(ATTEMPTS)
def test_a_call_is_not_sent_only_when_no_attempt_left(failures: list[CallFailed]) -> None:
    nothing_left = all(failure.outcome is Outcome.NOT_SENT for failure in failures)
    assert (outcome_of(failures) is Outcome.NOT_SENT) is nothing_left


@given(ATTEMPTS, ATTEMPTS)
def test_a_call_that_may_be_stored_is_unknown_until_it_is_judged(
    before: list[CallFailed], after: list[CallFailed]
) -> None:
    def judged(failure: CallFailed) -> bool:
        return isinstance(failure, BadRequest) and failure.own_words

    unjudged = [failure for failure in after if not judged(failure)]
    assert outcome_of([*before, ConnectionLost("reset"), *unjudged]) is Outcome.UNKNOWN
    assert outcome_of([*before, ConnectionLost("reset"), *unjudged, BadRequest(400)]) is Outcome.REJECTED


@given(ATTEMPTS)
def test_after_a_429_a_call_was_sent_whatever_comes(failures: list[CallFailed]) -> None:
    assert outcome_of([rate_limited(), *failures]) is not Outcome.NOT_SENT
    assert outcome_of([*failures, rate_limited()]) is not Outcome.NOT_SENT


def test_an_outage_is_not_multiplied_by_repeating() -> None:
    quota, requests = RetryQuota(), 0
    chance = random.Random(1)
    for _ in range(10_000):
        attempt = 1
        requests += 1
        while True:
            decision = decide(
                RetryPolicy(), unavailable(), KEYED, attempt=attempt, remaining=60, chance=chance.random()
            )
            if isinstance(decision, Stop) or quota.spend(unavailable()) is None:
                break
            attempt += 1
            requests += 1
    assert 10_000 < requests <= 11_500


def test_a_call_that_succeeds_in_the_end_brings_back_what_its_repeats_cost() -> None:
    quota = RetryQuota()
    spent = (quota.spend(unavailable()) or 0) + (quota.spend(AnswerTimedOut("slow")) or 0)
    assert (spent, quota.left) == (15, 485)
    quota.bring_back(spent)
    assert quota.left == 500


def test_an_exhausted_quota_recovers_one_success_at_a_time() -> None:
    quota = RetryQuota(capacity=5)
    assert quota.spend(unavailable()) == 5
    assert quota.spend(unavailable()) is None
    for _ in range(4):
        quota.bring_back(0)
    assert quota.spend(unavailable()) is None
    quota.bring_back(0)
    assert quota.spend(unavailable()) == 5
