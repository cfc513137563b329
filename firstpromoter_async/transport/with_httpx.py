"""The default transport: httpx."""

from typing import Any, ClassVar

import httpx

from .family import HttpxFamilyTransport


class HttpxTransport(HttpxFamilyTransport):
    """Sends through httpx: through a client of its own, or through yours.

    A client that you pass keeps its proxies, limits, hooks and headers, and stays yours to close.
    """

    _library: ClassVar[Any] = httpx

    def __init__(self, client: httpx.AsyncClient | None = None) -> None:
        super().__init__(client)


class DirectHttpxTransport(HttpxTransport):
    """Sends past the proxies that the environment names: to this machine itself, which needs none."""

    def __init__(self) -> None:
        super().__init__()
        self._proxies = ""

    @classmethod
    def _own_client(cls, name: str) -> Any:
        return cls._library.AsyncClient(verify=cls._tls(name), trust_env=False)
