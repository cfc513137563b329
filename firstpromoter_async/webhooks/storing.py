"""What of an event is written to a disk: all of it but its credentials.

This module knows nothing of stores.
"""

import json
from typing import Any, Final

from ..wire.plain import is_array, is_object

CREDENTIALS: Final = frozenset(
    {
        "auth_token",
        "temp_password",
        "password_setup_url",
        "access_token",
        "default_webhook_url",
        "secret_key",
        "basic_auth_password",
    }
)
"""Names whose values are not written down: an URL of webhooks may hold a user and a password."""


def written(event: Any) -> str:
    """Return plain JSON data as text, with null where a credential was."""
    return json.dumps(_without_credentials(event), separators=(",", ":"), ensure_ascii=True)


def _without_credentials(value: Any) -> Any:
    if is_object(value):
        return {name: None if name in CREDENTIALS else _without_credentials(one) for name, one in value.items()}
    return [_without_credentials(one) for one in value] if is_array(value) else value
