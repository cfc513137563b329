"""Promoters: listing with filters, creating, looking up, and reading what comes back."""

import json
import pickle
from datetime import UTC, date, datetime
from typing import Any

import pytest

from firstpromoter_async.errors import BadRequest, InvalidRequest, InvalidResumeToken, NotFound, Unprocessable
from firstpromoter_async.pages import Pages
from firstpromoter_async.testing import RecordingSender
from firstpromoter_async.unset import UNSET
from firstpromoter_async.v2.company.promoters import (
    ActivityMetric,
    CreatePromoter,
    CustomFieldFilter,
    FindInvoiceDetails,
    FindPromoterBy,
    GetPromoter,
    Inactivity,
    ListPromoters,
    LogPromoterIn,
    LogPromoterOut,
    PromoterFilters,
    Promoters,
    PromoterSorting,
    UpdatePromoter,
)
from firstpromoter_async.v2.filters import Range
from firstpromoter_async.v2.models.brief import FraudCheck, InvoiceDetailsStatus
from firstpromoter_async.v2.models.profiles import ProfileInput
from firstpromoter_async.v2.models.promoters import Promoter, PromoterState

from ..samples import answer, body, line, query, sample

# Listing


def test_a_listing_asks_for_the_largest_pages() -> None:
    assert line(ListPromoters()) == "GET https://fp.test/api/v2/company/promoters?per_page=100"


def test_search_ids_and_sorting() -> None:
    listing = ListPromoters(q="ann & co", ids=[1, 2], sorting=PromoterSorting(joined_at="asc"), page=2, per_page=10)
    assert line(listing) == (
        "GET https://fp.test/api/v2/company/promoters"
        "?page=2&per_page=10&q=ann+%26+co&ids%5B%5D=1&ids%5B%5D=2&sorting%5Bjoined_at%5D=asc"
    )


@pytest.mark.parametrize(
    ("filters", "written"),
    [
        ({"revenue_amount": Range(from_=100, to=5000)}, ["[revenue_amount][from]=100", "[revenue_amount][to]=5000"]),
        ({"customers_count": Range(from_=1)}, ["[customers_count][from]=1"]),
        ({"referrals_count": Range(to=0)}, ["[referrals_count][to]=0"]),
        ({"joined_at": Range(from_=date(2026, 1, 1))}, ["[joined_at][from]=2026-01-01"]),
        ({"joined_at": Range(to="2026-02-01 12:00:00")}, ["[joined_at][to]=2026-02-01 12:00:00"]),
        (
            {"last_login_at": Range(to=datetime(2026, 2, 1, tzinfo=UTC))},
            ["[last_login_at][to]=2026-02-01T00:00:00Z"],
        ),
        ({"campaign_id": 28}, ["[campaign_id]=28"]),
        ({"campaign_id": [28, 29]}, ["[campaign_id][]=28", "[campaign_id][]=29"]),
        ({"state": PromoterState.NOT_SET}, ["[state]=not_set"]),
        ({"state": "a state of tomorrow"}, ["[state]=a state of tomorrow"]),
        ({"has_wform": True}, ["[has_wform]=yes"]),
        ({"has_wform": False}, ["[has_wform]=no"]),
        ({"archived": True, "subscribed_to_email": False}, ["[archived]=true", "[subscribed_to_email]=false"]),
        ({"parent_promoter_id": 577}, ["[parent_promoter_id]=577"]),
        (
            {"custom_field1": CustomFieldFilter(key="shoe_size", value="42")},
            ["[custom_field1][key]=shoe_size", "[custom_field1][operator]=exact", "[custom_field1][value]=42"],
        ),
        (
            {"custom_field2": CustomFieldFilter(key="size", operator="partial", value=["4", "5"])},
            [
                "[custom_field2][key]=size",
                "[custom_field2][operator]=partial",
                "[custom_field2][value][]=4",
                "[custom_field2][value][]=5",
            ],
        ),
        ({"fraud_suspicions": [FraudCheck.SAME_IP]}, ["[fraud_suspicions][]=same_ip_suspicion"]),
        (
            {"inactivity": Inactivity(metric=ActivityMetric.SALE, days=90)},
            ["[inactivity][metric]=sale", "[inactivity][days]=90"],
        ),
        ({"invoice_details_status": FindInvoiceDetails.NOT_SUBMITTED}, ["[invoice_details_status]=not_submitted"]),
    ],
)
def test_filters_nest_in_brackets(filters: dict[str, Any], written: list[str]) -> None:
    listing = ListPromoters(filters=PromoterFilters(**filters), per_page=UNSET)
    assert query(listing) == [f"filters{part}" for part in written]


def test_flags_of_a_listing() -> None:
    listing = ListPromoters(include_parent_promoter=True, exclude_payout_method=True, per_page=UNSET)
    assert query(listing) == ["include_parent_promoter=true", "exclude_payout_method=true"]


def test_a_listing_keeps_its_ids_as_they_were() -> None:
    ids = [1, 2]
    listing = ListPromoters(ids=ids)
    ids.append(3)
    assert listing.ids == (1, 2)


@pytest.mark.parametrize("make", [lambda: ListPromoters(ids=[]), lambda: PromoterFilters(campaign_id=())])
def test_an_empty_list_is_refused(make: Any) -> None:
    """Nothing would be sent for it, and the answer would be every promoter there is."""
    with pytest.raises(InvalidRequest, match="would find everything"):
        make()


def test_a_word_in_place_of_a_list_is_refused() -> None:
    with pytest.raises(InvalidRequest, match="a list was expected"):
        PromoterFilters(fraud_suspicions="ad_source")


def test_a_range_needs_an_end() -> None:
    with pytest.raises(InvalidRequest, match="from_ or to"):
        Range()


def test_a_page_larger_than_the_api_gives_is_refused() -> None:
    with pytest.raises(InvalidRequest, match="at most 100"):
        ListPromoters(per_page=101)


def test_a_moment_without_a_time_zone_is_refused() -> None:
    listing = ListPromoters(filters=PromoterFilters(joined_at=Range(from_=datetime(2026, 1, 1))))
    with pytest.raises(InvalidRequest, match="no time zone"):
        query(listing)


def test_a_page_of_promoters() -> None:
    page = ListPromoters(per_page=2).read(sample("promoters"))
    assert [promoter.email for promoter in page.items] == ["ann@example.com", "bob@example.com"]
    assert page.meta == {"pending_count": 3}
    assert isinstance(page.next, ListPromoters)
    assert (page.next.page, page.next.per_page) == (2, 2)


def test_a_short_page_is_the_last() -> None:
    assert ListPromoters().read(sample("promoters")).next is None


def test_a_listing_with_filters_can_be_left_and_taken_up_again() -> None:
    def listing(day: date) -> Pages[Promoter]:
        filters = PromoterFilters(joined_at=Range(from_=day), has_wform=True, campaign_id=[28])
        return Promoters(RecordingSender()).list(filters=filters, sorting=PromoterSorting(joined_at="asc"))

    token = listing(date(2026, 1, 1)).resume_token
    assert token is not None
    assert listing(date(2026, 1, 1)).resume(token).listing.filters == listing(date(2026, 1, 1)).listing.filters  # type: ignore[attr-defined]
    with pytest.raises(InvalidResumeToken):
        listing(date(2026, 1, 2)).resume(token)


# Creating


def test_creating_with_an_address_alone() -> None:
    request = CreatePromoter(email="ann@example.com")
    assert line(request) == "POST https://fp.test/api/v2/company/promoters"
    assert body(request) == b'{"email":"ann@example.com"}'


def test_creating_with_everything() -> None:
    request = CreatePromoter(
        email="ann@example.com",
        cust_id="c-1",
        profile=ProfileInput(first_name="Ann", website=None, country="US"),
        initial_campaign_id=28,
        drip_emails=False,
        always_approve=False,
    )
    assert json.loads(body(request)) == {
        "email": "ann@example.com",
        "cust_id": "c-1",
        "profile": {"first_name": "Ann", "website": None, "country": "US"},
        "initial_campaign_id": 28,
        "drip_emails": False,
        "always_approve": False,
    }


def test_creating_without_an_address_is_refused() -> None:
    with pytest.raises(InvalidRequest, match="email is text that is not empty"):
        CreatePromoter(email="")


def test_a_created_promoter_comes_back() -> None:
    assert CreatePromoter(email="ann@example.com").read(sample("promoter", 201)).id == 826


def test_a_taken_address_is_named() -> None:
    words = b"""{"message": "Validation failed: Email has already been taken",
                 "errors": {"email": ["has already been taken"]}, "code": "invalid_record"}"""
    with pytest.raises(BadRequest) as caught:
        CreatePromoter(email="ann@example.com").read(answer(words, 400))
    assert caught.value.field_errors == {"email": ("has already been taken",)}
    assert caught.value.code == "invalid_record"


# Looking up


def test_looking_up_by_id() -> None:
    assert line(GetPromoter(826)) == line(GetPromoter("826")) == "GET https://fp.test/api/v2/company/promoters/826"


@pytest.mark.parametrize(
    ("key", "by", "written"),
    [
        ("ann+fp@example.com", FindPromoterBy.EMAIL, "ann%2Bfp%40example.com?find_by=email"),
        ("a/b c", "cust_id", "a%2Fb%20c?find_by=cust_id"),
        ("ann", FindPromoterBy.REF_TOKEN, "ann?find_by=ref_token"),
        ("50%OFF", "promo_code", "50%25OFF?find_by=promo_code"),
    ],
)
def test_looking_up_by_something_else(key: str, by: str, written: str) -> None:
    assert line(GetPromoter(key, find_by=by)) == f"GET https://fp.test/api/v2/company/promoters/{written}"


def test_an_address_without_find_by_is_refused() -> None:
    with pytest.raises(InvalidRequest, match="say find_by"):
        GetPromoter("ann@example.com")


@pytest.mark.parametrize("key", ["", ".", ".."])
def test_a_key_that_would_change_the_path_is_refused(key: str) -> None:
    with pytest.raises(InvalidRequest, match="part of the path"):
        line(GetPromoter(key, find_by="cust_id"))


def test_a_key_that_may_be_a_credential_is_in_no_repr() -> None:
    assert "s3cret" not in repr(GetPromoter("s3cret", find_by=FindPromoterBy.AUTH_TOKEN))
    assert "826" in repr(GetPromoter(826))


@pytest.mark.parametrize(
    ("status", "words", "error"),
    [
        (404, b'{"message": "Record not found", "code": "not_found"}', NotFound),
        (404, b"", NotFound),
        (422, b'{"message": "Cannot find promoter by email", "code": "invalid_params"}', Unprocessable),
    ],
)
def test_nobody_found_is_an_error(status: int, words: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        GetPromoter(826).read(answer(words, status))


# Changing


def test_what_is_left_out_none_and_a_value_are_three_things() -> None:
    written = json.loads(body(UpdatePromoter(826, cust_id=None, profile=ProfileInput(first_name="Ann", website=None))))
    assert written == {"cust_id": None, "profile": {"first_name": "Ann", "website": None}}
    assert body(UpdatePromoter(826)) == b"{}"


@pytest.mark.parametrize("find_by", [FindPromoterBy.ID, "id"])
def test_an_id_may_be_called_one(find_by: str) -> None:
    update = UpdatePromoter(826, find_by=find_by, email="ann@example.com")
    assert line(update) == "PUT https://fp.test/api/v2/company/promoters/826"
    assert json.loads(body(update)) == {"find_by": "id", "email": "ann@example.com"}
    with pytest.raises(InvalidRequest, match="say find_by"):
        UpdatePromoter("ann@example.com", find_by=find_by)


def test_find_by_of_an_update_travels_in_the_body() -> None:
    update = UpdatePromoter("ann+fp@example.com", find_by="email", email="anna@example.com")
    assert line(update) == "PUT https://fp.test/api/v2/company/promoters/ann%2Bfp%40example.com"
    assert json.loads(body(update)) == {"find_by": "email", "email": "anna@example.com"}


@pytest.mark.parametrize(
    "fields", [{"shirt": "M", "colours": ["red", "blue"]}, [{"shirt": "M"}, {"colours": ["red", "blue"]}], {}]
)
def test_custom_fields_are_sent_as_they_are_given(fields: Any) -> None:
    update = UpdatePromoter(826, custom_fields=fields)
    assert json.loads(body(update)) == {"custom_fields": fields}
    assert hash(update) == hash(update)


def test_custom_fields_are_no_text() -> None:
    with pytest.raises(InvalidRequest, match="a mapping or a list"):
        UpdatePromoter(826, custom_fields="shirt=M")  # type: ignore[arg-type]


def test_tax_forms_are_thrown_away_by_names_with_brackets() -> None:
    written = json.loads(body(UpdatePromoter(826, destroy_w8form=True, destroy_w9form=False)))
    assert written == {"profile[_destroy_w8form]": True, "profile[_destroy_w9form]": False}


def test_a_token_that_finds_a_promoter_to_change_is_in_no_repr() -> None:
    update = UpdatePromoter("s3cret", find_by=FindPromoterBy.AUTH_TOKEN)
    assert "s3cret" not in repr(update)
    assert update.secrets == ("s3cret",)


# Sessions


@pytest.mark.parametrize("kind", [LogPromoterIn, LogPromoterOut])
def test_a_session_is_of_a_promoter_and_asked_for_without_a_body(kind: Any) -> None:
    assert line(kind(cust_id="c/7")).endswith("?cust_id=c%2F7")
    assert line(kind(promoter_id=826)).startswith("POST https://fp.test/api/v2/promoters/iframe_log")
    assert body(kind(promoter_id=826)) == b""
    with pytest.raises(InvalidRequest, match="promoter_id, cust_id"):
        kind()


def test_a_sessions_token_is_readable_but_shown_nowhere() -> None:
    session = LogPromoterIn(promoter_id=826).read(sample("iframe_login"))
    assert (session.access_token, session.expires_in) == ("sample-iframe-token", 86_400)
    assert "sample-iframe-token" not in repr(session)
    assert b"sample-iframe-token" not in pickle.dumps(session)


def test_the_end_of_a_session_is_nothing_or_not_found() -> None:
    assert LogPromoterOut(cust_id="c-7").read(answer(b"")) is None
    with pytest.raises(NotFound):
        LogPromoterOut(cust_id="c-7").read(answer(b"", 404))


# Reading


@pytest.fixture
def ann() -> Promoter:
    return GetPromoter(826).read(sample("promoter"))


def test_a_promoter_with_everything(ann: Promoter) -> None:
    assert ann.name == "Ann Arbor"
    assert ann.stats is not None
    assert ann.stats.revenue_amount == 149100
    assert ann.fraud_suspicions == (FraudCheck.SAME_IP,)
    assert ann.invoice_details_status is InvoiceDetailsStatus.NOT_SET
    assert ann.joined_at == datetime(2026, 1, 16, 18, 16, 41, tzinfo=UTC)
    assert ann.first_event_at == datetime(2026, 1, 16, 18, 16, 41, 123000, tzinfo=UTC)
    assert ann.custom_fields == {"shoe_size": "42"}
    assert ann.parent_promoter is not None
    assert ann.parent_promoter.email == "gus@example.com"
    assert ann.selected_payout_method is not None
    assert ann.selected_payout_method.method == "paypal"
    assert ann.extra == {}


def test_a_place_in_a_campaign(ann: Promoter) -> None:
    (place,) = ann.promoter_campaigns
    assert (place.id, place.campaign_id, place.state) == (1480, 28, PromoterState.ACCEPTED)
    assert (place.ref_token, place.coupon) == ("ann", None)
    assert place.campaign is not None
    assert place.campaign.name == "Friends of the house"


def test_an_empty_text_of_a_profile_is_none(ann: Promoter) -> None:
    assert ann.profile is not None
    assert ann.profile.company_name is None
    assert ann.profile.twitter_url == "https://social.example.com/ann"


def test_the_setup_link_is_readable_but_shown_nowhere(ann: Promoter) -> None:
    assert ann.password_setup_url is not None
    assert ann.password_setup_url.endswith("sample-setup-token")
    assert "sample-setup-token" not in repr(ann)
    assert b"sample-setup-token" not in pickle.dumps(ann)
    assert pickle.loads(pickle.dumps(ann)).email == ann.email


def test_a_promoter_can_be_a_member_of_a_set(ann: Promoter) -> None:
    assert len({ann, GetPromoter(826).read(sample("promoter"))}) == 1


@pytest.mark.parametrize(
    "balances",
    [{}, {"cash": 5000}, {"current_balance": {"cash": 5000}, "camp_28_current_balance": {"points": 2}}, None],
)
def test_balances_have_several_shapes(balances: Any) -> None:
    assert GetPromoter(1).read(answer(json.dumps({"id": 1, "balances": balances}).encode())).balances == balances


def test_an_id_is_all_that_a_promoter_needs() -> None:
    promoter = GetPromoter(1).read(answer(b'{"id": "1"}'))
    assert promoter == Promoter(id=1)
    assert promoter.promoter_campaigns == ()


def test_what_is_new_is_kept() -> None:
    words = b"""{"id": 1, "mood": "good", "fraud_suspicions": ["x"],
                 "promoter_campaigns": [{"state": "retired", "ref_token": null}]}"""
    promoter = GetPromoter(1).read(answer(words))
    assert promoter.extra == {"mood": "good"}
    assert promoter.promoter_campaigns[0].state == "retired"
    assert promoter.fraud_suspicions == ("x",)


def test_null_is_fine_everywhere() -> None:
    """Every field but the id may come as null."""
    everything: dict[str, Any] = json.loads(sample("promoter").body)
    nothing = {name: None for name in everything if name != "id"}
    assert GetPromoter(1).read(answer(json.dumps({"id": 1, **nothing}).encode())) == Promoter(id=1)
