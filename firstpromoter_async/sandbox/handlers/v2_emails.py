"""v2 e-mails to promoters: they are kept, and nothing is sent.

What the documents leave open, and how it goes here: answers have what was kept; `sent_count` counts the promoters to whom an
e-mail would have gone, those who are accepted in one of its campaigns; a copy is called `Copy of ...`, and was never sent.
"""

import json
from collections.abc import Mapping
from typing import Final

from ...wire.message import HttpResponse
from ..records.documents import Documents, kept
from .fields import Document, Field, integer, integers, mapping, text, truth
from .listing import Listing, amounts, members, or_not_set, words
from .listing import truth as whether
from .nouns import Kept, Noun
from .registry import RequestContext, handles
from .replies import as_json

_PATH: Final = "/api/v2/company/emails"
_TEMPLATE: Final = "email_template"
_PLAIN: Final = "<html><body>{{content}}</body></html>"
_SETTINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "promoter_accepted": ("delay_interval", "delay_value"),
    "promoter_rejected": (),
    "reward_created": (),
    "fulfilment_completed": (),
    "count_reached": ("count", "metric"),
    "lead_signup": (),
    "inactivity": ("metric", "period_in_days"),
    "broadcast": (),
    "recurring": ("frequency", "day", "hour", "minute"),
}
"""What an e-mail can be sent on, and the settings that it needs then."""


def _check(email: Document) -> dict[str, str]:
    trigger = email["trigger"]
    settings: Document = trigger.get("settings") or {}
    needed = _SETTINGS[trigger["trigger_on"]]
    return {f"trigger.settings.{name}": "can't be blank" for name in needed if settings.get(name) is None}


EMAILS = Noun(
    "emails",
    fields={
        "name": Field(text, needed=True),
        "subject": Field(text, needed=True),
        "content": Field(text, needed=True),
        "allowed_campaign_ids": Field(integers, needed=True, refers_to="campaigns"),
        "trigger": Field(
            mapping,
            needed=True,
            of={
                "enabled": Field(truth, needed=True),
                "trigger_on": Field(text, needed=True, among=tuple(_SETTINGS)),
                "settings": Field(
                    mapping,
                    of={
                        "delay_interval": Field(text, among=("second", "minute", "hour", "day")),
                        "delay_value": Field(integer),
                        "count": Field(integer),
                        "metric": Field(text, among=("clicks", "referrals", "customers", "cancellations")),
                        "period_in_days": Field(integer),
                        "frequency": Field(text, among=("weekly", "monthly")),
                        "day": Field(integer, among=range(32)),
                        "hour": Field(integer, among=range(24)),
                        "minute": Field(integer, among=range(60)),
                    },
                ),
            },
        ),
    },
    shown=(
        "id",
        "name",
        "subject",
        "content",
        "allowed_campaign_ids",
        "trigger",
        "sent_count",
        "created_at",
        "updated_at",
    ),
    listing=Listing(
        "documents",
        search=(kept("name"), kept("subject")),
        filters={
            "trigger_enabled": whether(kept("trigger.enabled")),
            "trigger_on": or_not_set(kept("trigger.trigger_on"), words(kept("trigger.trigger_on"))),
            "sent_count": amounts(kept("sent_count")),
            "campaign_id": members(kept("allowed_campaign_ids")),
        },
        sorting={"sent_count": kept("sent_count"), "subject": kept("subject")},
    ),
    begins=lambda: {"sent_count": 0},
    again=("name", "subject", "content", "allowed_campaign_ids", "trigger"),
    check=_check,
)
EMAILS.at(_PATH, "list", "get", "create", "update", "delete")


@handles(f"POST {_PATH}/{{id}}/copy")
def copy(context: RequestContext) -> HttpResponse:
    """Keep another e-mail like this one."""
    found = Kept(EMAILS, context)
    email = found.named()
    fields = {name: email[name] for name in EMAILS.fields} | {"name": f"Copy of {email['name']}"}
    return as_json(found.show(EMAILS.keep(context.records, context.moment, fields)))


@handles(f"POST {_PATH}/{{id}}/send_now")
def send_now(context: RequestContext) -> HttpResponse:
    """Count the promoters to whom it would go."""
    found = Kept(EMAILS, context)
    email = found.named()
    more = context.store.value(
        """SELECT count(DISTINCT promoter_id) FROM promotions
           WHERE state = 'accepted' AND campaign_id IN (SELECT value FROM json_each(?))""",
        json.dumps(email["allowed_campaign_ids"]),
    )
    return as_json(found.show(found.change(email, sent_count=email["sent_count"] + more)))


@handles(f"POST {_PATH}/{{id}}/send_test")
def send_test(context: RequestContext) -> HttpResponse:
    """Show the e-mail as it is: a test counts for nothing."""
    found = Kept(EMAILS, context)
    return as_json(found.show(found.named()))


@handles(f"GET {_PATH}/template")
def template(context: RequestContext) -> HttpResponse:
    """Show the template that all e-mails stand in."""
    latest = Documents(context.store, _TEMPLATE).latest()
    return as_json({"html": _PLAIN if latest is None else latest["html"]})


@handles(f"PATCH {_PATH}/custom_template")
def update_template(context: RequestContext) -> HttpResponse:
    """Replace the template."""
    html = context.parameters.needed_text("html")
    Documents(context.store, _TEMPLATE).add(context.moment, {"html": html})
    return template(context)


@handles(f"POST {_PATH}/test_custom_template")
def test_template(context: RequestContext) -> HttpResponse:
    """Show the template as it is: a test counts for nothing."""
    return template(context)
