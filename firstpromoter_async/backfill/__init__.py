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
"""

from .errors import BackfillError, RunFailed, WrongUsage
from .judgement import Patience
from .ledger import Ledger
from .plan import Columns, Kind
from .report import Report
from .run import Backfill
from .source import Row, Source, csv_rows, jsonl_rows, rows_of
from .summary import DryRun, Progress, Summary

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
    "Progress",
    "DryRun",
    # errors
    "BackfillError",
    "WrongUsage",
    "RunFailed",
]
