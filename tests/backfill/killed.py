"""The command, killed with SIGKILL at moments that are counted: `python -m tests.backfill.killed backfill ...`.

A moment that is measured would be another one on each machine, and on a slow one it might come after the end. For each line that
it reads, such as `40 after`, it runs the command to that moment, and says by which signal it ended. All are forks of one
process, since the imports take longer than all the rest.
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

from firstpromoter_async.cli.app import run
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


def die_at(number: int, moment: str) -> None:
    if moment == "writing":
        die_while_writing(number)
    else:
        die_at_call(number, moment)


if __name__ == "__main__":
    for line in sys.stdin:
        number, moment = line.split()
        process = os.fork()
        if not process:
            die_at(int(number), moment)
            os._exit(run(sys.argv[1:]))
        print(-os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), flush=True)
