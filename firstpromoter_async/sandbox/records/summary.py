"""What is stored altogether: counts, sums of money, and the latest of each kind. No credential is among its columns."""

from typing import Any, Final

from ..store import Row, Store

LATEST: Final = 25
"""How many of each kind are shown."""

_NAME: Final = """trim(coalesce(json_extract(promoters.profile, '$.first_name'), '') || ' '
  || coalesce(json_extract(promoters.profile, '$.last_name'), ''))"""

_PROMOTERS: Final = f"""
SELECT promoters.id, promoters.email, {_NAME} AS name, promoters.archived_at,
  (SELECT group_concat(campaigns.name || ' (' || promotions.state || ', ' || promotions.ref_id || ')', '; ')
   FROM promotions JOIN campaigns ON campaigns.id = promotions.campaign_id
   WHERE promotions.promoter_id = promoters.id) AS campaigns,
  (SELECT count(*) FROM leads JOIN promotions ON promotions.id = leads.promotion_id
   WHERE promotions.promoter_id = promoters.id) AS referrals,
  (SELECT count(leads.customer_since) FROM leads JOIN promotions ON promotions.id = leads.promotion_id
   WHERE promotions.promoter_id = promoters.id) AS customers,
  coalesce(balances.earned, 0) AS earned, coalesce(balances.paid, 0) AS paid
FROM promoters LEFT JOIN balances ON balances.promoter_id = promoters.id AND balances.unit = 'cash'
ORDER BY promoters.id DESC LIMIT ?"""

_REFERRALS: Final = """
SELECT leads.id, leads.email, leads.uid, leads.state, leads.created_at, leads.customer_since, promoters.email AS promoter
FROM leads JOIN promotions ON promotions.id = leads.promotion_id JOIN promoters ON promoters.id = promotions.promoter_id
ORDER BY leads.id DESC LIMIT ?"""

_COMMISSIONS: Final = """
SELECT rewards.id, events.event_id, events.kind, events.amount AS sale, rewards.amount, rewards.unit, rewards.status,
  rewards.payout_id, rewards.created_at, promoters.email AS promoter
FROM rewards JOIN promoters ON promoters.id = rewards.promoter_id LEFT JOIN events ON events.id = rewards.event_rowid
ORDER BY rewards.id DESC LIMIT ?"""

_PAYOUTS: Final = """
SELECT payouts.id, payouts.amount, payouts.unit, payouts.status, payouts.period_start, payouts.period_end, payouts.date_paid,
  promoters.email AS promoter
FROM payouts JOIN promoters ON promoters.id = payouts.promoter_id
ORDER BY payouts.id DESC LIMIT ?"""


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


def glance(store: Store) -> dict[str, list[Row]]:
    """Return the latest promoters, referrals, commissions and payouts, the newest first."""
    queries = {"promoters": _PROMOTERS, "referrals": _REFERRALS, "commissions": _COMMISSIONS, "payouts": _PAYOUTS}
    return {noun: store.all(query, LATEST) for noun, query in queries.items()}
