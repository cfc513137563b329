"""Fixtures that every test may use, and the guard that keeps all of them on this machine."""

import socket
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings

from tests.serving import SandboxProcess, serve_sandbox

# An example that is slow on a busy machine is no mistake.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


@pytest.fixture(params=["asyncio", "trio"])
def anyio_backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(autouse=True, scope="session")
def _loopback_only() -> Iterator[None]:
    """Fail every attempt to reach further than this machine, from whichever library it comes."""
    original = socket.getaddrinfo
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def refuse(host: object) -> None:
        name = host.decode() if isinstance(host, bytes) else host
        if name not in (None, "", "localhost", "::1", "0.0.0.0") and not str(name).startswith("127."):  # noqa: S104
            raise AssertionError(f"a test tried to reach {name!r}: tests talk to this machine only")

    def address_of(address: Any) -> object:
        return address[0] if isinstance(address, tuple) else "localhost"

    def getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        refuse(host)
        return original(host, *args, **kwargs)

    class Guarded(socket.socket):
        def connect(self, address: Any) -> None:
            refuse(address_of(address))
            connect(self, address)

        def connect_ex(self, address: Any) -> int:
            refuse(address_of(address))
            return connect_ex(self, address)

    patch = pytest.MonkeyPatch()
    patch.setattr(socket, "getaddrinfo", getaddrinfo)
    patch.setattr(socket.socket, "connect", Guarded.connect, raising=False)
    patch.setattr(socket.socket, "connect_ex", Guarded.connect_ex, raising=False)
    yield
    patch.undo()


@pytest.fixture(scope="module")
def sandbox_process() -> Iterator[SandboxProcess]:
    """A sandbox in a process of its own, without a rate limit, shared by the tests of a module."""
    with serve_sandbox("--rate", "off") as serving:
        yield serving
