"""Who may send webhooks: every proof, alone and together, right and wrong."""

import base64
import hashlib
import hmac
from typing import Any

import pytest

from firstpromoter_async import ConfigurationError
from firstpromoter_async.webhooks import WebhookForged, WebhookNotConfigured, WebhookSecrets, WebhookUnauthenticated

BODY = b'{"a": 1}'
PATH = "a-path-that-nobody-guesses"
KEY = "0123456789abcdef" * 4


def basic(user: str, password: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()}


def signed(key: str = KEY, body: bytes = BODY) -> dict[str, str]:
    return {"X-Webhook-Signature": hmac.new(key.encode(), body, hashlib.sha256).hexdigest()}


ALL = WebhookSecrets(
    headers={"X-Secret": ["old-secret", "new-secret"]},
    basic=[("fp", "pass:word"), ("fp", "other")],
    secret_key=KEY,
    path=PATH,
)


@pytest.mark.parametrize(
    ("headers", "path"),
    [
        ({"X-Secret": "old-secret"}, ""),
        ({"x-secret": "new-secret"}, ""),
        ([(b"x-secret", b"new-secret")], ""),
        (basic("fp", "pass:word"), ""),
        (basic("fp", "other"), ""),
        (signed(), ""),
        ({"X-WEBHOOK-SIGNATURE": signed()["X-Webhook-Signature"].upper()}, ""),
        ({}, f"/hooks/{PATH}"),
        ({"X-Secret": "wrong"} | basic("fp", "other"), ""),
        ([("X-Secret", "wrong"), ("X-Secret", "new-secret")], "/hooks"),
    ],
)
def test_one_right_proof_is_enough(headers: Any, path: str) -> None:
    ALL.check(BODY, headers, path)


@pytest.mark.parametrize(
    ("headers", "path"),
    [
        ({"X-Secret": "new-secre"}, ""),
        ({"X-Secret": ""}, ""),
        (basic("fp", "wrong"), ""),
        ({"Authorization": "Basic !!!"}, ""),
        ({"Authorization": "Bearer other"}, ""),
        ({}, "/hooks/another-path-that-is-wrong"),
        (signed(key="another"), ""),
        (signed(body=b"another"), ""),
        (signed(body=b"another") | {"X-Secret": "new-secret"}, f"/{PATH}"),
    ],
)
def test_a_wrong_proof_is_refused_and_a_wrong_signature_beside_whatever_is_right(headers: Any, path: str) -> None:
    with pytest.raises(WebhookForged) as refused:
        ALL.check(BODY, headers, path)
    assert refused.value.status == 401
    assert "secret" not in str(refused.value.args).replace("secret key", "").replace("secrets", "")


def test_a_webhook_without_any_proof_is_refused_and_told_what_is_expected() -> None:
    with pytest.raises(WebhookUnauthenticated, match="x-secret, Authorization: Basic, x-webhook-signature") as refused:
        ALL.check(BODY, {"Content-Type": "application/json"})
    assert refused.value.status == 401


def test_a_signature_is_not_asked_for_where_another_proof_is_right() -> None:
    WebhookSecrets(secret_key=KEY, headers={"X-Secret": "right-one"}).check(BODY, {"X-Secret": "right-one"})


def test_nobody_may_send_where_no_secret_is_configured() -> None:
    with pytest.raises(WebhookNotConfigured) as refused:
        WebhookSecrets().check(BODY, {"X-Secret": ""})
    assert refused.value.status == 500


@pytest.mark.parametrize(
    "given",
    [
        {"headers": {"X-Secret": ""}},
        {"basic": ("fp", " ")},
        {"secret_key": ""},
        {"secret_key": [KEY, ""]},
        {"path": "  "},
    ],
)
def test_an_empty_secret_is_refused_since_anybody_could_have_it(given: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError, match="empty"):
        WebhookSecrets(**given)


def test_a_secret_in_the_path_must_be_hard_to_guess() -> None:
    with pytest.raises(ConfigurationError, match="guessed"):
        WebhookSecrets(path="hooks")


def test_secrets_are_not_shown() -> None:
    assert "new-secret" not in repr(ALL)
    assert KEY not in repr(ALL)
