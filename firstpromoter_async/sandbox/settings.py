"""What the sandbox does where the documents leave it a choice, as far as its user may choose."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import evolve, field, frozen

from .records.rounding import Rounding


class BadSetting(ValueError):
    """No such setting, or none that can have this value."""


def _rounding(name: object) -> Rounding:
    try:
        return Rounding(str(name))
    except ValueError:
        raise BadSetting(f"rounding is {' or '.join(Rounding)}, not {name!r}") from None


def _truth(value: object) -> bool:
    text = str(value).lower()  # forms have no other way to say it
    if text in ("true", "false"):
        return text == "true"
    raise BadSetting(f"strict is true or false, not {value!r}")


@frozen(kw_only=True)
class Settings:
    """`sandbox.settings = attrs.evolve(sandbox.settings, strict=True)`. Raises `BadSetting`."""

    strict: bool = field(default=False, converter=_truth)
    """Whether a parameter that has no effect is refused with 400; otherwise it is counted in the state, and nothing else."""
    rounding: Rounding = field(default=Rounding.DOWN, converter=_rounding)
    """How commissions are rounded to whole cents."""

    def changed(self, told: Mapping[str, Any]) -> Self:
        """Return these settings with some changed, as JSON data names them. Raises `BadSetting`."""
        unknown = told.keys() - {"strict", "rounding"}
        if unknown:
            raise BadSetting(f"there is no setting {', '.join(sorted(unknown))}; there are strict and rounding")
        return evolve(self, **told)

    def as_json(self) -> dict[str, Any]:
        """Return them as JSON data."""
        return {"strict": self.strict, "rounding": str(self.rounding)}
