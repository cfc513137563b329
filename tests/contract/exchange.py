"""One exchange of an operation: what is called, the bytes that leave, and a sample of what comes back."""

from collections.abc import Mapping
from typing import Any

from attrs import frozen


@frozen
class Exchange:
    """A call, and both its ends."""

    given: Mapping[str, Any]
    """The parameters of the method."""
    sent: str
    """`METHOD /path?query`, and the body after a space, if there is one."""
    answer: str | None
    """A file below `tests/samples`; None where nothing comes back."""
    status: int = 200
