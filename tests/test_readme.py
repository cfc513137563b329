"""What the README shows is run, and what it commands is what is checked."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from firstpromoter_async.sandbox import Fault, FaultPlan
from tests.serving import SandboxProcess

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
PYTHON = re.findall(r"^```python\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
CONSOLE = re.findall(r"^```console\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


WEBHOOKS = [code for code in PYTHON if "webhooks import" in code]
PROGRAMS = [code for code in PYTHON if code not in WEBHOOKS]


@pytest.mark.parametrize("code", PROGRAMS, ids=range(len(PROGRAMS)))
def test_a_python_example_runs_against_the_sandbox(code: str, sandbox_process: SandboxProcess) -> None:
    if "fastapi" in code:
        pytest.importorskip("fastapi", reason="the FastAPI example needs FastAPI, which is in the test group")
        code += CALL_THE_FASTAPI_EXAMPLE
    process = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        env=sandbox_process.environment,
        capture_output=True,
        text=True,
    )
    assert (process.returncode, process.stderr) == (0, "")


CALL_THE_FASTAPI_EXAMPLE = """
import anyio

async def order() -> None:
    tasks = BackgroundTasks()
    async with lifespan(app):
        assert await checkout("order-7", "cus_1", 4900, tasks) == {"ok": True}
        await tasks()

anyio.run(order)
"""


def test_ci_runs_the_readmes_test_command_and_nothing_else() -> None:
    commands = [line for line in (ROOT / ".ci" / "run").read_text().splitlines() if line and not line.startswith("#")]
    assert commands[:2] == ["set -euo pipefail", 'cd "$(dirname "$0")/.."']
    assert [commands[2] + "\n"] == [command for command in CONSOLE if "nox" in command]


def test_every_command_that_the_readme_names_exists() -> None:
    named = set(re.findall(r"firstpromoter ([a-z]+)", "".join(CONSOLE)))
    told = subprocess.run(
        [sys.executable, "-m", "firstpromoter_async.cli", "--help"], capture_output=True, text=True, check=True
    )
    assert named
    assert [name for name in named if name not in told.stdout] == []


def test_every_fault_of_the_sandbox_is_named() -> None:
    assert [fault for fault in Fault if f"`{fault}`" not in README] == []


def test_the_plan_of_faults_that_is_shown_can_be_set() -> None:
    (shown,) = re.findall(r"`curl -d '(.*?)' http://127.0.0.1:8080/_sandbox/faults`", README)
    assert FaultPlan.parse(json.loads(shown)).shares
