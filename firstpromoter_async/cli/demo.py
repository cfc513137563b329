"""`firstpromoter demo`: the whole job on the embedded sandbox, with a file of our own, in a few seconds."""

import tempfile
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable
from pathlib import Path

import anyio
from rich.table import Table

from ..backfill import Backfill, Columns, Ledger, Summary, csv_rows
from ..client import FirstPromoter
from ..testing import sandboxed
from .progress import follow, show_summary
from .tables import console_of, show_table

_PROMOTERS = ("ann", "ben", "cleo", "dan", "eve")
_CUSTOMERS = 60
_REFERRED = 3
"""Every third customer was referred by somebody."""

_OUT = console_of()


def demo() -> int:
    """Show the main job: promoters, signups, a backfill of sales, and who earned what.

    Runs on a sandbox inside this process: no account, no network, nothing left behind.
    """
    return anyio.run(_demo)


async def _demo() -> int:
    with tempfile.TemporaryDirectory(prefix="firstpromoter-demo-") as folder, as_file(_sales()) as sales:
        async with sandboxed() as fp:
            await _make_promoters_and_signups(fp)
            summary = await _backfill(fp, sales, Path(folder) / "demo.ledger")
            await _show_earnings(fp)
    return summary.exit_code


def _sales() -> Traversable:
    return files("firstpromoter_async.cli").joinpath("demo_sales.csv")


async def _make_promoters_and_signups(fp: FirstPromoter) -> None:
    _OUT.print(
        f"An embedded sandbox, with {len(_PROMOTERS)} promoters, who referred every third of {_CUSTOMERS} customers."
    )
    for name in _PROMOTERS:
        await fp.v1.promoters.create(email=f"{name}@example.com", first_name=name.capitalize(), ref_id=name)
    for number in range(0, _CUSTOMERS, _REFERRED):
        promoter = _PROMOTERS[number // _REFERRED % len(_PROMOTERS)]
        await fp.v2.track.signup(uid=f"customer-{number:02}", ref_id=promoter)


async def _backfill(fp: FirstPromoter, sales: Path, ledger_file: Path) -> Summary:
    _OUT.print(f"\nfirstpromoter backfill {sales.name} --kind sale --amounts major ...\n", highlight=False)
    columns = Columns(
        kind="sale",
        amounts="major",
        columns={"event_id": "order_id", "uid": "customer_id", "amount": "amount_usd"},
        constants={"currency": "USD"},
    )
    async with Ledger(ledger_file, account=fp.account) as ledger:
        backfill = Backfill(fp, ledger, csv_rows(sales), columns)
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(follow, backfill)
            await backfill.run()
            tasks.cancel_scope.cancel()
    show_summary(backfill.summary, report=None, console=_OUT)
    return backfill.summary


async def _show_earnings(fp: FirstPromoter) -> None:
    _OUT.print("\nasync for promoter in fp.v1.promoters.list():\n", highlight=False)
    table = Table("promoter", "referral id", "earned", box=None, pad_edge=False)
    table.columns[2].justify = "right"
    async for promoter in fp.v1.promoters.list():
        cash = (promoter.earnings_balance or {}).get("cash", 0)
        table.add_row(promoter.email, promoter.default_ref_id, f"${cash / 100:,.2f}")
    show_table(_OUT, table)
    _OUT.print("\nNext: firstpromoter sandbox, firstpromoter backfill --help, firstpromoter operations.")
