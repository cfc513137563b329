"""What leaves the sandbox, and what becomes of a delivery; over real HTTP on this machine."""

import base64
import hashlib
import hmac
from pathlib import Path
from typing import Any

import anyio
import pytest

from firstpromoter_async.sandbox import open_sandbox
from firstpromoter_async.sandbox.sending.deliveries import pause
from firstpromoter_async.sandbox.sending.plan import WebhookPlan
from firstpromoter_async.testing import Clock
from firstpromoter_async.webhooks import TestDelivery, WebhookSecrets, receive
from tests.clocks import until
from tests.sandbox.sending.receiver import receiving
from tests.sandbox.sending.subscribing import NOBODY, deliveries, subscribe
from tests.sandbox.talking import Talk

pytestmark = pytest.mark.anyio


def latest(talk: Talk, webhook: str) -> dict[str, Any]:
    return deliveries(talk, webhook)[-1]


async def test_what_is_sent_has_the_documented_headers_and_every_proof(talk: Talk) -> None:
    async with receiving() as receiver:
        made = talk.v2(
            "POST",
            "/company/webhooks",
            url=receiver.url,
            event_types=["promoter.created"],
            headers={"X-Secret": "hush"},
            basic_auth_user="fp",
            basic_auth_password="open",
        ).json
        talk.promoter()
        assert await talk.sandbox.send_webhooks() == 1
    [(headers, body)] = receiver.arrivals
    [event] = receiver.events
    assert headers["content-type"] == "application/json"
    assert (headers["x-event-id"], headers["x-event-type"]) == (event["event_id"], "promoter.created")
    assert headers["x-secret"] == "hush"
    assert headers["authorization"] == "Basic " + base64.b64encode(b"fp:open").decode()
    assert headers["x-webhook-signature"] == hmac.new(made["secret_key"].encode(), body, hashlib.sha256).hexdigest()
    receive(body, headers, secrets=WebhookSecrets(secret_key=made["secret_key"]))


async def test_a_delivery_that_arrives_is_delivered_and_not_sent_again(talk: Talk) -> None:
    async with receiving() as receiver:
        webhook = subscribe(talk, receiver.url, "promoter.created")
        talk.promoter()
        assert (await talk.sandbox.send_webhooks(), await talk.sandbox.send_webhooks()) == (1, 0)
    one = latest(talk, webhook)
    assert (one["status"], one["attempts"], one["response_code"]) == ("delivered", 1, 204)
    assert (one["delivered_at"], one["last_error"]) == ("2026-01-01T00:00:00.000Z", None)


async def test_a_failure_is_tried_again_by_the_documented_schedule_until_retries_are_used_up(talk: Talk) -> None:
    async with receiving(lambda _: 500) as receiver:
        webhook = subscribe(talk, receiver.url, "promoter.created", max_retries=2)
        talk.promoter()
        await talk.sandbox.send_webhooks()
        assert latest(talk, webhook)["status"] == "retrying"
        for minutes in (2, 4):
            talk.clock.tick(minutes * 0.05 - 0.001)
            assert await talk.sandbox.send_webhooks() == 0
            talk.clock.tick(0.002)
            assert await talk.sandbox.send_webhooks() == 1
        talk.clock.tick(86_400)
        assert await talk.sandbox.send_webhooks() == 0
    one = latest(talk, webhook)
    assert (one["status"], one["attempts"], one["last_error"]) == ("failed", 3, "HTTP 500")
    assert (one["response_code"], one["response_body"]) == (500, "x" * 1_000)
    assert {event["event_id"] for event in receiver.events} == {one["event_id"]}


async def test_ten_retries_take_seventeen_hours_at_firstpromoters_own_pace() -> None:
    pauses = [pause(attempts, 60) for attempts in range(1, 11)]
    assert pauses[:5] == [120, 240, 480, 960, 1920]
    assert sum(pauses[:9]) == pytest.approx(17 * 3600, rel=0.01)


async def test_a_minute_may_take_as_long_as_it_does_elsewhere(talk: Talk) -> None:
    talk.control("POST", "/webhook_plan", {"minute": 60})
    async with receiving(lambda _: 500) as receiver:
        subscribe(talk, receiver.url, "promoter.created")
        talk.promoter()
        await talk.sandbox.send_webhooks()
        talk.clock.tick(119)
        assert await talk.sandbox.send_webhooks() == 0
        talk.clock.tick(2)
        assert await talk.sandbox.send_webhooks() == 1


async def test_a_failed_delivery_is_sent_once_more_by_hand(talk: Talk) -> None:
    async with receiving(lambda number: 500 if number == 1 else 204) as receiver:
        webhook = subscribe(talk, receiver.url, "promoter.created", max_retries=0)
        talk.promoter()
        await talk.sandbox.send_webhooks()
        retry = f"{webhook}/webhook_deliveries/{latest(talk, webhook)['id']}/retry_delivery"
        assert talk.v2("POST", retry).status == 422
        talk.v2("PUT", webhook, max_retries=1)
        assert talk.v2("POST", retry).json["status"] == "pending"
        assert await talk.sandbox.send_webhooks() == 1
    assert latest(talk, webhook)["status"] == "delivered"


async def test_who_does_not_answer_in_time_has_failed(talk: Talk) -> None:
    async with receiving(lambda _: 0) as receiver:
        shortest = {"timeout": 1, "max_retries": 0}
        webhook = subscribe(talk, receiver.url, "promoter.created", **shortest)
        talk.promoter()
        await talk.sandbox.send_webhooks()
    one = latest(talk, webhook)
    assert (one["status"], one["response_code"]) == ("failed", None)
    assert "no answer within 1 s" in one["last_error"]


@pytest.mark.parametrize("url", ["https://93.184.216.34/hooks", "https://[2606:2800:220::1]/hooks"])
async def test_nothing_is_sent_to_another_machine(talk: Talk, url: str) -> None:
    webhook = subscribe(talk, url, "promoter.created", max_retries=0)
    talk.promoter()
    await talk.sandbox.send_webhooks()
    one = latest(talk, webhook)
    assert one["status"] == "failed"
    assert "is not this machine" in one["last_error"]


async def test_no_proxy_stands_between_this_machine_and_itself(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    async with receiving() as receiver:
        subscribe(talk, receiver.url, "promoter.created")
        talk.promoter()
        await talk.sandbox.send_webhooks()
    assert receiver.types == ["promoter.created"]


async def test_headers_that_cannot_be_sent_fail_the_delivery_without_showing_them(talk: Talk) -> None:
    webhook = subscribe(talk, NOBODY, "promoter.created", max_retries=0, headers={"X-Secret": "hush\nhush"})
    talk.promoter()
    await talk.sandbox.send_webhooks()
    one = latest(talk, webhook)
    assert one["status"] == "failed"
    assert "hush" not in one["last_error"]


async def test_a_test_delivery_is_really_sent_and_signed(talk: Talk) -> None:
    async with receiving() as receiver:
        tested = talk.v2("POST", "/company/webhooks/test", url=receiver.url, event_type="commission.updated")
        assert tested.status == 200
        assert await talk.sandbox.send_webhooks() == 1
    [(headers, body)] = receiver.arrivals
    assert "x-webhook-signature" in headers
    event = receive(body, {"X-Secret": "a"}, secrets=WebhookSecrets(headers={"X-Secret": "a"}))
    assert (type(event), receiver.events[0]["data"]) == (TestDelivery, {"test": True})


async def test_a_new_secret_signs_what_happens_from_then_on_and_what_is_under_way_keeps_the_old_one(talk: Talk) -> None:
    def rotated() -> str:
        answer = talk.v2("POST", f"/api/admin/v2/webhooks/{made['id']}/rotate_secret")
        assert (answer.status, {*answer.json}) == (200, {"id", "secret_key"})
        key: str = answer.json["secret_key"]
        return key

    async with receiving(lambda number: 500 if number == 1 else 204) as receiver:
        made = talk.v2("POST", "/company/webhooks", url=receiver.url, event_types=["promoter.created"]).json
        talk.promoter("Ann")
        await talk.sandbox.send_webhooks()
        keys = {"ann@example.com": made["secret_key"], "ben@example.com": rotated()}
        talk.promoter("Ben")
        keys["cid@example.com"] = rotated()
        talk.promoter("Cid")
        talk.clock.tick(1)
        await talk.sandbox.send_webhooks()
    emails = [event["data"]["email"] for event in receiver.events]
    assert sorted(emails) == ["ann@example.com", *sorted(keys)]
    for email, (headers, body) in zip(emails, receiver.arrivals, strict=True):
        receive(body, headers, secrets=WebhookSecrets(secret_key=keys[email]))  # which refuses any other


async def test_a_paused_subscription_keeps_what_is_under_way_until_it_goes_on(talk: Talk) -> None:
    async with receiving() as receiver:
        webhook = subscribe(talk, receiver.url, "promoter.created")
        talk.promoter()
        talk.v2("PUT", webhook, active=False)
        assert await talk.sandbox.send_webhooks() == 0
        talk.v2("PUT", webhook, active=True)
        assert await talk.sandbox.send_webhooks() == 1


async def test_deliveries_go_with_a_subscription_that_is_deleted_meanwhile(talk: Talk) -> None:
    async with receiving(lambda _: talk.v2("DELETE", webhook).status and 204) as receiver:
        webhook = subscribe(talk, receiver.url, "promoter.created")
        talk.promoter()
        assert await talk.sandbox.send_webhooks() == 1
    assert talk.v2("GET", f"{webhook}/webhook_deliveries").status == 404


async def test_each_place_is_told_in_the_order_in_which_things_happened(talk: Talk) -> None:
    async with receiving() as one, receiving() as other:
        subscribe(talk, one.url)
        subscribe(talk, other.url)
        talk.promoter()
        for name in ("joe", "kim", "lou"):
            talk.lead(name)
        await talk.sandbox.send_webhooks()
    assert one.events == other.events
    assert one.types == ["promoter.created", "promoter_campaign.created", *["referral.created"] * 3]


async def test_a_plan_sends_some_twice_some_late_and_some_never(talk: Talk) -> None:
    talk.control("POST", "/webhook_plan", {"seed": 3, "duplicated": 0.3, "reordered": 0.3, "dropped": 0.3})
    async with receiving() as receiver:
        webhook = subscribe(talk, receiver.url, "referral.created", max_retries=0)
        talk.promoter()
        for number in range(30):
            talk.lead(f"lead{number}")
        await talk.sandbox.send_webhooks()
        in_time = len(receiver.events)
        talk.clock.tick(0.2)
        await talk.sandbox.send_webhooks()
    ids = [event["event_id"] for event in receiver.events]
    dropped = [row for row in deliveries(talk, webhook) if row["status"] == "failed"]
    assert len({*ids}) + len(dropped) == 30
    assert 0 < len(dropped) < 20
    assert len(ids) > len({*ids})
    assert len(ids) > in_time
    assert {row["last_error"] for row in dropped} == {"dropped, as the plan of the sandbox asked for"}


async def test_a_plan_is_told_and_taken_back_and_a_wrong_one_is_refused(talk: Talk) -> None:
    talk.control("POST", "/webhook_plan", {"seed": 3, "dropped": 1})
    assert talk.control("GET", "/webhook_plan") == {
        "seed": 3,
        "duplicated": 0.0,
        "reordered": 0.0,
        "dropped": 1,
        "minute": 0.05,
    }
    assert "no lost" in talk.control("POST", "/webhook_plan", {"lost": 1})["message"]
    assert "from 0 to 1" in talk.control("POST", "/webhook_plan", {"dropped": 2})["message"]
    assert "no more than 1" in talk.control("POST", "/webhook_plan", {"dropped": 0.6, "duplicated": 0.6})["message"]
    assert "a number" in talk.control("POST", "/webhook_plan", {"dropped": "all"})["message"]
    assert "seconds" in talk.control("POST", "/webhook_plan", {"minute": -1})["message"]
    talk.control("DELETE", "/webhook_plan")
    assert talk.sandbox.webhook_plan == WebhookPlan()


async def test_a_place_that_does_not_answer_is_asked_once_and_keeps_no_other_waiting(talk: Talk) -> None:
    async with receiving(lambda _: 0) as silent, receiving() as other, anyio.create_task_group() as tasks:
        subscribe(talk, silent.url, "referral.created", timeout=120)  # which the test does not wait for
        subscribe(talk, other.url, "referral.created")
        talk.promoter()
        tasks.start_soon(talk.sandbox.keep_sending_webhooks)
        for number in (1, 2, 3):
            talk.lead(f"lead{number}")
            await until(lambda number=number: len(other.arrivals) == number)  # type: ignore[misc]
        assert len(silent.arrivals) == 1
        tasks.cancel_scope.cancel()


async def test_what_was_not_sent_is_sent_by_the_next_sandbox_with_the_same_file(tmp_path: Path) -> None:
    file, clock = tmp_path / "sandbox.db", Clock()
    async with receiving() as receiver:
        async with open_sandbox(db=file, rate=None, clock=clock) as first:
            talk = Talk()
            talk.sandbox = first
            subscribe(talk, receiver.url, "promoter.created")
            talk.promoter()
        async with open_sandbox(db=file, rate=None, clock=clock) as second:
            assert await second.send_webhooks() == 1
    assert receiver.types == ["promoter.created"]
