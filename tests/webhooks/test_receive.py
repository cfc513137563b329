"""From bytes to an event, and every way in which bytes are none."""

import json
from contextlib import suppress
from itertools import chain
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstpromoter_async import webhooks
from firstpromoter_async.webhooks import (
    Action,
    Change,
    CommissionUpdated,
    Event,
    LeadSignedUp,
    PromoterAccepted,
    PromoterSignedUp,
    TestDelivery,
    UnknownEvent,
    UnknownV1Event,
    V1Event,
    WebhookDoesNotFit,
    WebhookError,
    WebhookForged,
    WebhookNotAnEvent,
    WebhookNotJson,
    WebhookTooLarge,
    parse,
    receive,
)
from tests.contract.test_reading import models_in
from tests.webhooks.making import PROOF, SAMPLES, SECRETS, body, v1, v2


def test_an_event_of_v2_is_read_with_its_model_and_its_changes() -> None:
    event = receive(body(v2(changes={"status": ["pending", "approved"]})), PROOF, secrets=SECRETS)
    assert isinstance(event, CommissionUpdated)
    assert event.data.amount == 2500
    assert event.changes == {"status": Change("pending", "approved")}
    assert (event.key, event.entity, event.action) == ("v2:event-1", "commission:88901", Action.UPDATED)


@pytest.mark.parametrize(
    "kind", [bytes, bytearray, memoryview, bytes.decode], ids=["bytes", "bytearray", "memoryview", "text"]
)
def test_bytes_text_and_views_are_taken_alike(kind: Any) -> None:
    assert receive(kind(body(v2())), PROOF, secrets=SECRETS) == parse(body(v2()))


@pytest.mark.parametrize("name", sorted(path.stem for path in SAMPLES.glob("*.json")))
def test_every_documented_event_of_v1_is_read_and_nothing_in_it_is_unknown(name: str) -> None:
    event = parse(body(v1(name)))
    assert type(event) is V1Event.known[name]
    assert list(chain.from_iterable(model.extra for model in models_in(event.data))) == []
    assert event.entity is not None


def test_every_class_of_v1_has_a_sample() -> None:
    assert {path.stem for path in SAMPLES.glob("*.json")} == V1Event.known.keys() - {"promoter_signs_up"}


def test_composite_events_of_v1_have_models_of_their_own() -> None:
    accepted, signed_up = parse(body(v1("promoter_accepted"))), parse(body(v1("promoter_signed_up")))
    assert isinstance(accepted, PromoterAccepted)
    assert isinstance(signed_up, PromoterSignedUp)
    assert accepted.data.campaign is not None
    assert accepted.data.campaign.promotion_reward is not None
    assert (accepted.data.campaign.promotion_reward.unit, accepted.entity) == ("free_months", "promoter:7001")
    assert [promotion.ref_id for promotion in signed_up.data.promotions] == ["ann"]


def test_a_lead_says_its_state_or_its_status() -> None:
    sample = v1()
    sample["data"]["status"] = sample["data"].pop("state")
    event = parse(body(sample))
    assert isinstance(event, LeadSignedUp)
    assert event.data.state == "signup"


@pytest.mark.parametrize("name", sorted(Event.known))
def test_every_event_of_v2_is_read_as_its_class(name: str) -> None:
    event = parse(body(v2(event_type=name, data={"id": 7}, action="updated")))
    assert type(event) is Event.known[name]
    assert event.raw["data"] == {"id": 7}


def test_an_event_that_was_read_is_locked_and_equal_to_one_that_was_made() -> None:
    event = parse(body(v2(changes={"status": ["denied", "approved"]})))
    assert isinstance(event, CommissionUpdated)
    assert event == attrs.evolve(event)
    assert event.changes["status"] == Change("denied", "approved")
    for whole, field in ((event, "event_id"), (event.data, "amount"), (event.changes["status"], "new")):
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(whole, field, None)


def test_there_are_45_documented_events_of_v2_and_4_of_the_specification_alone() -> None:
    assert len(Event.known) == 49


def test_the_name_of_every_class_can_be_imported() -> None:
    classes = [*Event.known.values(), *V1Event.known.values()]
    assert [kind for kind in classes if getattr(webhooks, kind.__name__, None) is not kind] == []


def test_an_unknown_event_keeps_all_that_came() -> None:
    event = parse(body(v2(event_type="coupon.melted", entity_type="Coupon", data={"temperature": 40}, news="x")))
    assert isinstance(event, UnknownEvent)
    assert (event.data, event.raw["news"], event.entity) == ({"temperature": 40}, "x", "coupon:88901")


def test_an_unknown_event_of_v1_keeps_all_that_came() -> None:
    event = parse(body({"event": {"id": 7, "type": "lead_sneezed", "created_at": "2026-01-01T00:00:00Z"}, "data": [1]}))
    assert isinstance(event, UnknownV1Event)
    assert (event.key, event.data, event.entity) == ("v1:lead_sneezed:7", [1], None)


def test_the_test_that_somebody_sends_by_hand_is_no_commission() -> None:
    event = parse(body(v2(data={"test": True})))
    assert isinstance(event, TestDelivery)
    assert event.event_type == "commission.updated"


def test_deleted_things_come_as_they_were_last() -> None:
    assert parse(body(v2(event_type="commission.deleted"))).action == Action.DELETED


def test_an_action_that_is_not_told_follows_from_the_name() -> None:
    assert parse(body(v2(action=None, entity_type=None))).entity == "commission:88901"


@pytest.mark.parametrize(
    ("raw", "error"),
    [
        (b"", WebhookNotJson),
        (b"  ", WebhookNotJson),
        (body(v2())[:-1], WebhookNotJson),
        (b"email=ann%40example.com", WebhookNotJson),
        (b"[" * 100_000, WebhookNotJson),
        (b'{"event_id": "1", "event_id": "2", "event_type": "commission.updated"}', WebhookNotJson),
        (b'{"event_id": NaN}', WebhookNotJson),
        ("{}".encode("utf-16"), WebhookNotJson),
        (b"[]", WebhookNotAnEvent),
        (b"{}", WebhookNotAnEvent),
        (b"null", WebhookNotAnEvent),
        (b'{"event": {"id": 1}}', WebhookNotAnEvent),
        (b'{"event": "lead_signup", "data": {}}', WebhookNotAnEvent),
        (b'{"event_id": "", "event_type": "commission.updated"}', WebhookNotAnEvent),
    ],
)
def test_what_is_no_event_says_why(raw: bytes, error: type[WebhookError]) -> None:
    with pytest.raises(error) as refused:
        receive(raw, PROOF, secrets=SECRETS)
    assert refused.value.status == 400


@pytest.mark.parametrize(
    "wrong",
    [
        {"data": {"id": "many"}},
        {"data": {"id": 1, "amount": "2.50 or so"}},
        {"data": [1]},
        {"data": None},
        {"timestamp": "yesterday"},
        {"timestamp": "0001-01-01T00:00:00+05:00"},
        {"timestamp": None},
        {"changes": ["status"]},
        {"changes": {"status": "approved"}},
        {"event_id": ["event-1"]},
    ],
    ids=str,
)
def test_a_field_of_another_type_is_told_without_its_value(wrong: dict[str, Any]) -> None:
    with pytest.raises(WebhookDoesNotFit) as refused:
        parse(body(v2(**wrong)))
    assert refused.value.status == 400
    assert "2.50" not in str(refused.value)


def test_a_body_is_measured_before_anything_is_read() -> None:
    with pytest.raises(WebhookTooLarge) as refused:
        receive(b" " * 50_000_000, PROOF, secrets=SECRETS)
    assert refused.value.status == 413


def test_nothing_is_read_of_what_nobody_has_proved() -> None:
    with pytest.raises(WebhookForged):
        receive(b"no JSON at all", {"X-Secret": "wrong"}, secrets=SECRETS)


def test_credentials_in_an_event_are_not_shown() -> None:
    shown = repr(parse(body(v1("promoter_accepted"))))
    assert "token-of-ann" not in shown
    assert "Wq-7x" not in shown
    assert "hush" not in shown


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
FIELDS = st.sampled_from([*v2(), "event", "extra"])


@given(st.dictionaries(FIELDS, JSON), st.sampled_from([{}, v2(), v1()]))
def test_whatever_json_comes_no_other_error_does(some: dict[str, Any], base: dict[str, Any]) -> None:
    with suppress(WebhookError):
        parse(json.dumps(base | some).encode())


@given(st.binary(max_size=40))
def test_whatever_bytes_come_no_other_error_does(raw: bytes) -> None:
    with pytest.raises(WebhookError):
        parse(raw)
