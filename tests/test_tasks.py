"""A test that does not end says where it stands."""

import subprocess
import sys
from pathlib import Path

import anyio
import pytest

from tests import tasks
from tests.conftest import SLOW_SECONDS, TIMER


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


def test_every_test_has_an_end(request: pytest.FixtureRequest) -> None:
    assert float(request.config.getini("timeout")) == 300
    assert request.node.stash[TIMER].is_alive()


@pytest.mark.slow
def test_a_slow_test_has_more_time(request: pytest.FixtureRequest) -> None:
    assert request.node.get_closest_marker("timeout").args == (SLOW_SECONDS,)
    assert request.node.stash[TIMER].interval == SLOW_SECONDS


STUCK = """
import threading
import pytest

@pytest.mark.timeout(0.01)
def test_stuck():
    threading.Event().wait()
"""


def test_a_test_that_takes_too_long_is_told_of_and_ended(tmp_path: Path) -> None:
    (tmp_path / "test_stuck.py").write_text(STUCK)
    (tmp_path / "conftest.py").write_text("from tests.conftest import *")
    command = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", "--rootdir", str(tmp_path)]
    done = subprocess.run([*command, str(tmp_path)], capture_output=True, text=True, check=False)
    assert "test_stuck has not ended. Its threads stand here:" in done.stderr
    assert "Timeout" in done.stdout + done.stderr
    assert done.returncode == 1
