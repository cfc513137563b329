"""Fixtures that every test may use, and the guard that keeps all of them on this machine."""

import os
import tempfile
import threading
from collections.abc import Iterator
from typing import Any, TextIO

import pytest
import pytest_timeout
from hypothesis import settings

from tests import clocks, guard, tasks
from tests.databases import database as database
from tests.databases import place as place
from tests.databases import postgres_server as postgres_server
from tests.databases import postgres_url as postgres_url
from tests.serving import SandboxProcess, serve_sandbox

# An example that is slow on a busy machine is no mistake.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


SLOW_SECONDS = 1200
TIMER = pytest.StashKey[threading.Timer]()
STDERR = pytest.StashKey[TextIO]()
BYTE_CODE = pytest.StashKey["tempfile.TemporaryDirectory[str]"]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[STDERR] = os.fdopen(os.dup(2), "w")  # the true one, before pytest takes it for its captures
    if os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):
        # Tests start some 200 processes, which would compile everything anew: that is half of the time that they take.
        config.stash[BYTE_CODE] = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        os.environ["PYTHONPYCACHEPREFIX"] = config.stash[BYTE_CODE].name


def pytest_unconfigure(config: pytest.Config) -> None:
    config.stash[STDERR].close()
    if BYTE_CODE in config.stash:
        config.stash[BYTE_CODE].cleanup()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("slow") and not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(SLOW_SECONDS))


@pytest.hookimpl(tryfirst=True)
def pytest_timeout_set_timer(item: pytest.Item, settings: Any) -> bool:
    """Give a test its time, in pytest-timeout's place."""
    item.stash[TIMER] = threading.Timer(settings.timeout, _end, (item, settings))
    item.stash[TIMER].start()
    return True


def _end(item: pytest.Item, settings: Any) -> None:
    """Tell where the test stands, and end the process, which with xdist says nothing by itself."""
    tasks.tell(item.nodeid, item.config.stash[STDERR])
    pytest_timeout.timeout_timer(item, settings)


@pytest.hookimpl(tryfirst=True)
def pytest_timeout_cancel_timer(item: pytest.Item) -> bool:
    if TIMER in item.stash:
        item.stash[TIMER].cancel()
        item.stash[TIMER].join()
    return True


@pytest.fixture(params=["asyncio", "trio"])
def anyio_backend(request: pytest.FixtureRequest) -> tuple[str, dict[str, Any]]:
    return clocks.backend(request.param)


@pytest.fixture(autouse=True, scope="session")
def _guarded() -> Iterator[None]:
    with guard.this_machine_only():
        yield


@pytest.fixture(autouse=True)
def _stayed_on_this_machine() -> Iterator[None]:
    yield
    reached, guard.attempts[:] = list(guard.attempts), []
    if reached:
        pytest.fail(f"this test tried to reach {', '.join(reached)}; tests talk to this machine only")


@pytest.fixture(scope="module")
def sandbox_process() -> Iterator[SandboxProcess]:
    """A sandbox in a process of its own, without a rate limit, shared by the tests of a module."""
    with serve_sandbox("--rate", "off") as serving:
        yield serving
