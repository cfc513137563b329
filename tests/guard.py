"""Keeps every test on this machine.

An attempt to reach further is refused and noted, and fails the test even where the refusal was swallowed.
"""

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

_LOOPBACK = re.compile(r"127(\.\d{1,3}){3}")  # and no name that only begins like it

attempts: list[str] = []
"""Where tests tried to reach."""


def _refuse(host: object) -> None:
    name = host.decode() if isinstance(host, bytes) else host
    if name in (None, "", "localhost", "::1") or _LOOPBACK.fullmatch(str(name)):
        return
    attempts.append(str(name))
    raise AssertionError(f"a test tried to reach {name!r}: tests talk to this machine only")


def _host_of(address: Any) -> object:
    return address[0] if isinstance(address, tuple) else "localhost"  # a path: a socket of this machine


@contextmanager
def this_machine_only() -> Iterator[None]:
    """Refuse look-ups and connections that lead away, from whichever library they come."""
    look_up, connect, connect_ex = socket.getaddrinfo, socket.socket.connect, socket.socket.connect_ex

    def guarded_look_up(host: Any, *args: Any, **kwargs: Any) -> Any:
        _refuse(host)
        return look_up(host, *args, **kwargs)

    def guarded_connect(self: socket.socket, address: Any) -> None:
        _refuse(_host_of(address))
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        _refuse(_host_of(address))
        return connect_ex(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", guarded_look_up)
        patch.setattr(socket.socket, "connect", guarded_connect, raising=False)
        patch.setattr(socket.socket, "connect_ex", guarded_connect_ex, raising=False)
        yield
