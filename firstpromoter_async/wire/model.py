"""What FirstPromoter describes, as the base of all models: its fields, and those that this version does not know.

This module knows nothing of JSON, nor how a model is read (`codec`).
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, Self

import attrs
from attrs import field

from ..frozen import frozen

_NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})


@frozen(kw_only=True)
class Model:
    """Something that FirstPromoter described; fields that this version does not know are in `extra`."""

    raw: Mapping[str, Any] = field(default=_NOTHING, repr=False, eq=False)
    """The JSON object as it came, which may hold credentials: not part of the repr."""

    @property
    def extra(self) -> dict[str, Any]:
        """The fields of `raw` that this version has no name for."""
        known = _names_of(type(self))
        return {name: value for name, value in self.raw.items() if name not in known}

    def __reduce__(self) -> tuple[Any, ...]:
        # Secrets must not reach a file by way of a pickle, and `raw` would carry them there.
        shown = {a.name: getattr(self, a.name) for a in attrs.fields(type(self)) if a.repr}
        return _revive, (type(self), shown)

    def __copy__(self) -> Self:
        return self  # frozen, and a copy by way of __reduce__ would lose the secrets

    def __deepcopy__(self, _: object) -> Self:
        return self


def _revive(kind: type[Model], values: dict[str, Any]) -> Model:
    return kind(**values)


def known_as(name: str, *others: str) -> dict[str, Any]:
    """Say how the API spells a field, and which other spellings it has used: `field(metadata=known_as("type"))`."""
    return {"name": name, "others": others}


def secret() -> Any:
    """Declare a credential that the API hands out: readable, also by `vars` and `attrs.asdict`, but in no repr and no pickle."""
    return field(default=None, repr=False)


_KNOWN_NAMES: Final[dict[Any, frozenset[str]]] = {}


def _names_of(model: type[Model]) -> frozenset[str]:
    if model not in _KNOWN_NAMES:
        names: set[str] = set()
        for attribute in attrs.fields(model):
            names.update((attribute.metadata.get("name", attribute.name), *attribute.metadata.get("others", ())))
        _KNOWN_NAMES[model] = frozenset(names - {"raw"})
    return _KNOWN_NAMES[model]
