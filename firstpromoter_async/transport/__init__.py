"""The seam to the network: one request in, one response or one typed error out.

Adapters know an HTTP library and nothing else: no routes, no keys, no retries. They are imported when first named.
"""

from typing import TYPE_CHECKING, Any

from .seam import Transport

if TYPE_CHECKING:
    from .with_httpx import HttpxTransport
    from .with_httpx2 import Httpx2Transport

__all__ = ["Httpx2Transport", "HttpxTransport", "Transport"]


def __getattr__(name: str) -> Any:
    if name == "HttpxTransport":
        from .with_httpx import HttpxTransport

        return HttpxTransport
    if name == "Httpx2Transport":
        from .with_httpx2 import Httpx2Transport

        return Httpx2Transport
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
