"""What v2 subscriptions are told, found by looking at what each request has done."""

from typing import Any

import pytest

from firstpromoter_async.sandbox.handlers.v2_shapes import Shapes
from firstpromoter_async.webhooks import Event, UnknownEvent
from firstpromoter_async.webhooks.receive import read
from tests.sandbox.sending.subscribing import NOBODY, deliveries, subscribe, told
from tests.sandbox.talking import Talk


@pytest.fixture
def joe(talk: Talk) -> dict[str, Any]:
    """Ann has brought Joe, who has bought something; nobody was told of it."""
    talk.promoter()
    joe = talk.lead()
    talk.sale("order-1", 1000)
    return joe


def commission(talk: Talk) -> dict[str, Any]:
    rows: list[dict[str, Any]] = talk.v2("GET", "/company/commissions").json
    return rows[0]


def test_a_customer_s_first_day_is_told_in_order(talk: Talk) -> None:
    webhook = subscribe(talk)
    talk.promoter()
    talk.lead()
    talk.sale("order-1", 1000)
    assert told(talk, webhook) == [
        "promoter.created",
        "promoter_campaign.created",
        "referral.created",
        "referral.updated",
        "referral.converted",
        "commission.created",
        "promoter.balance.updated",
    ]


def test_nothing_is_told_of_what_was_before_nor_of_what_stays_as_it_is(talk: Talk, joe: dict[str, Any]) -> None:
    webhook = subscribe(talk)
    talk.v2("PUT", f"/company/referrals/{joe['id']}", username=None)
    talk.v2("GET", "/company/promoters")
    assert told(talk, webhook) == []


@pytest.mark.usefixtures("joe")
def test_changes_say_what_was_before_and_what_is_now(talk: Talk) -> None:
    webhook, one = subscribe(talk), commission(talk)
    talk.v2("POST", "/company/commissions/deny", ids=[one["id"]])
    updated, denied, balance = deliveries(talk, webhook)
    assert (updated["event_type"], denied["event_type"]) == ("commission.updated", "commission.denied")
    moment = "2026-01-01T00:00:00Z"
    assert updated["object_changes"] == {"status": ["approved", "denied"], "status_updated_at": [None, moment]}
    assert balance["object_changes"] == {
        "earnings_balance": [{"cash": 200}, {}],
        "current_balance": [{"cash": 200}, {}],
    }


@pytest.mark.usefixtures("joe")
def test_the_body_is_the_documented_one_around_what_the_api_answers(talk: Talk) -> None:
    webhook, one = subscribe(talk, NOBODY, "commission.updated"), commission(talk)
    talk.v2("PUT", f"/company/commissions/{one['id']}", internal_note="checked")
    [delivery] = deliveries(talk, webhook)
    assert delivery["payload"] == {
        "event_id": delivery["event_id"],
        "event_type": "commission.updated",
        "action": "updated",
        "entity_type": "commission",
        "entity_id": one["id"],
        "changes": {"internal_note": [None, "checked"]},
        "data": commission(talk),
        "timestamp": "2026-01-01T00:00:00Z",
    }
    assert delivery["entity_type"] == "Commission"


def test_what_goes_with_a_deleted_promoter_is_told_as_it_was(talk: Talk, joe: dict[str, Any]) -> None:
    webhook = subscribe(talk)
    with talk.sandbox.transaction():
        talk.sandbox.store.remove("promoters", 1001)
    rows = {row["event_type"]: row["payload"]["data"] for row in deliveries(talk, webhook)}
    assert sorted(rows) == [
        "commission.deleted",
        "promoter.deleted",
        "promoter_campaign.deleted",
        "referral.deleted",
    ]
    assert rows["referral.deleted"]["email"] == joe["email"]
    assert rows["promoter.deleted"]["email"] == "ann@example.com"


@pytest.mark.usefixtures("joe")
def test_a_payout_is_told_with_the_commissions_that_join_it(talk: Talk) -> None:
    webhook = subscribe(talk)
    talk.v2("POST", "/company/commissions/generate_payouts", ids=[commission(talk)["id"]])
    assert {"payout.created", "payout.commissions.added", "payout.commissions.created"} <= {*told(talk, webhook)}
    [payout] = talk.v2("GET", "/company/payouts").json
    talk.v2("POST", "/company/payouts/mark_as_paid", ids=[payout["id"]])
    assert told(talk, webhook)[-3:] == ["payout.updated", "payout.completed", "promoter.balance.updated"]
    talk.v2("POST", "/company/payouts/mark_as_unpaid", ids=[payout["id"]])
    talk.v2("POST", "/company/commissions/deny", ids=[commission(talk)["id"]])
    assert {"payout.commissions.removed", "payout.commissions.deleted"} <= {*told(talk, webhook)}


def test_places_in_campaigns_tell_where_they_get(talk: Talk) -> None:
    talk.promoter()
    webhook = subscribe(talk)
    talk.v2("POST", "/company/promoters/block", ids=[1001], campaign_id=101)
    talk.v2("POST", "/company/promoters/accept", ids=[1001], campaign_id=101)
    assert told(talk, webhook) == [
        "promoter_campaign.updated",
        "promoter_campaign.blocked",
        "promoter_campaign.updated",
        "promoter_campaign.accepted",
    ]


def test_a_profile_has_an_event_of_its_own(talk: Talk) -> None:
    talk.promoter()
    webhook = subscribe(talk)
    talk.v2("PUT", "/company/promoters/1001", profile={"website": "https://ann.example"})
    assert told(talk, webhook) == ["promoter.updated", "promoter.profile.updated"]


@pytest.mark.usefixtures("joe")
def test_a_customer_who_cancels_is_told(talk: Talk) -> None:
    webhook = subscribe(talk, NOBODY, "referral.cancelled")
    talk.v1("POST", "/track/cancellation", email="joe@example.com")
    assert told(talk, webhook) == ["referral.cancelled"]


def test_payout_methods_and_payments_batches_are_told_from_first_to_last(talk: Talk) -> None:
    talk.promoter()
    talk.lead()
    talk.sale("order-1", 1000)
    talk.v2("POST", "/company/commissions/generate_payouts", ids=[commission(talk)["id"]])
    webhook = subscribe(talk)
    details = {"paypal_email": "ann@example.com"}
    made = talk.v2("POST", "/company/payout_methods", promoter_id=1001, method="paypal", details=details)
    assert made.status in (200, 201), made.text
    batch = talk.v2("POST", "/company/payouts/create_payments_batch", method="paypal")
    assert batch.status == 201, batch.text
    [payout] = talk.v2("GET", "/company/payouts").json
    paid = talk.v2("POST", f"/company/payments_batches/{payout['payments_batch_id']}/pay", otp="123456")
    assert paid.status == 200, paid.text
    talk.clock.tick(10)
    talk.v2("GET", "/company/payouts")
    names = [name for name in told(talk, webhook) if not name.startswith(("promoter", "commission"))]
    assert names == [
        "payout_method.created",
        "payments_batch.created",
        "payout.updated",
        "payout.updated",
        "payout.processing",
        "payments_batch.updated",
        "payments_batch.initiated",
        "payments_batch.processing",
        "payout.updated",
        "payout.completed",
        "payments_batch.updated",
        "payments_batch.completed",
    ]


def test_a_contract_is_told_when_it_is_signed_and_not_before(talk: Talk) -> None:
    talk.promoter()
    webhook = subscribe(talk, NOBODY, "contract_document.signed")
    contract = {"name": "Terms", "checkbox_label": "I accept [the terms]", "content_hosted": True, "content": "Be kind"}
    assert talk.v2("POST", "/company/contracts", contract).status == 200
    [document] = talk.v2("GET", "/affiliate/contract_documents").json
    talk.v2("POST", f"/affiliate/contract_documents/{document['id']}/sign")
    [signed] = deliveries(talk, webhook)
    assert (signed["event_type"], signed["action"]) == ("contract_document.signed", "updated")
    assert signed["object_changes"] == {"signed_at": [None, "2026-01-01T00:00:00Z"]}


def test_a_subscription_hears_of_its_events_and_campaigns_only(talk: Talk) -> None:
    talk.promoter()
    other = subscribe(talk, NOBODY, "referral.created", campaign_ids=[102])
    mine = subscribe(talk, NOBODY, "referral.created", campaign_ids=[101, 102])
    paused = subscribe(talk, active=False)
    talk.lead()
    assert (told(talk, other), told(talk, mine), told(talk, paused)) == ([], ["referral.created"], [])


def test_what_is_refused_is_not_told(talk: Talk) -> None:
    talk.promoter()
    webhook = subscribe(talk)
    refused = talk.v2("POST", "/company/promoters", email="ann@example.com", initial_campaign_id=101)
    assert refused.status >= 400, refused.text
    assert told(talk, webhook) == []


def test_nobody_watches_once_nobody_listens(talk: Talk) -> None:
    talk.v2("DELETE", subscribe(talk))
    assert talk.sandbox.store.all("SELECT name FROM sqlite_master WHERE name IN ('touched', 'pictures')") == []
    webhook = subscribe(talk)
    talk.promoter()
    assert told(talk, webhook) == ["promoter.created", "promoter_campaign.created"]


def test_every_event_is_read_as_a_class_of_its_own_with_nothing_left_over(talk: Talk) -> None:
    webhook = subscribe(talk)
    talk.promoter()
    talk.lead()
    talk.sale("order-1", 1000)
    talk.v2("POST", "/company/commissions/generate_payouts", ids=[commission(talk)["id"]])
    for row in deliveries(talk, webhook):
        event = read(row["payload"])
        assert isinstance(event, Event)
        assert not isinstance(event, UnknownEvent)
        assert getattr(event.data, "extra", {}) == {}, row["event_type"]


def test_a_promoter_is_not_drawn_for_those_who_do_not_want_to_hear_of_balances(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk.promoter()
    webhook = subscribe(talk, NOBODY, "commission.created")
    talk.lead()
    monkeypatch.setattr(Shapes, "promoter", lambda *_, **__: pytest.fail("the whole promoter was drawn"))
    talk.sale("order-1", 1000)
    assert told(talk, webhook) == ["commission.created"]
