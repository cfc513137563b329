"""For your own tests: a client on a sandbox in the same process, a sender that records, a clock that you set.

    async with sandboxed() as fp:
        ann = await fp.v2.promoters.create(email="ann@example.com")
        assert (await fp.sandbox.state())["promoters"] == 1

With pytest there are fixtures, without any import: `firstpromoter_client`, `firstpromoter_sandbox` and `firstpromoter_clock`.
They work under asyncio and trio, with anyio's pytest plugin or any other. Nothing here opens a socket.
"""

from typing import TYPE_CHECKING

from ..lazy import names_of

if TYPE_CHECKING:
    from .client import SandboxedFirstPromoter, sandboxed
    from .clock import Clock
    from .recording import RecordingSender

__all__ = ["Clock", "RecordingSender", "SandboxedFirstPromoter", "sandboxed"]

if not TYPE_CHECKING:  # type checkers would take any name for one of these
    # Loaded when named, since pytest imports this package in every run of everybody who has it installed.
    __getattr__, __dir__ = names_of(
        __name__, {"clock": "Clock", "recording": "RecordingSender", "client": "SandboxedFirstPromoter sandboxed"}
    )
