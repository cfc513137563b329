"""Webhooks: what is refused before anything is sent, and credentials that are shown nowhere."""

import json
import pickle
import traceback
from datetime import UTC, datetime
from typing import Any

import pytest

from firstpromoter_async import AnswerTimedOut, CallFailed, InvalidRequest, Outcome
from firstpromoter_async.v2.company.webhooks import CreateWebhook, SendTestWebhook, UpdateWebhook
from firstpromoter_async.v2.models import RotatedSecret, Webhook, WebhookDelivery, WebhookEventType
from firstpromoter_async.wire.codec import structure
from tests.scripted import ScriptedTransport, client_of, json_answer

NEW: dict[str, Any] = {"url": "https://shop.example/hooks", "event_types": ["referral.created"]}
CREDENTIALS: dict[str, Any] = {
    "url": "https://fp:planted@shop.example/hooks",
    "headers": {"Authorization": "Bearer planted"},
    "basic_auth_user": "fp",
    "basic_auth_password": "planted",
}


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"event_types": []}, "one event type or more"),
        ({"event_types": "referral.created"}, "a list was expected"),
        ({"timeout": 0}, "from 1 to 120"),
        ({"timeout": 121}, "from 1 to 120"),
        ({"max_retries": 11}, "from 0 to 10"),
        ({"max_retries": -1}, "from 0 to 10"),
        ({"basic_auth_user": "fp"}, "go together"),
        ({"basic_auth_password": "secret"}, "go together"),
        ({"url": " "}, "not empty"),
    ],
)
def test_a_subscription_that_cannot_be_right_is_refused(wrong: dict[str, Any], words: str) -> None:
    with pytest.raises(InvalidRequest, match=words):
        CreateWebhook(**NEW | wrong)


def test_a_change_may_set_a_new_password_alone_but_no_empty_list_of_types() -> None:
    assert UpdateWebhook(31, basic_auth_password="new").basic_auth_password == "new"
    with pytest.raises(InvalidRequest, match="active=False pauses it"):
        UpdateWebhook(31, event_types=[])


def test_a_test_delivery_takes_user_and_password_together() -> None:
    with pytest.raises(InvalidRequest, match="go together"):
        SendTestWebhook(url="https://shop.example", event_type="referral.created", basic_auth_user="fp")


def test_the_limits_themselves_pass() -> None:
    made = [CreateWebhook(**NEW, timeout=timeout, max_retries=retries) for timeout, retries in ((1, 0), (120, 10))]
    assert [(one.timeout, one.max_retries) for one in made] == [(1, 0), (120, 10)]


@pytest.mark.parametrize(
    "request_",
    [
        CreateWebhook(**NEW | CREDENTIALS),
        UpdateWebhook(31, **CREDENTIALS),
        SendTestWebhook(event_type="referral.created", **CREDENTIALS),
    ],
)
def test_credentials_of_a_request_are_not_shown(request_: Any) -> None:
    assert "planted" not in repr(request_)
    assert "https://[hidden]@shop.example/hooks" in repr(request_)
    assert {"planted", "Bearer planted"} <= {*request_.secrets}


def test_a_refused_request_has_no_credentials_in_its_frames() -> None:
    wrong: dict[str, Any] = {"timeout": 0}
    with pytest.raises(InvalidRequest) as caught:
        CreateWebhook(**NEW | CREDENTIALS | wrong)
    seen = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    seen.stack = traceback.StackSummary.from_list([frame for frame in seen.stack if frame.filename != __file__])
    assert "planted" not in "".join(seen.format())


@pytest.mark.anyio
async def test_a_refusal_that_repeats_credentials_does_not_show_them() -> None:
    body = b'{"message": "Bearer planted and planted-too are bad", "code": "invalid_params"}'
    fp = client_of(ScriptedTransport(json_answer(422, body=body)))
    other: dict[str, Any] = {"basic_auth_password": "planted-too"}
    with pytest.raises(Exception, match=r"\[hidden\] and \[hidden\] are bad"):
        await fp.v2.webhooks.create(**NEW | CREDENTIALS | other)


def test_credentials_of_an_answer_can_be_read_and_are_neither_shown_nor_pickled() -> None:
    webhook = structure({"id": 1, "secret_key": "planted", **CREDENTIALS}, Webhook)
    assert (webhook.secret_key, webhook.headers) == ("planted", {"Authorization": "Bearer planted"})
    assert "planted" not in repr(webhook)
    kept = pickle.loads(pickle.dumps(webhook))
    assert (kept.id, kept.secret_key, kept.headers, kept.raw) == (1, None, None, {})


@pytest.mark.parametrize("more", [{}, {"url": "https://shop.example", "active": True}])
def test_a_new_secret_is_read_whatever_comes_with_it_and_neither_shown_nor_pickled(more: dict[str, Any]) -> None:
    rotated = structure({"secret_key": "planted", **more}, RotatedSecret)
    assert (rotated.secret_key, rotated.extra) == ("planted", more)
    assert "planted" not in repr(rotated)
    assert b"planted" not in pickle.dumps(rotated)


@pytest.mark.anyio
async def test_a_secret_is_not_rotated_again_when_nobody_knows_whether_it_was() -> None:
    transport = ScriptedTransport(AnswerTimedOut("no answer"), json_answer(200, b'{"secret_key": "planted"}'))
    async with client_of(transport) as fp:
        with pytest.raises(CallFailed) as caught:
            await fp.v2.webhooks.rotate_secret(31)
    assert caught.value.outcome is Outcome.UNKNOWN
    assert len(transport.sent) == 1


def test_a_payload_can_be_read_and_is_not_shown() -> None:
    delivery = structure({"id": 1, "payload": {"data": {"email": "joe@example.com"}}}, WebhookDelivery)
    assert delivery.payload == {"data": {"email": "joe@example.com"}}
    assert "joe@example.com" not in repr(delivery)


def test_event_types_are_names_or_any_text() -> None:
    webhook = structure({"id": 1, "event_types": ["referral.moved", "promoter.sang"]}, Webhook)
    assert webhook.event_types == (WebhookEventType.REFERRAL_MOVED, "promoter.sang")


@pytest.mark.anyio
async def test_what_was_missed_is_what_has_not_arrived_of_all_subscriptions_since_a_moment() -> None:
    def row(number: int, status: str, created_at: str) -> dict[str, Any]:
        return {"id": number, "event_id": f"e{number}", "status": status, "created_at": created_at}

    first = [
        row(9, "retrying", "2026-01-09T00:00:00Z"),
        row(8, "delivered", "2026-01-08T00:00:00Z"),
        row(5, "failed", "2026-01-05T00:00:00Z"),
        row(3, "failed", "2026-01-03T00:00:00Z"),
    ]
    second = [row(7, "pending", "2026-01-07T00:00:00Z")]
    answers = [json_answer(200, json.dumps(one).encode()) for one in ([{"id": 1}, {"id": 2}], first, second)]
    transport = ScriptedTransport(*answers)
    async with client_of(transport) as fp:
        missed = await fp.v2.webhooks.missed(since=datetime(2026, 1, 4, tzinfo=UTC))
    assert [one.id for one in missed] == [5, 7, 9]


@pytest.mark.anyio
async def test_a_moment_without_a_time_zone_is_refused() -> None:
    async with client_of(ScriptedTransport()) as fp:
        with pytest.raises(InvalidRequest, match="time zone"):
            await fp.v2.webhooks.missed(since=datetime(2026, 1, 4))
