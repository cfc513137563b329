"""What a row can tell, and which request of which generation of the API tells it. This module knows nothing of columns."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cache
from importlib import import_module
from typing import Any, Final

import attrs

from ..wire.route import Api
from .errors import WrongUsage


class Kind(StrEnum):
    """What a row tells."""

    SIGNUP = "signup"
    SALE = "sale"
    REFUND = "refund"
    CANCELLATION = "cancellation"
    SUBSCRIBER = "subscriber"
    """Before a signup; v1 only."""


ARRIVALS: Final = (Kind.SIGNUP, Kind.SUBSCRIBER)
"""The kinds that make a lead of a person."""

_CLASSES: Final[Mapping[Kind, str]] = {kind: f"Track{kind.value.capitalize()}" for kind in Kind}


def kinds_of(api: str) -> list[Kind]:
    """Say which kinds a generation knows; raises `WrongUsage` where there is no such generation."""
    if api not in ("v1", "v2"):
        raise WrongUsage(f"the api is v1 or v2, not {api!r}")
    return [kind for kind in Kind if kind is not Kind.SUBSCRIBER or api == Api.V1]


def class_of(api: str, kind: Kind) -> Any:
    """Return the request class of a kind."""
    return getattr(import_module(f"..{api}.tracking", __package__), _CLASSES[kind])


def other_than(api: str) -> str:
    """Return the other generation."""
    return "v2" if api == Api.V1 else "v1"


def names_in(request: Any) -> list[str]:
    """Return the parameters of a request class."""
    return [attribute.name for attribute in attrs.fields(request)]


def needed_by(request: Any) -> Iterable[tuple[str, ...]]:
    """Return the parameters that a request class cannot do without; of those in one tuple, one is enough."""
    yield ("email", "uid")
    for attribute in attrs.fields(request):
        if attribute.default is attrs.NOTHING:
            yield (attribute.name,)


@cache
def parameters_of(api: str, kind: Kind) -> tuple[str, ...]:
    """Return the parameters that rows of a kind can have: those of its request, and an `event_id` as its key."""
    # A cancellation's event_id is its key here, even where the API takes none.
    return tuple(dict.fromkeys([*names_in(class_of(api, kind)), "event_id"]))
