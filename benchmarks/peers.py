"""The same models in other libraries, made from ours field by field, so that all of them read the same things.

An enum that stays open (`SomeEnum | str`) is plain text for msgspec, which allows one text-like type in a union.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from types import GenericAlias, NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import attrs
import msgspec
import pydantic

from firstpromoter_async import Model
from firstpromoter_async.webhooks.event import Event, data_type


def many(kind: Any) -> Any:
    """Return the type of a list of these, where what they are is known only when this runs."""
    return GenericAlias(list, (kind,))


def pydantic_model(model: type[Model], *, base: type[pydantic.BaseModel] = pydantic.BaseModel) -> Any:
    """Return a pydantic model with the fields of ours."""
    fields: dict[str, Any] = {}
    for name, spelled, kind, default in _fields(model):
        translated = _translated(kind, lambda inner: pydantic_model(inner, base=base), open_enums=True)
        fields[name] = (translated, pydantic.Field(default=default, alias=None if spelled == name else spelled))
    return pydantic.create_model(model.__name__, __base__=base, **fields)


def msgspec_struct(model: type[Model]) -> Any:
    """Return a frozen msgspec struct with the fields of ours."""
    fields: list[Any] = []
    for name, spelled, kind, default in _fields(model):
        given = {} if default is ... else {"default": default}
        fields.append((name, _translated(kind, msgspec_struct, open_enums=False), msgspec.field(name=spelled, **given)))
    return msgspec.defstruct(model.__name__, fields, frozen=True, kw_only=True)


def pydantic_events() -> pydantic.TypeAdapter[Any]:
    """Return what pydantic reads an event with: a union of all of v2's, told apart by their names, as ours are."""
    models = [
        pydantic.create_model(
            event.__name__, event_type=(Literal[name], ...), data=(_data(event, pydantic_model), ...), **_ENVELOPE
        )
        for name, event in Event.known.items()
    ]
    return pydantic.TypeAdapter(Annotated[Union[tuple(models)], pydantic.Field(discriminator="event_type")])  # noqa: UP007


def msgspec_events() -> msgspec.json.Decoder[Any]:
    """Return what msgspec reads an event with, as for pydantic."""
    fields = [(name, kind) for name, (kind, _) in _ENVELOPE.items()]
    structs = [
        msgspec.defstruct(
            event.__name__,
            [*fields, ("data", _data(event, msgspec_struct))],
            frozen=True,
            tag_field="event_type",
            tag=name,
        )
        for name, event in Event.known.items()
    ]
    return msgspec.json.Decoder(Union[tuple(structs)])  # noqa: UP007


_ENVELOPE: dict[str, Any] = {
    "event_id": (str, ...),
    "action": (str, ...),
    "entity_type": (str, ...),
    "entity_id": (int | str | None, ...),
    "changes": (dict[str, tuple[Any, Any]] | None, ...),
    "timestamp": (datetime, ...),
}


def _data(event: type[Event[Any]], translate: Any) -> Any:
    model = data_type(event)
    return translate(model) if isinstance(model, type) and issubclass(model, Model) else dict[str, Any]


def _fields(model: type[Model]) -> list[tuple[str, str, Any, Any]]:
    """Return for each field its name, the API's spelling, its type, and its default (`...` for none)."""
    hints = get_type_hints(model)
    return [
        (a.name, a.metadata.get("name", a.name), hints[a.name], ... if a.default is attrs.NOTHING else a.default)
        for a in attrs.fields(model)
        if a.name != "raw"
    ]


def _translated(kind: Any, translate: Any, *, open_enums: bool) -> Any:
    """Return the type with our models in it replaced."""
    if isinstance(kind, type) and issubclass(kind, Model):
        return translate(kind)
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        parts = tuple(part for part in inner if open_enums or not _is_enum_beside_text(part, inner))
        return Union[tuple(_translated(part, translate, open_enums=open_enums) for part in parts)]  # noqa: UP007
    if origin is tuple:
        return GenericAlias(tuple, (_translated(inner[0], translate, open_enums=open_enums), ...))
    if origin is Mapping:
        return dict[str, Any]
    return kind


def _is_enum_beside_text(part: Any, parts: tuple[Any, ...]) -> bool:
    return part is not NoneType and isinstance(part, type) and issubclass(part, Enum) and str in parts
