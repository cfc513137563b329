"""Webhooks: exchanges, contradictions, and what the sandbox is asked."""

from typing import Any

from tests.sandbox.talking import Talk


def prepare(talk: Talk) -> dict[str, dict[str, Any]]:
    webhook = talk.v2("POST", "/company/webhooks", url="https://shop.example/hooks").json
    return {"PUT /api/v2/company/webhooks/{id}": {"id": webhook["id"]}}
