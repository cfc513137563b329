"""What a failed call means for its row and for the run: tables, and time as a number."""

from typing import Any

import pytest

from firstpromoter_async.backfill import Patience, WrongUsage
from firstpromoter_async.backfill.failures import GiveUp, NextStep, RowFailures, after_failure, next_step
from firstpromoter_async.errors import (
    AnswerTimedOut,
    BadRequest,
    CallFailed,
    Conflict,
    ConnectFailed,
    ConnectionLost,
    Forbidden,
    NotFound,
    NotSupported,
    Outcome,
    RateLimited,
    Redirected,
    ServerError,
    StatusError,
    Unauthorized,
    Unprocessable,
    UnreadableAnswer,
)
from firstpromoter_async.wire.request import Replay


@pytest.mark.parametrize(
    ("failure", "so_far", "expected"),
    [
        (BadRequest(400, "Error. Amount blank or invalid."), Outcome.REJECTED, NextStep.REJECT),
        (Unprocessable(422), Outcome.REJECTED, NextStep.REJECT),
        (NotFound(404, "Visitor  invalid, not found or expired"), Outcome.REJECTED, NextStep.REJECT),
        (NotFound(404, "Promoter not found."), Outcome.REJECTED, NextStep.REJECT),
        (NotFound(404, ""), Outcome.REJECTED, NextStep.DOUBT),
        (NotFound(404, "Record not found", code="not_found"), Outcome.REJECTED, NextStep.DOUBT),
        (StatusError(410), Outcome.REJECTED, NextStep.DOUBT),
        (Conflict(409, "error code: 1001", own_words=False), Outcome.REJECTED, NextStep.DOUBT),
        (BadRequest(400, "a web page came", own_words=False), Outcome.REJECTED, NextStep.DOUBT),
        (Unauthorized(401), Outcome.REJECTED, NextStep.STOP),
        (Unauthorized(401), Outcome.UNKNOWN, NextStep.STOP),
        (Forbidden(403), Outcome.REJECTED, NextStep.STOP),
        (Redirected(302), Outcome.UNKNOWN, NextStep.STOP),
        (NotSupported(501), Outcome.REJECTED, NextStep.DOUBT),
        (NotSupported(501), Outcome.UNKNOWN, NextStep.AGAIN),
        (RateLimited(429), Outcome.REJECTED, NextStep.AGAIN),
        (ServerError(503), Outcome.UNKNOWN, NextStep.AGAIN),
        (ConnectFailed("refused"), Outcome.NOT_SENT, NextStep.AGAIN),
        (ConnectionLost("reset"), Outcome.UNKNOWN, NextStep.AGAIN),
        (AnswerTimedOut("slow"), Outcome.UNKNOWN, NextStep.AGAIN),
        (UnreadableAnswer("cut", status=200), Outcome.UNKNOWN, NextStep.AGAIN),
    ],
)
def test_every_kind_of_failure_of_a_call_with_a_key(failure: CallFailed, so_far: Outcome, expected: NextStep) -> None:
    assert next_step(failure, so_far, Replay.KEYED) is expected


@pytest.mark.parametrize(
    ("failure", "so_far", "expected"),
    [
        (ConnectFailed("refused"), Outcome.NOT_SENT, NextStep.AGAIN),
        (RateLimited(429), Outcome.REJECTED, NextStep.AGAIN),
        (ServerError(503), Outcome.UNKNOWN, NextStep.LEAVE),
        (ConnectFailed("refused"), Outcome.UNKNOWN, NextStep.LEAVE),
        (BadRequest(400), Outcome.REJECTED, NextStep.REJECT),
        (Unauthorized(401), Outcome.REJECTED, NextStep.STOP),
    ],
)
def test_a_call_without_a_key_is_left_alone_as_soon_as_it_may_be_stored(
    failure: CallFailed, so_far: Outcome, expected: NextStep
) -> None:
    assert next_step(failure, so_far, Replay.UNSAFE) is expected


PATIENCE = Patience(seconds=300, calls=10, first_pause=0.5, longest_pause=15)


def fail(
    so_far: RowFailures, *, now: float, last_success: float, times: int = 1, turned_away: bool = False
) -> float | GiveUp:
    end: float | GiveUp = 0.0
    for _ in range(times):
        end = after_failure(PATIENCE, so_far, now=now, last_success=last_success, chance=1.0, turned_away=turned_away)
    return end


def test_pauses_grow_and_stay_bounded() -> None:
    so_far = RowFailures()
    assert [fail(so_far, now=1, last_success=0) for _ in range(7)] == [0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 15.0]


def test_chance_takes_up_to_half_of_a_pause() -> None:
    assert after_failure(PATIENCE, RowFailures(), now=1, last_success=0, chance=0.0) == 0.25


def test_when_nobody_succeeds_it_is_the_server_and_the_row_is_not_given_up() -> None:
    assert isinstance(fail(RowFailures(), now=299, last_success=0, times=100), float)


def test_a_silence_is_counted_from_the_last_success() -> None:
    assert isinstance(fail(RowFailures(), now=1299, last_success=1000, times=3), float)
    assert fail(RowFailures(), now=1300, last_success=1000, times=3) is GiveUp.THE_RUN


def test_when_nobody_succeeds_for_too_long_the_run_stops() -> None:
    assert fail(RowFailures(), now=300, last_success=0, times=3) is GiveUp.THE_RUN


def test_a_single_failure_after_a_long_silence_is_not_the_end() -> None:
    """The server may have asked for that silence, with Retry-After."""
    assert fail(RowFailures(), now=1000, last_success=0, times=2) == 1.0


def test_when_others_succeed_it_is_the_row() -> None:
    so_far = RowFailures()
    ends = [fail(so_far, now=second, last_success=second - 1) for second in range(11)]
    assert all(isinstance(end, float) for end in ends[:-1])
    assert ends[-1] is GiveUp.THE_ROW


def test_a_row_that_is_turned_away_with_429_is_never_given_up() -> None:
    so_far = RowFailures()
    ends = [fail(so_far, now=second, last_success=second - 1, turned_away=True) for second in range(100)]
    assert all(isinstance(end, float) for end in ends)


def test_429_needs_no_pause_of_its_own_since_the_budget_holds_everybody() -> None:
    assert fail(RowFailures(), now=1, last_success=0, turned_away=True) == 0.0


@pytest.mark.parametrize(("asked", "pause"), [(0.1, 0.5), (60.0, 60.0), (1e9, 300.0)])
def test_a_server_that_asks_for_a_pause_gets_it_up_to_the_patience(asked: float, pause: float) -> None:
    assert after_failure(PATIENCE, RowFailures(), now=1, last_success=0, chance=1.0, asked=asked) == pause


@pytest.mark.parametrize("seconds", [-1, float("nan"), "5", True])
def test_patience_that_is_no_time_is_wrong_usage(seconds: Any) -> None:
    with pytest.raises(WrongUsage, match="patience is a number of seconds from 0, not"):
        Patience(seconds=seconds)


def test_a_pause_that_is_no_time_is_named() -> None:
    with pytest.raises(WrongUsage, match=r"^first_pause is a number of seconds from 0, not -1$"):
        Patience(first_pause=-1)


def test_patience_may_be_none_at_all() -> None:
    assert Patience(seconds=0, first_pause=0, longest_pause=0).seconds == 0
