"""A client on a sandbox of its own."""

import subprocess
import sys

import pytest

from firstpromoter_async import BadRequest, ConfigurationError, Recorded
from firstpromoter_async.policy.window import Lane, Rate
from firstpromoter_async.testing import Clock, sandboxed

pytestmark = pytest.mark.anyio


async def test_a_client_and_its_sandbox() -> None:
    async with sandboxed() as fp:
        ann = await fp.v2.promoters.create(email="ann@example.com")
        tid = await fp.sandbox.visit(ref_id=ann.promoter_campaigns[0].ref_token or "")
        assert isinstance(await fp.v2.track.signup(email="joe@example.com", tid=tid), Recorded)
        state = await fp.sandbox.state()
        assert (state["promoters"], state["leads"]) == (1, 1)
        assert [one.path for one in fp.sandbox.arrivals("signup")] == ["/api/v2/track/signup"]


async def test_two_sandboxes_know_nothing_of_each_other() -> None:
    async with sandboxed() as first, sandboxed() as second:
        await first.v2.promoters.create(email="ann@example.com")
        assert (await second.sandbox.state())["promoters"] == 0


async def test_the_rate_holds_on_both_sides_and_options_reach_the_client() -> None:
    async with sandboxed(rate=Rate(calls=7, seconds=3), timeout=1.5) as fp:
        assert fp.sandbox.rate == Rate(calls=7, seconds=3)
        assert fp.budget.state().rate == Rate(calls=7, seconds=3)


async def test_the_rate_may_be_written_as_the_client_takes_it() -> None:
    async with sandboxed(rate="7/3") as fp:
        assert fp.sandbox.rate == fp.budget.state().rate == Rate(calls=7, seconds=3)
    with pytest.raises(ConfigurationError, match="calls/seconds"):
        async with sandboxed(rate="often"):
            pass


async def test_the_sandboxs_time_may_be_set() -> None:
    async with sandboxed(clock=Clock(0.0)) as fp:
        ann = await fp.v1.promoters.create(email="ann@example.com")
        assert ann.created_at is not None
        assert ann.created_at.year == 1970


async def test_a_strict_sandbox_refuses_a_filter_that_it_does_not_know() -> None:
    async with sandboxed(strict=True) as fp:
        with pytest.raises(BadRequest, match=r"filters\[colour\]"):
            await fp.request("GET", "/api/v2/company/promoters", query={"filters[colour]": "red"})


async def test_other_views_of_the_client_keep_the_sandbox() -> None:
    async with sandboxed() as fp:
        assert fp.using(lane=Lane.BULK).sandbox is fp.sandbox


def test_to_import_the_plugin_loads_neither_sandbox_nor_server() -> None:
    code = (
        "import sys, firstpromoter_async.testing.plugin\n"
        "heavy = ('sandbox', 'uvicorn', 'starlette', 'firstpromoter_async.v1.', 'firstpromoter_async.v2.')\n"
        "print([name for name in sys.modules if any(one in name for one in heavy)])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
