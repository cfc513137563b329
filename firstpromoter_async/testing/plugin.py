"""pytest fixtures, found by pytest itself wherever this package is installed (entry point `pytest11`).

All are prefixed, and none is used unless a test asks for it. They are ordinary fixtures, not async ones, so that they work
whichever plugin runs your async tests. What they need is imported when they are asked for.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from ..sandbox import Sandbox
    from .client import SandboxedFirstPromoter
    from .clock import Clock


@pytest.fixture
def firstpromoter_clock() -> "Clock":
    """The sandbox's clock: it stands still until a test lets time pass, with `firstpromoter_clock.tick(60)`."""
    from .clock import Clock

    return Clock()


@pytest.fixture
def firstpromoter_sandbox(firstpromoter_clock: "Clock") -> "Iterator[Sandbox]":
    """An empty sandbox in this process, without a rate limit."""
    from ..sandbox import Sandbox

    sandbox = Sandbox(rate=None, clock=firstpromoter_clock)
    yield sandbox
    sandbox.store.close()


@pytest.fixture
def firstpromoter_client(firstpromoter_sandbox: "Sandbox") -> "SandboxedFirstPromoter":
    """A client on `firstpromoter_sandbox`, with all keys; there is nothing to close."""
    from .client import SandboxedFirstPromoter

    return SandboxedFirstPromoter(firstpromoter_sandbox)
