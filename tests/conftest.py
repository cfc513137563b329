"""Fixtures that every test may use, and the guard that keeps all of them on this machine."""

from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests import guard
from tests.serving import SandboxProcess, serve_sandbox

# An example that is slow on a busy machine is no mistake.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


@pytest.fixture(params=["asyncio", "trio"])
def anyio_backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


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
