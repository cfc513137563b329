"""For your own tests: a client on a sandbox in the same process, a sender that records, a clock that you set.

    async with sandboxed() as fp:
        ann = await fp.v2.promoters.create(email="ann@example.com")
        assert (await fp.sandbox.state())["promoters"] == 1

With pytest there are fixtures, without any import: `firstpromoter_client`, `firstpromoter_sandbox` and `firstpromoter_clock`.
They work under asyncio and trio, with anyio's pytest plugin or any other. Nothing here opens a socket.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .client import SandboxedFirstPromoter, sandboxed
    from .clock import Clock
    from .recording import RecordingSender

__all__ = ["Clock", "RecordingSender", "SandboxedFirstPromoter", "sandboxed"]


def __getattr__(name: str) -> Any:
    # Loaded when named, since pytest imports this package in every run of everybody who has it installed.
    if name == "Clock":
        from .clock import Clock

        return Clock
    if name == "RecordingSender":
        from .recording import RecordingSender

        return RecordingSender
    if name in ("SandboxedFirstPromoter", "sandboxed"):
        from . import client

        return getattr(client, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
