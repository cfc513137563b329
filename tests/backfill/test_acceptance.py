"""The main job on real input: 6,919 purchases, a sandbox in a process of its own, the command as a user would give it.

What came out is counted twice: by the backfill, and by `csv`, `Decimal` and plain httpx, which know nothing of it.
"""

import csv
import json
import random
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from attrs import frozen

from firstpromoter_async import FirstPromoter
from tests.backfill.killed import MOMENTS
from tests.clocks import PATIENT
from tests.processes import first_line, started
from tests.serving import SandboxProcess, serve_sandbox

PURCHASES = Path(__file__).resolve().parents[3] / "shared" / "data" / "cdnow-sales.csv"
CONCURRENCY = 16
KILLED = "tests.backfill.killed"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not PURCHASES.exists(), reason=f"the purchases are not there: {PURCHASES}"),
]


# The independent tally


@frozen
class Tally:
    """What should come out, by schoolbook arithmetic."""

    referred: tuple[str, ...]
    """Every third customer, in the order of their first purchase."""
    cents: dict[str, int]
    """The sales of these customers."""
    others: int
    """Sales of customers whom nobody referred."""
    zero: int
    """Purchases of nothing."""

    @property
    def calls(self) -> int:
        """How many sales are sent at least once."""
        return len(self.cents) + self.others

    @property
    def commission_cents(self) -> int:
        """Twenty percent of each sale."""
        return sum(amount * 20 // 100 for amount in self.cents.values())

    def expected(self) -> dict[str, int]:
        """The summary, where each sale is either recorded or was there already."""
        stored = len(self.cents)
        return {
            "rows": stored + self.others + self.zero,
            "stored": stored,
            "not_referred": self.others,
            "skipped": self.zero,
            "rejected": 0,
            "conflicts": 0,
            "unresolved": 0,
        }


def first(rows: int, directory: Path) -> Path:
    """Write the first so many purchases to a file of their own: enough for what goes wrong, and for a test that ends soon."""
    some = directory / "some.csv"
    some.write_text("\n".join(PURCHASES.read_text().splitlines()[: rows + 1]) + "\n")
    return some


def tally(of: Path = PURCHASES) -> Tally:
    with of.open(newline="") as file:
        rows = list(csv.DictReader(file))
    customers = list(dict.fromkeys(row["customer_id"] for row in rows))
    referred = set(customers[::3])
    buyer = {row["order_id"]: row["customer_id"] for row in rows}
    cents = {row["order_id"]: int(Decimal(row["amount_usd"]) * 100) for row in rows}
    return Tally(
        referred=tuple(customers[::3]),
        cents={order: amount for order, amount in cents.items() if amount and buyer[order] in referred},
        others=sum(1 for order, amount in cents.items() if amount and buyer[order] not in referred),
        zero=sum(1 for amount in cents.values() if not amount),
    )


# What is run


def said(ledger: Path, *more: str, file: Path = PURCHASES, concurrency: int = CONCURRENCY) -> list[str]:
    """The one place that says what a backfill is told."""
    return [
        *("backfill", str(file), "--kind", "sale", "--amounts", "major"),
        *("--map", "event_id=order_id", "--map", "uid=customer_id", "--map", "amount=amount_usd"),
        *("--set", "currency=USD", "--ledger", str(ledger), "--concurrency", str(concurrency), "--json", *more),
    ]


def backfill(sandbox: SandboxProcess, ledger: Path, *more: str, **how: Any) -> dict[str, int]:
    """Run it to its end, which must be a good one; returns its numbers."""
    done = subprocess.run(
        [sys.executable, "-m", "firstpromoter_async.cli", *said(ledger, *more, **how)],
        env=sandbox.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@contextmanager
def sandbox_with_referrals(known: Tally, *arguments: str) -> Iterator[SandboxProcess]:
    """A sandbox with 20 promoters, who referred every third customer; all of it made through the client."""
    with serve_sandbox(*arguments) as sandbox:
        anyio.run(_refer, sandbox, known.referred)
        yield sandbox


async def _refer(sandbox: SandboxProcess, customers: tuple[str, ...]) -> None:
    async with FirstPromoter(
        api_key=sandbox.api_key,
        account_id=sandbox.account_id,
        base_url=sandbox.base_url,
        rate="off",
        timeout=PATIENT,
        deadline=None,
    ) as fp:
        promoters = [await fp.v2.promoters.create(email=f"promoter-{number}@example.com") for number in range(20)]
        refs = [promoter.promoter_campaigns[0].ref_token for promoter in promoters]
        limit = anyio.Semaphore(16)

        async def sign_up(customer: str, ref_id: str | None) -> None:
            async with limit:
                await fp.v2.track.signup(uid=customer, ref_id=ref_id or "")

        async with anyio.create_task_group() as tasks:
            for number, customer in enumerate(customers):
                tasks.start_soon(sign_up, customer, refs[number % len(refs)])


# What is read back


def commissions(sandbox: SandboxProcess) -> list[dict[str, Any]]:
    """All commissions, page by page, with plain httpx."""
    headers = {"Authorization": f"Bearer {sandbox.api_key}", "Account-ID": sandbox.account_id}
    found: list[dict[str, Any]] = []
    with httpx.Client(base_url=sandbox.base_url, headers=headers, timeout=PATIENT) as http:
        for page in range(1, 1000):
            answer = (
                http.get("/api/v2/company/commissions", params={"page": page, "per_page": 100})
                .raise_for_status()
                .json()
            )
            found += answer
            if len(answer) < 100:
                break
    return found


def assert_all_is_stored_once(sandbox: SandboxProcess, known: Tally) -> None:
    found = commissions(sandbox)
    assert Counter(one["event_id"] for one in found) == Counter(known.cents.keys()), "one commission for each sale"
    assert {one["event_id"]: one["sale_amount"] for one in found} == known.cents
    assert sum(one["amount"] for one in found) == known.commission_cents
    state = sandbox.control("GET", "state")
    assert state["events"]["sale"] == len(known.cents)
    assert state["sale_cents"] == sum(known.cents.values())
    assert state["commission_cents"] == known.commission_cents


def assert_it_is_all_told(summary: dict[str, int], known: Tally) -> None:
    stored = summary["recorded"] + summary["already_recorded"]
    told = {name: number for name, number in summary.items() if name in known.expected()}
    assert told | {"stored": stored} == known.expected()


# The acceptances


def test_the_real_purchases(tmp_path: Path) -> None:
    known = tally()
    assert (known.zero, known.expected()["rows"]) == (8, 6919)
    with sandbox_with_referrals(known, "--rate", "off") as sandbox:
        summary = backfill(sandbox, tmp_path / "ledger", "--rate", "off", "--report", str(tmp_path / "report"))
        assert_it_is_all_told(summary, known)
        assert (summary["recorded"], summary["already_recorded"]) == (len(known.cents), 0)
        assert summary["requests"] == known.calls == 6911
        assert_all_is_stored_once(sandbox, known)
        assert backfill(sandbox, tmp_path / "ledger", "--rate", "off") == summary | {"requests": 0}
    assert len((tmp_path / "report" / "settled.csv").read_text().splitlines()) == 1 + 6919


def test_sigkill_at_twenty_random_moments(tmp_path: Path) -> None:
    """Exactly one stored sale for each event, and no more rows sent again than were in flight when it was killed."""
    some = first(1_500, tmp_path)
    known, ledger = tally(some), tmp_path / "ledger"
    kills = [(random.randrange(1, 70), moment) for moment in MOMENTS * 5]
    random.shuffle(kills)
    in_flight = [0]
    with sandbox_with_referrals(known, "--rate", "off") as sandbox:
        with killable(sandbox, said(ledger, "--rate", "off", file=some)) as kill_at:
            for number, moment in kills:
                kill_at(number, moment)
                in_flight.append(left_in_flight(ledger))
        assert max(in_flight) <= CONCURRENCY, kills
        summary = backfill(sandbox, ledger, "--rate", "off", file=some)
        assert_it_is_all_told(summary, known)
        assert_all_is_stored_once(sandbox, known)
        arrivals = sandbox.control("GET", "requests?path=/track/sale")["requests"]
    # A kill can also cut a request in two, between its headers and its body; such a one carries no row.
    sent = Counter(arrival["params"]["event_id"] for arrival in arrivals if arrival["params"])
    assert len(sent) == known.calls
    assert sent.total() - known.calls <= sum(in_flight), kills


@contextmanager
def killable(sandbox: SandboxProcess, arguments: list[str]) -> Iterator[Callable[[int, str], None]]:
    """Return what runs a backfill that is killed on its way, at a moment of `tests.backfill.killed`."""
    with started(KILLED, *arguments, env=sandbox.environment, stdin=subprocess.PIPE) as process:

        def kill_at(number: int, moment: str) -> None:
            assert process.stdin is not None
            process.stdin.write(f"{number} {moment}\n")
            process.stdin.flush()
            assert first_line(process) == f"{int(signal.SIGKILL)}\n"

        yield kill_at


def left_in_flight(ledger: Path) -> int:
    """How many rows a killed backfill had in flight, read from a copy of its ledger.

    Rows that an earlier one left unknown, and that this one had not come to, are not among them.
    """
    copy = ledger.with_name("copy")
    for suffix in ("", "-wal"):
        copy.with_name(f"copy{suffix}").write_bytes(ledger.with_name(f"{ledger.name}{suffix}").read_bytes())
    with sqlite3.connect(copy) as database:
        (count,) = database.execute(
            "SELECT count(*) FROM entries WHERE state = 'intended'"
            " AND run = (SELECT CAST(value AS INTEGER) FROM meta WHERE name = 'run')"
        ).fetchone()
    database.close()
    return int(count)


def test_every_kind_of_misfortune(tmp_path: Path) -> None:
    """429, 503, HTML 502, resets before and after storing, cut bodies: 5 % each, and a few calls that hang.

    After a 429 everybody pauses for a twelfth of the rate's window, so its window is short here.
    """
    some = first(1_500, tmp_path)
    known = tally(some)
    kinds = ("rate_limited", "unavailable", "bad_gateway_html", "reset_before", "reset_after", "cut_body")
    with sandbox_with_referrals(known, "--rate", "off") as sandbox:
        sandbox.control("POST", "faults", {"seed": 7, "shares": dict.fromkeys(kinds, 0.05) | {"hang": 0.001}})
        summary = backfill(sandbox, tmp_path / "ledger", "--rate", "1000/0.1", file=some, concurrency=64)
        sandbox.control("DELETE", "faults")
        assert_it_is_all_told(summary, known)
        assert summary["requests"] > 1.3 * known.calls
        assert_all_is_stored_once(sandbox, known)


def test_within_the_rate(tmp_path: Path) -> None:
    """Zero 429s, by the log of the server, in real time; how close to the rate it comes is told by `test_rate`."""
    some = first(400, tmp_path)
    with serve_sandbox("--rate", "80/1") as sandbox:
        backfill(sandbox, tmp_path / "ledger", "--rate", "80/1", file=some)
        told = sandbox.control("GET", "requests?path=/track/sale")
    assert told["statuses"] == {"404": tally(some).calls}, "nobody is referred, and nobody is turned away"
