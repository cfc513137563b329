"""v2 tracking, as plain calls."""

import pytest

from tests.sandbox.talking import Talk

NOT_REFERRED = "Referral corresponding to email or uid parameter not found or promoter is banned."


def sale(talk: Talk, **more: object) -> dict[str, object]:
    sent = {"email": "joe@example.com", "event_id": "order-1", "amount": 2000} | more
    answer = talk.v2("POST", "/track/sale", sent)
    assert answer.status == 200, answer.text
    event: dict[str, object] = answer.json
    return event


def test_a_signup_is_answered_in_v2s_shape(talk: Talk) -> None:
    talk.promoter()
    event = talk.v2("POST", "/track/signup", email="joe@example.com", ref_id="ann").json
    assert (event["etype"], event["sale_amount"], event["commissions"]) == ("signup", None, [])
    assert (event["referral"]["email"], event["referral"]["uid"]) == ("joe@example.com", None)


def test_a_sale_is_answered_with_its_commission(talk: Talk) -> None:
    ann = talk.promoter()
    talk.lead()
    answer = talk.v2("POST", "/track/sale", email="joe@example.com", event_id="order-1", amount=2000)
    event = answer.json
    assert (event["etype"], event["sale_amount"], event["event_id"]) == ("sale", 2000, "order-1")
    [commission] = event["commissions"]
    assert (commission["amount"], commission["sale_amount"], commission["is_paid"]) == (400, 2000, False)
    assert commission["promoter_campaign"]["promoter"]["id"] == ann["id"]


def test_another_currency_is_converted_and_remembered(talk: Talk) -> None:
    talk.promoter()
    talk.lead()
    event = sale(talk, currency="EUR")
    assert (event["sale_amount"], event["original_sale_amount"], event["original_sale_currency"]) == (2200, 2000, "EUR")


def test_a_sale_that_nobody_referred_is_404_and_says_so(talk: Talk) -> None:
    answer = talk.v2("POST", "/track/sale", email="eve@example.com", event_id="1", amount=100)
    assert (answer.status, answer.json) == (404, {"message": NOT_REFERRED, "code": "not_found"})


def test_a_repeated_sale_is_409_whichever_api_it_came_by(talk: Talk) -> None:
    talk.promoter()
    talk.lead()
    talk.sale("order-1", 2000)
    answer = talk.v2("POST", "/track/sale", email="joe@example.com", event_id="order-1", amount=2000)
    assert (answer.status, answer.json) == (409, {"message": "The 'sale' event with the id 'order-1' already exists."})


def test_a_repeated_signup_is_422(talk: Talk) -> None:
    talk.promoter()
    talk.lead()
    answer = talk.v2("POST", "/track/signup", email="joe@example.com", ref_id="ann")
    assert (answer.status, list(answer.json)) == (422, ["transaction_id"])


@pytest.mark.parametrize("amount", [0, -1, 29.33, "29.33", True, None, [], "12x"])
def test_an_amount_that_is_no_whole_number_above_zero_is_400(talk: Talk, amount: object) -> None:
    answer = talk.v2("POST", "/track/sale", email="joe@example.com", event_id="1", amount=amount)
    assert (answer.status, answer.json) == (400, {"message": "Error. Amount blank or invalid."})


def test_a_refund_is_answered_in_v1s_shape(talk: Talk) -> None:
    talk.promoter()
    talk.lead()
    sale(talk)
    event = talk.v2("POST", "/track/refund", email="joe@example.com", event_id="back-1", amount="500").json
    assert (event["type"], event["amount_cents"], event["reward"]["amount"]) == ("refund", -500, -100)


def test_a_refund_of_nobodys_referral_is_204(talk: Talk) -> None:
    assert talk.v2("POST", "/track/refund", email="eve@example.com", event_id="1", amount=100).status == 204


def test_a_cancellation_is_answered_in_v1s_shape(talk: Talk) -> None:
    talk.promoter()
    talk.lead()
    event = talk.v2("POST", "/track/cancellation", email="joe@example.com").json
    assert (event["type"], event["lead"]["state"]) == ("cancellation", "cancelled")


def test_a_cancellation_of_nobodys_referral_is_404(talk: Talk) -> None:
    assert talk.v2("POST", "/track/cancellation", email="eve@example.com").status == 404


def test_a_promoter_may_be_named_by_id(talk: Talk) -> None:
    ann = talk.promoter()
    assert talk.v2("POST", "/track/signup", email="joe@example.com", promoter_id=ann["id"]).status == 200


def test_a_body_that_is_not_json_is_400(talk: Talk) -> None:
    keys = talk.sandbox.keys
    headers = (
        ("Authorization", f"Bearer {keys.api_key}"),
        ("Account-ID", keys.account_id),
        ("Content-Type", "application/json"),
    )
    assert talk.send("POST", "/api/v2/track/sale", headers, b"{").status == 400
