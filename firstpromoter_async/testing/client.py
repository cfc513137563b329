"""A client on a sandbox in the same process."""

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from typing import Any

from ..client import FirstPromoter
from ..policy.window import Rate
from ..sandbox import Sandbox, SandboxTransport, open_sandbox


class SandboxedFirstPromoter(FirstPromoter):
    """A client whose other end is a sandbox: `fp.sandbox` has its state, its arrivals and its faults."""

    def __init__(self, sandbox: Sandbox, **options: Any) -> None:
        """`options` are those of `FirstPromoter`; keys and transport are the sandbox's, unless you say otherwise."""
        keys = sandbox.keys
        ours: dict[str, Any] = {
            "api_key": keys.api_key,
            "account_id": keys.account_id,
            "v1_api_key": keys.v1_api_key,
            "rate": sandbox.rate,
            "transport": SandboxTransport(sandbox),
            "share_budget": False,  # every sandbox goes by the same account and host
        }
        super().__init__(**ours | options)
        self.sandbox = sandbox
        """Who answers."""


@asynccontextmanager
async def sandboxed(
    *,
    rate: Rate | str | None = None,
    clock: Callable[[], float] | None = None,
    strict: bool = False,
    **options: Any,
) -> AsyncGenerator[SandboxedFirstPromoter, None]:
    """Open a client on a new, empty sandbox, and close both in the end.

    `rate` holds on both sides; without one, tests do not wait for their turn. `clock` is the sandbox's, and so is `strict`, which
    refuses parameters that have no effect. `options` are those of `FirstPromoter`.
    """
    async with (
        open_sandbox(rate=rate, clock=clock, strict=strict) as sandbox,
        SandboxedFirstPromoter(sandbox, **options) as client,
    ):
        yield client
