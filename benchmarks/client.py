"""Constructing a client, the first in a process and the second, with everything imported beforehand.

The first pays for the TLS context (some 20 ms, mostly the reading of certificates). Ours is made once for all clients.
"""

from collections.abc import Mapping, Sequence
from statistics import median
from typing import Final

from .findings import Findings, Goal, Table
from .machine import in_fresh_interpreter

ROUNDS: Final = 9

CLIENTS: Final = {
    "ours on httpx": (
        "import firstpromoter_async.v2, firstpromoter_async.transport.with_httpx",
        "firstpromoter_async.FirstPromoter(api_key='key', account_id='acc_1')",
    ),
    "ours on httpx2": (
        "import firstpromoter_async.v2; from firstpromoter_async.transport import Httpx2Transport",
        "firstpromoter_async.FirstPromoter(api_key='key', account_id='acc_1', transport=Httpx2Transport())",
    ),
    "httpx": ("import httpx", "httpx.AsyncClient()"),
    "httpx2": ("import httpx2", "httpx2.AsyncClient()"),
    "openai": ("import openai", "openai.AsyncOpenAI(api_key='key')"),
    "stripe": ("import stripe", "stripe.StripeClient('key')"),
}
"""For each: what is imported, and what makes a client."""

_MEASURED: Final = """
import json, time
{imports}
times = [time.perf_counter()]
first = {make}
times.append(time.perf_counter())
second = {make}
times.append(time.perf_counter())
print(json.dumps([(times[1] - times[0]) * 1e3, (times[2] - times[1]) * 1e3]))
"""


def measure() -> Findings:
    """Measure all clients, in turns, each in a fresh interpreter."""
    made: Mapping[str, list[Sequence[float]]] = {who: [] for who in CLIENTS}
    for _ in range(ROUNDS):
        for who, (imports, make) in CLIENTS.items():
            made[who].append(in_fresh_interpreter(_MEASURED.format(imports=imports, make=make)))
    first = {who: median(pair[0] for pair in pairs) for who, pairs in made.items()}
    second = {who: median(pair[1] for pair in pairs) for who, pairs in made.items()}
    return Findings(
        tables=(
            Table(
                "Constructing a client",
                ("who", "first, ms", "to httpx", "second, ms", "to httpx"),
                tuple(
                    (
                        who,
                        f"{first[who]:.1f}",
                        f"{first[who] / first['httpx']:.2f}x",
                        f"{second[who]:.2f}",
                        f"{second[who] / second['httpx']:.3f}x",
                    )
                    for who in CLIENTS
                ),
            ),
        ),
        goals=(Goal(what="a second client", limit=1, measured=second["ours on httpx"], unit="ms"),),
    )
