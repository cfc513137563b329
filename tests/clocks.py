"""Time in tests: what would take minutes is jumped over, and what takes as long as it takes is waited for without a number."""

import asyncio
from collections.abc import Callable
from typing import Any, cast

import anyio
import trio
from trio.testing import MockClock

PATIENT = 600.0
"""Seconds, for calls and processes that should end by themselves: nothing is decided by them on any machine."""


def backend(name: str) -> tuple[str, dict[str, Any]]:
    """Return what anyio's pytest plugin wants to hear of an event loop whose clock can be let go on."""
    return name, {"clock": MockClock(rate=1.0)} if name == "trio" else {}


def let_pass(seconds: float) -> None:
    """Let so much time pass on the clock of this event loop, at once: whatever waited for less is over."""
    try:
        loop: Any = asyncio.get_running_loop()
    except RuntimeError:
        cast(MockClock, trio.lowlevel.current_clock()).jump(seconds)
    else:
        before = loop.time
        loop.time = lambda: before() + seconds


async def let_pass_when_all_wait(seconds: float) -> None:
    """Let so much time pass as soon as no other task can go on by itself."""
    await anyio.wait_all_tasks_blocked()
    let_pass(seconds)


async def cancel_when_all_wait(scope: anyio.CancelScope) -> None:
    """Cancel as soon as no other task can go on by itself."""
    await anyio.wait_all_tasks_blocked()
    scope.cancel()


async def until(condition: Callable[[], bool]) -> None:
    """Wait for something that no event tells."""
    while not condition():  # noqa: ASYNC110
        await anyio.sleep(0.001)
