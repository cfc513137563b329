"""Writes `firstpromoter_async/v2/names.py`: `python -m tests.v2.names`.

Python and the type checkers each want a list of their own: a mapping for `lazy.names_of`, and imports that only checkers read.
Both are worked out here, from what the calls of the catalogue take and give.
"""

import ast
import importlib
import inspect
import sys
import textwrap
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any, Final, get_args, get_origin

import attrs
from attrs import frozen

from firstpromoter_async import Unset, v2
from firstpromoter_async.catalogue import operations
from firstpromoter_async.resource import Resource
from firstpromoter_async.testing import RecordingSender
from firstpromoter_async.v2 import models

FILE: Final = Path(v2.__file__).with_name("names.py")
_OURS: Final = "firstpromoter_async."
_BEGIN: Final = "if TYPE_CHECKING:\n"
_WIDTH: Final = 100
_LONGEST_LINE: Final = 120


@frozen
class Name:
    """A name, and the module that it comes from."""

    module: str
    name: str

    @property
    def home(self) -> str:
        """The module as `v2` imports it."""
        within = self.module.removeprefix(v2.__name__)
        return within if within != self.module else f"..{self.module.removeprefix(_OURS)}"

    @property
    def value(self) -> Any:
        return getattr(importlib.import_module(self.module), self.name)


def names() -> list[Name]:
    """Return all that v2's calls take and give: their classes, whatever occurs in them, and the names of unions."""
    requests = [one.request for one in operations() if one.call.startswith("v2.")]
    reached = _reached([*requests, *_of_ordinary_methods()])
    classes = {Name(kind.__module__, kind.__name__) for kind in reached if kind is not Unset}
    aliases = {alias for module in {one.module for one in classes} for alias in _aliases(module)}
    return sorted(classes | aliases, key=lambda one: (not one.home.startswith(".."), one.home, one.name))


def _of_ordinary_methods() -> Iterator[Any]:
    """Return what the methods that stand beside the calls take and give."""
    nouns = {one.call.rpartition(".")[0] for one in operations() if one.call.startswith("v2.")}
    for noun in sorted(nouns):
        resource: Resource = attrgetter(noun)(RecordingSender())
        for name, method in vars(type(resource)).items():
            if inspect.isfunction(method) and not name.startswith("_"):
                yield from inspect.get_annotations(method, locals=_Models(), eval_str=True).values()


class _Models(dict[str, Any]):
    """Finds a model that its noun names for type checkers only, since it loads it with the call that gives it."""

    def __missing__(self, name: str) -> Any:
        if name not in dir(models):
            raise KeyError(name)
        return getattr(models, name)


def _reached(requests: Iterable[type[Any]]) -> set[type[Any]]:
    """Return the requests, every class of ours in their annotations, and so on in those."""
    reached: set[type[Any]] = set()
    todo: list[Any] = list(requests)
    while todo:
        kind = todo.pop()
        todo += get_args(kind)
        found = get_origin(kind) or kind
        if isinstance(found, type) and found.__module__.startswith(_OURS) and found not in reached:
            reached.add(found)
            todo += _annotations(found)
    return {kind for kind in reached if not kind.__name__.startswith("_")}


def _annotations(kind: Any) -> Iterator[Any]:
    if attrs.has(kind):
        yield from (one.type for one in attrs.fields(kind))
        yield getattr(kind, "answer", None)
    for member in vars(kind).values():
        if isinstance(member, property):
            yield inspect.get_annotations(member.fget, eval_str=True).get("return") if member.fget else None


def _aliases(module: str) -> Iterator[Name]:
    """Return the public names that a module gives to unions and the like."""
    for statement in ast.parse(inspect.getsource(importlib.import_module(module))).body:
        match statement:
            case ast.AnnAssign(target=ast.Name(id=name), annotation=ast.Name(id="TypeAlias")) if name[0] != "_":
                yield Name(module, name)
            case _:
                pass


def written() -> str:
    """Return the file as it should be: what stands above the lists is written by hand."""
    above = FILE.read_text("utf-8").partition(_BEGIN)[0]
    return "".join([above, _BEGIN, *map(_import, names()), "else:\n", _mapping()])


def _import(one: Name) -> str:
    return f"    from {one.home} import {one.name} as {one.name}\n"


def _mapping() -> str:
    rows = "".join(_row(home, [one.name for one in group]) for home, group in groupby(names(), lambda one: one.home))
    return f'    __getattr__, __dir__ = names_of(\n        "{v2.__name__}",\n        {{\n{rows}        }},\n    )\n'


def _row(home: str, held: list[str]) -> str:
    whole = f'            "{home[1:]}": "{" ".join(held)}",'
    if len(whole) <= _LONGEST_LINE:  # ruff would put it together again
        return f"{whole}\n"
    first, *more = textwrap.wrap(" ".join(held), _WIDTH - len(home))
    lines = [f'"{home[1:]}": "{first}"', *(f'" {line}"' for line in more)]
    return "\n".join(f"            {line}" for line in lines) + ",\n"


def main() -> None:
    FILE.write_text(written(), "utf-8")
    sys.stdout.write(f"{FILE.name}: {len(names())} names\n")


if __name__ == "__main__":
    main()
