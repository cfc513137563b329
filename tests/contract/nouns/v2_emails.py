# ruff: noqa: E501  an address is one line
"""E-mails: exchanges, contradictions, and what the sandbox is asked."""

from typing import Any

from firstpromoter_async.v2.company.email_triggers import EmailTrigger, EmailTriggerSettings
from firstpromoter_async.v2.company.emails import EmailFilters, EmailSorting
from firstpromoter_async.v2.filters import Range
from tests.contract.exchange import Exchange
from tests.contract.programme import Programme
from tests.contract.reasons import IDS
from tests.sandbox.talking import Talk

WEEKLY = EmailTriggerSettings(frequency="weekly", day=0, hour=9, minute=30)
EMAIL = {"name": "News", "subject": "What is new", "content": "<p>Hello</p>", "allowed_campaign_ids": [101]}
EXCHANGES: dict[str, Exchange] = {
    "v2.emails.copy": Exchange({"id": 5}, "POST /api/v2/company/emails/5/copy {}", answer="v2/email.json"),
    "v2.emails.create": Exchange(
        EMAIL | {"trigger": EmailTrigger(trigger_on="recurring", enabled=True, settings=WEEKLY)},
        'POST /api/v2/company/emails {"name":"News","subject":"What is new","content":"<p>Hello</p>","allowed_campaign_ids":[101],"trigger":{"trigger_on":"recurring","enabled":true,"settings":{"frequency":"weekly","day":0,"hour":9,"minute":30}}}',
        answer="v2/email.json",
    ),
    "v2.emails.delete": Exchange({"id": 5}, "DELETE /api/v2/company/emails/5", answer=None),
    "v2.emails.get": Exchange({"id": 5}, "GET /api/v2/company/emails/5", answer="v2/email.json"),
    "v2.emails.list": Exchange(
        {
            "q": "new",
            "filters": EmailFilters(
                trigger_enabled=True, trigger_on="not_set", sent_count=Range(from_=1), campaign_id=101
            ),
            "sorting": EmailSorting(subject="asc"),
        },
        "GET /api/v2/company/emails?per_page=100&q=new&filters%5Btrigger_enabled%5D=yes&filters%5Btrigger_on%5D=not_set&filters%5Bsent_count%5D%5Bfrom%5D=1&filters%5Bcampaign_id%5D=101&sorting%5Bsubject%5D=asc",
        answer="v2/emails.json",
    ),
    "v2.emails.send_now": Exchange({"id": 5}, "POST /api/v2/company/emails/5/send_now {}", answer="v2/email.json"),
    "v2.emails.send_test": Exchange({"id": 5}, "POST /api/v2/company/emails/5/send_test {}", answer="v2/email.json"),
    "v2.emails.template": Exchange({}, "GET /api/v2/company/emails/template", answer="v2/email_template.json"),
    "v2.emails.test_custom_template": Exchange(
        {}, "POST /api/v2/company/emails/test_custom_template {}", answer="v2/email_template.json"
    ),
    "v2.emails.update": Exchange(
        EMAIL | {"id": 5, "trigger": EmailTrigger(trigger_on="broadcast", enabled=False)},
        'PUT /api/v2/company/emails/5 {"name":"News","subject":"What is new","content":"<p>Hello</p>","allowed_campaign_ids":[101],"trigger":{"trigger_on":"broadcast","enabled":false,"settings":{}}}',
        answer="v2/email.json",
    ),
    "v2.emails.update_custom_template": Exchange(
        {"html": "<html></html>"},
        'PATCH /api/v2/company/emails/custom_template {"html":"<html></html>"}',
        answer="v2/email_template.json",
    ),
}

KNOWN: dict[str, str] = {
    "* /api/v2/company/emails/{id}* path id: takes text, and we send integer": IDS,
    "* /api/v2/company/emails* body allowed_campaign_ids: takes any[[]], and we send integer[[]]": IDS,
    "* /api/v2/company/emails* body trigger.settings: is required": "it is sent always, and empty where nothing needs it",
}

RECURRING = {"trigger_on": "recurring", "enabled": True}
SETTINGS = {
    "frequency": "weekly",
    "day": 1,
    "hour": 9,
    "minute": 30,
    "count": 10,
    "metric": "clicks",
    "period_in_days": 7,
    "delay_interval": "day",
    "delay_value": 1,
}
TRIGGER = RECURRING | {"settings": SETTINGS}
LEAST: dict[str, dict[str, Any]] = {
    "POST /api/v2/company/emails": EMAIL | {"trigger": TRIGGER},
    "PATCH /api/v2/company/emails/custom_template": {"html": "<html></html>"},
}


def prepare(talk: Talk) -> dict[str, dict[str, Any]]:
    email = talk.v2("POST", "/company/emails", EMAIL, trigger=TRIGGER).json
    return {"PUT /api/v2/company/emails/{id}": {"id": email["id"], **EMAIL, "trigger": TRIGGER}}


def play(programme: Programme) -> None:
    v2 = programme.v2
    email = v2("POST", "/company/emails", **EMAIL, trigger=TRIGGER)
    one = (f"/company/emails/{email['id']}", "/company/emails/{id}")
    v2("PUT", *one, **EMAIL, trigger=TRIGGER)
    v2("GET", *one)
    v2("GET", "/company/emails")
    for verb in ("copy", "send_test", "send_now"):
        v2("POST", f"{one[0]}/{verb}", f"{one[1]}/{verb}")
    v2("DELETE", *one)
    v2("GET", "/company/emails/template")
    v2("PATCH", "/company/emails/custom_template", html="<html></html>")
    v2("POST", "/company/emails/test_custom_template")
