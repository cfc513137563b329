"""What is stored altogether: counts, and sums of money."""

from typing import Any

from ..store import Store


def state_of(store: Store) -> dict[str, Any]:
    """Count what is stored, and add up what is money, in cents; refunds and their commissions are negative."""
    events = store.all(
        "SELECT kind, count(*) AS number, coalesce(sum(amount), 0) AS cents FROM events GROUP BY kind ORDER BY kind"
    )
    totals = {row["kind"]: row["cents"] for row in events}
    counts = {
        table: store.value(f"SELECT count(*) FROM {table}")
        for table in ("campaigns", "promoters", "promotions", "leads", "visits", "rewards", "payouts", "batches")
    }
    documents = store.all("SELECT noun, count(*) AS number FROM documents GROUP BY noun ORDER BY noun")
    return {
        **counts,
        **{row["noun"]: row["number"] for row in documents},
        "customers": store.value("SELECT count(customer_since) FROM leads"),
        "events": {row["kind"]: row["number"] for row in events},
        "sale_cents": totals.get("sale", 0),
        "refund_cents": totals.get("refund", 0),
        "commission_cents": store.value("SELECT coalesce(sum(amount), 0) FROM rewards WHERE unit = 'cash'"),
        "payout_cents": store.value("SELECT coalesce(sum(amount), 0) FROM payouts WHERE unit = 'cash'"),
        "balances": {
            row["unit"]: {"earnings": row["earned"], "paid": row["paid"], "current": row["earned"] - row["paid"]}
            for row in store.all("SELECT unit, sum(earned) AS earned, sum(paid) AS paid FROM balances GROUP BY unit")
        },
    }
