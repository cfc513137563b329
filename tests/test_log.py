"""What is written to the logger `firstpromoter_async`, at which level, and that it names nobody."""

import logging
import subprocess
import sys

import pytest

from firstpromoter_async import ConnectionLost, NotFound, RateLimited, RetryPolicy, Unauthorized
from firstpromoter_async.log import turn_awaited
from tests.scripted import ScriptedTransport, Step, client_of, json_answer

pytestmark = pytest.mark.anyio

TWICE = RetryPolicy(base=0.0, attempts=2)
STORED = json_answer(200, b'{"id": 1}')
SALE = "POST /api/v2/track/sale"


async def sell(*script: Step) -> None:
    fp = client_of(ScriptedTransport(*script), retries=TWICE)
    await fp.v2.track.sale(email="ann@example.com", event_id="order-1", amount=4900)


@pytest.fixture(autouse=True)
def _everything_is_written(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "firstpromoter_async")


def written(caplog: pytest.LogCaptureFixture) -> list[tuple[str, str]]:
    return [(one.levelname, one.getMessage()) for one in caplog.records if one.name == "firstpromoter_async"]


async def test_a_call_that_goes_well_is_worth_a_debug_line_and_no_more(caplog: pytest.LogCaptureFixture) -> None:
    await sell(STORED)
    assert written(caplog) == [("DEBUG", f"{SALE}: answered (attempt 1)")]


async def test_a_repeated_attempt_is_told_with_its_reason(caplog: pytest.LogCaptureFixture) -> None:
    await sell(json_answer(503, b'{"code": "down"}'), STORED)
    assert written(caplog)[0] == (
        "INFO",
        f"{SALE}: attempt 1 failed (503 Service Unavailable, down); again in 0.0 s",
    )


async def test_after_a_429_the_next_attempt_comes_when_the_pause_is_over(caplog: pytest.LogCaptureFixture) -> None:
    await sell(json_answer(429, retry_after="0"), STORED)
    assert ("INFO", f"{SALE}: attempt 1 failed (429 Too Many Requests); again when the pause is over") in written(
        caplog
    )


async def test_a_call_that_the_network_failed_is_a_warning_with_its_outcome(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(ConnectionLost):
        await sell(ConnectionLost("http://user:password@proxy"))
    assert written(caplog)[-1] == ("WARNING", f"{SALE}: failed (ConnectionLost) with attempt 2; outcome: unknown")


async def test_a_wrong_key_is_a_warning(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(Unauthorized):
        await sell(json_answer(401))
    assert written(caplog) == [
        ("WARNING", f"{SALE}: failed (401 Unauthorized) with attempt 1; outcome: rejected"),
    ]


async def test_a_refusal_is_told_without_its_words(caplog: pytest.LogCaptureFixture) -> None:
    body = b'{"message": "Cannot find promoter by email ann@example.com", "code": "not ann@example.com"}'
    with pytest.raises(NotFound):
        await client_of(ScriptedTransport(json_answer(404, body))).v2.promoters.get("ann@example.com", find_by="email")
    assert written(caplog) == [
        ("INFO", "GET /api/v2/company/promoters/{id}: failed (404 Not Found) with attempt 1; outcome: rejected")
    ]


async def test_a_pause_of_the_account_is_a_warning(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(RateLimited):
        await sell(json_answer(429, retry_after="999"))
    level, line = written(caplog)[0]
    assert level == "WARNING"
    assert line.startswith(f"{SALE}: 429 Too Many Requests; all calls of this account pause for ")


@pytest.mark.parametrize(("seconds", "lines"), [(0.9, 0), (1.0, 1)])
def test_a_long_wait_for_the_budget_is_told(caplog: pytest.LogCaptureFixture, seconds: float, lines: int) -> None:
    turn_awaited(SALE, seconds)
    assert written(caplog) == [("INFO", f"{SALE}: waited 1.0 s for its turn in the rate budget")] * lines


def test_nothing_is_printed_where_logging_is_not_configured() -> None:
    program = "from firstpromoter_async.log import LOGGER; LOGGER.error('seen')"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("", "")
