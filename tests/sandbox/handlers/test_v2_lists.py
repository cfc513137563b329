"""v2 referrals, commissions and campaigns, as plain calls."""

from typing import Any

import pytest

from tests.sandbox.talking import Talk


@pytest.fixture
def busy(talk: Talk) -> Talk:
    """Joe of Ann buys twice and gets one sale back; Eve of Ben buys a day later; Max of Ann only looks."""
    talk.promoter("Ann")
    talk.promoter("Ben", campaign_id=102)
    talk.lead("joe", "ann", uid="7", website="https://joe.example")
    talk.sale("order-1", 1000, "joe", plan="gold")
    talk.sale("order-2", 2000, "joe")
    talk.v1("POST", "/track/refund", uid="7", event_id="back-1", amount=1000, sale_event_id="order-1")
    talk.clock.tick(86_400)
    tid = talk.control("POST", "/visits", {"promoter_id": 1002})["tid"]
    talk.v2("POST", "/track/signup", email="eve@example.com", tid=tid)
    talk.sale("order-3", 5000, "eve")
    talk.lead("max", "ann")
    talk.v1("POST", "/track/cancellation", email="eve@example.com")
    return talk


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({}, "mej"),
        ({"q": "JOE"}, "j"),
        ({"q": "7"}, "j"),
        ({"q": "joe.example"}, "j"),
        ({"ids[]": 300_002}, "e"),
        ({"filters[type]": "customer"}, "ej"),
        ({"filters[type]": "lead"}, "m"),
        ({"filters[state]": "active"}, "j"),
        ({"filters[state]": "cancelled"}, "e"),
        ({"filters[promoter_id]": 1001}, "mj"),
        ({"filters[campaign_id]": 102}, "e"),
        ({"filters[entry_source][]": ["cookie", "coupon"]}, "e"),
        ({"filters[created_at][to]": "2026-01-01"}, "j"),
        ({"filters[customer_since][from]": "2026-01-02"}, "e"),
        ({"filters[cancelled_at][from]": "2026-01-01"}, "e"),
        ({"filters[fraud_check]": "same_promoter_email"}, ""),
        ({"filters[plan_id]": "gold"}, "j"),
        ({"sorting[created_at]": "asc"}, "mej"),
    ],
)
def test_referrals_can_be_searched_and_filtered_but_not_sorted(busy: Talk, given: dict[str, Any], found: str) -> None:
    rows = busy.v2("GET", "/company/referrals", given).json
    assert "".join(row["email"][0] for row in rows) == found


def test_a_referral_has_everything_that_the_documents_name(busy: Talk) -> None:
    [joe] = busy.v2("GET", "/company/referrals", q="joe").json
    assert (joe["uid"], joe["state"], joe["entry_source"]) == ("7", "active", "api")
    assert (joe["created_at"], joe["customer_since"]) == ("2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z")
    assert joe["promoter_campaign"]["promoter"] == {"id": 1001, "email": "ann@example.com", "name": "Ann"}


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({}, ["order-3", "back-1", "order-2", "order-1"]),
        ({"q": "order-2"}, ["order-2"]),
        ({"q": "eve@"}, ["order-3"]),
        ({"filters[status]": "denied"}, []),
        ({"filters[promoter_id]": 1002}, ["order-3"]),
        ({"filters[campaign_id][]": [102]}, ["order-3"]),
        ({"filters[sale_amount][from]": 2000}, ["order-3", "order-2"]),
        ({"filters[amount][to]": 200}, ["back-1", "order-1"]),
        ({"filters[created_at][from]": "2026-01-02"}, ["order-3"]),
        ({"filters[plan_id]": "gold"}, ["order-1"]),
        ({"filters[refunded]": "true"}, ["order-1"]),
        ({"filters[first_commission]": "true"}, ["order-3", "order-1"]),
        ({"filters[fraud_check][]": ["no_suspicion", "ad_source"]}, ["order-3", "back-1", "order-2", "order-1"]),
        ({"filters[fraud_check]": "ad_source"}, []),
        ({"filters[payout_id]": 1}, []),
        ({"sorting[sale_amount]": "asc"}, ["back-1", "order-1", "order-2", "order-3"]),
        ({"sorting[referral]": "desc", "sorting[amount]": "desc"}, ["order-2", "order-1", "back-1", "order-3"]),
    ],
)
def test_commissions_can_be_searched_filtered_and_sorted(busy: Talk, given: dict[str, Any], found: list[str]) -> None:
    assert [row["event_id"] for row in busy.v2("GET", "/company/commissions", given).json] == found


def test_a_commission_that_no_sale_made_is_custom(busy: Talk) -> None:
    busy.v1("POST", "/rewards/create", ref_id="ann", reward_type="points", amount=7)
    newest = busy.v2("GET", "/company/commissions").json[0]
    assert (newest["commission_type"], newest["unit"], newest["amount"]) == ("custom", "points", 7)
    assert [newest[name] for name in ("referral", "reward", "event_id", "original_sale_currency")] == [None] * 4
    assert (newest["sale_amount"], newest["original_sale_amount"]) == (0, 0)


def test_campaigns_show_what_they_have_brought(busy: Talk) -> None:
    partners, default = busy.v2("GET", "/company/campaigns").json
    assert (default["is_default"], partners["is_default"]) == (True, False)
    assert partners["stats"] == {
        "promoters_count": 1,
        "referrals_count": 1,
        "customers_count": 1,
        "sales_count": 1,
        "revenue_amount": 5000,
    }
    assert default["rewards_for_promoters"][0]["reward"]["name"] == "20% recurring commission"
