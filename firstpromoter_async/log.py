"""What is written to the logger `firstpromoter_async`: what went otherwise than planned, and nothing of whom it was about.

| level   | what                                                                                        |
|---------|---------------------------------------------------------------------------------------------|
| WARNING | a call that failed for a reason of keys, network or server; a pause of the whole account    |
| INFO    | an attempt that failed and is repeated; a refused call (400, 404, 409, 422); a wait of 1 s or more |
| DEBUG   | a call that was answered                                                                    |

Lines name the operation by its path template, and reasons by status or kind of error: no parameter, no answer and no key is in
them. Nothing is printed unless your program configures logging.
"""

import logging
import re
from typing import Final

from .errors import BadRequest, CallFailed, Conflict, NotFound, RateLimited, StatusError, Unprocessable, phrase_of

LOGGER: Final = logging.getLogger("firstpromoter_async")
LOGGER.addHandler(logging.NullHandler())

NOTABLE_WAIT: Final = 1.0
"""Seconds; shorter waits for a turn of the budget are its ordinary work."""

_CODE: Final = re.compile(r"[a-z_]{1,40}", re.ASCII)
_REFUSALS: Final = (BadRequest, NotFound, Conflict, Unprocessable)


# `operation` is a route, which is written out only when somebody reads the line.


def call_answered(operation: object, attempts: int) -> None:
    """Say that a call went well."""
    LOGGER.debug("%s: answered (attempt %d)", operation, attempts)


def attempt_repeated(operation: object, attempt: int, failure: CallFailed, wait: float) -> None:
    """Say that an attempt failed, and when the next one comes."""
    when = "when the pause is over" if isinstance(failure, RateLimited) else f"in {wait:.1f} s"
    LOGGER.info("%s: attempt %d failed (%s); again %s", operation, attempt, reason(failure), when)


def call_failed(operation: object, failure: CallFailed) -> None:
    """Say that a call was given up."""
    level = logging.INFO if isinstance(failure, _REFUSALS) else logging.WARNING
    LOGGER.log(
        level,
        "%s: failed (%s) with attempt %d; outcome: %s",
        operation,
        reason(failure),
        failure.attempts,
        failure.outcome,
    )


def account_paused(operation: object, seconds: float) -> None:
    """Say that FirstPromoter turned a call away, so that all calls of the account wait."""
    LOGGER.warning("%s: 429 Too Many Requests; all calls of this account pause for %.1f s", operation, seconds)


def turn_awaited(operation: object, seconds: float) -> None:
    """Say that the rate budget held a call back for long."""
    if seconds >= NOTABLE_WAIT:
        LOGGER.info("%s: waited %.1f s for its turn in the rate budget", operation, seconds)


def observer_failed(problem: Exception) -> None:
    """Say that the caller's own observer raised; the call goes on without it."""
    LOGGER.error("observe raised %s, and is not told of this again for this call", type(problem).__name__)


def reason(failure: CallFailed) -> str:
    """Name a failure by its status and code, or its kind: texts of an answer can be about somebody."""
    if not isinstance(failure, StatusError):
        return type(failure).__name__
    code = f", {failure.code}" if _CODE.fullmatch(failure.code or "") else ""
    return f"{failure.status} {phrase_of(failure.status)}{code}"
