"""v2 e-mails: triggers with what each of them needs, copies, counts of what was sent, and the template."""

from typing import Any

import pytest

from tests.sandbox.talking import Talk

EMAIL = {"name": "News", "subject": "What is new", "content": "Hello", "allowed_campaign_ids": [101]}
BROADCAST = {"trigger_on": "broadcast", "enabled": True, "settings": {}}


def made(talk: Talk, trigger: dict[str, Any] = BROADCAST, **more: Any) -> Any:
    answer = talk.v2("POST", "/company/emails", EMAIL | {"trigger": trigger} | more)
    assert answer.status == 200, answer.text
    return answer.json


@pytest.mark.parametrize(
    ("trigger", "errors"),
    [
        ({}, None),
        ({"enabled": True}, {"trigger.trigger_on": ["can't be blank"]}),
        ({"trigger_on": "broadcast"}, {"trigger.enabled": ["can't be blank"]}),
        ({"trigger_on": "doomsday", "enabled": True}, {"trigger.trigger_on": ["is not included in the list"]}),
        (
            {"trigger_on": "inactivity", "enabled": True},
            {"trigger.settings.metric": ["can't be blank"], "trigger.settings.period_in_days": ["can't be blank"]},
        ),
        (
            {"trigger_on": "broadcast", "enabled": True, "settings": {"hour": 24, "metric": "kisses"}},
            {
                "trigger.settings.hour": ["is not included in the list"],
                "trigger.settings.metric": ["is not included in the list"],
            },
        ),
    ],
)
def test_a_trigger_that_cannot_be_right_is_refused(talk: Talk, trigger: Any, errors: Any) -> None:
    refused = talk.v2("POST", "/company/emails", EMAIL | {"trigger": trigger})
    assert (refused.status, refused.json.get("errors")) == (400 if errors else 422, errors)


def test_an_unknown_setting_is_told(talk: Talk) -> None:
    talk.control("POST", "/settings", {"strict": True})
    refused = talk.v2("POST", "/company/emails", EMAIL | {"trigger": BROADCAST | {"settings": {"moon": "full"}}})
    assert "trigger[settings][moon]" in refused.json["message"]


def test_what_was_kept_is_answered_with_an_id(talk: Talk) -> None:
    email = made(talk)
    assert {name: email[name] for name in EMAIL} == EMAIL
    assert (email["trigger"], email["sent_count"]) == (BROADCAST, 0)


def test_it_is_counted_to_how_many_an_email_went(talk: Talk) -> None:
    talk.promoter("Ann")
    talk.promoter("Ben")
    talk.promoter("Zoe", campaign_id=102)
    talk.v2("POST", "/company/promoters/block", ids=[1002], campaign_id=101)
    talk.v2("POST", "/company/promoters/add_to_campaign", ids=[1001], campaign_id=102)  # once all the same
    one = f"/company/emails/{made(talk, allowed_campaign_ids=[101, 102])['id']}"
    counts = [talk.v2("POST", f"{one}/{verb}").json["sent_count"] for verb in ("send_now", "send_test", "send_now")]
    assert counts == [2, 2, 4]
    assert talk.v2("GET", one).json["sent_count"] == 4


def test_a_copy_was_never_sent(talk: Talk) -> None:
    talk.promoter("Ann")
    email = made(talk)
    talk.v2("POST", f"/company/emails/{email['id']}/send_now")
    copy = talk.v2("POST", f"/company/emails/{email['id']}/copy").json
    assert (copy["name"], copy["sent_count"], copy["trigger"]) == ("Copy of News", 0, BROADCAST)
    assert copy["id"] != email["id"]
    assert len(talk.v2("GET", "/company/emails").json) == 2


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "hello promoter"}, ["Welcome"]),
        ({"q": "news"}, ["News"]),
        ({"filters[trigger_enabled]": "yes"}, ["News"]),
        ({"filters[trigger_enabled]": "no"}, ["Welcome"]),
        ({"filters[trigger_on]": "lead_signup"}, ["Welcome"]),
        ({"filters[trigger_on]": "not_set"}, []),
        ({"filters[sent_count][from]": 1}, ["News"]),
        ({"filters[sent_count][to]": 0}, ["Welcome"]),
        ({"filters[campaign_id]": 102}, ["Welcome"]),
        ({"filters[campaign_id][]": [101, 102]}, ["Welcome", "News"]),
        ({"sorting[sent_count]": "desc"}, ["News", "Welcome"]),
        ({"sorting[subject]": "asc"}, ["Welcome", "News"]),
    ],
)
def test_lists_are_searched_filtered_and_sorted(talk: Talk, asked: dict[str, Any], found: list[str]) -> None:
    talk.promoter("Ann")
    news = made(talk)
    talk.v2("POST", f"/company/emails/{news['id']}/send_now")
    signup = {"trigger_on": "lead_signup", "enabled": False, "settings": {}}
    made(talk, signup, name="Welcome", subject="Hello promoter", allowed_campaign_ids=[102])
    assert [one["name"] for one in talk.v2("GET", "/company/emails", asked).json] == found


def test_the_template_is_replaced_as_a_whole(talk: Talk) -> None:
    assert "{{content}}" in talk.v2("GET", "/company/emails/template").json["html"]
    for html in ("<p>one</p>", "<p>two</p>"):
        talk.v2("PATCH", "/company/emails/custom_template", html=html)
        assert talk.v2("GET", "/company/emails/template").json == {"html": html}
        assert talk.v2("POST", "/company/emails/test_custom_template").json == {"html": html}
    assert talk.v2("PATCH", "/company/emails/custom_template", html="").status == 422


def test_what_is_not_there_cannot_be_copied_or_sent(talk: Talk) -> None:
    for verb in ("copy", "send_now", "send_test"):
        assert talk.v2("POST", f"/company/emails/9/{verb}").status == 404
