# ruff: noqa: E501  an address is one line
"""Webhooks and their deliveries: exchanges, contradictions, and what the sandbox is asked."""

from typing import Any

from firstpromoter_async.sandbox.handlers.v2_webhooks import DELIVERIES
from tests.contract.exchange import Exchange
from tests.contract.programme import Programme
from tests.sandbox.talking import Talk

EXCHANGES: dict[str, Exchange] = {
    "v2.webhooks.create": Exchange(
        {
            "url": "https://shop.example/hooks",
            "event_types": ["referral.created", "commission.created"],
            "headers": {"Authorization": "Bearer my-token"},
            "basic_auth_user": "fp",
            "basic_auth_password": "secret",
        },
        'POST /api/v2/company/webhooks {"url":"https://shop.example/hooks","event_types":["referral.created","commission.created"],"headers":{"Authorization":"Bearer my-token"},"basic_auth_user":"fp","basic_auth_password":"secret"}',
        answer="v2/webhook.json",
        status=201,
    ),
    "v2.webhooks.delete": Exchange({"id": 31}, "DELETE /api/v2/company/webhooks/31", answer=None),
    "v2.webhooks.event_types": Exchange(
        {}, "GET /api/v2/company/webhooks/event_types", answer="v2/webhook_event_types.json"
    ),
    "v2.webhooks.get": Exchange({"id": 31}, "GET /api/v2/company/webhooks/31", answer="v2/webhook.json"),
    "v2.webhooks.list": Exchange({}, "GET /api/v2/company/webhooks?per_page=100", answer="v2/webhooks.json"),
    "v2.webhooks.rotate_secret": Exchange(
        {"id": 31}, "POST /api/admin/v2/webhooks/31/rotate_secret {}", answer="v2/webhook_rotated_secret.json"
    ),
    "v2.webhooks.test": Exchange(
        {"url": "https://shop.example/hooks", "event_type": "referral.created", "headers": {"X-Api-Key": "a"}},
        'POST /api/v2/company/webhooks/test {"url":"https://shop.example/hooks","event_type":"referral.created","headers":{"X-Api-Key":"a"}}',
        answer="v2/webhook_tested.json",
    ),
    "v2.webhooks.update": Exchange(
        {"id": 31, "active": False, "campaign_ids": [1], "headers": {}},
        'PUT /api/v2/company/webhooks/31 {"active":false,"campaign_ids":[1],"headers":{}}',
        answer="v2/webhook.json",
    ),
    "v2.webhook_deliveries.get": Exchange(
        {"webhook_id": 31, "id": 9001},
        "GET /api/v2/company/webhooks/31/webhook_deliveries/9001",
        answer="v2/webhook_delivery.json",
    ),
    "v2.webhook_deliveries.list": Exchange(
        {"webhook_id": 31},
        "GET /api/v2/company/webhooks/31/webhook_deliveries?per_page=100",
        answer="v2/webhook_deliveries.json",
    ),
    "v2.webhook_deliveries.retry": Exchange(
        {"webhook_id": 31, "id": 9001},
        "POST /api/v2/company/webhooks/31/webhook_deliveries/9001/retry_delivery {}",
        answer="v2/webhook_delivery.json",
    ),
}

BY_TEXT = "only the text beside it says that it is required"

KNOWN: dict[str, str] = {
    "POST /api/v2/company/webhooks body url: need not be given": BY_TEXT,
    "POST /api/v2/company/webhooks body event_types: need not be given": BY_TEXT,
    "Webhook.secret_key: not documented": "the text promises it in the answer to a new subscription, and no schema has it",
}

NEW = {"url": "https://shop.example/hooks", "event_types": ["referral.created"], "max_retries": 4}
PAYLOAD = {"event_id": "6f1d7a3e", "event_type": "referral.updated", "data": {"id": 300_001}}
FAILED = {
    "event_id": "6f1d7a3e",
    "event_type": "referral.updated",
    "action": "updated",
    "entity_type": "Referral",
    "entity_id": 300_001,
    "status": "failed",
    "attempts": 1,
    "last_error": "HTTP 500",
    "response_code": 500,
    "response_body": "no",
    "object_changes": {"state": ["lead", "customer"]},
    "payload": PAYLOAD,
}

LEAST: dict[str, dict[str, Any]] = {
    "POST /api/v2/company/webhooks": NEW,
    "POST /api/v2/company/webhooks/test": {"url": "https://shop.example/hooks", "event_type": "referral.created"},
}
SAYS: dict[str, Any] = {
    "event_types": ["referral.created"],
    "POST /api/v2/company/webhooks url": "https://shop.example/hooks",
    "PUT /api/v2/company/webhooks/{id} url": "https://shop.example/hooks",
    "POST /api/v2/company/webhooks/test url": "https://shop.example/hooks",
    "event_type": "referral.created",
}


def delivered(talk: Talk, webhook: dict[str, Any]) -> dict[str, Any]:
    """Let something have been sent to a subscription in vain, as far as the sandbox's records go."""
    with talk.sandbox.transaction():
        return DELIVERIES.keep(talk.sandbox.records, talk.sandbox.moment(), {"webhook_id": webhook["id"], **FAILED})


def prepare(talk: Talk) -> dict[str, dict[str, Any]]:
    webhook = talk.v2("POST", "/company/webhooks", NEW).json
    delivered(talk, webhook)
    return {
        "PUT /api/v2/company/webhooks/{id}": {"id": webhook["id"]},
        "GET /api/v2/company/webhooks/{webhook_id}/webhook_deliveries": {"webhook_id": webhook["id"]},
    }


def play(programme: Programme) -> None:
    v2 = programme.v2
    webhook = v2("POST", "/company/webhooks", **NEW)
    one = (f"/company/webhooks/{webhook['id']}", "/company/webhooks/{id}")
    v2("GET", "/company/webhooks/event_types")
    v2("POST", "/company/webhooks/test", url="https://shop.example/hooks", event_type="referral.created")
    v2("PUT", *one, description="Orders")
    v2("GET", *one)
    rotated = "/api/admin/v2/webhooks/{id}/rotate_secret"
    v2("POST", rotated.format(id=webhook["id"]), rotated)
    v2("GET", "/company/webhooks")
    delivery = delivered(programme.talk, webhook)
    deliveries = f"{one[0]}/webhook_deliveries", "/company/webhooks/{webhook_id}/webhook_deliveries"
    v2("GET", *deliveries)
    v2("GET", f"{deliveries[0]}/{delivery['id']}", f"{deliveries[1]}/{{id}}")
    v2("POST", f"{deliveries[0]}/{delivery['id']}/retry_delivery", f"{deliveries[1]}/{{id}}/retry_delivery")
    v2("DELETE", *one)
