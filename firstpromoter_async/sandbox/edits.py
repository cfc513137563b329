"""What FirstPromoter gets to know otherwise than through the API, and the sandbox is told: logins, suspicions, custom fields."""

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from ..wire.plain import is_object
from .parameters import moment_of, whole_number
from .store import Row, Store

Reader = Callable[[Any], Any]
"""Returns a column's value for what was told; raises `ValueError` with what is wanted instead."""


class BadEdit(ValueError):
    """No such record, no such field, or none that can have this value."""


def _moment(told: Any) -> str | None:
    moment = moment_of(told)
    if told is not None and moment is None:
        raise ValueError("a date and time such as 2026-01-31T10:00:00Z, or null")
    return moment


def _truth(told: Any) -> int:
    if told is True or told is False:
        return int(told)
    raise ValueError("true or false")


def _fields(told: Any) -> str:
    if not is_object(told):
        raise ValueError("an object of keys and texts")
    return json.dumps(told)


def _text(told: Any) -> str | None:
    if told is None or isinstance(told, str):
        return told
    raise ValueError("a text, or null")


def _one_of(*words: str) -> Reader:
    def read(told: Any) -> str:
        if told not in words:
            raise ValueError(f"one of {', '.join(words)}")
        return str(told)

    return read


PROMOTER: Final[Mapping[str, Reader]] = {
    "last_login_at": _moment,
    "archived_at": _moment,
    "subscribed_to_email": _truth,
    "invoice_details_status": _one_of("approved", "pending", "denied", "not_set"),
    "custom_fields": _fields,
}
REFERRAL: Final[Mapping[str, Reader]] = {
    "fraud_check": _one_of("no_suspicion", "same_ip_suspicion", "same_promoter_email", "ad_source"),
    "state": _one_of("subscribed", "signup", "active", "cancelled", "refunded", "denied", "pending", "moved"),
}

PAYOUT: Final[Mapping[str, Reader]] = {
    "status": _one_of("pending", "failed", "cancelled"),
    "error": _text,
    "due_date": _moment,
}


def edit(store: Store, table: str, fields: Mapping[str, Reader], told: Mapping[str, Any]) -> Row:
    """Set fields of the record whose `id` is told, and return them. Raises `BadEdit`."""
    number = whole_number(told.get("id"))
    if number is None or store.find(table, number) is None:
        raise BadEdit(f"there is no such id among the {table}: {told.get('id')!r}")
    columns = {name: _read(fields, name, value) for name, value in told.items() if name != "id"}
    store.change(table, number, **columns)
    return {"id": number, **{name: told[name] for name in columns}}


def _read(fields: Mapping[str, Reader], name: str, value: Any) -> Any:
    if name not in fields:
        raise BadEdit(f"there is no {name} to set; there are {', '.join(fields)}")
    try:
        return fields[name](value)
    except ValueError as wanted:
        raise BadEdit(f"{name} is {wanted}, not {value!r}") from None
