"""Commissions: listing with filters, and reading what comes back."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from firstpromoter_async.unset import UNSET
from firstpromoter_async.v2.company.commissions import CommissionFilters, CommissionSorting, DuePeriod, ListCommissions
from firstpromoter_async.v2.filters import Range
from firstpromoter_async.v2.models.brief import FraudCheck, Unit
from firstpromoter_async.v2.models.commissions import Commission, CommissionStatus, CommissionType

from ..samples import answer, line, query, sample


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
