"""`firstpromoter webhooks`: what an inbox has, and a person's word on what was given up.

This module knows nothing of how events are received or handled.
"""

import json
import sys
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Final
from urllib.parse import urlsplit

from cyclopts import App, Parameter

from ..durable.claims import Claims, Entry, State
from ..durable.opening import database_at
from ..errors import ConfigurationError
from ..redaction import redact
from .options import JsonOption, KeyArgument
from .streams import printable, tell
from .webhooks_send import send
from .webhooks_sweep import sweep

webhooks = App(
    name="webhooks",
    help="""
    Look into the inbox of webhooks, let what was given up be handled once more, and send samples to what you build.

    The inbox is what the service was given: a file, or a URL such as `postgresql://user@host/database`. A KEY is what
    `firstpromoter webhooks list` shows: `v2:` and an event_id, or `v1:`, a type and an id. Only `sweep` needs keys of
    FirstPromoter.
    """,
    help_format="markdown",
)

webhooks.command(send)
webhooks.command(sweep)

InboxOption = Annotated[str, Parameter(name="--inbox")]

_NOT_HANDLED: Final = (State.WAITING, State.DEAD)
_MEANING: Final = {
    State.WAITING: "the service that has this inbox tries it again",
    State.CLAIMED: "being handled, or left by a process that died",
    State.OUTDATED: "a newer state was handled before it",
    State.KEPT: "a reward that is still to be given",
    State.DEAD: "given up; `webhooks replay KEY` lets it be handled once more",
}


@webhooks.command(name="list")
def list_events(
    *,
    inbox: InboxOption,
    state: Annotated[State | None, Parameter(negative="")] = None,
    limit: int = 100,
    as_json: JsonOption = False,
) -> None:
    """List events, the latest change first, an event a line: state, event, key, when it changed, why it failed.

    An event that failed once and went on since shows `earlier: ...`. In a pipe, columns are separated by tabs, and keys alone are
    `cut -f 3`. How many there are of each state is told on stderr.

    Parameters
    ----------
    inbox
        The inbox: a file, or a URL of PostgreSQL.
    state
        Only these.
    limit
        How many at most.
    as_json
        Print one JSON object instead: counts, events.
    """
    with _opened(inbox) as claims:
        entries, counts = claims.entries(state=state, limit=limit), claims.counts()
    if as_json:
        print(json.dumps({"counts": counts, "events": [_as_dict(entry) for entry in entries]}))
        return
    for entry in entries:
        print(_line(entry))
    tell(_counted(counts))


@webhooks.command
def show(key: KeyArgument, /, *, inbox: InboxOption) -> None:
    """Show an event as JSON: how far it is, why it failed, and its body as it came, without credentials.

    Parameters
    ----------
    key
        Which event.
    inbox
        The inbox: a file, or a URL of PostgreSQL.
    """
    with _opened(inbox) as claims:
        entry = _found(claims, key)
    print(json.dumps(_as_dict(entry) | {"body": _parsed(entry.body)}, indent=2))


@webhooks.command
def replay(*keys: KeyArgument, inbox: InboxOption) -> None:
    """Let events be handled once more, by the service that has this inbox: within a second, where it is running.

    An event that was handled is handled again, too. Its credentials were not kept, so the handler finds those empty.

    Parameters
    ----------
    keys
        One or more.
    inbox
        The inbox: a file, or a URL of PostgreSQL.
    """
    if not keys:
        raise ConfigurationError("name a KEY; `firstpromoter webhooks list` with the same --inbox shows them")
    with _opened(inbox) as claims:
        entries = [_found(claims, key) for key in keys]
        for entry in entries:
            revived = claims.revive(entry.key, now=datetime.now(UTC).timestamp())
            tell(
                f"{entry.key}: "
                + (f"waits to be handled (it was {entry.state})" if revived else "is being handled now")
            )


@contextmanager
def _opened(inbox: str) -> Generator[Claims, None, None]:
    if not _is_url(inbox) and not Path(inbox).is_file():
        raise ConfigurationError(f"there is no inbox {inbox}; it is made when a service first opens it")
    claims = Claims(database_at(inbox))
    try:
        yield claims
    except claims.database.failure as problem:
        told = str(problem)
    else:
        return
    finally:
        claims.close()
    raise ConfigurationError(f"this is no inbox of webhooks, or it cannot be reached: {redact(told)}")


def _is_url(inbox: str) -> bool:
    return urlsplit(inbox).scheme in ("postgresql", "postgres")


def _found(claims: Claims, key: str) -> Entry:
    entry = claims.get(key)
    if entry is None:
        raise ConfigurationError(f"this inbox has no event {key!r}; `firstpromoter webhooks list` shows what it has")
    return entry


def _parsed(body: str) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return body  # what could not be read is shown as it came


def _when(moment: float) -> str:
    return datetime.fromtimestamp(moment, UTC).isoformat(timespec="seconds")


def _as_dict(entry: Entry) -> dict[str, Any]:
    return {
        "key": entry.key,
        "event": entry.kind,
        "entity": entry.subject,
        "state": entry.state,
        "attempts": entry.attempts,
        "reason": entry.reason,
        "happened_at": _when(entry.happened_at),
        "received_at": _when(entry.received_at),
        "changed_at": _when(entry.changed_at),
    }


def _why(entry: Entry) -> str:
    """Say why an event failed, and of one that went on since then that this was earlier."""
    earlier = "earlier: " if entry.reason and entry.state not in _NOT_HANDLED else ""
    return f"{earlier}{entry.reason or ''}"


def _line(entry: Entry) -> str:
    columns = (entry.state, entry.kind, entry.key, _when(entry.changed_at), _why(entry))
    told = [printable(column) for column in columns]
    if not sys.stdout.isatty():
        return "\t".join(told)
    return f"{told[0]:9}  {told[1]:28}  {told[2]:40}  {told[3]:25}  {told[4]}".rstrip()


def _counted(counts: dict[State, int]) -> str:
    each = "".join(
        f"\n  {counts[state]:,} {state}{f' ({_MEANING[state]})' if state in _MEANING else ''}"
        for state in State
        if state in counts
    )
    return f"the inbox has {sum(counts.values()):,} events{each}"
