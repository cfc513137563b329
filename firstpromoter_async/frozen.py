"""attrs' own `frozen`, for the hundreds of classes of the vocabulary, which are to load fast and to be read fast.

attrs writes methods for each class that it makes, and compiles them: most of the time that a noun takes to load. Here `repr`,
`==` and `hash` are shared by all classes instead, and values are kept in a dict, which is filled three times as fast as slots
are. To type checkers it is attrs' `frozen`. This module knows nothing of the classes.
"""

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any, Final, cast

import attrs

from .unset import UNSET

if TYPE_CHECKING:
    from attrs import frozen as frozen
else:

    def frozen(kind: type | None = None, **options: Any) -> Any:
        """Make an attrs class whose instances cannot be changed; as `attrs.frozen`."""
        if kind is None:
            return lambda named: frozen(named, **options)
        for name, method in _SHARED.items():
            if name not in kind.__dict__:
                setattr(kind, name, method)
        return attrs.frozen(slots=False, **options)(kind)  # which writes no method that a class has already


def is_ours(kind: type) -> bool:
    """Tell whether a class itself was made here, and not by attrs, by a subclass statement, or with an `==` of its own."""
    return kind.__dict__.get("__eq__") is _is_equal


def draft_for(kind: type) -> Any:
    """Return a class whose instances take attributes as they come, and then become one of `kind`: `draft.__class__ = kind`.

    So an instance is made in a third of the time that `__init__` takes, which has to write past its own lock. Each kind has a
    draft of its own (subclasses with the same attributes may share it), since Python remembers attributes by class.
    """
    return type(f"Draft of {kind.__qualname__}", (), {})


def shown(self: Any) -> str:
    """Show what was given; not what attrs' `field(repr=False)` keeps to itself."""
    kind = cast(Any, type(self))
    given = ((each, getattr(self, each.name)) for each in attrs.fields(kind) if each.repr)
    shown = (
        f"{each.name}={each.repr(value) if callable(each.repr) else repr(value)}"
        for each, value in given
        if value is not UNSET
    )
    return f"{kind.__qualname__}({', '.join(shown)})"


def _is_equal(self: Any, other: object) -> Any:
    if type(other) is not type(self):
        return NotImplemented
    kind = cast(Any, type(self))
    return _compared(kind)(self) == _compared(kind)(other)


def _hashed(self: Any) -> int:
    kind = cast(Any, type(self))
    return hash((kind, *_hashable(kind)(self)))


_SHARED: Final[dict[str, Any]] = {"__repr__": shown, "__eq__": _is_equal, "__hash__": _hashed}


@cache
def _compared(kind: Any) -> "_Values":
    return _values_of([each.name for each in attrs.fields(kind) if each.eq])


@cache
def _hashable(kind: Any) -> "_Values":
    return _values_of([each.name for each in attrs.fields(kind) if each.eq and each.hash is not False])


_Values = Callable[[Any], tuple[Any, ...]]


def _values_of(names: list[str]) -> _Values:
    return lambda value: tuple([getattr(value, name) for name in names])
