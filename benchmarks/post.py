"""CPU for one typed POST: a sale is sent, and its answer comes back as an object.

Every peer sends the same JSON to the same server and gets the same 1.1 kB back. The bare libraries stop at a dict. openai's
client posts through its own typed `post`, with a pydantic model of the same fields and its own connection limits (1000;
everybody else has the default of 100).
"""

import asyncio
import gc
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, Final

import httpx
import httpx2
from openai import AsyncOpenAI, BaseModel

from firstpromoter_async import FirstPromoter
from firstpromoter_async.transport import Httpx2Transport, HttpxTransport, Transport
from firstpromoter_async.v2.models.tracking import TrackingEvent

from . import payloads
from .findings import Findings, Goal, Table, compared, ratio
from .machine import on_own_core
from .peers import pydantic_model
from .server import serving

ROUNDS: Final = 9
CALLS_AT: Final = {1: 300, 32: 640, 100: 600}
"""How many calls one measurement takes, for each number of callers."""
PATH: Final = "/api/v2/track/sale"

Post = Callable[[int], Awaitable[Any]]
Peer = Callable[[str], AbstractAsyncContextManager[Post]]


def _bare(library: Any) -> Peer:
    @asynccontextmanager
    async def opened(server: str) -> AsyncIterator[Post]:
        async with library.AsyncClient(headers=payloads.KEYS) as client:

            async def post(number: int) -> Any:
                response = await client.post(f"{server}{PATH}", json=payloads.sale(number))
                return response.json()

            yield post

    return opened


def _ours(make_transport: Callable[[], Transport]) -> Peer:
    @asynccontextmanager
    async def opened(server: str) -> AsyncIterator[Post]:
        transport = make_transport()
        async with FirstPromoter(
            api_key="key-of-v2", account_id="acc_1", base_url=server, rate="off", transport=transport
        ) as fp:

            async def post(number: int) -> Any:
                return await fp.v2.track.sale(**payloads.sale(number))

            yield post
        await transport.aclose()

    return opened


_OpenaiSale: Final = pydantic_model(TrackingEvent, base=BaseModel)


@asynccontextmanager
async def _openai(server: str) -> AsyncIterator[Post]:
    async with AsyncOpenAI(api_key="key-of-v2", base_url=server) as client:

        async def post(number: int) -> Any:
            return await client.post(PATH, cast_to=_OpenaiSale, body=payloads.sale(number))

        yield post


PEERS: Final[dict[str, Peer]] = {
    "httpx": _bare(httpx),
    "ours on httpx": _ours(HttpxTransport),
    "httpx2": _bare(httpx2),
    "ours on httpx2": _ours(Httpx2Transport),
    "openai": _openai,
}


def measure() -> Findings:
    """Measure all peers, in turns, with 1, 32 and 100 callers."""
    with on_own_core() as core, serving(core) as server:
        at = {callers: _in_turns(server, callers, calls) for callers, calls in CALLS_AT.items()}
    rows = [(str(callers), *row) for callers, series in at.items() for row in compared(series, "httpx")]
    return Findings(
        tables=(
            Table(
                "CPU for one typed POST, by the number of concurrent callers",
                ("callers", "who", "us CPU", "lowest-highest", "to bare httpx"),
                tuple(rows),
            ),
        ),
        goals=(
            Goal(
                what="typed POST, 32 callers, to bare httpx",
                limit=1.15,
                measured=ratio(at[32], "ours on httpx", "httpx"),
                unit="x",
            ),
            Goal(
                what="typed POST, 32 callers, on httpx2, to bare httpx",
                limit=0.65,
                measured=ratio(at[32], "ours on httpx2", "httpx"),
                unit="x",
            ),
        ),
    )


def _in_turns(server: str, callers: int, calls: int) -> dict[str, list[float]]:
    series: dict[str, list[float]] = {who: [] for who in PEERS}
    for _ in range(ROUNDS):
        for who, peer in PEERS.items():
            series[who].append(asyncio.run(_cpu_of_a_call(peer, server, callers, calls)))
    return series


async def _cpu_of_a_call(peer: Peer, server: str, callers: int, calls: int) -> float:
    """Return microseconds for each of so many calls, not counting the client's construction and first connections."""
    async with peer(server) as post:
        await _shared_out(post, callers, 2 * callers)
        gc.collect()
        start = time.process_time()
        await _shared_out(post, callers, calls)
        return (time.process_time() - start) / calls * 1e6


async def _shared_out(post: Post, callers: int, calls: int) -> None:
    """Make so many calls, each caller taking the next number when it is free."""
    numbers = iter(range(calls))
    async with asyncio.TaskGroup() as tasks:
        for _ in range(callers):
            tasks.create_task(_caller(post, numbers))


async def _caller(post: Post, numbers: Iterator[int]) -> None:
    for number in numbers:
        await post(number)
