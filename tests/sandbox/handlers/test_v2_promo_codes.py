"""v2 promo codes, beyond what every noun does."""

from typing import Any

import pytest

from tests.sandbox.talking import Talk


@pytest.fixture
def code(talk: Talk) -> Any:
    talk.promoter("Ann")
    talk.promoter("Ben")
    return create(talk).json


def create(talk: Talk) -> Any:
    given = {"code": "ANN10", "reward_id": 7020, "promoter_campaign_id": 20_001}
    return talk.v2("POST", "/company/promo_codes", given)


def test_a_new_code_is_at_stripe_and_has_the_reward_in_full(code: Any) -> None:
    assert code["ext_id"].startswith("promo_")
    assert code["reward"] == {"id": 7020, "name": "20% recurring commission"}
    assert (code["archived_at"], code["metadata"], code["details"]) == (None, {}, {})


def test_codes_are_listed_by_whose_they_are(talk: Talk, code: Any) -> None:
    assert talk.v2("GET", "/company/promo_codes", promoter_campaign_id=20_001).json == [code]
    assert talk.v2("GET", "/company/promo_codes", promoter_campaign_id=20_002).json == []


def test_an_archived_code_cannot_be_changed_and_may_be_taken_again(talk: Talk, code: Any) -> None:
    talk.v2("DELETE", f"/company/promo_codes/{code['id']}")
    refused = talk.v2("PUT", f"/company/promo_codes/{code['id']}", description="new")
    assert (refused.status, refused.json["code"]) == (422, "invalid_params")
    assert create(talk).status == 200


def test_a_sale_with_a_code_is_the_promoters_until_the_code_is_archived(talk: Talk, code: Any) -> None:
    sale = talk.sale("order-1", 1000, "eve", promo_code="ANN10")
    assert sale["promoter"]["id"] == 1001
    talk.v2("DELETE", f"/company/promo_codes/{code['id']}")
    unknown = talk.v1("POST", "/track/sale", email="max@example.com", event_id="2", amount=100, promo_code="ANN10")
    assert unknown.status == 204


def test_codes_go_with_their_promoter(talk: Talk, code: Any) -> None:
    talk.v1("DELETE", "/promoters/delete", id=1001)
    assert talk.v2("GET", "/company/promo_codes").json == []
    assert talk.control("GET", "/state").get("promo_codes") is None
