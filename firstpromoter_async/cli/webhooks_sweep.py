"""`firstpromoter webhooks sweep`: what never arrived is read from the API, and given to the inbox of the service.

This module knows nothing of how an inbox handles an event once.
"""

import json
import re
import sys
from collections.abc import AsyncIterator, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Annotated, Any, Final

import anyio
from cyclopts import Parameter

from ..errors import ConfigurationError
from .exit_codes import FAILED
from .options import JsonOption

if TYPE_CHECKING:
    from ..v2.models import WebhookDelivery
    from ..webhooks import Inbox

AppOption = Annotated[str, Parameter(name="--app")]

_AGO: Final = re.compile(r"(?P<number>[1-9]\d{0,5})(?P<unit>[mhd])")
_UNITS: Final[Mapping[str, str]] = {"m": "minutes", "h": "hours", "d": "days"}
_DONE: Final = range(200, 300)


def sweep(*, app: AppOption, since: str = "24h", as_json: JsonOption = False) -> int:
    """Give the inbox what FirstPromoter could not deliver: failed, pending and retrying deliveries of all subscriptions.

    Handlers run here, in this process, each for an event that was not handled before; a service that runs meanwhile shares the
    inbox. An event a line: answer, event, key, why. The exit code is 0 if all were taken, and 1 if a handler has failed or an
    event could not be read. Keys come from FIRSTPROMOTER_API_KEY and FIRSTPROMOTER_ACCOUNT_ID.

    Parameters
    ----------
    app
        Where the inbox or its WebhookApp is, as module:name, such as hooks:app; modules are looked for in this directory, too.
    since
        How far to look back: minutes, hours or days (90m, 24h, 7d), or a moment with a time zone, 2026-01-31T10:00:00Z.
    as_json
        Print one JSON object instead: since, events.
    """
    moment, inbox = _moment(since), _inbox(app)
    told = anyio.run(_swept, inbox, moment)
    if as_json:
        print(json.dumps({"since": moment.isoformat(), "events": told}))
    else:
        for one in told:
            print("\t".join(str(one[name] or "") for name in ("status", "event", "key", "reason")))
        sys.stderr.write(
            f"{len(told):,} of the deliveries since {moment.isoformat(timespec='seconds')} had not arrived\n"
        )
    return 0 if all(one["status"] in _DONE for one in told) else FAILED


def _moment(since: str) -> datetime:
    if ago := _AGO.fullmatch(since):
        return datetime.now(UTC) - timedelta(**{_UNITS[ago["unit"]]: int(ago["number"])})
    try:
        moment = datetime.fromisoformat(since)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise ConfigurationError(
            f"--since is 90m, 24h, 7d, or a moment with a time zone such as 2026-01-31T10:00:00Z, not {since!r}"
        )
    return moment


def _inbox(app: str) -> "Inbox":
    module, colon, name = app.partition(":")
    if not colon or not name:
        raise ConfigurationError(f"--app is written as module:name, such as hooks:app, not {app!r}")
    sys.path.insert(0, "")  # as `python -m` does
    try:
        found = import_module(module)
    except ModuleNotFoundError as missing:
        raise ConfigurationError(f"there is no module {missing.name} (--app {app})") from None
    inbox = _as_inbox(getattr(found, name, None))
    if inbox is None:
        raise ConfigurationError(_no_inbox(found, name))
    return inbox


def _as_inbox(value: object) -> "Inbox | None":
    from ..webhooks import Inbox, WebhookApp

    inbox = value.inbox if isinstance(value, WebhookApp) else value
    return inbox if isinstance(inbox, Inbox) else None


def _no_inbox(module: ModuleType, name: str) -> str:
    """Say what is wrong with a name, and which names of the module would do."""
    told = f"{module.__name__}:{name} is no Inbox and no WebhookApp"
    if not hasattr(module, name):
        told = f"there is no {name} in the module {module.__name__}"
    others = [f"--app {module.__name__}:{one}" for one, value in vars(module).items() if _as_inbox(value) is not None]
    return f"{told}; {' or '.join(others)} would do" if others else f"{told}, and no other inbox"


async def _swept(inbox: "Inbox", since: datetime) -> list[dict[str, Any]]:
    from ..client import FirstPromoter

    async with FirstPromoter.from_env() as fp:
        missed = await fp.v2.webhooks.missed(since=since)
    async with inbox:
        return [one async for one in _delivered(inbox, missed)]


async def _delivered(inbox: "Inbox", missed: "Iterable[WebhookDelivery]") -> AsyncIterator[dict[str, Any]]:
    from ..webhooks import WebhookError
    from ..webhooks.receive import read

    for delivery in missed:
        key = f"v2:{delivery.event_id}"
        try:
            answer = await inbox.deliver(read(delivery.payload))
        except WebhookError as unreadable:
            status, reason = unreadable.status, str(unreadable)
        else:
            status, reason = answer.status, answer.reason
        yield {"status": status, "event": delivery.event_type, "key": key, "reason": reason}
