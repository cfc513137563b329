"""V1, whole: exchanges, contradictions, and what the sandbox is asked."""

from datetime import date
from typing import Any

from tests.contract.exchange import Exchange
from tests.contract.programme import SOCIAL, Programme
from tests.contract.reasons import IDS, KNOWN_BY_OTHERS, SEEN

EXCHANGES: dict[str, Exchange] = {
    "v1.leads.delete": Exchange({"id": 9001}, "DELETE /api/v1/leads/delete?id=9001", answer="v1/lead_removed.json"),
    "v1.leads.list": Exchange(
        {"promoter_id": 7001, "page": 2}, "GET /api/v1/leads/list?page=2&promoter_id=7001", answer="v1/leads.json"
    ),
    "v1.leads.show": Exchange(
        {"email": "joe+1@example.com"}, "GET /api/v1/leads/show?email=joe%2B1%40example.com", answer="v1/lead.json"
    ),
    "v1.leads.update": Exchange(
        {"id": 9001, "plan_name": "gold"}, "PUT /api/v1/leads/update id=9001&plan_name=gold", answer="v1/lead.json"
    ),
    "v1.payouts.create": Exchange(
        {"promoter_id": 7001}, "POST /api/v1/payouts/create promoter_id=7001", answer="v1/payout.json"
    ),
    "v1.payouts.list": Exchange(
        {"status": "pending"}, "GET /api/v1/payouts/list?status=pending", answer="v1/payouts.json"
    ),
    "v1.payouts.update": Exchange(
        {"id": 31, "status": "completed"}, "PUT /api/v1/payouts/update id=31&status=completed", answer="v1/payout.json"
    ),
    "v1.promoters.add_to_campaign": Exchange(
        {"id": 7001, "campaign_id": 2},
        "POST /api/v1/promoters/add_to_campaign id=7001&campaign_id=2",
        answer="v1/promoter.json",
    ),
    "v1.promoters.create": Exchange(
        {"email": "ann@example.com", "first_name": "Ann"},
        "POST /api/v1/promoters/create first_name=Ann&email=ann%40example.com",
        answer="v1/promoter.json",
    ),
    "v1.promoters.delete": Exchange(
        {"cust_id": "c-1"}, "DELETE /api/v1/promoters/delete?cust_id=c-1", answer="v1/promoter_removed.json"
    ),
    "v1.promoters.iframe_login": Exchange(
        {"promoter_id": 7001}, "POST /api/v1/promoters/iframe_login?promoter_id=7001", answer="v1/iframe_login.json"
    ),
    "v1.promoters.list": Exchange(
        {"campaign_id": 2}, "GET /api/v1/promoters/list?campaign_id=2", answer="v1/promoters.json"
    ),
    "v1.promoters.move_to_campaign": Exchange(
        {"id": 7001, "destination_campaign_id": 2},
        "POST /api/v1/promoters/move_to_campaign id=7001&destination_campaign_id=2",
        answer="v1/promoter.json",
    ),
    "v1.promoters.refresh_token": Exchange(
        {"ref_id": "ann"}, "PUT /api/v1/promoters/refresh_token ref_id=ann", answer="v1/token.json"
    ),
    "v1.promoters.show": Exchange(
        {"promoter_email": "ann@example.com"},
        "GET /api/v1/promoters/show?promoter_email=ann%40example.com",
        answer="v1/promoter.json",
    ),
    "v1.promoters.update": Exchange(
        {"id": 7001, "website": "https://ann.example.com"},
        "PUT /api/v1/promoters/update website=https%3A%2F%2Fann.example.com&id=7001",
        answer="v1/promoter.json",
    ),
    "v1.reports.campaigns": Exchange(
        {"start_date": date(2026, 1, 1)},
        "GET /api/v1/reports/campaigns?start_date=2026-01-01",
        answer="v1/report_campaigns.json",
    ),
    "v1.reports.overview": Exchange(
        {"selected_fields": ["clicks_count"], "group_by": "year"},
        "GET /api/v1/reports/overview?selected_fields%5B%5D=clicks_count&group_by=year",
        answer="v1/report_overview.json",
    ),
    "v1.reports.promoters": Exchange(
        {"promoter_ids": [7001, 7002], "page": 1},
        "GET /api/v1/reports/promoters?page=1&promoter_ids%5B%5D=7001&promoter_ids%5B%5D=7002",
        answer="v1/report_promoters.json",
    ),
    "v1.rewards.create": Exchange(
        {"ref_id": "ann", "reward_type": "cash", "amount": 700},
        "POST /api/v1/rewards/create ref_id=ann&reward_type=cash&amount=700",
        answer="v1/reward.json",
    ),
    "v1.rewards.list": Exchange({}, "GET /api/v1/rewards/list", answer="v1/rewards.json"),
    "v1.rewards.update": Exchange(
        {"event_id": "order-1", "status": "denied"},
        "PUT /api/v1/rewards/update event_id=order-1&status=denied",
        answer="v1/reward.json",
    ),
    "v1.track.cancellation": Exchange(
        {"uid": "u-1"}, "POST /api/v1/track/cancellation uid=u-1", answer="v1/cancellation.json"
    ),
    "v1.track.refund": Exchange(
        {"uid": "u-1", "event_id": "refund-1", "amount": 1000},
        "POST /api/v1/track/refund uid=u-1&event_id=refund-1&amount=1000",
        answer="v1/refund.json",
    ),
    "v1.track.sale": Exchange(
        {"uid": "u-1", "event_id": "order-1", "amount": 6000},
        "POST /api/v1/track/sale uid=u-1&event_id=order-1&amount=6000",
        answer="v1/sale.json",
    ),
    "v1.track.signup": Exchange(
        {"uid": "u-1", "tid": "t-1"}, "POST /api/v1/track/signup uid=u-1&tid=t-1", answer="v1/signup.json"
    ),
    "v1.track.subscriber": Exchange(
        {"uid": "u-1", "ref_id": "ann"}, "POST /api/v1/track/subscriber uid=u-1&ref_id=ann", answer="v1/subscriber.json"
    ),
}

KNOWN: dict[str, str] = {
    "POST /api/v1/payouts/create query promoter_email: is required": "the prose takes promoter_id in its place",
    "DELETE /api/v1/promoters/delete query promoter_email: not documented": "prose and error texts name this key",
    "POST /api/v1/promoters/move_to_campaign query source_campaign_id: is required": "the prose calls it optional",
    "GET /api/v1/reports/promoters query promoter_ids*: takes text*, and we send integer*": IDS,
    "POST /api/v1/rewards/create query reward_type: has no value cash": "the older reference has it, and clients send it",
    "* /api/v1/payouts/* reward: is map, and we read object": KNOWN_BY_OTHERS,
    "POST /api/v?/track/cancellation 200 reward: is map, and we read object": "always null, since it has no reward",
    "POST /api/v1/track/signup 200 reward: is text, and we read object": "the example is null, since it has no reward",
    "Profile.id: not documented": SEEN,
    "SocialAccounts.ti*: not documented": "webhooks show it, and use the same model",
    "SocialAccounts.twitch: not documented": "webhooks show it, and use the same model",
    "Promoter.status: has no value active": SEEN,
    "Promoter.status: has no value blocked": SEEN,
    "Promoter.pending_balance: not documented": SEEN,
}

_NO_SUCH_UNIT = "balances show the units that somebody has earned"

NOT_SHOWN: dict[str, str] = {
    "* /api/v1/* *_balance.*: is missing": _NO_SUCH_UNIT,
    "* /api/v1/* promo_codes*: there is nothing to show it in": "promotions carry the code; rewards of codes are not kept",
}

LEAST: dict[str, dict[str, Any]] = {
    "DELETE /api/v1/leads/delete": {"id": 300_001},
    "GET /api/v1/leads/show": {"id": 300_001},
    "PUT /api/v1/leads/update": {"id": 300_001},
    "POST /api/v1/payouts/create": {"promoter_id": 1001},
    "PUT /api/v1/payouts/update": {"id": 4_000_001},
    "POST /api/v1/promoters/add_to_campaign": {"id": 1001, "campaign_id": 102},
    "POST /api/v1/promoters/create": {"email": "eve@example.com"},
    "DELETE /api/v1/promoters/delete": {"id": 1001},
    "POST /api/v1/promoters/move_to_campaign": {"id": 1001, "destination_campaign_id": 102},
    "PUT /api/v1/promoters/refresh_token": {"id": 1001},
    "GET /api/v1/promoters/show": {"id": 1001},
    "PUT /api/v1/promoters/update": {"id": 1001},
    "POST /api/v1/rewards/create": {"lead_id": 300_001, "reward_type": "points", "amount": 5},
    "PUT /api/v1/rewards/update": {"id": 50_000_001},
    "POST /api/v1/track/cancellation": {"email": "joe@example.com"},
    "POST /api/v1/track/refund": {"email": "joe@example.com", "event_id": "back-1", "amount": 100},
    "POST /api/v1/track/sale": {"email": "joe@example.com", "event_id": "order-2", "amount": 100},
    "POST /api/v1/track/signup": {"email": "max@example.com", "ref_id": "ann"},
    "POST /api/v1/track/subscriber": {"email": "max@example.com", "ref_id": "ann"},
}

SAYS: dict[str, Any] = {
    "selected_fields[]": "revenue_amount",
    "top_50": "revenue_amount",
    "sort": "revenue_amount",
    "sort_dir": "asc",
    "reward_type": "points",
    "PUT /api/v1/promoters/update email": "a@example.com",
    "PUT /api/v1/promoters/update new_ref_id": "annie",
    "POST /api/v1/promoters/create ref_id": "eve",
    "PUT /api/v1/leads/update new_ref_id": "ben",
    "PUT /api/v1/leads/update state": "active",
    "GET /api/v1/payouts/list status": "pending",
    "POST /api/v1/payouts/create status": "processing",
    "PUT /api/v1/payouts/update status": "completed",
    "POST /api/v1/rewards/create status": "pending",
    "PUT /api/v1/rewards/update status": "denied",
}


def play(programme: Programme) -> None:
    v1, columns = programme.v1, ("clicks_count", "customers_count", "referrals_count", "revenue_amount")
    v1("POST", "/promoters/add_to_campaign", id=1001, campaign_id=102)
    v1("PUT", "/promoters/update", email="ann@example.com", website="https://ann.example.com")
    v1("POST", "/track/subscriber", email="sue@example.com", ref_id="ann")
    v1("POST", "/track/refund", email="joe@example.com", event_id="back-1", amount=1000, sale_event_id="order-1")
    reward = v1("POST", "/rewards/create", ref_id="ann", reward_type="cash", amount=700)
    v1("PUT", "/rewards/update", id=reward["id"], status="approved")
    payout = v1("POST", "/payouts/create", promoter_id=1001)
    v1("PUT", "/payouts/update", id=payout["id"], status="completed")
    for path in ("/promoters/list", "/leads/list", "/rewards/list", "/payouts/list"):
        v1("GET", path)
    v1("GET", "/promoters/show", id=1001)
    v1("POST", "/promoters/iframe_login", promoter_id=1001)
    v1("GET", "/leads/show", email="joe@example.com")
    v1("PUT", "/leads/update", email="joe@example.com", plan_name="silver")
    v1("PUT", "/promoters/refresh_token", promoter_email="ann@example.com")
    period = {"start_date": "2025-12-01", "end_date": "2026-01-31", "group_by": "month"}
    for path in ("/reports/campaigns", "/reports/overview", "/reports/promoters"):
        v1("GET", path, **{"selected_fields[]": columns}, **period)
    v1("POST", "/track/signup", email="tom@example.com", ref_id="ann")
    v1("POST", "/track/cancellation", email="tom@example.com", event_id="gone-1")
    dan = v1("POST", "/promoters/create", email="dan@example.com", **SOCIAL)
    v1("POST", "/promoters/move_to_campaign", id=dan["id"], destination_campaign_id=102)
    v1("DELETE", "/leads/delete", email="sue@example.com")
    v1("DELETE", "/promoters/delete", promoter_email="dan@example.com")
