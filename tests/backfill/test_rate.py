"""Within the rate and close to it, over as many minutes as it takes, in virtual time."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import anyio
import anyio.lowlevel
import pytest
import trio
from trio.testing import MockClock

from firstpromoter_async.backfill import Backfill, Ledger, rows_of
from firstpromoter_async.policy.window import Rate
from firstpromoter_async.sandbox import Fault, FaultPlan, open_sandbox
from firstpromoter_async.sandbox.journal import Arrival
from firstpromoter_async.testing import SandboxedFirstPromoter
from tests.backfill.fake import SALES, sale

ROWS = 900


async def in_line(job: Callable[..., Any], *arguments: Any, **_: Any) -> Any:
    """Do a thread's job without one: a clock that jumps whenever all tasks wait would not wait for threads."""
    await anyio.lowlevel.checkpoint()
    return job(*arguments)


async def arrivals_of_a_backfill(ledger: Path) -> list[Arrival]:
    """Backfill at the full rate of an account, where every answer takes 0.3 s; returns what the server noted."""
    async with open_sandbox(rate=Rate(), clock=lambda: 1.8e9 + trio.current_time()) as sandbox:
        sandbox.faults = FaultPlan(shares={Fault.SLOW: 1.0}, slow_seconds=0.3)
        async with (
            SandboxedFirstPromoter(sandbox, clock=trio.current_time) as fp,
            Ledger(ledger, account=fp.account) as opened,
        ):
            rows = rows_of([sale(str(number), f"c-{number}") for number in range(ROWS)])
            summary = await Backfill(fp, opened, rows, SALES, clock=trio.current_time).run()
        assert (summary.not_referred, summary.unresolved) == (ROWS, 0)
        return sandbox.arrivals("/track/sale")


def test_at_least_97_percent_of_the_rate_and_never_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(anyio.to_thread, "run_sync", in_line)
    arrivals = trio.run(arrivals_of_a_backfill, tmp_path / "ledger", clock=MockClock(autojump_threshold=0))
    assert {one.status for one in arrivals} == {404}, "no 429"
    moments = sorted(one.at for one in arrivals)
    assert len(moments) == ROWS
    assert (ROWS - 1) / (moments[-1] - moments[0]) >= 0.97 * 400 / 60
