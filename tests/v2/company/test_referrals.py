"""Referrals: listing with filters, and reading what comes back."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from firstpromoter_async.unset import UNSET
from firstpromoter_async.v2.company.referrals import ListReferrals, ReferralFilters, ReferralType
from firstpromoter_async.v2.filters import Range
from firstpromoter_async.v2.models.referrals import EntrySource, Referral, ReferralState, SplitDetail

from ..samples import answer, line, query, sample


def test_a_listing_asks_for_the_largest_pages() -> None:
    assert line(ListReferrals()) == "GET https://fp.test/api/v2/company/referrals?per_page=100"


@pytest.mark.parametrize(
    ("filters", "written"),
    [
        ({"type": ReferralType.CUSTOMER, "promoter_id": 826}, ["[type]=customer", "[promoter_id]=826"]),
        ({"state": ReferralState.ACTIVE}, ["[state]=active"]),
        ({"customer_since": Range(from_=date(2026, 1, 1))}, ["[customer_since][from]=2026-01-01"]),
        (
            {"created_at": Range(from_="2026-01-01", to="2026-02-01")},
            ["[created_at][from]=2026-01-01", "[created_at][to]=2026-02-01"],
        ),
        ({"cancelled_at": Range(to=date(2026, 1, 1))}, ["[cancelled_at][to]=2026-01-01"]),
    ],
)
def test_filters_nest_in_brackets(filters: dict[str, Any], written: list[str]) -> None:
    listing = ListReferrals(filters=ReferralFilters(**filters), per_page=UNSET)
    assert query(listing) == [f"filters{part}" for part in written]


def test_search_and_ids() -> None:
    assert query(ListReferrals(q="cal", ids={2920}, per_page=UNSET)) == ["q=cal", "ids[]=2920"]


def test_a_page_of_referrals() -> None:
    cal, dee = ListReferrals().read(sample("referrals")).items
    assert (cal.state, cal.entry_source) == (ReferralState.ACTIVE, EntrySource.COOKIE)
    assert cal.customer_since == datetime(2026, 4, 25, 9, 39, 42, tzinfo=UTC)
    assert cal.metadata == {"seats": 3}
    (split,) = cal.split_details
    assert isinstance(split, SplitDetail)
    assert (split.promoter_campaign_id, split.percentage) == (1481, 30)
    assert cal.promoter_campaign is not None
    assert cal.promoter_campaign.promoter_id == 826
    assert dee.email == "dee@example.com (moved)"
    assert (dee.uid, dee.customer_since, dee.split_details, dee.metadata) == (None, None, (), None)
    assert dee.extra == {}


def test_an_id_is_all_that_a_referral_needs() -> None:
    assert ListReferrals().read(answer(b'[{"id": 1}]')).items == (Referral(id=1),)
