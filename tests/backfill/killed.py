"""The command, killed with SIGKILL at a moment that is counted: `python -m tests.backfill.killed 40 after backfill ...`.

A moment that is measured would be another one on each machine, and on a slow one it might come after the end.
"""

import os
import signal
import sys
import threading
from collections.abc import Callable
from itertools import count
from typing import Any

import anyio
import anyio.lowlevel

from firstpromoter_async.cli import main
from firstpromoter_async.transport.family import HttpxFamilyTransport

MOMENTS = ("before", "meanwhile", "after", "writing")
"""Before the call, while it is under way, when its answer is there; or while the ledger writes."""


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


async def die_soon() -> None:
    for _ in range(20):
        await anyio.lowlevel.checkpoint()
    die()


def die_at_call(wanted: int, moment: str) -> None:
    exchange, calls = HttpxFamilyTransport.exchange, count(1)

    async def counted(self: Any, request: Any, *, timeout: float) -> Any:  # noqa: ASYNC109
        if next(calls) != wanted:
            return await exchange(self, request, timeout=timeout)
        if moment == "before":
            die()
        async with anyio.create_task_group() as tasks:
            if moment == "meanwhile":
                tasks.start_soon(die_soon)
            await exchange(self, request, timeout=timeout)
        return die()

    HttpxFamilyTransport.exchange = counted  # type: ignore[method-assign]


def die_while_writing(wanted: int) -> None:
    run_sync, jobs = anyio.to_thread.run_sync, count(1)

    def under_the_gun(job: Callable[..., Any]) -> Callable[..., Any]:
        def both(*arguments: Any) -> Any:
            threading.Thread(target=die).start()
            return job(*arguments)

        return both

    async def counted(job: Callable[..., Any], *arguments: Any, **how: Any) -> Any:
        return await run_sync(under_the_gun(job) if next(jobs) == wanted else job, *arguments, **how)

    anyio.to_thread.run_sync = counted  # type: ignore[assignment]


if __name__ == "__main__":
    number, moment = int(sys.argv[1]), sys.argv[2]
    del sys.argv[1:3]
    if moment == "writing":
        die_while_writing(number)
    else:
        die_at_call(number, moment)
    main()
