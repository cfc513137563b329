"""v2 webhooks: addresses that cannot be reached, deliveries as parts of a subscription, and sending one again."""

import pytest

from firstpromoter_async.sandbox.handlers.v2_webhooks import DELIVERIES, EVENT_TYPES
from firstpromoter_async.v2.models import WebhookEventType
from tests.sandbox.talking import Answer, Talk

NEW = {"url": "https://shop.example/hooks", "event_types": ["referral.created"]}


def subscribed(talk: Talk, **more: object) -> str:
    made = talk.v2("POST", "/company/webhooks", NEW | more)
    assert made.status == 201, made.text
    return f"/company/webhooks/{made.json['id']}"


def delivered(talk: Talk, webhook: str, **more: object) -> str:
    """Let something have been sent, as far as the records go; returns where the delivery is."""
    fields = {"webhook_id": int(webhook.rpartition("/")[2]), "status": "failed", "attempts": 1, **more}
    with talk.sandbox.transaction():
        made = DELIVERIES.keep(talk.sandbox.records, talk.sandbox.moment(), fields)
    return f"{webhook}/webhook_deliveries/{made['id']}"


@pytest.mark.parametrize(
    ("url", "wrong"),
    [
        ("shop.example/hooks", "is malformed"),
        ("ftp://shop.example", "is malformed"),
        ("https://", "is malformed"),
        ("https://[::1", "is malformed"),
        ("https://shop.example:port", "is malformed"),
        ("https://a b.example", "is malformed"),
        ("http://10.1.2.3", "is in a private network"),
        ("http://[fd00::1]/hooks", "is in a private network"),
        ("http://shop.internal", "is in a private network"),
        ("http://intranet/hooks", "is in a private network"),
    ],
)
def test_an_address_that_firstpromoter_cannot_reach_is_refused(talk: Talk, url: str, wrong: str) -> None:
    tested = talk.v2("POST", "/company/webhooks/test", url=url, event_type="referral.created")
    assert (tested.status, tested.json["errors"]) == (400, {"url": [wrong]})
    made = talk.v2("POST", "/company/webhooks", NEW | {"url": url})
    assert (made.status, made.json["errors"]) == (422, {"url": [wrong]})


@pytest.mark.parametrize("url", ["http://localhost:8000/hooks", "http://127.0.0.1/hooks", "http://[::1]:8000/hooks"])
def test_an_address_of_this_machine_is_accepted_since_the_sandbox_sends_nowhere_else(talk: Talk, url: str) -> None:
    assert talk.v2("POST", "/company/webhooks/test", url=url, event_type="referral.created").status == 200
    assert talk.v2("POST", "/company/webhooks", NEW | {"url": url}).status == 201


def test_a_test_delivery_needs_a_known_event_type(talk: Talk) -> None:
    def tested(**given: object) -> Answer:
        return talk.v2("POST", "/company/webhooks/test", {"url": "https://shop.example"} | given)

    assert tested(event_type="referral.created").status == 200
    assert tested(event_type="referral.sung").json["errors"] == {"event_type": ["is not included in the list"]}
    assert tested().status == 422


def test_all_documented_event_types_are_listed_in_order(talk: Talk) -> None:
    told = talk.v2("GET", "/company/webhooks/event_types").json["data"]
    assert told == sorted(told)
    assert {*WebhookEventType} < {*told} == {*EVENT_TYPES}
    assert len(WebhookEventType) == 45


def test_user_and_password_are_set_together_and_the_password_is_never_answered(talk: Talk) -> None:
    half = talk.v2("POST", "/company/webhooks", NEW | {"basic_auth_user": "fp"})
    assert (half.status, half.json["errors"]) == (422, {"basic_auth_password": ["can't be blank"]})
    one = talk.v2("GET", subscribed(talk, basic_auth_user="fp", basic_auth_password="open")).json
    assert (one["basic_auth_user"], one["basic_auth_enabled"]) == ("fp", True)
    assert "basic_auth_password" not in one


def test_deliveries_belong_to_their_subscription_and_go_with_it(talk: Talk) -> None:
    first, second = subscribed(talk), subscribed(talk)
    delivery = delivered(talk, first)
    [shown] = talk.v2("GET", f"{first}/webhook_deliveries").json
    assert talk.v2("GET", delivery).json == shown
    assert talk.v2("GET", f"{second}/webhook_deliveries").json == []
    assert talk.v2("GET", f"{second}/webhook_deliveries/{shown['id']}").status == 404
    assert talk.v2("GET", "/company/webhooks/9/webhook_deliveries").status == 404
    talk.v2("DELETE", first)
    assert talk.v2("GET", delivery).status == 404
    assert talk.sandbox.store.value("SELECT count(*) FROM documents WHERE noun = 'webhook_deliveries'") == 0


def test_a_failed_delivery_is_queued_again(talk: Talk) -> None:
    retried = talk.v2("POST", f"{delivered(talk, subscribed(talk))}/retry_delivery")
    assert (retried.status, retried.json["status"], retried.json["attempts"]) == (200, "pending", 0)


@pytest.mark.parametrize(("status", "attempts"), [("failed", 3), ("delivered", 1), ("pending", 0)])
def test_a_delivery_is_not_queued_again_after_its_retries_or_without_need(
    talk: Talk, status: str, attempts: int
) -> None:
    delivery = delivered(talk, subscribed(talk, max_retries=2), status=status, attempts=attempts)
    refused = talk.v2("POST", f"{delivery}/retry_delivery")
    assert (refused.status, refused.json["code"]) == (422, "invalid_params")
    assert talk.v2("GET", delivery).json["attempts"] == attempts


def test_retries_that_are_used_up_are_raised_first(talk: Talk) -> None:
    webhook = subscribed(talk, max_retries=2)
    delivery = delivered(talk, webhook, attempts=3)
    talk.v2("PUT", webhook, max_retries=3)
    assert talk.v2("POST", f"{delivery}/retry_delivery").status == 200
