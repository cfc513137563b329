"""v2 promoters, as plain calls."""

from typing import Any

import pytest

from tests.sandbox.talking import Talk


def create(talk: Talk, **more: Any) -> Any:
    answer = talk.v2("POST", "/company/promoters", {"email": "ann@example.com"} | more)
    assert answer.status == 201, answer.text
    return answer.json


def emails(talk: Talk, **given: Any) -> list[str]:
    return [one["email"] for one in talk.v2("GET", "/company/promoters", given).json["data"]]


def test_a_new_promoter_is_201_and_has_everything_that_the_documents_name(talk: Talk) -> None:
    ann = create(
        talk, cust_id="c-7", profile={"first_name": "Ann", "last_name": "Lee", "avatar": "https://x.example/a"}
    )
    assert (ann["name"], ann["cust_id"], ann["joined_at"]) == ("Ann Lee", "c-7", "2026-01-01T00:00:00Z")
    assert ann["profile"]["avatar"] == "https://x.example/a"
    assert ann["password_setup_url"].startswith("https://")
    [place] = ann["promoter_campaigns"]
    assert (place["state"], place["ref_token"], place["campaign"]["id"]) == ("accepted", "ann", 101)
    assert ann["stats"]["revenue_amount"] == 0


def test_a_promoter_who_is_not_approved_is_pending(talk: Talk) -> None:
    ann = create(talk, always_approve=False, initial_campaign_id=102)
    assert [(one["state"], one["campaign_id"]) for one in ann["promoter_campaigns"]] == [("pending", 102)]
    assert talk.v2("GET", "/company/promoters").json["meta"] == {"pending_count": 1}


def test_an_email_that_is_taken_is_400(talk: Talk) -> None:
    create(talk)
    answer = talk.v2("POST", "/company/promoters", email="Ann@example.com")
    assert answer.status == 400
    assert answer.json == {
        "message": "Validation failed: Email has already been taken",
        "errors": {"email": ["has already been taken"]},
        "code": "invalid_record",
    }


def test_an_email_that_is_missing_is_422(talk: Talk) -> None:
    answer = talk.v2("POST", "/company/promoters", cust_id="7")
    assert answer.status == 422
    assert answer.json == {
        "message": "param is missing or the value is empty or invalid: email",
        "code": "invalid_params",
    }


def test_an_unknown_campaign_is_404(talk: Talk) -> None:
    answer = talk.v2("POST", "/company/promoters", email="ann@example.com", initial_campaign_id=999)
    assert (answer.status, answer.json) == (404, {"message": "Record not found", "code": "not_found"})
    assert talk.control("GET", "/state")["promoters"] == 0


@pytest.mark.parametrize(
    ("value", "find_by"),
    [
        ("1001", None),
        ("ANN@example.com", "email"),
        ("ann%40example.com", "email"),
        ("c%2F7", "cust_id"),
        ("ann", "ref_token"),
        ("ANN10", "promo_code"),
    ],
)
def test_a_promoter_is_found_by_id_or_by_what_is_named(talk: Talk, value: str, find_by: str | None) -> None:
    talk.promoter(cust_id="c/7", promo_code="ANN10")
    given = {} if find_by is None else {"find_by": find_by}
    assert talk.v2("GET", f"/company/promoters/{value}", given).json["id"] == 1001


@pytest.mark.parametrize(("value", "find_by"), [("7", ""), ("ann", ""), ("x@example.com", "email"), ("ann", "colour")])
def test_a_promoter_who_is_not_there_is_404(talk: Talk, value: str, find_by: str) -> None:
    talk.promoter()
    answer = talk.v2("GET", f"/company/promoters/{value}", find_by=find_by)
    assert (answer.status, answer.json) == (404, {"message": "Record not found", "code": "not_found"})


def test_the_parent_and_the_payout_method_are_shown_as_asked(talk: Talk) -> None:
    talk.promoter()
    talk.promoter("Ben", parent_promoter_email="ann@example.com")
    usual = talk.v2("GET", "/company/promoters/1002").json
    asked = talk.v2("GET", "/company/promoters/1002", include_parent_promoter="true", exclude_payout_method="true").json
    assert ("parent_promoter" in usual, "selected_payout_method" in usual) == (False, True)
    assert asked["parent_promoter"] == {"id": 1001, "email": "ann@example.com", "name": "Ann"}
    assert "selected_payout_method" not in asked


@pytest.fixture
def three(talk: Talk) -> Talk:
    """Ann sells best and joined first; Ben is a partner whom Ann recruited; Cyd waits for approval."""
    talk.promoter("Ann", last_name="Lee")
    talk.clock.tick(86_400)
    talk.promoter("Ben", campaign_id=102, parent_promoter_email="ann@example.com")
    talk.clock.tick(86_400)
    create(talk, email="cyd@example.com", always_approve=False)
    talk.lead("joe", "ann")
    talk.lead("eve", "ben")
    talk.sale("1", 1000, "joe")
    talk.sale("2", 300, "eve")
    return talk


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({}, "cba"),
        ({"q": "ben@"}, "b"),
        ({"q": "Ann Lee"}, "a"),
        ({"q": "%"}, ""),
        ({"ids[]": [1001, 1002]}, "ba"),
        ({"filters[campaign_id]": 102}, "b"),
        ({"filters[campaign_id][]": [101, 102]}, "cba"),
        ({"filters[state]": "pending"}, "c"),
        ({"filters[state]": "not_set"}, ""),
        ({"filters[state]": "accepted", "filters[campaign_id]": 101}, "a"),
        ({"filters[joined_at][from]": "2026-01-02"}, "cb"),
        ({"filters[joined_at][to]": "2026-01-02"}, "ba"),
        ({"filters[joined_at][from]": "2026-01-02", "filters[joined_at][to]": "2026-01-02"}, "b"),
        ({"filters[joined_at][from]": "2026-01-02 00:00:01"}, "c"),
        ({"filters[parent_promoter_id]": 1001}, "b"),
        ({"filters[archived]": "yes"}, ""),
        ({"filters[archived]": "no"}, "cba"),
        ({"filters[revenue_amount][from]": 300, "filters[revenue_amount][to]": 999}, "b"),
        ({"filters[customers_count][from]": 1}, "ba"),
        ({"filters[referrals_count][to]": 0}, "c"),
        ({"sorting[joined_at]": "asc"}, "abc"),
        ({"sorting[revenue_amount]": "desc"}, "abc"),
        ({"sorting[revenue_amount]": "asc", "sorting[colour]": "asc"}, "cba"),
        ({"filters[colour]": "red", "colour": "red", "filters": "x"}, "cba"),
        ({"created_at": "2026-01-02"}, "cba"),
        ({"filters[joined_at][from]": "soon"}, "cba"),
    ],
)
def test_promoters_can_be_searched_filtered_and_sorted(three: Talk, given: dict[str, Any], found: str) -> None:
    if given.get("filters") == "x":
        given.pop("filters[colour]")
    assert "".join(email[0] for email in emails(three, **given)) == found


def test_stats_and_balances_show_what_a_promoter_has_brought(three: Talk) -> None:
    ann = three.v2("GET", "/company/promoters/1001").json
    assert ann["stats"] == {
        "clicks_count": 0,
        "referrals_count": 1,
        "customers_count": 1,
        "active_customers_count": 1,
        "sales_count": 1,
        "revenue_amount": 1000,
    }
    assert ann["balances"]["cash"] == 200


# Changing promoters


def test_what_is_given_of_a_promoter_changes_and_the_rest_stays(talk: Talk) -> None:
    create(
        talk,
        cust_id="c-7",
        profile={"first_name": "Ann", "website": "https://a.example", "tiktok_url": "https://t.example"},
    )
    changed = talk.v2(
        "PUT", "/company/promoters/1001", email="anna@example.com", profile={"last_name": "Lee", "website": None}
    )
    assert changed.status == 200, changed.text
    assert (changed.json["email"], changed.json["name"], changed.json["cust_id"]) == (
        "anna@example.com",
        "Ann Lee",
        "c-7",
    )
    profile = changed.json["profile"]
    assert (profile["website"], profile["tiktok_url"]) == (None, "https://t.example")
    assert talk.v1("GET", "/promoters/show", id=1001).json["email"] == "anna@example.com"
    assert talk.v2("PUT", "/company/promoters/1001", cust_id=None).json["cust_id"] is None


@pytest.mark.parametrize(
    ("value", "find_by"),
    [("1001", "id"), ("1001", None), ("ann@example.com", "email"), ("c-7", "cust_id"), ("ann", "ref_token")],
)
def test_find_by_in_the_body_says_whom_to_change(talk: Talk, value: str, find_by: str | None) -> None:
    talk.promoter(cust_id="c-7")
    given = {"cust_id": "c-8", "find_by": find_by}
    assert talk.v2("PUT", f"/company/promoters/{value}", given).json["cust_id"] == "c-8"


def test_the_address_of_another_promoter_is_refused(talk: Talk) -> None:
    talk.promoter("Ann")
    talk.promoter("Ben")
    answer = talk.v2("PUT", "/company/promoters/1002", email="ANN@example.com")
    assert (answer.status, answer.json["errors"]) == (400, {"email": ["has already been taken"]})
    assert talk.v2("PUT", "/company/promoters/1002", email="BEN@example.com").status == 200
    assert talk.v2("PUT", "/company/promoters/1002", email=None).json["errors"] == {"email": ["can't be blank"]}
    assert talk.v2("PUT", "/company/promoters/9", email="x@example.com").status == 404


def test_custom_fields_are_an_object_or_a_list_of_such(talk: Talk) -> None:
    talk.promoter()
    talk.v2("PUT", "/company/promoters/1001", custom_fields={"shirt": "M", "colours": ["red", "blue"]})
    changed = talk.v2("PUT", "/company/promoters/1001", custom_fields=[{"shirt": ""}, {"shoe": "42"}]).json
    assert changed["custom_fields"] == {"colours": ["red", "blue"], "shoe": "42"}
    assert (
        talk.v2("PUT", "/company/promoters/1001", custom_fields=["x"]).json["custom_fields"] == changed["custom_fields"]
    )


def test_tax_forms_are_thrown_away_by_names_with_brackets(talk: Talk) -> None:
    create(talk, profile={"w8_form_url": "https://f.example/8", "w9_form_url": "https://f.example/9"})
    profile = talk.v2("PUT", "/company/promoters/1001", {"profile[_destroy_w8form]": True}).json["profile"]
    assert (profile["w8_form_url"], profile["w9_form_url"]) == (None, "https://f.example/9")
    in_query = "/company/promoters/1001?profile[_destroy_w9form]=true"
    assert talk.v2("PUT", in_query).json["profile"]["w9_form_url"] is None


def states(talk: Talk) -> list[tuple[str, int]]:
    shown = talk.v2("GET", "/company/promoters/1001").json["promoter_campaigns"]
    return [(one["state"], one["campaign_id"]) for one in shown]


def test_referrals_stay_in_the_campaign_that_a_promoter_leaves_or_go_along(talk: Talk) -> None:
    talk.promoter()
    talk.lead()
    talk.sale("order-1", 1000)
    move = {"ids": [1001], "from_campaign_id": 101, "to_campaign_id": 102}
    talk.v2("POST", "/company/promoters/move_to_campaign", move)
    assert states(talk) == [("accepted", 102), ("inactive", 101)]
    talk.sale("order-2", 1000)
    assert talk.balances(1001)[0] == {"cash": 400}
    [place] = {one["promoter_campaign"]["campaign_id"] for one in talk.v2("GET", "/company/commissions").json}
    assert place == 101
    back = {"ids": [1001], "from_campaign_id": 102, "to_campaign_id": 101}
    assert talk.v2("POST", "/company/promoters/move_to_campaign", back).json["failed_count"] == 1


def test_referrals_that_go_along_earn_by_the_new_campaign(talk: Talk) -> None:
    talk.promoter()
    talk.lead()
    move = {"ids": [1001], "from_campaign_id": 101, "to_campaign_id": 102, "soft_move_referrals": True}
    talk.v2("POST", "/company/promoters/move_to_campaign", move)
    assert states(talk) == [("accepted", 102)]
    talk.sale("order-1", 1000)
    assert talk.balances(1001)[0] == {"cash": 300}


# Sessions


@pytest.mark.parametrize("key", ["promoter_id=1001", "cust_id=c-7"])
def test_a_session_begins_and_ends(talk: Talk, key: str) -> None:
    talk.promoter(cust_id="c-7")
    session = talk.v2("POST", f"/promoters/iframe_login?{key}")
    assert (session.status, session.json["expires_in"]) == (200, 86_400)
    assert talk.v2("GET", "/company/promoters/1001").json["last_login_at"] is not None
    over = talk.v2("POST", f"/promoters/iframe_logout?{key}")
    assert (over.status, over.text) == (200, "")


@pytest.mark.parametrize("verb", ["iframe_login", "iframe_logout"])
def test_a_session_is_somebodys(talk: Talk, verb: str) -> None:
    assert talk.v2("POST", f"/promoters/{verb}?promoter_id=9").status == 404
    assert talk.v2("POST", f"/promoters/{verb}").status == 422
