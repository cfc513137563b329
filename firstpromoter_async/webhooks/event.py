"""What all events have in common, and how one is read: by its class, of which there is one for each documented event.

A class names its event and, as its type argument, what its data is:

    class CommissionApproved(Event["Commission"], name="commission.approved"): ...

The data's class is looked up when the first such event comes, so that a receiver of two kinds of events loads the models of two.
This module knows neither particular events nor how they arrive.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum
from importlib import import_module
from typing import Any, ClassVar, Final, ForwardRef, Generic, TypeVar, get_args, get_origin

from attrs import field

from ..frozen import frozen
from ..wire import codec
from ..wire.plain import is_object

D = TypeVar("D", covariant=True)

V1_MODELS: Final = "firstpromoter_async.v1.models"
V2_MODELS: Final = "firstpromoter_async.v2.models"
OWN_MODELS: Final = "firstpromoter_async.webhooks.models"


class Action(StrEnum):
    """What happened to the entity; an event such as `contract_document.signed` is an update."""

    CREATED = "created"
    UPDATED = "updated"
    DELETED = "deleted"


@frozen
class Change:
    """One field before and after; both are plain JSON data."""

    old: Any
    new: Any


class _Kind:
    """What a class of events says of itself, besides its fields."""

    name: ClassVar[str] = ""
    """What FirstPromoter calls the event."""
    models: ClassVar[str]
    """The package that the data's model is in."""
    known: ClassVar[dict[str, Any]]
    """All classes of this generation, by the name of their event."""

    def __init_subclass__(cls, name: str = "", **more: Any) -> None:
        super().__init_subclass__(**more)
        if name:
            cls.name = name
            cls.known[name] = cls

    @classmethod
    def read_data(cls, data: Any) -> Any:
        """Return the data as what this class's type argument says; raises cattrs errors."""
        if cls not in _READERS:
            kind = data_type(cls)
            _READERS[cls] = codec.hook(kind), kind
        read, kind = _READERS[cls]
        return read(data, kind)


_READERS: Final[dict[type, tuple[Callable[[Any, Any], Any], Any]]] = {}


def data_type(event: type[_Kind]) -> Any:
    """Return what the data of these events is read as: the type argument of their class, or Any."""
    bases = event.__dict__.get("__orig_bases__", ())
    argument = next((get_args(base)[0] for base in bases if get_args(base)), Any)
    if isinstance(argument, ForwardRef):
        name = argument.__forward_arg__
        return getattr(import_module(event.models), name, None) or getattr(import_module(OWN_MODELS), name)
    return Any if get_origin(argument) is not None or isinstance(argument, TypeVar) else argument


@frozen(kw_only=True)
class Event(_Kind, Generic[D]):
    """Something that happened, as v2 tells it; `data` is what the entity is like since then."""

    models: ClassVar[str] = V2_MODELS
    known: ClassVar[dict[str, "type[Event[Any]]"]] = {}

    event_id: str
    """The same in every delivery of this event."""
    event_type: str
    """For example `commission.updated`."""
    action: Action | str
    entity_type: str
    """For example `commission`, in small letters."""
    entity_id: int | str | None
    changes: Mapping[str, Change] = field(hash=False)
    """The fields that changed, by name; empty unless something was updated."""
    data: D = field(hash=False)
    timestamp: datetime
    """When it happened, to the second."""
    raw: Mapping[str, Any] = field(repr=False, eq=False)
    """The JSON object as it came, which may hold credentials: not part of the repr."""

    @property
    def key(self) -> str:
        """What this event is known by, among those of both generations."""
        return f"v2:{self.event_id}"

    @property
    def entity(self) -> str | None:
        """What it is about, for example `commission:88901`."""
        return None if self.entity_id is None else f"{self.entity_type}:{self.entity_id}"

    @property
    def happened_at(self) -> datetime:
        """When it happened."""
        return self.timestamp

    @property
    def is_state(self) -> bool:
        """Whether a later event of the same name makes this one needless: it tells a state, and nothing that happened once."""
        return self.event_type.endswith(".updated")


@frozen(kw_only=True)
class V1Event(_Kind, Generic[D]):
    """Something that happened, as v1 tells it."""

    models: ClassVar[str] = V1_MODELS
    known: ClassVar[dict[str, "type[V1Event[Any]]"]] = {}
    about: ClassVar[tuple[str, ...]] = ()
    """What the event is about, and where in the data its id is: `("promoter", "promoter", "id")`."""

    id: int
    """With the type, the only thing that tells a second delivery from a new event."""
    type: str
    """For example `lead_signup`."""
    created_at: datetime
    """When it happened."""
    data: D = field(hash=False)
    raw: Mapping[str, Any] = field(repr=False, eq=False)
    """The JSON object as it came, which may hold credentials: not part of the repr."""

    @property
    def key(self) -> str:
        """What this event is known by, among those of both generations."""
        return f"v1:{self.type}:{self.id}"

    @property
    def entity(self) -> str | None:
        """What it is about, for example `lead:21381518`; None where the data do not say it."""
        kind, *steps = self.about or ("",)
        found: Any = self.raw.get("data")
        for step in steps or ("id",):
            found = found.get(step) if is_object(found) else None
        return f"{kind}:{found}" if kind and found is not None else None

    @property
    def happened_at(self) -> datetime:
        """When it happened."""
        return self.created_at

    @property
    def is_state(self) -> bool:
        """Whether a later event makes this one needless; v1 tells only what happened once."""
        return False


@frozen(kw_only=True)
class UnknownEvent(Event[Any]):
    """An event of v2 that this version does not know, or whose data nobody describes; `data` is plain JSON data."""


@frozen(kw_only=True)
class UnknownV1Event(V1Event[Any]):
    """An event of v1 that this version does not know; `data` is plain JSON data."""


@frozen(kw_only=True)
class TestDelivery(Event[Any]):
    """What FirstPromoter sends when somebody presses "Send test": nothing happened, and there is nothing to handle."""

    __test__ = False  # it is no test of pytest's
