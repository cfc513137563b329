"""Reading 200 pages of 25 promoters one after the other, against the loop that one would write by hand with httpx.

The loop by hand follows `Link` and collects dicts; ours follows `Link` with its checks and collects models.
"""

import asyncio
import gc
import time
from collections.abc import Awaitable, Callable
from statistics import median
from typing import Any, Final

import httpx
from attrs import frozen

from firstpromoter_async import FirstPromoter

from .findings import Findings, Table
from .machine import on_own_core
from .server import PAGES, ROWS_A_PAGE, serving

ROUNDS_AFTER: Final = {50: 1, 0: 5}
"""How often to read everything, for each delay of the server in milliseconds; where it only waits, once says it all."""

Reader = Callable[[str], Awaitable[list[Any]]]


@frozen
class _Spent:
    wall: float
    cpu: float


async def _by_hand(server: str) -> list[Any]:
    rows: list[Any] = []
    async with httpx.AsyncClient(headers={"X-API-KEY": "key-of-v1"}) as client:
        url: str | None = f"{server}/api/v1/promoters/list"
        while url:
            response = await client.get(url)
            rows += response.json()
            url = response.links.get("next", {}).get("url")
    return rows


async def _ours(server: str) -> list[Any]:
    async with FirstPromoter(v1_api_key="key-of-v1", base_url=server, rate="off") as fp:
        return await fp.v1.promoters.list().collect()


READERS: Final[dict[str, Reader]] = {"httpx by hand": _by_hand, "ours": _ours}


def measure() -> Findings:
    """Measure with a server that takes 50 ms for a page, and with one that takes no time."""
    rows: list[tuple[str, ...]] = []
    with on_own_core() as core, serving(core) as server:
        for reader in READERS.values():
            _read_all(reader, server)  # so that the server has its pages ready
        for delay, rounds in ROUNDS_AFTER.items():
            rows += _rows(delay, _in_turns(f"{server}/after-{delay}ms" if delay else server, rounds))
    return Findings(
        tables=(
            Table(
                f"{PAGES} pages of {ROWS_A_PAGE} promoters",
                ("a page takes", "who", "s", "to httpx", "s CPU", "to httpx"),
                tuple(rows),
            ),
        )
    )


def _in_turns(server: str, rounds: int) -> dict[str, list[_Spent]]:
    spent: dict[str, list[_Spent]] = {who: [] for who in READERS}
    for _ in range(rounds):
        for who, reader in READERS.items():
            spent[who].append(_read_all(reader, server))
    return spent


def _read_all(reader: Reader, server: str) -> _Spent:
    gc.collect()
    wall, cpu = time.perf_counter(), time.process_time()
    rows = asyncio.run(reader(server))
    spent = _Spent(time.perf_counter() - wall, time.process_time() - cpu)
    assert len(rows) == PAGES * ROWS_A_PAGE, len(rows)
    return spent


def _rows(delay: int, spent: dict[str, list[_Spent]]) -> list[tuple[str, ...]]:
    wall = {who: median(one.wall for one in all_of_it) for who, all_of_it in spent.items()}
    cpu = {who: median(one.cpu for one in all_of_it) for who, all_of_it in spent.items()}
    base_wall, base_cpu = wall["httpx by hand"], cpu["httpx by hand"]
    return [
        (
            f"{delay} ms",
            who,
            f"{wall[who]:.2f}",
            f"{wall[who] / base_wall:.2f}x",
            f"{cpu[who]:.2f}",
            f"{cpu[who] / base_cpu:.2f}x",
        )
        for who in spent
    ]
