"""The guard in conftest: no test of this project reaches further than this machine."""

import socket
from collections.abc import Iterator

import httpx
import pytest

from tests import guard


@pytest.fixture(autouse=True)
def _meant() -> Iterator[None]:
    """Take back what these tests do on purpose."""
    yield
    guard.attempts.clear()


@pytest.mark.parametrize("address", ["192.0.2.1", "firstpromoter.com", "10.0.0.1", "127.firstpromoter.com"])
def test_a_connection_further_than_this_machine_fails_the_test(address: str) -> None:
    with pytest.raises(AssertionError, match="this machine only"), socket.socket() as plain:
        plain.connect((address, 443))


def test_a_name_of_the_world_is_not_even_looked_up() -> None:
    with pytest.raises(AssertionError, match="this machine only"):
        socket.getaddrinfo("api.firstpromoter.com", 443)


def test_an_http_library_is_stopped_as_well() -> None:
    with pytest.raises(AssertionError, match="this machine only"):
        httpx.get("https://api.firstpromoter.com/")


@pytest.mark.anyio
async def test_so_is_everything_asynchronous() -> None:
    async with httpx.AsyncClient() as client:
        with pytest.raises((AssertionError, BaseExceptionGroup)):
            await client.get("https://192.0.2.1/")
    assert guard.attempts == ["192.0.2.1"]


def test_an_attempt_that_was_swallowed_is_noted_all_the_same() -> None:
    with socket.socket() as plain:
        try:
            plain.connect(("192.0.2.1", 443))
        except AssertionError:
            swallowed = True
    assert swallowed
    assert guard.attempts == ["192.0.2.1"]


def test_this_machine_can_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()):
        assert guard.attempts == []
