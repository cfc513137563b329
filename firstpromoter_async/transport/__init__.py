"""The way to the network: one request in, one response or one typed error out.

Adapters know an HTTP library and nothing else: no routes, no keys, no retries. They are imported when first named.
"""

from typing import TYPE_CHECKING

from ..lazy import names_of
from .protocol import Transport

if TYPE_CHECKING:
    from .with_httpx import HttpxTransport
    from .with_httpx2 import Httpx2Transport

__all__ = ["Httpx2Transport", "HttpxTransport", "Transport"]

if not TYPE_CHECKING:  # type checkers would take any name for one of these
    __getattr__, __dir__ = names_of(__name__, {"with_httpx": "HttpxTransport", "with_httpx2": "Httpx2Transport"})
