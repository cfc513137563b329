"""A test that does not end says where it stands."""

from pathlib import Path

import anyio
import pytest

from tests import tasks
from tests.conftest import TELLING


@pytest.mark.anyio
async def test_it_is_told_what_every_task_waits_for(tmp_path: Path) -> None:
    async def wait_in_vain(never: anyio.Event) -> None:
        await never.wait()

    async with anyio.create_task_group() as group:
        group.start_soon(wait_in_vain, anyio.Event())
        await anyio.wait_all_tasks_blocked()
        with (tmp_path / "told").open("w") as file:
            await anyio.to_thread.run_sync(tasks.tell, "test_x", file)
        group.cancel_scope.cancel()
    told = (tmp_path / "told").read_text()
    assert "test_x has not ended" in told
    assert "await never.wait()" in told
    assert "tasks.py" in told.partition("stands here:")[0], "the stacks of threads come first"


@pytest.mark.parametrize("seconds", [300, pytest.param(1200, marks=pytest.mark.slow)])
def test_every_test_has_its_time(request: pytest.FixtureRequest, seconds: float) -> None:
    timer = request.node.stash[TELLING]
    assert timer.is_alive()
    assert timer.interval == seconds - 0.5
