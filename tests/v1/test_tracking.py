"""v1 tracking: what it sends, what it refuses, and what it makes of each answer."""

from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

import pytest

from firstpromoter_async.errors import (
    BadRequest,
    InvalidAmount,
    InvalidRequest,
    NotFound,
    Unauthorized,
    UnreadableAnswer,
)
from firstpromoter_async.outcomes import AlreadyRecorded, NotReferred, Recorded
from firstpromoter_async.v1.models import Event, EventType, LeadState, Unit
from firstpromoter_async.v1.tracking import (
    Track,
    TrackCancellation,
    TrackRefund,
    TrackSale,
    TrackSignup,
    TrackSubscriber,
)
from firstpromoter_async.wire.message import HttpResponse
from firstpromoter_async.wire.request import Replay, Request

from .conversation import Canned, answer, sample, written

NOON = datetime(2024, 9, 11, 12, 0, tzinfo=UTC)

WHOLE_SIGNUP: dict[str, Any] = {
    "email": "carol+1@example.com",
    "uid": "cus_carol",
    "created_at": NOON,
    "skip_email_notification": True,
    "tid": "3491ff2f",
    "ref_id": "ann",
    "promoter_email": "ann@example.com",
    "ip": "192.0.2.7",
    "username": "carol",
    "first_name": "Carol",
    "last_name": "Chen",
    "website": "https://carol.example.com",
    "custom_fields": {"team": "blue", "seat no": "7"},
}
WHOLE_SIGNUP_WRITTEN = (
    "email=carol%2B1%40example.com&uid=cus_carol&created_at=2024-09-11T12%3A00%3A00Z&skip_email_notification=true"
    "&tid=3491ff2f&ref_id=ann&promoter_email=ann%40example.com&ip=192.0.2.7&username=carol&first_name=Carol"
    "&last_name=Chen&website=https%3A%2F%2Fcarol.example.com&custom_fields%5Bteam%5D=blue&custom_fields%5Bseat+no%5D=7"
)

CALLS = [
    pytest.param(
        TrackSignup(email="carol@example.com", tid="3491ff2f"),
        "POST /api/v1/track/signup email=carol%40example.com&tid=3491ff2f",
        id="signup, the least",
    ),
    pytest.param(
        TrackSignup(**WHOLE_SIGNUP, sub_id="spring", override_existing_lead=False),
        f"POST /api/v1/track/signup {WHOLE_SIGNUP_WRITTEN}&sub_id=spring&override_existing_lead=false",
        id="signup, everything",
    ),
    pytest.param(
        TrackSale(uid="cus_carol", event_id="order-1", amount=4900),
        "POST /api/v1/track/sale uid=cus_carol&event_id=order-1&amount=4900",
        id="sale, the least",
    ),
    pytest.param(
        TrackSale(
            email="carol@example.com",
            uid="cus_carol",
            created_at="2024-09-11",
            skip_email_notification=False,
            event_id="order/1",
            amount=4900,
            currency="EUR",
            quantity=2,
            plan="starter",
            mrr=0,
            promo_code="ANN10",
            tid="3491ff2f",
            ref_id="ann",
            subscription_id="sub_1",
            start_recurring_reward_in=0,
            recurring_reward_frequency=30,
            max_recurring=12,
            ecom_sale=True,
        ),
        "POST /api/v1/track/sale email=carol%40example.com&uid=cus_carol&created_at=2024-09-11"
        "&skip_email_notification=false&event_id=order%2F1&amount=4900&currency=EUR&quantity=2&plan=starter&mrr=0"
        "&promo_code=ANN10&tid=3491ff2f&ref_id=ann&subscription_id=sub_1&start_recurring_reward_in=0"
        "&recurring_reward_frequency=30&max_recurring=12&ecom_sale=true",
        id="sale, everything",
    ),
    pytest.param(
        TrackRefund(
            email="carol@example.com",
            uid="cus_carol",
            created_at=NOON,
            skip_email_notification=True,
            event_id="refund-1",
            amount=1000,
            currency="EUR",
            quantity=1,
            sale_event_id="order-1",
            ecom_refund=True,
        ),
        "POST /api/v1/track/refund email=carol%40example.com&uid=cus_carol&created_at=2024-09-11T12%3A00%3A00Z"
        "&skip_email_notification=true&event_id=refund-1&amount=1000&currency=EUR&quantity=1&sale_event_id=order-1"
        "&ecom_refund=true",
        id="refund, everything",
    ),
    pytest.param(
        TrackCancellation(uid="cus_carol", event_id="end-1", created_at=NOON, skip_email_notification=True),
        "POST /api/v1/track/cancellation uid=cus_carol&created_at=2024-09-11T12%3A00%3A00Z"
        "&skip_email_notification=true&event_id=end-1",
        id="cancellation",
    ),
    pytest.param(
        TrackSubscriber(**WHOLE_SIGNUP),
        f"POST /api/v1/track/subscriber {WHOLE_SIGNUP_WRITTEN}",
        id="subscriber, everything",
    ),
]


@pytest.mark.parametrize(("request_", "line"), CALLS)
def test_a_call_is_written_as_a_form(request_: Request[Any], line: str) -> None:
    assert written(request_) == line


@pytest.mark.parametrize(("request_", "line"), CALLS)
def test_the_query_style_moves_the_form_into_the_query(request_: Request[Any], line: str) -> None:
    assert written(request_, in_query=True) == line.replace(" email=", "?email=").replace(" uid=", "?uid=")


def test_any_mapping_will_do_for_custom_fields() -> None:
    request = TrackSignup(email="a@b.example", ref_id="ann", custom_fields=MappingProxyType({"team": "blue"}))
    assert written(request).endswith("&custom_fields%5Bteam%5D=blue")


# --- refusals, before anything is sent -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "given", "told"),
    [
        (TrackSignup, {"tid": "t"}, "TrackSignup needs one of email, uid"),
        (TrackSignup, {"email": "", "tid": "t"}, "TrackSignup needs one of email, uid"),
        (TrackSignup, {"email": "a@b.example"}, "TrackSignup needs one of tid, ref_id, promoter_email"),
        (TrackSale, {"event_id": "e", "amount": 1}, "TrackSale needs one of email, uid"),
        (TrackRefund, {"event_id": "e", "amount": 1}, "TrackRefund needs one of email, uid"),
        (TrackCancellation, {"event_id": "e"}, "TrackCancellation needs one of email, uid"),
        (TrackSubscriber, {"ref_id": "ann"}, "TrackSubscriber needs one of email, uid"),
        (TrackSubscriber, {"uid": "u"}, "TrackSubscriber needs one of tid, ref_id, promoter_email"),
        (TrackSale, {"uid": "u", "event_id": " ", "amount": 1}, "TrackSale.event_id is text that is not empty"),
        (TrackRefund, {"uid": "u", "event_id": "", "amount": 1}, "TrackRefund.event_id is text that is not empty"),
        (
            TrackSale,
            {"uid": "u", "event_id": "e", "amount": 1, "max_recurring": 3},
            "max_recurring needs recurring_reward_frequency",
        ),
        (TrackSale, {"uid": "u", "event_id": "e", "amount": 1, "quantity": 0}, "quantity is an integer from 1"),
        (TrackSale, {"uid": "u", "event_id": "e", "amount": 1, "mrr": -1}, "mrr is zero or more"),
        (TrackSale, {"uid": "u", "event_id": "e", "amount": 1, "mrr": 9.5}, "mrr is an integer in minor units"),
        (TrackSale, {"uid": "u", "event_id": "e", "amount": 10**20}, "amount is at most"),
        (TrackSale, {"uid": "u", "event_id": "e", "amount": 1, "currency": "BTC"}, "BTC is no currency in use"),
        (TrackRefund, {"uid": "u", "event_id": "e", "amount": 1, "currency": "DEM"}, "DEM is no currency in use"),
    ],
)
def test_what_cannot_be_right_is_refused_by_name(kind: Any, given: dict[str, Any], told: str) -> None:
    with pytest.raises(InvalidRequest, match=told.replace(".", r"\.")):
        kind(**given)


@pytest.mark.parametrize("kind", [TrackSale, TrackRefund])
@pytest.mark.parametrize("amount", [0, -4900, 49.0, True, "4900", None])
def test_only_positive_integers_are_amounts(kind: Any, amount: Any) -> None:
    with pytest.raises(InvalidAmount, match=r"amount is"):
        kind(uid="u", event_id="e", amount=amount)


def test_a_moment_without_a_time_zone_is_refused() -> None:
    request = TrackCancellation(uid="u", created_at=datetime(2024, 9, 11))
    with pytest.raises(InvalidRequest, match="no time zone"):
        written(request)


# --- replay --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("request_", "rule"),
    [
        (TrackSignup(email="a@b.example", tid="t"), Replay.KEYED),
        (TrackSubscriber(email="a@b.example", tid="t"), Replay.KEYED),
        (TrackSale(uid="u", event_id="e", amount=1), Replay.KEYED),
        (TrackSale(uid="u", event_id="e", amount=1, start_recurring_reward_in=0), Replay.KEYED),
        (TrackSale(uid="u", event_id="e", amount=1, start_recurring_reward_in=14), Replay.UNSAFE),
        (TrackRefund(uid="u", event_id="e", amount=1), Replay.KEYED),
        (TrackCancellation(uid="u", event_id="e"), Replay.KEYED),
        (TrackCancellation(uid="u"), Replay.UNSAFE),
    ],
)
def test_a_call_may_be_repeated_when_a_key_refuses_the_copy(request_: Request[Any], rule: Replay) -> None:
    assert request_.replay_rule is rule


# --- answers -------------------------------------------------------------------------------------------------------------

SALE = TrackSale(email="carol@example.com", event_id="order-1", amount=6000)


def event_of(outcome: object) -> Event:
    assert isinstance(outcome, Recorded)
    assert isinstance(outcome.event, Event)
    return outcome.event


def test_a_recorded_sale_comes_with_its_commission() -> None:
    event = event_of(SALE.read(answer(sample("sale"))))
    assert (event.id, event.type, event.amount_cents) == (11002, EventType.SALE, 6000)
    assert event.reward is not None
    assert (event.reward.amount, event.reward.unit, event.reward.conversion_amount) == (1200, Unit.CASH, 6000)
    assert event.lead is not None
    assert (event.lead.state, event.lead.uid) == (LeadState.ACTIVE, "cus_carol")
    assert event.promoter is not None
    assert event.promoter.current_balance == {"cash": 28800, "points": -24}


def test_a_recorded_refund_is_negative_throughout() -> None:
    refund = TrackRefund(uid="cus_carol", event_id="refund-1", amount=1000)
    event = event_of(refund.read(answer(sample("refund"))))
    assert event.reward is not None
    assert (event.amount_cents, event.reward.amount, event.reward.conversion_amount) == (-1000, -200, -1000)


@pytest.mark.parametrize(
    ("request_", "kind", "state"),
    [
        (TrackSignup(email="a@b.example", tid="t"), EventType.SIGNUP, LeadState.SIGNUP),
        (TrackCancellation(uid="u"), EventType.CANCELLATION, LeadState.CANCELLED),
        (TrackSubscriber(uid="u", tid="t"), EventType.SUBSCRIBER, LeadState.SUBSCRIBED),
    ],
)
def test_other_events_have_neither_amount_nor_reward(request_: Request[Any], kind: EventType, state: LeadState) -> None:
    event = event_of(request_.read(answer(sample(kind))))
    assert (event.type, event.amount_cents, event.reward) == (kind, None, None)
    assert event.lead is not None
    assert event.lead.state is state


def test_an_answer_of_the_older_reference_has_no_reward_and_little_else() -> None:
    older = {"id": 1708, "type": "sale", "amount_cents": 6000, "lead": {"id": 943}, "promoter": {"id": 1983}}
    event = event_of(SALE.read(answer(older)))
    assert (event.amount_cents, event.reward) == (6000, None)


def test_a_success_without_an_event_is_not_taken_for_one() -> None:
    with pytest.raises(UnreadableAnswer):
        SALE.read(HttpResponse.of(200))


@pytest.mark.parametrize("request_", [SALE, TrackSubscriber(uid="u", tid="t"), TrackCancellation(uid="u")])
def test_204_is_nobodys_referral(request_: Request[Any]) -> None:
    assert request_.read(HttpResponse.of(204)) == NotReferred()


def test_409_is_recorded_already() -> None:
    words = "The 'sale' event with the id 'order-1' already exists."
    assert SALE.read(answer({"message": words}, 409)) == AlreadyRecorded(words)


def test_a_second_signup_is_recorded_already() -> None:
    words = "there is already a signup event registered on this lead"
    signup = TrackSignup(email="a@b.example", tid="t")
    assert signup.read(answer({"transaction_id": words}, 422)) == AlreadyRecorded(words)


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (400, {"message": "Error. Amount blank or invalid."}, BadRequest),
        (401, "Bad credentials", Unauthorized),
        (404, {"message": "Visitor  invalid, not found or you are testing."}, NotFound),
    ],
)
def test_everything_else_is_an_error(status: int, body: Any, error: type[Exception]) -> None:
    with pytest.raises(error):
        TrackSignup(email="a@b.example", tid="t").read(answer(body, status))


@pytest.mark.anyio
async def test_the_noun_offers_every_call_by_name() -> None:
    sender = Canned(*(answer(sample(name)) for name in ("signup", "sale", "refund", "cancellation", "subscriber")))
    track = Track(sender)
    outcomes = [
        await track.signup(email="a@b.example", tid="t"),
        await track.sale(uid="u", event_id="order-1", amount=6000),
        await track.refund(uid="u", event_id="refund-1", amount=1000),
        await track.cancellation(uid="u"),
        await track.subscriber(uid="u", ref_id="ann"),
    ]
    assert [event_of(outcome).type for outcome in outcomes] == list(EventType)
    assert sender.sent[1] == "POST /api/v1/track/sale uid=u&event_id=order-1&amount=6000"
