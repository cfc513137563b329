"""Samples of events: one of every name, which the receiver reads as the class of that name."""

from firstpromoter_async.sandbox.sending.samples import event_types, sample
from firstpromoter_async.webhooks import Event, UnknownEvent, UnknownV1Event, V1Event
from firstpromoter_async.webhooks.receive import read


def test_there_is_a_sample_of_every_event_and_it_leaves_nothing_over() -> None:
    for name in event_types():
        event = read(sample(name))
        assert isinstance(event, Event | V1Event)
        assert not isinstance(event, UnknownEvent | UnknownV1Event), name
        assert (event.event_type if isinstance(event, Event) else event.type) == name
        assert getattr(event.data, "extra", {}) == {}, name


def test_a_sample_is_in_the_state_that_its_name_tells_of() -> None:
    denied, inactive = sample("commission.denied"), sample("promoter_campaign.inactive")
    assert denied["data"]["status"] == denied["changes"]["status"][1] == "denied"
    assert inactive["data"]["state"] == inactive["changes"]["state"][1] == "inactive"
    assert sample("referral.converted")["data"]["customer_since"] is not None


def test_a_sample_is_new_each_time() -> None:
    first, second = sample("commission.updated"), sample("commission.updated")
    assert first["event_id"] != second["event_id"]
    assert sample("lead_signup")["event"]["id"] != sample("lead_signup")["event"]["id"]
