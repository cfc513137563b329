"""The numbers, and the exit code that follows from them."""

import pytest

from firstpromoter_async.backfill import Summary
from firstpromoter_async.backfill.plan import Rejected, Skipped
from firstpromoter_async.backfill.results import Conflict, Settled, State, Unresolved
from firstpromoter_async.backfill.summary import Tally


def test_the_numbers_add_up() -> None:
    tally = Tally()
    for result in (
        Settled(State.RECORDED),
        Settled(State.ALREADY_RECORDED),
        Settled(State.NOT_REFERRED),
        Skipped(reason=""),
        Rejected(reason=""),
        Conflict(""),
        Unresolved(""),
        Settled(State.RECORDED),
    ):
        tally.count(result)
    tally.count(Settled(State.NOT_REFERRED), by=-1)
    assert tally.summary(requests=9, stopped="").as_dict() == {
        "rows": 7,
        "recorded": 2,
        "already_recorded": 1,
        "not_referred": 0,
        "skipped": 1,
        "rejected": 1,
        "conflicts": 1,
        "unresolved": 1,
        "requests": 9,
    }


@pytest.mark.parametrize(
    ("summary", "code"),
    [
        (Summary(), 0),
        (Summary(rows=4, recorded=1, already_recorded=1, not_referred=1, skipped=1), 0),
        (Summary(rejected=1), 3),
        (Summary(conflicts=1), 3),
        (Summary(unresolved=1), 3),
        (Summary(stopped="interrupted"), 3),
    ],
)
def test_the_exit_code_says_whether_all_is_settled(summary: Summary, code: int) -> None:
    assert summary.exit_code == code
