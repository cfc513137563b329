"""Commissions: listing with filters, what is sent and refused to enter them by hand, and reading what comes back."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from firstpromoter_async import InvalidAmount, InvalidRequest, Replay
from firstpromoter_async.unset import UNSET
from firstpromoter_async.v2.company.commissions import (
    CommissionFilters,
    CommissionSorting,
    CreateCustomCommission,
    CreateSaleCommission,
    DeleteCommissions,
    DuePeriod,
    GeneratePayouts,
    ListCommissions,
    UpdateCommission,
)
from firstpromoter_async.v2.filters import Range
from firstpromoter_async.v2.models.brief import FraudCheck, Unit
from firstpromoter_async.v2.models.commissions import Commission, CommissionStatus, CommissionType
from firstpromoter_async.wire.answers import Done

from ..samples import answer, body, line, query, sample


def test_a_listing_asks_for_the_largest_pages() -> None:
    assert line(ListCommissions()) == "GET https://fp.test/api/v2/company/commissions?per_page=100"


def test_the_commissions_of_a_sale() -> None:
    assert query(ListCommissions(q="order-1", per_page=UNSET)) == ["q=order-1"]


@pytest.mark.parametrize(
    ("filters", "written"),
    [
        ({"status": CommissionStatus.APPROVED}, ["[status]=approved"]),
        ({"paid": True, "fulfilled": False}, ["[paid]=yes", "[fulfilled]=no"]),
        ({"first_commission": True, "refunded": False}, ["[first_commission]=true", "[refunded]=false"]),
        ({"sale_amount": Range(from_=100)}, ["[sale_amount][from]=100"]),
        ({"amount": Range(from_=-200, to=0)}, ["[amount][from]=-200", "[amount][to]=0"]),
        ({"created_at": Range(to=date(2026, 2, 1))}, ["[created_at][to]=2026-02-01"]),
        ({"campaign_id": 28, "payout_id": [1, 2]}, ["[campaign_id]=28", "[payout_id][]=1", "[payout_id][]=2"]),
        ({"due_period": DuePeriod.NEXT, "promoter_id": 826}, ["[due_period]=next", "[promoter_id]=826"]),
        ({"fraud_check": FraudCheck.AD_SOURCE}, ["[fraud_check]=ad_source"]),
        (
            {"fraud_check": [FraudCheck.AD_SOURCE, "new"]},
            ["[fraud_check][]=ad_source", "[fraud_check][]=new"],
        ),
        ({"plan_id": "pro"}, ["[plan_id]=pro"]),
        ({"plan_id": (1, "pro")}, ["[plan_id][]=1", "[plan_id][]=pro"]),
    ],
)
def test_filters_nest_in_brackets(filters: dict[str, Any], written: list[str]) -> None:
    listing = ListCommissions(filters=CommissionFilters(**filters), per_page=UNSET)
    assert query(listing) == [f"filters{part}" for part in written]


def test_sorting() -> None:
    listing = ListCommissions(sorting=CommissionSorting(created_at="asc", amount="desc"), per_page=UNSET)
    assert query(listing) == ["sorting[amount]=desc", "sorting[created_at]=asc"]


def test_a_page_of_commissions() -> None:
    sale, _ = ListCommissions().read(sample("commissions")).items
    assert (sale.commission_type, sale.unit, sale.amount) == (CommissionType.SALE, Unit.CASH, 400)
    assert (sale.sale_amount, sale.event_id) == (2000, "order-1")
    assert sale.created_at == datetime(2026, 4, 25, 9, 39, 42, tzinfo=UTC)
    assert sale.reward is not None
    assert sale.reward.name == "20% recurring commission"
    assert sale.extra == {}


def test_a_custom_commission_has_no_sale() -> None:
    _, custom = ListCommissions().read(sample("commissions")).items
    assert (custom.commission_type, custom.unit, custom.amount) == (CommissionType.CUSTOM, Unit.FREE_MONTHS, 3)
    assert (custom.sale_amount, custom.referral, custom.fraud_check, custom.metadata) == (None, None, None, None)


def test_an_id_is_all_that_a_commission_needs() -> None:
    assert ListCommissions().read(answer(b'[{"id": 1}]')).items == (Commission(id=1),)


def test_a_sale_says_that_it_is_one() -> None:
    sale = CreateSaleCommission(referral_id=7, sale_amount=2000, event_id="order-1")
    assert body(sale) == b'{"event_id":"order-1","commission_type":"sale","referral_id":7,"sale_amount":2000}'


def test_a_custom_commission_says_that_it_is_one() -> None:
    custom = CreateCustomCommission(promoter_campaign_id=7, amount=3, unit=Unit.FREE_MONTHS)
    assert body(custom) == (b'{"unit":"free_months","commission_type":"custom","promoter_campaign_id":7,"amount":3}')


@pytest.mark.parametrize(
    ("make", "given"),
    [
        (CreateSaleCommission, {"referral_id": 7, "sale_amount": 2000, "amount": 5}),
        (CreateSaleCommission, {"referral_id": 7, "sale_amount": 2000, "promoter_campaign_id": 5}),
        (CreateSaleCommission, {"referral_id": 7, "sale_amount": 2000, "commission_type": "custom"}),
        (CreateSaleCommission, {"referral_id": 7}),
        (CreateCustomCommission, {"promoter_campaign_id": 7, "amount": 5, "referral_id": 7}),
        (CreateCustomCommission, {"promoter_campaign_id": 7, "amount": 5, "plan_id": 7}),
        (CreateCustomCommission, {"amount": 5}),
    ],
)
def test_the_two_shapes_cannot_be_mixed(make: Any, given: dict[str, Any]) -> None:
    with pytest.raises(TypeError):
        make(**given)


@pytest.mark.parametrize("amount", [19.99, "20", 0, -5, True, None])
def test_money_is_whole_minor_units_above_zero(amount: Any) -> None:
    with pytest.raises(InvalidAmount, match=r"CreateSaleCommission\.sale_amount"):
        CreateSaleCommission(referral_id=7, sale_amount=amount)
    with pytest.raises(InvalidAmount, match=r"CreateCustomCommission\.amount"):
        CreateCustomCommission(promoter_campaign_id=7, amount=amount)


def test_an_event_id_makes_no_commission_repeatable() -> None:
    """No document says that it is a key, so a copy that may have arrived is never sent again."""
    for event_id in ("order-1", UNSET):
        assert CreateSaleCommission(referral_id=7, sale_amount=1, event_id=event_id).replay_rule is Replay.UNSAFE
        assert CreateCustomCommission(promoter_campaign_id=7, amount=1, event_id=event_id).replay_rule is Replay.UNSAFE


def test_a_sale_answers_all_of_its_commissions() -> None:
    both = CreateSaleCommission(referral_id=7, sale_amount=2000).read(sample("commissions"))
    assert [one.amount for one in both] == [400, 3]


def test_only_notes_can_be_changed() -> None:
    assert body(UpdateCommission(7, external_note="")) == b'{"external_note":""}'
    with pytest.raises(TypeError):
        UpdateCommission(7, is_paid=True)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    with pytest.raises(InvalidRequest):
        UpdateCommission(7, internal_note=None)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def test_commissions_are_deleted_with_a_body() -> None:
    delete = DeleteCommissions([7])
    assert line(delete) == "DELETE https://fp.test/api/v2/company/commissions/destroy"
    assert (body(delete), delete.replay) == (b'{"ids":[7]}', Replay.UNSAFE)


def test_payouts_being_generated_count_their_progress_from_0_to_1() -> None:
    made = GeneratePayouts([7]).read(answer(b'{"id": 8, "status": "completed", "progress": 0.5}'))
    assert isinstance(made, Done)
    assert made.progress == 0.5
