"""The faster transport: httpx2, at about half of httpx's CPU. Needs the extra `firstpromoter-async[httpx2]`."""

from typing import Any, ClassVar

from ..errors import ConfigurationError

try:
    import httpx2
except ModuleNotFoundError as missing:
    raise ConfigurationError(
        f"Httpx2Transport needs an extra: python -m pip install 'firstpromoter-async[httpx2]' ({missing})"
    ) from None

from .family import HttpxFamilyTransport


class Httpx2Transport(HttpxFamilyTransport):
    """Sends through httpx2: through a client of its own, or through yours.

    A client that you pass keeps its proxies, limits, hooks and headers, and stays yours to close.
    """

    _library: ClassVar[Any] = httpx2

    def __init__(self, client: httpx2.AsyncClient | None = None) -> None:
        super().__init__(client)
