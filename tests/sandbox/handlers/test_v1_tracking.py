"""v1 tracking, as plain calls."""

import json

import pytest

from tests.sandbox.talking import FORM, JSON, Talk

BLANK = "Error. Email and uid can not be blank!"
BAD_AMOUNT = "Error. Amount blank or invalid."
VISITOR = "Visitor  invalid, not found or you are trying to use the signup tracking test via API which doesn't work on API calls."


def test_a_signup_by_ref_id_makes_a_lead(talk: Talk) -> None:
    ann = talk.promoter()
    answer = talk.v1("POST", "/track/signup", email="joe@example.com", uid="7", ref_id="ann", username="joe")
    assert answer.status == 200
    event = answer.json
    assert (event["type"], event["amount_cents"], event["reward"]) == ("signup", None, None)
    assert (event["lead"]["state"], event["lead"]["uid"], event["lead"]["username"]) == ("signup", "7", "joe")
    assert event["promoter"]["id"] == ann["id"]


def test_a_signup_by_visit_knows_the_promoter(talk: Talk) -> None:
    talk.promoter()
    tid = talk.control("POST", "/visits", {"ref_id": "ann"})["tid"]
    assert talk.v1("POST", "/track/signup", uid="7", tid=tid).status == 200


def test_a_signup_by_the_promoters_email_knows_the_promoter(talk: Talk) -> None:
    talk.promoter()
    assert talk.v1("POST", "/track/signup", uid="7", promoter_email="ANN@example.com").status == 200


@pytest.mark.parametrize("source", [{}, {"ref_id": "nobody"}, {"tid": "nothing"}, {"promoter_email": "x@example.com"}])
def test_a_signup_that_nobody_referred_is_404(talk: Talk, source: dict[str, str]) -> None:
    answer = talk.v1("POST", "/track/signup", uid="7", **source)
    assert (answer.status, answer.json) == (404, {"message": VISITOR})


def test_a_repeated_signup_is_422(talk: Talk) -> None:
    talk.promoter()
    talk.lead()
    answer = talk.v1("POST", "/track/signup", email="JOE@example.com", ref_id="ann")
    assert answer.status == 422
    assert answer.json == {"transaction_id": "there is already a signup event registered on this lead"}


def test_a_signup_may_override_the_lead_that_is_there(talk: Talk) -> None:
    talk.promoter()
    ben = talk.promoter("Ben")
    lead = talk.lead(username="old")
    answer = talk.v1(
        "POST", "/track/signup", email="joe@example.com", ref_id="ben", username="new", override_existing_lead="true"
    )
    assert answer.json["lead"] == lead | {"username": "new"}
    shown = talk.v1("GET", "/leads/show", id=lead["id"]).json
    assert shown["promoter"]["id"] == ben["id"]


@pytest.mark.parametrize("call", ["signup", "sale", "refund", "cancellation", "subscriber"])
def test_nobody_in_particular_is_400(talk: Talk, call: str) -> None:
    answer = talk.v1("POST", f"/track/{call}", email=" ", event_id="1", amount=100)
    assert (answer.status, answer.json) == (400, {"message": BLANK})


def test_a_sale_earns_the_campaigns_commission(talk: Talk) -> None:
    ann = talk.promoter()
    talk.lead()
    event = talk.sale("order-1", 6000, plan="gold")
    assert (event["type"], event["amount_cents"]) == ("sale", 6000)
    reward = event["reward"]
    assert (reward["amount"], reward["unit"], reward["status"]) == (1200, "cash", "approved")
    assert (reward["event_id"], reward["conversion_amount"]) == ("order-1", 6000)
    assert (event["lead"]["state"], event["lead"]["plan_name"]) == ("active", "gold")
    assert event["lead"]["customer_since"] == "2026-01-01T00:00:00.000Z"
    assert talk.balances(ann["id"]) == ({"cash": 1200}, None, {"cash": 1200})


def test_a_sale_of_a_partner_earns_more(talk: Talk) -> None:
    talk.promoter(campaign_id=102)
    talk.lead()
    assert talk.sale("order-1", 1000)["reward"]["amount"] == 300


@pytest.mark.parametrize("style", ["query", "form", "json"])
def test_a_sale_may_travel_as_query_form_or_json(talk: Talk, style: str) -> None:
    talk.promoter()
    talk.lead()
    key = ("X-API-KEY", talk.sandbox.keys.v1_api_key)
    written = "email=joe%40example.com&event_id=order-1&amount=6000"
    as_json = json.dumps({"email": "joe@example.com", "event_id": "order-1", "amount": 6000}).encode()
    sent = {
        "query": lambda: talk.send("POST", f"/api/v1/track/sale?{written}", (key, FORM)),
        "form": lambda: talk.send("POST", "/api/v1/track/sale", (key, FORM), written.encode()),
        "json": lambda: talk.send("POST", "/api/v1/track/sale", (key, JSON), as_json),
    }
    assert sent[style]().json["amount_cents"] == 6000


def test_a_customer_is_found_by_uid_before_email(talk: Talk) -> None:
    talk.promoter()
    joe, eve = talk.lead("joe", uid="7"), talk.lead("eve")
    assert talk.sale("1", 100, "eve", uid="7")["lead"]["id"] == joe["id"]
    assert talk.sale("2", 100, "eve", uid="8")["lead"] | {"id": 0} != joe
    assert talk.v1("GET", "/leads/show", uid="8").json["id"] == eve["id"]


def test_a_sale_that_nobody_referred_is_204_without_a_body(talk: Talk) -> None:
    answer = talk.v1("POST", "/track/sale", email="eve@example.com", event_id="1", amount=100, ref_id="nobody")
    assert (answer.status, answer.text) == (204, "")


@pytest.mark.parametrize("call", ["sale", "refund"])
def test_an_event_id_is_stored_once_for_each_kind(talk: Talk, call: str) -> None:
    talk.promoter()
    talk.lead()
    sent = {"email": "joe@example.com", "event_id": "order-1", "amount": 100}
    assert talk.v1("POST", f"/track/{call}", sent).status == 200
    answer = talk.v1("POST", f"/track/{call}", sent | {"amount": 999, "email": "eve@example.com"})
    assert (answer.status, answer.json) == (
        409,
        {"message": f"The '{call}' event with the id 'order-1' already exists."},
    )
    other = "refund" if call == "sale" else "sale"
    assert talk.v1("POST", f"/track/{other}", sent).status == 200


@pytest.mark.parametrize("amount", ["", "0", "-100", "29.33", "1e3", "٣", "10" * 10, "abc"])
@pytest.mark.parametrize("call", ["sale", "refund"])
def test_an_amount_that_is_no_whole_number_above_zero_is_400(talk: Talk, call: str, amount: str) -> None:
    answer = talk.v1("POST", f"/track/{call}", email="joe@example.com", event_id="1", amount=amount)
    assert (answer.status, answer.json) == (400, {"message": BAD_AMOUNT})


@pytest.mark.parametrize("call", ["sale", "refund"])
def test_an_event_without_its_id_is_400(talk: Talk, call: str) -> None:
    assert talk.v1("POST", f"/track/{call}", email="joe@example.com", amount=100).status == 400


@pytest.mark.parametrize("source", ["ref_id", "tid", "promo_code", "customer_promo_code"])
def test_a_sale_that_says_who_referred_it_makes_the_lead(talk: Talk, source: str) -> None:
    ann = talk.promoter(promo_code="STRIPE1", customer_promo_code="ANN10")
    tid = talk.control("POST", "/visits", {"ref_id": "ann"})["tid"]
    named = {"ref_id": "ann", "tid": tid, "promo_code": "STRIPE1", "customer_promo_code": "ANN10"}[source]
    event = talk.sale("1", 100, "eve", **{source.removeprefix("customer_"): named})
    assert (event["promoter"]["id"], event["lead"]["state"]) == (ann["id"], "active")
    assert talk.v1("POST", "/track/signup", email="eve@example.com", ref_id="ann").status == 422


def test_a_customer_stays_with_the_promoter_who_brought_them(talk: Talk) -> None:
    ann = talk.promoter()
    talk.promoter("Ben")
    talk.lead()
    assert talk.sale("1", 100, ref_id="ben")["promoter"]["id"] == ann["id"]


def test_a_refund_takes_its_share_back(talk: Talk) -> None:
    ann = talk.promoter()
    talk.lead()
    talk.sale("order-1", 6000)
    event = talk.v1(
        "POST", "/track/refund", email="joe@example.com", event_id="back-1", amount=1000, sale_event_id="order-1"
    ).json
    assert (event["type"], event["amount_cents"]) == ("refund", -1000)
    assert (event["reward"]["amount"], event["reward"]["conversion_amount"]) == (-200, -1000)
    assert talk.balances(ann["id"]) == ({"cash": 1000}, None, {"cash": 1000})


def test_a_refund_of_nobodys_referral_is_204(talk: Talk) -> None:
    assert talk.v1("POST", "/track/refund", email="eve@example.com", event_id="1", amount=100).status == 204


def test_a_cancellation_ends_a_customer(talk: Talk) -> None:
    talk.promoter()
    talk.lead()
    talk.sale("order-1", 6000)
    event = talk.v1("POST", "/track/cancellation", email="joe@example.com").json
    assert (event["type"], event["amount_cents"], event["reward"]) == ("cancellation", None, None)
    assert (event["lead"]["state"], event["lead"]["cancelled_at"]) == ("cancelled", "2026-01-01T00:00:00.000Z")


def test_a_customer_who_buys_again_is_active_again(talk: Talk) -> None:
    talk.promoter()
    talk.lead()
    talk.v1("POST", "/track/cancellation", email="joe@example.com")
    lead = talk.sale("order-1", 6000)["lead"]
    assert (lead["state"], lead["cancelled_at"]) == ("active", None)


def test_a_cancellation_with_an_event_id_is_stored_once(talk: Talk) -> None:
    talk.promoter()
    talk.lead()
    assert talk.v1("POST", "/track/cancellation", email="joe@example.com", event_id="c1").status == 200
    answer = talk.v1("POST", "/track/cancellation", email="joe@example.com", event_id="c1")
    assert (answer.status, answer.json) == (
        409,
        {"message": "The 'cancellation' event with the id 'c1' already exists."},
    )


def test_a_cancellation_of_nobodys_referral_is_204(talk: Talk) -> None:
    assert talk.v1("POST", "/track/cancellation", email="eve@example.com").status == 204


def test_a_subscriber_becomes_a_lead_that_may_still_sign_up(talk: Talk) -> None:
    talk.promoter()
    answer = talk.v1("POST", "/track/subscriber", email="joe@example.com", ref_id="ann")
    assert answer.status == 200
    assert set(answer.json) == {"id", "type", "lead", "promoter"}
    assert (answer.json["type"], answer.json["lead"]["state"]) == ("subscriber", "subscribed")
    assert talk.lead()["state"] == "signup"


def test_a_repeated_subscriber_is_409(talk: Talk) -> None:
    talk.promoter()
    for status in (200, 409):
        assert talk.v1("POST", "/track/subscriber", email="joe@example.com", ref_id="ann").status == status


def test_a_subscriber_whom_nobody_is_said_to_have_referred_is_204(talk: Talk) -> None:
    assert talk.v1("POST", "/track/subscriber", email="joe@example.com").status == 204


def test_a_subscriber_with_an_unknown_promoter_is_404(talk: Talk) -> None:
    assert talk.v1("POST", "/track/subscriber", email="joe@example.com", ref_id="nobody").status == 404


@pytest.mark.parametrize(
    "fields",
    [{"custom_fields[size]": "L", "custom_fields[colour]": "red"}, {"custom_fields": '{"size": "L", "colour": "red"}'}],
)
def test_custom_fields_are_kept_in_either_form(talk: Talk, fields: dict[str, str]) -> None:
    talk.promoter()
    assert talk.lead(**fields)["custom_fields"] == {"size": "L", "colour": "red"}


def test_an_event_is_dated_when_it_happened(talk: Talk) -> None:
    talk.promoter()
    talk.lead(created_at="2025-03-01T12:00:00Z")
    lead = talk.sale("1", 100, created_at="2025-03-04")["lead"]
    assert (lead["created_at"], lead["customer_since"]) == ("2025-03-01T12:00:00.000Z", "2025-03-04T00:00:00.000Z")
