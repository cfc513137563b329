"""E-mails: triggers that cannot be right, and mail that is never sent twice by us."""

from typing import Any

import pytest

from firstpromoter_async import CallFailed, InvalidRequest, Outcome
from firstpromoter_async.v2.company.email_triggers import EmailTrigger, EmailTriggerOn, EmailTriggerSettings
from tests.scripted import ScriptedTransport, client_of, json_answer


@pytest.mark.parametrize(
    ("trigger_on", "settings", "missing"),
    [
        ("promoter_accepted", {}, "delay_interval, delay_value"),
        ("count_reached", {"metric": "clicks"}, "count"),
        ("inactivity", {"metric": "clicks"}, "period_in_days"),
        (EmailTriggerOn.RECURRING, {"frequency": "weekly", "day": 1}, "hour, minute"),
    ],
)
def test_a_trigger_without_what_it_needs_is_refused(trigger_on: Any, settings: dict[str, Any], missing: str) -> None:
    with pytest.raises(InvalidRequest, match=rf"an e-mail on {trigger_on} needs .* with {missing}$"):
        EmailTrigger(trigger_on=trigger_on, enabled=True, settings=EmailTriggerSettings(**settings))


@pytest.mark.parametrize("trigger_on", ["broadcast", "lead_signup", "one_of_next_year"])
def test_other_triggers_need_no_settings(trigger_on: str) -> None:
    assert EmailTrigger(trigger_on=trigger_on, enabled=True).settings == EmailTriggerSettings()


@pytest.mark.parametrize(
    "wrong",
    [
        {"frequency": "weekly", "day": 7},
        {"frequency": "monthly", "day": 0},
        {"day": 32},
        {"hour": 24},
        {"minute": 60},
        {"minute": -1},
    ],
)
def test_a_time_that_there_is_not_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(InvalidRequest):
        EmailTriggerSettings(**wrong)


@pytest.mark.parametrize(
    "right", [{"frequency": "weekly", "day": 6}, {"frequency": "weekly", "day": 0}, {"frequency": "monthly", "day": 31}]
)
def test_the_first_and_the_last_days_pass(right: dict[str, Any]) -> None:
    assert EmailTriggerSettings(**right).day == right["day"]


@pytest.mark.anyio
@pytest.mark.parametrize("verb", ["send_now", "send_test", "copy"])
async def test_mail_is_not_sent_again_when_nobody_knows_whether_it_went_out(verb: str) -> None:
    transport = ScriptedTransport(json_answer(502), json_answer())
    with pytest.raises(CallFailed) as caught:
        await getattr(client_of(transport).v2.emails, verb)(5)
    assert (caught.value.outcome, len(transport.sent)) == (Outcome.UNKNOWN, 1)
