"""The fixtures, in a test session of somebody who only installed the package."""

import subprocess
import sys
from pathlib import Path

USER_TESTS = """
import pytest

@pytest.fixture(params=["asyncio", "trio"])
def anyio_backend(request):
    return request.param

@pytest.mark.anyio
async def test_client(firstpromoter_client, firstpromoter_sandbox, firstpromoter_clock):
    firstpromoter_clock.tick(60)
    ann = await firstpromoter_client.v1.promoters.create(email="ann@example.com")
    assert ann.created_at.isoformat() == "2026-01-01T00:01:00+00:00"
    assert (await firstpromoter_sandbox.state())["promoters"] == 1
    assert firstpromoter_client.sandbox is firstpromoter_sandbox

def test_nothing_is_used_that_was_not_asked_for(request):
    assert not [name for name in request.fixturenames if name.startswith("firstpromoter")]

def test_without_any_async_plugin(firstpromoter_client):
    import asyncio
    assert asyncio.run(firstpromoter_client.v2.campaigns.list().collect())
"""


def run_user_tests(tmp_path: Path, *arguments: str) -> str:
    (tmp_path / "test_user.py").write_text(USER_TESTS)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments, str(tmp_path)]
    return subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False).stdout


def test_fixtures_work_under_asyncio_and_trio_and_without_any_plugin(tmp_path: Path) -> None:
    assert "4 passed" in run_user_tests(tmp_path)


def test_all_fixtures_are_prefixed(tmp_path: Path) -> None:
    told = run_user_tests(tmp_path, "--fixtures")
    ours = [line.split()[0] for line in told.splitlines() if "firstpromoter_async" in line and " -- " in line]
    assert sorted(ours) == ["firstpromoter_client", "firstpromoter_clock", "firstpromoter_sandbox"]
