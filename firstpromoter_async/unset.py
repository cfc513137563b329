"""The difference between "not given" and "null".

`None` is a value: it is sent, and it clears a field. `UNSET` is the absence of one: nothing is sent, and the field
stays as it is. It is the default of every parameter that may be left out, so one writes it only for a value that one
may not have: `email=customer.email or UNSET`. This module knows nothing of requests or of encoding.
"""

from enum import Enum
from typing import Final, Literal, TypeAlias, TypeVar

T = TypeVar("T")


class Unset(Enum):
    """The type of `UNSET`; an enum, so that `is UNSET` narrows a type for every checker."""

    UNSET = "UNSET"

    def __bool__(self) -> Literal[False]:
        """Be false, like every other kind of nothing."""
        return False

    def __repr__(self) -> str:
        return "UNSET"


UNSET: Final = Unset.UNSET
"""Not given: the parameter is left out of the request. `email or UNSET` is the address, if there is one."""

Maybe: TypeAlias = T | Unset
"""A parameter that may be left out: `Maybe[str]` takes text, or `UNSET` for "not given"; only `Maybe[str | None]` takes None."""
