# ruff: noqa: E501  an address is one line
"""One exchange for every operation: what is called, the bytes that leave, and a sample of what comes back.

An operation without one fails `test_exchanges`, and so does one whose bytes change. This module knows nothing of how they are
made.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from attrs import frozen

from firstpromoter_async.v2.company.asset_categories import AssetCategoryInput
from firstpromoter_async.v2.company.batches import BatchFilters


@frozen
class Exchange:
    """A call, and both its ends."""

    given: Mapping[str, Any]
    """The parameters of the method."""
    sent: str
    """`METHOD /path?query`, and the body after a space, if there is one."""
    answer: str | None
    """A file below `tests/samples`; None where nothing comes back."""
    status: int = 200


EXCHANGES: Final[dict[str, Exchange]] = {
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
    "v2.asset_categories.list": Exchange(
        {}, "GET /api/v2/company/assets/categories?per_page=100", answer="v2/asset_categories.json"
    ),
    "v2.asset_categories.save": Exchange(
        {
            "asset_categories": [
                AssetCategoryInput(name="Banners", position=1),
                AssetCategoryInput(id=5, name="Old", position=9, destroy=True),
            ]
        },
        'PUT /api/v2/company/assets/categories {"asset_categories":[{"name":"Banners","position":1},{"id":5,"name":"Old","position":9,"_destroy":true}]}',
        answer="v2/asset_categories.json",
    ),
    "v2.batches.get": Exchange({"id": 9}, "GET /api/v2/company/batch_processes/9", answer="v2/batch.json"),
    "v2.batches.list": Exchange(
        {"filters": BatchFilters(status=["pending", "failed"]), "page": 2},
        "GET /api/v2/company/batch_processes?page=2&per_page=100&filters%5Bstatus%5D%5B%5D=pending&filters%5Bstatus%5D%5B%5D=failed",
        answer="v2/batches.json",
    ),
    "v2.batches.progress": Exchange(
        {"filters": BatchFilters(status="pending")},
        "GET /api/v2/company/batch_processes/progress?filters%5Bstatus%5D=pending",
        answer="v2/batch_progress.json",
    ),
    "v2.campaigns.list": Exchange({}, "GET /api/v2/company/campaigns?per_page=100", answer="v2/campaigns.json"),
    "v2.commissions.list": Exchange(
        {"q": "order-1"}, "GET /api/v2/company/commissions?per_page=100&q=order-1", answer="v2/commissions.json"
    ),
    "v2.payouts.delete": Exchange(
        {"ids": [826, 827]}, 'DELETE /api/v2/company/payouts/destroy {"ids":[826,827]}', answer="v2/payouts_marked.json"
    ),
    "v2.payouts.mark_as_paid": Exchange(
        {"ids": [826, 827]},
        'POST /api/v2/company/payouts/mark_as_paid {"ids":[826,827]}',
        answer="v2/payouts_marked.json",
    ),
    "v2.payouts.mark_as_unpaid": Exchange(
        {"ids": [826, 827]},
        'POST /api/v2/company/payouts/mark_as_unpaid {"ids":[826,827]}',
        answer="v2/payouts_marked.json",
    ),
    "v2.promo_codes.archive": Exchange({"id": 45}, "DELETE /api/v2/company/promo_codes/45", answer=None),
    "v2.promo_codes.create": Exchange(
        {"code": "ANN20", "reward_id": 157, "promoter_campaign_id": 1480, "metadata": {"channel": "podcast"}},
        'POST /api/v2/company/promo_codes {"code":"ANN20","reward_id":157,"promoter_campaign_id":1480,"metadata":{"channel":"podcast"}}',
        answer="v2/promo_code.json",
    ),
    "v2.promo_codes.get": Exchange({"id": 45}, "GET /api/v2/company/promo_codes/45", answer="v2/promo_code.json"),
    "v2.promo_codes.list": Exchange(
        {"promoter_campaign_id": 1480},
        "GET /api/v2/company/promo_codes?per_page=100&promoter_campaign_id=1480",
        answer="v2/promo_codes.json",
    ),
    "v2.promo_codes.update": Exchange(
        {"id": 45, "description": "For friends of Ann", "details": {}},
        'PUT /api/v2/company/promo_codes/45 {"description":"For friends of Ann","details":{}}',
        answer="v2/promo_code.json",
    ),
    "v2.promoters.accept": Exchange(
        {"ids": [826, 827], "campaign_id": 28},
        'POST /api/v2/company/promoters/accept {"ids":[826,827],"campaign_id":28}',
        answer="v2/batch.json",
        status=202,
    ),
    "v2.promoters.archive": Exchange(
        {"ids": [826, 827]}, 'POST /api/v2/company/promoters/archive {"ids":[826,827]}', answer="v2/done.json"
    ),
    "v2.promoters.create": Exchange(
        {"email": "ann@example.com"},
        'POST /api/v2/company/promoters {"email":"ann@example.com"}',
        answer="v2/promoter.json",
    ),
    "v2.promoters.get": Exchange(
        {"id": "ann@example.com", "find_by": "email"},
        "GET /api/v2/company/promoters/ann%40example.com?find_by=email",
        answer="v2/promoter.json",
    ),
    "v2.promoters.list": Exchange(
        {"q": "ann"}, "GET /api/v2/company/promoters?per_page=100&q=ann", answer="v2/promoters.json"
    ),
    "v2.promoters.restore": Exchange(
        {"ids": [826, 827]}, 'POST /api/v2/company/promoters/restore {"ids":[826,827]}', answer="v2/done.json"
    ),
    "v2.referrals.list": Exchange(
        {"ids": [1, 2]},
        "GET /api/v2/company/referrals?per_page=100&ids%5B%5D=1&ids%5B%5D=2",
        answer="v2/referrals.json",
    ),
    "v2.reports.download": Exchange(
        {
            "report_type": "overview",
            "columns": ["revenue_amount", "clicks_count"],
            "group_by": "month",
            "start_date": date(2026, 1, 1),
            "end_date": date(2026, 2, 28),
            "totals": True,
        },
        "GET /api/v2/company/reports/download?report_type=overview&columns%5B%5D=revenue_amount&columns%5B%5D=clicks_count&group_by=month&start_date=2026-01-01&end_date=2026-02-28&totals=true",
        answer="v2/report.csv",
    ),
    "v2.track.cancellation": Exchange(
        {"uid": "u-1"}, 'POST /api/v2/track/cancellation {"uid":"u-1"}', answer="v2/cancellation.json"
    ),
    "v2.track.refund": Exchange(
        {"uid": "u-1", "event_id": "refund-1", "amount": 1000},
        'POST /api/v2/track/refund {"uid":"u-1","event_id":"refund-1","amount":1000}',
        answer="v2/refund.json",
    ),
    "v2.track.sale": Exchange(
        {"uid": "u-1", "event_id": "order-1", "amount": 2000},
        'POST /api/v2/track/sale {"uid":"u-1","event_id":"order-1","amount":2000}',
        answer="v2/sale.json",
    ),
    "v2.track.signup": Exchange(
        {"uid": "u-1", "tid": "t-1"}, 'POST /api/v2/track/signup {"uid":"u-1","tid":"t-1"}', answer="v2/signup.json"
    ),
}
