"""What was typed, and options that several commands share."""

from collections.abc import Sequence
from contextvars import ContextVar
from typing import Annotated, Final

from cyclopts import Parameter

from ..errors import ConfigurationError
from ..policy.window import Rate, parse_rate

command_line: Final[ContextVar[Sequence[str]]] = ContextVar("command_line", default=())
"""What the user has typed after the program's name."""

RateOption = Annotated[str, Parameter(name="--rate")]
JsonOption = Annotated[bool, Parameter(name="--json", negative="")]
KeyArgument = Annotated[str, Parameter(allow_leading_hyphen=True)]


def rate_of(text: str) -> Rate | None:
    """Read `400/60` or `off`; raises `ConfigurationError` for anything else."""
    try:
        return parse_rate(text)
    except ValueError as problem:
        told = str(problem)
    raise ConfigurationError(f"--rate: {told}")
