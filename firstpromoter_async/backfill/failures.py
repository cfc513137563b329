"""What a failed call means for its row, and for the run; and how long to bear it. Pure arithmetic and tables.

A client repeats a call for as long as one call may last. A backfill can wait much longer, and need not treat each row
alone: when nobody gets an answer, it is the server; when only this row gets none, it is the row.
"""

from enum import Enum, auto
from typing import Final

from attrs import Attribute, define, field, frozen

from ..errors import (
    CallFailed,
    ClientClosed,
    Forbidden,
    NotFound,
    NotSupported,
    Outcome,
    RateLimited,
    Redirected,
    RequestTimeout,
    ServerError,
    StatusError,
    Unauthorized,
)
from ..wire import words
from ..wire.request import Replay
from .errors import WrongUsage


class NextStep(Enum):
    """What to do after a call failed."""

    AGAIN = auto()
    """Call again after a pause: nothing was stored, or a second copy is refused."""
    REJECT = auto()
    """FirstPromoter judged this row, and refused it. Nothing was stored."""
    DOUBT = auto()
    """Refused, but perhaps not because of this row: the path or the account may be wrong. Nothing was stored."""
    LEAVE = auto()
    """What became of it is not known, and a second copy might be stored as well: leave it to a person."""
    STOP = auto()
    """No row can be sent like this: keys, account, address, a client that is closed."""


_ABOUT_THE_RUN: Final = (Unauthorized, Forbidden, Redirected, ClientClosed)
_TEMPORARY: Final = (RateLimited, RequestTimeout, ServerError)
_ABOUT_THE_ROW: Final = frozenset({400, 409, 422})


def next_step(failure: CallFailed, so_far: Outcome, replay: Replay) -> NextStep:
    """Say what to do after a failure; `so_far` is what all attempts, also those of earlier calls, let us know of its effect."""
    step = _by_answer(failure)
    if so_far is not Outcome.UNKNOWN or step is NextStep.STOP:
        return step
    # Something may be stored. A refusal of another kind does not say that it is not, so only the key can bring it to light.
    return NextStep.LEAVE if replay is Replay.UNSAFE else NextStep.AGAIN


def _by_answer(failure: CallFailed) -> NextStep:
    if isinstance(failure, _ABOUT_THE_RUN):
        return NextStep.STOP
    if isinstance(failure, NotSupported):
        return NextStep.DOUBT
    if not isinstance(failure, StatusError) or isinstance(failure, _TEMPORARY):
        return NextStep.AGAIN
    if not failure.own_words:
        return NextStep.DOUBT  # nobody's words or somebody else's, whatever the status says
    if failure.status in _ABOUT_THE_ROW:
        return NextStep.REJECT
    if isinstance(failure, NotFound) and words.name_somebody(failure.message):
        return NextStep.REJECT
    return NextStep.DOUBT


def _not_negative(_: object, attribute: "Attribute[float]", value: float) -> None:
    # Not a number is neither more nor less than 0, so nothing would ever be too long for it, or everything.
    if isinstance(value, bool) or not isinstance(value, int | float) or not value >= 0:  # pyright: ignore[reportUnnecessaryIsInstance]
        name = "patience" if attribute.name == "seconds" else attribute.name
        raise WrongUsage(f"{name} is a number of seconds from 0, not {value!r}")


@frozen(kw_only=True)
class Patience:
    """How much failure to bear."""

    seconds: float = field(default=300.0, validator=_not_negative)
    """How long nothing at all may succeed before the run stops."""
    calls: int = 20
    """How many calls may fail for one row while other rows succeed, before the row is given up."""
    first_pause: float = field(default=0.25, validator=_not_negative)
    """Seconds to wait after the first failed call; twice as long each time."""
    longest_pause: float = field(default=15.0, validator=_not_negative)
    """Seconds that no wait exceeds."""


class GiveUp(Enum):
    """What comes after one failure too many, instead of a pause."""

    THE_ROW = auto()
    """Others succeed, this one does not."""
    THE_RUN = auto()
    """Nobody succeeds, and has not for too long."""


@define
class RowFailures:
    """The failures of one row."""

    failures: int = 0
    own: int = 0
    """Those while others succeeded."""
    success_seen: float = float("-inf")


def after_failure(
    patience: Patience,
    so_far: RowFailures,
    *,
    now: float,
    last_success: float,
    chance: float,
    turned_away: bool = False,
    asked: float | None = None,
) -> float | GiveUp:
    """Count one more failed call, and return how many seconds to pause before the next, or why there is none.

    `last_success` is when any row was last answered, or when the run began; `chance` a random fraction of 1; `asked` what the
    server's `Retry-After` said, in seconds. A row that is `turned_away` (429) is never given up for it, and does not
    pause here: the budget holds everybody of the account until that pause is over.
    """
    so_far.failures += 1
    if last_success > so_far.success_seen:
        so_far.own += so_far.failures > 1 and not turned_away
        so_far.success_seen = last_success
    if so_far.own >= patience.calls:
        return GiveUp.THE_ROW
    # A server that asks for a long pause is not dead, so a single failure after a long silence is not the end.
    if so_far.failures >= 3 and now - last_success >= patience.seconds:
        return GiveUp.THE_RUN
    if turned_away:
        return 0.0
    ceiling = min(patience.longest_pause, patience.first_pause * 2.0 ** min(so_far.failures - 1, 30))
    return max(ceiling * (1 + chance) / 2, min(asked or 0.0, patience.seconds))
