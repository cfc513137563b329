"""Referrals: listing with filters, what is sent and refused to change them, and reading what comes back."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from firstpromoter_async import InvalidRequest
from firstpromoter_async.unset import UNSET
from firstpromoter_async.v2.company.referrals import (
    CreateReferral,
    DeleteReferrals,
    FindReferralBy,
    GetReferral,
    ImportReferralEvents,
    ListReferrals,
    MoveReferrals,
    ReferralFilters,
    ReferralType,
    SplitInput,
    UpdateReferral,
)
from firstpromoter_async.v2.filters import Range
from firstpromoter_async.v2.models.brief import FraudCheck
from firstpromoter_async.v2.models.referrals import EntrySource, Referral, ReferralState, SplitDetail

from ..samples import answer, body, line, query, sample


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


def shares(*percentages: int) -> list[SplitInput]:
    return [SplitInput(promoter_campaign_id=n, percentage=one) for n, one in enumerate(percentages, 1)]


def test_find_by_travels_in_the_query_to_read_and_in_the_body_to_write() -> None:
    assert line(GetReferral("u/1", find_by="uid")).endswith("/referrals/u%2F1?find_by=uid")
    assert line(ImportReferralEvents("u-1", find_by="uid")).endswith("/referrals/u-1/import_events?find_by=uid")
    update = UpdateReferral("joe@example.com", find_by=FindReferralBy.EMAIL, uid="u-2")
    assert line(update).endswith("/referrals/joe%40example.com")
    assert body(update) == b'{"find_by":"email","uid":"u-2"}'


@pytest.mark.parametrize("make", [GetReferral, UpdateReferral, ImportReferralEvents])
def test_an_id_is_a_number_unless_find_by_says_what_it_is(make: Any) -> None:
    with pytest.raises(InvalidRequest, match="say find_by"):
        make("joe@example.com")
    assert make("300001") == make("300001")
    assert make(300_001, find_by="id").find_by == "id"  # which a common client sends


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ({}, b"{}"),
        ({"custom_status_id": None}, b'{"custom_status_id":null}'),
        ({"custom_status_id": 42}, b'{"custom_status_id":42}'),
        ({"split_details": []}, b'{"split_details":[]}'),
        ({"split_details": shares(30)}, b'{"split_details":[{"promoter_campaign_id":1,"percentage":30}]}'),
        ({"fraud_check": FraudCheck.AD_SOURCE}, b'{"fraud_check":"ad_source"}'),
    ],
)
def test_left_out_none_empty_and_a_value_are_four_things(given: dict[str, Any], written: bytes) -> None:
    assert body(UpdateReferral(1, **given)) == written


@pytest.mark.parametrize("given", [{"fraud_check": None}, {"split_details": None}, {"email": None}])
def test_only_the_custom_status_can_be_none(given: dict[str, Any]) -> None:
    with pytest.raises(InvalidRequest):
        UpdateReferral(1, **given)


@pytest.mark.parametrize("percentages", [(60, 41), (101,), (100, 1)])
def test_shares_of_more_than_there_is_are_not_sent(percentages: tuple[int, ...]) -> None:
    with pytest.raises(InvalidRequest, match="100 percent at most"):
        UpdateReferral(1, split_details=shares(*percentages))
    with pytest.raises(InvalidRequest, match="100 percent at most"):
        CreateReferral(email="joe@example.com", promoter_campaign_id=1, split_details=shares(*percentages))


@pytest.mark.parametrize("percentage", [-1, 33.3, "30", True, None])
def test_a_share_is_a_whole_percentage(percentage: Any) -> None:
    with pytest.raises(InvalidRequest, match=r"SplitInput\.percentage is an integer"):
        UpdateReferral(1, split_details=[SplitInput(promoter_campaign_id=1, percentage=percentage)])


def test_shares_that_were_answered_can_be_sent_again() -> None:
    before = SplitDetail(promoter_campaign_id=5, promoter_id=6, percentage=30)
    both = UpdateReferral(1, split_details=[before, *shares(70)])
    assert both.split_details == (SplitInput(promoter_campaign_id=5, percentage=30), *shares(70))
    with pytest.raises(InvalidRequest, match=r"SplitInput\.promoter_campaign_id is an integer"):
        UpdateReferral(1, split_details=[SplitDetail(percentage=30)])


def test_all_of_a_commission_can_be_shared_out() -> None:
    assert UpdateReferral(1, split_details=shares(60, 40)).split_details != ()


def test_a_referral_is_somebody() -> None:
    with pytest.raises(InvalidRequest, match="needs one of email, uid, username"):
        CreateReferral(promoter_campaign_id=1)


def test_what_travels_is_written_by_name() -> None:
    move = MoveReferrals([7], promoter_campaign_id=2, move_associated_commissions=True)
    assert body(move) == b'{"ids":[7],"promoter_campaign_id":2,"move_associated_commissions":true}'
    delete = DeleteReferrals([7])
    assert (line(delete), body(delete)) == ("DELETE https://fp.test/api/v2/company/referrals", b'{"ids":[7]}')
