"""A long file needs no more memory than a short one."""

import json
import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow

PROGRAM = """
import json, os, sys, tempfile
from collections.abc import Iterator
from pathlib import Path

import anyio
from firstpromoter_async import FirstPromoter
from firstpromoter_async.backfill import Backfill, Columns, Ledger, Report, csv_rows
from firstpromoter_async.wire.message import HttpResponse

ROWS = int(sys.argv[1])


class Nobody:
    '''Answers at once, and keeps nothing.'''

    async def exchange(self, request, *, timeout):
        await anyio.lowlevel.checkpoint()
        return HttpResponse.of(404, body=b'{"message": "Referral corresponding to email or uid parameter not found"}')

    async def aclose(self):
        pass


def rss():
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


async def main():
    at_rows = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.csv"
        with path.open("w") as file:
            file.write("kind,event_id,uid,amount\\n")
            for number in range(ROWS):
                file.write(f"sale,order-{number:09},customer-{number % 5000:05},{number % 100 + 1}.00\\n")
        fp = FirstPromoter(api_key="k", account_id="a", rate="off", transport=Nobody())
        base = rss()
        async with Ledger(Path(folder) / "ledger", account=fp.account) as ledger:
            columns = Columns(amounts="major", account_currency="USD", without=["sale_event_id"])
            run = Backfill(fp, ledger, csv_rows(path), columns, report=Report(Path(folder) / "report"))

            async def watch():
                while True:
                    at_rows.append((run.progress().summary.rows, rss()))
                    await anyio.sleep(0.05)

            async with anyio.create_task_group() as tasks:
                tasks.start_soon(watch)
                summary = await run.run()
                tasks.cancel_scope.cancel()
    assert summary.not_referred == ROWS, summary
    print(json.dumps({"base": base, "at_rows": at_rows}))


anyio.run(main)
"""


def test_memory_does_not_grow_with_the_file() -> None:
    """Every row may turn out to be a referral after all, so each one is put aside: on the disk, and not in memory."""
    done = subprocess.run([sys.executable, "-c", PROGRAM, "24000"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    over_base = [(rows, rss - told["base"]) for rows, rss in told["at_rows"]]
    assert max(rss for _, rss in over_base) <= 60
    first_third = max(rss for rows, rss in over_base if rows <= 8_000)
    assert max(rss for _, rss in over_base) - first_third <= 5, "it stays flat once everything is warm"
