"""v1 promoters, as plain calls."""

import pytest

from tests.sandbox.talking import JSON, Talk

ONE_OF = "You need to find the promoter either by id, cust_id, auth_token, ref_id or promoter_email"


def test_a_new_promoter_has_everything_that_the_documents_name(talk: Talk) -> None:
    ann = talk.promoter("Ann", last_name="Lee", twitter_url="https://x.example/ann", temp_password="hush", note="hello")
    assert ann["status"] == "active"
    assert (ann["default_ref_id"], ann["temp_password"], ann["note"]) == ("ann", "hush", "hello")
    assert len(ann["auth_token"]) >= 32
    assert (ann["earnings_balance"], ann["current_balance"], ann["paid_balance"]) == (None, None, None)
    assert (ann["profile"]["first_name"], ann["profile"]["last_name"]) == ("Ann", "Lee")
    assert ann["profile"]["social_accounts"] == {"twitter": {"url": "https://x.example/ann"}}
    [promotion] = ann["promotions"]
    assert promotion["id"] == ann["default_promotion_id"]
    assert promotion["referral_link"] == "https://shop.example?fpr=ann"
    assert promotion["current_referral_reward"]["per_of_sale"] == 20


@pytest.mark.parametrize(("first_name", "ref_id"), [("Ann", "ann"), ("Änn-Marie 2", "annmarie2"), ("O'Neil", "oneil")])
def test_a_ref_id_is_made_from_the_first_name(talk: Talk, first_name: str, ref_id: str) -> None:
    made = talk.v1("POST", "/promoters/create", email="a@example.com", first_name=first_name).json
    assert made["default_ref_id"] == ref_id


def test_a_second_ann_gets_another_ref_id(talk: Talk) -> None:
    talk.promoter()
    second = talk.v1("POST", "/promoters/create", email="ann2@example.com", first_name="Ann").json
    assert second["default_ref_id"].startswith("ann")
    assert second["default_ref_id"] != "ann"


def test_without_a_name_the_ref_id_is_made_up(talk: Talk) -> None:
    assert talk.v1("POST", "/promoters/create", email="a@example.com").json["default_ref_id"]


@pytest.mark.parametrize(
    ("email", "what"), [("ANN@example.com", "has already been taken"), ("ann", "is invalid"), ("", "can't be blank")]
)
def test_an_email_must_be_one_and_free(talk: Talk, email: str, what: str) -> None:
    talk.promoter()
    answer = talk.v1("POST", "/promoters/create", email=email)
    assert (answer.status, answer.json) == (422, {"company_user.user.email": [what]})


@pytest.mark.parametrize(
    ("field", "value", "path"),
    [
        ("ref_id", "ann", "promotions.ref_id"),
        ("ref_id", "Big Letters", "promotions.ref_id"),
        ("promo_code", "ANN10", "promotions.promo_code"),
        ("customer_promo_code", "ANN10", "promotions.customer_promo_code"),
    ],
)
def test_ref_ids_and_codes_are_unique(talk: Talk, field: str, value: str, path: str) -> None:
    talk.promoter(promo_code="ANN10")
    answer = talk.v1("POST", "/promoters/create", {"email": "ben@example.com", field: value})
    assert (answer.status, list(answer.json)) == (422, [path])
    assert talk.control("GET", "/state")["promoters"] == 1


@pytest.mark.parametrize(
    ("field", "value", "error"),
    [
        ("campaign_id", "999", "Campaign not found."),
        ("campaign_id", "x", "Campaign not found."),
        ("parent_promoter_id", "999", "Parent promoter not found."),
        ("parent_promoter_email", "x@example.com", "Parent promoter not found."),
    ],
)
def test_what_a_new_promoter_refers_to_must_exist(talk: Talk, field: str, value: str, error: str) -> None:
    answer = talk.v1("POST", "/promoters/create", {"email": "ann@example.com", field: value})
    assert (answer.status, answer.json) == (422, {"error": error})


def test_a_promoter_may_have_a_parent(talk: Talk) -> None:
    ann = talk.promoter()
    assert talk.promoter("Ben", parent_promoter_email="ann@example.com")["parent_promoter_id"] == ann["id"]


@pytest.mark.parametrize("key", ["id", "promoter_email", "cust_id", "auth_token", "ref_id", "promo_code"])
def test_a_promoter_is_found_by_any_key(talk: Talk, key: str) -> None:
    ann = talk.promoter(cust_id="c-7", promo_code="ANN10")
    known = {"promoter_email": "ann@example.com", "cust_id": "c-7", "ref_id": "ann", "promo_code": "ANN10"}
    shown = talk.v1("GET", "/promoters/show", {key: known.get(key, ann.get(key))})
    assert shown.json == ann


def test_show_also_answers_with_a_json_suffix(talk: Talk) -> None:
    talk.promoter()
    assert talk.v1("GET", "/promoters/show.json", ref_id="ann").status == 200


def test_without_a_key_nobody_can_be_shown(talk: Talk) -> None:
    answer = talk.v1("GET", "/promoters/show", id=" ")
    assert (answer.status, answer.json) == (
        422,
        {"error": f"{ONE_OF.replace(' or promoter_email', '')}, promoter_email or promo_code"},
    )


@pytest.mark.parametrize(
    ("method", "call"),
    [
        ("GET", "show"),
        ("PUT", "update"),
        ("PUT", "refresh_token"),
        ("POST", "move_to_campaign"),
        ("POST", "add_to_campaign"),
        ("DELETE", "delete"),
    ],
)
def test_a_promoter_who_is_not_there_is_404(talk: Talk, method: str, call: str) -> None:
    answer = talk.v1(method, f"/promoters/{call}", id="7", destination_campaign_id=102, campaign_id=102)
    assert (answer.status, answer.json) == (404, {"error": "Promoter not found."})


@pytest.mark.parametrize(
    ("method", "call"), [("POST", "move_to_campaign"), ("PUT", "refresh_token"), ("DELETE", "delete")]
)
def test_without_a_key_nothing_happens(talk: Talk, method: str, call: str) -> None:
    answer = talk.v1(method, f"/promoters/{call}", destination_campaign_id=102)
    assert (answer.status, answer.json) == (422, {"error": ONE_OF})


def test_an_update_changes_what_is_mentioned_and_nothing_else(talk: Talk) -> None:
    ann = talk.promoter("Ann", last_name="Lee")
    changed = talk.v1(
        "PUT", "/promoters/update", id=ann["id"], last_name="Li", new_ref_id="annie", new_cust_id="c-8"
    ).json
    assert (changed["profile"]["first_name"], changed["profile"]["last_name"]) == ("Ann", "Li")
    assert (changed["default_ref_id"], changed["cust_id"], changed["email"]) == ("annie", "c-8", "ann@example.com")
    assert changed["auth_token"] == ann["auth_token"]


def test_an_email_beside_an_id_is_the_new_one(talk: Talk) -> None:
    ann = talk.promoter()
    assert talk.v1("PUT", "/promoters/update", id=ann["id"], email="a@example.com").json["email"] == "a@example.com"


@pytest.mark.parametrize("more", [{}, {"cust_id": "7"}])
def test_an_update_finds_by_promoter_email_as_well(talk: Talk, more: dict[str, str]) -> None:
    ann = talk.promoter()
    changed = talk.v1(
        "PUT", "/promoters/update", more, promoter_email="ann@example.com", email="a@example.com", note="met in May"
    ).json
    assert [changed[name] for name in ("id", "email", "note")] == [ann["id"], "a@example.com", "met in May"]
    assert changed["cust_id"] == more.get("cust_id")


@pytest.mark.parametrize("change", [{"email": "ben@example.com"}, {"new_ref_id": "ben"}, {"promo_code": "BEN10"}])
def test_an_update_cannot_take_what_is_somebody_elses(talk: Talk, change: dict[str, str]) -> None:
    ann = talk.promoter()
    talk.promoter("Ben", promo_code="BEN10")
    answer = talk.v1("PUT", "/promoters/update", change, id=ann["id"])
    assert (answer.status, list(answer.json)) == (422, ["error"])
    assert talk.v1("GET", "/promoters/show", id=ann["id"]).json == ann


def test_a_promoter_may_keep_what_is_theirs(talk: Talk) -> None:
    ann = talk.promoter(promo_code="ANN10")
    answer = talk.v1(
        "PUT", "/promoters/update", id=ann["id"], email="Ann@example.com", new_ref_id="ann", promo_code="ANN10"
    )
    assert answer.status == 200


def test_a_campaign_on_an_update_is_joined(talk: Talk) -> None:
    ann = talk.promoter()
    for _ in range(2):
        changed = talk.v1("PUT", "/promoters/update", id=ann["id"], campaign_id=102).json
        assert [one["campaign_id"] for one in changed["promotions"]] == [101, 102]


def test_moving_keeps_the_ref_id(talk: Talk) -> None:
    talk.promoter()
    moved = talk.v1("POST", "/promoters/move_to_campaign", ref_id="ann", destination_campaign_id=102).json
    assert [(one["campaign_id"], one["ref_id"]) for one in moved["promotions"]] == [(102, "ann")]


@pytest.mark.parametrize(
    ("move", "error"),
    [
        ({"destination_campaign_id": 999}, "Campaign not found."),
        ({}, "Campaign not found."),
        ({"destination_campaign_id": 101, "source_campaign_id": 999}, "Promotion not found."),
        ({"destination_campaign_id": 102}, "The promoter is in this campaign already."),
    ],
)
def test_a_move_that_cannot_be_is_422(talk: Talk, move: dict[str, int], error: str) -> None:
    talk.promoter()
    talk.v1("POST", "/promoters/add_to_campaign", ref_id="ann", campaign_id=102)
    answer = talk.v1("POST", "/promoters/move_to_campaign", move, ref_id="ann")
    assert (answer.status, answer.json) == (422, {"error": error})


def test_a_second_campaign_has_a_link_of_its_own(talk: Talk) -> None:
    ann = talk.promoter()
    added = talk.v1("POST", "/promoters/add_to_campaign", ref_id="ann", campaign_id=102).json
    first, second = added["promotions"]
    assert (first["ref_id"], first["campaign_id"], second["campaign_id"]) == ("ann", 101, 102)
    assert second["ref_id"] != "ann"
    assert added["default_promotion_id"] == ann["default_promotion_id"]
    assert talk.v1("POST", "/promoters/add_to_campaign", ref_id="ann", campaign_id=102).status == 422


def test_a_new_token_voids_the_old_one(talk: Talk) -> None:
    ann = talk.promoter()
    token = talk.v1("PUT", "/promoters/refresh_token", auth_token=ann["auth_token"]).json["auth_token"]
    assert talk.v1("GET", "/promoters/show", auth_token=ann["auth_token"]).status == 404
    assert talk.v1("GET", "/promoters/show", auth_token=token).json["id"] == ann["id"]


def test_a_promoter_goes_with_all_that_they_brought(talk: Talk) -> None:
    talk.promoter()
    talk.lead()
    talk.sale("1", 1000)
    answer = talk.v1("DELETE", "/promoters/delete", ref_id="ann")
    assert (answer.status, answer.json) == (200, {"message": "Promoter removed."})
    state = talk.control("GET", "/state")
    assert (state["promoters"], state["leads"], state["rewards"], state["balances"]) == (0, 0, 0, {})


def test_a_delete_may_have_a_json_body(talk: Talk) -> None:
    talk.promoter()
    key = ("X-API-KEY", talk.sandbox.keys.v1_api_key)
    assert talk.send("DELETE", "/api/v1/promoters/delete", (key, JSON), b'{"ref_id": "ann"}').status == 200


def test_a_dashboard_session_is_handed_out(talk: Talk) -> None:
    ann = talk.promoter()
    session = talk.v1("POST", "/promoters/iframe_login", promoter_id=ann["id"]).json
    assert (set(session), session["expires_in"]) == ({"access_token", "expires_in"}, 86_400)
    assert talk.v1("POST", "/promoters/iframe_login", promoter_id=7).status == 404


def test_a_campaign_lists_those_in_it(talk: Talk) -> None:
    talk.promoter("Ann")
    talk.promoter("Ben", campaign_id=102)
    assert [one["email"] for one in talk.v1("GET", "/promoters/list").json] == ["ben@example.com", "ann@example.com"]
    assert [one["email"] for one in talk.v1("GET", "/promoters/list", campaign_id=101).json] == ["ann@example.com"]
    assert talk.v1("GET", "/promoters/list", campaign_id=999).json == {"error": "Campaign not found."}


@pytest.mark.parametrize(
    ("state", "status"),
    [("accepted", "active"), ("pending", "pending"), ("blocked", "blocked"), ("rejected", "denied")],
)
def test_the_status_says_how_the_promoter_stands_in_their_first_campaign(talk: Talk, state: str, status: str) -> None:
    promotion = talk.promoter()["promotions"][0]
    talk.v2("PUT", f"/company/promoter_campaigns/{promotion['id']}", state=state)
    assert talk.v1("GET", "/promoters/show", id=1001).json["status"] == status
