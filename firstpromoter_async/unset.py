"""The difference between "not mentioned" and "null".

`None` is a value: it is sent, and it clears a field. `UNSET` is the absence of one: nothing is sent, and the field
stays as it is. This module knows nothing of requests or of encoding.
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
"""Not mentioned: the parameter is left out of the request."""

Maybe: TypeAlias = T | Unset
"""A parameter that may be left out."""
