"""Who may use the sandbox's own side, which asks for no key: programs of this machine, and no web page of somebody else's.

A page that a developer happens to look at could otherwise read what is stored and wipe it, with a request across sites or under a
name of its own that leads to this machine (DNS rebinding). Browsers tell on themselves: `Origin` (RFC 6454, section 7) and
`Sec-Fetch-Site` (W3C Fetch Metadata Request Headers, section 2.3) say where a request comes from, and `Host` by which name.
This module knows headers, and nothing of sockets.
"""

import re
from collections.abc import Iterable
from ipaddress import IPv6Address, ip_address
from typing import Final
from urllib.parse import urlsplit

from ..wire.message import HttpRequest

_AUTHORITY: Final = re.compile(r"(?:(?P<name>[\w.~!$&'()*+,;=%-]+)|\[(?P<ip>[0-9A-Fa-f:.]+)\])(?::\d*)?", re.ASCII)
_OURS: Final = ("same-origin", "none")
"""Pages that the sandbox itself has served, and addresses that were typed in."""

ANY: Final = "*"
_EVERYWHERE: Final = {"0.0.0.0", "::"}  # noqa: S104  addresses to listen at, by which nobody is called


class BadHost(ValueError):
    """Not a host, or a host and a port; RFC 9112, section 3.2, wants 400 then."""


def host_of(authority: str) -> str:
    """Return the host of a `Host` header, in small letters and without its port. Raises `BadHost`."""
    found = _AUTHORITY.fullmatch(authority)
    if found is None or (found["ip"] and not _is_ipv6(found["ip"])):
        raise BadHost("the Host header names no host")
    return (found["name"] or found["ip"]).lower().removesuffix(".")


class Hosts:
    """The names that the sandbox's own side answers to: those of this machine, and those that it was given; `*` is any."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._names = frozenset(name.lower().strip("[]") for name in names) - _EVERYWHERE

    def know(self, host: str) -> bool:
        """Tell whether a host is one of them."""
        return _is_loopback(host) or host in self._names or ANY in self._names


def is_foreign(request: HttpRequest) -> bool:
    """Tell whether a browser says that another site's page has sent this."""
    headers = {name.lower(): value.strip().lower() for name, value in request.headers}
    if headers.get("sec-fetch-site", "none") not in _OURS:
        return True
    origin = headers.get("origin")
    return origin is not None and origin.rpartition("//")[2] != urlsplit(request.url).netloc.lower()


def _is_loopback(host: str) -> bool:
    """RFC 6761, section 6.3, for the name; 127.0.0.0/8 and ::1 for addresses."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _is_ipv6(text: str) -> bool:
    try:
        IPv6Address(text)
    except ValueError:
        return False
    return True
