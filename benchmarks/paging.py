"""Reading 200 pages of 25 promoters, one after the other and 16 at a time, against what one would write by hand with httpx.

The loop by hand follows `Link` and collects dicts, and its faster form asks for all pages that `Total` promises; ours follows
`Link` with its checks and collects models.
"""

import asyncio
import gc
import math
import time
from collections.abc import Callable, Coroutine
from statistics import median
from typing import Any, Final

import httpx
from attrs import frozen

from firstpromoter_async import FirstPromoter

from .findings import Findings, Goal, Table
from .machine import on_own_core
from .server import PAGES, ROWS_A_PAGE, serving

AHEAD: Final = 16
ROUNDS_AFTER: Final = {50: 2, 0: 5}
"""How often to read everything, for each delay of the server in milliseconds; where it only waits, twice is enough."""

Reader = Callable[[str], Coroutine[Any, Any, list[Any]]]


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


async def _by_hand_together(server: str) -> list[Any]:
    turns = asyncio.Semaphore(AHEAD)
    async with httpx.AsyncClient(headers={"X-API-KEY": "key-of-v1"}) as client:

        async def page(number: int) -> httpx.Response:
            async with turns:
                return await client.get(f"{server}/api/v1/promoters/list", params={"page": number})

        first = await page(1)
        last = math.ceil(int(first.headers["Total"]) / int(first.headers["Per-Page"]))
        others = await asyncio.gather(*map(page, range(2, last + 1)))
    return [row for response in (first, *others) for row in response.json()]


async def _ours_together(server: str) -> list[Any]:
    async with (
        FirstPromoter(v1_api_key="key-of-v1", base_url=server, rate="off") as fp,
        fp.v1.promoters.list().prefetch(AHEAD) as promoters,
    ):
        return await promoters.collect()


BASE: Final = "httpx by hand"
READERS: Final[dict[str, Reader]] = {
    BASE: _by_hand,
    "ours": _ours,
    f"httpx by hand, {AHEAD} at a time": _by_hand_together,
    f"ours, prefetch({AHEAD})": _ours_together,
}


def measure() -> Findings:
    """Measure with a server that takes 50 ms for a page, and with one that takes no time."""
    with on_own_core() as core, serving(core) as server:
        after = {delay: _in_turns(f"{server}/after-{delay}ms", rounds) for delay, rounds in ROUNDS_AFTER.items()}
    one_by_one, together = (median(one.wall for one in after[50][who]) for who in ("ours", f"ours, prefetch({AHEAD})"))
    return Findings(
        tables=(
            Table(
                f"{PAGES} pages of {ROWS_A_PAGE} promoters",
                ("a page takes", "who", "s", "to httpx", "s CPU", "to httpx"),
                tuple(row for delay, spent in after.items() for row in _rows(delay, spent)),
            ),
        ),
        goals=(
            Goal(
                what=f"{PAGES} pages at 50 ms, {AHEAD} ahead, to one by one",
                limit=1 / 8,
                measured=together / one_by_one,
                unit="x",
            ),
        ),
    )


def _in_turns(server: str, rounds: int) -> dict[str, list[_Spent]]:
    spent: dict[str, list[_Spent]] = {who: [] for who in READERS}
    _read_all(_by_hand_together, server)  # so that the server has its pages ready
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
    base_wall, base_cpu = wall[BASE], cpu[BASE]
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
