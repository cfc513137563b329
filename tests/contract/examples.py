"""Answers made of facts: as small as their shape, with a value in every field, and with one field changed.

This module knows nothing of our models.
"""

import copy
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from tests.contract.documents import Fact

_VALUES: Final[dict[str, Any]] = {
    "text": "text",
    "integer": 7,
    "number": 7,
    "boolean": True,
    "date": "2026-01-31",
    "moment": "2026-01-31T12:00:00.000Z",
    "map": {},
    "object": {},
    "any": None,
}
_STEP: Final = re.compile(r"\[\]|[^.\[\]]+")


def steps_of(name: str) -> list[str]:
    """Take `data[].profile.id` apart: `data`, `[]`, `profile`, `id`."""
    return _STEP.findall(name)


def example_of(facts: Iterable[Fact], ours: Mapping[str, Fact]) -> Any:
    """Make an answer with something in every field, from the facts on it; `ours` says what a loosely typed one means."""
    ordered = sorted(facts, key=lambda fact: len(steps_of(fact.name)))
    holder: dict[str, Any] = {}
    for fact in ordered:
        _put(holder, ["whole", *steps_of(fact.name)], _value(fact, ours.get(fact.name, fact)))
    return holder.get("whole")


def _value(theirs: Fact, ours: Fact) -> Any:
    agreed = {*theirs.kind.split("|")} & {*ours.kind.split("|")}
    kind = min(agreed, default="") or _meant(theirs.kind, ours.kind)
    value = theirs.values[0] if theirs.values and "text" in kind else _VALUES[kind.removesuffix("[]")]
    return [copy.deepcopy(value)] if kind.endswith("[]") else copy.deepcopy(value)


def _meant(theirs: str, ours: str) -> str:
    """Choose a kind where the two differ: what holds others must hold them, and a scalar is what it is read as."""
    if theirs.startswith(("object", "map", "any")) or ours.startswith(("object", "map")):
        return theirs if theirs.startswith("object") else "any"
    return ours.partition("|")[0]


def _put(holder: Any, steps: list[str], value: Any) -> None:
    """Set a value deep inside; what is on the way is an object or a list of one."""
    *way, last = steps
    for step in way:
        holder = holder[0] if step == "[]" else holder[step]
    if last == "[]":
        holder[:] = [value]
    elif holder.get(last) in (None, {}, [None]):
        holder[last] = value


def changed(example: Any, name: str, value: Any) -> Any:
    """Return a copy in which one field has another value."""
    holder = {"whole": copy.deepcopy(example)}
    _owner(holder, name)[steps_of(name)[-1]] = value
    return holder["whole"]


def without(example: Any, name: str) -> Any:
    """Return a copy in which one field is absent."""
    holder = {"whole": copy.deepcopy(example)}
    del _owner(holder, name)[steps_of(name)[-1]]
    return holder["whole"]


def _owner(holder: Any, name: str) -> Any:
    for step in ["whole", *steps_of(name)][:-1]:
        holder = holder[0] if step == "[]" else holder[step]
    return holder


def names_in(value: Any, name: str = "") -> Iterator[str]:
    """Name every field that an answer has, in the way of facts."""
    if isinstance(value, dict):
        for key, inner in value.items():
            full = f"{name}.{key}".lstrip(".")
            yield full
            yield from names_in(inner, full)
    elif isinstance(value, list):
        for inner in value:
            yield from names_in(inner, f"{name}[]")
