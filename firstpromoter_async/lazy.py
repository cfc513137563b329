"""Names of a package that are loaded when somebody first asks for them.

Making a model class takes the better part of a millisecond, and a transport brings its whole HTTP library; who does not use
them does not pay. This module knows nothing of what it loads.
"""

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def names_of(package: str, modules: Mapping[str, str]) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """Return a package's `__getattr__` and `__dir__` (PEP 562) for names that live in modules below it, or beside it (`.errors`).

    `modules` maps each module to the names in it, separated by spaces:

        __getattr__, __dir__ = names_of(__name__, {"leads": "Lead LeadState", "payouts": "Payout"})
    """
    homes = {name: module for module, names in modules.items() for name in names.split()}

    def load(name: str) -> Any:
        if name == "__all__":  # asked for by `import *`
            return sorted(homes)
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value = getattr(import_module(f".{homes[name]}", package), name)
        setattr(sys.modules[package], name, value)  # found by Python itself from now on
        return value

    return load, lambda: sorted(homes)
