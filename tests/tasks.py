"""Where each task stands, for a test that does not end.

The stack of its thread shows an event loop that waits; what is wanted is what each task waits for.
"""

import asyncio
import faulthandler
import gc
import traceback
from collections.abc import Iterable, Iterator
from types import FrameType
from typing import Any, TextIO

import trio

Frames = Iterable[tuple[FrameType, int]]


def tell(test: str, file: TextIO) -> None:
    """Write where all threads stand, and all tasks of all event loops. May be called from any thread."""
    print(f"\n{test} has not ended. Its threads stand here:", file=file, flush=True)
    faulthandler.dump_traceback(file)
    for name, frames in _standing():
        stack = traceback.StackSummary.extract(iter(frames))
        print(f"\nTask {name} stands here:\n{''.join(stack.format())}", file=file, flush=True)


def _standing() -> Iterator[tuple[str, Frames]]:
    for one in gc.get_objects():
        if isinstance(one, asyncio.Task) and not one.done():
            yield one.get_name(), _awaited(one.get_coro())
        elif isinstance(one, trio.lowlevel.Task) and one.coro.cr_frame is not None:
            yield one.name, one.iter_await_frames()


def _awaited(coroutine: Any) -> Frames:
    """Go from a coroutine to what it awaits, and on, until that is no coroutine any more."""
    while (frame := getattr(coroutine, "cr_frame", None) or getattr(coroutine, "ag_frame", None)) is not None:
        yield frame, frame.f_lineno
        coroutine = getattr(coroutine, "cr_await", None) or getattr(coroutine, "ag_await", None)
