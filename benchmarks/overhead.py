"""What a successful call costs besides the network: everything between `await fp.send(...)` and a transport that does nothing.

What is ours is the difference to the same call written by hand, which has to write and parse JSON as well.

The transport answers at once with the documented answer to a sale; its clock moves on by 0.2 s a call, so that the budget of 400
in 60 s is always three quarters used and no call has to wait. The rows below the first two are parts of the whole.
"""

import asyncio
import gc
import json
import time
from collections.abc import Callable, Coroutine
from statistics import median
from typing import Any, Final
from unittest.mock import patch

from firstpromoter_async import FirstPromoter
from firstpromoter_async.v2.tracking import TrackSale
from firstpromoter_async.wire import parse as parsing
from firstpromoter_async.wire.encode import encode
from firstpromoter_async.wire.message import HttpRequest, HttpResponse

from . import payloads
from .findings import Findings, Goal, Table

ROUNDS: Final = 15
CALLS: Final = 2000

_MSGSPEC: Final = parsing.fast_parser
_BY_HAND: Final = "the same by hand: json.dumps, the exchange, json.loads"

Work = Callable[[], Coroutine[Any, Any, object]]


class _NullTransport:
    """Answers at once, and is the clock too."""

    def __init__(self, body: bytes) -> None:
        self.answer = HttpResponse.of(200, {"Content-Type": "application/json"}, body)
        self.now = 0.0

    async def exchange(self, request: HttpRequest, *, timeout: float) -> HttpResponse:  # noqa: ASYNC109
        self.now += 0.2
        return self.answer

    async def aclose(self) -> None:
        pass


def measure() -> Findings:
    """Measure the whole call, and its parts one by one; with Python's JSON parser, where nothing else is said."""
    with patch.object(parsing, "fast_parser", None):
        return asyncio.run(_measure())


async def _measure() -> Findings:
    works = _works()
    series: dict[str, list[float]] = {what: [] for what in works}
    for _ in range(ROUNDS):
        for what, work in works.items():
            series[what].append(await _us(work))
    by_hand, whole = (median(series[what]) for what in (_BY_HAND, "fp.send(sale)"))
    rows = tuple((what, f"{median(values):.1f}") for what, values in series.items())
    return Findings(
        tables=(Table("A successful call, without the network", ("what", "us"), rows),),
        goals=(Goal(what="added by fp.send on success", limit=30, measured=whole - by_hand, unit="us"),),
    )


def _works() -> dict[str, Work]:
    sale = TrackSale(**payloads.sale(1))
    body = payloads.sale_answer()
    full, small = _NullTransport(body), _NullTransport(b'{"id":4584}')
    limited, short = _client(full, "400/60"), _client(small, "400/60")
    free = _client(full, "off")
    message = encode(sale, "https://fp.test")

    def plain(work: Callable[[], object]) -> Work:
        async def awaited() -> object:
            return work()

        return awaited

    def quickly(work: Work) -> Work:
        async def awaited() -> object:
            parsing.fast_parser = _MSGSPEC
            try:
                return await work()
            finally:
                parsing.fast_parser = None

        return awaited

    async def by_hand() -> object:
        written = HttpRequest("POST", "https://fp.test/api/v2/track/sale", (), json.dumps(payloads.sale(1)).encode())
        return json.loads((await full.exchange(written, timeout=10.0)).body)

    return {
        "an exchange that does nothing": lambda: full.exchange(message, timeout=10.0),
        _BY_HAND: by_hand,
        "fp.send(sale)": lambda: limited.send(sale),
        "fp.send(sale), with msgspec": quickly(lambda: limited.send(sale)),
        "fp.send(sale), without a rate limit": lambda: free.send(sale),
        "fp.send(sale), answered by an id alone": lambda: short.send(sale),
        "fp.v2.track.sale(...)": lambda: limited.v2.track.sale(**payloads.sale(1)),
        "part: making the request value": plain(lambda: TrackSale(**payloads.sale(1))),
        "part: writing it down": plain(lambda: encode(sale, "https://fp.test")),
        "part: reading the answer": plain(lambda: sale.read(full.answer)),
        "  of that: json.loads alone": plain(lambda: json.loads(body)),
    }


def _client(transport: _NullTransport, rate: str) -> FirstPromoter:
    # In the place of the client's own: around one that is passed goes a cancel scope more, which closing needs.
    with patch("firstpromoter_async.client._own_transport", lambda: transport):
        return FirstPromoter(api_key="key-of-v2", account_id="acc_1", rate=rate, clock=lambda: transport.now)


async def _us(work: Work) -> float:
    gc.collect()
    start = time.process_time()
    for _ in range(CALLS):
        await work()
    return (time.process_time() - start) / CALLS * 1e6
