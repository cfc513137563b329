"""What the contract tests know of each noun, in one module a noun.

| name          | what it is                                                                                          |
|---------------|-----------------------------------------------------------------------------------------------------|
| `EXCHANGES`   | by call: its parameters, the bytes that leave, and a sample of what comes back                       |
| `KNOWN`       | where our vocabulary differs from the documents on purpose: patterns of sentences, each with a reason |
| `NOT_SHOWN`   | documented fields that the sandbox leaves out, or shows as another type: patterns, each with a reason |
| `LEAST`       | by operation, or `operation with parameter`: what the sandbox cannot do without                      |
| `LEAST_OF_ITEM` | by object (`name`) or list of such (`name[]`): the least that one of them is content with            |
| `SAYS`        | by parameter, or by operation and parameter: a value that fits, where the documents list none        |
| `prepare`     | keeps what the operations need in a sandbox, and returns more of `LEAST` and `SAYS`, with its ids   |
| `play`        | calls every operation in the programme, which Ann, Ben and Joe are in                                |

A new module here is found by itself.
"""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any


@cache
def nouns() -> tuple[ModuleType, ...]:
    """Return all modules here, in the order of their names."""
    return tuple(import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__))


def collected(name: str) -> dict[str, Any]:
    """Put the nouns' dictionaries of this name together; none may say what another has said."""
    found: dict[str, Any] = {}
    for noun in nouns():
        said = getattr(noun, name, {})
        assert not found.keys() & said.keys(), f"{noun.__name__}.{name} says again: {found.keys() & said.keys()}"
        found |= said
    return found


def each(name: str) -> list[Any]:
    """Return the nouns' functions of this name."""
    return [getattr(noun, name) for noun in nouns() if hasattr(noun, name)]
