"""A stateful FirstPromoter to try things on: in this process, or as a server (`firstpromoter sandbox`).

    async with open_sandbox() as sandbox:
        fp = FirstPromoter(
            api_key=sandbox.keys.api_key,
            account_id=sandbox.keys.account_id,
            v1_api_key=sandbox.keys.v1_api_key,
            transport=SandboxTransport(sandbox),
        )

`firstpromoter_async.testing.sandboxed()` does all of this. It is a model of FirstPromoter's public documents, not the service:
where they are silent it has made a choice, which the docstrings below `sandbox/` tell.
"""

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import anyio

from ..policy.window import Rate
from .access import Keys
from .faults import Fault, FaultPlan
from .records.rounding import Rounding
from .sandbox import Sandbox, SandboxResponse, Transmission
from .settings import BadSetting, Settings
from .transport import SandboxTransport

__all__ = [
    "BadSetting",
    "SandboxResponse",
    "Fault",
    "FaultPlan",
    "Keys",
    "Transmission",
    "Rounding",
    "Sandbox",
    "SandboxTransport",
    "Settings",
    "open_sandbox",
]


@asynccontextmanager
async def open_sandbox(
    *,
    db: str | Path | None = None,
    rate: Rate | str | None = Rate(),  # noqa: B008  a value that cannot change
    keys: Keys = Keys(),  # noqa: B008
    clock: Callable[[], float] | None = None,
    strict: bool = False,
    rounding: Rounding | str = Rounding.DOWN,
) -> AsyncGenerator[Sandbox, None]:
    """Open a sandbox in this process, and close it in the end; see `Sandbox` for the arguments."""
    sandbox = Sandbox(db=db, rate=rate, keys=keys, clock=clock, strict=strict, rounding=rounding)
    try:
        yield sandbox
    finally:
        with anyio.CancelScope(shield=True):
            await sandbox.aclose()
