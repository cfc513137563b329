"""Handlers: what the sandbox answers, one function for each operation.

A handler reads parameters, applies the rules (`records`) and writes the documented JSON as plain data. It uses
nothing of the client's vocabulary, so that both sides read the documents for themselves.
"""

from importlib import import_module
from pkgutil import iter_modules


def load() -> None:
    """Import every module of handlers, `v1_...` and `v2_...`, so that they are registered."""
    for module in iter_modules(__path__):
        if module.name.startswith(("v1_", "v2_")):
            import_module(f"{__name__}.{module.name}")
