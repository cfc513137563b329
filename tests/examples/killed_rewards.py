"""`examples/fulfil_rewards.py`, killed with SIGKILL after a counted step: `python -m tests.examples.killed_rewards 8000`.

For each number that it reads it starts the service, which dies after so many steps, and says which process that is. A step is a
call to FirstPromoter, or what a thread does with the database; they count from the first webhook on. All are forks of one
process, since the imports take longer than all the rest.
"""

import os
import signal
import sys
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import Any

import anyio.to_thread
import uvicorn

from firstpromoter_async.transport.family import HttpxFamilyTransport
from firstpromoter_async.webhooks import Inbox

EXAMPLES = Path(__file__).parents[2] / "examples"


def die_after_step(wanted: int) -> None:
    steps = count(1)
    has_begun = False
    receive, run_sync, exchange = Inbox.receive, anyio.to_thread.run_sync, HttpxFamilyTransport.exchange

    async def begin(self: Any, *given: Any, **more: Any) -> Any:
        nonlocal has_begun
        has_begun = True
        return await receive(self, *given, **more)

    async def step(work: Any) -> Any:
        is_it = has_begun and next(steps) == wanted
        result = await work
        if is_it:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    async def in_thread(*given: Any, **more: Any) -> Any:
        return await step(run_sync(*given, **more))

    async def call(*given: Any, **more: Any) -> Any:
        return await step(exchange(*given, **more))

    Inbox.receive = begin  # type: ignore[method-assign]
    anyio.to_thread.run_sync = in_thread  # type: ignore[assignment]
    HttpxFamilyTransport.exchange = call  # type: ignore[method-assign]


def serve(app: Any, step: int, port: int) -> None:
    die_after_step(step)
    uvicorn.run(app, port=port, log_level="error")
    os._exit(0)


if __name__ == "__main__":
    sys.path.insert(0, str(EXAMPLES))
    app = import_module("fulfil_rewards").app
    for line in sys.stdin:
        process = os.fork()
        if not process:
            serve(app, int(line), int(sys.argv[1]))
        print(process, flush=True)
        os.waitpid(process, 0)
