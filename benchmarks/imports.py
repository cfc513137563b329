"""What it costs to import a package, each time in a fresh interpreter with its byte code compiled already.

Time counts from just before the import to just after it, without the interpreter's own start. Memory is the most that the process
ever held, interpreter included. Where a client is made, its first use is prepared too (our nouns load when first touched).
"""

from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any, Final

from .findings import Findings, Goal, Table
from .machine import in_fresh_interpreter

ROUNDS: Final = 15

PROGRAMS: Final = {
    "python alone": "pass",
    "ours": "from firstpromoter_async import FirstPromoter",
    "httpx": "import httpx",
    "openai": "import openai",
    "stripe": "import stripe",
    "ours, client made": """
import firstpromoter_async
fp = firstpromoter_async.FirstPromoter(api_key="key", account_id="acc_1")
fp.v2.track.sale, fp.v2.promoters.list""",
    "httpx, client made": "import httpx; httpx.AsyncClient()",
    "openai, client made": "import openai; openai.AsyncOpenAI(api_key='key').chat.completions.create",
    "stripe, client made": "import stripe; stripe.StripeClient('key').v1.customers.create_async",
}

_WITH_A_CLIENT: Final = """
from firstpromoter_async import FirstPromoter
fp = FirstPromoter(api_key="key", account_id="acc_1", affiliate_token="token")
fp.v2.affiliate"""
_NOUNS: Final = (
    "fp.v2.promoters",
    "fp.v2.promoter_campaigns",
    "fp.v2.payouts",
    "fp.v2.commissions",
    "fp.v2.affiliate.promoters",
)
"""The largest."""
_WEBHOOKS: Final = "webhooks, with attrs and cattrs there"
_TOUCHED: Final = {
    **{noun: (_WITH_A_CLIENT, noun) for noun in _NOUNS},
    _WEBHOOKS: ("import attrs, cattrs", "import firstpromoter_async.webhooks"),
}
"""What is loaded when it is first touched, after what is there already."""

_MEASURED: Final = """
{before}
import time
wall, cpu = time.perf_counter(), time.process_time()
{program}
wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
import json, sys
try:
    # Since the interpreter began: ru_maxrss would count what the parent held when it forked.
    status = open("/proc/self/status").read()
    peak = int(status.partition("VmHWM:")[2].split()[0]) * 1024
except OSError:
    import resource
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
print(json.dumps({{"wall": wall * 1e3, "cpu": cpu * 1e3, "peak": peak / 1e6}}))
"""

Measured = Mapping[str, Sequence[Mapping[str, float]]]


def measure() -> Findings:
    """Measure all imports, in turns."""
    measured = _in_turns({who: ("", program) for who, program in PROGRAMS.items()})
    touched = _medians(_in_turns(_TOUCHED), "cpu")
    cpu, peak = _medians(measured, "cpu"), _medians(measured, "peak")
    wall = _medians(measured, "wall")
    rows = tuple(
        (who, f"{cpu[who]:.0f}", f"{wall[who]:.0f}", f"{cpu[who] / cpu['httpx']:.2f}x", f"{peak[who]:.1f}")
        for who in PROGRAMS
    )
    return Findings(
        tables=(
            Table("Importing", ("what", "ms CPU", "ms wall", "CPU to httpx", "MB at most"), rows),
            Table("First touched", ("what", "ms CPU"), tuple((who, f"{ms:.1f}") for who, ms in touched.items())),
        ),
        goals=(
            Goal(what="import, to import httpx", limit=1.5, measured=cpu["ours"] / cpu["httpx"], unit="x"),
            Goal(
                what="a noun, when first touched",
                limit=20,
                measured=max(touched[who] for who in touched if "fp." in who),
                unit="ms",
            ),
            Goal(
                what="webhooks, over attrs and cattrs",
                limit=40,
                measured=touched["webhooks, with attrs and cattrs there"],
                unit="ms",
            ),
            Goal(what="memory after the import", limit=45, measured=peak["ours"], unit="MB"),
        ),
    )


def _in_turns(programs: Mapping[str, tuple[str, str]]) -> Measured:
    """Run each program often, after what comes before it."""
    measured: dict[str, list[Mapping[str, float]]] = {who: [] for who in programs}
    for round_number in range(ROUNDS + 1):
        for who, (before, program) in programs.items():
            said: Any = in_fresh_interpreter(_MEASURED.format(before=before, program=program))
            if round_number:  # the first compiles
                measured[who].append(said)
    return measured


def _medians(measured: Measured, what: str) -> dict[str, float]:
    return {who: median(one[what] for one in all_of_it) for who, all_of_it in measured.items()}
