"""Options that several commands share."""

from typing import Annotated

from cyclopts import Parameter

from ..errors import ConfigurationError
from ..policy.window import Rate, parse_rate

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
