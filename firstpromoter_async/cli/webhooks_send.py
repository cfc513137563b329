"""`firstpromoter webhooks send`: a sample of an event, to a receiver that is being built.

This module knows nothing of how samples are made.
"""

import json
import sys
from difflib import get_close_matches
from typing import Annotated, Any

import anyio
from cyclopts import Parameter

from ..errors import ConfigurationError
from .exit_codes import FAILED
from .options import JsonOption

HeaderOption = Annotated[tuple[str, ...], Parameter(name=("--header", "-H"), negative="")]


def send(
    event: str,
    /,
    *,
    to: str | None = None,
    header: HeaderOption = (),
    basic: str | None = None,
    secret_key: str | None = None,
    timeout: int = 30,
    as_json: JsonOption = False,
) -> int:
    """Send a sample of an event to an address of this machine, as FirstPromoter would; without --to, print its body.

    Each time it is a new event, with data as the sandbox makes them: of v2 (`commission.updated`) or of v1 (`lead_signup`). It
    is sent once. The exit code is 0 if the answer is a 2xx, and 1 otherwise.

    Parameters
    ----------
    event
        Its name, such as commission.updated or lead_signup.
    to
        Where to send it: an http or https URL of this machine. Nothing is sent to others.
    header
        A header to send besides, as "X-Secret: value"; may be given several times.
    basic
        User and password to send (HTTP Basic Auth), as user:password.
    secret_key
        The key to sign the body with, in X-Webhook-Signature.
    timeout
        Seconds that the answer may take.
    as_json
        Print one JSON object instead: event_id, status, body, error.
    """
    body = _sample(event)
    if to is None:
        print(json.dumps(body, indent=2, ensure_ascii=False))
        return 0
    user, password = _user(basic)
    webhook = {
        "url": _url(to),
        "headers": dict(map(_header, header)),
        "basic_auth_user": user,
        "basic_auth_password": password,
        "secret_key": secret_key,
        "timeout": timeout,
    }
    return _tell(event, body, anyio.run(_sent, webhook, body), as_json)


def _sample(event: str) -> dict[str, Any]:
    from ..sandbox.sending.samples import event_types, sample

    try:
        return sample(event)
    except LookupError:
        near = get_close_matches(event, event_types(), n=3) or event_types()
    raise ConfigurationError(f"there is no event {event!r}; there are {', '.join(near)}")


def _url(text: str) -> str:
    if text.startswith(("http://", "https://")):
        return text
    raise ConfigurationError("--to is an http or https URL, such as http://127.0.0.1:8000/hooks")


def _user(basic: str | None) -> tuple[str, str] | tuple[None, None]:
    if basic is None:
        return None, None
    user, _, password = basic.partition(":")
    if not user or not password:
        raise ConfigurationError("--basic is written as user:password")
    return user, password


def _header(text: str) -> tuple[str, str]:
    name, colon, value = text.partition(":")
    if not colon or not name.strip():
        raise ConfigurationError(
            'a header is written as "X-Secret: value"'
        )  # without what was given: it may be a secret
    return name.strip(), value.strip()


async def _sent(webhook: dict[str, Any], body: dict[str, Any]) -> Any:
    from ..sandbox.sending.deliveries import Target
    from ..sandbox.sending.sender import headers_for, send, to_this_machine, why_not

    if (why := await why_not(webhook["url"])) is not None:
        raise ConfigurationError(why)
    transport = to_this_machine()
    try:
        raw = json.dumps(body, ensure_ascii=False).encode()
        return await send(transport, Target.of(webhook), raw, headers_for(body))
    finally:
        with anyio.CancelScope(shield=True):
            await transport.aclose()


def _tell(event: str, body: dict[str, Any], result: Any, as_json: bool) -> int:
    event_id = body.get("event_id") or body["event"]["id"]
    if as_json:
        told = {"event_id": event_id, "status": result.code, "body": result.body, "error": result.error}
        print(json.dumps(told))
    else:
        sys.stderr.write(f"{event} ({event_id}): {result.code or result.error}\n")
        if result.body:
            print(result.body)
    return 0 if result.error is None else FAILED
