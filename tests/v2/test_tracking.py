"""v2 tracking: what leaves, what comes back, and what is refused before anything leaves."""

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from firstpromoter_async.errors import (
    BadRequest,
    InvalidAmount,
    InvalidRequest,
    NotFound,
    Unprocessable,
    UnreadableAnswer,
)
from firstpromoter_async.money import cents
from firstpromoter_async.outcomes import AlreadyRecorded, NotReferred, Recorded
from firstpromoter_async.v2.models.commissions import CommissionStatus
from firstpromoter_async.v2.models.tracking import EventType
from firstpromoter_async.v2.tracking import Track, TrackCancellation, TrackRefund, TrackSale, TrackSignup
from firstpromoter_async.wire.request import Replay

from .samples import answer, body, line, sample

SIGNUP = TrackSignup(email="cal@example.com", tid="t-1")
SALE = TrackSale(email="cal@example.com", event_id="order-1", amount=2000)
REFUND = TrackRefund(uid="u-1", event_id="refund-1", amount=1000)
CANCELLATION = TrackCancellation(uid="u-1")


@pytest.mark.parametrize(
    ("request_", "path"),
    [(SIGNUP, "signup"), (SALE, "sale"), (REFUND, "refund"), (CANCELLATION, "cancellation")],
)
def test_each_call_is_a_post_below_track(request_: Any, path: str) -> None:
    assert line(request_) == f"POST https://fp.test/api/v2/track/{path}"


def test_a_signup_says_who_and_from_whom() -> None:
    assert body(SIGNUP) == b'{"email":"cal@example.com","tid":"t-1"}'


def test_a_signup_with_everything() -> None:
    everything = TrackSignup(
        email="cal@example.com",
        uid="u-1",
        tid="t-1",
        ref_id="ann",
        ip="203.0.113.9",
        created_at=datetime(2026, 4, 25, 11, 29, 51, tzinfo=timezone(timedelta(hours=2))),
        skip_email_notification=True,
    )
    assert json.loads(body(everything)) == {
        "email": "cal@example.com",
        "uid": "u-1",
        "tid": "t-1",
        "ref_id": "ann",
        "ip": "203.0.113.9",
        "created_at": "2026-04-25T09:29:51Z",
        "skip_email_notification": True,
    }


def test_a_sale_sends_its_amounts_as_integers() -> None:
    assert body(SALE) == b'{"email":"cal@example.com","event_id":"order-1","amount":2000}'


def test_a_sale_with_everything() -> None:
    everything = TrackSale(
        email="cal@example.com",
        uid="u-1",
        event_id="order-1",
        amount=cents("29.33"),
        quantity=2,
        plan="pro",
        currency="EUR",
        mrr=0,
        promo_code="ANN10",
        tid="t-1",
        ref_id="ann",
        skip_email_notification=False,
    )
    assert json.loads(body(everything)) == {
        "email": "cal@example.com",
        "uid": "u-1",
        "event_id": "order-1",
        "amount": 2933,
        "quantity": 2,
        "plan": "pro",
        "currency": "EUR",
        "mrr": 0,
        "promo_code": "ANN10",
        "tid": "t-1",
        "ref_id": "ann",
        "skip_email_notification": False,
    }


def test_a_refund_with_everything() -> None:
    everything = TrackRefund(
        email="cal@example.com",
        uid="u-1",
        event_id="refund-1",
        amount=1000,
        currency="EUR",
        quantity=1,
        sale_event_id="order-1",
        skip_email_notification=True,
    )
    assert json.loads(body(everything)) == {
        "email": "cal@example.com",
        "uid": "u-1",
        "event_id": "refund-1",
        "amount": 1000,
        "currency": "EUR",
        "quantity": 1,
        "sale_event_id": "order-1",
        "skip_email_notification": True,
    }


def test_a_cancellation_says_who() -> None:
    assert body(CANCELLATION) == b'{"uid":"u-1"}'


@pytest.mark.parametrize(
    ("request_", "rule"),
    [
        (SIGNUP, Replay.KEYED),
        (SALE, Replay.KEYED),
        (REFUND, Replay.KEYED),
        (CANCELLATION, Replay.UNSAFE),
    ],
)
def test_only_a_cancellation_has_no_key(request_: Any, rule: Replay) -> None:
    assert request_.replay_rule is rule


# What is refused before anything leaves


@pytest.mark.parametrize(
    ("kind", "arguments"),
    [
        (TrackSignup, {"tid": "t-1"}),
        (TrackSignup, {"tid": "t-1", "email": ""}),
        (TrackSale, {"event_id": "order-1", "amount": 1}),
        (TrackRefund, {"event_id": "refund-1", "amount": 1}),
        (TrackCancellation, {}),
    ],
)
def test_a_call_about_nobody_is_refused(kind: Any, arguments: dict[str, Any]) -> None:
    with pytest.raises(InvalidRequest, match="needs one of email, uid"):
        kind(**arguments)


def test_a_signup_from_nobody_is_refused() -> None:
    with pytest.raises(InvalidRequest, match="needs one of tid, ref_id"):
        TrackSignup(email="cal@example.com")


@pytest.mark.parametrize("amount", [0, -1, 29.33, 29.0, True, "2933", None])
@pytest.mark.parametrize("kind", [TrackSale, TrackRefund])
def test_an_amount_that_is_not_a_positive_integer_is_refused(kind: Any, amount: object) -> None:
    with pytest.raises(InvalidAmount, match=r"amount is"):
        kind(uid="u-1", event_id="e-1", amount=amount)


@pytest.mark.parametrize("event_id", ["", " ", None, 17])
@pytest.mark.parametrize("kind", [TrackSale, TrackRefund])
def test_an_empty_event_id_is_refused(kind: Any, event_id: object) -> None:
    """Without one, a repeated call would be recorded twice."""
    with pytest.raises(InvalidRequest, match="event_id is text that is not empty"):
        kind(uid="u-1", event_id=event_id, amount=1)


@pytest.mark.parametrize("kind", [TrackSale, TrackRefund])
def test_an_event_id_and_an_amount_are_required(kind: Any) -> None:
    with pytest.raises(TypeError, match="event_id"):
        kind(uid="u-1", amount=1)
    with pytest.raises(TypeError, match="amount"):
        kind(uid="u-1", event_id="e-1")


@pytest.mark.parametrize("quantity", [0, 1.5])
def test_a_quantity_is_a_whole_number(quantity: Any) -> None:
    with pytest.raises(InvalidRequest, match="quantity is an integer from 1"):
        TrackSale(uid="u-1", event_id="e-1", amount=1, quantity=quantity)


@pytest.mark.parametrize("mrr", [-1, 9.99, 10**20])
def test_a_recurring_revenue_is_in_minor_units_too(mrr: Any) -> None:
    with pytest.raises(InvalidAmount, match="mrr is"):
        TrackSale(uid="u-1", event_id="e-1", amount=1, mrr=mrr)


@pytest.mark.parametrize("kind", [TrackSale, TrackRefund])
def test_an_amount_that_nobody_sells_for_and_a_code_that_is_no_money_are_refused(kind: Any) -> None:
    with pytest.raises(InvalidAmount, match="amount is at most"):
        kind(uid="u-1", event_id="e-1", amount=10**20)
    with pytest.raises(InvalidAmount, match="BTC is no currency in use"):
        kind(uid="u-1", event_id="e-1", amount=1, currency="BTC")


@pytest.mark.parametrize("name", ["currency", "mrr", "quantity", "plan"])
def test_a_stray_none_costs_no_sale(name: str) -> None:
    sale = TrackSale(uid="u-1", event_id="e-1", amount=1, **{name: None})  # type: ignore[arg-type]
    assert sale == TrackSale(uid="u-1", event_id="e-1", amount=1)


def test_a_currency_is_sent_in_capitals() -> None:
    assert TrackSale(uid="u-1", event_id="e-1", amount=1, currency="eur").currency == "EUR"


# What comes back


def test_a_sale_comes_back_with_its_commissions() -> None:
    outcome = SALE.read(sample("sale"))
    assert isinstance(outcome, Recorded)
    event = outcome.event
    assert (event.id, event.etype, event.amount, event.sale_amount) == (4584, EventType.SALE, 2000, 2000)
    assert event.created_at == datetime(2026, 4, 25, 9, 39, 42, 289000, tzinfo=UTC)
    assert event.event_id is None
    assert event.referral is not None
    assert event.referral.email == "cal@example.com"
    (commission,) = event.commissions
    assert (commission.amount, commission.status) == (400, CommissionStatus.APPROVED)
    assert commission.promoter_campaign is not None
    assert commission.promoter_campaign.promoter is not None
    assert commission.promoter_campaign.promoter.name == "Ann Arbor"


def test_a_signup_comes_back_without_amounts() -> None:
    outcome = SIGNUP.read(sample("signup"))
    assert isinstance(outcome, Recorded)
    assert outcome.event.etype is EventType.SIGNUP
    assert outcome.event.amount is None
    assert outcome.event.commissions == ()


def test_a_refund_comes_back_in_the_older_shape() -> None:
    outcome = REFUND.read(sample("refund"))
    assert isinstance(outcome, Recorded)
    event = outcome.event
    assert (event.etype, event.amount, event.amount_cents) == (EventType.REFUND, -1000, -1000)
    assert event.reward is not None
    assert (event.reward.amount, event.reward.event_id) == (-200, "refund-1")
    assert event.promoter is not None
    assert event.promoter.cust_id is None
    assert event.promoter.current_balance == {"cash": -200, "points": 3}


def test_a_refund_in_the_newer_shape_reads_as_well() -> None:
    """The documents of v2's refund are copied from v1, so the answer may be either."""
    outcome = REFUND.read(
        answer(b'{"id": 7, "etype": "refund", "sale_amount": -1000, "commissions": [{"id": 9, "amount": -200}]}')
    )
    assert isinstance(outcome, Recorded)
    assert (outcome.event.etype, outcome.event.amount) == (EventType.REFUND, -1000)
    assert outcome.event.commissions[0].amount == -200


def test_a_cancellation_comes_back_with_the_lead() -> None:
    outcome = CANCELLATION.read(sample("cancellation"))
    assert isinstance(outcome, Recorded)
    assert outcome.event.etype is EventType.CANCELLATION
    assert outcome.event.lead is not None
    assert outcome.event.lead.state == "cancelled"
    assert outcome.event.reward is None


@pytest.mark.parametrize("empty", [b"", b"  ", b"{}"])
def test_a_success_without_an_event_is_not_taken_for_one(empty: bytes) -> None:
    with pytest.raises(UnreadableAnswer):
        SALE.read(answer(empty))


def test_the_promoters_credentials_are_readable_but_shown_nowhere() -> None:
    outcome = REFUND.read(sample("refund"))
    assert isinstance(outcome, Recorded)
    promoter = outcome.event.promoter
    assert promoter is not None
    assert (promoter.temp_password, promoter.auth_token) == ("sample-temp-password", "sample-auth-token")
    assert "sample-" not in repr(outcome)


NOBODY = b'{"message": "Referral corresponding to email or uid parameter not found or promoter is banned.", "code": "not_found"}'


def test_a_sale_that_nobody_referred_is_a_result() -> None:
    outcome = SALE.read(answer(NOBODY, 404))
    assert isinstance(outcome, NotReferred)
    assert outcome.message.startswith("Referral corresponding")


@pytest.mark.parametrize("request_", [REFUND, CANCELLATION])
def test_a_204_is_nobodys_referral(request_: Any) -> None:
    assert request_.read(answer(b"", 204)) == NotReferred()


@pytest.mark.parametrize("words", [b"", b'{"message": "Record not found", "code": "not_found"}', b"<html></html>"])
def test_any_other_404_is_an_error(words: bytes) -> None:
    """A wrong account or path also answers 404, and must not pass for a sale without a referral."""
    with pytest.raises(NotFound):
        SALE.read(answer(words, 404))


def test_an_unknown_visitor_is_an_error() -> None:
    words = b"""{"message": "Visitor  invalid, not found or you are trying to use the signup tracking test via API"}"""
    with pytest.raises(NotFound, match="Visitor  invalid"):
        SIGNUP.read(answer(words, 404))


def test_the_same_event_twice_is_a_result() -> None:
    words = "The 'sale' event with the id 'order-1' already exists."
    assert SALE.read(answer(json.dumps({"message": words}).encode(), 409)) == AlreadyRecorded(words)


def test_the_same_signup_twice_is_a_result() -> None:
    words = "there is already a signup event registered on this lead"
    assert SIGNUP.read(answer(json.dumps({"transaction_id": words}).encode(), 422)) == AlreadyRecorded(words)


def test_another_422_is_an_error() -> None:
    with pytest.raises(Unprocessable):
        SIGNUP.read(answer(b'{"message": "param is missing", "code": "invalid_params"}', 422))


def test_a_blank_amount_is_an_error() -> None:
    with pytest.raises(BadRequest, match="Amount blank or invalid"):
        SALE.read(answer(b'{"message": "Error. Amount blank or invalid."}', 400))


def test_the_noun_has_a_method_for_each() -> None:
    declared = {name: one.request for name, one in vars(Track).items() if hasattr(one, "request")}
    assert declared == {
        "signup": TrackSignup,
        "sale": TrackSale,
        "refund": TrackRefund,
        "cancellation": TrackCancellation,
    }
