"""What campaigns' URLs are sent, in the words of v1, and the protocol of `fulfilment_pending`."""

from collections.abc import Callable
from typing import Any

import pytest

from firstpromoter_async.webhooks import FulfilmentPending, UnknownV1Event, V1Event
from firstpromoter_async.webhooks.receive import read
from tests.sandbox.sending.receiver import Receiver, receiving
from tests.sandbox.talking import Talk
from tests.webhooks.making import SAMPLES, v1

pytestmark = pytest.mark.anyio


def listen(talk: Talk, receiver: Receiver, campaign_id: int = 101) -> None:
    told = {"default_webhook_url": receiver.url, "fulfilment_webhook_url": f"{receiver.url}/rewards"}
    set_up = talk.control("POST", "/campaign_webhooks", {"campaign_id": campaign_id, **told})
    assert set_up == {"campaign_id": campaign_id, **told}


def points(talk: Talk) -> dict[str, Any]:
    """Let Ann have earned 50 points, which wait to be given."""
    talk.promoter()
    place = talk.v2("GET", "/company/promoters/1001").json["promoter_campaigns"][0]
    given = {"commission_type": "custom", "promoter_campaign_id": place["id"], "amount": 50, "unit": "points"}
    [commission] = talk.v2("POST", "/company/commissions", given).json
    talk.v2("POST", "/company/commissions/generate_payouts", ids=[commission["id"]])
    [payout] = talk.v2("GET", "/company/payouts").json
    return dict(payout)


async def test_a_customer_s_life_is_told_in_order(talk: Talk) -> None:
    async with receiving() as receiver:
        listen(talk, receiver)
        talk.promoter()
        talk.lead()
        talk.sale("order-1", 1000)
        talk.v1("POST", "/track/cancellation", email="joe@example.com")
        await talk.sandbox.send_webhooks()
    assert receiver.types == [
        "promoter_signed_up",
        "lead_signup",
        "lead_becomes_referral",
        "new_customer",
        "reward_created",
        "lead_cancelled",
    ]


async def test_a_subscriber_signs_up_later(talk: Talk) -> None:
    async with receiving() as receiver:
        talk.promoter()
        listen(talk, receiver)
        talk.v1("POST", "/track/subscriber", email="joe@example.com", ref_id="ann")
        talk.lead()
        await talk.sandbox.send_webhooks()
    assert receiver.types == ["lead_subscribed", "lead_signup"]


async def test_promoters_are_accepted_later_or_in_another_campaign(talk: Talk) -> None:
    async with receiving() as receiver:
        talk.promoter()
        listen(talk, receiver)
        listen(talk, receiver, 102)
        talk.v2("POST", "/company/promoters/block", ids=[1001], campaign_id=101)
        talk.v2("POST", "/company/promoters/accept", ids=[1001], campaign_id=101)
        talk.v2("POST", "/company/promoters/add_to_campaign", ids=[1001], campaign_id=102)
        await talk.sandbox.send_webhooks()
    assert receiver.types == ["promoter_accepted", "promoter_accepted"]
    assert {event["data"]["campaign"]["id"] for event in receiver.events} == {101, 102}


async def test_every_event_has_the_form_of_the_documents_and_a_class_that_leaves_nothing_over(talk: Talk) -> None:
    async with receiving() as receiver:
        listen(talk, receiver)
        points(talk)
        talk.lead()
        talk.sale("order-1", 1000)
        talk.v1("POST", "/track/cancellation", email="joe@example.com")
        talk.v2("POST", "/company/promoters/block", ids=[1001], campaign_id=101)
        talk.v2("POST", "/company/promoters/accept", ids=[1001], campaign_id=101)
        await talk.sandbox.send_webhooks()
    found = {event["event"]["type"]: event for event in receiver.events}
    assert {*found} == {path.stem for path in SAMPLES.glob("*.json")} - {"lead_subscribed"}
    for name, event in found.items():
        sample = v1(name)
        assert event["event"].keys() == sample["event"].keys()
        assert sample["data"].keys() <= event["data"].keys(), name
        decoded = read(event)
        assert isinstance(decoded, V1Event)
        assert not isinstance(decoded, UnknownV1Event)
        assert getattr(decoded.data, "extra", {}) == {}, name


async def test_ids_tell_events_apart_and_what_fails_is_not_sent_again(talk: Talk) -> None:
    async with receiving(lambda _: 500) as receiver:
        listen(talk, receiver)
        talk.promoter()
        talk.lead()
        await talk.sandbox.send_webhooks()
        talk.clock.tick(86_400)
        assert await talk.sandbox.send_webhooks() == 0
    assert len({event["event"]["id"] for event in receiver.events}) == 2
    assert {one["status"] for one in talk.control("GET", "/v1_webhook_deliveries")} == {"failed"}


async def test_user_and_password_in_the_url_are_sent_and_never_shown(talk: Talk) -> None:
    async with receiving() as receiver:
        url = receiver.url.replace("//", "//fp:hush@")
        shown = talk.control("POST", "/campaign_webhooks", {"campaign_id": 101, "default_webhook_url": url})
        talk.promoter()
        await talk.sandbox.send_webhooks()
    assert "hush" not in str(shown)
    assert receiver.arrivals[0][0]["authorization"] == "Basic ZnA6aHVzaA=="


async def fulfil(talk: Talk, answer: Callable[[int], int], minutes: int = 0) -> tuple[list[str], dict[str, Any]]:
    """Let a reward be asked for, and so much of the schedule pass; returns what was sent, and the payout."""
    async with receiving(answer) as receiver:
        told = {"campaign_id": 101, "fulfilment_webhook_url": receiver.url}
        talk.control("POST", "/campaign_webhooks", told)
        payout = points(talk)
        await talk.sandbox.send_webhooks()
        for _ in range(minutes):
            talk.clock.tick(0.05)
            await talk.sandbox.send_webhooks()
    [event] = {event["event"]["id"]: event for event in receiver.events}.values()
    pending = read(event)
    assert isinstance(pending, FulfilmentPending)
    assert (pending.data.id, pending.data.amount, pending.data.unit) == (payout["id"], 50, "points")
    return receiver.types, talk.v1("GET", "/payouts/list").json[0]


async def test_a_reward_is_fulfilled_by_200_alone(talk: Talk) -> None:
    types, payout = await fulfil(talk, lambda _: 200, minutes=70)
    assert (types, payout["status"], payout["has_issues"]) == (["fulfilment_pending"], "completed", False)


async def test_a_reward_that_is_kept_pending_is_asked_for_again_at_the_next_check(talk: Talk) -> None:
    types, payout = await fulfil(talk, lambda number: 202 if number == 1 else 200, minutes=59)
    assert (len(types), payout["status"]) == (1, "pending")
    types, payout = await fulfil(Talk(), lambda number: 202 if number == 1 else 200, minutes=61)
    assert (len(types), payout["status"]) == (2, "completed")


async def test_a_reward_that_fails_seven_times_more_has_issues(talk: Talk) -> None:
    types, payout = await fulfil(talk, lambda _: 503, minutes=260)
    assert (len(types), payout["status"], payout["has_issues"]) == (8, "pending", True)


async def test_a_reward_that_was_fulfilled_through_the_api_is_not_asked_for_again(talk: Talk) -> None:
    async with receiving(lambda _: 202) as receiver:
        listen(talk, receiver)
        payout = points(talk)
        await talk.sandbox.send_webhooks()
        talk.v2("POST", "/company/payouts/mark_as_paid", ids=[payout["id"]])
        talk.clock.tick(3_600)
        assert await talk.sandbox.send_webhooks() == 0
    assert receiver.types.count("fulfilment_pending") == 1


async def test_a_url_that_is_taken_back_is_told_no_more_and_a_wrong_one_is_refused(talk: Talk) -> None:
    async with receiving() as receiver:
        listen(talk, receiver)
        cleared = {"campaign_id": 101, "default_webhook_url": None, "fulfilment_webhook_url": None}
        assert talk.control("POST", "/campaign_webhooks", cleared) == cleared
        talk.promoter()
        assert await talk.sandbox.send_webhooks() == 0
    for wrong in (
        {"campaign_id": 9, "default_webhook_url": None},
        {"campaign_id": 101, "default_webhook_url": "ftp://127.0.0.1"},
        {"campaign_id": 101, "url": "http://127.0.0.1"},
    ):
        assert "message" in talk.control("POST", "/campaign_webhooks", wrong)
