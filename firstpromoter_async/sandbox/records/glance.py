"""The programme at a glance: the latest of each kind, as a person wants to see them. No credential is among the columns."""

from typing import Final

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


def glance(store: Store) -> dict[str, list[Row]]:
    """Return the latest promoters, referrals, commissions and payouts, the newest first."""
    queries = {"promoters": _PROMOTERS, "referrals": _REFERRALS, "commissions": _COMMISSIONS, "payouts": _PAYOUTS}
    return {noun: store.all(query, LATEST) for noun, query in queries.items()}
