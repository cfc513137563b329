"""v1 payouts: what each operation sends, what it refuses, and what it makes of an answer."""

from datetime import UTC, datetime
from typing import Any

import pytest

from firstpromoter_async.errors import InvalidRequest, NotFound
from firstpromoter_async.v1.models import PayoutStatus, Unit
from firstpromoter_async.v1.payouts import CreatePayout, ListPayouts, UpdatePayout
from firstpromoter_async.wire.request import Request

from .conversation import answer, sample, written


@pytest.mark.parametrize(
    ("request_", "line"),
    [
        (
            ListPayouts(promoter_id=7001, campaign_id=501, status=PayoutStatus.PENDING, page=2),
            "GET /api/v1/payouts/list?page=2&promoter_id=7001&campaign_id=501&status=pending",
        ),
        (
            CreatePayout(promoter_id=7001, status="processing", campaign_id=501),
            "POST /api/v1/payouts/create promoter_id=7001&status=processing&campaign_id=501",
        ),
        (
            CreatePayout(promoter_email="ann@example.com"),
            "POST /api/v1/payouts/create promoter_email=ann%40example.com",
        ),
        (
            UpdatePayout(id=12001, status=PayoutStatus.COMPLETED),
            "PUT /api/v1/payouts/update id=12001&status=completed",
        ),
    ],
)
def test_a_call_is_written_as_the_reference_has_it(request_: Request[Any], line: str) -> None:
    assert written(request_) == line


def test_the_query_style_leaves_the_body_empty() -> None:
    assert written(CreatePayout(promoter_id=7001), in_query=True) == "POST /api/v1/payouts/create?promoter_id=7001"
    assert written(UpdatePayout(id=12001), in_query=True) == "PUT /api/v1/payouts/update?id=12001"


def test_a_payout_to_nobody_is_refused() -> None:
    with pytest.raises(InvalidRequest, match="CreatePayout needs one of promoter_id, promoter_email"):
        CreatePayout(status=PayoutStatus.PENDING)


@pytest.mark.parametrize("request_", [CreatePayout(promoter_id=7001), UpdatePayout(id=12001)])
def test_writes_answer_the_payout(request_: Request[Any]) -> None:
    payout = request_.read(answer(sample("payout")))
    assert (payout.id, payout.status, payout.amount, payout.unit) == (12001, PayoutStatus.PENDING, 28800, Unit.CASH)
    assert (payout.date_paid, payout.due_date) == (None, datetime(2024, 10, 11, tzinfo=UTC))
    assert payout.promoter.pending_balance == {"cash": 2000}
    assert (payout.campaign.name, payout.campaign.description) == ("Friends", None)


def test_a_payout_in_kind_says_what_is_given() -> None:
    _, points = ListPayouts().read(answer(sample("payouts"))).items
    assert (points.amount, points.unit, points.has_issues) == (12, Unit.POINTS, True)
    assert points.reward is not None
    assert (points.reward.name, points.reward.type) == ("Points", "per_promotion")


def test_a_campaigns_webhook_is_readable_but_not_shown() -> None:
    payout = CreatePayout(promoter_id=7001).read(answer(sample("payout")))
    assert payout.campaign is not None
    assert payout.campaign.default_webhook_url is not None
    assert "planted-webhook-password" not in repr(payout)


def test_an_unknown_payout_is_not_found() -> None:
    with pytest.raises(NotFound, match="Payment not found"):
        UpdatePayout(id=1, status=PayoutStatus.COMPLETED).read(answer({"error": "Payment not found"}, 404))
