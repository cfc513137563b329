"""Tell FirstPromoter about years of sales, once each: from CSV, JSONL or your own code.

    from firstpromoter_async import FirstPromoter
    from firstpromoter_async.backfill import Backfill, Columns, Ledger, csv_rows

    async with FirstPromoter.from_env() as fp, Ledger("sales.ledger", account=fp.account) as ledger:
        columns = Columns(
            kind="sale",
            amounts="major",
            columns={"event_id": "order_id", "uid": "customer_id", "amount": "amount_usd"},
            constants={"currency": "USD"},
        )
        summary = await Backfill(fp, ledger, csv_rows("sales.csv"), columns).run()
        print(summary.recorded, "recorded,", summary.not_referred, "nobody's referral")

Run it as often as you like: what is settled is never sent again, and what is unknown is sent again under its own key.

The order of things:

- The rows of one customer (the same `uid` or the same `email`) travel one after the other, in the order of the file.
- A refund that names its sale (`sale_event_id`) waits for it, also when the sale is further down. It is held back while the sale
  is rejected or unresolved, and has nothing to take back where the sale was nobody's referral. A refund that names
  none (which has to be agreed to: `Columns(without=["sale_event_id"])`), and a cancellation, are held back by any sale of the
  customer that is not settled: further up in this file, or in an earlier run with the same ledger, whichever file it was.
- A sale that was nobody's referral is tried again when the customer's signup is recorded, further down or in a later run. While
  that signup is rejected or unresolved, the sale is unresolved too.
- A cancellation of v2 has no key under which a second copy would be refused: when its outcome is unknown it is left to a person.

After a run, `rejected-rows.csv` of the report holds all rows that are not settled: those to be mended, and those that wait for
them. Mend it, and run it with the same ledger, or run the whole file again; what is settled costs no calls. What no run can
settle, a person can: `firstpromoter ledger`, or `firstpromoter_async.backfill.entries`.
"""

from typing import TYPE_CHECKING

from ..lazy import names_of

if TYPE_CHECKING:
    from .columns import Columns
    from .errors import BackfillError, RunFailed, WrongUsage
    from .failures import Patience
    from .kinds import Kind
    from .ledger import Ledger
    from .report import Report
    from .run import Backfill
    from .source import Row, Source, csv_rows, jsonl_rows, rows_of
    from .summary import DryRun, RunProgress, Summary
    from .uses import ColumnUses, UnusedColumn

__all__ = [
    "Backfill",
    "Columns",
    "Kind",
    "Ledger",
    "Patience",
    "Report",
    # sources
    "Source",
    "Row",
    "csv_rows",
    "jsonl_rows",
    "rows_of",
    # what comes of it
    "Summary",
    "RunProgress",
    "DryRun",
    "ColumnUses",
    "UnusedColumn",
    # errors
    "BackfillError",
    "WrongUsage",
    "RunFailed",
]

if not TYPE_CHECKING:  # type checkers would take any name for one of these
    __getattr__, __dir__ = names_of(
        __name__,
        {
            "columns": "Columns",
            "errors": "BackfillError RunFailed WrongUsage",
            "failures": "Patience",
            "kinds": "Kind",
            "ledger": "Ledger",
            "report": "Report",
            "run": "Backfill",
            "source": "Row Source csv_rows jsonl_rows rows_of",
            "summary": "DryRun RunProgress Summary",
            "uses": "ColumnUses UnusedColumn",
        },
    )
