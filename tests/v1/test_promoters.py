"""v1 promoters: what each operation sends, what it refuses, and what it makes of an answer."""

from datetime import UTC, datetime
from typing import Any

import pytest

from firstpromoter_async.errors import InvalidRequest, NotFound, Unprocessable
from firstpromoter_async.v1.models import AuthToken, IframeLogin, PromoterStatus
from firstpromoter_async.v1.promoters import (
    AddPromoterToCampaign,
    CreatePromoter,
    DeletePromoter,
    ListPromoters,
    LogPromoterIn,
    MovePromoterToCampaign,
    RefreshPromoterToken,
    ShowPromoter,
    UpdatePromoter,
)
from firstpromoter_async.wire.answers import Message
from firstpromoter_async.wire.request import Request

from .conversation import answer, sample, written

DETAILS: dict[str, Any] = {
    "first_name": "Ann",
    "last_name": "Ärbor",
    "promo_code": "coupon_1",
    "customer_promo_code": "ANN10",
    "campaign_id": 501,
    "temp_password": "s3cret & more",
    "landing_url": "https://shop.example.com/ann",
    "url_tracking": True,
    "website": "https://ann.example.com",
    "paypal_email": "pay@ann.example.com",
    "avatar_url": "https://ann.example.com/a.png",
    "parent_promoter_email": "zoe@example.com",
    "linkedin_url": "l",
    "twitter_url": "t",
    "facebook_url": "f",
    "instagram_url": "i",
    "youtube_url": "y",
    "country": "NL",
    "phone_number": "+31 20",
    "address": "Dam 1\nAmsterdam",
    "note": "",
}
DETAILS_WRITTEN = (
    "first_name=Ann&last_name=%C3%84rbor&promo_code=coupon_1&customer_promo_code=ANN10&campaign_id=501"
    "&temp_password=s3cret+%26+more&landing_url=https%3A%2F%2Fshop.example.com%2Fann&url_tracking=true"
    "&website=https%3A%2F%2Fann.example.com&paypal_email=pay%40ann.example.com"
    "&avatar_url=https%3A%2F%2Fann.example.com%2Fa.png&parent_promoter_email=zoe%40example.com&linkedin_url=l"
    "&twitter_url=t&facebook_url=f&instagram_url=i&youtube_url=y&country=NL&phone_number=%2B31+20"
    "&address=Dam+1%0AAmsterdam&note="
)


@pytest.mark.parametrize(
    ("request_", "line"),
    [
        (CreatePromoter(email="ann+1@example.com"), "POST /api/v1/promoters/create email=ann%2B1%40example.com"),
        (
            CreatePromoter(
                **DETAILS,
                email="ann@example.com",
                cust_id="cus_ann",
                ref_id="ann_2-b",
                parent_promoter_id=6900,
                company_name="Arbor & Co",
                created_at=datetime(2024, 9, 11, 12, 0, tzinfo=UTC),
                skip_email_notification=True,
                always_approve=False,
            ),
            f"POST /api/v1/promoters/create {DETAILS_WRITTEN}&email=ann%40example.com&cust_id=cus_ann&ref_id=ann_2-b"
            "&parent_promoter_id=6900&company_name=Arbor+%26+Co&created_at=2024-09-11T12%3A00%3A00Z"
            "&skip_email_notification=true&always_approve=false",
        ),
        (
            UpdatePromoter(
                **DETAILS,
                id=7001,
                email="new@example.com",
                cust_id="cus_ann",
                new_cust_id="cus_new",
                ref_id="ann",
                new_ref_id="anna",
                auth_token="token",
            ),
            f"PUT /api/v1/promoters/update {DETAILS_WRITTEN}&id=7001&email=new%40example.com&cust_id=cus_ann"
            "&new_cust_id=cus_new&ref_id=ann&new_ref_id=anna&auth_token=token",
        ),
        (UpdatePromoter(promo_code="coupon_1"), "PUT /api/v1/promoters/update promo_code=coupon_1"),
        (
            ShowPromoter(
                id=7001, promoter_email="a+b@example.com", cust_id="cus_ann", ref_id="ann", auth_token="token"
            ),
            "GET /api/v1/promoters/show?id=7001&promoter_email=a%2Bb%40example.com&cust_id=cus_ann&ref_id=ann"
            "&auth_token=token",
        ),
        (ListPromoters(), "GET /api/v1/promoters/list"),
        (
            ListPromoters(campaign_id=501, page=2, per_page=10),
            "GET /api/v1/promoters/list?page=2&per_page=10&campaign_id=501",
        ),
        (
            MovePromoterToCampaign(cust_id="cus_ann", destination_campaign_id=502, source_campaign_id=501),
            "POST /api/v1/promoters/move_to_campaign cust_id=cus_ann&destination_campaign_id=502"
            "&source_campaign_id=501",
        ),
        (
            MovePromoterToCampaign(id=7001, destination_campaign_id=502),
            "POST /api/v1/promoters/move_to_campaign id=7001&destination_campaign_id=502",
        ),
        (
            AddPromoterToCampaign(ref_id="ann", campaign_id=502),
            "POST /api/v1/promoters/add_to_campaign ref_id=ann&campaign_id=502",
        ),
        (RefreshPromoterToken(auth_token="token"), "PUT /api/v1/promoters/refresh_token auth_token=token"),
        (
            DeletePromoter(promoter_email="ann@example.com"),
            "DELETE /api/v1/promoters/delete?promoter_email=ann%40example.com",
        ),
        (LogPromoterIn(promoter_id=7001), "POST /api/v1/promoters/iframe_login?promoter_id=7001"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Request) else "",
)
def test_a_call_is_written_as_the_reference_has_it(request_: Request[Any], line: str) -> None:
    assert written(request_) == line


@pytest.mark.parametrize(
    ("request_", "line"),
    [
        (CreatePromoter(email="ann@example.com"), "POST /api/v1/promoters/create?email=ann%40example.com"),
        (UpdatePromoter(id=7001, note="x"), "PUT /api/v1/promoters/update?note=x&id=7001"),
        (
            MovePromoterToCampaign(id=7001, destination_campaign_id=502),
            "POST /api/v1/promoters/move_to_campaign?id=7001&destination_campaign_id=502",
        ),
        (
            AddPromoterToCampaign(id=7001, campaign_id=502),
            "POST /api/v1/promoters/add_to_campaign?id=7001&campaign_id=502",
        ),
        (RefreshPromoterToken(id=7001), "PUT /api/v1/promoters/refresh_token?id=7001"),
        (LogPromoterIn(promoter_id=7001), "POST /api/v1/promoters/iframe_login?promoter_id=7001"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Request) else "",
)
def test_the_query_style_leaves_the_body_empty(request_: Request[Any], line: str) -> None:
    assert written(request_, in_query=True) == line


# --- refusals, before anything is sent -----------------------------------------------------------------------------------

KEYS = "id, promoter_email, cust_id, ref_id, auth_token"


@pytest.mark.parametrize(
    ("kind", "given", "keys"),
    [
        (ShowPromoter, {}, KEYS),
        (ShowPromoter, {"cust_id": ""}, KEYS),
        (DeletePromoter, {}, KEYS),
        (RefreshPromoterToken, {}, KEYS),
        (MovePromoterToCampaign, {"destination_campaign_id": 502}, KEYS),
        (AddPromoterToCampaign, {"campaign_id": 502}, KEYS),
        (UpdatePromoter, {"first_name": "Ann"}, "id, email, cust_id, ref_id, auth_token, promo_code"),
    ],
)
def test_a_promoter_without_any_key_is_refused_and_the_keys_are_named(
    kind: Any, given: dict[str, Any], keys: str
) -> None:
    with pytest.raises(InvalidRequest, match=f"{kind.__name__} needs one of {keys}, and none was given"):
        kind(**given)


@pytest.mark.parametrize("ref_id", ["Ann", "ann arbor", "ann.b", "änn", ""])
def test_a_new_referral_id_must_be_fit_for_links(ref_id: str) -> None:
    with pytest.raises(InvalidRequest, match=r"CreatePromoter\.ref_id has lower-case letters, digits, - and _ only"):
        CreatePromoter(email="ann@example.com", ref_id=ref_id)
    with pytest.raises(InvalidRequest, match=r"UpdatePromoter\.new_ref_id"):
        UpdatePromoter(id=7001, new_ref_id=ref_id)


def test_an_old_referral_id_is_looked_up_as_it_is() -> None:
    assert written(ShowPromoter(ref_id="Ann.B")) == "GET /api/v1/promoters/show?ref_id=Ann.B"


def test_a_promoter_without_an_address_is_refused() -> None:
    with pytest.raises(InvalidRequest, match=r"CreatePromoter\.email"):
        CreatePromoter(email=" ")


# --- secrets -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "request_",
    [
        CreatePromoter(email="ann@example.com", temp_password="planted"),
        UpdatePromoter(auth_token="planted", temp_password="planted"),
        ShowPromoter(auth_token="planted"),
        DeletePromoter(auth_token="planted"),
        RefreshPromoterToken(auth_token="planted"),
        MovePromoterToCampaign(auth_token="planted", destination_campaign_id=502),
        AddPromoterToCampaign(auth_token="planted", campaign_id=502),
    ],
    ids=lambda value: type(value).__name__,
)
def test_no_secret_is_in_the_repr_of_a_request(request_: Request[Any]) -> None:
    assert "planted" in written(request_)
    assert "planted" not in repr(request_)


# --- answers -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "request_",
    [
        CreatePromoter(email="ann@example.com"),
        UpdatePromoter(id=7001),
        ShowPromoter(id=7001),
        MovePromoterToCampaign(id=7001, destination_campaign_id=502),
        AddPromoterToCampaign(id=7001, campaign_id=502),
    ],
    ids=lambda value: type(value).__name__,
)
def test_most_operations_answer_the_promoter(request_: Request[Any]) -> None:
    ann = request_.read(answer(sample("promoter")))
    assert (ann.id, ann.status, ann.email) == (7001, PromoterStatus.ACTIVE, "ann@example.com")
    assert ann.auth_token == "planted-auth-token"


def test_a_list_answers_promoters_and_says_what_follows() -> None:
    page = ListPromoters().read(answer(sample("promoters"), headers={"Total": "5", "Per-Page": "2"}))
    assert [promoter.email for promoter in page.items] == ["ann@example.com", "ben@example.com"]
    assert (page.total, page.last_page) == (5, 3)
    assert page.next == ListPromoters(page=2)


def test_a_new_token_is_readable_but_not_shown() -> None:
    token = RefreshPromoterToken(id=7001).read(answer(sample("token")))
    assert isinstance(token, AuthToken)
    assert token.auth_token == "planted-new-token"
    assert "planted" not in repr(token)


def test_an_iframe_login_answers_a_session() -> None:
    session = LogPromoterIn(promoter_id=7001).read(answer(sample("iframe_login")))
    assert isinstance(session, IframeLogin)
    assert (session.access_token, session.expires_in) == ("planted-access-token", 86400)
    assert "planted" not in repr(session)


def test_a_deletion_answers_in_words() -> None:
    assert DeletePromoter(id=7001).read(answer(sample("promoter_removed"))) == Message(message="Promoter removed.")


def test_an_unknown_promoter_is_not_found() -> None:
    with pytest.raises(NotFound, match=r"Promoter not found\."):
        ShowPromoter(id=1).read(answer({"error": "Promoter not found."}, 404))


def test_a_taken_address_is_told_under_firstpromoters_own_path() -> None:
    refusal = {"company_user.user.email": ["has already been taken"], "promotions": [], "message": "Not saved"}
    with pytest.raises(Unprocessable) as caught:
        CreatePromoter(email="ann@example.com").read(answer(refusal, 422))
    assert caught.value.message == "Not saved"
    assert caught.value.field_errors == {"company_user.user.email": ("has already been taken",)}
