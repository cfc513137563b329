"""v2 webhook subscriptions: they are kept, and nothing is sent."""

from .nouns import Field, Noun, integer, integers, mapping, text, texts, truth

WEBHOOKS = Noun(
    "webhooks",
    fields={
        "url": Field(text),
        "description": Field(text),
        "event_types": Field(texts, default=[]),
        "campaign_ids": Field(integers, default=[1]),  # all campaigns
        "headers": Field(mapping, default={}),
        "timeout": Field(integer, default=30),
        "max_retries": Field(integer, default=3),
        "active": Field(truth, default=True),
        "basic_auth_user": Field(text),
        "basic_auth_password": Field(text),
    },
    shown=(
        "id", "url", "description", "event_types", "campaign_ids", "headers", "timeout", "max_retries", "active",
        "basic_auth_user", "basic_auth_enabled", "created_at", "updated_at",
    ),
    follows={"basic_auth_enabled": lambda _, one: bool(one["basic_auth_user"] and one["basic_auth_password"])},
    created=201,
)  # fmt: skip
WEBHOOKS.at("/api/v2/company/webhooks", "list", "get", "create", "update", "delete")
